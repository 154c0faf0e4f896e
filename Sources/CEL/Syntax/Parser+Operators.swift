import Diagnostics

extension Parser {
  mutating func expression() throws(Stop) -> Int {
    depth += 1
    defer { depth -= 1 }
    guard depth <= options.limits.depth else {
      throw fail("too-deep", "an expression nests at most \(options.limits.depth) deep", at: token.position)
    }
    let start = token
    let test = try logic(.or)
    let question = next
    guard take(.question) else { return test }
    let yes = try logic(.or)
    try expect(.colon, closing: question)
    let no = try expression()
    return try add(.conditional(test, yes, no), at: start.position, from: start.start)
  }

  /// A chain of `||` or of `&&`, as a balanced tree: a long chain is no deep one.
  private mutating func logic(_ sign: Expression.Operator) throws(Stop) -> Int {
    let symbol: Token.Symbol = sign == .or ? .or : .and
    var terms: [(node: Int, start: Token, end: Int)] = []
    while true {
      let start = token
      let term = sign == .or ? try logic(.and) : try relationOrRest()
      if terms.isEmpty, !at(symbol) { return term }
      terms.append((term, start, end))
      guard take(symbol) else { return try balanced(sign, terms[...]) }
    }
  }

  /// A term of a chain; one that is broken is passed over, so that what is wrong behind it is told too.
  private mutating func relationOrRest() throws(Stop) -> Int {
    let start = next
    do throws(Stop) { return try relation() } catch {
      guard errors.count < Self.errorLimit, errors.last?.code != "too-deep", skip(from: start) else { throw error }
      return try add(.literal(.bool(true)), at: tokens[start].position, from: tokens[start].start)
    }
  }

  /// Goes on to the next operator of logic that stands as deep as the token at `start`.
  ///
  /// - Returns: Whether there is one.
  private mutating func skip(from start: Int) -> Bool {
    var depth = tokens[start..<max(start, next)].reduce(0) { $0 + nesting($1) }
    while token.kind != .end {
      switch token.kind {
      case .symbol(.and), .symbol(.or): if depth <= 0 { return depth == 0 }
      default: break
      }
      depth += nesting(token)
      if depth < 0 { return false }
      _ = take()
    }
    return false
  }

  private func nesting(_ token: Token) -> Int {
    switch token.kind {
    case .symbol(.openParenthesis), .symbol(.openBracket), .symbol(.openBrace): 1
    case .symbol(.closeParenthesis), .symbol(.closeBracket), .symbol(.closeBrace): -1
    default: 0
    }
  }

  private mutating func balanced(
    _ sign: Expression.Operator, _ terms: ArraySlice<(node: Int, start: Token, end: Int)>
  ) throws(Stop) -> Int {
    guard let first = terms.first, let last = terms.last, terms.count > 1 else { return terms.first?.node ?? 0 }
    let middle = terms.startIndex + (terms.count + 1) / 2
    let left = try balanced(sign, terms[..<middle])
    let right = try balanced(sign, terms[middle...])
    return try add(
      .binary(sign, left, right), at: first.start.position, in: first.start.start..<max(first.start.start, last.end))
  }

  private mutating func relation() throws(Stop) -> Int {
    let start = token
    var left = try addition()
    while let sign = relationSign {
      let at = take().position
      left = try add(.binary(sign, left, try addition()), at: at, from: start.start)
    }
    return left
  }

  private var relationSign: Expression.Operator? {
    switch token.kind {
    case .symbol(.less): .less
    case .symbol(.lessOrEqual): .lessOrEqual
    case .symbol(.greater): .greater
    case .symbol(.greaterOrEqual): .greaterOrEqual
    case .symbol(.equal): .equal
    case .symbol(.unequal): .unequal
    case .identifier("in"): .isIn
    default: nil
    }
  }

  private mutating func addition() throws(Stop) -> Int {
    let start = token
    var left = try multiplication()
    while true {
      let sign: Expression.Operator
      switch token.kind {
      case .symbol(.plus): sign = .add
      case .symbol(.minus): sign = .subtract
      default: return left
      }
      let at = take().position
      left = try add(.binary(sign, left, try multiplication()), at: at, from: start.start)
    }
  }

  private mutating func multiplication() throws(Stop) -> Int {
    let start = token
    var left = try unary()
    while true {
      let sign: Expression.Operator
      switch token.kind {
      case .symbol(.times): sign = .multiply
      case .symbol(.over): sign = .divide
      case .symbol(.percent): sign = .modulo
      default: return left
      }
      let at = take().position
      left = try add(.binary(sign, left, try unary()), at: at, from: start.start)
    }
  }

  private mutating func unary() throws(Stop) -> Int {
    let start = token
    switch start.kind {
    case .symbol(.not): return try chain(of: .not, .not, from: start)
    case .symbol(.minus): return try chain(of: .minus, .negate, from: start)
    default: return try member()
    }
  }

  /// `!!x` and `--x`; the sign next to a number belongs to it, so that the least int can be written.
  private mutating func chain(of symbol: Token.Symbol, _ sign: Expression.Operator, from start: Token) throws(Stop)
    -> Int
  {
    var signs: [Token] = []
    while at(symbol) {
      if symbol == .minus, isNumber(tokens[min(next + 1, tokens.count - 1)]) { break }
      signs.append(take())
    }
    var operand = try member()
    for at in signs.reversed() {
      operand = try add(.unary(sign, operand), at: at.position, from: at.start)
    }
    return operand
  }

  private func isNumber(_ token: Token) -> Bool {
    switch token.kind {
    case .int, .double: true
    default: false
    }
  }
}
