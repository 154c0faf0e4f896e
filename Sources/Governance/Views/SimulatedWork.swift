package import StrictJSON
package import WorkflowEngine

/// What a changed bundle would have asked of people, against what was asked.
package struct SimulatedWork: Sendable {
  /// The acts that all requests asked for, before and after.
  package private(set) var acts: (before: Int, after: Int) = (0, 0)
  /// How many requests would have asked for more acts, and for fewer.
  package private(set) var more = 0
  package private(set) var fewer = 0
  /// By what stages usually took, in business time.
  package private(set) var spans: (before: LeadTimes, after: LeadTimes) = (LeadTimes(), LeadTimes())
  /// People who would have got another share, the greatest rise first.
  package private(set) var people: [Share] = []
  /// A business day, in microseconds.
  package private(set) var businessDay: Int64 = 0
  private var shares: [String: (before: Int, after: Int)] = [:]

  /// What one person could expect.
  package struct Share: Hashable, Sendable {
    package var person: String
    /// Acts, in thousandths.
    package var before: Int
    package var after: Int
    /// The most votes that they ever cast in a week, and what a week would ask of them, in thousandths.
    package var busiestWeek: Int
    package var perWeek: Int

    /// Whether an average week asks for more than they did in their busiest one.
    package var isOverloaded: Bool { after > before && perWeek > busiestWeek * 1000 }
  }

  package init() {}

  package var isEmpty: Bool { acts.before == 0 && acts.after == 0 }

  mutating func add(_ before: WorkMeasure, _ after: WorkMeasure) {
    acts.before += before.acts
    acts.after += after.acts
    if after.acts > before.acts { more += 1 }
    if after.acts < before.acts { fewer += 1 }
    if let span = before.span { spans.before.add(span, isOver: true) }
    if let span = after.span { spans.after.add(span, isOver: true) }
    for (person, share) in before.shares { shares[person, default: (0, 0)].before += share }
    for (person, share) in after.shares { shares[person, default: (0, 0)].after += share }
  }

  /// - Parameter weeks: How many weeks the judged requests span, at least one.
  mutating func close(weeks: Int, _ past: PastWork) {
    businessDay = past.businessDay
    people = shares.filter { $0.value.before != $0.value.after }.map { person, share in
      Share(
        person: person, before: share.before, after: share.after, busiestWeek: past.busiestWeek[person] ?? 0,
        perWeek: share.after / max(1, weeks))
    }.sorted {
      let (left, right) = ($0.after - $0.before, $1.after - $1.before)
      return left != right ? left > right : $0.person.utf8.lexicographicallyPrecedes($1.person.utf8)
    }
    shares = [:]
  }

  package var json: JSONValue {
    func seconds(_ times: LeadTimes) -> JSONValue {
      func quantile(_ percent: Int) -> JSONValue {
        times.quantile(percent: percent).map { .integer($0 / 1_000_000) } ?? .null
      }
      return ["p50": quantile(50), "p90": quantile(90)]
    }
    return [
      "acts": ["before": .integer(Int64(acts.before)), "after": .integer(Int64(acts.after))],
      "more": .integer(Int64(more)), "fewer": .integer(Int64(fewer)),
      "businessSeconds": ["before": seconds(spans.before), "after": seconds(spans.after)],
      "people": .array(
        people.map { share in
          [
            "person": .string(share.person), "before": thousandths(share.before), "after": thousandths(share.after),
            "perWeek": thousandths(share.perWeek), "busiestWeek": .integer(Int64(share.busiestWeek)),
            "overloaded": .bool(share.isOverloaded),
          ]
        }),
    ]
  }
}

private func thousandths(_ value: Int) -> JSONValue { .number(decimalText(thousandths: value)) }

/// `12.5` for 12,500 thousandths.
package func decimalText(thousandths value: Int) -> String {
  let tenths = (value + 50) / 100
  return "\(tenths / 10).\(tenths % 10)"
}
