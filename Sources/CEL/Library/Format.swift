/// `'%s costs %.2f'.format([name, cost])`
enum Format {
  /// The most digits after the point.
  static let precisionLimit = 100

  static func text(_ pattern: String, _ values: [Value]) throws(EvaluationError) -> String {
    var result = String.UnicodeScalarView()
    var rest = pattern.unicodeScalars[...]
    var (used, length) = (0, 0)
    while let scalar = rest.popFirst() {
      guard scalar == "%" else {
        result.append(scalar)
        continue
      }
      if rest.first == "%" {
        result.append("%")
        rest.removeFirst()
        continue
      }
      let precision = try precision(&rest)
      guard let clause = rest.popFirst() else { throw invalid("a format ends in `%`") }
      guard values.indices.contains(used) else {
        throw EvaluationError(.indexOutOfRange, "the format asks for more than \(values.count) values")
      }
      let part = try format(values[used], clause, precision)
      length += part.utf8.count
      try ValueLimits.checkText(length)
      result.append(contentsOf: part.unicodeScalars)
      used += 1
    }
    return String(result)
  }

  /// The letters of the clauses of a format, in order.
  static func clauses(_ pattern: String) throws(EvaluationError) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var rest = pattern.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "%" else { continue }
      if rest.first == "%" {
        rest.removeFirst()
        continue
      }
      _ = try precision(&rest)
      guard let clause = rest.popFirst() else { throw invalid("a format ends in `%`") }
      guard "sdfeboxX".unicodeScalars.contains(clause) else { throw invalid("`%\(clause)` is no clause of a format") }
      result.append(clause)
    }
    return result
  }

  /// Whether a clause may format values of a type.
  static func takes(_ type: CELType, _ clause: Unicode.Scalar) -> Bool {
    switch (clause, type.unwrapped) {
    case (_, .dyn), (_, .parameter): true
    case ("s", .optional): false
    case ("s", .opaque(let name, _)): name == "type"
    case ("s", _): true
    case (_, .int), (_, .uint): true
    case ("d", .double), ("f", .double), ("e", .double), ("b", .bool): true
    case ("x", .string), ("X", .string), ("x", .bytes), ("X", .bytes): true
    default: false
    }
  }

  static func hint(_ clause: Unicode.Scalar) -> String? {
    switch clause {
    case "s": nil
    case "d", "f", "e": "it formats numbers; write `%s` for any value"
    case "b": "it formats integers and bools; write `%s` for any value"
    case "o": "it formats integers; write `%s` for any value"
    default: "it formats integers, strings and bytes; write `%s` for any value"
    }
  }

  private static func precision(_ rest: inout Substring.UnicodeScalarView) throws(EvaluationError) -> Int? {
    guard rest.first == "." else { return nil }
    rest.removeFirst()
    let digits = rest.prefix { ("0"..."9").contains($0) }
    rest = rest.dropFirst(digits.count)
    guard let value = Int(String(digits)), value <= precisionLimit else {
      throw invalid("a format's precision is a number up to \(precisionLimit)")
    }
    return value
  }

  private static func format(_ value: Value, _ clause: Unicode.Scalar, _ precision: Int?) throws(EvaluationError)
    -> String
  {
    switch clause {
    case "s": return try plain(value)
    case "d": return try decimal(value)
    case "f": return try fixed(value, precision ?? 6)
    case "e": return try scientific(value, precision ?? 6)
    case "b": if case .bool(let flag) = value { return flag ? "1" : "0" } else { return try radix(value, 2, clause) }
    case "o": return try radix(value, 8, clause)
    case "x": return try hexadecimal(value, uppercase: false)
    case "X": return try hexadecimal(value, uppercase: true)
    default: throw invalid("`%\(clause)` is no clause of a format")
    }
  }

  private static func refused(_ value: Value, _ clause: Unicode.Scalar) -> EvaluationError {
    EvaluationError(.noSuchOverload, "`%\(clause)` formats no \(value.typeName)")
  }

  // MARK: %s

  /// A value without quotes; the entries of a map by the text of their keys.
  private static func plain(_ value: Value) throws(EvaluationError) -> String {
    switch value {
    case .double(let number): return plainText(number)
    case .bytes(let bytes): return repaired(bytes)
    case .list(let items):
      var shown: [String] = []
      for item in items { shown.append(try plain(item)) }
      return "[" + shown.joined(separator: ", ") + "]"
    case .map(let map):
      var entries: [(key: String, value: String)] = []
      for (key, value) in map.entries { entries.append((key: try plain(key), value: try plain(value))) }
      let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return "{" + sorted.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    case .abstract(.name), .null, .bool, .int, .uint, .string, .timestamp, .duration, .money: return value.text
    case .abstract: throw refused(value, "s")
    }
  }

  /// UTF-8, with one replacement character for each run of bytes that are none.
  private static func repaired(_ bytes: [UInt8]) -> String {
    var result = String.UnicodeScalarView()
    var (decoder, input, wasBad) = (UTF8(), bytes.makeIterator(), false)
    while true {
      switch decoder.decode(&input) {
      case .scalarValue(let scalar):
        result.append(scalar)
        wasBad = false
      case .error:
        if !wasBad { result.append("\u{FFFD}") }
        wasBad = true
      case .emptyInput: return String(result)
      }
    }
  }

  // MARK: Numbers

  /// The shortest decimal that reads back as the same double, without an exponent.
  private static func plainText(_ number: Double) -> String {
    let text = doubleText(number)
    guard number.isFinite, let mark = text.utf8.firstIndex(of: UInt8(ascii: "e")),
      let exponent = Int(text[text.index(after: mark)...])
    else { return text }
    let mantissa = text[..<mark].utf8.filter { (48...57).contains($0) }
    let digits = String(decoding: mantissa, as: UTF8.self)
    let sign = number.sign == .minus ? "-" : ""
    guard exponent >= 0 else { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
    return sign + digits + String(repeating: "0", count: max(0, exponent + 1 - mantissa.count))
  }

  private static func decimal(_ value: Value) throws(EvaluationError) -> String {
    switch value {
    case .int(let number): return String(number)
    case .uint(let number): return String(number)
    case .double(let number): return plainText(number)
    default: throw refused(value, "d")
    }
  }

  private static func number(_ value: Value, _ clause: Unicode.Scalar) throws(EvaluationError) -> Double {
    switch value {
    case .double(let number): return number
    case .int(let number): return Double(number)
    case .uint(let number): return Double(number)
    default: throw refused(value, clause)
    }
  }

  private static func fixed(_ value: Value, _ precision: Int) throws(EvaluationError) -> String {
    let number = try number(value, "f")
    guard number.isFinite else { return doubleText(number) }
    let decimal = ExactDecimal(number).rounded(toPlaces: precision)
    return (number.sign == .minus ? "-" : "") + decimal.text(places: precision)
  }

  private static func scientific(_ value: Value, _ precision: Int) throws(EvaluationError) -> String {
    let number = try number(value, "e")
    guard number.isFinite else { return doubleText(number) }
    let exact = ExactDecimal(number)
    var exponent = exact.exponent
    var decimal = exact.rounded(toPlaces: precision - exponent)
    // 9.99 may round up to 10.0.
    if decimal.exponent > exponent {
      exponent = decimal.exponent
      decimal = exact.rounded(toPlaces: precision - exponent)
    }
    let digits = decimal.leading(precision + 1)
    let magnitude = String(exponent.magnitude)
    let mantissa = String(digits.prefix(1)) + (precision > 0 ? "." + digits.dropFirst() : "")
    return (number.sign == .minus ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+")
      + (magnitude.utf8.count < 2 ? "0" : "") + magnitude
  }

  private static func radix(
    _ value: Value, _ radix: Int, _ clause: Unicode.Scalar, uppercase: Bool = false
  ) throws(EvaluationError) -> String {
    switch value {
    case .int(let number): return String(number, radix: radix, uppercase: uppercase)
    case .uint(let number): return String(number, radix: radix, uppercase: uppercase)
    default: throw refused(value, clause)
    }
  }

  private static func hexadecimal(_ value: Value, uppercase: Bool) throws(EvaluationError) -> String {
    switch value {
    case .string(let text): return digits(Array(text.utf8), uppercase)
    case .bytes(let bytes): return digits(bytes, uppercase)
    default: return try radix(value, 16, uppercase ? "X" : "x", uppercase: uppercase)
    }
  }

  private static func digits(_ bytes: [UInt8], _ uppercase: Bool) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16, uppercase: uppercase)
      return digits.utf8.count < 2 ? "0" + digits : digits
    }.joined()
  }
}

