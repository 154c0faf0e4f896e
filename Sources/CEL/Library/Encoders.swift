extension FunctionLibrary {
  static let encoders: [Overload] = [
    function("base64.encode") { (bytes: Bytes) in Base64.encode(bytes.content) },
    function("base64.decode") { (text: String) throws(EvaluationError) in
      guard let bytes = Base64.decode(text) else { throw invalid("`\(text)` is no base64") }
      return Bytes(bytes)
    },
    function("json.encode") { (value: Value) throws(EvaluationError) in try JSONText.encode(value) },
  ]
}

/// Base64 with the alphabet of RFC 4648, section 4.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for offset in 0..<3 { bits = bits << 8 | (offset < group.count ? UInt32(group[start + offset]) : 0) }
      for place in 0..<4 {
        result.append(place <= group.count ? alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// - Returns: Nothing for anything else than base64; padding may be left out.
  static func decode(_ text: String) -> [UInt8]? {
    var digits = Array(text.utf8)[...]
    var padding = 0
    while digits.last == UInt8(ascii: "=") {
      digits.removeLast()
      padding += 1
    }
    guard padding == 0 || (padding <= 2 && (digits.count + padding) % 4 == 0), digits.count % 4 != 1 else { return nil }
    var (result, buffer, bits): ([UInt8], UInt32, Int) = ([], 0, 0)
    for byte in digits {
      guard let digit = value(byte) else { return nil }
      buffer = buffer << 6 | digit
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
      buffer &= 0xFFFF
    }
    return result
  }

  private static func value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
