package import SpendModel

/// A grant that usage may count against, as attribution sees it.
package struct LiveGrant: Hashable, Sendable {
  package var id: String
  package var project: String?
  package var credential: String?
  package var costCenter: String?
  package var team: String?
  /// Who holds it: `user:zoe`.
  package var owner: String?
  package var from: Timestamp
  /// Exclusive.
  package var expires: Timestamp

  package init(
    id: String, project: String?, credential: String?, costCenter: String?, team: String?, owner: String? = nil,
    from: Timestamp, expires: Timestamp
  ) {
    self.id = id
    self.project = project
    self.credential = credential
    self.costCenter = costCenter
    self.team = team
    self.owner = owner
    self.from = from
    self.expires = expires
  }

  func isLive(at time: Timestamp) -> Bool { from <= time && time < expires }

  /// Whether the grant is held by that person, or belongs to the team of that name.
  func isHeld(by other: ActorReference) -> Bool {
    switch other {
    case .user: owner.map { sameBytes($0, other.description) } ?? false
    case .group(let name):
      (team.map { sameBytes($0, name) } ?? false) || (owner.map { sameBytes($0, other.description) } ?? false)
    default: false
    }
  }
}

/// Finds the grant that a record counts against.
///
/// The first match wins: the tag `assent_grant`, the credential, the project, the owner map of the allocation; of two
/// grants that match equally, the older. Only grants that were live when the usage occurred.
package struct Attribution: Sendable {
  private let grants: [LiveGrant]
  private let byID: [String: LiveGrant]
  private let byCredential: [String: [LiveGrant]]
  private let byProject: [String: [LiveGrant]]
  private let owners: [Allocation.Owner]

  /// - Parameters:
  ///   - grants: The oldest first.
  ///   - owners: Who answers for what no grant names.
  package init(_ grants: [LiveGrant], owners: [Allocation.Owner] = []) {
    self.grants = grants
    self.owners = owners
    byID = Dictionary(grants.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    byCredential = Dictionary(grouping: grants.filter { $0.credential?.isEmpty == false }) { $0.credential ?? "" }
    byProject = Dictionary(grouping: grants.filter { $0.project?.isEmpty == false }) { $0.project ?? "" }
  }

  package func grant(for record: UsageRecord) -> LiveGrant? {
    guard !grants.isEmpty else { return nil }
    let time = record.occurredAt
    if let tag = record.dimensions["tags.assent_grant"], let grant = byID[tag], sameBytes(grant.id, tag),
      grant.isLive(at: time)
    {
      return grant
    }
    if let credential = record.dimensions["credential"],
      let grant = byCredential[credential]?.first(where: {
        sameBytes($0.credential ?? "", credential) && $0.isLive(at: time)
      })
    {
      return grant
    }
    if let project = record.dimensions["project"],
      let grant = byProject[project]?.first(where: { sameBytes($0.project ?? "", project) && $0.isLive(at: time) })
    {
      return grant
    }
    for entry in owners {
      guard let value = record.dimension(entry.dimension), sameBytes(value, entry.value) else { continue }
      if let grant = grants.first(where: { $0.isHeld(by: entry.owner) && $0.isLive(at: time) }) { return grant }
    }
    return nil
  }
}
