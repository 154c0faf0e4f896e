import CEL
import FactSchema
import SpendModel

/// Facts, bound for expressions.
struct BoundFacts: Sendable {
  let facts: Facts
  let activation: Activation
}

/// What expressions on one kind of subject may read.
struct FactEnvironment: Sendable {
  let schema: Schema
  /// Objects whose optional facts are there together or not at all.
  let presentTogether: Set<String>
  let environment: CEL.Environment

  init(_ schema: Schema, presentTogether: Set<String> = []) {
    self.schema = schema
    self.presentTogether = presentTogether
    environment = schema.environment()
  }

  /// The facts of a group of usage.
  static func usageGroup(by: [String]) -> FactEnvironment {
    FactEnvironment(UsageFacts.group(by: by), presentTogether: UsageFacts.presentTogether)
  }

  /// One record of usage.
  static let usageRecord = FactEnvironment(UsageFacts.record)

  /// Binds facts; a declared object that is absent is there and empty.
  ///
  /// - Parameter now: The time, where the facts do not state it and the schema has `now`.
  func bind(_ facts: Facts, now: Timestamp? = nil) -> BoundFacts {
    var stated = facts
    if let now, facts["now"] == nil, case .timestamp? = schema.facts["now"]?.type { stated["now"] = .timestamp(now) }
    return BoundFacts(facts: stated, activation: schema.bind(stated))
  }
}
