package import SpendModel

/// The people and groups in force at a moment, and the questions that routing asks of them.
///
/// Ids are ASCII and compared as such. Every answer is in a fixed order: members as their group lists them, people
/// by id.
package struct Directory: Sendable {
  /// Shared by all copies: every question of routing is handed one.
  private let content: Content

  private final class Content: Sendable {
    let people: [Person]
    let groups: [Group]
    let authority: Authority?
    let byPerson: [String: Int]
    let byGroup: [String: Int]
    /// The groups of a person, by id.
    let groupsOf: [String: [String]]
    /// The members of each group who are in the directory.
    let present: [[String]]
    /// The people of a role, by id.
    let byRole: [String: [String]]
    let owner: ActorReference

    init(_ rights: DecisionRights) {
      people = rights.people.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
      groups = rights.groups.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
      authority = rights.authority
      owner = rights.owner.value
      let byPerson = Dictionary(people.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
      byGroup = Dictionary(groups.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
      var (groupsOf, byRole, present) = ([String: [String]](), [String: [String]](), [[String]]())
      for group in groups {
        let members = unique(group.members.map(\.value))
        for member in members { groupsOf[member, default: []].append(group.id) }
        present.append(members.filter { byPerson[$0] != nil })
      }
      for person in people { for role in unique(person.roles) { byRole[role, default: []].append(person.id) } }
      self.byPerson = byPerson
      (self.groupsOf, self.byRole, self.present) = (groupsOf, byRole, present)
    }
  }

  package init(rights: DecisionRights) { content = Content(rights) }

  package var people: [Person] { content.people }
  package var groups: [Group] { content.groups }
  package var authority: Authority? { content.authority }
  private var byPerson: [String: Int] { content.byPerson }
  private var byGroup: [String: Int] { content.byGroup }

  /// Who answers for the whole: the group `governance`; where the company has none of that name, the owner of the
  /// decision rights.
  package var governance: ActorReference {
    let usual = ActorReference.group(CompiledWorkflows.governanceGroup)
    return group(CompiledWorkflows.governanceGroup) == nil ? content.owner : usual
  }

  package func person(_ id: String) -> Person? { byPerson[id].map { people[$0] } }

  package func group(_ id: String) -> Group? { byGroup[id].map { groups[$0] } }

  /// The person of an operating system's login.
  package func person(login: String) -> Person? {
    people.first { $0.login?.value.utf8.elementsEqual(login.utf8) ?? false }
  }

  /// The managers of a person, nearest first; a chain that closes on itself ends where it does.
  package func managers(of id: String) -> [String] {
    var chain: [String] = []
    var current = id
    while let next = person(current)?.manager?.value, person(next) != nil, next != id, !chain.contains(next) {
      chain.append(next)
      current = next
    }
    return chain
  }

  /// The groups that a person is a member of, by id.
  package func groups(of person: String) -> [String] {
    content.groupsOf[person] ?? []
  }

  /// Whether a person is in a group; where the group is empty, in what it falls back on.
  package func isMember(_ person: String, of group: String) -> Bool { members(of: group).contains(person) }

  /// The members of a group; of an empty one, those of its fallback.
  package func members(of group: String) -> [String] { members(of: group, depth: 0) }

  private func members(of id: String, depth: Int) -> [String] {
    guard let place = byGroup[id], depth < 8 else {
      guard depth < 8, id == CompiledWorkflows.governanceGroup, governance != .group(id) else { return [] }
      if case .group(let other) = governance { return members(of: other, depth: depth + 1) }
      return people(governance, cast: Cast())
    }
    let present = content.present[place]
    guard present.isEmpty else { return present }
    switch groups[place].fallback?.value {
    case .group(let other)?: return members(of: other, depth: depth + 1)
    case let reference?: return people(reference, cast: Cast())
    case nil: return []
    }
  }

  /// Whom a group falls back on, members apart.
  package func fallback(ofGroup id: String) -> [String] {
    guard let reference = group(id)?.fallback?.value else {
      guard group(id) == nil, id == CompiledWorkflows.governanceGroup, case .group(let other) = governance, other != id
      else { return [] }
      return fallback(ofGroup: other)
    }
    return people(reference, cast: Cast())
  }

  /// The people whom a reference names, at most each once.
  package func people(_ reference: ActorReference, cast: Cast) -> [String] {
    switch reference {
    case .user(let id): return person(id) == nil ? [] : [id]
    case .group(let id): return members(of: id)
    case .role(let role): return content.byRole[role] ?? []
    case .requester: return cast.requester.map { [$0] } ?? []
    case .beneficiary: return (cast.beneficiary ?? cast.requester).map { [$0] } ?? []
    case .grantOwner: return (cast.grantOwner ?? cast.beneficiary ?? cast.requester).map { [$0] } ?? []
    case .assignees: return cast.assignees
    case .managerOf(let inner):
      let managers = people(inner, cast: cast).compactMap { person($0)?.manager?.value }
      return unique(managers.filter { person($0) != nil })
    }
  }

  /// The one who answers for a reference: the accountable of a group, else its first.
  package func accountable(for reference: ActorReference, cast: Cast) -> String? {
    if case .group(let id) = reference, let accountable = group(id)?.accountable?.value, person(accountable) != nil {
      return accountable
    }
    if case .group(let id) = reference, group(id) == nil, id == CompiledWorkflows.governanceGroup,
      governance != reference
    {
      return accountable(for: governance, cast: cast)
    }
    return people(reference, cast: cast).first
  }

  // MARK: - Authority

  /// The greatest amount that a person may decide alone; nothing: none at all.
  package func limit(of id: String) -> Authority.Limit? {
    guard let person = person(id) else { return nil }
    var best: Authority.Limit?
    for limit in authority?.limits ?? [] where limit.approve <= 1 && holds(person, limit.holder.value) {
      guard let current = best else {
        best = limit
        continue
      }
      guard let ceiling = current.upTo else { break }
      guard let upTo = limit.upTo else {
        best = limit
        break
      }
      if upTo.exceeds(ceiling) == true { best = limit }
    }
    return best
  }

  /// Whether these people, having agreed, hold the amount: one of them alone, or enough of them together.
  package func hold(_ approvers: some Collection<String>, amount: Money) -> Bool {
    // Nothing to spend needs no authority, only somebody who decides.
    if amount.nanos <= 0 { return !approvers.isEmpty }
    if approvers.contains(where: { limit(of: $0)?.covers(amount) ?? false }) { return true }
    return (authority?.limits ?? []).contains { limit in
      limit.approve > 1 && limit.covers(amount)
        && approvers.filter { person($0).map { holds($0, limit.holder.value) } ?? false }.count >= limit.approve
    }
  }

  /// Whether these people would hold the amount together by a limit that a person shares.
  package func holdTogether(_ people: [String], amount: Money, including one: String) -> Bool {
    guard let one = person(one) else { return false }
    return (authority?.limits ?? []).contains { limit in
      limit.approve > 1 && limit.covers(amount) && holds(one, limit.holder.value)
        && people.filter { person($0).map { holds($0, limit.holder.value) } ?? false }.count >= limit.approve
    }
  }

  func holds(_ person: Person, _ holder: ActorReference) -> Bool {
    switch holder {
    case .role(let role): person.roles.contains(role)
    case .user(let id): person.id == id
    case .group(let id): group(id)?.members.contains { $0.value == person.id } ?? false
    default: false
    }
  }
}

/// Who stands for the words `requester`, `beneficiary`, `grant.owner` and `assignees`.
package struct Cast: Sendable, Hashable {
  package var requester: String?
  package var beneficiary: String?
  package var grantOwner: String?
  package var assignees: [String]

  package init(
    requester: String? = nil, beneficiary: String? = nil, grantOwner: String? = nil, assignees: [String] = []
  ) {
    self.requester = requester
    self.beneficiary = beneficiary
    self.grantOwner = grantOwner
    self.assignees = assignees
  }
}

/// The same strings in the same order, each once.
package func unique(_ strings: [String]) -> [String] {
  if strings.count < 2 { return strings }
  if strings.count <= 16 {
    var kept: [String] = []
    kept.reserveCapacity(strings.count)
    for string in strings where !kept.contains(string) { kept.append(string) }
    return kept
  }
  var seen: Set<String> = []
  return strings.filter { seen.insert($0).inserted }
}
