/// How much of a JSON text is accepted; what goes beyond is refused by name, before it costs anything.
public struct JSONLimits: Hashable, Sendable {
  /// The deepest nesting of arrays and objects; never above ``deepest``.
  public let maxDepth: Int
  /// The longest text, in bytes.
  public let maxBytes: Int
  /// Whether an object may hold a name twice. RFC 8259 only advises against it, but readers differ on which
  /// of the two counts, so this is for judging bare syntax and for nothing that is acted upon.
  public let allowsDuplicateNames: Bool

  /// - Parameters:
  ///   - maxDepth: The deepest nesting, taken into `0...deepest`.
  ///   - maxBytes: The longest text, in bytes.
  ///   - allowsDuplicateNames: Whether an object may hold a name twice.
  public init(maxDepth: Int = 64, maxBytes: Int = 64 << 20, allowsDuplicateNames: Bool = false) {
    self.allowsDuplicateNames = allowsDuplicateNames
    self.maxDepth = min(max(maxDepth, 0), Self.deepest)
    self.maxBytes = max(maxBytes, 0)
  }

  /// The depth that no caller can raise, since reading a tree takes stack in proportion to it.
  public static let deepest = 256

  /// 64 levels, 64 MiB, no duplicate names.
  public static let `default` = JSONLimits()
}
