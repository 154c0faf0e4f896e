package import SpendModel

/// The clock of the edge: the one place that may know what time it is.
package struct WallClock: Sendable {
  package var now: @Sendable () -> Timestamp

  package init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

  package static func fixed(_ instant: Timestamp) -> Self { WallClock { instant } }
}

/// Where fresh randomness comes from: salts and keys.
package struct Entropy: Sendable {
  /// That many random bytes.
  package var bytes: @Sendable (Int) -> [UInt8]

  package init(bytes: @escaping @Sendable (Int) -> [UInt8]) { self.bytes = bytes }

  package static let system = Entropy { count in
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