/// The exact decimal value of a double's magnitude: digits, and how many of them stand after the point.
struct ExactDecimal {
  /// From the most significant on; not empty, and without leading zeros unless the value is below one.
  private var digits: [UInt8]
  private var places: Int

  private init(digits: [UInt8], places: Int) {
    self.digits = digits
    self.places = places
  }

  init(_ value: Double) {
    guard value.isFinite, value != 0 else {
      self.init(digits: [0], places: 0)
      return
    }
    let significand = value.significandBitPattern | (value.isNormal ? 1 << 52 : 0)
    let exponent = Int(value.exponentBitPattern == 0 ? 1 : value.exponentBitPattern) - 1075
    // significand * 2^e, or significand * 5^k / 10^k.
    var number: [UInt64] = []
    var rest = significand
    while rest > 0 {
      number.append(rest % 1_000_000_000)
      rest /= 1_000_000_000
    }
    for _ in 0..<abs(exponent) {
      var carry: UInt64 = 0
      for index in number.indices {
        let product = number[index] * (exponent < 0 ? 5 : 2) + carry
        number[index] = product % 1_000_000_000
        carry = product / 1_000_000_000
      }
      if carry > 0 { number.append(carry) }
    }
    var digits: [UInt8] = []
    for (index, group) in number.reversed().enumerated() {
      let text = Array(String(group).utf8)
      if index > 0 { digits += [UInt8](repeating: 0, count: 9 - text.count) }
      digits += text.map { $0 - 48 }
    }
    self.init(digits: digits, places: exponent < 0 ? -exponent : 0)
  }

