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
  /// What the functions of expressions ask for.
  let host: Host
  private let hasNow: Bool
  /// Whether any fact has a list of values.
  let hasEnumerations: Bool

  init(_ schema: Schema, presentTogether: Set<String> = [], host: Host) {
    self.schema = schema
    self.host = host
    self.presentTogether = presentTogether
    environment = schema.environment(host)
    hasEnumerations = schema.leaves.contains { $0.type.hasEnumeration }
    if case .timestamp? = schema.facts["now"]?.type { hasNow = true } else { hasNow = false }
  }

  /// The facts of a group of usage.
  static func usageGroup(by: [String], host: Host) -> FactEnvironment {
    FactEnvironment(UsageFacts.group(by: by), presentTogether: UsageFacts.presentTogether, host: host)
  }

  /// Binds facts; a declared object that is absent is there and empty.
  ///
  /// - Parameter now: The time, where the facts do not state it and the schema has `now`.
  func bind(_ facts: Facts, now: Timestamp? = nil) -> BoundFacts {
    let stated = now.map { complete(facts, now: $0) } ?? facts
    return BoundFacts(facts: stated, activation: schema.bind(stated))
  }

  /// The facts with the time, where they do not state it and the schema has `now`.
  func complete(_ facts: Facts, now: Timestamp) -> Facts {
    guard hasNow, facts["now"] == nil else { return facts }
    var stated = facts
    stated["now"] = .timestamp(now)
    return stated
  }
}

extension FactType {
  fileprivate var hasEnumeration: Bool {
    switch self {
    case .enumeration: true
    case .list(let element), .map(_, let element): element.hasEnumeration
    case .object(let shape): shape.fields.contains { $0.type.hasEnumeration }
    default: false
    }
  }
}
