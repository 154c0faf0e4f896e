package import SpendModel

/// Why a rule did not fire, and what would have to change.
package struct WhyNot: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    case fired
    case notFired
    /// The condition has an error.
    case indeterminate(String)
    /// The rule does not hold at that time.
    case outsideValidity
  }

  package var rule: String
  package var state: State
  /// The conjuncts that are not true, in the order of the condition; none where the rule fired.
  package var failing: [FailingConjunct]

  package init(rule: String, state: State, failing: [FailingConjunct]) {
    self.rule = rule
    self.state = state
    self.failing = failing
  }
}

/// A conjunct that is not true, or a part of one.
package struct FailingConjunct: Hashable, Sendable {
  /// As written.
  package var conjunct: String
  package var read: [FactRead]
  /// Below a `!` a part has held where it is false.
  package var result: Conjunct.Result
  /// What would have to hold, in words; empty where it held, or does not matter.
  package var wouldHold: String
  /// Values at which it would hold, where it is a test of one fact.
  package var target: FactTarget?
  /// Of alternatives, and of conjuncts within them: each part; none where there is but one.
  package var parts: [FailingConjunct]

  /// The error, where there was one.
  package var error: String? { if case .erred(let error) = result { error } else { nil } }

  package init(
    conjunct: String, read: [FactRead], result: Conjunct.Result, wouldHold: String, target: FactTarget? = nil,
    parts: [FailingConjunct] = []
  ) {
    self.conjunct = conjunct
    self.read = read
    self.result = result
    self.wouldHold = wouldHold
    self.target = target
    self.parts = parts
  }
}

/// A finding that a rule on usage opens.
package struct FiredFinding: Hashable, Sendable {
  package var rule: String
  /// SHA-256 of the rule as loaded, in hex.
  package var digest: String
  package var severity: RuleSeverity
  package var message: String
  /// What is at stake.
  package var amount: Money?
  package var owner: ActorReference
  package var due: Period
  /// What to do, in plain words.
  package var action: String?
  package var grant: FindingTemplate.GrantAction
  /// The owner of the rule.
  package var verifier: ActorReference
  package var read: [FactRead]
  package var conjuncts: [Conjunct]
  /// The error that made the condition indeterminate: the finding is then on the rule itself, and its owner's.
  package var indeterminate: String?
}
