import Diagnostics
package import FactSchema
package import SpendModel
package import YAMLDocument

/// Reads facts against the declared types.
package struct FactDecoder {
  /// How strictly the facts have to fit the schema.
  package enum Mode: Hashable, Sendable {
    /// A request on its way into the system: nothing may be missing, computed facts are refused.
    case submit
    /// A dry decision: nothing but computed facts may be missing.
    case evaluate
    /// An example or test: anything may be missing.
    case partial
    /// One document of a batch, or recorded data: a mistyped fact keeps its own type, unknown facts are passed over.
    case lenient
  }

  let schema: Schema
  let mode: Mode
  let sink: DiagnosticSink

  package init(schema: Schema, mode: Mode, reporting sink: DiagnosticSink) {
    self.schema = schema
    self.mode = mode
    self.sink = sink
  }

  /// All facts of a document, `request` among them.
  package func facts(_ entries: [Node.Entry], at node: Node) -> Facts {
    object(entries, schema.facts, path: [], at: node)
  }

  /// The facts of a mapping; what is wrong is reported and left out.
  func object(_ entries: [Node.Entry], _ shape: ObjectShape, path: [String], at node: Node) -> Facts {
    var facts = Facts()
    var meant: [String] = []
    for entry in entries {
      guard let field = shape[entry.name] else {
        if mode != .lenient {
          meant += refuseUnknown(entry, shape, path: path)
        }
        continue
      }
      let inner = path + [field.name]
      if mode == .submit, Schema.computed.contains(inner.joined(separator: ".")) {
        sink.report(
          "computed-fact", "`\(inner.joined(separator: "."))` is computed",
          hint: "leave it out; the engine fills it in",
          at: entry.key.position)
        continue
      }
      if entry.value.isNull { continue }
      facts[field.name] = value(entry.value, field.type, path: inner)
    }
    if mode == .submit || mode == .evaluate {
      for field in shape.fields where !field.isOptional {
        let inner = path + [field.name]
        if Schema.computed.contains(inner.joined(separator: ".")) { continue }
        let isThere = entries.contains { $0.name.utf8.elementsEqual(field.name.utf8) && !$0.value.isNull }
        if isThere || meant.contains(field.name) { continue }
        // What stands beside `request` is carried along where there is some.
        if path.isEmpty, field.name != "request" { continue }
        sink.report(
          "missing-fact", "the fact `\(inner.joined(separator: "."))` is missing", hint: "it is \(wanted(field.type))",
          at: node.position)
      }
    }
    return facts
  }

  private func refuseUnknown(_ entry: Node.Entry, _ shape: ObjectShape, path: [String]) -> [String] {
    let names = shape.fields.map(\.name)
    let nearest = nearestName(to: entry.name, in: names)
    let hint: String
    if let nearest {
      hint = "did you mean `\(nearest)`?"
    } else if let other = otherPlace(of: entry.name, under: path) {
      hint = "there is `\(other)`"
    } else {
      hint = names.isEmpty ? "no fact is declared here" : "declared here: " + list(names)
    }
    sink.report(
      "unknown-fact", "unknown fact `\((path + [excerpt(entry.name)]).joined(separator: "."))`", hint: hint,
      at: entry.key.position)
    return nearest.map { [$0] } ?? []
  }

  /// A declared fact of the same name elsewhere.
  private func otherPlace(of name: String, under path: [String]) -> String? {
    schema.leaves.first { $0.path.last?.utf8.elementsEqual(name.utf8) ?? false }?.path.joined(separator: ".")
  }

  /// A value of the type; nothing, and a diagnostic, where it is another.
  func value(_ node: Node, _ type: FactType, path: [String]) -> FactValue? {
    if mode == .lenient { return fitting(node, type, path: path) ?? asWritten(node) }
    guard let value = fitting(node, type, path: path) else { return nil }
    return value
  }

  /// The value where it fits; else a diagnostic, save in lenient mode.
  private func fitting(_ node: Node, _ type: FactType, path: [String]) -> FactValue? {
    switch type {
    case .object(let shape):
      guard let entries = node.entries else { return refuse(node, type, path) }
      return .object(object(entries, shape, path: path, at: node))
    case .list(let element):
      guard let items = node.items else { return refuse(node, type, path) }
      return .list(items.compactMap { value($0, element, path: path) })
    case .map(let key, let element):
      guard let entries = node.entries else { return refuse(node, type, path) }
      return map(entries, key, element, path: path)
    case .dynamic: return asWritten(node)
    default:
      guard let scalar = node.scalar, scalar.type != .null else { return refuse(node, type, path) }
      return self.scalar(node, scalar, type, path)
    }
  }

  private func scalar(_ node: Node, _ scalar: Scalar, _ type: FactType, _ path: [String]) -> FactValue? {
    let isLenient = mode == .lenient
    switch type {
    case .bool:
      guard let bool = scalar.bool else { return refuse(node, type, path) }
      return .bool(bool)
    case .int:
      guard scalar.type == .int else { return refuse(node, type, path) }
      if isLenient { return scalar.integer.map { .int($0) } }
      return node.integer(reporting: sink).map { .int($0) }
    case .uint:
      guard scalar.type == .int else { return refuse(node, type, path) }
      guard let value = UInt64(scalar.text) else { return refuse(node, type, path) }
      return .uint(value)
    case .double:
      guard scalar.type == .int || scalar.type == .float, let value = Double(scalar.text), value.isFinite else {
        return refuse(node, type, path)
      }
      return .double(value)
    case .string, .text:
      guard scalar.type == .string else { return refuse(node, type, path) }
      if case .text = type { return .text(scalar.text) }
      return .string(scalar.text)
    case .enumeration(let values):
      guard scalar.type == .string || values.contains(where: { $0.utf8.elementsEqual(scalar.text.utf8) }) else {
        return refuse(node, type, path)
      }
      guard isLenient || values.contains(where: { $0.utf8.elementsEqual(scalar.text.utf8) }) else {
        sink.report(
          "unknown-value", "`\(excerpt(scalar.text))` is no value of `\(path.joined(separator: "."))`",
          hint: nearestName(to: scalar.text, in: values).map { "did you mean `\($0)`?" } ?? "one of \(list(values))",
          at: node.position)
        return nil
      }
      return .string(scalar.text)
    case .money:
      guard let value = Money(scalar.text) else { return refuse(node, type, path) }
      return .money(value)
    case .timestamp:
      guard let value = Timestamp(scalar.text) ?? CivilDate(scalar.text)?.startUTC else {
        return refuse(node, type, path)
      }
      return .timestamp(value)
    case .duration:
      guard let nanoseconds = wallNanoseconds(scalar.text) else { return refuse(node, type, path) }
      return .duration(nanoseconds: nanoseconds)
    default: return refuse(node, type, path)
    }
  }

  private func map(_ entries: [Node.Entry], _ key: FactType, _ element: FactType, path: [String]) -> FactValue? {
    var facts = Facts()
    for entry in entries {
      guard isKey(entry.name, key) else {
        if mode != .lenient {
          sink.report(
            "wrong-type", "the key `\(excerpt(entry.name))` is not \(wanted(key))", at: entry.key.position)
        }
        continue
      }
      if entry.value.isNull { continue }
      facts[entry.name] = value(entry.value, element, path: path + [entry.name])
    }
    return .object(facts)
  }

  private func refuse(_ node: Node, _ type: FactType, _ path: [String]) -> FactValue? {
    guard mode != .lenient else { return nil }
    let isQuotable: Bool =
      switch type {
      case .string, .text, .enumeration: node.scalar != nil && !node.isNull
      default: false
      }
    sink.report(
      "wrong-type", "`\(path.joined(separator: "."))` is \(wanted(type)), found \(node.found)",
      hint: isQuotable ? "quote it: `\"\(excerpt(node.text ?? ""))\"`" : nil, at: node.position)
    return nil
  }

  /// A value as the file spells it, without a declared type.
  private func asWritten(_ node: Node) -> FactValue? {
    if let items = node.items { return .list(items.compactMap(asWritten)) }
    if let entries = node.entries {
      var facts = Facts()
      for entry in entries { facts[entry.name] = asWritten(entry.value) }
      return .object(facts)
    }
    guard let scalar = node.scalar else { return nil }
    switch scalar.type {
    case .null: return nil
    case .bool: return scalar.bool.map { .bool($0) }
    case .int: return scalar.integer.map { .int($0) } ?? Double(scalar.text).map { .double($0) }
    case .float: return Double(scalar.text).map { .double($0) }
    case .string: return .string(scalar.text)
    }
  }
}

/// The type in words, with its article and an example.
private func wanted(_ type: FactType) -> String {
  switch type {
  case .string, .text: "a string"
  case .int: "a whole number"
  case .uint: "a whole number, zero or more"
  case .double: "a number"
  case .bool: "`true` or `false`"
  case .timestamp: "a time, such as `2026-11-02T09:00:00Z`"
  case .duration: "a duration, such as `30d`"
  case .money: "money, such as `500 USD`"
  case .dynamic: "a value"
  case .enumeration(let values): "one of \(list(values))"
  case .list: "a list"
  case .map, .object: "a mapping"
  }
}

private func list(_ names: [String]) -> String {
  let shown = names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
  return names.count > 12 ? shown + ", ..." : shown
}
