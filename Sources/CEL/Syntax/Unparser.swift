extension Expression {
  /// A part in one canonical spelling: single blanks, single quotes, no parentheses but those that matter.
  ///
  ///     (a&&(b  && c))||"x"==y      // a && b && c || 'x' == y
  ///
  /// What is printed parses to the same meaning, and prints the same again.
  public func formatted(_ id: NodeID) -> String { Unparser(expression: self).text(id, within: .conditional) }

  /// The whole in its canonical spelling.
  public var formatted: String { formatted(root) }
}

private struct Unparser {
  let expression: Expression

  /// From the loosest to the tightest.
  enum Level: Int, Comparable {
    case conditional, or, and, relation, sum, product, unary, member

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    var tighter: Level { Level(rawValue: rawValue + 1) ?? .member }
  }

  func text(_ id: Int, within level: Level) -> String {
    let (text, own) = spelled(id)
    return own < level ? "(\(text))" : text
  }

  private func arguments(_ ids: [Int]) -> String {
    ids.map { text($0, within: .conditional) }.joined(separator: ", ")
  }

  private func spelled(_ id: Int) -> (String, Level) {
    switch expression[id].kind {
    case .literal(let value): return (value.literal, value.literal.hasPrefix("-") ? .unary : .member)
    case .identifier(let name): return (Self.written(name), .member)
    case .select(let operand, let field): return ("\(text(operand, within: .member)).\(name(field))", .member)
    case .has(let operand, let field): return ("has(\(text(operand, within: .member)).\(name(field)))", .member)
    case .index(let operand, let key):
      return ("\(text(operand, within: .member))[\(text(key, within: .conditional))]", .member)
    case .unary(let sign, let operand):
      return (sign.text + signed(operand, sign), .unary)
    case .binary(let sign, let left, let right): return binary(sign, left, right)
    case .conditional(let test, let yes, let no):
      return (
        "\(text(test, within: .or)) ? \(text(yes, within: .or)) : \(text(no, within: .conditional))", .conditional
      )
    case .list(let items): return ("[\(items.map { element($0) }.joined(separator: ", "))]", .member)
    case .map(let entries):
      let shown = entries.map { "\(element($0.key)): \(text($0.value, within: .conditional))" }
      return ("{\(shown.joined(separator: ", "))}", .member)
    case .call(let name, let target, let operands): return (call(name, target, operands), .member)
    case .comprehension(let it): return (comprehension(it), .member)
    }
  }

  /// What stands behind a sign: signs of one kind may follow each other, and a number takes its own sign to itself.
  private func signed(_ operand: Int, _ sign: Expression.Operator) -> String {
    let inner: String
    switch expression[operand].kind {
    case .unary(sign, _): inner = text(operand, within: .unary)
    case .literal where sign == .negate: inner = text(operand, within: .unary)
    default: inner = text(operand, within: .member)
    }
    let isNumber = inner.utf8.first.map { (48...57).contains($0) || $0 == UInt8(ascii: ".") } ?? false
    return sign == .negate && isNumber ? "(\(inner))" : inner
  }

  private func binary(_ sign: Expression.Operator, _ left: Int, _ right: Int) -> (String, Level) {
    let level: Level
    switch sign {
    case .or: level = .or
    case .and: level = .and
    case .add, .subtract: level = .sum
    case .multiply, .divide, .modulo: level = .product
    default: level = .relation
    }
    // `&&` and `||` mean the same however they are grouped.
    let isGrouped = sign != .and && sign != .or
    let second = text(right, within: isGrouped ? level.tighter : level)
    return ("\(text(left, within: level)) \(sign.text) \(second)", level)
  }

  private func element(_ id: Int) -> String {
    if case .call(Expression.OperatorCall.optionalElement, nil, let operands) = expression[id].kind,
      let inner = operands.first
    {
      return "?" + text(inner, within: .conditional)
    }
    return text(id, within: .conditional)
  }

  private func call(_ function: String, _ target: Int?, _ operands: [Int]) -> String {
    if target == nil, operands.count == 2 {
      let operand = text(operands[0], within: .member)
      if function == Expression.OperatorCall.optionalIndex {
        return "\(operand)[?\(text(operands[1], within: .conditional))]"
      }
      if function == Expression.OperatorCall.optionalSelect,
        case .literal(.string(let field)) = expression[operands[1]].kind
      {
        return "\(operand).?\(name(field))"
      }
    }
    let prefix = target.map { text($0, within: .member) + "." } ?? ""
    return "\(prefix)\(function)(\(arguments(operands)))"
  }

  private func comprehension(_ it: Expression.Comprehension) -> String {
    if it.macro == .bind, it.variable.hasPrefix("@") { return block(it) }
    let parts =
      it.variables.map { Self.written($0) }
      + [it.condition, it.value].compactMap { $0.map { text($0, within: .conditional) } }
    if it.macro == .bind {
      let value = text(it.range, within: .conditional)
      return "cel.bind(\(it.variable), \(value), \(parts.dropFirst().joined(separator: ", ")))"
    }
    // With two variables only the newer spelling is known.
    let name = it.macro == .existsOne && it.second != nil ? "existsOne" : it.macro.rawValue
    return "\(text(it.range, within: .member)).\(name)(\(parts.joined(separator: ", ")))"
  }

  /// `cel.block([...], ...)`: each of its values has a hidden name, which counts from 0.
  private func block(_ first: Expression.Comprehension) -> String {
    var (items, next) = ([text(first.range, within: .conditional)], first.value)
    while let id = next, case .comprehension(let it) = expression[id].kind, it.macro == .bind,
      it.variable == "@index\(items.count)"
    {
      items.append(text(it.range, within: .conditional))
      next = it.value
    }
    let body = next.map { text($0, within: .conditional) } ?? ""
    return "cel.block([\(items.joined(separator: ", "))], \(body))"
  }

  /// A name as an author writes it: a hidden one by the call that stands for it.
  private static func written(_ name: String) -> String {
    guard name.hasPrefix("@") else { return name }
    let parts = name.dropFirst().split(separator: ":")
    if parts.count == 3 { return "cel.\(parts[0])(\(parts[1]), \(parts[2]))" }
    return "cel.index(\(name.dropFirst("@index".count)))"
  }

  /// A field's name, between backticks where it is no plain word.
  private func name(_ field: String) -> String {
    let isPlain =
      !field.isEmpty && field.utf8.allSatisfy { $0 == 95 || (48...57).contains($0) || (65...90).contains($0 & 0xDF) }
    let isKeyword = ["in", "true", "false", "null"].contains(field)
    return isPlain && !isKeyword && !(48...57).contains(field.utf8.first ?? 48) ? field : "`\(field)`"
  }
}

extension Value {
  /// The value as a literal of the language; as ``display`` where there is none.
  var literal: String {
    switch self {
    case .uint(let value): return "\(value)u"
    case .double(let value):
      let text = doubleText(value)
      return value.isFinite && !text.contains(".") && !text.contains("e") ? text + ".0" : text
    case .string(let text): return Self.quoted(text)
    case .bytes(let bytes): return "b'" + bytes.map { Self.escaped($0) }.joined() + "'"
    default: return display
    }
  }

  private static func escaped(_ byte: UInt8) -> String {
    if (0x20..<0x7F).contains(byte), byte != UInt8(ascii: "'"), byte != UInt8(ascii: "\\") {
      return String(Unicode.Scalar(byte))
    }
    let digits = String(byte, radix: 16)
    return "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
  }

  static func quoted(_ text: String) -> String {
    var result = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": result += "\\'"
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }
}
