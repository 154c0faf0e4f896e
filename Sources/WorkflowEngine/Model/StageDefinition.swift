package import Diagnostics
package import SpendModel

/// What a stage's people may do.
package enum DecisionRight: String, Sendable, Hashable, CaseIterable {
  case input, agree, decide, inform, perform
}

/// A step that waits for people: of a workflow, or a review of the catalogue.
package struct StageDefinition: Sendable {
  package var id: String
  package var position: SourcePosition
  package var right: DecisionRight
  /// The reviews that it stands for.
  package var reviews: [Located<String>]
  package var when: ExpressionSource?
  package var needs: [Located<String>]
  package var candidates: [CandidateSource]
  /// Which of the candidates may act; an error means not this one.
  package var eligible: ExpressionSource?
  /// The places of a joint stage, each for people of its own; with seats, `candidates` are all of theirs.
  package var seats: [Seat]
  package var quorum: Quorum
  package var fallback: Fallback?
  package var due: Period?
  /// The facts of the request that its voters judge; nothing: all.
  package var reads: [Located<String>]?
  package var ladder: LadderReference?
  package var calendar: Located<String>?
  package var conditions: Conditions
  /// What it asks of those who vote.
  package var terms: VoteTerms
  /// Who may not act on it, beside those whom the workflow excludes.
  package var exclude: [StageExclusion]
  /// Which changes of the facts that it reads an approval outlives.
  package var survives: Survival

  package enum Survival: String, Sendable, Hashable, CaseIterable { case equal, decrease, never }

  package init(
    id: String, at position: SourcePosition = .start, right: DecisionRight, reviews: [Located<String>] = [],
    when: ExpressionSource? = nil, needs: [Located<String>] = [], candidates: [CandidateSource],
    eligible: ExpressionSource? = nil, seats: [Seat] = [], quorum: Quorum = .one,
    fallback: Fallback? = nil, due: Period? = nil, reads: [Located<String>]? = nil, ladder: LadderReference? = nil,
    calendar: Located<String>? = nil, conditions: Conditions = .none, terms: VoteTerms = .none,
    exclude: [StageExclusion] = [], survives: Survival = .equal
  ) {
    self.id = id
    self.position = position
    self.right = right
    self.reviews = reviews
    self.when = when
    self.needs = needs
    self.candidates = candidates
    self.eligible = eligible
    self.seats = seats
    self.quorum = quorum
    self.fallback = fallback
    self.due = due
    self.reads = reads
    self.ladder = ladder
    self.calendar = calendar
    self.conditions = conditions
    self.terms = terms
    self.exclude = exclude
    self.survives = survives
  }
}

/// A place of a joint stage: so many of these people have to agree. The people of all seats are distinct.
package struct Seat: Sendable {
  package var candidates: [CandidateSource]
  package var approve: Int
  package var eligible: ExpressionSource?
  package var position: SourcePosition

  package init(
    candidates: [CandidateSource], approve: Int = 1, eligible: ExpressionSource? = nil,
    at position: SourcePosition = .start
  ) {
    self.candidates = candidates
    self.approve = approve
    self.eligible = eligible
    self.position = position
  }
}

/// Where a stage's candidates come from.
package enum CandidateSource: Sendable {
  case actor(Located<ActorReference>)
  /// Up the chain of managers of somebody, to the first for whom the condition holds.
  case chain(of: Located<ActorReference>, until: ExpressionSource?)
  /// A condition that gives a person's id.
  case expression(ExpressionSource)
}

/// How many have to agree, and how many are enough to refuse.
///
/// `reject` counts people, also where approvals are weighed.
package struct Quorum: Sendable, Hashable {
  package enum Share: Sendable, Hashable {
    case count(Int)
    case all
    /// Rounded up over the eligible people at activation.
    case percent(Int)
    /// People count by their weight.
    case weight(Weighing)
  }

  package var approve: Share
  package var reject: Int
  package var position: SourcePosition?

  package init(approve: Share, reject: Int = 1, at position: SourcePosition? = nil) {
    self.approve = approve
    self.reject = reject
    self.position = position
  }

  package static let one = Quorum(approve: .count(1))

  /// The number of approvals over that many eligible people, at least one; with weights the least that can do.
  package func approvals(among eligible: Int) -> Int {
    switch approve {
    case .count(let count): max(1, count)
    case .all: max(1, eligible)
    case .percent(let share): max(1, (min(eligible, 1_000_000) * share + 99) / 100)
    case .weight(let weighing): max(1, weighing.lacking(given: []))
    }
  }

  /// How people are weighed; nothing where they are counted.
  package var weighing: Weighing? {
    if case .weight(let weighing) = approve { weighing } else { nil }
  }
}

/// Who stands in where nobody else may act.
package struct Fallback: Sendable, Hashable {
  package var to: Located<ActorReference>
  /// How many of them have to agree; nothing: as many as before.
  package var approve: Int?

  package init(to: Located<ActorReference>, approve: Int? = nil) {
    self.to = to
    self.approve = approve
  }
}

/// What a voter of a stage may attach to an approval.
package struct Conditions: Sendable, Hashable {
  package enum Expiry: Sendable, Hashable {
    case narrow
    /// At most that long, whatever the workflow grants.
    case atMost(Period)
  }

  package var narrowsCaps: Bool
  package var expiry: Expiry?
  package var addsObligations: Bool
  /// The parts in which the caps are released, the first one with the approval; nothing: all at once.
  package var tranches: [Tranche]

  package init(
    narrowsCaps: Bool = false, expiry: Expiry? = nil, addsObligations: Bool = false, tranches: [Tranche] = []
  ) {
    self.narrowsCaps = narrowsCaps
    self.expiry = expiry
    self.addsObligations = addsObligations
    self.tranches = tranches
  }

  package static let none = Conditions()
}
