package import SpendModel

/// Values of a fact at which a part of a condition would hold.
package struct FactTarget: Hashable, Sendable {
  /// The path as rules spell it: `request.cost`.
  package var fact: String
  /// Of an order the nearest to what it is now, else all that would do.
  package var values: [FactValue]

  package init(fact: String, values: [FactValue]) {
    self.fact = fact
    self.values = values
  }

  /// The values behind what would have to hold, where that does not say them.
  func words(beside text: String) -> String {
    let shown = values.map(\.display)
    let isSaid = shown.count == 1 ? text.hasSuffix(" " + shown[0]) : shown.allSatisfy { text.contains($0) }
    return isSaid ? "" : ", such as " + shown.joined(separator: ", ")
  }
}

extension FactTestReader {
  /// More members of a list are of no help.
  private static let mostValues = 20

  /// The values of the one fact that a part tests, at which it would be as wanted; nothing where it tests more than one
  /// fact, or where no value can be named.
  func target(of term: Term, wanted: Bool, now facts: Facts) -> FactTarget? {
    var found = test(term)
    if !wanted {
      guard let rest = Self.universe(of: found.fact, in: schema).subtracting(found.values) else { return nil }
      found.values = rest
    }
    guard case .value(let path, let kind) = found.fact else { return nil }
    let values: [FactValue]
    switch found.values {
    case .flags(let flags): values = flags.count == 1 ? flags.map { .bool($0) } : []
    case .texts(let texts, let isRest):
      guard !isRest, texts.count <= Self.mostValues else { return nil }
      values = texts.sorted { $0.lexicographicallyPrecedes($1) }.map { .string(String(decoding: $0, as: UTF8.self)) }
    case .numbers(let ranges):
      let now = facts[path: path.names[...]].flatMap { kind.number(of: $0) }
      values = kind.nearest(to: now, in: ranges).flatMap { kind.value($0) }.map { [$0] } ?? []
    }
    return values.isEmpty ? nil : FactTarget(fact: path.text, values: values)
  }
}

extension TestedFact.Kind {
  /// The number by which a value is ordered among those of the kind; nothing for another kind.
  fileprivate func number(of value: FactValue) -> Int64? {
    switch (self, value) {
    case (.integer, .int(let number)): number
    case (.integer, .uint(let number)): Int64(exactly: number)
    case (.double, .double(let number)): number.place
    case (.timestamp, .timestamp(let time)): time.microseconds
    case (.duration, .duration(let length)): length
    case (.money(let code), .money(let money)): money.currency.code == code ? money.nanos : nil
    default: nil
    }
  }

  fileprivate func value(_ number: Int64) -> FactValue? {
    switch self {
    case .integer: .int(number)
    case .double: .double(Double(place: number))
    case .timestamp: .timestamp(Timestamp(clamping: number))
    case .duration: .duration(nanoseconds: number)
    case .money(let code): Currency(code).map { .money(Money(nanos: number, currency: $0)) }
    case .text, .flag: nil
    }
  }

  /// How many of the numbers make one of the least unit that people write: a cent, a second.
  private var unit: Int64 {
    switch self {
    case .money: 10_000_000
    case .duration: 1_000_000_000
    case .timestamp: 1_000_000
    default: 1
    }
  }

  /// The number of the ranges that is nearest to another, whole in the least unit where the range has such a one.
  ///
  /// - Parameter now: Nothing where it is not known: then the least that has a bound.
  fileprivate func nearest(to now: Int64?, in ranges: [ClosedRange<Int64>]) -> Int64? {
    guard let now else {
      guard let range = ranges.first(where: { $0.lowerBound > .min }) ?? ranges.first else { return nil }
      if range.lowerBound > .min { return rounded(range.lowerBound, up: true, within: range) }
      return range.upperBound < .max ? rounded(range.upperBound, up: false, within: range) : nil
    }
    var best: (distance: UInt64, number: Int64)?
    for range in ranges {
      let isBelow = now < range.lowerBound
      let bound = isBelow ? range.lowerBound : now > range.upperBound ? range.upperBound : now
      let number = bound == now ? now : rounded(bound, up: isBelow, within: range)
      let distance = number.magnitudeOfDifference(to: now)
      if best.map({ distance < $0.distance }) ?? true { best = (distance, number) }
    }
    return best?.number
  }

  private func rounded(_ number: Int64, up: Bool, within range: ClosedRange<Int64>) -> Int64 {
    let excess = number % unit
    guard excess != 0 else { return number }
    // Towards less for numbers below zero, as for those above.
    let (floor, isTooSmall) = number.subtractingReportingOverflow(excess < 0 ? excess + unit : excess)
    guard !isTooSmall else { return number }
    let (whole, isTooLarge) = up ? floor.addingReportingOverflow(unit) : (floor, false)
    return !isTooLarge && range.contains(whole) ? whole : number
  }
}

extension Int64 {
  fileprivate func magnitudeOfDifference(to other: Int64) -> UInt64 {
    self < other
      ? UInt64(bitPattern: other) &- UInt64(bitPattern: self) : UInt64(bitPattern: self) &- UInt64(bitPattern: other)
  }
}
