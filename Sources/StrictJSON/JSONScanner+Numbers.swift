/// A number of a JSON text: exact where it is written as an integer of 64 bits, else its text.
public struct JSONNumber: Hashable, Sendable {
  /// Where it stands.
  public let range: Range<Int>
  /// Its value, if it has neither fraction nor exponent and fits; nothing for `-0`, which is no integer.
  public let integer: Int64?

  /// The number as it was written.
  public func text(in bytes: [UInt8]) -> String {
    String(decoding: bytes[range.clamped(to: bytes.indices)], as: UTF8.self)
  }
}

extension JSONScanner {
  /// Reads a number whose first byte is `-` or a digit.
  mutating func scanNumber() throws(JSONError) -> JSONNumber {
    let first = offset
    let isNegative = bytes[offset] == UInt8(ascii: "-")
    if isNegative { offset += 1 }
    guard offset < end else { throw ended() }
    guard isDigit(bytes[offset]) else {
      throw error(.syntax, "expected a digit after `-`, found \(found())", at: offset)
    }
    var value: Int64? = 0
    if bytes[offset] == UInt8(ascii: "0") {
      offset += 1
      if offset < end, isDigit(bytes[offset]) {
        throw error(.syntax, "a number with a leading zero", hint: "remove the zero, or write a string", at: first)
      }
      if isNegative { value = nil }
    } else {
      while offset < end, isDigit(bytes[offset]) {
        value = appending(Int64(bytes[offset] - UInt8(ascii: "0")), to: value, isNegative: isNegative)
        offset += 1
      }
    }
    if offset < end, bytes[offset] == UInt8(ascii: ".") {
      value = nil
      offset += 1
      try scanDigits(after: "`.`")
    }
    if offset < end, bytes[offset] | 0x20 == UInt8(ascii: "e") {
      value = nil
      offset += 1
      if offset < end, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") { offset += 1 }
      try scanDigits(after: "the exponent")
    }
    if offset < end, isWordByte(bytes[offset]) {
      throw error(.syntax, "expected the end of a number, found \(found())", at: offset)
    }
    return JSONNumber(range: first..<offset, integer: value)
  }

  private mutating func scanDigits(after what: String) throws(JSONError) {
    guard offset < end else { throw ended() }
    guard isDigit(bytes[offset]) else {
      throw error(.syntax, "expected a digit after \(what), found \(found())", at: offset)
    }
    while offset < end, isDigit(bytes[offset]) { offset += 1 }
  }

  private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

  private func appending(_ digit: Int64, to value: Int64?, isNegative: Bool) -> Int64? {
    guard let value else { return nil }
    let (tens, isOver) = value.multipliedReportingOverflow(by: 10)
    guard !isOver else { return nil }
    let (sum, isOut) = isNegative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
    return isOut ? nil : sum
  }
}
