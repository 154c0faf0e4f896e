import Diagnostics

extension FunctionLibrary {
  /// The standard functions, and those of the libraries.
  static func functions(_ libraries: Set<Library>, host: Host) -> FunctionLibrary {
    var functions = standard
    functions.add(zonedParts(host))
    if libraries.contains(.strings) { functions.add(strings.map { $0.weighing(8) }) }
    if libraries.contains(.math) { functions.add(math) }
    if libraries.contains(.lists) { functions.add(lists) }
    if libraries.contains(.maps) { functions.add(maps.map { $0.weighing(4) }) }
    if libraries.contains(.sets) { functions.add(sets.map { $0.weighing(4) }) }
    if libraries.contains(.encoders) { functions.add(encoders.map { $0.weighing(4) }) }
    if libraries.contains(.optionals) { functions.add(optionals) }
    if libraries.contains(.regex) { functions.add(regexes.map { $0.weighing(8) }) }
    if libraries.contains(.network) { functions.add(network) }
    if libraries.contains(.domain) { functions.add(domain(host)) }
    return functions
  }

  private static let standard = FunctionLibrary(sizes + texts + conversions + parts)

  private static let sizes: [Overload] = [false, true].flatMap { member in
    [
      function("size", member: member) { (text: String) in Int64(countOfScalars(text)) },
      function("size", member: member) { (bytes: Bytes) in Int64(bytes.content.count) },
      function("size", member: member, types: [.list(.parameter("T"))]) { (items: [Value]) in Int64(items.count) },
      function("size", member: member) { (map: MapValue) in Int64(map.count) },
    ]
  }

  private static let texts: [Overload] =
    [
      function("startsWith", member: true) { (text: String, part: String) in text.utf8.starts(with: part.utf8) },
      function("endsWith", member: true) { (text: String, part: String) in
        text.utf8.reversed().starts(with: part.utf8.reversed())
      },
      function("contains", member: true) { (text: String, part: String) in containsText(text, part) },
    ]
    + [false, true].map { member in
      function("matches", member: member) { (text: String, pattern: String) throws(EvaluationError) in
        try Regex.compiled(pattern).matches(text)
      }
      .taking(Regex.effort)
    }

  // MARK: Conversions

  private static func convert<A: Native, R: Native>(_ name: String, _ body: @escaping @Sendable (A) -> R?) -> Overload {
    function(name) { (value: A) throws(EvaluationError) in
      guard let result = body(value) else { throw unfit(value.celValue, name) }
      return result
    }
  }

  private static let conversions: [Overload] =
    numbers + [
      Overload("dyn", isPure: true, [.parameter("T")], .dyn) { values throws(EvaluationError) in values[0] },
      Overload("type", isPure: true, [.parameter("T")], .type(of: .parameter("T"))) { values throws(EvaluationError) in
        .abstract(.name(values[0].typeName))
      },
      convert("bool") { (value: Bool) in value },
      convert("bool") { (text: String) in
        switch text {
        case "1", "t", "true", "TRUE", "True": true
        case "0", "f", "false", "FALSE", "False": false
        default: nil
        }
      },
      convert("bytes") { (bytes: Bytes) in bytes },
      convert("bytes") { (text: String) in Bytes(Array(text.utf8)) },
      convert("string") { (text: String) in text },
      convert("string") { (value: Bool) in value ? "true" : "false" },
      convert("string") { (value: Int64) in String(value) },
      convert("string") { (value: UInt64) in String(value) },
      convert("string") { (value: Double) in doubleText(value) },
      convert("string") { (bytes: Bytes) in String(validating: bytes.content, as: UTF8.self) },
      convert("string") { (time: CELTimestamp) in time.text },
      convert("string") { (span: Span) in durationText(span.nanoseconds) },
      convert("timestamp") { (time: CELTimestamp) in time },
      convert("timestamp") { (text: String) in CELTimestamp(text) },
      convert("timestamp") { (seconds: Int64) in CELTimestamp(seconds: seconds, nanoseconds: 0) },
      convert("duration") { (span: Span) in span },
      convert("duration") { (text: String) in parseDuration(text).map { Span($0) } },
    ]

