package import SpendModel

/// Why an act may not happen, and what is to be recorded all the same.
package struct Refusal: Error, Sendable {
  package enum Code: String, Sendable, Hashable, CaseIterable {
    case excluded
    case notCandidate = "not_candidate"
    case overLimit = "over_limit"
    case late, pending, budget, repeated
    case staleRevision = "stale_revision"
    case commentRequired = "comment_required"
    case badState = "bad_state"
    case badInput = "bad_input"
    case unknownStage = "unknown_stage"
    case ambiguousStage = "ambiguous_stage"
    case ambiguousPrincipal = "ambiguous_principal"
    case notPermitted = "not_permitted"
    case selfVerification = "self_verification"
    case missingEvidence = "missing_evidence"
    case notAcknowledged = "not_acknowledged"
    /// Something that the stage asks to attest is not attested.
    case notAttested = "not_attested"
    /// The stage asks to be surer of who votes.
    case weakAuthentication = "auth"

    /// The exit code of the command line: 2 bad input, 4 conflict, 5 not permitted.
    package var exit: Int32 {
      switch self {
      case .excluded, .notCandidate, .overLimit, .notPermitted, .selfVerification, .weakAuthentication: 5
      case .late, .pending, .budget, .repeated, .staleRevision, .badState: 4
      case .commentRequired, .badInput, .unknownStage, .ambiguousStage, .ambiguousPrincipal, .missingEvidence,
        .notAcknowledged, .notAttested:
        2
      }
    }
  }

  package var code: Code
  package var message: String
  package var hint: String?
  /// What is written although the act is refused: timers that came due before it, and the leaf of a void vote.
  package var drafts: [EventDraft]

  package init(_ code: Code, _ message: String, hint: String? = nil, drafts: [EventDraft] = []) {
    self.code = code
    self.message = message
    self.hint = hint
    self.drafts = drafts
  }
}

/// What an act is judged by, beside the case itself.
package struct ActContext: Sendable {
  /// The definitions that the request pinned.
  package var workflows: CompiledWorkflows
  /// The people and groups in force now.
  package var directory: Directory
  package var actor: Actor
  package var at: Timestamp
  /// The exposure as it is now; nothing: as it was at the submission.
  package var exposure: Money?
  /// The budget that an approval would be held against; nothing where there is none.
  package var budget: BudgetRoom?
  /// The grant that the act may end: the one that an amendment takes the place of, or the one of an emergency.
  package var grant: GrantSituation?
  /// The delegations that hold at the time of the act.
  package var delegations: [Delegation]

  package init(
    workflows: CompiledWorkflows, directory: Directory? = nil, actor: Actor, at: Timestamp, exposure: Money? = nil,
    budget: BudgetRoom? = nil, delegations: [Delegation] = []
  ) {
    self.workflows = workflows
    self.directory = directory ?? workflows.directory
    self.actor = actor
    self.at = at
    self.exposure = exposure
    self.budget = budget
    self.delegations = delegations
  }
}

/// What an act leads to: the events, cause first, and the case as they leave it.
package struct Decision: Sendable {
  package var drafts: [EventDraft]
  package var request: RequestCase
  /// How a submission was routed.
  package var plan: Plan?

  /// Who is told of what.
  package var notices: [Notice] { drafts.notices() }
}

/// Somebody to be told of an event.
package struct Notice: Sendable, Hashable {
  /// A person's id.
  package var to: String
  /// `REQ-000123`
  package var about: String
  /// The event's type.
  package var kind: String
}

/// A vote as somebody casts it.
package struct Ballot: Sendable, Hashable {
  package var person: String
  package var verb: RequestVerb
  /// Needed only where the person could act on two stages.
  package var stage: String?
  package var comment: String?
  /// The revision that the voter saw.
  package var revision: Int64?
  /// The digest of the facts that the voter saw, in hex.
  package var factsSHA256: String?
  /// Caps for the grant, narrower than what was asked for.
  package var caps: [GrantTerms.Cap]
  /// The grant's length from the approval, by wall clock, shorter than the workflow's.
  package var expires: Period?
  /// What the voter attests.
  package var attest: [String]
  /// Duties that the voter attaches to an approval.
  package var duties: [AddedDuty]
  /// In whose place, by a delegation; nothing: by an own right, else by the only delegation that fits.
  package var principal: String?
  /// The delegation that is used, once it is known.
  var delegation: Delegation?

  /// Whose right is used.
  var holder: String { delegation?.of ?? person }

  package init(
    person: String, verb: RequestVerb, stage: String? = nil, comment: String? = nil, revision: Int64? = nil,
    factsSHA256: String? = nil, caps: [GrantTerms.Cap] = [], expires: Period? = nil, attest: [String] = [],
    duties: [AddedDuty] = [], principal: String? = nil
  ) {
    self.principal = principal
    self.duties = duties
    self.person = person
    self.verb = verb
    self.stage = stage
    self.comment = comment
    self.revision = revision
    self.factsSHA256 = factsSHA256
    self.caps = caps
    self.expires = expires
    self.attest = attest
  }
}
