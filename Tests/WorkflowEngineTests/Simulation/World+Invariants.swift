import SpendModel
import StrictJSON

@testable import WorkflowEngine

extension World {
  // MARK: - Leaf by leaf

  /// Judges a leaf of a request before it is folded: whether it may happen at all.
  func judge(_ record: EventRecord, _ live: Live) throws(Violation) {
    switch record.type {
    case .voteCast: try judgeVote(record, live)
    case .voteVoid: try judgeVoid(record, live)
    case .stageSatisfied: try judgeSatisfied(record, live)
    case .stageWaived: try judgeWaived(record, live)
    case .requestApproved: try judgeApproval(record, live)
    default: break
    }
  }

  private func judgeVote(_ record: EventRecord, _ live: Live) throws(Violation) {
    let oracle = Oracle(live, in: self)
    let (person, place) = (record.data["person"]?.string ?? "", record.data["stage"]?.string ?? "")
    guard let stage = live.request.stage(place) else { throw violation("a vote on no stage: `\(place)`") }
    try require(!oracle.isBarred(person), "\(person) voted on \(live.request.id) and must take no part")
    try require(record.actor == "user:\(person)", "\(record.actor) voted as \(person)")
    let terms = oracle.definition(place)?.terms ?? .none
    if record.data["verb"]?.string == "approve" {
      let given = record.data["attest"]?.array?.compactMap(\.string) ?? []
      try require(Set(terms.attest) == Set(given), "\(person) attested \(given) of \(terms.attest) on \(place)")
    }
    if terms.commentsAlways { try require(record.data["comment"] != nil, "\(person) said nothing on \(place)") }
    if let principal = record.data["for"]?.string { return try judgeDelegated(record, principal, oracle, stage) }
    try require(
      oracle.allowed(stage).contains(person),
      "\(person) voted on \(place) of \(live.request.id) without the right; these had it: "
        + oracle.allowed(stage).sorted().joined(separator: ", "))
  }

  /// The other way round: who is told to have no right has none.
  private func judgeVoid(_ record: EventRecord, _ live: Live) throws(Violation) {
    let because = record.data["because"]?.string
    guard because == "excluded" || because == "not_candidate" else { return }
    let oracle = Oracle(live, in: self)
    let person = record.data["person"]?.string ?? ""
    // In another's place, an own right does not count.
    guard record.data["for"] == nil else { return }
    guard oracle.exists(person), !oracle.isBarred(person), record.data["detail"]?.string != "distinct" else { return }
    for stage in live.request.stages where stage.state == .active {
      if let named = record.data["stage"]?.string, named != stage.id { continue }
      try require(
        !oracle.allowed(stage).contains(person),
        "\(person) was refused (\(because ?? "")) on \(stage.id) of \(live.request.id) and has the right")
    }
  }

  private func judgeSatisfied(_ record: EventRecord, _ live: Live) throws(Violation) {
    guard let place = record.data["stage"]?.string, let stage = live.request.stage(place) else { return }
    let how = record.data["how"]?.string
    if how == "silent" {
      try require(stage.right == .input, "\(place) was satisfied by silence")
      try require(stage.due.map { $0 <= clock } ?? false, "\(place) was done without before it was due")
      return
    }
    if how == "told" {
      try require(stage.right == .inform, "\(place) was done by telling")
      return
    }
    // Nothing changed of what it reads, and the request that is amended had passed it.
    if stage.isInherited, how == "survived" { return }
    let oracle = Oracle(live, in: self)
    if let missing = oracle.lacks(stage) { throw violation("\(place) was satisfied (\(how ?? "")): \(missing)") }
    if stage.right == .decide {
      // Who voted for somebody else decides no more than the delegation says.
      let able = stage.counted(.approve).filter { vote in
        vote.cap.map { cap in oracle.exposure.map { $0.nanos <= cap.nanos } ?? false } ?? true
      }
      let approvers = Set(able.map(\.holder))
      try require(isHeld(by: approvers, oracle), "\(approvers.sorted()) decided \(oracle.exposure?.description ?? "-")")
    }
  }

  private func isHeld(by approvers: Set<String>, _ oracle: Oracle) -> Bool {
    if oracle.people.authority == nil || oracle.request.stage("authority")?.state == .satisfied { return true }
    guard let amount = oracle.exposure else { return approvers.contains { oracle.limit(of: $0) == .max } }
    return oracle.hold(approvers, amount.nanos)
  }

