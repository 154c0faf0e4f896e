package import CostEngine

/// The forms of usage and billing files that are read.
package enum UsageFormat: String, Hashable, Sendable, CaseIterable {
  /// The generic usage record, one JSON object a line.
  case genericJSONL = "jsonl"
  /// The generic usage record as CSV with a header (RFC 4180).
  case genericCSV = "csv"
  /// Pages of the OpenAI usage API.
  case openAIUsage = "openai-usage"
  /// FOCUS cost and usage rows.
  case focusCSV = "focus"
  /// Any CSV, by a mapping of fields to columns.
  case mappedCSV = "mapped-csv"
  /// Any JSON lines, by a mapping of fields to names; `usage.input` reaches into an object.
  case mappedJSONL = "mapped-jsonl"
}

/// How a usage file is to be read.
package struct IntakeOptions: Sendable {
  /// The form of the file; by default it is recognised.
  package var format: UsageFormat?
  /// Field or meter, and the column it is read from. Only mapped columns are read where there is a mapping.
  package var map: [(field: String, column: String)]
  /// Field or meter, and the value that it has in records that do not give one.
  package var set: [(field: String, value: String)]
  /// What may be counted, and in which steps.
  package var meters: Meters
  /// SHA-256 of bytes in hexadecimal digits: names records that have no id of their own.
  package var digest: @Sendable ([UInt8]) -> String
  /// The registered source that the file comes from.
  package var source: String
  /// What the file is called, as far as ids depend on it.
  package var fileName: String

  package init(
    format: UsageFormat? = nil, map: [(field: String, column: String)] = [], set: [(field: String, value: String)] = [],
    meters: Meters = .canonical, digest: @escaping @Sendable ([UInt8]) -> String, source: String, fileName: String
  ) {
    self.format = format
    self.map = map
    self.set = set
    self.meters = meters
    self.digest = digest
    self.source = source
    self.fileName = fileName
  }

  /// The id of a record without one: the digest of parts, each behind its length, so that no two lists agree.
  func eventID(_ parts: [String]) -> String {
    var bytes: [UInt8] = []
    for part in parts {
      bytes.append(contentsOf: String(part.utf8.count).utf8)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(contentsOf: part.utf8)
    }
    return digest(bytes)
  }
}

/// Why a file as a whole is not read.
package struct IntakeError: Error, Hashable, Sendable {
  package enum Code: String, Hashable, Sendable, CaseIterable {
    case noSuchFile = "no-such-file"
    case unreadable
    case tooLarge = "too-large"
    case unrecognisedFormat = "unrecognised-format"
    case badMapping = "bad-mapping"
    case badHeader = "bad-header"
    /// The JSON of a page does not go on.
    case brokenPage = "broken-page"
  }

  package let code: Code
  /// Lower case, without a full stop; the author's own text in backticks.
  package let message: String
  /// What would mend it.
  package let hint: String?

  init(_ code: Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }
}
