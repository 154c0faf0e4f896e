import Diagnostics
import SpendModel

/// What is allowed and yet most likely a mistake.
///
/// Each lint reports only what is certain: a condition that the analysis cannot read is left in peace.
enum Lints {
  static func check(_ compiled: [CompiledRule], rules: [Rule], context: PolicyCompiler.Context) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for rule in rules {
      if rule.table == nil { found += examples(rule, context.tests) }
      if let at = context.at, let until = rule.until, until.value <= at {
        found.append(
          rule.diagnostic(
            "expired", "the rule `\(rule.id)` ended on \(until.value.date)", severity: .warning,
            hint: "remove it, or move `until`", at: until.position))
      }
    }
    let analysed = compiled.map { AnalysedRule($0) }
    for rule in analysed { found += ConstantCondition(rule).check() + CostBudget.check(rule.rule) }
    for rule in compiled { found += FallibleMessage.check(rule) }
    found += Duplicates.check(analysed.filter { $0.rule.rule.table == nil })
    found += Shadowing.check(analysed)
    found += TableRows.check(analysed)
    return found
  }

  private static func examples(_ rule: Rule, _ tests: [RuleTest]) -> [Diagnostic] {
    var results = Set(rule.examples.map(\.fires))
    for test in tests where test.rule.map({ $0.value.utf8.elementsEqual(rule.id.utf8) }) ?? false {
      for testCase in test.cases { if case .fires(let fires) = testCase.expected { results.insert(fires) } }
    }
    guard results.count < 2 else { return [] }
    let lacking =
      switch results.first {
      case nil: "no examples"
      case true: "no example that does not fire"
      case false: "no example that fires"
      }
    return [
      rule.diagnostic(
        "no-examples", "the rule `\(rule.id)` has \(lacking)", severity: .warning,
        hint: "write one that fires and one that does not, under `examples`")
    ]
  }
}

/// A rule with what its condition demands of each fact.
struct AnalysedRule {
  let rule: CompiledRule
  let region: Region

  init(_ rule: CompiledRule) {
    self.rule = rule
    region = Region(rule.condition, in: rule.environment.schema)
  }

  /// Whether the rule holds at any time at which the other does.
  func holds(wheneverDoes other: AnalysedRule) -> Bool {
    let (mine, theirs) = (rule.rule, other.rule.rule)
    let begins = mine.from.map { from in theirs.from.map { from.value <= $0.value } ?? false } ?? true
    let ends = mine.until.map { until in theirs.until.map { $0.value <= until.value } ?? false } ?? true
    return begins && ends
  }

  /// Whether there is a time at which both rules hold.
  func meets(_ other: AnalysedRule) -> Bool {
    let (mine, theirs) = (rule.rule, other.rule.rule)
    return (mine.until.map { (theirs.from?.value ?? .epoch) < $0.value } ?? true)
      && (theirs.until.map { (mine.from?.value ?? .epoch) < $0.value } ?? true)
  }

  /// A warning at a place of the condition.
  func warning(
    _ code: String, _ message: String, hint: String? = nil, at part: Condition.Part? = nil
  ) -> Diagnostic {
    rule.rule.condition.diagnostic(
      code, message, severity: .warning, hint: hint, at: part.map { rule.condition.start(of: $0) })
  }
}
