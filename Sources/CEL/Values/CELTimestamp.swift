/// An instant: seconds since the epoch and nanoseconds within the second, in the years 1 to 9999.
public struct CELTimestamp: Hashable, Sendable, Comparable {
  public let seconds: Int64
  public let nanoseconds: Int32

  /// 1970-01-01T00:00:00Z.
  public static let epoch = CELTimestamp(knownSeconds: 0)

  private init(knownSeconds seconds: Int64) {
    self.seconds = seconds
    nanoseconds = 0
  }

  /// - Returns: Nothing outside the years 1 to 9999, or with nanoseconds outside of a second.
  public init?(seconds: Int64, nanoseconds: Int32) {
    guard (-62_135_596_800...253_402_300_799).contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else {
      return nil
    }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  init?(nanosecondsSinceEpoch total: Int128) {
    var (seconds, rest) = total.quotientAndRemainder(dividingBy: 1_000_000_000)
    if rest < 0 {
      seconds -= 1
      rest += 1_000_000_000
    }
    guard let exact = Int64(exactly: seconds) else { return nil }
    self.init(seconds: exact, nanoseconds: Int32(rest))
  }

  var total: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) }

  public static func < (left: Self, right: Self) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}
