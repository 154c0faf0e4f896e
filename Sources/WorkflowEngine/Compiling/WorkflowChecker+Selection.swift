import Diagnostics
import SpendModel

extension WorkflowChecker {
  /// Whether each request has one workflow: one default, and no two that may take the same request.
  mutating func checkSelection() {
    let defaults = workflows.filter(\.select.isDefault)
    if defaults.isEmpty {
      file = workflows.first?.file ?? rights.file
      report(
        "no-default", "none of the workflows is the default", hint: "write `default: true` under `select` in one",
        at: workflows.first?.select.position)
    }
    for other in defaults.dropFirst() {
      file = other.file
      report(
        "several-defaults", "a second default workflow, `\(other.id.value)`",
        hint: "`\(defaults[0].id.value)` is the first",
        at: other.select.position)
    }
    for (index, workflow) in workflows.enumerated() {
      guard let condition = workflow.select.when else { continue }
      for other in workflows[..<index] where other.select.priority == workflow.select.priority {
        guard let earlier = other.select.when, !areApart(condition.text, earlier.text) else { continue }
        file = workflow.file
        let both = "`\(workflow.id.value)` and `\(other.id.value)`"
        report(
          "overlapping-selection", "\(both) may select the same request at priority \(workflow.select.priority)",
          hint: "give one the greater priority", at: workflow.select.position)
      }
    }
  }

  /// Whether two conditions ask the same fact for different values, and so never hold together.
  private func areApart(_ left: String, _ right: String) -> Bool {
    let (a, b) = (equalities(left), equalities(right))
    return a.contains { fact, value in b.contains { $0.fact == fact && $0.value != value } }
  }

  /// The conjuncts `fact == 'value'` of a condition without alternatives.
  private func equalities(_ text: String) -> [(fact: String, value: String)] {
    guard !text.contains("||"), !text.contains("?"), !text.contains("!") else { return [] }
    var result: [(fact: String, value: String)] = []
    var rest = text[...]
    var parts: [Substring] = []
    while let range = separator("&&", in: rest) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    parts.append(rest)
    for part in parts {
      guard let range = separator("==", in: part) else { continue }
      let fact = part[..<range.lowerBound].filter { $0 != " " }
      let value = part[range.upperBound...].filter { $0 != " " }
      guard fact.utf8.allSatisfy(isPathByte), value.utf8.count >= 2, let quote = value.first,
        quote == "'" || quote == "\"",
        value.last == quote, !value.dropFirst().dropLast().contains(where: { $0 == quote || $0 == "\\" })
      else { continue }
      result.append((String(fact), String(value.dropFirst().dropLast())))
    }
    return result
  }

  private func separator(_ mark: String, in text: Substring) -> Range<Substring.Index>? {
    var index = text.startIndex
    while index < text.endIndex {
      if text[index...].hasPrefix(mark) { return index..<text.index(index, offsetBy: mark.count) }
      index = text.index(after: index)
    }
    return nil
  }

  private func isPathByte(_ byte: UInt8) -> Bool {
    (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte) || byte == 46 || byte == 95
  }
}
