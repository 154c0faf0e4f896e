import BundleLoading
import PolicyEngine
import SpendModel
import WorkflowEngine
package import StrictJSON

/// What changed between two bundles: rules one by one, in one spelling; workflows and other files by their text.
package struct BundleDifference: Sendable {
  package struct Item: Hashable, Sendable {
    package enum Change: String, Hashable, Sendable { case added, removed, changed }

    /// `rule`, `workflow` or `file`.
    package var kind: String
    /// The rule's or workflow's id; the path of another file.
    package var name: String
    package var change: Change
    /// Lines that begin with ` `, `-` or `+`; empty where the whole is added or removed.
    package var lines: [String]

    package var json: JSONValue {
      .object([
        "kind": .string(kind), "name": .string(name), "change": .string(change.rawValue),
        "lines": lines.isEmpty ? nil : .array(lines.map { .string($0) }),
      ])
    }
  }

  package struct Fact: Hashable, Sendable {
    package var fact: String
    package var words: String
    package var isBreaking: Bool
    /// The rules of the first bundle that read it.
    package var readBy: [String]
  }

  package var from: String
  package var to: String
  package var items: [Item]
  /// How the schema changed.
  package var facts: [Fact]

  package var isBreaking: Bool { facts.contains(where: \.isBreaking) }

  package var json: JSONValue {
    [
      "from": .string(from), "to": .string(to), "items": .array(items.map(\.json)),
      "facts": .array(
        facts.map { fact in
          [
            "fact": .string(fact.fact), "change": .string(fact.words), "breaking": .bool(fact.isBreaking),
            "readBy": .array(fact.readBy.map { .string($0) }),
          ]
        }),
    ]
  }

  init(_ old: Bundle, _ new: Bundle) {
    from = old.digest
    to = new.digest
    items = []
    facts = []
    let before = Dictionary(old.rules.map { ($0.id, $0.spelling) }) { first, _ in first }
    let after = Dictionary(new.rules.map { ($0.id, $0.spelling) }) { first, _ in first }
    add("rule", before, after)
    var files: [Bool: [[String: [String]]]] = [:]
    for (place, bundle) in [old, new].enumerated() {
      let ruleFiles = Set(bundle.rules.compactMap(\.file))
      var workflows: [String: [String]] = [:]
      var others: [String: [String]] = [:]
      let named = Dictionary(
        (bundle.workflows?.workflows ?? []).compactMap { flow in flow.file.map { ($0, flow.id.value) } }
      ) { first, _ in first }
      // A rule's words are told by the rule; a file that holds rules and nothing else has no more to say.
      for file in bundle.files.files where !ruleFiles.contains(file.shownAs) {
        let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        if let id = named[file.shownAs] {
          workflows[id] = lines.map(String.init)
        } else {
          others[file.path] = lines.map(String.init)
        }
      }
      files[place == 0, default: []] = [workflows, others]
    }
    for (place, kind) in ["workflow", "file"].enumerated() {
      add(kind, files[true]?[place] ?? [:], files[false]?[place] ?? [:])
    }
    facts = SchemaChange.between(old.schema, new.schema).map { change in
      Fact(
        fact: change.fact, words: change.words, isBreaking: change.isBreaking,
        readBy: old.policy.readers(of: change.fact))
    }
  }

  private mutating func add(_ kind: String, _ before: [String: [String]], _ after: [String: [String]]) {
    for name in Set(before.keys).union(after.keys).sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      switch (before[name], after[name]) {
      case (nil, _?): items.append(Item(kind: kind, name: name, change: .added, lines: []))
      case (_?, nil): items.append(Item(kind: kind, name: name, change: .removed, lines: []))
      case (let old?, let new?):
        let lines = TextDifference(from: old, to: new).lines
        if !lines.isEmpty { items.append(Item(kind: kind, name: name, change: .changed, lines: lines)) }
      case (nil, nil): break
      }
    }
  }
}

extension UsageScope.Window {
  fileprivate var spelling: String {
    switch self {
    case .hour: "hour"
    case .day: "day"
    case .week: "week"
    case .month: "month"
    case .quarter: "quarter"
    case .rolling(let days): "\(days)d"
    case .grant: "grant"
    }
  }
}

extension Rule {
  /// The rule in one spelling, whatever the layout of its file: a line for each key, in the order of rules' keys, with
  /// the defaults of its set filled in.
  var spelling: [String] {
    var lines = ["id: \(id)", "title: \(title)", "owner: \(owner)"]
    func add(_ key: String, _ value: String?) {
      guard let value else { return }
      let parts = value.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
      lines.append("\(key): \(parts.first ?? "")")
      lines += parts.dropFirst().map { "  \($0)" }
    }
    add("rationale", rationale)
    add("on", subject.rawValue)
    if let usage {
      add("window", usage.window.spelling)
      add("by", usage.by.map(\.value).joined(separator: ", "))
      add("where", usage.filter?.text)
    }
    add("when", condition.text)
    if toleratesMissing { add("missing", "indeterminate") }
    add("effect", effect.rawValue)
    if !reviews.isEmpty { add("review", reviews.map(\.value).joined(separator: ", ")) }
    for item in obligations {
      let evidence = item.evidence.map { ", evidence \($0)" } ?? ""
      let due = item.due.map { ", due \($0)" } ?? ""
      add("obligation", "\(item.id), before \(item.phase.rawValue)\(evidence), owner \(item.owner)\(due)")
    }
    if isWaivable { add("waivable", "true") }
    if mustAcknowledge { add("ack", "true") }
    add("severity", severity.rawValue)
    add("message", message?.text)
    if let finding {
      add("finding.owner", "\(finding.owner)")
      add("finding.due", "\(finding.due)")
      add("finding.amount", finding.amount?.text)
      add("finding.action", finding.action)
      add("finding.grant", finding.grant.rawValue)
    }
    add("from", from?.value.description)
    add("until", until?.value.description)
    if let table { add("table", "\(table.table), row \(table.row), hit \(table.hit.rawValue)") }
    for example in examples {
      add("example", "\(example.name): \(FactValue.object(example.given).display), fires \(example.fires)")
    }
    return lines
  }
}
