import SpendModel
import StrictJSON

extension RequestCase {
  /// A person's act on a stage. What is due before it happens first.
  package func vote(_ ballot: Ballot, context: ActContext, ids: inout IDCounter) -> Result<Decision, Refusal> {
    if let refusal = wrongInput(ballot) { return .failure(refusal) }
    var recorder = Recorder(self, context)
    recorder.fireDueTimers(ids: &ids)
    recorder.rejudge(ids: &ids)
    if recorder.request.isOpenToVotes {
      return recorder.cast(ballot, ids: &ids)
    }
    let state = recorder.request.state
    if state == .changesRequested {
      return recorder.voids(
        ballot, .pending, "`\(id)` waits for changes by `\(requester)`", stage: ballot.stage)
    }
    return recorder.voids(ballot, .late, "`\(id)` is already decided: it is \(state.rawValue)", stage: ballot.stage)
  }

  /// What is wrong with a ballot as such; nothing is written then.
  private func wrongInput(_ ballot: Ballot) -> Refusal? {
    if let seen = ballot.revision, seen != revision {
      return Refusal(
        .staleRevision, "revision \(seen) was seen, and `\(id)` is at revision \(revision)",
        hint: "look at it again: `assent show \(id)`")
    }
    if let seen = ballot.factsSHA256, let current = factsSHA256, !seen.utf8.elementsEqual(current.utf8) {
      return Refusal(.staleRevision, "the facts of `\(id)` are not those that were seen", hint: "`assent show \(id)`")
    }
    let comment = ballot.comment.map { !$0.utf8.allSatisfy { $0 <= 32 } } ?? false
    if ballot.verb == .reject || ballot.verb == .requestChanges, !comment {
      return Refusal(
        .commentRequired, "say why, and what would change it", hint: "add `--comment`")
    }
    if let name = ballot.stage, stage(name) == nil {
      return Refusal(
        .unknownStage, "`\(id)` has no stage `\(name)`",
        hint: "its stages: " + stages.map { "`\($0.id)`" }.joined(separator: ", "))
    }
    if ballot.verb != .approve, !ballot.caps.isEmpty || ballot.expires != nil || !ballot.duties.isEmpty {
      return Refusal(.badInput, "only an approval may narrow caps or the expiry, or attach duties")
    }
    if ballot.duties.count > AddedDuty.mostPerVote {
      return Refusal(.badInput, "a vote attaches up to \(AddedDuty.mostPerVote) duties")
    }
    if !isGranted, let early = ballot.duties.first(where: { $0.phase == .start || $0.phase == .end }) {
      return Refusal(
        .badInput, "`\(id)` leads to no grant, and the duty `\(early.id)` is measured by one",
        hint: "say when it is due, counted from the approval: `--oblige \(early.id):10bd`")
    }
    for cap in ballot.caps {
      if cap.amount.nanos < 0 { return Refusal(.badInput, "the cap `\(cap.name)` is negative") }
      if let cost, cap.name == "cost", cap.amount.exceeds(cost) != false {
        return Refusal(
          .badInput, "the cap `\(cap.name)` may only narrow what was asked for, \(cost)",
          hint: "who wants more submits it again")
      }
    }
    if let expires = ballot.expires {
      guard case .wall(let seconds) = expires, seconds > 0 else {
        return Refusal(.badInput, "`\(expires)` is no length of a grant", hint: "write it by wall clock: `30d`")
      }
    }
    return nil
  }
}

extension Recorder {
  /// Refuses a vote and records it: a void vote is a leaf and changes no state.
  mutating func voids(
    _ ballot: Ballot, _ code: Refusal.Code, _ message: String, detail: String? = nil, stage: String?,
    hint: String? = nil
  ) -> Result<Decision, Refusal> {
    emit(
      .voteVoid,
      [
        "person": .string(ballot.person), "verb": .string(ballot.verb.rawValue), "revision": .integer(request.revision),
        "because": .string(code.rawValue), "detail": detail.map { .string($0) }, "stage": stage.map { .string($0) },
        "for": (ballot.delegation?.of ?? ballot.principal).map { .string($0) },
      ])
    return refuse(code, message, hint: hint)
  }

