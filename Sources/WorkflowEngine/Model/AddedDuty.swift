package import SpendModel

/// A duty that a voter attaches to an approval, as far as it is said; the rest follows from where it is known, or from
/// the stage that is voted on.
///
///     let duty = try AddedDuty.parse("eval-report:30d,evidence=eval-report,owner=zoe").get()
///
/// The form is `ID[:DUE]`, then any of `,before=start` or `,before=end`, `,owner=WHO`, `,evidence=KIND` and
/// `,verify=WHO`. Who is `user:ann`, `group:finance`, `role:vp`, `requester`, or a person's id alone. With `before=end`
/// the time counts from the end of the grant, else from the approval.
package struct AddedDuty: Sendable, Hashable {
  package var id: String
  package var due: Period?
  package var phase: Obligation.Phase?
  package var evidence: String?
  package var owner: ActorReference?
  package var verifier: ActorReference?

  /// The most that one vote may attach.
  package static let mostPerVote = 20

  package init(
    id: String, due: Period? = nil, phase: Obligation.Phase? = nil, evidence: String? = nil,
    owner: ActorReference? = nil, verifier: ActorReference? = nil
  ) {
    self.id = id
    self.due = due
    self.phase = phase
    self.evidence = evidence
    self.owner = owner
    self.verifier = verifier
  }

  /// Reads the textual form.
  package static func parse(_ text: String) -> Result<AddedDuty, Refusal> {
    func refuse(_ message: String, hint: String) -> Result<AddedDuty, Refusal> {
      .failure(Refusal(.badInput, message, hint: hint))
    }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let head = (parts.first ?? "").split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let id = head.first.map(String.init) ?? ""
    guard isAuthoredID(id) else {
      return refuse(
        "`\(id)` is no name of a duty", hint: "lower-case letters, digits, `.`, `_` and `-`: `--oblige eval-report:30d`"
      )
    }
    var duty = AddedDuty(id: id)
    if head.count > 1 {
      guard let due = Period(String(head[1])) else {
        return refuse("`\(head[1])` is no length of time", hint: "write `30d`, `2w` or `5bd`: `--oblige \(id):30d`")
      }
      duty.due = due
    }
    var seen: [String] = []
    for part in parts.dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard pair.count == 2, let value = pair.last, let key = pair.first else {
        return refuse("`\(part)` says nothing of the duty `\(id)`", hint: "`KEY=VALUE`: `owner=zoe`")
      }
      guard !seen.contains(key) else { return refuse("`\(key)` is said twice of `\(id)`", hint: "leave one out") }
      seen.append(key)
      if let refusal = duty.set(key, value) { return .failure(refusal) }
    }
    return .success(duty)
  }

  private mutating func set(_ key: String, _ value: String) -> Refusal? {
    func person(_ value: String) -> ActorReference? {
      if let reference = ActorReference(value) { return reference == .assignees ? nil : reference }
      return isAuthoredID(value) ? .user(value) : nil
    }
    switch key {
    case "before":
      guard let phase = Obligation.Phase(rawValue: value), phase != .during else {
        return Refusal(
          .badInput, "`\(value)` is no time of a duty", hint: "`before=start` or `before=end`; left out: while it runs")
      }
      self.phase = phase
    case "evidence":
      guard isAuthoredID(value) else {
        return Refusal(
          .badInput, "`\(value)` is no kind of evidence", hint: "a word as in rules: `evidence=eval-report`")
      }
      evidence = value
    case "owner", "verify":
      guard let who = person(value) else {
        return Refusal(
          .badInput, "`\(value)` names nobody", hint: "`user:ann`, `group:finance`, `role:vp`, `requester` or `ann`")
      }
      if key == "owner" { owner = who } else { verifier = who }
    default:
      return Refusal(
        .badInput, "a duty has no `\(key)`",
        hint: "one of `before`, `evidence`, `owner`, `verify`; the time is `ID:DUE`")
    }
    return nil
  }

  /// The same with what is left out taken from a duty of that name that rules or workflows know.
  package func completed(by known: Obligation?) -> AddedDuty {
    guard let known else { return self }
    var result = self
    result.due = due ?? known.due
    result.phase = phase ?? known.phase
    result.evidence = evidence ?? known.evidence
    result.owner = owner ?? known.owner
    result.verifier = verifier ?? known.verifier
    return result
  }

  /// As it is attached.
  func obligation(verifier standard: ActorReference) -> Obligation {
    Obligation(
      id: id, phase: phase ?? .during, evidence: evidence, owner: owner ?? .beneficiary, due: due,
      verifier: verifier ?? standard)
  }
}

