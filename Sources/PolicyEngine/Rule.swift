package import Diagnostics
package import SpendModel

/// A rule as loaded, with the defaults of its set resolved: a condition with one effect.
package struct Rule: Sendable {
  /// What a rule looks at.
  package enum Subject: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    case request, usage, charge, contract, commitment, source, useCase
  }

  package var id: String
  package var title: String
  /// Who answers for the rule; verifies what it demands.
  package var owner: ActorReference
  package var rationale: String?
  package var subject: Subject
  package var condition: SourceExpression
  package var effect: Effect
  /// The reviews that a `require` demands, by their names in the decision-rights catalogue.
  package var reviews: [Placed<String>]
  package var obligations: [Obligation]
  /// `waivable: true`, with `deny` only.
  package var isWaivable: Bool
  /// `ack: true`, with `warn` only: must be acknowledged at submit.
  package var mustAcknowledge: Bool
  package var severity: RuleSeverity
  /// CEL giving a string; nothing means the title.
  package var message: SourceExpression?
  /// The rule holds from this instant on.
  package var from: Placed<Timestamp>?
  /// The rule holds before this instant.
  package var until: Placed<Timestamp>?
  /// `missing: indeterminate`: the condition may read absent facts, and is then indeterminate.
  package var toleratesMissing: Bool
  /// What a rule on usage looks at; nothing for all others.
  package var usage: UsageScope?
  /// What a rule opens when it holds, with `finding` only.
  package var finding: FindingTemplate?
  package var examples: [RuleExample]
  /// The decision table of which the rule is a row; nothing for all others.
  package var table: TableRow?
  /// The path of the file, as its reader should see it.
  package var file: String?
  /// Where the rule starts.
  package var position: SourcePosition
  /// SHA-256 of the rule as loaded, in hex. Made each time when it is asked for, which is seldom.
  package var digest: String { makeDigest() }
  private var makeDigest: @Sendable () -> String

  package init(
    id: String, title: String, owner: ActorReference, rationale: String? = nil, subject: Subject = .request,
    condition: SourceExpression, effect: Effect, reviews: [Placed<String>] = [], obligations: [Obligation] = [],
    isWaivable: Bool = false, mustAcknowledge: Bool = false, severity: RuleSeverity = .medium,
    message: SourceExpression? = nil, from: Placed<Timestamp>? = nil, until: Placed<Timestamp>? = nil,
    toleratesMissing: Bool = false, usage: UsageScope? = nil, finding: FindingTemplate? = nil,
    examples: [RuleExample] = [], table: TableRow? = nil, file: String? = nil, position: SourcePosition = .start,
    digest: @escaping @Sendable @autoclosure () -> String = ""
  ) {
    self.id = id
    self.title = title
    self.owner = owner
    self.rationale = rationale
    self.subject = subject
    self.condition = condition
    self.effect = effect
    self.reviews = reviews
    self.obligations = obligations
    self.isWaivable = isWaivable
    self.mustAcknowledge = mustAcknowledge
    self.severity = severity
    self.message = message
    self.from = from
    self.until = until
    self.toleratesMissing = toleratesMissing
    self.usage = usage
    self.finding = finding
    self.examples = examples
    self.table = table
    self.file = file
    self.position = position
    makeDigest = digest
  }

  /// The rule with its digest as it was made before.
  func digested(_ digest: String) -> Rule {
    var rule = self
    rule.makeDigest = { digest }
    return rule
  }

  /// Whether the rule holds at that instant: from `from` on, before `until`.
  package func isValid(at instant: Timestamp) -> Bool {
    (from.map { $0.value <= instant } ?? true) && (until.map { instant < $0.value } ?? true)
  }

  /// A diagnostic at the rule.
  package func diagnostic(
    _ code: String, _ message: String, severity: Severity = .error, hint: String? = nil,
    at position: SourcePosition? = nil
  ) -> Diagnostic {
    Diagnostic(code, message, severity: severity, hint: hint, file: file, at: position ?? self.position)
  }
}

