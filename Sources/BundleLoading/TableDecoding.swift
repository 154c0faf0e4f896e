import Diagnostics
import FactSchema
import PolicyEngine
import SpendModel
import StrictJSON
import YAMLDocument

extension RuleDecoder {
  /// The keys of a table that its rows have in common.
  private static let shared = ["title", "owner", "rationale", "on", "missing", "severity", "from", "until"]

  /// What a table is: rules, one for each row, or a number.
  enum Table {
    case rules([Rule])
    case value(ValueTable)
  }

  /// Reads `kind: DecisionTable`: each row as a rule of its own, `approval-matrix.1` and so on; with `collect` all of
  /// them as one number.
  func table(_ node: Node) -> Table? {
    guard var reader = MappingReader(node, sink, as: "a decision table") else { return nil }
    let before = sink.diagnostics.count(.error)
    _ = (reader.node("apiVersion"), reader.node("kind"))
    let id = reader.authoredID("id", .required)
    _ = reader.string("title", .required)
    _ = reader.actorReference("owner", .required)
    _ = reader.choice("on", Rule.Subject.self, .required)
    let hit = reader.choice("hit", TableRow.Hit.self, .required)
    for key in Self.shared { _ = reader.node(key) }
    let collectNode = reader.node("collect")
    let collect = collectNode?.choice(ValueTable.Collect.self, reporting: sink)
    if let collectNode, let hit, hit != .collect {
      sink.report(
        "misplaced-key", "key `collect` may not stand here", hint: "it belongs to `hit: collect`",
        at: collectNode.position)
    }
    let columns = (reader.nodes("columns", .required) ?? []).compactMap { column in
      column.string(reporting: sink).map { _ in column }
    }
    let rows = reader.nodes("rows", .required) ?? []
    reader.finish()
    guard sink.diagnostics.count(.error) == before, let id, let hit else { return nil }
    if let collect { return valueTable(node, id, collect, columns, rows).map { .value($0) } }
    var rules: [Rule] = []
    for (index, row) in rows.enumerated() {
      guard let (condition, out) = self.row(row, columns), let out else { continue }
      guard let own = MappingReader(out, sink, as: "an output") else { continue }
      var layered = LayeredReader(own, defaults: node, only: Self.shared)
      let quiet = DiagnosticSink(file: nil)
      let place = TableRow(
        table: id, hit: hit, row: index + 1, output: out.json(reporting: quiet).sorted.serialized(),
        position: node.entry("rows")?.key.position ?? node.position)
      if let rule = decode(&layered, row: ("\(id).\(index + 1)", condition, place)) { rules.append(rule) }
    }
    return .rules(rules)
  }

  /// The cells of a row as a condition, and its output.
  private func row(
    _ row: Node, _ columns: [Node], outIsRequired: Bool = true
  ) -> (condition: SourceExpression, out: Node?)? {
    guard var reader = MappingReader(row, sink, as: "a row") else { return nil }
    let cells = reader.nodes("in", .required)
    let out = reader.node("out", outIsRequired ? .required : .optional)
    reader.finish()
    guard let cells, out != nil || !outIsRequired else { return nil }
    guard cells.count == columns.count else {
      sink.report(
        "cells", "the row has \(cells.count) cells for \(columns.count) columns", hint: "write `_` for anything",
        at: row["in"]?.position ?? row.position)
      return nil
    }
    return condition(columns, cells).map { ($0, out) }
  }

  /// A table of which each row gives a value: `out: {value: usd(100)}`.
  private func valueTable(
    _ node: Node, _ id: String, _ collect: ValueTable.Collect, _ columns: [Node], _ rows: [Node]
  ) -> ValueTable? {
    let before = sink.diagnostics.count(.error)
    if let on = node["on"], on.text != Rule.Subject.request.rawValue {
      sink.report(
        "effect", "a table that gives a value is about requests", hint: "write `on: request`", at: on.position)
    }
    for key in ["severity"] {
      guard let place = node.entry(key)?.key.position else { continue }
      sink.report(
        "misplaced-key", "key `\(key)` may not stand here", hint: "a value has no severity; leave it out", at: place)
    }
    guard var own = MappingReader(node, sink, as: "a decision table") else { return nil }
    let title = own.string("title", .required)
    let tolerates = own.choice("missing", Missing.self) != nil
    let from = own.node("from")?.timestamp(reporting: sink)
    let until = own.node("until").flatMap { until in
      until.timestamp(reporting: sink).map { Placed($0, at: until.position) }
    }
    if let from, let until, from >= until.value {
      sink.report(
        "validity", "`until` is not after `from`",
        hint: "`until` is the first moment at which the table no longer holds", at: until.position)
    }
    var decoded: [ValueTable.Row] = []
    for row in rows {
      guard let (condition, out) = self.row(row, columns, outIsRequired: collect != .count) else { continue }
      var value: SourceExpression?
      if let out, var output = MappingReader(out, sink, as: "an output") {
        value = expression(output.node("value", collect == .count ? .optional : .required))
        output.finish()
      }
      decoded.append(ValueTable.Row(condition: condition, value: collect == .count ? nil : value))
    }
    guard sink.diagnostics.count(.error) == before, let title else { return nil }
    return ValueTable(
      id: id, title: title, collect: collect, rows: decoded, from: from, until: until, toleratesMissing: tolerates,
      file: sink.file, position: node.entry("rows")?.key.position ?? node.position)
  }

  /// The cells of a row as one condition, which knows where each of its parts stands.
  private func condition(_ columns: [Node], _ cells: [Node]) -> SourceExpression? {
    var text = ""
    var length = 0
    var parts: [(start: Int, length: Int, place: @Sendable (Int) -> SourcePosition)] = []
    func append(_ piece: String, _ place: @escaping @Sendable (Int) -> SourcePosition) {
      let count = piece.unicodeScalars.count
      parts.append((length, count, place))
      text += piece
      length += count
    }
    for (column, cell) in zip(columns, cells) {
      guard let scalar = cell.scalar, scalar.type != .null else {
        sink.report(
          "wrong-type", "expected a cell, found \(cell.found)", hint: "quote it, or write `_`", at: cell.position)
        return nil
      }
      if scalar.text == "_" { continue }
      let start = cell.position(ofCharacter: 0)
      if !text.isEmpty { append(" && ") { _ in start } }
      let path = column.text ?? ""
      append(path) { column.position(ofCharacter: $0) }
      append(Self.join(scalar.text)) { _ in start }
      append(scalar.text) { cell.position(ofCharacter: $0) }
    }
    if text.isEmpty { append("true") { _ in cells.first?.position ?? .start } }
    let pieces = parts
    return SourceExpression(text, file: sink.file) { inner in
      // The text has one line, unless a cell has more.
      let offset = inner.column - 1
      let part = pieces.last { $0.start <= offset } ?? pieces[0]
      return part.place(min(offset - part.start, part.length))
    }
  }

  /// What stands between a column and its cell: nothing before an operator, `in` before a list, else `==`.
  private static func join(_ cell: String) -> String {
    let text = cell.drop { $0 == " " }
    if ["==", "!=", "<=", ">=", "<", ">", "in "].contains(where: { text.hasPrefix($0) }) { return " " }
    return text.hasPrefix("[") ? " in " : " == "
  }
}

extension JSONValue {
  /// The value with its members by name, so that two spellings of one thing are the same text.
  fileprivate var sorted: JSONValue {
    switch self {
    case .array(let items): .array(items.map(\.sorted))
    case .object(let members):
      .object(
        members.map { Member($0.name, $0.value.sorted) }
          .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
    default: self
    }
  }
}
