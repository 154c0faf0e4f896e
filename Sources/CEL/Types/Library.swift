/// A part of the language that an environment may have or not, beside the standard functions.
public enum Library: String, Hashable, Sendable, CaseIterable {
  /// `charAt indexOf join replace split substring format` and their kin.
  case strings
  /// `math.greatest math.round math.bitAnd` and their kin.
  case math
  /// `distinct flatten slice sort first last lists.range`
  case lists
  /// `{'a': 1}.merge({'b': 2})`
  case maps
  /// `sets.contains sets.equivalent sets.intersects`
  case sets
  /// `base64.encode base64.decode json.encode`
  case encoders
  /// `cel.bind(x, value, body)`
  case bindings
  /// `a.?b`, `a[?b]`, `[?x]`, `optional.of`
  case optionals
  /// Macros of two variables: `m.all(k, v, ...)`, `transformMap`.
  case comprehensions
  /// `regex.replace regex.extract regex.extractAll`
  case regex
  /// `ip cidr isIP`
  case network
  /// `cel.block`, for expressions made by programs.
  case block
  /// Money, spans of time, sums.
  case domain
}

/// What functions ask of the outside, as values that are given: expressions themselves do no I/O.
public struct Host: Sendable {
  /// The rules of a time zone by its IANA name; nothing where there is none. Fixed offsets and `UTC` are known anyway.
  public var timeZone: @Sendable (String) -> ZoneRules?
  /// A time moved by a number of business days, for `bd(time, n)`; nothing where it cannot be.
  public var businessDays: @Sendable (CELTimestamp, Int64) -> CELTimestamp?
  /// The currency of a sum of nothing.
  public var currency: String

  public init(
    currency: String = "USD",
    timeZone: @escaping @Sendable (String) -> ZoneRules? = { _ in nil },
    businessDays: @escaping @Sendable (CELTimestamp, Int64) -> CELTimestamp? = { _, _ in nil }
  ) {
    self.currency = currency
    self.timeZone = timeZone
    self.businessDays = businessDays
  }
}
