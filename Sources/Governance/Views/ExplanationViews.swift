import PolicyEngine
import SpendModel
package import StrictJSON

/// Why a rule fired: what it read, and which conjuncts held.
package struct RuleExplanation: Sendable {
  package var id: String
  package var effect: String
  package var message: String
  package var read: [(fact: String, value: String)]
  package var conjuncts: [ConditionPart]

  init(_ rule: FiredRule) {
    id = rule.id
    effect = rule.effect.rawValue
    message = rule.message
    read = shown(rule.read)
    conjuncts = rule.conjuncts.map { ConditionPart($0) }
  }

  package var json: JSONValue {
    [
      "id": .string(id), "effect": .string(effect), "message": .string(message), "read": factsJSON(read),
      "conjuncts": .array(conjuncts.map { $0.json(isPart: false) }),
    ]
  }
}

/// A conjunct of a condition that fired, or a part of one.
package struct ConditionPart: Sendable {
  package var text: String
  /// `held`, `failed`, `error: ...`
  package var result: String
  package var facts: [(fact: String, value: String)]
  package var parts: [ConditionPart]

  init(_ conjunct: Conjunct) {
    text = conjunct.text
    result = conjunct.result.words
    facts = shown(conjunct.read)
    parts = conjunct.parts.map { ConditionPart($0) }
  }

  /// - Parameter isPart: What a conjunct read stands beside the rule; what a part of it read stands here.
  fileprivate func json(isPart: Bool) -> JSONValue {
    .object([
      "text": .string(text), "result": .string(result), "facts": isPart ? factsJSON(facts) : nil,
      "parts": parts.isEmpty ? nil : .array(parts.map { $0.json(isPart: true) }),
    ])
  }
}

/// Why a rule did not fire, and what would have to change.
package struct WhyNotView: Sendable {
  /// A conjunct that is not true, or a part of one.
  package struct Failing: Sendable {
    package var conjunct: String
    /// `held`, `failed`, `error: ...`
    package var result: String
    package var facts: [(fact: String, value: String)]
    /// Empty for a part that held, or of which it does not matter.
    package var wouldHold: String
    /// A fact with values at which it would hold.
    package var target: (fact: String, values: [String])?
    package var parts: [Failing]

    init(_ item: FailingConjunct) {
      conjunct = item.conjunct
      result = item.result.words
      facts = shown(item.read)
      wouldHold = item.error.map { item.wouldHold.isEmpty ? "" : "\(item.wouldHold) (\($0))" } ?? item.wouldHold
      target = item.target.map { ($0.fact, $0.values.map(\.display)) }
      parts = item.parts.map { Failing($0) }
    }

    /// - Parameter isPart: Whether it is a part of a conjunct, which may have held.
    fileprivate func json(isPart: Bool) -> JSONValue {
      .object([
        "conjunct": .string(conjunct), "result": isPart ? .string(result) : nil, "facts": factsJSON(facts),
        "wouldHold": isPart && wouldHold.isEmpty ? nil : .string(wouldHold),
        "target": target.map { target in
          ["fact": .string(target.fact), "values": .array(target.values.map { .string($0) })]
        }, "parts": parts.isEmpty ? nil : .array(parts.map { $0.json(isPart: true) }),
      ])
    }
  }

  package var rule: String
  /// Nothing failed: the rule fired.
  package var failing: [Failing]

  init(_ whyNot: WhyNot) {
    rule = whyNot.rule
    failing = whyNot.failing.map { Failing($0) }
  }

  package var json: JSONValue {
    ["rule": .string(rule), "failing": .array(failing.map { $0.json(isPart: false) })]
  }
}

private func shown(_ reads: [FactRead]) -> [(fact: String, value: String)] {
  reads.map { ($0.fact, $0.value?.display ?? "absent") }
}

private func factsJSON(_ facts: [(fact: String, value: String)]) -> JSONValue {
  .array(facts.map { ["fact": .string($0.fact), "value": .string($0.value)] })
}

extension Conjunct.Result {
  fileprivate var words: String {
    switch self {
    case .held: "held"
    case .failed: "failed"
    case .erred(let reason): "error: " + reason
    }
  }
}
