package import Diagnostics
package import SpendModel

/// How requests of one sort are decided: the document of kind `Workflow`.
package struct Workflow: Sendable {
  package var id: Located<String>
  package var owner: Located<ActorReference>
  package var file: String?
  package var select: Selection
  package var ttl: Period
  package var lanes: [Lane]
  package var separation: Separation
  package var stages: [StageDefinition]
  package var ladder: LadderReference?
  package var calendar: Located<String>?
  package var grant: GrantTerms
  /// Who is told of the decision.
  package var informed: [Located<ActorReference>]
  package var perform: [PerformStep]
  package var examples: [WorkflowExample]
  /// Whether requests of this sort may be approved in an emergency; kept for later.
  package var allowsBreakGlass: Bool

  package init(
    id: Located<String>, owner: Located<ActorReference>, file: String? = nil, select: Selection,
    ttl: Period = .businessDays(20), lanes: [Lane] = [], separation: Separation = .standard, stages: [StageDefinition],
    ladder: LadderReference? = nil, calendar: Located<String>? = nil, grant: GrantTerms = GrantTerms(),
    informed: [Located<ActorReference>] = [], perform: [PerformStep] = [], examples: [WorkflowExample] = [],
    allowsBreakGlass: Bool = true
  ) {
    self.id = id
    self.owner = owner
    self.file = file
    self.select = select
    self.ttl = ttl
    self.lanes = lanes
    self.separation = separation
    self.stages = stages
    self.ladder = ladder
    self.calendar = calendar
    self.grant = grant
    self.informed = informed
    self.perform = perform
    self.examples = examples
    self.allowsBreakGlass = allowsBreakGlass
  }

  /// Which requests a workflow takes; the greater priority wins.
  package struct Selection: Sendable {
    package var when: ExpressionSource?
    package var priority: Int64
    /// Also whatever nothing else selects.
    package var isDefault: Bool
    package var position: SourcePosition

    package init(
      when: ExpressionSource? = nil, priority: Int64 = 0, isDefault: Bool = false, at position: SourcePosition = .start
    ) {
      self.when = when
      self.priority = priority
      self.isDefault = isDefault
      self.position = position
    }
  }

  /// A fast way for requests that no rule holds up.
  package struct Lane: Sendable {
    package var id: String
    package var position: SourcePosition
    package var when: ExpressionSource
    package var grant: GrantTerms
    /// The share of its grants that is looked at afterwards, in percent.
    package var sample: Int

    package init(
      id: String, at position: SourcePosition = .start, when: ExpressionSource, grant: GrantTerms = GrantTerms(),
      sample: Int = 0
    ) {
      self.id = id
      self.position = position
      self.when = when
      self.grant = grant
      self.sample = sample
    }
  }
}

/// Who may not take part, and whether one person may act on two stages.
package struct Separation: Sendable, Hashable {
  package enum Excluded: String, Sendable, Hashable, CaseIterable {
    case requester, submitter, beneficiary, conflicted, sameTeam
    /// Who wrote or activated the change of rules or workflows that opened the way.
    case author
  }

  package enum Distinct: String, Sendable, Hashable, CaseIterable {
    /// A person counts once per request.
    case all
    /// A person counts once per stage.
    case stage
  }

  package var exclude: Exclusions
  package var distinct: Distinct
  /// How long after a change its authors are excluded, in seconds.
  package var authorSeconds: Int64

  /// Thirty days.
  package static let usualAuthorSeconds: Int64 = 30 * 86_400

  package init(exclude: Exclusions, distinct: Distinct, authorSeconds: Int64 = usualAuthorSeconds) {
    self.exclude = exclude
    self.distinct = distinct
    self.authorSeconds = authorSeconds
  }

  package static let standard = Separation(
    exclude: [.requester, .submitter, .beneficiary, .conflicted], distinct: .all)
}

