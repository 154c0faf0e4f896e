import SpendModel
import StrictJSON

@testable import WorkflowEngine

extension World {
  /// The grant that an act on a request may end: the one that it amends, or the one of its emergency.
  func situation(of live: Live) -> GrantSituation? {
    let grant =
      live.request.amends.flatMap { grants[$0.grant] }
      ?? (live.request.emergency == nil ? nil : grants.values.first { $0.request == live.request.id })
    return grant.map { grant in
      GrantSituation(grant: grant, tasks: tasks.values.filter { grant.duties.contains($0.id) }.sorted { $0.id < $1.id })
    }
  }

  /// Somebody asks for other terms than those of a live grant.
  mutating func amend() throws(Violation) {
    let approved = requests.indices.filter { requests[$0].request.state == .approved }
    guard let place = pick(happens(8) ? Array(requests.indices) : approved) else { return }
    let parent = requests[place]
    // One at a time.
    guard
      !requests.contains(where: { parent.request.amendments.contains($0.request.id) && $0.request.state.isUndecided })
    else { return }
    let grant = grants.values.filter { $0.request == parent.request.id }.max { $0.id < $1.id }
    var ask = parent.ask
    ask.submitter = (happens(5) ? pick(World.voters) : parent.request.requester) ?? "zoe"
    ask.requester = ask.submitter
    switch dice.upTo(3) {
    case 0: ask.cost = ask.cost.map { Company.nanos($0.nanos / 2) }
    case 1: ask.cost = ask.cost.map { Company.nanos($0.nanos + 1000 * Money.nanosPerUnit) }
    default: ask.days = Int64(10 + dice.upTo(80))
    }
    let id = ids.mint(.request)
    let exposure = exposure(of: id, ask, submittedAt: nil, replacing: parent.request.id)
    var context = ActContext(
      workflows: workflows, directory: directory, actor: .user(ask.submitter, login: ask.submitter), at: clock,
      exposure: exposure, budget: room(of: ask, replacing: grant), delegations: delegations)
    context.grant = grant.map { grant in
      GrantSituation(grant: grant, tasks: tasks.values.filter { grant.duties.contains($0.id) }.sorted { $0.id < $1.id })
    }
    let result = parent.request.amend(
      submission(ask, id, exposure), verdict: ask.verdict, record: Sample.record, context: context,
      ids: &ids)
    let words = "\(ask.submitter) amends \(parent.request.id) by \(id): \(ask.cost?.description ?? "no price")"
    switch result {
    case .success(let decision):
      try require(
        [parent.request.requester, parent.request.submitter, parent.request.beneficiary].contains(ask.submitter),
        "\(ask.submitter) amended \(parent.request.id), which is not theirs")
      try require(grant?.state.isLive ?? false, "\(parent.request.id) was amended, and no grant of it lives")
      requests.append(Live(request: RequestCase(id: id), pinned: workflows, ask: ask, authors: authorsNow))
      try take(.success(decision), at: requests.count - 1, words, isQuiet: true)
    case .failure(let refusal):
      tell("\(words) -> refused \(refusal.code.rawValue): \(refusal.message)")
      try require(refusal.drafts.isEmpty, "a refused amendment wrote something")
    }
  }

  /// The rules tighten for what is under way: stages are added, and nothing is lost.
  mutating func reevaluate() throws(Violation) {
    let open = requests.indices.filter { requests[$0].request.state.isUndecided }
    guard let place = pick(open) else { return }
    let live = requests[place]
    let verdict = pick([Sample.needsReviews, Sample.denied(waivable: false), Sample.allowed]) ?? Sample.allowed
    let before = live.request
    let result = before.reevaluate(
      verdict, bundleSHA256: Sample.record.bundleSHA256, explanation: .object([]), rules: workflows,
      context: context(.user("gus", login: "gus"), for: live), ids: &ids)
    if case .success(let decision) = result {
      let after = decision.request
      for stage in before.stages {
        guard let kept = after.stage(stage.id) else {
          throw violation("a new judgement took stage \(stage.id) of \(before.id)")
        }
        try require(kept.votes.starts(with: stage.votes), "a new judgement took votes on \(stage.id) of \(before.id)")
      }
      let new = after.reviews.filter { !before.reviews.contains($0) }
      requests[place].ask.verdict.reviews += new.filter { !live.ask.verdict.reviews.contains($0) }
    }
    try take(result, at: place, "\(before.id) is judged anew: \(verdict.outcome.rawValue)", isQuiet: result.isTaken)
  }

