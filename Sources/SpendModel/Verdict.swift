/// What a rule does when its condition holds.
public enum Effect: String, Hashable, Sendable, CaseIterable {
  case allow, warn, require, deny, finding
}

/// The strongest effect that fired: `deny` > `require` > `warn` > `allow`; nothing fired is `allow`.
public enum Outcome: String, Hashable, Sendable, CaseIterable, Comparable {
  case allow, warn, require, deny

  private var rank: Int {
    switch self {
    case .allow: 0
    case .warn: 1
    case .require: 2
    case .deny: 3
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// How much a rule or a finding matters.
public enum RuleSeverity: String, Hashable, Sendable, CaseIterable, Comparable {
  case info, low, medium, high, critical

  public static func < (left: Self, right: Self) -> Bool {
    let order = Self.allCases
    return order.firstIndex(of: left) ?? 0 < order.firstIndex(of: right) ?? 0
  }
}

/// What a rule or an approver attaches to a grant; it becomes a duty of the grant.
public struct Obligation: Hashable, Sendable {
  /// When it has to be met: `start` blocks activation, `end` is due when the grant ends.
  public enum Phase: String, Hashable, Sendable, CaseIterable { case start, during, end }

  public var id: String
  public var phase: Phase
  /// The kind of evidence that meets it.
  public var evidence: String?
  public var owner: ActorReference
  /// How long after the approval it is due; left out: 10bd.
  public var due: Period?
  /// The owner of the rule that demands it: verifies that it was met.
  public var verifier: ActorReference

  public init(
    id: String, phase: Phase, evidence: String?, owner: ActorReference, due: Period?, verifier: ActorReference
  ) {
    self.id = id
    self.phase = phase
    self.evidence = evidence
    self.owner = owner
    self.due = due
    self.verifier = verifier
  }
}

/// The result of judging a request by a bundle's rules, with its explanation.
public struct Verdict: Hashable, Sendable {
  public var outcome: Outcome
  /// The rules that fired or are indeterminate, by id.
  public var fired: [FiredRule]
  /// The reviews demanded, each once, by name.
  public var reviews: [String]
  /// The union of obligations, each id once, by id.
  public var obligations: [Obligation]
  /// The rules that would have fired, had no waiver suspended them, by id; they count for nothing above.
  public var waived: [WaivedRule]
  /// What the tables give whose rows yield numbers, by id.
  public var values: [TableValue]

  public init(
    outcome: Outcome, fired: [FiredRule], reviews: [String], obligations: [Obligation], waived: [WaivedRule] = [],
    values: [TableValue] = []
  ) {
    self.outcome = outcome
    self.fired = fired
    self.reviews = reviews
    self.obligations = obligations
    self.waived = waived
    self.values = values
  }
}

/// A rule whose condition held, and the waiver that kept it from counting.
public struct WaivedRule: Hashable, Sendable {
  /// The rule as it would have fired.
  public var rule: FiredRule
  /// `WVR-000123`
  public var waiver: String
  /// Who approved the waiver: people's ids.
  public var approvedBy: [String]
  public var from: Timestamp
  /// The first instant at which the rule counts again.
  public var until: Timestamp

  public init(rule: FiredRule, waiver: String, approvedBy: [String], from: Timestamp, until: Timestamp) {
    self.rule = rule
    self.waiver = waiver
    self.approvedBy = approvedBy
    self.from = from
    self.until = until
  }
}

/// The number or the amount that a decision table gives.
public struct TableValue: Hashable, Sendable {
  public var table: String
  /// Nothing where no row hit that would give one, or there was an error.
  public var value: FactValue?
  /// The rows that hit, counted from 1.
  public var rows: [Int]
  /// Why there is no value that could be trusted: a row that cannot be judged, a sum that is too large.
  public var error: String?

  public init(table: String, value: FactValue?, rows: [Int], error: String? = nil) {
    self.table = table
    self.value = value
    self.rows = rows
    self.error = error
  }
}

/// A rule that took part in a verdict, and why.
public struct FiredRule: Hashable, Sendable {
  public var id: String
  public var effect: Effect
  public var severity: RuleSeverity
  public var message: String
  /// The error that made the condition indeterminate; nothing where it was true.
  public var indeterminate: String?
  /// The rule demands that its warning be acknowledged at submit.
  public var mustAcknowledge: Bool
  /// A deny that a waiver may suspend.
  public var isWaivable: Bool
  /// SHA-256 of the rule as loaded, in hex.
  public var digest: String
  /// The facts that the condition read, with their values as people read them.
  public var read: [FactRead]
  /// The top-level conjuncts of the condition, and whether each held.
  public var conjuncts: [Conjunct]

  public init(
    id: String, effect: Effect, severity: RuleSeverity, message: String, indeterminate: String?,
    mustAcknowledge: Bool, isWaivable: Bool, digest: String, read: [FactRead], conjuncts: [Conjunct]
  ) {
    self.id = id
    self.effect = effect
    self.severity = severity
    self.message = message
    self.indeterminate = indeterminate
    self.mustAcknowledge = mustAcknowledge
    self.isWaivable = isWaivable
    self.digest = digest
    self.read = read
    self.conjuncts = conjuncts
  }
}

/// A fact that a condition read; `value` is nil where the fact was missing.
public struct FactRead: Hashable, Sendable {
  /// The path as rules spell it: `request.data.class`.
  public var fact: String
  public var value: FactValue?

  public init(fact: String, value: FactValue?) {
    self.fact = fact
    self.value = value
  }
}

/// One operand of a condition's top-level `&&`, as written, and what came of it.
public struct Conjunct: Hashable, Sendable {
  public enum Result: Hashable, Sendable {
    case held, failed
    case erred(String)
  }

  public var text: String
  public var result: Result
  public var read: [FactRead]
  /// Of alternatives, and of conjuncts within them: each part with what came of it; none where there is but one.
  public var parts: [Conjunct]

  public init(text: String, result: Result, read: [FactRead], parts: [Conjunct] = []) {
    self.text = text
    self.result = result
    self.read = read
    self.parts = parts
  }
}
