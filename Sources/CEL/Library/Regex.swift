import CRE2

/// A compiled RE2 pattern. RE2 patterns are immutable and safe to share between threads.
final class Regex: Sendable {
  private nonisolated(unsafe) let pattern: UnsafeMutableRawPointer
  /// How many groups the pattern captures.
  let groups: Int
  /// How many instructions the pattern has: a search takes at most so many looks at each byte.
  let size: Int

  /// The most instructions that a pattern may have.
  static let sizeLimit = 10_000

  /// - Returns: Nothing where the text is no pattern of RE2, or a very large one.
  init?(_ text: String) {
    guard let compiled = withCharacters(text, { cre2_compile($0, $1) }) else { return nil }
    pattern = compiled
    groups = Int(cre2_groups(compiled))
    size = Int(cre2_size(compiled))
    // Freed by `deinit` also where it is too large.
    guard size <= Self.sizeLimit else { return nil }
  }

  static func compiled(_ text: String) throws(EvaluationError) -> Regex {
    guard let regex = Regex(text) else { throw invalid("`\(text)` is no pattern of RE2") }
    return regex
  }

  /// The steps of a search through a text.
  func effort(_ text: String) -> Int { ValueLimits.product(text.utf8.count, size) / 32 }

  /// The steps of a search whose pattern is not known at load: first a text, then a pattern.
  static func effort(_ values: [Value]) -> Int {
    guard case .string(let text)? = values.first, case .string(let pattern)? = values.dropFirst().first else {
      return 0
    }
    return Regex(pattern)?.effort(text) ?? 0
  }

  deinit { cre2_free(pattern) }

  /// Whether any part of the text matches.
  func matches(_ text: String) -> Bool { withCharacters(text) { cre2_matches(pattern, $0, $1) } == 1 }

  /// All matches that do not overlap, each with its groups, as ranges of bytes; the first of them is the whole match.
  ///
  /// - Throws: ``EvaluationError/Code/budgetExceeded`` where there are too many.
  func all(in text: String, limit: Int = .max) throws(EvaluationError) -> [[Range<Int>?]] {
    let found = some(in: text, limit: min(limit, ValueLimits.elements + 1))
    try ValueLimits.checkElements(found.count)
    return found
  }

  private func some(in text: String, limit: Int) -> [[Range<Int>?]] {
    let count = groups + 1
    var places = [Int](repeating: -1, count: 2 * count)
    return withCharacters(text) { characters, length in
      var (result, start): ([[Range<Int>?]], Int) = ([], 0)
      while result.count < limit, start <= length,
        cre2_find(pattern, characters, length, start, &places, Int32(count)) == 1
      {
        let found = (0..<count).map { index -> Range<Int>? in
          let (lower, upper) = (places[2 * index], places[2 * index + 1])
          return lower >= 0 && lower <= upper ? lower..<upper : nil
        }
        guard let whole = found[0] else { break }
        result.append(found)
        start = whole.upperBound
        // An empty match moves on by one character, not by one byte.
        if whole.isEmpty {
          repeat { start += 1 } while start < length && UInt8(bitPattern: characters[start]) & 0xC0 == 0x80
        }
      }
      return result
    }
  }
}

private func withCharacters<Result>(_ text: String, _ body: (UnsafePointer<CChar>, Int) -> Result) -> Result {
  var text = text
  return text.withUTF8 { bytes in
    bytes.withMemoryRebound(to: CChar.self) { characters in
      guard let start = characters.baseAddress else { return "".withCString { body($0, 0) } }
      return body(start, characters.count)
    }
  }
}

extension FunctionLibrary {
  private static func compiled(_ pattern: Value) throws(EvaluationError) -> Regex {
    guard case .string(let text) = pattern else {
      throw EvaluationError(.noSuchOverload, "a pattern is a string, found a \(pattern.typeName)")
    }
    return try Regex.compiled(text)
  }