  private static let numbers: [Overload] = [
    convert("int") { (value: Int64) in value },
    convert("int") { (value: UInt64) in Int64(exactly: value) },
    convert("int") { (value: Double) -> Int64? in
      value > -9_223_372_036_854_775_808.0 && value < 9_223_372_036_854_775_808.0 ? Int64(value) : nil
    },
    convert("int") { (text: String) -> Int64? in text.hasPrefix("+") ? nil : Int64(text) },
    convert("int") { (time: CELTimestamp) in time.seconds },
    convert("uint") { (value: UInt64) in value },
    convert("uint") { (value: Int64) in UInt64(exactly: value) },
    convert("uint") { (value: Double) -> UInt64? in
      value >= 0 && value < 18_446_744_073_709_551_616.0 ? UInt64(value) : nil
    },
    convert("uint") { (text: String) -> UInt64? in text.hasPrefix("+") || text.hasPrefix("-") ? nil : UInt64(text) },
    convert("double") { (value: Double) in value },
    convert("double") { (value: Int64) in Double(value) },
    convert("double") { (value: UInt64) in Double(value) },
    convert("double") { (text: String) in number(text) },
  ]

  /// The double that a text spells; one that no double can hold is none.
  private static func number(_ text: String) -> Double? {
    guard let value = Double(text), !text.utf8.contains(UInt8(ascii: "(")) else { return nil }
    return value.isInfinite && text.utf8.contains(where: { (48...57).contains($0) }) ? nil : value
  }

  // MARK: Times

  private static let timestampParts = [
    "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes",
    "getSeconds", "getMilliseconds",
  ]

  private static let parts: [Overload] =
    timestampParts.map { name in function(name, member: true) { (time: CELTimestamp) in time.part(name, offset: 0) } }
    + [
      function("getHours", member: true) { (span: Span) in span.nanoseconds / 3_600_000_000_000 },
      function("getMinutes", member: true) { (span: Span) in span.nanoseconds / 60_000_000_000 },
      function("getSeconds", member: true) { (span: Span) in span.nanoseconds / 1_000_000_000 },
      function("getMilliseconds", member: true) { (span: Span) in span.nanoseconds / 1_000_000 % 1000 },
    ]

  /// `t.getHours('Europe/Berlin')`
  private static func zonedParts(_ host: Host) -> [Overload] {
    timestampParts.map { name in
      function(name, member: true) { (time: CELTimestamp, zone: String) throws(EvaluationError) in
        guard let offset = offset(zone, at: time, host) else { throw invalid("there is no time zone `\(zone)`") }
        return time.part(name, offset: offset)
      }
    }
  }

  /// Seconds east of UTC, of a named zone or of an offset such as `+11:00` or `02:00`.
  private static func offset(_ zone: String, at time: CELTimestamp, _ host: Host) -> Int64? {
    if zone.isEmpty || haveSameBytes(zone, "UTC") || haveSameBytes(zone, "Z") { return 0 }
    let bytes = Array(zone.utf8)
    let isSigned = bytes.first == UInt8(ascii: "+") || bytes.first == UInt8(ascii: "-")
    let digits = bytes.dropFirst(isSigned ? 1 : 0).split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    if digits.count == 2, digits.allSatisfy({ $0.count == 2 && $0.allSatisfy { (48...57).contains($0) } }) {
      let numbers = digits.map { $0.reduce(0) { $0 * 10 + Int64($1 - 48) } }
      guard numbers[0] < 24, numbers[1] < 60 else { return nil }
      return (numbers[0] * 3600 + numbers[1] * 60) * (bytes.first == UInt8(ascii: "-") ? -1 : 1)
    }
    return host.timeZone(zone)?.offset(at: time.seconds)
  }
}
