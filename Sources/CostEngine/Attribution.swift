package import SpendModel

/// A grant that usage may count against, as attribution sees it.
package struct LiveGrant: Hashable, Sendable {
  package var id: String
  package var project: String?
  package var credential: String?
  package var costCenter: String?
  package var team: String?
  package var from: Timestamp
  package var expires: Timestamp

  package init(
    id: String, project: String?, credential: String?, costCenter: String?, team: String?, from: Timestamp,
    expires: Timestamp
  ) {
    self.id = id
    self.project = project
    self.credential = credential
    self.costCenter = costCenter
    self.team = team
    self.from = from
    self.expires = expires
  }
}

/// Finds the grant that a record counts against: the tag `assent_grant`, then the credential, then the project; of two
/// that match equally, the older. Only grants that were live when the usage occurred.
package struct Attribution: Sendable {
  private let grants: [LiveGrant]
  private let byID: [String: LiveGrant]
  private let byCredential: [String: [LiveGrant]]
  private let byProject: [String: [LiveGrant]]

  /// - Parameter grants: The oldest first.
  package init(_ grants: [LiveGrant]) {
    self.grants = grants
    byID = Dictionary(grants.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    byCredential = Dictionary(grouping: grants.filter { $0.credential != nil }) { $0.credential ?? "" }
    byProject = Dictionary(grouping: grants.filter { $0.project != nil }) { $0.project ?? "" }
  }

  package func grant(for record: UsageRecord) -> LiveGrant? {
    func live(_ grant: LiveGrant) -> Bool { grant.from <= record.occurredAt && record.occurredAt < grant.expires }
    if let tag = record.dimensions["tags.assent_grant"], let grant = byID[tag], live(grant) { return grant }
    if let credential = record.dimensions["credential"], let grant = byCredential[credential]?.first(where: live) { return grant }
    if let project = record.dimensions["project"], let grant = byProject[project]?.first(where: live) { return grant }
    return nil
  }
}
