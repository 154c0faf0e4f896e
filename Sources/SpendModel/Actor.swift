/// Who did something, as the decision log records it.
public struct Actor: Hashable, Sendable {
  /// How the actor was made sure of.
  public enum Authentication: String, Hashable, Sendable {
    case local, token, oidc, signed, none
  }

  /// `user:ann`, `service:ci`, `policy:LANE` or `timer`.
  public let id: String
  public let authentication: Authentication
  /// The operating system's login, with `local` only; the log holds it as a commitment.
  public let login: String?

  public init(id: String, authentication: Authentication, login: String? = nil) {
    self.id = id
    self.authentication = authentication
    self.login = login
  }

  public static let timer = Actor(id: "timer", authentication: .none)
  public static func policy(lane: String) -> Actor { Actor(id: "policy:\(lane)", authentication: .none) }
  public static func user(_ person: String, login: String) -> Actor {
    Actor(id: "user:\(person)", authentication: .local, login: login)
  }

  /// The directory's id, where the actor is a person.
  public var person: String? { id.hasPrefix("user:") ? String(id.dropFirst(5)) : nil }
}

/// Somebody as authors name them: `user:ann`, `group:security`, `role:director`, `requester`, ...
public indirect enum ActorReference: Hashable, Sendable {
  case user(String)
  case group(String)
  case role(String)
  case requester
  case beneficiary
  /// `grant.owner`
  case grantOwner
  /// Whoever stands on the stage or task at that moment; in ladders only.
  case assignees
  /// `{managerOf: requester}`
  case managerOf(ActorReference)

  /// Reads the textual forms; a bare word is none of them.
  public init?(_ text: some StringProtocol) {
    switch String(text) {
    case "requester": self = .requester
    case "beneficiary": self = .beneficiary
    case "grant.owner": self = .grantOwner
    case "assignees": self = .assignees
    default:
      guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      let name = String(text[text.index(after: colon)...])
      guard isAuthoredID(name) else { return nil }
      switch text[..<colon] {
      case "user": self = .user(name)
      case "group": self = .group(name)
      case "role": self = .role(name)
      default: return nil
      }
    }
  }
}

extension ActorReference: CustomStringConvertible {
  public var description: String {
    switch self {
    case .user(let id): "user:\(id)"
    case .group(let id): "group:\(id)"
    case .role(let id): "role:\(id)"
    case .requester: "requester"
    case .beneficiary: "beneficiary"
    case .grantOwner: "grant.owner"
    case .assignees: "assignees"
    case .managerOf(let other): "managerOf:\(other)"
    }
  }
}
