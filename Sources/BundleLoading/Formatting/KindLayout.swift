import CEL
import YAMLDocument

/// The order of keys, and the places of expressions, in the documents of a kind.
struct KindLayout {
  private let kind: DocumentKind?

  init(_ root: Node) { kind = root["kind"]?.text.flatMap { DocumentKind(rawValue: $0) } }

  var rules: YAMLFormat.Rules {
    let kind = kind
    return YAMLFormat.Rules(
      order: { path in Self.order(kind, path) },
      expression: { path, text in
        switch Self.expression(kind, path) {
        case .condition: ExpressionSpelling.spelling(of: text)
        case .cell: ExpressionSpelling.spelling(ofCell: text)
        case nil: nil
        }
      })
  }

  // MARK: - Keys

  private static let head = ["apiVersion", "kind"]
  private static let rule = RuleDecoder.keys
  private static let example = [
    "name", "given", "fires", "outcome", "reviews", "lane", "stages", "blocked",
  ]
  private static let stage = [
    "id", "right", "for", "when", "needs", "seats", "candidates", "eligible", "exclude", "quorum", "fallback", "due",
    "reads",
    "survives", "escalate", "calendar", "decision", "conditions",
  ]

  private static func order(_ kind: DocumentKind?, _ path: [String]) -> [String] {
    guard let kind else { return [] }
    if path.isEmpty { return head + top(kind) }
    switch path.suffix(2) {
    case ["examples", "[]"], ["cases", "[]"]: return example
    case ["obligations", "[]"]: return ["id", "before", "evidence", "owner", "due"]
    default: break
    }
    switch (kind, path) {
    case (.ruleSet, ["defaults"]), (.ruleSet, ["rules", "[]"]): return rule
    case (_, _) where path.last == "finding" && (kind == .rule || kind == .ruleSet):
      return ["owner", "due", "amount", "action", "grant"]
    case (.decisionTable, ["rows", "[]"]): return ["in", "out"]
    case (.decisionTable, ["rows", "[]", "out"]): return ["value"] + rule
    case (.priceBook, ["prices", "[]"]):
      return [
        "provider", "model", "meter", "per", "price", "tiers", "tierMode", "from", "until", "hours", "match",
        "contract",
      ]
    case (.contract, ["term"]): return ["from", "until", "notice", "renews"]
    case (.allocation, ["rules", "[]"]): return ["id", "match", "method", "target"]
    case (.workflow, ["select"]): return ["when", "priority", "default"]
    case (.workflow, ["stages", "[]"]): return stage
    case (.workflow, ["lanes", "[]"]): return ["id", "when", "grant", "sample"]
    case (.workflow, ["perform", "[]"]): return ["id", "owner", "due", "evidence", "verify", "escalate"]
    case (.decisionRights, _) where path.count == 2:
      switch path[0] {
      case "people": return ["name", "login", "team", "manager", "roles", "training"]
      case "groups": return ["members", "accountable", "fallback"]
      case "reviews": return ["right", "candidates", "eligible", "quorum", "fallback", "due", "reads"]
      default: return []
      }
    default: return []
    }
  }

  private static func top(_ kind: DocumentKind) -> [String] {
    switch kind {
    case .schema: ["facts", "describe"]
    case .meters: ["meters"]
    case .rule: rule
    case .ruleSet: ["defaults", "rules"]
    case .decisionTable:
      [
        "id", "title", "owner", "rationale", "on", "missing", "severity", "from", "until", "hit", "collect", "columns",
        "rows",
      ]
    case .ruleTest: ["rule", "cases"]
    case .priceBook: ["id", "owner", "source", "prices"]
    case .contract: ["id", "owner", "provider", "term", "metric", "commitment", "exclusions"]
    case .budget: ["id", "owner", "scope", "period", "amount", "thresholds", "limit"]
    case .allocation: ["rules", "owners"]
    case .decisionRights:
      ["id", "owner", "people", "groups", "conflicts", "reviews", "authority", "ladders", "calendars", "breakGlass"]
    case .workflow:
      [
        "id", "owner", "select", "ttl", "lanes", "separation", "stages", "escalate", "calendar", "grant", "perform",
        "after", "breakGlass", "examples",
      ]
    }
  }

  // MARK: - Expressions

