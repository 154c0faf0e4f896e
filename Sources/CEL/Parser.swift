import Diagnostics

/// Limits of what is parsed, inclusive.
public enum ParserLimits {
  public static let codePoints = 100_000
  public static let depth = 250
}

struct Parser {
  let source: String
  let tokens: [Token]
  var next = 0
  var depth = 0
  var nodes: [Expression.Node] = []
  var errors: [CELError]

  static func parse(_ source: String) -> Result<Expression, CELErrors> {
    guard source.unicodeScalars.count <= ParserLimits.codePoints else {
      return .failure(CELErrors(errors: [CELError("too-long", "an expression has at most 100000 characters", at: .start)]))
    }
    var lexer = Lexer(source)
    let tokens = lexer.tokens()
    var parser = Parser(source: source, tokens: tokens, errors: lexer.errors)
    do {
      let root = try parser.expression()
      if parser.token.kind != .end { parser.unexpected("the end of the expression or an operator") }
      guard parser.errors.isEmpty else { return .failure(CELErrors(errors: parser.sorted)) }
      return .success(Expression(source: source, nodes: parser.nodes, root: root))
    } catch {
      return .failure(CELErrors(errors: parser.sorted))
    }
  }

  private struct Stop: Error {}

  private var sorted: [CELError] { errors.sorted { $0.position < $1.position } }

  var token: Token { tokens[min(next, tokens.count - 1)] }

  private mutating func take() -> Token {
    let taken = token
    if next < tokens.count - 1 { next += 1 }
    return taken
  }

  private mutating func take(_ symbol: String) -> Bool {
    guard token.kind == .symbol(symbol) else { return false }
    _ = take()
    return true
  }

  mutating func unexpected(_ expected: String) {
    let found: String
    switch token.kind {
    case .end: found = "the expression ends here"
    default:
      let text = String(String.UnicodeScalarView(source.unicodeScalars.dropFirst(token.start).prefix(token.end - token.start)))
      found = "unexpected `\(text)`"
    }
    errors.append(CELError("syntax", "\(found), expected \(expected)", at: token.position))
  }

  private mutating func expect(_ symbol: String) throws(Stop) {
    guard take(symbol) else {
      unexpected("`\(symbol)`")
      throw Stop()
    }
  }

  private mutating func add(_ kind: Expression.Kind, at position: SourcePosition, from start: Int) -> Int {
    let end = next > 0 ? tokens[next - 1].end : start
    nodes.append(.init(kind: kind, position: position, range: start..<max(start, end)))
    return nodes.count - 1
  }

  // MARK: Operators

  private mutating func expression() throws(Stop) -> Int {
    depth += 1
    defer { depth -= 1 }
    guard depth <= ParserLimits.depth else {
      errors.append(CELError("too-deep", "an expression nests at most \(ParserLimits.depth) deep", at: token.position))
      throw Stop()
    }
    let start = token
    let test = try or()
    guard take("?") else { return test }
    let yes = try or()
    try expect(":")
    let no = try expression()
    return add(.conditional(test, yes, no), at: start.position, from: start.start)
  }

  private mutating func or() throws(Stop) -> Int {
    let start = token
    var left = try and()
    while take("||") { left = add(.binary(.or, left, try and()), at: start.position, from: start.start) }
    return left
  }

  private mutating func and() throws(Stop) -> Int {
    let start = token
    var left = try relation()
    while take("&&") { left = add(.binary(.and, left, try relation()), at: start.position, from: start.start) }
    return left
  }

  private mutating func relation() throws(Stop) -> Int {
    let start = token
    var left = try addition()
    while true {
      let at = token.position
      let sign: Expression.Operator
      switch token.kind {
      case .symbol("<"): sign = .less
      case .symbol("<="): sign = .lessOrEqual
      case .symbol(">"): sign = .greater
      case .symbol(">="): sign = .greaterOrEqual
      case .symbol("=="): sign = .equal
      case .symbol("!="): sign = .unequal
      case .identifier("in"): sign = .isIn
      default: return left
      }
      _ = take()
      left = add(.binary(sign, left, try addition()), at: at, from: start.start)
    }
  }

  private mutating func addition() throws(Stop) -> Int {
    let start = token
    var left = try multiplication()
    while true {
      let at = token.position
      if take("+") {
        left = add(.binary(.add, left, try multiplication()), at: at, from: start.start)
      } else if take("-") {
        left = add(.binary(.subtract, left, try multiplication()), at: at, from: start.start)
      } else {
        return left
      }
    }
  }

  private mutating func multiplication() throws(Stop) -> Int {
    let start = token
    var left = try unary()
    while true {
      let at = token.position
      if take("*") {
        left = add(.binary(.multiply, left, try unary()), at: at, from: start.start)
      } else if take("/") {
        left = add(.binary(.divide, left, try unary()), at: at, from: start.start)
      } else if take("%") {
        left = add(.binary(.modulo, left, try unary()), at: at, from: start.start)
      } else {
        return left
      }
    }
  }

  private mutating func unary() throws(Stop) -> Int {
    let start = token
    if token.kind == .symbol("!") || token.kind == .symbol("-") {
      let symbol = token.kind
      var count = 0
      while token.kind == symbol {
        // The greatest negative integer is one literal.
        if symbol == .symbol("-"), case .int(let value) = tokens[min(next + 1, tokens.count - 1)].kind, value > UInt64(Int64.max) {
          break
        }
        _ = take()
        count += 1
      }
      var operand = try member()
      if symbol == .symbol("-"), count > 0, case .literal(let value) = nodes[operand].kind {
        switch value {
        case .int(let number) where number != .min:
          nodes[operand].kind = .literal(.int(-number))
          count -= 1
        case .double(let number):
          nodes[operand].kind = .literal(.double(-number))
          count -= 1
        default: break
        }
        nodes[operand].range = start.start..<nodes[operand].range.upperBound
      }
      for _ in 0..<count {
        operand = add(.unary(symbol == .symbol("!") ? .not : .negate, operand), at: start.position, from: start.start)
      }
      return operand
    }
    return try member()
  }