  /// Something is on fire.
  mutating func breakGlass() throws(Violation) {
    var ask = randomAsk()
    ask.submitter = (happens(4) ? pick(World.voters) : pick(["pau", "pia"])) ?? "pau"
    (ask.requester, ask.beneficiary) = (ask.submitter, ask.submitter)
    ask.cost = Company.usd(pick([100, 1500, 1500, 7400]) ?? 100)
    let id = ids.mint(.request)
    let exposure = exposure(of: id, ask, submittedAt: nil)
    let unreviewed = requests.first { $0.request.requester == ask.submitter && $0.request.awaitsPostReview }?.request.id
    let context = ActContext(
      workflows: workflows, directory: directory, actor: .user(ask.submitter, login: ask.submitter), at: clock,
      exposure: exposure, budget: room(of: ask))
    let result = RequestCase.breakGlass(
      submission(ask, id, exposure), verdict: ask.verdict, record: Sample.record,
      incident: happens(8) ? "" : "INC-1", reason: happens(8) ? " " : "it burns", unreviewed: unreviewed,
      context: context, ids: &ids)
    let words = "\(ask.submitter) breaks the glass: \(id), \(ask.cost?.description ?? "")"
    guard case .success(let decision) = result else {
      if case .failure(let refusal) = result { tell("\(words) -> refused \(refusal.message)") }
      return
    }
    if decision.request.state == .approved {
      try require(unreviewed == nil, "\(ask.submitter) broke the glass twice, and nobody looked at the first")
      try require(
        workflows.rights.groups.contains { $0.id == "platform" && $0.members.contains { $0.value == ask.submitter } }
          || !workflows.rights.groups.contains { group in
            group.id == "platform" && group.members.contains { directory.person($0.value) != nil }
          }, "\(ask.submitter) broke the glass, and is not one of those who may")
      try require(ask.cost.map { $0.nanos <= 2000 * Money.nanosPerUnit } ?? false, "an emergency of \(ask.cost as Any)")
    }
    requests.append(Live(request: RequestCase(id: id), pinned: workflows, ask: ask, authors: authorsNow))
    try take(.success(decision), at: requests.count - 1, words, isQuiet: true)
  }

  /// Two people move a request under way to other definitions.
  mutating func migrate() throws(Violation) {
    let open = requests.indices.filter { requests[$0].request.state.isUndecided }
    guard let place = pick(open), let other = pick(Companies.compiled) else { return }
    let live = requests[place]
    let next = inForce(other)
    var renames: [Migration.Rename] = []
    if happens(2), let from = pick(live.request.stages)?.id, let to = pick(next.workflows[0].stages)?.id {
      renames = [Migration.Rename(from: from, to: to)]
    }
    let (author, second) = (pick(World.voters) ?? "gia", pick(World.voters) ?? "gus")
    let digest = String(repeating: "d", count: 64)
    let migration = Migration(
      bundleSHA256: digest, former: Sample.record.bundleSHA256, renames: renames, plan: digest, author: author,
      second: second, proposal: 0)
    let result = live.request.migrate(
      migration, to: next, context: context(.user(second, login: second), for: live), ids: &ids
    ).map(\.decision)
    let isKeptOut = next.workflows[0].separation.exclude.contains(.author)
    let pin = Pin(
      ask: live.ask, workflows: next, authors: unique(live.authors + (isKeptOut ? [author, second] : [])),
      from: .requestMigrated)
    if case .success(let decision) = result { try checkCrossing(live.request, decision) }
    try take(
      result, at: place,
      "\(author) and \(second) move \(live.request.id)\(renames.map { ", \($0.from) to \($0.to)" }.joined())",
      isQuiet: result.isTaken, pins: result.isTaken ? pin : nil)
  }

  /// Each vote counts on, or is told to be stale; and no review that a rule demands is lost.
  private func checkCrossing(_ before: RequestCase, _ decision: Decision) throws(Violation) {
    let after = decision.request
    // What was due before may have ended it, or brought in votes of nobody: votes come from people only.
    let had = before.stages.flatMap { $0.counted.map(\.person) }
    let has = after.stages.flatMap { $0.counted.map(\.person) }
    let lost = decision.drafts.filter { $0.type == .voteStale }.compactMap { $0.data["person"]?.string }
    try require(had.sorted() == (has + lost).sorted(), "of the votes of \(had), \(has) count and \(lost) are stale")
    for review in before.reviews {
      try require(
        after.stages.contains { $0.id == review || $0.reviews.contains(review) },
        "\(before.id) lost the review `\(review)`")
    }
  }
}
