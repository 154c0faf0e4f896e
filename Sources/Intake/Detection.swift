import StrictJSON

/// What the first bytes of a file say about its form.
enum Detection {
  /// - Parameter head: The first chunk of the file, without a byte order mark.
  /// - Throws: Where the form is not recognised.
  static func format(of head: ArraySlice<UInt8>, isMapped: Bool) throws(IntakeError) -> UsageFormat {
    guard let first = head.first(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) else {
      throw IntakeError(.unrecognisedFormat, "the file is empty")
    }
    switch first {
    case UInt8(ascii: "{"):
      if isMapped { return .mappedJSONL }
      return isPage(head) ? .openAIUsage : .genericJSONL
    case UInt8(ascii: "["):
      guard isPage(head) else {
        throw IntakeError(
          .unrecognisedFormat, "a JSON array of records", hint: "write one record a line, without the brackets")
      }
      return .openAIUsage
    default:
      if head.starts(with: [0x1F, 0x8B]) || head.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
        || head.starts(with: [0x50, 0x4B, 3, 4])
      {
        throw IntakeError(.unrecognisedFormat, "a compressed file", hint: "unpack it first")
      }
      guard !head.contains(0) else {
        throw IntakeError(.unrecognisedFormat, "no text in UTF-8", hint: "give CSV or JSON lines in UTF-8")
      }
      return isMapped ? .mappedCSV : try table(head)
    }
  }

  private static func table(_ head: ArraySlice<UInt8>) throws(IntakeError) -> UsageFormat {
    let row = head.drop { $0 == 0x0A || $0 == 0x0D }.prefix { $0 != 0x0A && $0 != 0x0D }
    let names = String(decoding: row, as: UTF8.self).split(separator: ",").map { name in
      name.hasPrefix("\"") && name.hasSuffix("\"") ? String(name.dropFirst().dropLast()) : String(name)
    }
    if names.contains("BilledCost"), names.contains("BillingCurrency") { return .focusCSV }
    if names.contains("occurred_at") || (names.contains("provider") && names.contains("model")) { return .genericCSV }
    throw IntakeError(
      .unrecognisedFormat,
      "no known form of usage: the file starts with \(quoted(String(decoding: row, as: UTF8.self)))",
      hint: "map its columns, as `--map occurred_at=COLUMN`, or name one of \(known) with `--format`")
  }

  private static var known: String { UsageFormat.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") }

  /// Whether the first object is a page of the OpenAI API, as far as its start tells.
  private static func isPage(_ head: ArraySlice<UInt8>) -> Bool {
    var scanner = JSONScanner(Array(head))
    do throws(JSONError) {
      if try scanner.peek() == .array {
        try scanner.beginArray()
        guard try scanner.nextElement(), try scanner.peek() == .object else { return false }
      }
      try scanner.beginObject()
      while let name = try scanner.nextName() {
        if scanner.matches(name, "object"), try scanner.peek() == .string {
          let kind = try scanner.readText()
          return scanner.matches(kind, "page") || scanner.matches(kind, "bucket")
        }
        if scanner.matches(name, "occurred_at") || scanner.matches(name, "event_id") { return false }
        if scanner.matches(name, "data"), try scanner.peek() == .array { return true }
        try scanner.skipValue()
      }
    } catch {
      return false
    }
    return false
  }
}
