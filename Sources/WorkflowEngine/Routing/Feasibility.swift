/// What a stage takes to be completed: so many people of these, or people of that weight together.
struct StageDemand: Sendable {
  /// The stage's place.
  var place: Int
  /// How many people.
  var needs: Int
  var candidates: [String]
  /// The weight that they need together, and what each weighs; nothing: people are counted.
  var weight: (needed: Int, of: Weighing)?

  init(_ place: Int, needs: Int, candidates: [String], weight: (needed: Int, of: Weighing)? = nil) {
    self.place = place
    self.needs = needs
    self.candidates = candidates
    self.weight = weight
  }
}

/// The stages for which distinct people cannot be found: one matching over all of them where a person counts once
/// per request, else one for each.
func feasibilityGaps(_ stages: [StageDemand], distinct: Separation.Distinct) -> Set<Int> {
  // Where a person counts once per stage, each stage is a matching of its own.
  guard distinct == .all else {
    return Dictionary(grouping: stages, by: \.place).values.reduce(into: []) { $0.formUnion(gaps(in: $1)) }
  }
  return gaps(in: stages)
}

private func gaps(in stages: [StageDemand]) -> Set<Int> {
  var seats: [(place: Int, candidates: [String])] = []
  var gaps: Set<Int> = []
  for stage in stages where stage.weight == nil && stage.needs > 0 {
    // More seats than candidates can never be filled, however many more there are.
    if stage.needs > stage.candidates.count { gaps.insert(stage.place) }
    for _ in 0..<min(stage.needs, stage.candidates.count) { seats.append((stage.place, stage.candidates)) }
  }
  let weighted = stages.filter { stage in stage.weight.map { $0.needed > 0 || stage.needs > 0 } ?? false }
  let plain = seats.count
  var short: Set<Int> = []
  for stage in weighted {
    guard let weight = stage.weight else { continue }
    if !seat(stage, weight, beside: &seats) { short.insert(stage.place) }
  }
  if weighted.count > 1, !short.isEmpty {
    // One after the other may have failed where together they could. What is too much to try out blocks nothing: whoever
    // waits in vain is found by the ladder, and a block that is none would stop a request for ever.
    var search = WeightedSearch(weighted, beside: seats.prefix(plain).map(\.candidates))
    if search.answer() != .impossible {
      short = []
      seats.removeLast(seats.count - plain)
    }
  }
  gaps.formUnion(short)
  for seat in Matching(seats: seats.map(\.candidates)).unfilled { gaps.insert(seats[seat].place) }
  return gaps
}

/// Gives people of enough weight a seat each, as far as the seats that there are do without them.
///
/// Those whom a matching can spare are a matroid, so taking the heaviest first gives the greatest weight: for one stage
/// that is exact, and for several it finds a way wherever that order has one.
private func seat(
  _ stage: StageDemand, _ weight: (needed: Int, of: Weighing), beside seats: inout [(place: Int, candidates: [String])]
) -> Bool {
  var (missing, people) = (weight.needed, stage.needs)
  let unfilled = Matching(seats: seats.map(\.candidates)).unfilled.count
  let heaviestFirst = stage.candidates.enumerated().sorted { left, right in
    let (a, b) = (weight.of.weight(of: left.element), weight.of.weight(of: right.element))
    return a == b ? left.offset < right.offset : a > b
  }
  for (_, person) in heaviestFirst where missing > 0 || people > 0 {
    let tried = seats.map(\.candidates) + [[person]]
    guard Matching(seats: tried).unfilled.count == unfilled else { continue }
    seats.append((stage.place, [person]))
    missing -= weight.of.weight(of: person)
    people -= 1
  }
  return missing <= 0 && people <= 0
}
