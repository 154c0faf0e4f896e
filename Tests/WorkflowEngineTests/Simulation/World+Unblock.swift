import SpendModel
import StrictJSON

@testable import WorkflowEngine

/// Whoever waits is told who can help, and whoever is named can.
extension World {
  /// Each undecided request names people who are there, and what one of them is offered moves it.
  mutating func checkWhy(_ live: Live, _ oracle: Oracle) throws(Violation) {
    guard live.request.state.isUndecided else { return }
    let why = live.request.why(context: context(.timer, for: live))
    try require(!why.named.isEmpty, "\(live.request.id) waits and names nobody")
    for person in why.named {
      try require(oracle.exists(person), "\(live.request.id) names \(person), who is not there")
    }
    let open = why.waitingOn.filter { $0.state == .active }
    // Any of them will do: all have to be worth asking.
    let turn = records.count
    if live.request.state == .changesRequested {
      return try checkAnswer(why.named[turn % why.named.count], live)
    }
    var isMoving = false
    for waiting in open where !waiting.candidates.isEmpty {
      let person = waiting.candidates[turn % waiting.candidates.count]
      try require(
        canVote(person, waiting.stage, live),
        "\(live.request.id) waits on \(person), who can do nothing about \(waiting.stage)\n  \(describe(live.request))")
      if waiting.right == .input || canApprove(person, waiting.stage, live) {
        isMoving = true
        tally.count(offer: "vote")
      }
    }
    // Not everybody whose vote is asked for holds the amount, but somebody does.
    for waiting in open where !isMoving {
      isMoving = waiting.right == .input || waiting.candidates.contains { canApprove($0, waiting.stage, live) }
    }
    if isMoving { return }
    try require(
      !why.canUnblock.isEmpty, "nobody whom \(live.request.id) names can move it on\n  \(describe(live.request))")
    try checkRescue(why.canUnblock[turn % why.canUnblock.count], live, oracle)
  }

  /// Who is asked for changes can hand them in, or take the request back.
  private mutating func checkAnswer(_ person: String, _ live: Live) throws(Violation) {
    var ask = live.ask
    ask.submitter = person
    ask.days += 1
    var copy = ids
    let context = ActContext(
      workflows: workflows, directory: directory, actor: .user(person, login: person), at: clock,
      exposure: exposure(of: live.request.id, ask, submittedAt: live.request.submittedAt), budget: room(of: ask),
      delegations: delegations)
    let answer = live.request.resubmit(
      submission(ask, live.request.id, context.exposure), verdict: ask.verdict, record: Sample.record,
      standing: self.context(.timer, for: live), context: context, ids: &copy)
    if answer.isTaken { return tally.count(offer: "resubmit") }
    let back = live.request.withdraw(
      comment: nil, context: self.context(.user(person, login: person), for: live), ids: &copy)
    try require(back.isTaken, "\(live.request.id) waits for changes by \(person), who can do nothing about it")
    tally.count(offer: "withdraw instead")
  }

  /// Whether any vote of that person would be taken.
  private func canVote(_ person: String, _ stage: String, _ live: Live) -> Bool {
    if canApprove(person, stage, live) { return true }
    return attempt(.requestChanges, person, stage, live)
  }

  /// Whether an approval by that person would be taken, or would be if the budget had room.
  private func canApprove(_ person: String, _ stage: String, _ live: Live) -> Bool {
    attempt(.approve, person, stage, live)
  }

  private func attempt(_ verb: RequestVerb, _ person: String, _ stage: String, _ live: Live) -> Bool {
    var copy = ids
    let attest = verb == .approve ? live.attest(stage) : []
    let ballot = Ballot(person: person, verb: verb, stage: stage, comment: "yes", attest: attest)
    switch live.request.vote(ballot, context: context(.user(person, login: person), for: live), ids: &copy) {
    case .success(let decision): return decision.drafts.contains { $0.type == .voteCast }
    case .failure(let refusal): return refusal.code == .budget
    }
  }

  /// Who is named for a request that nobody can act on does what is theirs: they bring people in, who take it from
  /// there. Where the grant that it would change is gone, whoever asked takes it back.
  private mutating func checkRescue(_ person: String, _ live: Live, _ oracle: Oracle) throws(Violation) {
    var copy = ids
    let words = "\(person), who is named for \(live.request.id), cannot help\n  \(describe(live.request))"
    guard live.request.stages.contains(where: { $0.state == .blocked }) else {
      let back = live.request.withdraw(
        comment: nil, context: context(.user(person, login: person), for: live), ids: &copy)
      try require(back.isTaken, words)
      return tally.count(offer: "withdraw")
    }
    var context = context(.timer, for: live)
    context.directory = Directory(rights: reinforced)
    guard case .success(let decision) = live.request.tick(context: context, ids: &copy) else {
      throw violation("a tick is refused")
    }
    let after = decision.request
    try require(
      after.state != .inReview || after.stages.contains { $0.state == .active }, words + "\n  " + describe(after))
    tally.count(offer: "new people")
  }

  /// The people in force, and new ones who have no part in anything yet and hold every office.
  private var reinforced: DecisionRights {
    var rights = workflows.rights
    let names = (1...8).map { "new\($0)" }
    rights.people += names.map { name in
      Person(
        id: name, name: name, team: "new", roles: ["team-lead", "director", "vp", "new"], training: ["privacy"])
    }
    for place in rights.groups.indices {
      rights.groups[place].members += names.map(Company.at)
      rights.groups[place].fallback = Company.at(.role("new"))
    }
    return rights
  }
}
