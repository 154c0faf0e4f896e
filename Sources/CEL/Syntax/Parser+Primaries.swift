import Diagnostics

extension Parser {
  private static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
    "namespace", "return", "var", "void", "while",
  ]
  /// No names at all, not even of fields.
  private static let keywords: Set<String> = ["in", "true", "false", "null"]

  /// A primary with its fields, indices and calls.
  mutating func member() throws(Stop) -> Int {
    let start = token
    var operand = try primary()
    while true {
      if take(.dot) {
        operand = try field(of: operand, from: start)
      } else if token.kind == .symbol(.openBracket) {
        let opening = next
        _ = take()
        let isOptional = options.libraries.contains(.optionals) && take(.question)
        let key = try expression()
        try expect(.closeBracket, closing: opening)
        operand = try add(
          isOptional
            ? .call(Expression.OperatorCall.optionalIndex, target: nil, [operand, key]) : .index(operand, key),
          at: start.position, from: start.start)
      } else {
        return operand
      }
    }
  }

  private mutating func field(of operand: Int, from start: Token) throws(Stop) -> Int {
    let isOptional = options.libraries.contains(.optionals) && take(.question)
    let name = token
    let text: String
    switch name.kind {
    case .identifier(let word):
      guard !Self.keywords.contains(word) else {
        throw fail(
          "reserved-word", "`\(word)` is no name of a field", at: name.position, hint: "write it between backticks")
      }
      _ = take()
      if !isOptional, take(.openParenthesis) { return try call(word, target: operand, at: name, from: start.start) }
      text = word
    case .quoted(let word):
      _ = take()
      text = word
    default:
      unexpected("a field's name")
      throw Stop()
    }
    guard isOptional else { return try add(.select(operand, field: text), at: start.position, from: start.start) }
    let key = try add(.literal(.string(text)), at: name.position, from: name.start)
    return try add(
      .call(Expression.OperatorCall.optionalSelect, target: nil, [operand, key]), at: start.position, from: start.start)
  }

  private mutating func primary() throws(Stop) -> Int {
    let start = token
    switch start.kind {
    case .int(let value):
      guard let value = Int64(exactly: value) else {
        throw fail(
          "number-out-of-range", "`\(value)` is not an int in range", at: start.position, hint: Hints.range("an int"))
      }
      return try literal(.int(value))
    case .uint(let value): return try literal(.uint(value))
    case .double(let value): return try literal(.double(value))
    case .string(let value): return try literal(.string(value))
    case .bytes(let value): return try literal(.bytes(value))
    case .symbol(.minus): return try negativeNumber()
    case .identifier(let name): return try word(name)
    case .symbol(.dot):
      _ = take()
      guard case .identifier(let name) = token.kind, !Self.keywords.contains(name), !Self.reserved.contains(name) else {
        unexpected("a name")
        throw Stop()
      }
      let word = take()
      if take(.openParenthesis) { return try call("." + name, target: nil, at: word, from: start.start) }
      return try add(.identifier("." + name), at: start.position, from: start.start)
    case .symbol(.openParenthesis):
      let opening = next
      _ = take()
      let inner = try expression()
      try expect(.closeParenthesis, closing: opening)
      nodes[inner].range = start.start..<end
      return inner
    case .symbol(.openBracket):
      _ = take()
      let items = try expressions(until: .closeBracket, trailingComma: true)
      return try add(.list(items), at: start.position, from: start.start)
    case .symbol(.openBrace):
      _ = take()
      let entries = try entries()
      return try add(.map(entries), at: start.position, from: start.start)
    default:
      unexpected("a value, a name, `(`, `[` or `{`")
      throw Stop()
    }
  }

  private mutating func literal(_ value: Value) throws(Stop) -> Int {
    let taken = take()
    return try add(.literal(value), at: taken.position, from: taken.start)
  }

  private mutating func negativeNumber() throws(Stop) -> Int {
    let sign = take()
    switch token.kind {
    case .int(let magnitude):
      guard magnitude <= UInt64(Int64.max) + 1 else {
        throw fail(
          "number-out-of-range", "`-\(magnitude)` is not an int in range", at: sign.position,
          hint: Hints.range("an int"))
      }
      _ = take()
      let value = magnitude > UInt64(Int64.max) ? Int64.min : -Int64(magnitude)
      return try add(.literal(.int(value)), at: sign.position, from: sign.start)
    case .double(let value):
      _ = take()
      return try add(.literal(.double(-value)), at: sign.position, from: sign.start)
    default:
      unexpected("a number")
      throw Stop()
    }
  }

  private mutating func word(_ name: String) throws(Stop) -> Int {
    let start = token
    switch name {
    case "true": return try literal(.bool(true))
    case "false": return try literal(.bool(false))
    case "null": return try literal(.null)
    case "in":
      unexpected("a value, a name, `(`, `[` or `{`")
      throw Stop()
    default: break
    }
    guard !Self.reserved.contains(name) else {
      throw fail(
        "reserved-word", "`\(name)` is a reserved word", at: start.position, hint: Hints.reserved(name))
    }
    _ = take()
    if take(.openParenthesis) { return try call(name, target: nil, at: start, from: start.start) }
    return try add(.identifier(name), at: start.position, from: start.start)
  }
}
