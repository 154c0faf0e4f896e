import Diagnostics
import SpendModel

/// What is allowed and yet most likely a mistake.
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
    for rule in compiled where rule.rule.table == nil { found += constant(rule) }
    return found + duplicates(compiled)
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

  /// Conditions that are always false, or always true, whatever the facts.
  private static func constant(_ rule: CompiledRule) -> [Diagnostic] {
    let source = rule.rule.condition
    let nothing = rule.environment.bind(Facts())
    var alwaysTrue = true
    for part in rule.condition.parts {
      guard part.reads.isEmpty else {
        alwaysTrue = false
        continue
      }
      switch rule.condition.judge(part, nothing) {
      case .holds: continue
      case .fails:
        return [
          source.diagnostic(
            "never-fires",
            "the rule `\(rule.rule.id)` can never fire: `\(rule.condition.text(of: part))` is always false",
            severity: .warning, at: rule.condition.start(of: part))
        ]
      case .indeterminate(let error):
        return [
          source.diagnostic(
            "always-fails", "`\(rule.condition.text(of: part))` always fails: \(error)", severity: .warning,
            at: rule.condition.start(of: part))
        ]
      }
    }
    if alwaysTrue {
      return [
        source.diagnostic(
          "always-fires", "the rule `\(rule.rule.id)` always fires", severity: .warning,
          hint: "a condition that reads no fact says nothing about a request")
      ]
    }
    let terms = rule.condition.parts.map(\.term)
    if let pair = Contradiction.find(in: terms, schema: rule.environment.schema) {
      let parts = rule.condition.parts
      return [
        source.diagnostic(
          "never-fires", "the rule `\(rule.rule.id)` can never fire", severity: .warning,
          hint:
            "of `\(pair.fact)` both `\(rule.condition.text(of: parts[pair.first]))` and `\(rule.condition.text(of: parts[pair.second]))` are demanded",
          at: rule.condition.start(of: parts[pair.second]))
      ]
    }
    return []
  }

  /// Rules of one subject and effect whose conditions say the same.
  private static func duplicates(_ rules: [CompiledRule]) -> [Diagnostic] {
    var seen: [String: Rule] = [:]
    var found: [Diagnostic] = []
    for compiled in rules where compiled.rule.table == nil {
      let rule = compiled.rule
      let condition = compiled.condition.parts.map { $0.term.description }.sorted().joined(separator: " && ")
      let by = rule.usage.map { "\($0.window) \($0.by.map(\.value)) \($0.filter?.text ?? "")" } ?? ""
      let key = "\(rule.subject.rawValue) \(rule.effect.rawValue) \(by) \(condition)"
      guard let first = seen[key] else {
        seen[key] = rule
        continue
      }
      let overlap =
        (first.until.map { until in (rule.from?.value ?? .epoch) < until.value } ?? true)
        && (rule.until.map { until in (first.from?.value ?? .epoch) < until.value } ?? true)
      guard overlap else { continue }
      found.append(
        rule.condition.diagnostic(
          "duplicate-condition", "the rule `\(rule.id)` has the condition and the effect of `\(first.id)`",
          severity: .warning, hint: "put what they demand into one rule"))
    }
    return found
  }
}
