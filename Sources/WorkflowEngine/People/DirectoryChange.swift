import SpendModel

/// What a new directory changes for people: who left, and whose groups are no longer the same.
package struct DirectoryChange: Sendable {
  package let before: Directory
  package let after: Directory
  /// Those who are in the directory no more, by id.
  package let left: [String]
  /// Everybody whom a changed group had or has: where one of them is a candidate, the candidates may be others now.
  package let touched: Set<String>

  package init(from before: Directory, to after: Directory) {
    self.before = before
    self.after = after
    left = before.people.map(\.id).filter { after.person($0) == nil }
    var touched = Set(left)
    for group in before.groups where after.group(group.id).map({ !Self.isSame(group, $0) }) ?? true {
      touched.formUnion(before.members(of: group.id))
      touched.formUnion(after.members(of: group.id))
    }
    for group in after.groups where before.group(group.id) == nil { touched.formUnion(after.members(of: group.id)) }
    for person in before.people {
      guard let now = after.person(person.id) else { continue }
      if person.manager?.value != now.manager?.value || person.roles != now.roles || person.team != now.team {
        touched.insert(person.id)
      }
    }
    self.touched = touched
  }

  /// Whether nobody is touched by it.
  package var isEmpty: Bool { touched.isEmpty }

  private static func isSame(_ left: Group, _ right: Group) -> Bool {
    left.members.map(\.value) == right.members.map(\.value) && left.accountable?.value == right.accountable?.value
      && left.fallback?.value == right.fallback?.value
  }

  /// Who takes over what somebody owned who left: who answers for one of their groups or for their team, their
  /// manager, else who answers for governance; somebody at any rate.
  package func successor(of person: String) -> String? {
    var references = before.groups(of: person)
    if let team = before.person(person)?.team, before.group(team) != nil, !references.contains(team) {
      references.append(team)
    }
    for id in references {
      if let accountable = after.group(id)?.accountable?.value, after.person(accountable) != nil { return accountable }
    }
    if let manager = before.managers(of: person).first(where: { after.person($0) != nil }) { return manager }
    return after.accountable(for: .group(CompiledWorkflows.governanceGroup), cast: Cast()) ?? after.people.first?.id
  }
}
