/// An address of IPv4 or IPv6.
import Diagnostics

public struct NetworkAddress: Hashable, Sendable {
  let bits: UInt128
  let isV4: Bool

  init(bits: UInt128, isV4: Bool) {
    self.bits = bits
    self.isV4 = isV4
  }

  /// An IPv4 address that was written as one of IPv6 is the same address.
  private var unmapped: NetworkAddress {
    !isV4 && bits >> 32 == 0xFFFF ? NetworkAddress(bits: bits & 0xFFFF_FFFF, isV4: true) : self
  }

  public static func == (left: Self, right: Self) -> Bool {
    let (a, b) = (left.unmapped, right.unmapped)
    return a.bits == b.bits && a.isV4 == b.isV4
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(unmapped.bits)
    hasher.combine(unmapped.isV4)
  }

  var width: Int { isV4 ? 32 : 128 }

  func masked(_ length: Int) -> NetworkAddress {
    let host = width - length
    return NetworkAddress(bits: host >= 128 ? 0 : (bits >> UInt128(host)) << UInt128(host), isV4: isV4)
  }

  // MARK: Text

  /// Reads an address; a zone and a dotted IPv4 part within IPv6 are refused.
  init?(_ text: String) {
    if text.utf8.contains(UInt8(ascii: ":")) {
      guard let bits = Self.v6(text) else { return nil }
      self.init(bits: bits, isV4: false)
    } else {
      guard let bits = Self.v4(text) else { return nil }
      self.init(bits: bits, isV4: true)
    }
  }

  private static func v4(_ text: String) -> UInt128? {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bits: UInt128 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0"),
        part.allSatisfy({ (48...57).contains($0) })
      else { return nil }
      let number = part.reduce(0 as UInt128) { $0 * 10 + UInt128($1 - 48) }
      guard number < 256 else { return nil }
      bits = bits << 8 | number
    }
    return bits
  }

  private static func v6(_ text: String) -> UInt128? {
    var groups: [UInt16] = []
    var gap: Int?
    var rest = Array(text.utf8)[...]
    if rest.starts(with: Array("::".utf8)) {
      gap = 0
      rest = rest.dropFirst(2)
    }
    while !rest.isEmpty {
      let digits = rest.prefix { $0 != UInt8(ascii: ":") }
      guard (1...4).contains(digits.count), groups.count < 8,
        let group = UInt16(String(decoding: digits, as: UTF8.self), radix: 16),
        digits.first != UInt8(ascii: "+")
      else { return nil }
      groups.append(group)
      rest = rest.dropFirst(digits.count)
      if rest.isEmpty { break }
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: ":") {
        guard gap == nil else { return nil }
        gap = groups.count
        rest = rest.dropFirst()
      } else if rest.isEmpty {
        return nil
      }
    }
    if let gap {
      guard groups.count < 8 else { return nil }
      groups.insert(contentsOf: [UInt16](repeating: 0, count: 8 - groups.count), at: gap)
    }
    guard groups.count == 8 else { return nil }
    return groups.reduce(0) { $0 << 16 | UInt128($1) }
  }

  /// The canonical text, of RFC 5952 for IPv6.
  var text: String {
    if isV4 { return dotted }
    if bits >> 32 == 0xFFFF { return "::ffff:" + NetworkAddress(bits: bits & 0xFFFF_FFFF, isV4: true).dotted }
    let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
    var (best, start): (Range<Int>, Int?) = (0..<0, nil)
    for index in 0...8 {
      if index < 8, groups[index] == 0 {
        start = start ?? index
      } else if let from = start {
        if index - from > max(best.count, 1) { best = from..<index }
        start = nil
      }
    }
    func shown(_ part: ArraySlice<UInt16>) -> String { part.map { String($0, radix: 16) }.joined(separator: ":") }
    return best.isEmpty
      ? shown(groups[...]) : shown(groups[..<best.lowerBound]) + "::" + shown(groups[best.upperBound...])
  }

  private var dotted: String {
    [24, 16, 8, 0].map { String(bits >> UInt128($0) & 255) }.joined(separator: ".")
  }

  // MARK: Kinds, which an IPv4 address has also where it is written as one of IPv6

  var isUnspecified: Bool { bits == 0 }
  var isLoopback: Bool { unmapped.isV4 ? unmapped.bits >> 24 == 127 : bits == 1 }
  var isMulticast: Bool { unmapped.isV4 ? unmapped.bits >> 28 == 0xE : bits >> 120 == 0xFF }
  var isLinkLocalUnicast: Bool { unmapped.isV4 ? unmapped.bits >> 16 == 0xA9FE : bits >> 118 == 0xFE80 >> 6 }
  var isLinkLocalMulticast: Bool {
    unmapped.isV4 ? unmapped.bits >> 8 == 0xE00000 : bits >> 112 & 0xFF0F == 0xFF02
  }
  var isGlobalUnicast: Bool {
    let isReserved = unmapped.isV4 && (unmapped.bits == 0 || unmapped.bits == 0xFFFF_FFFF)
    return !(isReserved || isUnspecified || isLoopback || isMulticast || isLinkLocalUnicast)
  }
}