  private func judgeApproval(_ record: EventRecord, _ live: Live) throws(Violation) {
    if record.data["how"]?.string == "lane" {
      try require(live.ask.verdict.outcome < .require, "a lane although a rule required or denied")
      return
    }
    if record.data["how"]?.string == "break_glass" { return }
    for stage in live.request.stages {
      try require(
        [.satisfied, .skipped, .waived].contains(stage.state),
        "\(live.request.id) was approved while \(stage.id) is \(stage.state.rawValue)")
      let isForced = [.agree, .decide].contains(stage.right) && stage.state == .satisfied
      try require(
        !isForced || stage.isInherited || !stage.counted(.approve).isEmpty, "\(stage.id) was satisfied by nobody")
    }
    for review in live.ask.verdict.reviews {
      try require(
        live.request.stages.contains { $0.state != .skipped && ($0.id == review || $0.reviews.contains(review)) },
        "\(live.request.id) was approved without the review `\(review)`")
    }
  }

  /// A leaf changes one thing, and what is no change of state changes none.
  func checkOneChange(_ record: EventRecord, from before: RequestCase, to after: RequestCase) throws(Violation) {
    // What these add is looked at by the acts that do it.
    let adding: Set<EventType> = [.requestSubmitted, .requestResubmitted, .requestReevaluated, .requestMigrated]
    if adding.contains(record.type) { return }
    var changes = before.state == after.state ? 0 : 1
    for stage in before.stages where after.stage(stage.id)?.state != stage.state {
      changes += 1
      try require(!stage.state.isSettled, "\(stage.id) is settled, \(stage.state.rawValue), and changed")
    }
    try require(before.stages.count == after.stages.count, "\(record.type.rawValue) changed the stages")
    let isChange: Bool
    switch record.type {
    case .voteCast, .voteVoid, .voteStale, .voteRevoked, .rungFired, .requestCommented, .stageReassigned,
      .requestReevaluated, .requestRebased, .requestAmended, .stageOverrideProposed, .stageClaimed, .stageReleased:
      isChange = false
    default: isChange = true
    }
    try require(changes == (isChange ? 1 : 0), "\(record.type.rawValue) changed \(changes) states")
    if record.type == .voteVoid { try require(before == after, "a void vote changed the case") }
    if !before.state.isUndecided {
      try require(
        before.state == after.state, "\(before.state.rawValue) is final, and became \(after.state.rawValue)")
    }
    if record.type == .rungFired { try checkRung(record, from: before) }
  }

  private func checkRung(_ record: EventRecord, from before: RequestCase) throws(Violation) {
    guard let action = record.data["do"]?.string, action == "reject" || action == "expire" else { return }
    guard let live = requests.first(where: { $0.request.id == before.id }) else { return }
    let place = WarnedRung(record)
    guard let warning = warned[place] else { throw violation("\(place) ended it without a warning") }
    let stage = record.data["stage"]?.string.flatMap { before.stage($0) }
    var notice = Period.businessDays(1)
    var calendar = live.pinned.calendar(nil)
    if let stage {
      let oracle = Oracle(live, in: self)
      let rungs = oracle.ladder(of: oracle.definition(stage.id))?.rungs ?? []
      let number = Int(clamping: record.data["rung"]?.integer ?? 0)
      if rungs.indices.contains(number) { notice = rungs[number].warn ?? notice }
      calendar = live.pinned.calendar(stage.calendar)
    }
    let earliest = calendar.adding(notice, to: warning)
    try require(clock >= earliest, "\(place) was warned at \(warning) and ended before \(earliest)")
  }

  /// Remembers warnings: those of a stage count until it is armed anew, with other time than it had.
  mutating func remember(_ record: EventRecord, before: RequestCase) {
    let place = WarnedRung(record)
    switch record.type {
    case .rungFired: if record.data["do"]?.string == "warn" { warned[place] = clock }
    case .stageActivated:
      guard let stage = before.stage(place.stage), stage.kept == nil else { return }
      warned = warned.filter { $0.key.stream != place.stream || $0.key.stage != place.stage }
    case .requestMigrated:
      let old = warned.filter { $0.key.stream == place.stream && $0.key.stage != "-" }
      warned = warned.filter { !old.keys.contains($0.key) }
      let input = record.data["input_sha256"]?.string.flatMap { inputs[$0] }
      for stage in input?["stages"]?.array ?? [] where stage["ladder"] == nil {
        guard let from = stage["from"]?.string, let to = stage["id"]?.string else { continue }
        for (key, time) in old where key.stage == from {
          warned[WarnedRung(stream: key.stream, stage: to, rung: key.rung)] = time
        }
      }
    default: break
    }
  }

