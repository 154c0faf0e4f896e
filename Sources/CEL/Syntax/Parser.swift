import Diagnostics

/// Reads an expression by recursive descent. The nodes go into one array; their height is bounded.
struct Parser {
  let source: String
  let options: ParserOptions
  let tokens: [Token]
  var next = 0
  var depth = 0
  var nodes: [Expression.Node] = []
  /// For each node the longest way down from it.
  var heights: [Int] = []
  var errors: [CELError] = []

  struct Stop: Error {}

  /// After so many errors an expression is given up.
  static let errorLimit = 10

  static func parse(_ source: String, _ options: ParserOptions) -> Result<Expression, CELErrors> {
    let most = options.limits.codePoints
    guard source.utf8.count <= most || source.unicodeScalars.count <= most else {
      let message = "an expression has at most \(most) characters"
      return .failure(CELErrors(errors: [CELError("too-long", message, at: .start)]))
    }
    var lexer = Lexer(source)
    let tokens = lexer.tokens()
    guard lexer.errors.isEmpty else { return .failure(CELErrors(sorting: lexer.errors)) }
    var parser = Parser(source: source, options: options, tokens: tokens)
    let room = tokens.count(where: \.mayMakeNode)
    parser.nodes.reserveCapacity(room)
    parser.heights.reserveCapacity(room)
    do throws(Stop) {
      let root = try parser.expression()
      if parser.token.kind != .end { parser.unexpected("the end of the expression or an operator") }
      guard parser.errors.isEmpty else { throw Stop() }
      return .success(Expression(source: source, nodes: parser.nodes, root: root))
    } catch {
      return .failure(CELErrors(sorting: parser.errors))
    }
  }

  // MARK: Tokens

  /// The next token; the last one is the end, which is never passed.
  var token: Token { tokens[next] }

  /// The end of what has been taken so far, in code points.
  var end: Int { next > 0 ? tokens[min(next, tokens.count) - 1].end : 0 }

  mutating func take() -> Token {
    let taken = token
    if next < tokens.count - 1 { next += 1 }
    return taken
  }

  mutating func take(_ symbol: Token.Symbol) -> Bool {
    guard at(symbol) else { return false }
    if next < tokens.count - 1 { next += 1 }
    return true
  }

  /// Whether the next token is a sign. Asked most often, so that the token is not copied.
  func at(_ symbol: Token.Symbol) -> Bool {
    if case .symbol(let found) = tokens[next].kind { found == symbol } else { false }
  }

  /// - Parameter opening: The place among the tokens of the sign that waits for the one that is expected.
  mutating func expect(_ symbol: Token.Symbol, closing opening: Int? = nil) throws(Stop) {
    guard take(symbol) else {
      unexpected("`\(symbol.text)`", closing: opening)
      throw Stop()
    }
  }

  mutating func unexpected(_ expected: String, closing opening: Int? = nil) {
    let found: String
    switch token.kind {
    case .end: found = "the expression ends here"
    default:
      let scalars = source.unicodeScalars.dropFirst(token.start).prefix(token.end - token.start)
      found = "unexpected `\(String(String.UnicodeScalarView(scalars)))`"
    }
    let before = next > 0 ? tokens[min(next, tokens.count - 1) - 1] : nil
    var hint: String?
    if case .identifier(let word) = token.kind { hint = Hints.word(word) }
    hint = hint ?? Hints.sign(token, after: before)
    if hint == nil, let opening, case .symbol(let sign) = tokens[opening].kind {
      let place = tokens[opening].position
      hint =
        "\(sign == .question ? "it belongs to" : "it closes") the `\(sign.text)` at \(place.line):\(place.column)"
    }
    errors.append(CELError("syntax", "\(found), expected \(expected)", at: token.position, hint: hint))
  }

  mutating func fail(_ code: String, _ message: String, at position: SourcePosition, hint: String? = nil) -> Stop {
    errors.append(CELError(code, message, at: position, hint: hint))
    return Stop()
  }

  // MARK: Nodes

  /// Adds a node that ends where the last token ended.
  mutating func add(_ kind: Expression.Kind, at position: SourcePosition, from start: Int) throws(Stop) -> Int {
    try add(kind, at: position, in: start..<max(start, end))
  }

  mutating func add(_ kind: Expression.Kind, at position: SourcePosition, in range: Range<Int>) throws(Stop) -> Int {
    var height = 0
    Expression.forEachChild(of: kind) { height = max(height, heights[$0] + 1) }
    guard height <= options.limits.height else {
      throw fail("too-deep", "operators hang on each other at most \(options.limits.height) deep", at: position)
    }
    guard nodes.count < options.limits.nodes else {
      throw fail("too-long", "an expression has at most \(options.limits.nodes) parts", at: position)
    }
    nodes.append(Expression.Node(kind: kind, position: position, range: range))
    heights.append(height)
    return nodes.count - 1
  }

  // MARK: Lists of expressions

  /// `a, b, c` up to a closing sign, which is taken.
  mutating func expressions(until closing: Token.Symbol, trailingComma: Bool) throws(Stop) -> [Int] {
    let opening = max(0, next - 1)
    var items: [Int] = []
    if take(closing) { return items }
    while true {
      items.append(try optionalElement(allowed: trailingComma))
      guard take(.comma) else { break }
      if trailingComma, at(closing) { break }
    }
    try expectNext(orClosing: closing, of: opening)
    return items
  }

  /// The end of a list of expressions, where a comma might have stood as well.
  private mutating func expectNext(orClosing closing: Token.Symbol, of opening: Int) throws(Stop) {
    guard take(closing) else {
      unexpected("`,` or `\(closing.text)`", closing: opening)
      throw Stop()
    }
  }

  /// An expression, or `?` and an expression where optionals are known.
  mutating func optionalElement(allowed: Bool) throws(Stop) -> Int {
    let start = token
    guard allowed, options.libraries.contains(.optionals), take(.question) else { return try expression() }
    let inner = try expression()
    return try add(
      .call(Expression.OperatorCall.optionalElement, target: nil, [inner]), at: start.position, from: start.start)
  }

  mutating func entries() throws(Stop) -> [(key: Int, value: Int)] {
    let opening = max(0, next - 1)
    var entries: [(key: Int, value: Int)] = []
    while !at(.closeBrace) {
      let key = try optionalElement(allowed: true)
      try expect(.colon)
      entries.append((key, try expression()))
      guard take(.comma) else { break }
    }
    try expectNext(orClosing: .closeBrace, of: opening)
    return entries
  }
}
