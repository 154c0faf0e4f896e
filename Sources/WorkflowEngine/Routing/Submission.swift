package import SpendModel
package import StrictJSON

/// A request as it comes in, with all that its judgement may depend on.
package struct Submission: Sendable {
  /// The member of the canonical facts that holds the rule, scope and end of the waiver that a request asks for.
  package static let waiverTerms = "waiverTerms"

  /// `REQ-000123`
  package var id: String
  package var requester: String
  /// Who handed it in, on behalf of the requester or as the requester.
  package var submitter: String
  package var beneficiary: String
  /// All that conditions may read: `request` with its cost, `requester`, `now`, further facts.
  package var facts: Facts
  /// The `request` facts in canonical form, without id and revision; texts are commitments.
  package var canonicalFacts: JSONValue
  /// The `requester` facts in canonical form.
  package var canonicalRequester: JSONValue
  /// Nothing where it has no price.
  package var cost: Money?
  /// The cost with what else counts against the same limit; nothing: the cost.
  package var exposure: Money?
  /// The facts of the last revision.
  package var previous: Facts?
  /// The last change of the rules and workflows that two people put in force, and that is judged by.
  package var change: BundleChange?

  package init(
    id: String, requester: String, submitter: String, beneficiary: String, facts: Facts, canonicalFacts: JSONValue,
    canonicalRequester: JSONValue, cost: Money?, exposure: Money? = nil, previous: Facts? = nil
  ) {
    self.id = id
    self.requester = requester
    self.submitter = submitter
    self.beneficiary = beneficiary
    self.facts = facts
    self.canonicalFacts = canonicalFacts
    self.canonicalRequester = canonicalRequester
    self.cost = cost
    self.exposure = exposure ?? cost
    self.previous = previous
  }

  var cast: Cast { Cast(requester: requester, beneficiary: beneficiary, grantOwner: beneficiary) }

  /// The time that it is judged at.
  var at: Timestamp {
    if case .timestamp(let time)? = facts["now"] { time } else { .epoch }
  }
}

/// A change of rules and workflows, and who answers for it.
package struct BundleChange: Sendable, Hashable {
  /// Who proposed it, and who activated it.
  package var people: [String]
  package var at: Timestamp

  package init(people: [String], at: Timestamp) {
    self.people = people
    self.at = at
  }
}

/// What the record of a submission holds beside the request and the verdict.
package struct SubmissionRecord: Sendable {
  /// In hex.
  package var bundleSHA256: String
  package var engineVersion: String
  /// Kept as a blob, by its digest.
  package var explanation: JSONValue
  package var estimate: JSONValue
  /// Digests of what the judgement depended on: prices, roles.
  package var digests: JSONValue
  /// `{key_sha256, body_sha256}`
  package var idempotency: JSONValue?
  /// The request that this one amends.
  var amends: (amendment: Amendment, before: RequestCase)?
  var emergency: Emergency?
  /// The waiver on whose approval a denied request is judged again.
  package var waiver: String?

  package init(
    bundleSHA256: String, engineVersion: String, explanation: JSONValue, estimate: JSONValue = .array([]),
    digests: JSONValue = .object([]), idempotency: JSONValue? = nil
  ) {
    self.bundleSHA256 = bundleSHA256
    self.engineVersion = engineVersion
    self.explanation = explanation
    self.estimate = estimate
    self.digests = digests
    self.idempotency = idempotency
  }
}

/// Room that a budget has left when a grant would be held against it.
package struct BudgetRoom: Sendable, Hashable {
  package var id: String
  package var remaining: Money
  /// Whether a grant that does not fit is refused.
  package var isHard: Bool

  package init(id: String, remaining: Money, isHard: Bool) {
    self.id = id
    self.remaining = remaining
    self.isHard = isHard
  }
}

/// The last number minted of each kind.
package struct IDCounter: Sendable, Hashable {
  package private(set) var last: [MintedKind: Int64]

  package init(last: [MintedKind: Int64] = [:]) { self.last = last }

  /// The next id of a kind.
  package mutating func mint(_ kind: MintedKind) -> String {
    let number = (last[kind] ?? 0) + 1
    last[kind] = number
    return kind.id(number)
  }
}
