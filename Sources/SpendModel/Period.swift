/// A length of time as authors write it: `90m 2h 30d 2w` by wall clock, `4bh 5bd` in business time.
public enum Period: Hashable, Sendable {
  /// Seconds by wall clock; a day is 24 hours.
  case wall(seconds: Int64)
  case businessHours(Int64)
  case businessDays(Int64)

  /// Reads a whole number, zero or more, and a unit: `s m h d w bh bd`.
  ///
  /// - Returns: Nothing where the text is anything else or the length leaves 1,000 years.
  public init?(_ text: some StringProtocol) {
    let digits = text.utf8.prefix { (48...57).contains($0) }
    guard (1...12).contains(digits.count), let count = Int64(String(decoding: digits, as: UTF8.self)) else {
      return nil
    }
    let unit = String(decoding: text.utf8.dropFirst(digits.count), as: UTF8.self)
    let factor: Int64
    switch unit {
    case "s": factor = 1
    case "m": factor = 60
    case "h": factor = 3600
    case "d": factor = 86_400
    case "w": factor = 604_800
    case "bh":
      guard count <= 2_000_000 else { return nil }
      self = .businessHours(count)
      return
    case "bd":
      guard count <= 250_000 else { return nil }
      self = .businessDays(count)
      return
    default: return nil
    }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: factor)
    guard !overflow, seconds <= 31_557_600_000 else { return nil }
    self = .wall(seconds: seconds)
  }
}

extension Period: CustomStringConvertible {
  /// The period in its largest whole unit: `90d`, `36h`, `5bd`.
  public var description: String {
    switch self {
    case .businessDays(let count): return "\(count)bd"
    case .businessHours(let count): return "\(count)bh"
    case .wall(let seconds):
      for (unit, length) in [("d", Int64(86_400)), ("h", 3600), ("m", 60)] where seconds % length == 0 && seconds != 0 {
        return "\(seconds / length)\(unit)"
      }
      return "\(seconds)s"
    }
  }
}

extension Period {
  /// The length by wall clock; a business day counts as 24 hours, a business hour as one.
  public var wallSeconds: Int64 {
    switch self {
    case .wall(let seconds): seconds
    case .businessHours(let hours): hours.multipliedReportingOverflow(by: 3600).partialValue
    case .businessDays(let days): days.multipliedReportingOverflow(by: 86_400).partialValue
    }
  }
}