  private enum Place { case condition, cell }

  private static func expression(_ kind: DocumentKind?, _ path: [String]) -> Place? {
    guard let kind, let name = path.last else { return nil }
    switch kind {
    case .rule: return isOfRule(path) ? .condition : nil
    case .ruleSet:
      let isWithin = path.first == "defaults" || path.starts(with: ["rules", "[]"])
      return isWithin && isOfRule(Array(path.dropFirst(path.first == "defaults" ? 1 : 2))) ? .condition : nil
    case .decisionTable:
      if path == ["rows", "[]", "in", "[]"] { return .cell }
      return path.count == 4 && path.starts(with: ["rows", "[]", "out"]) && (name == "value" || name == "message")
        ? .condition : nil
    case .workflow, .decisionRights:
      let isChain = name == "until" && path.suffix(3).first == "candidates"
      return name == "when" || name == "expr" || isChain ? .condition : nil
    case .allocation: return name == "match" || name == "expr" ? .condition : nil
    case .schema, .meters, .ruleTest, .priceBook, .contract, .budget: return nil
    }
  }

  private static func isOfRule(_ path: [String]) -> Bool {
    switch path {
    case ["when"], ["where"], ["message"], ["finding", "amount"]: true
    default: false
    }
  }
}

/// The spelling of expressions.
enum ExpressionSpelling {
  private static let environment = CEL.Environment(domain: true)

  /// The expression on one line, and a thought to a line; nothing where it cannot be read, or has comments of its own.
  static func spelling(of text: String) -> YAMLFormat.Spelling? {
    guard text.firstRange(of: "//") == nil, case .success(let program) = environment.parse(text) else { return nil }
    let expression = program.expression
    let line = expression.formatted
    guard formatted(line) == line, !line.utf8.contains(0x0A) else { return nil }
    var lines = thoughts(expression)
    if formatted(lines.joined(separator: "\n")) != line { lines = [line] }
    // What is long and has no parts stays as its author broke it.
    if lines.count == 1, text.utf8.contains(0x0A), line.unicodeScalars.count > YAMLFormat.width - 20 { return nil }
    return YAMLFormat.Spelling(line: line, lines: lines)
  }

  /// A cell of a table: an operator and a value, or a value alone.
  static func spelling(ofCell text: String) -> YAMLFormat.Spelling? {
    let cell = text.drop { $0 == " " }
    if cell == "_" || text.firstRange(of: "//") != nil { return nil }
    for sign in ["==", "!=", "<=", ">=", "<", ">", "in "] where cell.hasPrefix(sign) {
      let name = sign == "in " ? "in" : sign
      return formatted(String(cell.dropFirst(sign.count))).map {
        YAMLFormat.Spelling(line: "\(name) \($0)", lines: [])
      }
    }
    return formatted(text).map { YAMLFormat.Spelling(line: $0, lines: []) }
  }

  private static func formatted(_ text: String) -> String? {
    guard case .success(let program) = environment.parse(text) else { return nil }
    return program.expression.formatted
  }

  /// The operands of the outermost `&&`, or of the outermost `||`, each with its sign.
  private static func thoughts(_ expression: Expression) -> [String] {
    let conjuncts = operands(of: .and, expression)
    if conjuncts.count > 1 { return lines(conjuncts, "&&", expression) }
    let alternatives = operands(of: .or, expression)
    return alternatives.count > 1 ? lines(alternatives, "||", expression) : [expression.formatted]
  }

  private static func operands(of sign: Expression.Operator, _ expression: Expression) -> [Expression.NodeID] {
    var found: [Expression.NodeID] = []
    var open = [expression.root]
    while let node = open.popLast() {
      if case .binary(sign, let left, let right) = expression[node].kind {
        open += [right, left]
      } else {
        found.append(node)
      }
    }
    return found
  }

  private static func lines(_ operands: [Expression.NodeID], _ sign: String, _ expression: Expression) -> [String] {
    operands.enumerated().map { index, node in
      var text = expression.formatted(node)
      switch expression[node].kind {
      case .conditional: text = "(\(text))"
      case .binary(.or, _, _) where sign == "&&": text = "(\(text))"
      default: break
      }
      return index == 0 ? text : "\(sign) \(text)"
    }
  }
}
