package import SpendModel

/// What a stage asks of those who vote on it, beside the vote: `decision:`.
package struct VoteTerms: Sendable, Hashable {
  /// A comment is due with every vote; a refusal always needs one.
  package var commentsAlways: Bool
  /// What whoever approves has to attest: `[budget-available, forecast-reviewed]`.
  package var attest: [String]
  /// The weakest way of making sure of the voter that counts; nothing: any.
  package var authentication: Actor.Authentication?
  /// The voter has to have proved anew who they are: an act on a local database never does.
  package var stepUp: Bool

  package init(
    commentsAlways: Bool = false, attest: [String] = [], authentication: Actor.Authentication? = nil,
    stepUp: Bool = false
  ) {
    self.commentsAlways = commentsAlways
    self.attest = attest
    self.authentication = authentication
    self.stepUp = stepUp
  }

  package static let none = VoteTerms()

  /// The weakest authentication that counts.
  package var weakest: Actor.Authentication? { authentication ?? (stepUp ? .token : nil) }

  /// Whether somebody made sure of in that way may vote.
  package func accepts(_ given: Actor.Authentication) -> Bool {
    guard let weakest else { return true }
    return given.strength >= weakest.strength
  }
}

extension Actor.Authentication {
  /// A greater one is harder to forge.
  fileprivate var strength: Int {
    switch self {
    case .none: 0
    case .local: 1
    case .token: 2
    case .oidc: 3
    case .signed: 4
    }
  }
}