  static let regexes: [Overload] = [
    (name: "regex.replace", count: 3, result: CELType.string), (name: "regex.replace", count: 4, result: .string),
    (name: "regex.extract", count: 2, result: .optional(.string)),
    (name: "regex.extractAll", count: 2, result: .list(.string)),
  ].map { row in
    Overload(row.name, isPure: true, [.string, .string, .string, .int].prefix(row.count).map { $0 }, row.result) {
      values throws(EvaluationError) in
      try apply(row.name, try compiled(values[1]), values)
    }
    .taking(Regex.effort)
  }

  /// The function with its pattern compiled once; nothing where it has none.
  static func specialized(_ overload: Overload, pattern: String) -> Overload? {
    guard overload.name.hasPrefix("regex."), let regex = Regex(pattern) else { return nil }
    return Overload(overload.name, isPure: true, overload.parameters, overload.result) {
      values throws(EvaluationError) in
      try apply(overload.name, regex, values)
    }
    .weighing(overload.weight)
    .taking { values in
      guard case .string(let text)? = values.first else { return 0 }
      return regex.effort(text)
    }
  }

  private static func apply(_ name: String, _ regex: Regex, _ values: [Value]) throws(EvaluationError) -> Value {
    guard case .string(let text) = values[0] else {
      throw EvaluationError(.noSuchOverload, "`\(name)` takes a string, found a \(values[0].typeName)")
    }
    switch name {
    case "regex.extract": return .optional(try extract(text, regex, limit: 1).first.map { .string($0) })
    case "regex.extractAll": return .list(try extract(text, regex, limit: .max).map { .string($0) })
    default:
      guard case .string(let replacement) = values[2] else {
        throw EvaluationError(.noSuchOverload, "`\(name)` takes a string, found a \(values[2].typeName)")
      }
      var limit = Int.max
      if values.count > 3, case .int(let count) = values[3], count >= 0 { limit = Int(clamping: count) }
      return .string(try replace(text, regex, replacement, limit: limit))
    }
  }

  /// What the one group of the pattern captures, or the whole match where it has none.
  private static func extract(_ text: String, _ regex: Regex, limit: Int) throws(EvaluationError) -> [String] {
    guard regex.groups <= 1 else { throw invalid("the pattern captures more than one group") }
    let bytes = Array(text.utf8)
    return try regex.all(in: text, limit: limit).compactMap { match in
      match.last.flatMap { $0 }.map { String(decoding: bytes[$0], as: UTF8.self) }
    }
  }

  /// `\1` to `\9` of the replacement stand for groups, `\0` for the match, `\\` for a backslash.
  private static func replace(
    _ text: String, _ regex: Regex, _ replacement: String, limit: Int
  ) throws(EvaluationError) -> String {
    let bytes = Array(text.utf8)
    var (result, end): ([UInt8], Int) = ([], 0)
    let parts = try template(replacement, groups: regex.groups)
    for match in try regex.all(in: text, limit: limit) {
      guard let whole = match[0] else { continue }
      result += bytes[end..<whole.lowerBound]
      for part in parts {
        switch part {
        case .text(let literal): result += literal
        case .group(let index): if let range = match[index] { result += bytes[range] }
        }
      }
      end = whole.upperBound
      try ValueLimits.checkText(result.count)
    }
    return String(decoding: result + bytes[end...], as: UTF8.self)
  }

  private enum TemplatePart {
    case text([UInt8])
    case group(Int)
  }

  private static func template(_ text: String, groups: Int) throws(EvaluationError) -> [TemplatePart] {
    var (parts, literal, isEscaped): ([TemplatePart], [UInt8], Bool) = ([], [], false)
    for byte in text.utf8 {
      guard isEscaped else {
        if byte == UInt8(ascii: "\\") { isEscaped = true } else { literal.append(byte) }
        continue
      }
      isEscaped = false
      switch byte {
      case UInt8(ascii: "\\"): literal.append(byte)
      case 48...57:
        guard Int(byte - 48) <= groups else { throw invalid("the pattern has no group \(byte - 48)") }
        parts += [.text(literal), .group(Int(byte - 48))]
        literal = []
      default: throw invalid("in a replacement `\\` stands before a digit or another `\\`")
      }
    }
    guard !isEscaped else { throw invalid("a replacement ends in `\\`") }
    return parts + [.text(literal)]
  }
}