  mutating func cast(_ given: Ballot, ids: inout IDCounter) -> Result<Decision, Refusal> {
    let (choice, ballot) = choice(for: given)
    let place: StageCase
    switch choice {
    case .stage(let found): place = found
    case .ambiguous(let names):
      return refuse(
        .ambiguousStage, "`\(ballot.person)` could act on \(names.count) stages",
        hint: names.map { "--stage \($0)" }.joined(separator: " or "))
    case .ambiguousPrincipal(let names):
      return refuse(
        .ambiguousPrincipal, "`\(ballot.person)` could vote in the place of \(names.count) people",
        hint: names.map { "--for \($0)" }.joined(separator: " or "))
    case .void(let code, let message, let detail, let stage, let hint):
      return voids(ballot, code, message, detail: detail, stage: stage, hint: hint)
    }
    let definition = workflows.definition(of: place.id, in: workflow)
    if let refusal = termsRefused(ballot, place, definition?.terms ?? .none) { return refusal }
    if let refusal = conditionsRefused(ballot, definition) { return refusal }
    let obligations: [Obligation]
    switch attached(ballot, on: place) {
    case .success(let attached): obligations = attached
    case .failure(let refusal): return refuse(refusal.code, refusal.message, hint: refusal.hint)
    }
    if let (code, message) = voidedByOthers(ballot, on: place) {
      return voids(
        ballot, code, message, detail: code == .excluded ? "distinct" : nil, stage: place.id)
    }
    if isOverCap(ballot, on: place), let delegation = ballot.delegation {
      return voids(
        ballot, .overLimit,
        "the delegation by `\(delegation.of)` goes up to \(delegation.cap?.description ?? "nothing")", stage: place.id,
        hint: "`\(delegation.of)` may act")
    }
    let others = remainingOwn(place).filter { $0 != ballot.holder }
    let isOwn = !asked(place).contains(ballot.holder)
    let isLast =
      lacks(
        place, with: [ballot.holder],
        required: required(place, remaining: others.count, voter: isOwn ? ballot.holder : nil)) == 0
    if request.isPostReviewed, ballot.verb == .requestChanges {
      return refuse(.badInput, "an emergency is ratified or not", hint: "`assent approve` or `assent reject`")
    }
    if place.right == .decide, ballot.verb == .approve, isLast {
      if let refusal = amendmentRefused() { return refuse(refusal.code, refusal.message, hint: refusal.hint) }
      let isHeld = isAuthorityHeld(by: place.counted(.approve).map(\.holder) + [ballot.holder], with: ballot)
      if !isHeld, !sharesAuthority(ballot.holder, with: place.counted(.approve).map(\.holder) + others) {
        return overLimit(ballot, place)
      }
      var completed = ballot
      completed.stage = place.id
      if isHeld, outline(ballot: completed).exceedsBudget {
        return voids(
          ballot, .budget, "the budget `\(context.budget?.id ?? "")` has no room for it", stage: place.id,
          hint: context.budget.map { budget in
            let left = budget.remaining
            let mayNarrow = definition?.conditions.narrowsCaps ?? false && left.nanos > 0
            return "it has \(left) left"
              + (mayNarrow ? ": `--cap cost=\(left.amountText)\(left.currency.code)` fits" : "")
          })
      }
    }
    count(ballot, obligations, on: place)
    settle(place.id, ballot, ids: &ids)
    rejudge(ids: &ids)
    return finish()
  }

  private mutating func conditionsRefused(
    _ ballot: Ballot, _ definition: StageDefinition?
  ) -> Result<Decision, Refusal>? {
    let allowed = definition?.conditions ?? .none
    if !ballot.caps.isEmpty, !allowed.narrowsCaps {
      return refuse(.badInput, "stage `\(definition?.id ?? "")` does not let its voters narrow caps")
    }
    if ballot.expires != nil, allowed.expiry == nil {
      return refuse(.badInput, "stage `\(definition?.id ?? "")` does not let its voters narrow the expiry")
    }
    if !ballot.duties.isEmpty, !allowed.addsObligations {
      return refuse(
        .badInput, "stage `\(definition?.id ?? "")` does not let its voters attach duties",
        hint: "a stage offers it with `conditions: {obligations: add}`")
    }
    if let expires = ballot.expires, let longest = longestLife(allowed) {
      let calendar = workflows.defaultCalendar
      if calendar.adding(longest, to: at) < calendar.adding(expires, to: at) {
        return refuse(
          .badInput, "the expiry `\(expires)` may only narrow what may be granted, \(longest)",
          hint: "`--expires \(longest)` or less")
      }
    }
    return nil
  }

