package import SpendModel

/// A stage of a plan as somebody wants to see it before they submit: who would act, and who if those cannot.
package struct Prospect: Sendable {
  package var stage: PlannedStage
  /// The stages that come before it.
  package var after: [String]
  /// Who stands in for its candidates.
  package var fallback: [String]
  /// How many of those have to agree; nothing: as many as before.
  package var fallbackApprove: Int?
  /// What it asks of its voters.
  package var terms: VoteTerms
  /// What its voters may attach to an approval, in words.
  package var offers: [String]
}

extension CompiledWorkflows {
  /// The stages of a plan with what routing knows of them beyond it; pure, and by the functions that route.
  package func prospects(of plan: Plan, submission: Submission, verdict: Verdict) -> [Prospect] {
    var input = RoutingInput(submission, verdict)
    let workflow = workflow(plan.workflow)
    input.separation = workflow?.separation
    return plan.stages.map { stage in
      let definition = definition(of: stage.id, in: workflow)
      var after = stage.needs
      if stage.right == .decide {
        after = plan.stages.filter { $0.right == .agree || $0.right == .input }.map(\.id)
      }
      var fallback: [String] = []
      var approve: Int?
      if let definition, stage.right == .agree || stage.right == .decide || stage.right == .input {
        let standIns = standIns(for: definition, input: input, directory: directory)
        fallback = standIns.people.filter {
          exclusion(of: $0, input: input, directory: directory, stage: definition) == nil
        }
        approve = standIns.approve
      }
      return Prospect(
        stage: stage, after: after, fallback: fallback, fallbackApprove: approve, terms: definition?.terms ?? .none,
        offers: definition?.conditions.offered ?? [])
    }
  }
}

extension Conditions {
  /// In words, for whoever votes: `--cap`, a lower cap; `--expires`, an earlier end; `--oblige`, duties.
  package var offered: [String] {
    var words: [String] = []
    if narrowsCaps { words.append("lower caps (--cap)") }
    switch expiry {
    case .narrow?: words.append("an earlier end (--expires)")
    case .atMost(let most)?: words.append("an earlier end, after \(most) at the latest (--expires)")
    case nil: break
    }
    if addsObligations { words.append("duties (--oblige)") }
    return words
  }
}

extension VoteTerms {
  /// In words, for whoever votes: `a comment`, `to attest budget-available`, `a login by oidc`.
  package var spoken: [String] {
    var words: [String] = []
    if commentsAlways { words.append("a comment with every vote") }
    if !attest.isEmpty { words.append("to attest " + attest.joined(separator: ", ")) }
    if let weakest { words.append(stepUp ? "a new login by \(weakest.rawValue)" : "a login by \(weakest.rawValue)") }
    return words
  }
}

extension CompiledWorkflows {
  /// What a stage of a workflow asks of those who vote on it.
  package func terms(of stage: String, in workflow: String) -> VoteTerms {
    definition(of: stage, in: self.workflow(workflow))?.terms ?? .none
  }

  /// The reviews that a stage of a workflow stands for.
  package func reviews(of stage: String, in workflow: String) -> [String] {
    definition(of: stage, in: self.workflow(workflow))?.reviews.map(\.value) ?? []
  }
}
