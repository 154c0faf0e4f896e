/// A time zone as a value: when its offset from UTC changes, and the rule that holds after the last change.
///
///     let berlin = ZoneRules(name: "Europe/Berlin", tzif: bytes)
///     berlin?.offset(at: 1_793_613_600)  // 3600
///
/// Offsets are seconds east of UTC; instants are whole seconds since 1970 in UTC.
package struct ZoneRules: Hashable, Sendable {
  package let name: String
  /// The offset before the first change.
  package let initialOffset: Int64
  /// Changes by instant, each with the offset that holds from then on.
  package let changes: [Change]
  /// What holds after the last change; nothing: its offset for ever.
  package let tail: RecurringZone?

  package struct Change: Hashable, Sendable {
    package let at: Int64
    package let offset: Int64

    package init(at: Int64, offset: Int64) {
      self.at = at
      self.offset = offset
    }
  }

  /// - Parameter changes: In any order.
  package init(name: String, initialOffset: Int64, changes: [Change], tail: RecurringZone? = nil) {
    self.name = name
    self.initialOffset = initialOffset
    self.changes = changes.sorted { $0.at < $1.at }
    self.tail = tail
  }

  /// A zone whose offset never changes.
  package static func fixed(_ name: String, offset: Int64) -> ZoneRules {
    ZoneRules(name: name, initialOffset: offset, changes: [])
  }

  package static let utc = fixed("UTC", offset: 0)

  /// The offset from UTC at an instant.
  ///
  /// - Complexity: O(log *n*) in the number of changes.
  package func offset(at instant: Int64) -> Int64 {
    guard let last = changes.last else { return tail?.offset(at: instant) ?? initialOffset }
    if instant >= last.at { return tail?.offset(at: instant) ?? last.offset }
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].at <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? initialOffset : changes[low - 1].offset
  }

  /// The instant at which clocks of the zone show a local time, given as seconds since 1970 on those clocks.
  ///
  /// A time that the clocks show twice means the first of the two; one that they skip is taken as if the
  /// offset before the gap still held, and so lies behind the gap by as much as it was inside.
  package func instant(ofLocal local: Int64) -> Int64 {
    let before = offset(at: local - 86_400)
    if offset(at: local - before) == before { return local - before }
    let after = offset(at: local + 86_400)
    if offset(at: local - after) == after { return local - after }
    return local - before
  }
}