extension Recorder {
  /// The duties that a ballot attaches, each with an owner who exists and a verifier who is somebody else.
  func attached(_ ballot: Ballot, on stage: StageCase) -> Result<[Obligation], Refusal> {
    let definition = workflows.definition(of: stage.id, in: workflow)
    var result: [Obligation] = []
    for duty in ballot.duties {
      if result.contains(where: { $0.id == duty.id }) {
        return .failure(Refusal(.badInput, "the duty `\(duty.id)` is attached twice", hint: "leave one out"))
      }
      let obligation = duty.obligation(verifier: colleagues(of: definition) ?? .user(ballot.person))
      if let refusal = refusal(of: obligation) { return .failure(refusal) }
      result.append(obligation)
    }
    return .success(result)
  }

  /// The group or role that is asked at a stage: it outlasts whoever voted for it.
  private func colleagues(of definition: StageDefinition?) -> ActorReference? {
    for case .actor(let reference) in definition?.candidates ?? [] {
      switch reference.value {
      case .group, .role: return reference.value
      default: continue
      }
    }
    return nil
  }

  private func refusal(of obligation: Obligation) -> Refusal? {
    for (word, reference) in [("owner", obligation.owner), ("verify", obligation.verifier)] {
      guard directory.people(reference, cast: request.cast).isEmpty else { continue }
      return Refusal(
        .badInput, "nobody is `\(reference)`, and the duty `\(obligation.id)` wants somebody",
        hint: "say who with `\(word)=`: a person, a group or a role of the directory")
    }
    let owner = living(directory.accountable(for: obligation.owner, cast: request.cast) ?? request.beneficiary)
    let verifiers = directory.people(obligation.verifier, cast: request.cast)
    guard verifiers.allSatisfy({ $0 == owner }) else { return nil }
    return Refusal(
      .badInput, "`\(owner)` would verify their own duty `\(obligation.id)`",
      hint: "name somebody else: `--oblige \(obligation.id),verify=group:...`")
  }
}

extension [GrantDuty] {
  /// Each duty once: the strictest time, all the evidence, the earliest deadline; owner and verifier of the first.
  func merged() -> [GrantDuty] {
    let order = [Obligation.Phase.start.rawValue, Obligation.Phase.during.rawValue]
    func rank(_ phase: String) -> Int { order.firstIndex(of: phase) ?? order.count }
    var result: [GrantDuty] = []
    for duty in self {
      guard let place = result.firstIndex(where: { $0.id == duty.id }) else {
        result.append(duty)
        continue
      }
      if rank(duty.phase) < rank(result[place].phase) { result[place].phase = duty.phase }
      result[place].evidence = unique(result[place].evidence + duty.evidence)
      result[place].due = Swift.min(result[place].due, duty.due)
      result[place].askedBy = unique(result[place].askedBy + duty.askedBy)
    }
    return result
  }
}

extension RequestCase {
  /// A duty that comes with an approval, and who asks for it beside the rules.
  package struct Duty: Sendable, Hashable {
    package var obligation: Obligation
    /// Voters whose approvals count, each with their stage; empty: a rule demands it.
    package var askedBy: [Voter]
  }

  package struct Voter: Sendable, Hashable {
    package var person: String
    package var stage: String
  }

  /// The duties that an approval would leave by rules and by the votes that count, by id.
  package var duties: [Duty] {
    var result = obligations.map { Duty(obligation: $0, askedBy: []) }
    for stage in stages {
      for vote in stage.counted(.approve) {
        for obligation in vote.obligations {
          let voter = Voter(person: vote.person, stage: stage.id)
          if let place = result.firstIndex(where: { $0.obligation.id == obligation.id }) {
            result[place].askedBy.append(voter)
            result[place].obligation.tighten(by: obligation)
          } else {
            result.append(Duty(obligation: obligation, askedBy: [voter]))
          }
        }
      }
    }
    return result.sorted { $0.obligation.id.utf8.lexicographicallyPrecedes($1.obligation.id.utf8) }
  }
}

extension Obligation {
  /// Takes the stricter time, and the nearer of two deadlines that count from the same moment.
  fileprivate mutating func tighten(by other: Obligation) {
    let order: [Phase] = [.start, .during, .end]
    func rank(_ phase: Phase) -> Int { order.firstIndex(of: phase) ?? order.count }
    guard (phase == .end) == (other.phase == .end) else {
      if phase == .end { (phase, due) = (other.phase, other.due) }
      return
    }
    if rank(other.phase) < rank(phase) { phase = other.phase }
    // A Monday morning; which of two periods is the shorter hardly depends on it.
    let start = Timestamp(clamping: 345_600_000_000 + 9 * 3_600_000_000)
    func deadline(_ obligation: Obligation) -> Timestamp {
      BusinessCalendar.plain.adding(obligation.due ?? .businessDays(10), to: start)
    }
    if deadline(other) < deadline(self) { due = other.due }
    evidence = evidence ?? other.evidence
  }
}
