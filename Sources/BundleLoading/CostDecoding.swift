package import CostEngine
import Diagnostics
import PolicyEngine
import SpendModel
package import YAMLDocument

/// Reads the documents about money: meters, price books, contracts, budgets, allocation.
package enum CostDecoder {
  /// `kind: Meters`
  ///
  /// - Returns: Those of the document, and the canonical ones that it does not name.
  package static func meters(_ node: Node, sink: DiagnosticSink) -> Meters? {
    guard var reader = MappingReader(node, sink, as: "a document of meters") else { return nil }
    reader.skipHead()
    var meters: [Meter] = []
    for entry in reader.mapping("meters", .required, as: "the meters by name")?.rest ?? [] {
      guard isAuthoredID(entry.name) else {
        sink.report(
          "id", "`\(excerpt(entry.name))` is no meter's name", hint: "use `a` to `z`, `0` to `9`, `.`, `_`, `-`",
          at: entry.key.position)
        continue
      }
      guard var inner = MappingReader(entry.value, sink, as: "a meter") else { continue }
      let kind = inner.choice("kind", CostObject.self, .required)
      let unit = inner.text("unit", .required)
      let scale = inner.integer("scale")
      if let scale, scale != 0, scale != 6, let place = inner.node("scale")?.position {
        sink.report(
          "out-of-range", "a meter's scale is 0 or 6, found `\(scale)`",
          hint: "0 counts whole units, 6 counts millionths of one", at: place)
      }
      inner.finish()
      if let kind, let unit {
        meters.append(Meter(name: entry.name, kind: kind, unit: unit, scale: scale == 6 ? 6 : 0))
      }
    }
    reader.finish()
    return Meters(meters).completed(by: .canonical)
  }

  /// Dimensions and the values that they must have: `{cost_center: CC-0410}`.
  static func scope(_ reader: MappingReader?, among names: [String], sink: DiagnosticSink) -> [Price.Match] {
    var scope: [Price.Match] = []
    for entry in reader?.rest ?? [] {
      guard isDimension(entry, among: names, sink: sink) else { continue }
      guard let value = entry.value.text(reporting: sink) else { continue }
      scope.append(.init(entry.name, value))
    }
    return scope
  }

  /// Whether a key names a dimension; one that does not is reported.
  static func isDimension(_ entry: Node.Entry, among names: [String], sink: DiagnosticSink) -> Bool {
    if names.contains(where: { $0.utf8.elementsEqual(entry.name.utf8) }) { return true }
    if names.count == UsageFacts.dimensions.count, UsageFacts.isDimension(entry.name) { return true }
    let nearest = nearestName(to: entry.name, in: names).map { "did you mean `\($0)`?" }
    sink.report(
      "unknown-dimension", "unknown dimension `\(excerpt(entry.name))`",
      hint: nearest ?? "one of " + names.map { "`\($0)`" }.joined(separator: ", "), at: entry.key.position)
    return false
  }
}

extension MappingReader {
  /// The keys that the loader has looked at.
  mutating func skipHead() {
    _ = node("apiVersion")
    _ = node("kind")
  }

  /// A string that says something.
  mutating func text(_ key: String, _ presence: Presence = .optional) -> String? {
    node(key, presence)?.text(reporting: sink)
  }
}

extension Node {
  /// A string that says something, without blanks around it.
  func text(reporting sink: DiagnosticSink) -> String? {
    guard let text = string(reporting: sink) else { return nil }
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last, !first.properties.isWhitespace,
      !last.properties.isWhitespace
    else {
      sink.report(
        "blank-text", text.isEmpty ? "the text is empty" : "the text \(found) has blanks around it",
        hint: text.isEmpty ? "say something, or leave the key out where it is optional" : "write it without them",
        at: position)
      return nil
    }
    return text
  }
}
