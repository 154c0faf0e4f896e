public import StrictJSON

extension Money {
  /// The form of leaves and blobs: `{"currency":"USD","nanos":"1500000000"}`.
  public var canonical: JSONValue { ["currency": .string(currency.code), "nanos": .string(String(nanos))] }

  /// The form of the command line and HTTP: `{"amount":"1.50","currency":"USD"}`.
  public var json: JSONValue { ["amount": .string(amountText), "currency": .string(currency.code)] }

  /// Reads the form of leaves; nothing for anything else.
  public init?(canonical value: JSONValue) {
    guard let code = value["currency"]?.string, let currency = Currency(code), let text = value["nanos"]?.string,
      let nanos = Int64(text), String(nanos) == text
    else { return nil }
    self.init(nanos: nanos, currency: currency)
  }
}

extension FactValue {
  /// The form of blobs and leaves: money by nano-units, times with six digits, durations as CEL prints them
  /// (`5184000s`), free text by `commitment`, integers beyond ±(2^53-1) and doubles as decimal strings.
  ///
  /// - Parameter commitment: What stands for a text at that path, such as `{"commit": "..."}`.
  public func canonical(path: [String] = [], commitment: ([String], String) -> JSONValue) -> JSONValue {
    switch self {
    case .bool(let value): .bool(value)
    case .int(let value): exactInteger(value)
    case .uint(let value): Int64(exactly: value).map(exactInteger) ?? .string(String(value))
    case .double(let value): .string(value.description)
    case .string(let value): .string(value)
    case .text(let value): commitment(path, value)
    case .timestamp(let value): .string(value.canonicalText)
    case .duration(let nanoseconds): .string(durationText(nanoseconds))
    case .money(let value): value.canonical
    case .list(let items):
      .array(items.enumerated().map { $1.canonical(path: path + [String($0)], commitment: commitment) })
    case .object(let facts): facts.canonical(path: path, commitment: commitment)
    }
  }

  /// The form of the command line and HTTP: money by amount, times in RFC 3339, texts as they are.
  public var json: JSONValue {
    switch self {
    case .bool(let value): .bool(value)
    case .int(let value): .integer(value)
    case .uint(let value): Int64(exactly: value).map(JSONValue.integer) ?? .number(String(value))
    case .double(let value): value.isFinite ? .number(value.description) : .string(value.description)
    case .string(let value), .text(let value): .string(value)
    case .timestamp(let value): .string(value.description)
    case .duration(let nanoseconds): .string(durationText(nanoseconds))
    case .money(let value): value.json
    case .list(let items): .array(items.map(\.json))
    case .object(let facts): .object(facts.fields.map { .init($0.name, $0.value.json) })
    }
  }

  /// The value in one line, as people read it: `6220.00 USD`, `'pii'`, `60d`.
  public var display: String {
    switch self {
    case .bool(let value): String(value)
    case .int(let value): String(value)
    case .uint(let value): String(value)
    case .double(let value): value.description
    case .string(let value), .text(let value): "'\(value)'"
    case .timestamp(let value): value.description
    case .duration(let nanoseconds):
      nanoseconds % 1_000_000_000 == 0 && nanoseconds >= 0
        ? Period.wall(seconds: nanoseconds / 1_000_000_000).description : durationText(nanoseconds)
    case .money(let value): value.description
    case .list(let items): "[" + items.map(\.display).joined(separator: ", ") + "]"
    case .object(let facts): "{" + facts.fields.map { "\($0.name): \($0.value.display)" }.joined(separator: ", ") + "}"
    }
  }
}

extension Facts {
  /// See ``FactValue/canonical(path:commitment:)``.
  public func canonical(path: [String] = [], commitment: ([String], String) -> JSONValue) -> JSONValue {
    .object(fields.map { .init($0.name, $0.value.canonical(path: path + [$0.name], commitment: commitment)) })
  }
}

private func exactInteger(_ value: Int64) -> JSONValue {
  (-9_007_199_254_740_991...9_007_199_254_740_991).contains(value) ? .integer(value) : .string(String(value))
}

/// Seconds with up to nine decimals and the unit, as CEL's `string(duration)`: `5184000s`, `-1.5s`.
public func durationText(_ nanoseconds: Int64) -> String {
  let magnitude = nanoseconds.magnitude
  var result = (nanoseconds < 0 ? "-" : "") + String(magnitude / 1_000_000_000)
  let rest = magnitude % 1_000_000_000
  if rest != 0 {
    var digits = String(rest)
    digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    result += "." + digits
  }
  return result + "s"
}