/// A rule's place in a decision table.
package struct TableRow: Hashable, Sendable {
  /// Which rows count of those that hit.
  package enum Hit: String, Hashable, Sendable, CaseIterable {
    /// One at most can hit; the compiler proves it.
    case unique
    /// Several may hit, with the same output; the compiler proves it.
    case any
    /// The one of the strongest effect; of equal ones the upper.
    case priority
    /// The upper one.
    case first
    /// All of them.
    case collect
  }

  package var table: String
  package var hit: Hit
  /// Counted from 1.
  package var row: Int
  /// What the row gives, in one spelling, for comparing.
  package var output: String
  /// Where the table has its rows.
  package var position: SourcePosition

  package init(table: String, hit: Hit, row: Int, output: String, position: SourcePosition = .start) {
    self.table = table
    self.hit = hit
    self.row = row
    self.output = output
    self.position = position
  }
}

/// The groups of usage records that a rule on usage looks at.
package struct UsageScope: Sendable {
  /// A span of time that groups records.
  package enum Window: Hashable, Sendable {
    /// Of the calendar, in UTC.
    case hour, day, week, month, quarter
    /// The last so many days, that of the evaluation among them: `7d`, `28d`.
    case rolling(days: Int64)
    /// The grant's lifetime.
    case grant

    /// The most days that a rolling window spans.
    static let longestRolling: Int64 = 3660

    /// `hour`, `28d`, `grant`; nothing for anything else, such as a span that is not of whole days or of too many.
    package init?(_ text: String) {
      switch text {
      case "hour": self = .hour
      case "day": self = .day
      case "week": self = .week
      case "month": self = .month
      case "quarter": self = .quarter
      case "grant": self = .grant
      default:
        guard case .wall(let seconds)? = Period(text), seconds % 86_400 == 0,
          (1...Self.longestRolling).contains(seconds / 86_400)
        else { return nil }
        self = .rolling(days: seconds / 86_400)
      }
    }
  }

  package var window: Window
  /// The dimensions that make a group, such as `grant`, `project`, `tags['team']`.
  package var by: [Placed<String>]
  /// CEL on one record: which records count; nothing means all.
  package var filter: SourceExpression?

  package init(window: Window, by: [Placed<String>], filter: SourceExpression? = nil) {
    self.window = window
    self.by = by
    self.filter = filter
  }
}

/// What a rule opens when its condition holds.
package struct FindingTemplate: Sendable {
  /// What happens to the grant that the finding is about.
  package enum GrantAction: String, Hashable, Sendable, CaseIterable { case none, suspend, revoke }

  package var owner: ActorReference
  package var due: Period
  /// CEL giving money: what is at stake.
  package var amount: SourceExpression?
  /// What to do, in plain words.
  package var action: String?
  package var grant: GrantAction

  package init(
    owner: ActorReference, due: Period, amount: SourceExpression? = nil, action: String? = nil,
    grant: GrantAction = .none
  ) {
    self.owner = owner
    self.due = due
    self.amount = amount
    self.action = action
    self.grant = grant
  }
}

/// Facts under which a rule shall fire, or shall not: an example inside the rule.
package struct RuleExample: Sendable {
  package var name: String
  /// Facts of the request or the group; what is left out is absent.
  package var given: Facts
  package var fires: Bool
  package var position: SourcePosition

  package init(name: String, given: Facts, fires: Bool, position: SourcePosition = .start) {
    self.name = name
    self.given = given
    self.fires = fires
    self.position = position
  }
}

/// Further cases for one rule, or for all rules of the bundle together: `kind: RuleTest`.
package struct RuleTest: Sendable {
  /// The rule's id; nothing means the whole bundle.
  package var rule: Placed<String>?
  package var cases: [Case]
  package var file: String?

  package struct Case: Sendable {
    package var name: String
    package var given: Facts
    package var expected: Expectation
    package var position: SourcePosition

    package init(name: String, given: Facts, expected: Expectation, position: SourcePosition = .start) {
      self.name = name
      self.given = given
      self.expected = expected
      self.position = position
    }
  }

  /// What a case demands.
  package enum Expectation: Hashable, Sendable {
    /// That the named rule fires, or does not.
    case fires(Bool)
    /// The outcome of all rules together, and the reviews they demand; nothing means any.
    case verdict(outcome: Outcome?, reviews: [String]?)
  }

  package init(rule: Placed<String>? = nil, cases: [Case], file: String? = nil) {
    self.rule = rule
    self.cases = cases
    self.file = file
  }
}
