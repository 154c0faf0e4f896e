/// The standard alphabet of RFC 4648 with padding, read strictly: one text for one value.
package enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func text(_ bytes: some Collection<UInt8>) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    var (group, count) = (UInt32(0), 0)
    func digit(_ shift: UInt32) -> UInt8 { alphabet[Int(group >> shift & 63)] }
    for byte in bytes {
      group = group << 8 | UInt32(byte)
      count += 1
      if count == 3 {
        result += [digit(18), digit(12), digit(6), digit(0)]
        (group, count) = (0, 0)
      }
    }
    if count == 1 {
      group <<= 16
      result += [digit(18), digit(12), UInt8(ascii: "="), UInt8(ascii: "=")]
    } else if count == 2 {
      group <<= 8
      result += [digit(18), digit(12), digit(6), UInt8(ascii: "=")]
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// - Returns: Nothing for blanks, missing or misplaced padding, or bits set beyond the last byte.
  package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 4) else { return nil }
    let padding = digits.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    var result: [UInt8] = []
    result.reserveCapacity(digits.count / 4 * 3)
    var (group, count) = (UInt32(0), 0)
    for byte in digits.dropLast(padding) {
      guard let value = value(of: byte) else { return nil }
      group = group << 6 | value
      count += 1
      if count == 4 {
        result += [UInt8(group >> 16 & 255), UInt8(group >> 8 & 255), UInt8(group & 255)]
        (group, count) = (0, 0)
      }
    }
    switch (count, padding) {
    case (0, 0): return result
    case (2, 2) where group & 15 == 0: return result + [UInt8(group >> 4 & 255)]
    case (3, 1) where group & 3 == 0: return result + [UInt8(group >> 10 & 255), UInt8(group >> 2 & 255)]
    default: return nil
    }
  }

  private static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a") + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0") + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
