package import StrictJSON

/// Whose items a queue shows.
package enum QueueView: Hashable, Sendable {
  /// What waits for the actor.
  case mine
  case group(String)
  case all
  case overdue
  case blocked
}

/// The top of a queue, and how much lies below it.
package struct QueueAnswer: Sendable {
  package var items: [QueueItem]
  /// How many wait in all.
  package var total: Int64
  /// Counting stopped there.
  package var isAtLeast: Bool
  /// How soon the actor decides, beside what waits for them; nothing for the queues of others.
  package var service: ServiceLevel?

  /// How many are not shown.
  package var more: Int64 { max(0, total - Int64(items.count)) }

  package var json: JSONValue {
    .object([
      "items": .array(items.map(\.json)), "total": .integer(total), "more": .integer(more),
      "totalIsAtLeast": isAtLeast ? true : .none, "service": service?.json,
    ])
  }
}

/// How soon somebody decides what is asked of them.
package struct ServiceLevel: Sendable, Hashable {
  package var person: String
  /// In the past days.
  package var days: Int64
  package var decisions: Int
  /// The median from the opening of a stage to the vote, in microseconds of business time.
  package var median: Int64
  /// A business day, in microseconds.
  package var day: Int64
  /// How many of those with a deadline met it.
  package var inTime: Int
  package var withDue: Int

  package var json: JSONValue {
    [
      "person": .string(person), "days": .integer(days), "decisions": .integer(Int64(decisions)),
      "medianBusinessSeconds": .integer(median / 1_000_000), "inTime": .integer(Int64(inTime)),
      "withDue": .integer(Int64(withDue)),
    ]
  }
}
