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
    // Eight at a time: the system is asked once a number.
    var generator = SystemRandomNumberGenerator()
    var (bytes, number) = ([UInt8](), UInt64(0))
    bytes.reserveCapacity(count)
    for index in 0..<max(0, count) {
      number = index.isMultiple(of: 8) ? generator.next() : number >> 8
      bytes.append(UInt8(truncatingIfNeeded: number))
    }
    return bytes
  }
}