  // MARK: - After every act

  /// What holds of a request whenever nothing is being done to it.
  mutating func check(_ live: Live, ticked: Decision, isQuiet: Bool) throws(Violation) {
    let request = live.request
    let oracle = Oracle(live, in: self)
    var seen: Set<String> = []
    for stage in request.stages {
      let people = stage.counted.flatMap(\.people)
      try require(Set(people).count == people.count, "somebody has two counted votes on \(stage.id)")
      for person in people {
        try require(
          person != request.requester && person != request.submitter && person != request.beneficiary,
          "\(person) counts on \(request.id), which is their own")
      }
      if oracle.workflow?.separation.distinct ?? .all == .all {
        try require(seen.isDisjoint(with: people), "somebody of \(people) counts twice on \(request.id)")
        seen.formUnion(people)
      }
      if !request.state.isUndecided, request.emergency == nil {
        try require(stage.state != .active && stage.state != .blocked, "\(stage.id) is open in a decided request")
      }
    }
    for person in Set(request.stages.flatMap { $0.counted.filter { $0.verb != .recuse }.flatMap(\.people) }) {
      try require(
        !oracle.isBarred(person, isLasting: true), "\(person) counts on \(request.id) and must take no part")
    }
    let minted = grants.values.filter { $0.request == request.id }
    let isEnvelope = live.ask.kind != "waiver"
    try require(
      minted.count == (request.state == .approved && isEnvelope ? 1 : 0),
      "\(request.state.rawValue) with \(minted.count) grants")
    if let grant = minted.first {
      let due = Set(duties(of: grant).compactMap(\.obligation))
      let asked = Set(request.stages.flatMap { $0.counted(.approve).flatMap { $0.obligations.map(\.id) } })
      let done = request.amends == nil ? asked.subtracting(due) : []
      try require(done.isEmpty, "voters asked for \(done), and \(grant.id) does not")
    }
    if let grant = minted.first, request.emergency != nil,
      request.stages.contains(where: { $0.state == .vetoed || $0.state == .timedOut })
    {
      try require(!grant.state.isLive, "\(request.id) was not ratified, and \(grant.id) lives")
      try require(
        tasks.values.contains { $0.fingerprint == "break-glass:\(request.id)" },
        "\(request.id) was not ratified, and there is no finding")
    }
    if let amends = request.amends, request.state == .approved {
      try require(
        !(grants[amends.grant]?.state.isLive ?? false), "\(amends.grant) lives beside that which took its place")
    }
    if request.state.isUndecided {
      // An act leaves nothing behind that the next tick at the same time would have to do.
      if isQuiet {
        try require(
          ticked.drafts.isEmpty,
          "the act left to do: "
            + ticked.drafts.map { "\($0.type.rawValue) \($0.data.serialized())" }.joined(separator: ", ")
            + "\n  \(describe(request))")
      }
      // A scheduler that is late has not fired what is due; whoever asks then is answered as after the next act.
      var settled = live
      settled.request = ticked.request
      try checkWhy(settled, oracle)
    }
  }

  /// The stages of a request in one line each.
  func describe(_ request: RequestCase) -> String {
    request.stages.map { stage in
      let votes = stage.counted.map { "\($0.person) \($0.verb.rawValue)" }
      let climbed = stage.climbed.map { "\($0.replaces ? "replaced by" : "added") \($0.to)" }
      return "\(stage.id) \(stage.state.rawValue) \(stage.candidates) needs \(stage.approve)"
        + "\(stage.usesFallback ? ", fallback" : "") votes \(votes) \(climbed.joined(separator: ", "))"
    }.joined(separator: "\n  ")
  }

  /// What holds of the whole company.
  func checkCompany() throws(Violation) {
    try require(reserved <= budget.nanos, "\(reserved) nano-units are reserved of \(budget)")
    let sum = grants.reduce(0) { $0 + ($1.value.state == .superseded ? 0 : held[$1.key] ?? 0) }
    try require(sum <= budget.nanos, "the leaves hold \(sum) nano-units of \(budget)")
  }
}

extension World.WarnedRung {
  init(_ record: EventRecord) {
    stream = record.stream
    stage = record.data["stage"]?.string ?? "-"
    rung = record.data["rung"]?.integer ?? 0
  }
}