/// A network: an address and the length of the prefix that all its addresses share.
public struct NetworkRange: Hashable, Sendable {
  let address: NetworkAddress
  let length: Int

  init(address: NetworkAddress, length: Int) {
    self.address = address
    self.length = length
  }

  init?(_ text: String) {
    guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")), let address = NetworkAddress(String(text[..<slash]))
    else { return nil }
    let digits = text.utf8[text.utf8.index(after: slash)...]
    guard (1...3).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }),
      digits.count == 1 || digits.first != 48,
      let length = Int(String(decoding: digits, as: UTF8.self)), length <= address.width
    else { return nil }
    self.init(address: address, length: length)
  }

  var text: String { "\(address.text)/\(length)" }

  func contains(_ other: NetworkAddress) -> Bool {
    address.isV4 == other.isV4 && address.masked(length).bits == other.masked(length).bits
  }

  func contains(_ other: NetworkRange) -> Bool { length <= other.length && contains(other.address) }
}

extension FunctionLibrary {
  private static func address(_ text: String) throws(EvaluationError) -> NetworkAddress {
    guard let address = NetworkAddress(text) else { throw invalid("`\(text)` is no address of IPv4 or IPv6") }
    return address
  }

  private static func range(_ text: String) throws(EvaluationError) -> NetworkRange {
    guard let range = NetworkRange(text) else { throw invalid("`\(text)` is no network such as `10.0.0.0/8`") }
    return range
  }

  static let network: [Overload] = [
    function("ip") { (text: String) throws(EvaluationError) in try address(text) },
    function("isIP") { (text: String) in NetworkAddress(text) != nil },
    function("ip.isCanonical") { (text: String) throws(EvaluationError) in haveSameBytes(try address(text).text, text)
    },
    function("string") { (address: NetworkAddress) in address.text },
    function("family", member: true) { (address: NetworkAddress) -> Int64 in address.isV4 ? 4 : 6 },
    function("isUnspecified", member: true) { (address: NetworkAddress) in address.isUnspecified },
    function("isLoopback", member: true) { (address: NetworkAddress) in address.isLoopback },
    function("isGlobalUnicast", member: true) { (address: NetworkAddress) in address.isGlobalUnicast },
    function("isLinkLocalUnicast", member: true) { (address: NetworkAddress) in address.isLinkLocalUnicast },
    function("isLinkLocalMulticast", member: true) { (address: NetworkAddress) in address.isLinkLocalMulticast },
    function("cidr") { (text: String) throws(EvaluationError) in try range(text) },
    function("isCIDR") { (text: String) in NetworkRange(text) != nil },
    function("string") { (range: NetworkRange) in range.text },
    function("containsIP", member: true) { (range: NetworkRange, address: NetworkAddress) in range.contains(address) },
    function("containsIP", member: true) { (range: NetworkRange, text: String) throws(EvaluationError) in
      range.contains(try address(text))
    },
    function("containsCIDR", member: true) { (range: NetworkRange, other: NetworkRange) in range.contains(other) },
    function("containsCIDR", member: true) { (outer: NetworkRange, text: String) throws(EvaluationError) in
      outer.contains(try range(text))
    },
    function("ip", member: true) { (range: NetworkRange) in range.address },
    function("masked", member: true) { (range: NetworkRange) in
      NetworkRange(address: range.address.masked(range.length), length: range.length)
    },
    function("prefixLength", member: true) { (range: NetworkRange) in Int64(range.length) },
  ]
}