  /// For how long a grant may hold at most: by the workflow, and by what the stage says of its voters.
  private func longestLife(_ conditions: Conditions) -> Period? {
    var limits = [workflow?.grant.expires ?? .wall(seconds: 90 * 86_400)]
    if case .atMost(let period)? = conditions.expiry { limits.append(period) }
    let calendar = workflows.defaultCalendar
    return limits.min { calendar.adding($0, to: at) < calendar.adding($1, to: at) }
  }

  private mutating func overLimit(_ ballot: Ballot, _ stage: StageCase) -> Result<Decision, Refusal> {
    let amount = context.exposure ?? request.exposure
    let limit = limit(of: ballot)
    let holders = directory.people.map(\.id).filter { person in
      amount.map { directory.hold([person], amount: $0) } ?? false
    }
    return voids(
      ballot, .overLimit,
      "\(amount.map { $0.description } ?? "an amount without a price") is over what `\(ballot.person)` may decide"
        + (ballot.delegation.map { " for `\($0.of)`" } ?? "") + (limit.map { ", \($0)" } ?? ""),
      stage: stage.id,
      hint: holders.isEmpty
        ? amount.flatMap(sharedHolders)
        : "may decide it: " + holders.map { "`\($0)`" }.joined(separator: ", "))
  }

  /// Who holds an amount only together with others, in words.
  private func sharedHolders(of amount: Money) -> String? {
    (directory.authority?.limits ?? []).first { $0.approve > 1 && $0.covers(amount) }.map {
      "may decide it together: \($0.approve) of `\($0.holder.value)`"
    }
  }

  private mutating func count(_ ballot: Ballot, _ obligations: [Obligation], on stage: StageCase) {
    var conditions: [JSONValue.Member] = []
    if !ballot.caps.isEmpty { conditions.append(.init("caps", GrantTerms.canonical(caps: ballot.caps))) }
    if let expires = ballot.expires { conditions.append(.init("expires", .string(expires.description))) }
    if !obligations.isEmpty { conditions.append(.init("obligations", .array(obligations.map(\.json)))) }
    let limit = stage.right == .decide ? limit(of: ballot) : nil
    emit(
      .voteCast,
      [
        "candidates": array(eligible(stage).people), "conditions": conditions.isEmpty ? nil : .object(conditions),
        "facts_sha256_seen": request.factsSHA256.map { .string($0) } ?? EventDraft.digest(of: request.facts),
        "limit": limit?.canonical, "person": .string(ballot.person),
        "reads_sha256": EventDraft.digest(of: facts(request.facts, readBy: stage.reads)),
        "revision": .integer(request.revision), "stage": .string(stage.id), "verb": .string(ballot.verb.rawValue),
        "comment": ballot.comment.map { EventDraft.text($0) },
        "attest": ballot.attest.isEmpty ? .none : Optional(array(ballot.attest)),
        "for": ballot.delegation.map { .string($0.of) }, "delegation": ballot.delegation.map { .string($0.id) },
        "cap": ballot.delegation?.cap?.canonical,
      ])
  }

  /// What a counted vote leads to.
  private mutating func settle(_ id: String, _ ballot: Ballot, ids: inout IDCounter) {
    guard let stage = request.stage(id) else { return }
    switch ballot.verb {
    case .approve, .reject:
      if stage.right == .input {
        if stage.stillNeeds == 0 { satisfy(stage, how: "quorum", ids: &ids) }
      } else if ballot.verb == .approve {
        // Of those who hold an amount together, the first one's approval waits for the others'.
        if lacks(stage, required: required(stage, remaining: remainingOwn(stage).count)) == 0, mayBeSatisfied(stage) {
          satisfy(stage, how: "quorum", ids: &ids)
        }
      } else if stage.counted(.reject).count >= stage.reject {
        emit(.stageVetoed, ["stage": .string(id)])
        guard !request.isPostReviewed else { return endEmergency(because: "rejected", by: currentAuthor, ids: &ids) }
        end(
          .requestRejected,
          [
            "revision": .integer(request.revision), "stage": .string(id),
            "by": array(stage.counted(.reject).map(\.person)),
          ])
      }
    case .requestChanges:
      emit(
        .requestChangesRequested,
        ["revision": .integer(request.revision), "stage": .string(id), "by": .string(ballot.person)])
      for open in request.stages where open.state == .active || open.state == .blocked {
        emit(.stagePaused, ["stage": .string(open.id)])
      }
    case .recuse: break
    }
  }
}