/// What an approval grants; nothing: what the workflow says, or no limit of its own.
package struct GrantTerms: Sendable, Hashable {
  package var caps: [Cap]
  /// From the approval.
  package var expires: Period?
  /// The fact that names the budget's cost center: `request.costCenter`.
  package var reserve: Located<String>?
  package var onExceed: OnExceed?
  /// Whether it may be used once only.
  package var isSingleUse: Bool
  package var recertify: Recertification?

  package struct Cap: Sendable, Hashable {
    package var name: String
    package var amount: Money

    package init(_ name: String, _ amount: Money) {
      self.name = name
      self.amount = amount
    }
  }

  package init(
    caps: [Cap] = [], expires: Period? = nil, reserve: Located<String>? = nil, onExceed: OnExceed? = nil,
    isSingleUse: Bool = false, recertify: Recertification? = nil
  ) {
    self.caps = caps
    self.expires = expires
    self.reserve = reserve
    self.onExceed = onExceed
    self.isSingleUse = isSingleUse
    self.recertify = recertify
  }
}

/// A grant has to be confirmed again and again, or it is suspended.
package struct Recertification: Sendable, Hashable {
  package var every: Period
  /// The stage whose voters confirm it.
  package var by: Located<String>

  package init(every: Period, by: Located<String>) {
    self.every = every
    self.by = by
  }
}

/// What happens when a grant's caps are reached.
package struct OnExceed: Sendable, Hashable {
  package enum Hard: String, Sendable, Hashable, CaseIterable { case suspend, none }
  package enum Then: String, Sendable, Hashable, CaseIterable { case amend }

  /// Percent of a cap at which owner and approvers are told, once.
  package var soft: Int64?
  package var hard: Hard
  package var then: Then?

  package init(soft: Int64?, hard: Hard, then: Then?) {
    self.soft = soft
    self.hard = hard
    self.then = then
  }

  package static let standard = OnExceed(soft: 80, hard: .suspend, then: .amend)
}

/// A duty that follows each approval of a workflow.
package struct PerformStep: Sendable, Hashable {
  /// What a duty's deadline is measured from.
  package enum Anchor: Sendable, Hashable { case approval, grantExpires }

  package var id: String
  package var position: SourcePosition
  package var owner: Located<ActorReference>
  package var anchor: Anchor
  /// From the anchor; with `grantExpires` and nothing: the expiry itself.
  package var due: Moment
  package var evidence: [String]
  package var verify: Located<ActorReference>
  package var ladder: LadderReference?

  package init(
    id: String, at position: SourcePosition = .start, owner: Located<ActorReference>, anchor: Anchor, due: Moment,
    evidence: [String] = [], verify: Located<ActorReference>, ladder: LadderReference? = nil
  ) {
    self.id = id
    self.position = position
    self.owner = owner
    self.anchor = anchor
    self.due = due
    self.evidence = evidence
    self.verify = verify
    self.ladder = ladder
  }
}

/// A case of a workflow, run by `assent test`.
package struct WorkflowExample: Sendable {
  package var name: String
  package var position: SourcePosition
  package var given: Facts
  package var lane: String?
  package var stages: [String]
  package var isBlocked: Bool?

  package init(
    name: String, at position: SourcePosition = .start, given: Facts, lane: String? = nil, stages: [String],
    isBlocked: Bool? = nil
  ) {
    self.name = name
    self.position = position
    self.given = given
    self.lane = lane
    self.stages = stages
    self.isBlocked = isBlocked
  }
}

extension Workflow {
  /// Who is excluded as an author of a change, for what is submitted then.
  func authors(of change: BundleChange?, at: Timestamp) -> [String] {
    guard let change, at < change.at.adding(seconds: separation.authorSeconds), keepsAuthorsOut else { return [] }
    return change.people
  }

  /// Whether somewhere nobody may take part who changed the rules or workflows.
  var keepsAuthorsOut: Bool {
    separation.exclude.contains(.author) || stages.contains { $0.exclude.words.contains(.author) }
  }
}
