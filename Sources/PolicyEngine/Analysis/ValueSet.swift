/// A set of values of one kind: those for which a test of a fact holds.
///
/// Closed under intersection, union and complement, so that what a condition says of one fact is one such set, however
/// its author combined the tests.
enum ValueSet: Hashable, Sendable {
  /// Texts by their UTF-8 bytes: these, or with `isRest` all but these.
  case texts(Set<[UInt8]>, isRest: Bool)
  /// Numbers in ranges that neither touch nor overlap, from the least up. Amounts are nano-units, times microseconds,
  /// durations nanoseconds, doubles places in their order.
  case numbers([ClosedRange<Int64>])
  case flags(Set<Bool>)

  static let allTexts = ValueSet.texts([], isRest: true)
  static let allNumbers = ValueSet.numbers([.min ... .max])
  static let allFlags = ValueSet.flags([true, false])

  static func texts(_ values: some Sequence<String>) -> ValueSet {
    .texts(Set(values.map { Array($0.utf8) }), isRest: false)
  }

  var isEmpty: Bool {
    switch self {
    case .texts(let values, let isRest): values.isEmpty && !isRest
    case .numbers(let ranges): ranges.isEmpty
    case .flags(let flags): flags.isEmpty
    }
  }

  /// All values of the kind that are not in the set.
  var complement: ValueSet {
    switch self {
    case .texts(let values, let isRest): return .texts(values, isRest: !isRest)
    case .flags(let flags): return .flags(Set([true, false]).subtracting(flags))
    case .numbers(let ranges):
      var rest: [ClosedRange<Int64>] = []
      var next: Int64? = .min
      for range in ranges {
        if let from = next, from < range.lowerBound { rest.append(from...(range.lowerBound - 1)) }
        next = range.upperBound == .max ? nil : range.upperBound + 1
      }
      if let from = next { rest.append(from ... .max) }
      return .numbers(rest)
    }
  }

  /// What is in both; nothing where the sets are of different kinds.
  func intersection(_ other: ValueSet) -> ValueSet? {
    switch (self, other) {
    case (.flags(let left), .flags(let right)): return .flags(left.intersection(right))
    case (.texts(let left, let leftIsRest), .texts(let right, let rightIsRest)):
      switch (leftIsRest, rightIsRest) {
      case (false, false): return .texts(left.intersection(right), isRest: false)
      case (false, true): return .texts(left.subtracting(right), isRest: false)
      case (true, false): return .texts(right.subtracting(left), isRest: false)
      case (true, true): return .texts(left.union(right), isRest: true)
      }
    case (.numbers(let left), .numbers(let right)):
      var both: [ClosedRange<Int64>] = []
      var (i, j) = (0, 0)
      while i < left.count, j < right.count {
        let low = max(left[i].lowerBound, right[j].lowerBound)
        let high = min(left[i].upperBound, right[j].upperBound)
        if low <= high { both.append(low...high) }
        if left[i].upperBound < right[j].upperBound { i += 1 } else { j += 1 }
      }
      return .numbers(both)
    default: return nil
    }
  }

  /// What is in either; nothing where the sets are of different kinds.
  func union(_ other: ValueSet) -> ValueSet? {
    complement.intersection(other.complement)?.complement
  }

  /// What is here and not there; nothing where the sets are of different kinds.
  func subtracting(_ other: ValueSet) -> ValueSet? { intersection(other.complement) }

  func isSubset(of other: ValueSet) -> Bool { subtracting(other)?.isEmpty ?? false }
}

extension Double {
  /// The place of the number in the order of all doubles: neighbours have neighbouring places. Nothing for NaN.
  var place: Int64? {
    guard !isNaN else { return nil }
    let bits = Int64(bitPattern: (self == 0 ? 0 : self).bitPattern)
    return bits >= 0 ? bits : Int64.min &- bits
  }

  init(place: Int64) {
    self.init(bitPattern: UInt64(bitPattern: place >= 0 ? place : Int64.min &- place))
  }
}
