package import Diagnostics
package import SpendModel

/// Who exists, who may decide what, and by when: the document of kind `DecisionRights`.
package struct DecisionRights: Sendable {
  package var id: Located<String>
  package var owner: Located<ActorReference>
  package var file: String?
  package var people: [Person]
  package var groups: [Group]
  package var reviews: [StageDefinition]
  package var authority: Authority?
  package var ladders: [Ladder]
  package var calendars: [CalendarDeclaration]
  package var conflicts: [Conflict]
  /// What may be approved in an emergency; kept for later.
  package var breakGlass: BreakGlass?

  package init(
    id: Located<String>, owner: Located<ActorReference>, file: String? = nil, people: [Person] = [],
    groups: [Group] = [],
    reviews: [StageDefinition] = [], authority: Authority? = nil, ladders: [Ladder] = [],
    calendars: [CalendarDeclaration] = [], conflicts: [Conflict] = [],
    breakGlass: BreakGlass? = nil
  ) {
    self.id = id
    self.owner = owner
    self.file = file
    self.people = people
    self.groups = groups
    self.reviews = reviews
    self.authority = authority
    self.ladders = ladders
    self.calendars = calendars
    self.conflicts = conflicts
    self.breakGlass = breakGlass
  }
}

/// Somebody of the company.
package struct Person: Sendable, Hashable {
  package var id: String
  package var position: SourcePosition
  package var name: String
  /// The operating system's login by which a local act is theirs.
  package var login: Located<String>?
  package var team: String?
  package var manager: Located<String>?
  package var roles: [String]
  package var training: [String]

  package init(
    id: String, at position: SourcePosition = .start, name: String, login: Located<String>? = nil, team: String? = nil,
    manager: Located<String>? = nil, roles: [String] = [], training: [String] = []
  ) {
    self.id = id
    self.position = position
    self.name = name
    self.login = login
    self.team = team
    self.manager = manager
    self.roles = roles
    self.training = training
  }
}

/// People who share rights; an empty group stands on its fallback.
package struct Group: Sendable, Hashable {
  package var id: String
  package var position: SourcePosition
  package var members: [Located<String>]
  /// The one who answers for the group.
  package var accountable: Located<String>?
  package var fallback: Located<ActorReference>?

  package init(
    id: String, at position: SourcePosition = .start, members: [Located<String>], accountable: Located<String>? = nil,
    fallback: Located<ActorReference>? = nil
  ) {
    self.id = id
    self.position = position
    self.members = members
    self.accountable = accountable
    self.fallback = fallback
  }
}

/// Who may decide how much.
package struct Authority: Sendable, Hashable {
  package var limits: [Limit]
  /// The facts by which requests are added up, against splitting: `request.project`.
  package var aggregateBy: [Located<String>]
  package var aggregateWindow: Period?

  package struct Limit: Sendable, Hashable {
    package var holder: Located<ActorReference>
    /// Nothing: unlimited.
    package var upTo: Money?
    /// How many of the holders hold it together.
    package var approve: Int

    package init(holder: Located<ActorReference>, upTo: Money?, approve: Int = 1) {
      self.holder = holder
      self.upTo = upTo
      self.approve = approve
    }

    /// Whether the amount is within the limit; an amount in another currency never is.
    package func covers(_ amount: Money) -> Bool {
      guard let upTo else { return true }
      return amount.exceeds(upTo) == false
    }
  }

  package init(limits: [Limit], aggregateBy: [Located<String>] = [], aggregateWindow: Period? = nil) {
    self.limits = limits
    self.aggregateBy = aggregateBy
    self.aggregateWindow = aggregateWindow
  }
}

/// What happens while a stage or a task waits, rung by rung.
package struct Ladder: Sendable, Hashable {
  /// Nothing where a workflow or stage writes its rungs out.
  package var id: String?
  package var position: SourcePosition
  package var rungs: [Rung]

  package init(id: String?, at position: SourcePosition = .start, rungs: [Rung]) {
    self.id = id
    self.position = position
    self.rungs = rungs
  }

  package struct Rung: Sendable, Hashable {
    package var at: Located<Moment>
    package var action: Action
    /// To whom it goes, for `add` and `replace`.
    package var to: Located<ActorReference>?
    /// For `reject` and `expire`: how long before, somebody has to be warned. Left out: one business day.
    package var warn: Period?
    package var reason: String?

    package init(
      at: Located<Moment>, action: Action, to: Located<ActorReference>? = nil, warn: Period? = nil,
      reason: String? = nil
    ) {
      self.at = at
      self.action = action
      self.to = to
      self.warn = warn
      self.reason = reason
    }

    /// How long before a terminal rung somebody has to be warned.
    var notice: Period { warn ?? .businessDays(1) }
  }

  package enum Action: String, Sendable, Hashable, CaseIterable {
    case remind, add, replace, reject, expire

    var isTerminal: Bool { self == .reject || self == .expire }
  }
}

/// Which ladder a stage or duty climbs.
package enum LadderReference: Sendable, Hashable {
  case named(Located<String>)
  case rungs(Ladder)
}

/// A calendar as its author wrote it; its zone is only a name.
package struct CalendarDeclaration: Sendable, Hashable {
  package var id: String
  package var position: SourcePosition
  package var zone: Located<String>
  package var hours: [Range<Int64>]
  package var days: Set<Int>
  package var holidays: Set<CivilDate>
  package var isDefault: Bool

  package init(
    id: String, at position: SourcePosition = .start, zone: Located<String>, hours: [Range<Int64>], days: Set<Int>,
    holidays: Set<CivilDate> = [], isDefault: Bool = false
  ) {
    self.id = id
    self.position = position
    self.zone = zone
    self.hours = hours
    self.days = days
    self.holidays = holidays
    self.isDefault = isDefault
  }
}

/// A person who may not take part where the condition holds.
package struct Conflict: Sendable {
  package var person: Located<String>
  /// Nothing: always.
  package var when: ExpressionSource?

  package init(person: Located<String>, when: ExpressionSource?) {
    self.person = person
    self.when = when
  }
}

/// Who may approve in an emergency, how much and for how long, and who looks at it afterwards.
package struct BreakGlass: Sendable, Hashable {
  package var candidates: [Located<ActorReference>]
  package var caps: [GrantTerms.Cap]
  package var expires: Period
  package var reviewers: [Located<ActorReference>]
  package var reviewDue: Period

  package init(
    candidates: [Located<ActorReference>], caps: [GrantTerms.Cap], expires: Period,
    reviewers: [Located<ActorReference>],
    reviewDue: Period
  ) {
    self.candidates = candidates
    self.caps = caps
    self.expires = expires
    self.reviewers = reviewers
    self.reviewDue = reviewDue
  }
}
