package import SpendModel
package import StrictJSON

/// A request as its events left it: its facts, its stages, their votes and timers.
///
///     let request = try RequestCase.replaying(records, inputs: inputs)
///     request.state  // .inReview
///
/// A value: folding the same events gives the same case, and each act returns the events that would move it.
package struct RequestCase: Sendable, Hashable {
  package internal(set) var id: String
  package internal(set) var revision: Int64 = 0
  package internal(set) var state: RequestState = .inReview
  package internal(set) var requester: String = ""
  package internal(set) var submitter: String = ""
  package internal(set) var beneficiary: String = ""
  /// Who wrote and activated the change of rules or workflows that opened the way a short while before.
  package internal(set) var authors: [String] = []
  /// The request and grant whose place it is to take.
  package internal(set) var amends: Amendment?
  /// The requests that ask for other terms, in order.
  package internal(set) var amendments: [String] = []
  /// Why it was approved without the usual way.
  package internal(set) var emergency: Emergency?
  package internal(set) var workflow: String = ""
  package internal(set) var lane: String?
  /// The `request` facts in canonical form.
  package internal(set) var facts: JSONValue = .object([])
  package internal(set) var requesterFacts: JSONValue = .object([])
  /// The facts of the revision before.
  package internal(set) var previousFacts: JSONValue?
  /// In hex; nothing as long as the submission has not been written.
  package internal(set) var factsSHA256: String?
  package internal(set) var cost: Money?
  package internal(set) var exposure: Money?
  package internal(set) var outcome: Outcome = .allow
  package internal(set) var fired: [String] = []
  package internal(set) var reviews: [String] = []
  package internal(set) var obligations: [Obligation] = []
  package internal(set) var stages: [StageCase] = []
  /// The timers of the request itself: its time to live.
  package internal(set) var timers: [TimerCase] = []
  package internal(set) var submittedAt: Timestamp = .epoch
  /// The bundle whose calendars it goes by, in hex, where that is not the one that it pinned.
  package internal(set) var calendarsSHA256: String?
  /// What settled it: the stage, the lane, `ttl`.
  package internal(set) var decidedBy: String?
  package internal(set) var decidedAt: Timestamp?

  /// The stream of its events.
  package var stream: String { MintedKind.request.streamPrefix + id }

  package func stage(_ id: String) -> StageCase? { stages.first { $0.id == id } }

  func index(of stage: String) -> Int? { stages.firstIndex { $0.id == stage } }

  /// Whether an approval mints a grant: an exception from a rule and a change of prices are permissions, not envelopes.
  var isGranted: Bool { !["waiver", "prices"].contains(facts["kind"]?.string) }

  var cast: Cast { Cast(requester: requester, beneficiary: beneficiary, grantOwner: beneficiary) }
}

