/// Whether several weighted stages can all be completed by distinct people, beside seats that are taken.
///
/// Which people one stage takes decides what is left for the next, and the heaviest are not always the right ones: with
/// the weights {ida: 2, jon: 1, kim: 1} a stage that needs 2 may take ida, or leave her to another one that needs her. So
/// all ways are tried, those of people who are alike only once, up to a bound.
struct WeightedSearch {
  enum Answer: Equatable {
    case possible
    case impossible
    /// There are too many ways to try them all.
    case unknown
  }

  /// The most choices that are tried: more than any workflow of people takes, and few enough for a vote's time.
  static let mostChoices = 2_000
  /// The most people who are named in all by such stages: as deep as the search may go.
  static let mostNamed = 100

  private let stages: [StageDemand]
  /// Who may sit on each seat that is taken.
  private var seats: [[String]]
  private let unfilled: Int
  private var choices = 0
  /// Who has a seat of such a stage.
  private var taken: Set<String> = []
  /// For each stage its candidates, the heaviest first, and for each of them which others are alike.
  private var people: [[(person: String, weight: Int, kind: Int)]] = []

  /// - Parameters:
  ///   - stages: Those that weigh people.
  ///   - seats: Who may sit on each seat of the other stages.
  init(_ stages: [StageDemand], beside seats: [[String]]) {
    self.stages = stages
    self.seats = seats
    unfilled = Matching(seats: seats).unfilled.count
    var kinds: [[Int]: Int] = [:]
    var kindOf: [String: Int] = [:]
    for person in unique(stages.flatMap(\.candidates)) {
      // Two people are alike where every stage and every seat takes both or neither, and weighs them the same.
      var traits = stages.map { stage in
        stage.candidates.contains(person) ? stage.weight?.of.weight(of: person) ?? 1 : -1
      }
      traits += seats.map { $0.contains(person) ? 1 : 0 }
      kindOf[person] = kinds[traits] ?? kinds.count
      kinds[traits] = kindOf[person]
    }
    people = stages.map { stage in
      unique(stage.candidates).enumerated().map { place, person in
        (place: place, person: person, weight: stage.weight?.of.weight(of: person) ?? 1, kind: kindOf[person] ?? 0)
      }.sorted { left, right in
        (-left.weight, left.kind, left.place) < (-right.weight, right.kind, right.place)
      }.map { (person: $0.person, weight: $0.weight, kind: $0.kind) }
    }
  }

  mutating func answer() -> Answer {
    guard let first = stages.first else { return .possible }
    guard stages.reduce(0, { $0 + $1.candidates.count }) <= Self.mostNamed else { return .unknown }
    return fill(0, from: 0, weight: first.weight?.needed ?? 0, count: first.needs)
  }

  /// Fills a stage from one of its candidates on, then those behind it. The depth is that of the people who are taken.
  private mutating func fill(_ stage: Int, from start: Int, weight: Int, count: Int) -> Answer {
    guard weight > 0 || count > 0 else {
      guard stage + 1 < stages.count else { return .possible }
      return fill(stage + 1, from: 0, weight: stages[stage + 1].weight?.needed ?? 0, count: stages[stage + 1].needs)
    }
    let candidates = people[stage]
    // Even all that are left would not do.
    let rest = candidates.dropFirst(start)
    guard rest.count >= count, rest.reduce(0, { $0 + max($1.weight, 0) }) >= weight else { return .impossible }
    var isUnknown = false
    var tried: Int?
    for place in start..<candidates.count {
      // One who is like somebody who was left out would be left out for the same reason.
      if candidates[place].kind == tried { continue }
      // Who is taken says nothing of those who are like them.
      if taken.contains(candidates[place].person) { continue }
      choices += 1
      guard choices <= Self.mostChoices else { return .unknown }
      seats.append([candidates[place].person])
      taken.insert(candidates[place].person)
      if Matching(seats: seats).unfilled.count == unfilled {
        let answer = fill(stage, from: place + 1, weight: weight - candidates[place].weight, count: count - 1)
        if answer == .possible { return .possible }
        if answer == .unknown { isUnknown = true }
      }
      seats.removeLast()
      taken.remove(candidates[place].person)
      if choices > Self.mostChoices { return .unknown }
      tried = candidates[place].kind
    }
    return isUnknown ? .unknown : .impossible
  }
}
