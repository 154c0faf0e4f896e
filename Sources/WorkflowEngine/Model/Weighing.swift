/// How much each person's approval weighs, and how much is enough.
///
///     quorum: {weight: 3, of: {ida: 2, jon: 2, kim: 1, nia: 1}, minPeople: 2, reject: 2}
///
/// Whoever is not named weighs 1: stand-ins and those whom a ladder adds. `reject` counts people in every form of a
/// quorum, so one heavy hand neither approves nor refuses alone.
package struct Weighing: Sendable, Hashable {
  package struct Share: Sendable, Hashable {
    package var person: Located<String>
    package var weight: Int

    package init(_ person: Located<String>, _ weight: Int) {
      self.person = person
      self.weight = weight
    }
  }

  /// The weight that approvals need together.
  package var needed: Int
  package var shares: [Share]
  /// How many people it takes at least, however much they weigh.
  package var minPeople: Int

  package init(needed: Int, shares: [Share], minPeople: Int = 1) {
    self.needed = needed
    self.shares = shares
    self.minPeople = minPeople
  }

  package func weight(of person: String) -> Int { shares.first { $0.person.value == person }?.weight ?? 1 }

  /// The weight of all of them together.
  package func weight(of people: some Collection<String>) -> Int { people.reduce(0) { $0 + weight(of: $1) } }

  func isMet(by people: Set<String>) -> Bool { people.count >= minPeople && weight(of: people) >= needed }

  /// How many more people it takes at least, where the heaviest of the others come first.
  ///
  /// - Parameter others: Who may still approve; nothing: those who are named.
  func lacking(given approvers: Set<String>, among others: [String]? = nil) -> Int {
    var missing = needed - weight(of: approvers)
    let weights = (others ?? shares.map(\.person.value)).filter { !approvers.contains($0) }.map { weight(of: $0) }
    var people = 0
    for weight in weights.sorted(by: >) where missing > 0 {
      missing -= weight
      people += 1
    }
    return max(people + max(0, missing), minPeople - approvers.count, 0)
  }
}
