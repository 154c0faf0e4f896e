package import SpendModel
package import StrictJSON

/// A sum of money that may be larger than one amount: nano-units of one currency.
package struct MoneyTotal: Hashable, Sendable {
  package var currency: Currency
  package var nanos: Int128

  /// The amount with two decimals, and more only where they are not zero: `12345678901.50`.
  package var amountText: String {
    let (units, rest) = nanos.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    var decimals = String(rest)
    decimals = String(repeating: "0", count: 9 - decimals.utf8.count) + decimals
    while decimals.utf8.count > 2, decimals.hasSuffix("0") { decimals.removeLast() }
    return "\(nanos < 0 ? "-" : "")\(units).\(decimals)"
  }

  package var json: JSONValue { ["amount": .string(amountText), "currency": .string(currency.code)] }
}

/// Sums by currency, in the order of the currencies' codes.
package struct MoneySums: Hashable, Sendable {
  private var nanos: [Currency: Int128] = [:]

  mutating func add(_ money: Money?) {
    guard let money else { return }
    nanos[money.currency, default: 0] += Int128(money.nanos)
  }

  package var totals: [MoneyTotal] {
    nanos.sorted { $0.key < $1.key }.map { MoneyTotal(currency: $0.key, nanos: $0.value) }
  }

  var json: JSONValue { .array(totals.map(\.json)) }
}

/// How a request is decided: what the rules say, and the way that it takes.
package struct SimulatedDecision: Hashable, Sendable {
  package var outcome: String
  /// `denied`, `lane` (approved at once) or `review`.
  package var decision: String
  package var rules: [String]
  package var reviews: [String]
  package var workflow: String
  package var stages: [String]
  /// Rules that waivers suspended.
  package var waived: [String]

  package var json: JSONValue {
    [
      "outcome": .string(outcome), "decision": .string(decision), "workflow": .string(workflow),
      "rules": .array(rules.map { .string($0) }), "reviews": .array(reviews.map { .string($0) }),
      "stages": .array(stages.map { .string($0) }), "waived": .array(waived.map { .string($0) }),
    ]
  }
}

/// What a changed bundle would have done with what was recorded.
package struct Simulation: Sendable {
  /// A request that would be decided otherwise.
  package struct Change: Hashable, Sendable {
    package var request: String
    package var revision: Int64
    package var at: Timestamp?
    package var cost: Money?
    package var before: SimulatedDecision
    package var after: SimulatedDecision

    /// Whether the decision itself is another: what the rules say, or the way it takes.
    package var isFlip: Bool { before.outcome != after.outcome || before.decision != after.decision }

    package var json: JSONValue {
      .object([
        "request": .string(request), "revision": .integer(revision), "at": at.map { .string($0.description) },
        "cost": cost?.json, "flip": .bool(isFlip), "before": before.json, "after": after.json,
      ])
    }
  }

  /// What comes and goes with one rule, review or stage.
  package struct Effect: Hashable, Sendable {
    package var name: String
    /// Requests on which it is new, and on which it is gone.
    package var added = 0
    package var removed = 0
    /// Of these, how many decisions flip.
    package var flips = 0
    /// What these requests cost.
    package var money = MoneySums()

    package var json: JSONValue {
      [
        "name": .string(name), "added": .integer(Int64(added)), "removed": .integer(Int64(removed)),
        "flips": .integer(Int64(flips)), "money": money.json,
      ]
    }
  }

  /// A group of usage on which a rule finds something under one bundle, and not, or another amount, under the other.
  package struct UsageChange: Hashable, Sendable {
    package var rule: String
    /// `added`, `removed` or `changed`
    package var change: String
    package var about: [String]
    package var window: Timestamp?
    package var before: Money?
    package var after: Money?

    package var json: JSONValue {
      .object([
        "rule": .string(rule), "change": .string(change), "about": .array(about.map { .string($0) }),
        "window": window.map { .string($0.description) }, "before": before?.json, "after": after?.json,
      ])
    }
  }

  /// What `bundle activate --digest` takes.
  package var digest: String
  /// `recorded`, or the digest of the bundle that the documents were held against.
  package var against: String
  package var judged = 0
  /// What could not be read, and so was not judged.
  package var unread = 0
  package var changed = 0
  package var flips = 0
  /// What the requests cost whose decision flips.
  package var money = MoneySums()
  /// How decisions flip: `review -> denied`, with counts.
  package var ways: [Effect] = []
  package var rules: [Effect] = []
  package var reviews: [Effect] = []
  package var stages: [Effect] = []
  /// What it would have asked of people.
  package var work = SimulatedWork()
  /// In the order of the log, at most ``limit``.
  package var changes: [Change] = []
  package var usage: [UsageChange] = []
  /// Groups of usage in which the recorded bundle, or the changed one, finds something.
  package var usageFindings: (before: Int, after: Int) = (0, 0)

  /// How many changed requests are listed one by one.
  package static let limit = 100_000

  package var json: JSONValue {
    .object([
      "digest": .string(digest), "against": .string(against), "judged": .integer(Int64(judged)),
      "unread": .integer(Int64(unread)), "changed": .integer(Int64(changed)), "flips": .integer(Int64(flips)),
      "money": money.json, "ways": .array(ways.map(\.json)), "rules": .array(rules.map(\.json)),
      "reviews": .array(reviews.map(\.json)), "stages": .array(stages.map(\.json)),
      "work": work.isEmpty ? nil : work.json, "changes": .array(changes.map(\.json)),
      "usage": [
        "before": .integer(Int64(usageFindings.before)), "after": .integer(Int64(usageFindings.after)),
        "changes": .array(usage.map(\.json)),
      ],
    ])
  }

  /// The changed requests as rows, the names of the columns first.
  package var csv: [[String]] {
    let names = [
      "request", "revision", "at", "cost", "currency", "flip", "outcome_before", "outcome_after", "decision_before",
      "decision_after", "rules_added", "rules_removed", "reviews_added", "reviews_removed", "stages_added",
      "stages_removed",
    ]
    return [names]
      + changes.map { change in
        func new(_ key: KeyPath<SimulatedDecision, [String]>) -> [String] {
          let (before, after) = (change.before[keyPath: key], change.after[keyPath: key])
          return [after.filter { !before.contains($0) }, before.filter { !after.contains($0) }].map {
            $0.joined(separator: " ")
          }
        }
        let plain = [
          change.request, String(change.revision), change.at?.description ?? "", change.cost?.amountText ?? "",
          change.cost?.currency.code ?? "", change.isFlip ? "1" : "0", change.before.outcome, change.after.outcome,
          change.before.decision, change.after.decision,
        ]
        return plain + new(\.rules) + new(\.reviews) + new(\.stages)
      }
  }
}

