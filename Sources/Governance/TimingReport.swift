package import StrictJSON

/// How long a run of evaluations took, in the units that the names say.
package struct TimingReport: Sendable {
  package var rules: Int
  package var documents: Int
  package var loadMilliseconds: Double
  /// Of each document by the clock, from its bytes to the list of ids.
  package var times = Times()
  /// Of a document on the average, from its bytes to the list of ids.
  package var cpuMicroseconds = 0.0

  package var json: JSONValue {
    func number(_ value: Double) -> JSONValue { .number(String((value * 1000).rounded() / 1000)) }
    return [
      "rules": .integer(Int64(rules)), "documents": .integer(Int64(documents)), "load_ms": number(loadMilliseconds),
      "mean_us": number(times.mean), "p50_us": number(times.quantile(0.5)), "p99_us": number(times.quantile(0.99)),
      "cpu_us": number(cpuMicroseconds),
    ]
  }
}

/// Times of any number, counted by their length to within half a percent, so that they take little memory.
package struct Times: Sendable {
  /// A power of two is cut into so many steps.
  private static let steps = 128
  /// Counts by whole nanoseconds, coarser the longer the time is.
  private var counts: [UInt32] = []
  private var sum = 0.0
  package private(set) var count = 0

  /// In microseconds.
  package var mean: Double { count == 0 ? 0 : sum / Double(count) }

  package mutating func add(microseconds: Double) {
    let place = Self.place(ofNanoseconds: UInt64(max(0, min(microseconds * 1000, 1e15))))
    if place >= counts.count { counts += [UInt32](repeating: 0, count: place + 1 - counts.count) }
    counts[place] &+= 1
    sum += microseconds
    count += 1
  }

  package mutating func add(_ other: Times) {
    if other.counts.count > counts.count {
      counts += [UInt32](repeating: 0, count: other.counts.count - counts.count)
    }
    for (place, times) in other.counts.enumerated() { counts[place] &+= times }
    sum += other.sum
    count += other.count
  }

  package mutating func clear() {
    for place in counts.indices { counts[place] = 0 }
    (sum, count) = (0, 0)
  }

  /// The time that a share of the times does not exceed, in microseconds.
  package func quantile(_ share: Double) -> Double {
    let wanted = Int(Double(count) * share)
    var passed = 0
    for (place, times) in counts.enumerated() {
      passed += Int(times)
      if passed > wanted { return Self.nanoseconds(at: place) / 1000 }
    }
    return 0
  }

  /// Below the number of steps each nanosecond has a place; above, the leading bits of a number are its place.
  private static func place(ofNanoseconds time: UInt64) -> Int {
    guard time >= UInt64(steps) else { return Int(time) }
    let shift = 63 - time.leadingZeroBitCount - steps.trailingZeroBitCount
    return (shift + 1) * steps + Int(time >> UInt64(shift)) - steps
  }

  /// The middle of the times of a place.
  private static func nanoseconds(at place: Int) -> Double {
    guard place >= steps else { return Double(place) }
    let shift = place / steps - 1
    return (Double(place % steps + steps) + 0.5) * Double(UInt64(1) << UInt64(shift))
  }
}
