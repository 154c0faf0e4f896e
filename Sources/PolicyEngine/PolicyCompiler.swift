package import CEL
package import Diagnostics
package import FactSchema
package import SpendModel

/// Checks rules against the schema, and makes a policy of those that are sound.
package struct PolicyCompiler {
  /// What the compiler knows beside the rules.
  package struct Context: Sendable {
    /// The names in the decision-rights catalogue; nothing means that reviews are not looked up.
    package var reviews: [String]?
    /// Further cases, which count as a rule's examples.
    package var tests: [RuleTest]
    /// The day against which expired rules are reported; nothing means they are not.
    package var at: Timestamp?
    /// Whether warnings are wanted.
    package var lints: Bool
    /// The calendar, the zones and the currency that the functions of expressions ask for.
    package var host: Host
    /// How the rules are compiled, each for itself.
    package var spread: Spread

    package init(
      reviews: [String]? = nil, tests: [RuleTest] = [], at: Timestamp? = nil, lints: Bool = true, host: Host = Host(),
      spread: Spread = .inOrder
    ) {
      self.reviews = reviews
      self.tests = tests
      self.at = at
      self.lints = lints
      self.host = host
      self.spread = spread
    }
  }

  /// - Returns: The policy of all rules without errors, and what is wrong with the others.
  package static func compile(
    schema: Schema, rules: [Rule], tables: [ValueTable] = [], context: Context = Context()
  ) -> (policy: CompiledPolicy, diagnostics: [Diagnostic]) {
    let environment = FactEnvironment(schema, host: context.host)
    var compiler = PolicyCompiler(environment: environment, context: context)
    let parts = context.spread.map(rules) { rules in
      var compiler = PolicyCompiler(environment: environment, context: context)
      return (rules: rules.compactMap { compiler.compile($0) }, diagnostics: compiler.diagnostics)
    }
    let compiled = parts.flatMap(\.rules)
    compiler.diagnostics += parts.flatMap(\.diagnostics)
    compiler.checkTests(rules)
    compiler.diagnostics += TableOverlap(schema: schema).check(
      compiled.filter { $0.rule.table != nil && $0.rule.subject == .request })
    if context.lints { compiler.diagnostics += Lints.check(compiled, rules: rules, context: context) }
    let values = Self.compile(tables, in: environment, context: context)
    compiler.diagnostics += values.diagnostics
    let policy = CompiledPolicy(schema: schema, environment: environment, rules: compiled, tables: values.tables)
    return (policy, compiler.diagnostics)
  }

  /// What is wrong with the expressions and reviews of rules that have other errors already.
  package static func errors(in rules: [Rule], schema: Schema, context: Context) -> [Diagnostic] {
    var compiler = PolicyCompiler(environment: FactEnvironment(schema, host: context.host), context: context)
    // Without its window a rule on usage reads other facts.
    for rule in rules where rule.subject != .usage || rule.usage != nil { _ = compiler.compile(rule) }
    return compiler.diagnostics.filter { $0.severity == .error }
  }

  private let request: FactEnvironment
  private let context: Context
  private var usage: [[String]: FactEnvironment] = [:]
  private var records: [Rule.Subject: FactEnvironment] = [:]
  private var usageRecord: FactEnvironment?
  private var diagnostics: [Diagnostic] = []

  init(environment: FactEnvironment, context: Context) {
    request = environment
    self.context = context
  }

  private mutating func environment(of rule: Rule) -> FactEnvironment {
    switch rule.subject {
    case .request: return request
    case .usage:
      let by = rule.usage?.by.map(\.value) ?? []
      if let known = usage[by] { return known }
      let made = FactEnvironment.usageGroup(by: by, host: context.host)
      usage[by] = made
      return made
    default:
      if let known = records[rule.subject] { return known }
      let made = FactEnvironment(UsageFacts.record(rule.subject), host: context.host)
      records[rule.subject] = made
      return made
    }
  }

  /// One record of usage, as a filter sees it.
  private mutating func filterEnvironment() -> FactEnvironment {
    if let known = usageRecord { return known }
    let made = FactEnvironment(UsageFacts.record, host: context.host)
    usageRecord = made
    return made
  }

  /// - Returns: Nothing where the rule has errors.
  mutating func compile(_ rule: Rule) -> CompiledRule? {
    let before = diagnostics.count(.error)
    let environment = environment(of: rule)
    let checker = ExpressionChecker(environment: environment)
    var errors: [Diagnostic] = []
    let condition = checker.condition(rule.condition, allowsMissing: rule.toleratesMissing, &errors)
    let isAlone = rule.message == nil && rule.finding?.amount == nil
    let known = isAlone ? [] : condition.map { checker.known(in: $0) } ?? []
    let message = rule.message.flatMap {
      checker.expression(
        $0, as: .string, guards: known, missing: condition == nil ? .allowed : .warned("the message"), &errors)
    }
    let amount = rule.finding?.amount.flatMap {
      checker.expression($0, as: .money, guards: known, missing: rule.toleratesMissing ? .allowed : .refused, &errors)
    }
    var filter: UsageFilter?
    if let source = rule.usage?.filter {
      let environment = filterEnvironment()
      filter = ExpressionChecker(environment: environment)
        .expression(source, as: .bool, guards: [], missing: .allowed, &errors)
        .map { UsageFilter(condition: $0, environment: environment) }
    }
    if !context.lints { errors.removeAll { $0.severity == .warning } }
    diagnostics += errors
    checkReviews(rule)
    guard diagnostics.count(.error) == before, let condition else { return nil }
    return CompiledRule(
      rule: rule, condition: condition, message: message, amount: amount, filter: filter, environment: environment)
  }

  private mutating func checkReviews(_ rule: Rule) {
    guard let names = context.reviews else { return }
    for review in rule.reviews where !names.contains(where: { $0.utf8.elementsEqual(review.value.utf8) }) {
      diagnostics.append(
        rule.diagnostic(
          "unknown-review", "there is no review `\(review.value)` in the catalogue",
          hint: nearestName(to: review.value, in: names).map { "did you mean `\($0)`?" }
            ?? (names.isEmpty
              ? "declare it under `reviews` in `workflows/decision-rights.yaml`"
              : "one of " + names.map { "`\($0)`" }.joined(separator: ", ")),
          at: review.position))
    }
  }

  private mutating func checkTests(_ rules: [Rule]) {
    let ids = rules.map(\.id)
    for test in context.tests {
      guard let rule = test.rule, !ids.contains(where: { $0.utf8.elementsEqual(rule.value.utf8) }) else { continue }
      diagnostics.append(
        Diagnostic(
          "unknown-rule", "there is no rule `\(rule.value)`",
          hint: nearestName(to: rule.value, in: ids).map { "did you mean `\($0)`?" }, file: test.file, at: rule.position
        ))
    }
  }
}
