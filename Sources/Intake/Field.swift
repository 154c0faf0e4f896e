import CostEngine

/// What a column or a member of a record stands for.
struct Field: Hashable, Sendable {
  enum Target: Hashable, Sendable {
    case eventID, occurredAt, provider, modelBilled, modelRequested, status
    /// All input tokens, and those of them that came from a cache.
    case inputTokens, cachedInputTokens
    case outputTokens
    /// An object of tags.
    case tags
    case dimension(String)
    case meter(String, scale: Int)
  }

  var target: Target
  /// As the file calls it: for messages.
  var column: String

  /// Dimensions that a record may give, by their own names. Grants are attributed, not claimed.
  static let dimensions: Set<String> = [
    "service", "region", "operation", "service_tier", "processing", "kind", "principal", "consumer", "credential",
    "workspace", "project", "team", "cost_center", "environment", "use_case", "agent", "session", "outcome_ref",
  ]

  static let fixed: [(name: String, target: Target)] = [
    ("event_id", .eventID), ("occurred_at", .occurredAt), ("provider", .provider), ("model", .modelBilled),
    ("model_billed", .modelBilled), ("model_requested", .modelRequested), ("status", .status),
    ("input_tokens", .inputTokens), ("cached_input_tokens", .cachedInputTokens), ("output_tokens", .outputTokens),
    ("tags", .tags),
  ]

  /// The target of that name, if there is one.
  static func target(named name: String, meters: Meters) -> Target? {
    if let known = fixed.first(where: { $0.name == name }) { return known.target }
    if dimensions.contains(name) || (name.hasPrefix("tags.") && name.utf8.count > 5) { return .dimension(name) }
    guard let meter = meters[name] else { return nil }
    return .meter(name, scale: meter.scale)
  }

  /// A field that the command line names.
  ///
  /// - Throws: Where there is none, with the nearest name.
  static func named(_ name: String, column: String, option: String, meters: Meters) throws(IntakeError) -> Field {
    if let target = target(named: name, meters: meters) { return Field(target: target, column: column) }
    let names = fixed.map(\.name) + dimensions.sorted() + meters.names
    let nearest = nearestName(to: name, in: names)
    throw IntakeError(
      .badMapping, "`\(option)` names the unknown field \(quoted(name))",
      hint: nearest.map { "did you mean `\($0)`?" }
        ?? "fields are `occurred_at`, `provider`, `model`, dimensions and meters")
  }

  /// The mapping by column, checked.
  static func mapping(_ options: IntakeOptions) throws(IntakeError) -> [String: Field] {
    var result: [String: Field] = [:]
    var targets: [Target: String] = [:]
    for (name, column) in options.map {
      let field = try named(name, column: column, option: "--map", meters: options.meters)
      if let other = targets.updateValue(column, forKey: field.target) {
        throw IntakeError(
          .badMapping, "\(quoted(name)) is mapped to \(quoted(other)) and to \(quoted(column))",
          hint: "keep one of the two")
      }
      guard !column.isEmpty, result.updateValue(field, forKey: column) == nil else {
        throw IntakeError(
          .badMapping, column.isEmpty ? "\(quoted(name)) is mapped to no column" : "\(quoted(column)) is mapped twice",
          hint: "write `--map FIELD=COLUMN`, each column once")
      }
    }
    for (name, _) in options.set {
      let target = try named(name, column: name, option: "--set", meters: options.meters).target
      if let column = targets.updateValue(name, forKey: target) {
        throw IntakeError(
          .badMapping, "\(quoted(name)) is set, and also given as \(quoted(column))", hint: "keep one of the two")
      }
    }
    return result
  }
}

/// A name or a value of a file in backticks, cut to 60 characters, without control characters.
func quoted(_ text: String) -> String {
  var result = "`"
  for scalar in text.unicodeScalars.prefix(60) {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + (text.unicodeScalars.count > 60 ? "…`" : "`")
}

/// The likeliest of names for a misspelt one: at most three edits, and a third of its length.
func nearestName(to name: String, in names: [String]) -> String? {
  let wanted = Array(name.utf8)
  guard (1...64).contains(wanted.count) else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in names {
    var row = Array(0...wanted.count)
    for (index, byte) in candidate.utf8.enumerated() {
      var previous = row[0]
      row[0] = index + 1
      for column in 0..<wanted.count {
        let replaced = previous + (wanted[column] == byte ? 0 : 1)
        previous = row[column + 1]
        row[column + 1] = min(replaced, previous + 1, row[column] + 1)
      }
    }
    let distance = row[wanted.count]
    if distance <= max(1, min(3, wanted.count / 3)), distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}