extension Simulation {
  /// Counts one request, and keeps it where it would be decided otherwise.
  mutating func add(_ change: Change, _ tally: inout Tally) {
    judged += 1
    guard change.before != change.after else { return }
    changed += 1
    if change.isFlip {
      flips += 1
      money.add(change.cost)
      tally.count("\(change.before.way) -> \(change.after.way)", in: \.ways, isNew: true, change)
    }
    for (list, key) in [
      (\Tally.rules, \SimulatedDecision.rules), (\Tally.reviews, \SimulatedDecision.reviews),
      (\Tally.stages, \SimulatedDecision.stages),
    ] as [(WritableKeyPath<Tally, [String: Effect]>, KeyPath<SimulatedDecision, [String]>)] {
      let (before, after) = (change.before[keyPath: key], change.after[keyPath: key])
      for name in after where !before.contains(name) { tally.count(name, in: list, isNew: true, change) }
      for name in before where !after.contains(name) { tally.count(name, in: list, isNew: false, change) }
    }
    if changes.count < Self.limit { changes.append(change) }
  }

  /// Effects by name, while requests are counted.
  struct Tally {
    var ways: [String: Effect] = [:]
    var rules: [String: Effect] = [:]
    var reviews: [String: Effect] = [:]
    var stages: [String: Effect] = [:]

    mutating func count(
      _ name: String, in list: WritableKeyPath<Tally, [String: Effect]>, isNew: Bool, _ change: Change
    ) {
      var effect = self[keyPath: list][name] ?? Effect(name: name)
      if isNew { effect.added += 1 } else { effect.removed += 1 }
      if change.isFlip { effect.flips += 1 }
      effect.money.add(change.cost)
      self[keyPath: list][name] = effect
    }
  }

  mutating func close(_ tally: Tally) {
    func sorted(_ effects: [String: Effect]) -> [Effect] {
      effects.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
    ways = sorted(tally.ways)
    rules = sorted(tally.rules)
    reviews = sorted(tally.reviews)
    stages = sorted(tally.stages)
  }
}

extension SimulatedDecision {
  fileprivate var way: String { decision == "denied" ? decision : "\(decision) (\(outcome))" }
}