  // MARK: Members and primaries

  private mutating func member() throws(Stop) -> Int {
    let start = token
    var operand = try primary()
    while true {
      if take(".") {
        let name = token
        switch name.kind {
        case .identifier(let text):
          _ = take()
          if take("(") {
            operand = try call(text, target: operand, at: name.position, from: start.start)
          } else {
            operand = add(.select(operand, field: text), at: start.position, from: start.start)
          }
        case .quoted(let text):
          _ = take()
          operand = add(.select(operand, field: text), at: start.position, from: start.start)
        default:
          unexpected("a field's name")
          throw Stop()
        }
      } else if take("[") {
        let key = try expression()
        try expect("]")
        operand = add(.index(operand, key), at: start.position, from: start.start)
      } else {
        return operand
      }
    }
  }

  private static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace",
    "return", "var", "void", "while", "in",
  ]

  private mutating func primary() throws(Stop) -> Int {
    let start = token
    switch start.kind {
    case .int(let value):
      guard value <= UInt64(Int64.max) else {
        errors.append(CELError("number-out-of-range", "`\(value)` is not an int in range", at: start.position))
        throw Stop()
      }
      return literal(.int(Int64(value)))
    case .uint(let value): return literal(.uint(value))
    case .double(let value): return literal(.double(value))
    case .string(let value): return literal(.string(value))
    case .bytes(let value): return literal(.bytes(value))
    case .identifier("true"): return literal(.bool(true))
    case .identifier("false"): return literal(.bool(false))
    case .identifier("null"): return literal(.null)
    case .symbol("-"):
      _ = take()
      guard case .int(let value) = token.kind, value == UInt64(Int64.max) + 1 else {
        errors.append(CELError("number-out-of-range", "the number is not an int in range", at: start.position))
        throw Stop()
      }
      _ = take()
      return add(.literal(.int(.min)), at: start.position, from: start.start)
    case .identifier(let name):
      guard !Self.reserved.contains(name) else {
        errors.append(CELError("reserved-word", "`\(name)` is a reserved word", at: start.position, hint: "as a field's name it is fine"))
        throw Stop()
      }
      _ = take()
      if take("(") { return try call(name, target: nil, at: start.position, from: start.start) }
      return add(.identifier(name), at: start.position, from: start.start)
    case .symbol("."):
      _ = take()
      guard case .identifier(let name) = token.kind else {
        unexpected("a name")
        throw Stop()
      }
      _ = take()
      return add(.identifier(name), at: start.position, from: start.start)
    case .symbol("("):
      _ = take()
      let inner = try expression()
      try expect(")")
      nodes[inner].range = start.start..<tokens[next - 1].end
      return inner
    case .symbol("["):
      _ = take()
      var items: [Int] = []
      while token.kind != .symbol("]") {
        items.append(try expression())
        guard take(",") else { break }
      }
      try expect("]")
      return add(.list(items), at: start.position, from: start.start)
    case .symbol("{"):
      _ = take()
      var entries: [(key: Int, value: Int)] = []
      while token.kind != .symbol("}") {
        let key = try expression()
        try expect(":")
        entries.append((key, try expression()))
        guard take(",") else { break }
      }
      try expect("}")
      return add(.map(entries), at: start.position, from: start.start)
    default:
      unexpected("a value, a name, `(`, `[` or `{`")
      throw Stop()
    }
  }

  private mutating func literal(_ value: Value) -> Int {
    let taken = take()
    return add(.literal(value), at: taken.position, from: taken.start)
  }

  private mutating func call(_ name: String, target: Int?, at position: SourcePosition, from start: Int) throws(Stop) -> Int {
    var arguments: [Int] = []
    while token.kind != .symbol(")") {
      arguments.append(try expression())
      guard take(",") else { break }
    }
    try expect(")")
    if name == "has", target == nil, arguments.count == 1 {
      guard case .select(let operand, let field) = nodes[arguments[0]].kind else {
        errors.append(CELError("bad-macro", "`has()` asks for a field", at: position, hint: "write `has(request.gpu)`"))
        throw Stop()
      }
      return add(.has(operand, field: field), at: position, from: start)
    }
    let macros: [String: Expression.Comprehension.Macro] = [
      "all": .all, "exists": .exists, "exists_one": .existsOne, "existsOne": .existsOne, "map": .map, "filter": .filter,
    ]
    if let target, let macro = macros[name], arguments.count == 2 || (macro == .map && arguments.count == 3) {
      guard case .identifier(let variable) = nodes[arguments[0]].kind else {
        errors.append(
          CELError(
            "bad-macro", "the first argument of `\(name)()` is a variable's name", at: nodes[arguments[0]].position,
            hint: "write `list.\(name)(x, ...)`"))
        throw Stop()
      }
      let isMap = macro == .map
      return add(
        .comprehension(
          .init(
            macro: macro, range: target, variable: variable,
            condition: isMap ? (arguments.count == 3 ? arguments[1] : nil) : arguments[1],
            value: isMap ? arguments[arguments.count - 1] : nil)), at: position, from: start)
    }
    return add(.call(name, target: target, arguments), at: position, from: start)
  }
}
