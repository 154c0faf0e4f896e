package import Diagnostics
package import SpendModel

/// What came of running examples and tests.
package struct TestResults: Sendable {
  package struct CaseResult: Sendable {
    /// Nothing for a case of the whole bundle.
    package var rule: String?
    package var name: String
    /// What is wrong; nothing where the case passed.
    package var diagnostic: Diagnostic?

    package var passed: Bool { diagnostic == nil }
  }

  package var cases: [CaseResult] = []
  /// How far the cases have shown each rule's conjuncts both true and false, in the order of the rules.
  package var coverage: [RuleCoverage] = []

  package var passed: Int { cases.count { $0.passed } }
  package var failed: Int { cases.count - passed }
  package var diagnostics: [Diagnostic] { cases.compactMap(\.diagnostic).inOrder() }
}

/// How far cases have shown a rule's conjuncts both true and false.
package struct RuleCoverage: Sendable {
  package struct Conjunct: Hashable, Sendable {
    /// As written.
    package var text: String
    package var seenTrue = false
    package var seenFalse = false
  }

  package var rule: String
  package var conjuncts: [Conjunct]

  package var total: Int { conjuncts.count }
  package var seenTrue: Int { conjuncts.count { $0.seenTrue } }
  package var seenFalse: Int { conjuncts.count { $0.seenFalse } }
}

extension CompiledPolicy {
  /// Runs the examples of all rules, and the tests.
  ///
  /// - Parameter instant: The time for rules that hold only for a while, in cases of the whole bundle; an example
  ///   of one rule is judged whether the rule holds at that time or not.
  package func runExamples(tests: [RuleTest], at instant: Timestamp) -> TestResults {
    var runner = ExampleRunner(self)
    for rule in rules {
      for example in rule.rule.examples {
        runner.run(
          rule, example.name, example.given, fires: example.fires, "example", in: rule.rule.file, at: example.position)
      }
    }
    for test in tests {
      if let id = test.rule {
        // The compiler reports a rule that does not exist.
        guard let rule = self[id.value] else { continue }
        for testCase in test.cases {
          guard case .fires(let fires) = testCase.expected else { continue }
          runner.run(rule, testCase.name, testCase.given, fires: fires, "case", in: test.file, at: testCase.position)
        }
      } else {
        for testCase in test.cases { runner.run(testCase, in: test.file, at: instant) }
      }
    }
    return runner.results
  }
}

private struct ExampleRunner {
  let policy: CompiledPolicy
  var results = TestResults()
  private var places: [String: Int] = [:]

  init(_ policy: CompiledPolicy) {
    self.policy = policy
    for (index, rule) in policy.rules.enumerated() {
      places[rule.rule.id] = index
      results.coverage.append(
        RuleCoverage(
          rule: rule.rule.id,
          conjuncts: rule.condition.parts.map { RuleCoverage.Conjunct(text: rule.condition.text(of: $0)) }))
    }
  }

  /// Runs a case of one rule.
  mutating func run(
    _ rule: CompiledRule, _ name: String, _ given: Facts, fires: Bool, _ kind: String, in file: String?,
    at position: SourcePosition
  ) {
    let bound = rule.environment.bind(given)
    see(rule, bound)
    var failure: (message: String, hint: String?)?
    switch rule.condition.judge(bound) {
    case .holds where fires, .fails where !fires: break
    case .holds: failure = ("the \(kind) `\(name)` shall not fire, and `\(rule.rule.id)` does", held(rule, bound))
    case .fails: failure = ("the \(kind) `\(name)` shall fire, and `\(rule.rule.id)` does not", failed(rule, bound))
    case .indeterminate(let error): failure = hanging(rule, bound, "the \(kind) `\(name)`", error)
    }
    results.cases.append(
      TestResults.CaseResult(
        rule: rule.rule.id, name: name,
        diagnostic: failure.map { Diagnostic("example", $0.message, hint: $0.hint, file: file, at: position) }))
  }

  /// Runs a case of the whole bundle.
  mutating func run(_ testCase: RuleTest.Case, in file: String?, at instant: Timestamp) {
    guard case .verdict(let outcome, let reviews) = testCase.expected else { return }
    let verdict = policy.evaluate(testCase.given, at: instant)
    let bound = policy.environment.bind(testCase.given, now: instant)
    for rule in policy.rules where rule.rule.subject == .request { see(rule, bound) }
    let wanted = reviews?.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var failure: (message: String, hint: String?)?
    if let outcome, outcome != verdict.outcome {
      failure = (
        "the case `\(testCase.name)` shall have the outcome `\(outcome.rawValue)`, and has `\(verdict.outcome.rawValue)`",
        fired(verdict)
      )
    } else if let wanted, wanted != verdict.reviews {
      failure = (
        "the case `\(testCase.name)` shall demand \(list(wanted)), and demands \(list(verdict.reviews))", fired(verdict)
      )
    } else if let hanging = verdict.fired.first(where: { $0.indeterminate != nil }), let rule = policy[hanging.id] {
      failure = self.hanging(rule, bound, "the case `\(testCase.name)`", hanging.indeterminate ?? "")
    }
    results.cases.append(
      TestResults.CaseResult(
        rule: nil, name: testCase.name,
        diagnostic: failure.map { Diagnostic("example", $0.message, hint: $0.hint, file: file, at: testCase.position) })
    )
  }

  private mutating func see(_ rule: CompiledRule, _ bound: BoundFacts) {
    guard let place = places[rule.rule.id] else { return }
    for (index, part) in rule.condition.parts.enumerated() {
      switch rule.condition.judge(part, bound) {
      case .holds: results.coverage[place].conjuncts[index].seenTrue = true
      case .fails: results.coverage[place].conjuncts[index].seenFalse = true
      case .indeterminate: break
      }
    }
  }

  // MARK: - Words

  private func held(_ rule: CompiledRule, _ bound: BoundFacts) -> String? {
    let read = rule.condition.reads.map { $0.read(in: bound.facts) }
    return read.isEmpty ? nil : values(read)
  }

  private func failed(_ rule: CompiledRule, _ bound: BoundFacts) -> String? {
    rule.condition.failing(bound).first { $0.error == nil }.map { conjunct in
      let facts = values(conjunct.read)
      return "`\(conjunct.conjunct)` is false" + (facts.isEmpty ? "" : ": \(facts)")
    }
  }

  private func hanging(
    _ rule: CompiledRule, _ bound: BoundFacts, _ name: String, _ error: String
  ) -> (message: String, hint: String?) {
    let reads = rule.condition.failing(bound).filter { $0.error != nil }.flatMap(\.read)
    let missing = reads.filter { $0.value == nil }.map(\.fact)
    guard let first = missing.first else {
      return ("\(name) has no result: `\(rule.rule.id)` is indeterminate", error)
    }
    var names: [String] = []
    for name in missing where !names.contains(name) { names.append(name) }
    return (
      "\(name) leaves out `\(first)`, on which `\(rule.rule.id)` hangs",
      "state " + names.map { "`\($0)`" }.joined(separator: ", ")
    )
  }

  private func values(_ read: [FactRead]) -> String {
    read.map { "`\($0.fact)` is \($0.value?.display ?? "missing")" }.joined(separator: ", ")
  }

  private func fired(_ verdict: Verdict) -> String {
    verdict.fired.isEmpty ? "no rule fired" : "fired: " + verdict.fired.map { "`\($0.id)`" }.joined(separator: ", ")
  }

  private func list(_ names: [String]) -> String {
    names.isEmpty ? "no review" : names.map { "`\($0)`" }.joined(separator: ", ")
  }
}
