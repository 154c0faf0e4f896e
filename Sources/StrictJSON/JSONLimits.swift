/// How much of a JSON text is accepted; what goes beyond is refused by name, before it costs anything.
public struct JSONLimits: Hashable, Sendable {
  /// The deepest nesting of arrays and objects; never above ``deepest``.
  public let maxDepth: Int
  /// The longest text, in bytes.
  public let maxBytes: Int

  /// - Parameters:
  ///   - maxDepth: The deepest nesting, taken into `0...deepest`.
  ///   - maxBytes: The longest text, in bytes.
  public init(maxDepth: Int = 64, maxBytes: Int = 64 << 20) {
    self.maxDepth = min(max(maxDepth, 0), Self.deepest)
    self.maxBytes = max(maxBytes, 0)
  }

  /// The depth that no caller can raise, since reading a tree takes stack in proportion to it.
  public static let deepest = 256

  /// 64 levels, 64 MiB.
  public static let `default` = JSONLimits()
}