  /// The power of ten of the first digit that is not zero.
  var exponent: Int {
    guard let first = digits.firstIndex(where: { $0 != 0 }) else { return 0 }
    return digits.count - first - places - 1
  }

  /// The nearest value of so many places, the even one where two are near; below zero, places before the point.
  func rounded(toPlaces wanted: Int) -> ExactDecimal {
    guard wanted < places else {
      return ExactDecimal(digits: digits + [UInt8](repeating: 0, count: wanted - places), places: wanted)
    }
    let padded = [UInt8](repeating: 0, count: max(0, places - wanted + 1 - digits.count)) + digits
    let keep = padded.count - (places - wanted)
    var kept = Array(padded[..<keep])
    let cut = padded[keep...]
    let isHalf = cut.first == 5 && cut.dropFirst().allSatisfy { $0 == 0 }
    let roundsUp = isHalf ? (kept.last ?? 0) % 2 == 1 : (cut.first ?? 0) >= 5
    if roundsUp {
      var index = kept.count - 1
      while index >= 0, kept[index] == 9 {
        kept[index] = 0
        index -= 1
      }
      if index >= 0 { kept[index] += 1 } else { kept.insert(1, at: 0) }
    }
    return ExactDecimal(digits: kept, places: wanted)
  }

  /// As `12.50`.
  func text(places wanted: Int) -> String {
    let padded = [UInt8](repeating: 0, count: max(0, places + 1 - digits.count)) + digits
    let text = padded.map { String($0) }
    let whole = text.dropLast(places).drop { $0 == "0" }.joined()
    return (whole.isEmpty ? "0" : whole) + (wanted > 0 ? "." + text.suffix(places).joined() : "")
  }

  /// So many digits from the first that is not zero.
  func leading(_ count: Int) -> String {
    let found = digits.drop { $0 == 0 }.prefix(count).map { String($0) }
    return (found + [String](repeating: "0", count: max(0, count - found.count))).joined()
  }
}
