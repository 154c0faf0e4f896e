package import SpendModel
package import StrictJSON

extension RequestCase {
  /// Judges an undecided request by other rules than those that it pinned: what they demand beyond is added, and
  /// nothing is taken away. A new denial becomes a review by `governance`; the decision waits for what was added.
  ///
  /// - Parameters:
  ///   - verdict: What the other rules say of the request as it stands.
  ///   - bundleSHA256: Of the bundle with those rules, in hex.
  ///   - explanation: Of both verdicts.
  ///   - rules: The workflows of that bundle, from whose catalogue what is added comes.
  /// - Returns: Where nothing is added, only what is due by now.
  package func reevaluate(
    _ verdict: Verdict, bundleSHA256: String, explanation: JSONValue, rules: CompiledWorkflows, context: ActContext,
    ids: inout IDCounter
  ) -> Result<Decision, Refusal> {
    var recorder = Recorder(self, context)
    recorder.fireDueTimers(ids: &ids)
    let current = recorder.request
    guard current.state == .inReview else {
      return recorder.refuse(
        .badState, "`\(id)` is \(current.state.rawValue), and only what is in review is judged anew")
    }
    let denying = verdict.fired.filter { $0.effect == .deny && !current.fired.contains($0.id) }
    var demanded = verdict.reviews
    if !denying.isEmpty { demanded.append(CompiledWorkflows.governanceGroup) }
    let added = unique(demanded).filter { review in
      !current.reviews.contains(review)
        && !current.stages.contains { $0.id == review || $0.reviews.contains(review) }
    }
    let stages = rules.stages(for: added, of: current, verdict: verdict)
    guard !stages.isEmpty else {
      // As every act, it leaves nothing to do that is due by now.
      recorder.byTimer { $0.rejudge(ids: &ids) }
      return recorder.finish()
    }
    let obligations = verdict.obligations.filter { new in !current.obligations.contains { $0.id == new.id } }
    let fired: [JSONValue] = verdict.fired.map { ["effect": .string($0.effect.rawValue), "rule": .string($0.id)] }
    recorder.emit(
      .requestReevaluated,
      [
        "bundle_sha256": .string(bundleSHA256), "revision": .integer(current.revision),
        "explanation_sha256": EventDraft.blob("explanation", explanation), "added": array(stages.map(\.id)),
        "input_sha256": EventDraft.blob(
          "input",
          .object([
            "stages": .array(stages.map(\.json)), "obligations": .array(obligations.map(\.json)),
          ])),
        "verdict": .object([
          "fired": .array(fired), "obligations": array(verdict.obligations.map(\.id)),
          "outcome": .string(verdict.outcome.rawValue), "reviews": array(added),
        ]),
      ])
    recorder.activateReady(ids: &ids)
    recorder.rejudge(ids: &ids)
    return recorder.finish()
  }

  mutating func reevaluated(_ event: EventReading) throws(ReplayError) {
    try require(state == .inReview, event)
    guard let input = event.input else { throw ReplayError("the input of `request.reevaluated` is missing") }
    var added: [StageCase] = []
    for value in input["stages"]?.array ?? [] {
      let stage = try StageCase(json: value)
      guard self.stage(stage.id) == nil else { throw ReplayError("the request has stage `\(stage.id)` already") }
      added.append(stage)
    }
    reviews += strings(event.data["verdict"]?["reviews"]).filter { !reviews.contains($0) }
    fired += (event.data["verdict"]?["fired"]?.array ?? []).compactMap { $0["rule"]?.string }.filter {
      !fired.contains($0)
    }
    obligations += (input["obligations"]?.array ?? []).compactMap { Obligation(json: $0) }
    stages.insert(contentsOf: added, at: stages.firstIndex { $0.right == .decide } ?? stages.endIndex)
    // A decision that was open waits again; the votes on it stay.
    for index in stages.indices where stages[index].right == .decide {
      guard stages[index].state == .active || stages[index].state == .blocked else { continue }
      stages[index].state = .pending
      for timer in stages[index].timers.indices where stages[index].timers[timer].state == .pending {
        stages[index].timers[timer].state = .obsolete
      }
    }
  }
}

extension CompiledWorkflows {
  /// The reviews of the catalogue as stages for a request that is under way.
  func stages(for reviews: [String], of request: RequestCase, verdict: Verdict) -> [PlannedStage] {
    guard let workflow = workflow(request.workflow) ?? workflows.first(where: { $0.select.isDefault }) else {
      return []
    }
    var input = input(request, exposure: request.exposure)
    input.separation = workflow.separation
    var notes: [String] = []
    return reviews.compactMap { review in
      rights.reviews.first { $0.id == review }.map { definition in
        stage(definition, why: .rule, of: workflow, present: [], input: input, notes: &notes)
      }
    }.map { planned in
      var planned = planned
      if !planned.reviews.contains(planned.id) { planned.reviews.append(planned.id) }
      return planned
    }
  }
}