/// A stage as its events left it.
package struct StageCase: Sendable, Hashable {
  package internal(set) var id: String
  package internal(set) var right: DecisionRight
  package internal(set) var why: PlannedStage.Reason
  package internal(set) var reviews: [String]
  package internal(set) var needs: [String]
  package internal(set) var candidates: [String]
  package internal(set) var passedOver: [String]
  /// Whether the request that this one amends had passed the stage, and nothing that it reads changed.
  package internal(set) var isInherited = false
  package internal(set) var approve: Int
  package internal(set) var reject: Int
  package internal(set) var reads: [String]?
  package internal(set) var duePeriod: Period?
  package internal(set) var calendar: String
  package internal(set) var usesFallback: Bool
  package internal(set) var state: StageState = .pending
  package internal(set) var since: Timestamp?
  package internal(set) var due: Timestamp?
  /// How often it was activated.
  package internal(set) var arming: Int64 = 0
  /// How far up its ladder went.
  package internal(set) var level: Int64 = 0
  package internal(set) var timers: [TimerCase] = []
  package internal(set) var votes: [VoteCase] = []
  /// The rungs that added or replaced people, in order.
  package internal(set) var climbed: [Climb] = []
  /// Places that were handed over, and people who were added, in order.
  package internal(set) var handovers: [Handover] = []
  /// Who said last that they look at it.
  package internal(set) var claim: Claim?
  /// Who asked that it be waived, as long as a second person has not agreed.
  package internal(set) var overrides: [String] = []
  /// The time that it keeps until it is opened again, after a change of the definitions.
  package internal(set) var kept: KeptTime?

  package struct Climb: Sendable, Hashable {
    package var rung: Int
    package var replaces: Bool
    package var to: [String]
  }

  /// The votes that count.
  package var counted: [VoteCase] { votes.filter { $0.state == .counted } }

  package func counted(_ verb: RequestVerb) -> [VoteCase] { counted.filter { $0.verb == verb } }

  var isApprovedByAnybody: Bool { votes.contains { $0.state == .counted && $0.verb == .approve } }

  /// How many more it needs: approvals, or for an input stage opinions of either kind; those of added people apart.
  package var stillNeeds: Int {
    let given = counted(.approve) + (right == .input ? counted(.reject) : [])
    let added = added
    let missing = added.filter { person in !given.contains { $0.holder == person } }
    return max(0, approve - given.count { !added.contains($0.holder) }) + missing.count
  }
}

/// One person's act on a stage.
package struct VoteCase: Sendable, Hashable {
  package var person: String
  /// In whose place they voted, by a delegation.
  package var principal: String? = nil
  /// The most that the delegation lets them decide.
  package var cap: Money? = nil
  package var verb: RequestVerb
  package var revision: Int64
  package var state: VoteState
  package var at: Timestamp
  /// The caps that an approval narrowed to.
  package var caps: [GrantTerms.Cap]
  /// The most time from the approval on, in seconds, that an approval narrowed to.
  package var expiresSeconds: Int64?
  /// The duties that an approval attached.
  package var obligations: [Obligation] = []

  /// Whose right was used.
  package var holder: String { principal ?? person }
  /// Everybody who is used up by it, where a person counts once.
  package var people: [String] { principal.map { [person, $0] } ?? [person] }
}

/// A rung of a ladder with its time.
package struct TimerCase: Sendable, Hashable {
  package enum Action: String, Sendable, Hashable, CaseIterable {
    case remind, add, replace, reject, expire, warn, complete

    init(_ action: Ladder.Action) {
      switch action {
      case .remind: self = .remind
      case .add: self = .add
      case .replace: self = .replace
      case .reject: self = .reject
      case .expire: self = .expire
      }
    }
  }

  package enum State: String, Sendable, Hashable { case pending, fired, obsolete }

  package var rung: Int
  package var action: Action
  package var at: Timestamp
  package var state: State = .pending
  /// To whom it goes; for tasks, which do not know the ladder that they climb.
  package var to: ActorReference?

  package init(rung: Int, action: Action, at: Timestamp, state: State = .pending, to: ActorReference? = nil) {
    self.rung = rung
    self.action = action
    self.at = at
    self.state = state
    self.to = to
  }

  var json: JSONValue {
    .object([
      "rung": .integer(Int64(rung)), "do": .string(action.rawValue), "at": .string(at.canonicalText),
      "to": to.map { .string($0.description) },
    ])
  }

  init?(json value: JSONValue) {
    guard let rung = value["rung"]?.integer.flatMap({ Int(exactly: $0) }),
      let action = value["do"]?.string.flatMap({ Action(rawValue: $0) }),
      let at = value["at"]?.string.flatMap({ Timestamp($0) })
    else { return nil }
    self.init(rung: rung, action: action, at: at, to: value["to"]?.string.flatMap { ActorReference(describing: $0) })
  }
}

/// Why events could not be folded: they are not what this engine writes.
package struct ReplayError: Error, Hashable, Sendable {
  /// The leaf's index; nothing for an event that was not written yet.
  package var idx: Int64?
  package var message: String

  package init(idx: Int64? = nil, _ message: String) {
    self.idx = idx
    self.message = message
  }
}
