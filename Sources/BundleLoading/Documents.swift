import Diagnostics
import YAMLDocument

/// What a document is, as its key `kind` says.
enum DocumentKind: String, CaseIterable {
  case schema = "Schema"
  case meters = "Meters"
  case rule = "Rule"
  case ruleSet = "RuleSet"
  case decisionTable = "DecisionTable"
  case ruleTest = "RuleTest"
  case priceBook = "PriceBook"
  case contract = "Contract"
  case budget = "Budget"
  case allocation = "Allocation"
  case decisionRights = "DecisionRights"
  case workflow = "Workflow"

  /// The folder in which such documents lie.
  var folder: String {
    switch self {
    case .decisionRights, .workflow: "workflows"
    default: "rules"
    }
  }
}

/// A document of a bundle whose version and kind are sound.
struct BundleDocument {
  let kind: DocumentKind
  let node: Node
  /// The file's own sink: decoders report into it.
  let sink: DiagnosticSink
  let path: String
  /// Whether the file holds no other document.
  let isAlone: Bool

  /// Whether it says nothing but rules, or how they are tested. A table that gives a value is no rule.
  var isOfRules: Bool {
    switch kind {
    case .rule, .ruleSet, .ruleTest: true
    case .decisionTable: node.entry("collect") == nil
    default: false
    }
  }

  /// The file's name without folders and ending.
  var stem: String {
    let name = path.split(separator: "/").last ?? ""
    return String(name.dropLast(name.hasSuffix(".yaml") ? 5 : 4))
  }
}

extension BundleFiles {
  /// Reads the documents of all files but some, in order, with a sink for each file.
  func documents(without skipped: Set<String> = []) -> (documents: [BundleDocument], sinks: [DiagnosticSink]) {
    var result: [BundleDocument] = []
    var sinks: [DiagnosticSink] = []
    for file in files where file.isDocument && !skipped.contains(file.path) {
      let sink = DiagnosticSink(file: file.shownAs)
      sinks.append(sink)
      let (nodes, diagnostics) = YAMLReader.read(file.bytes, path: file.shownAs)
      sink.report(diagnostics)
      for node in nodes {
        guard let kind = documentKind(node, sink) else { continue }
        let folder = file.path.prefix { $0 != "/" }
        if folder != kind.folder, let place = node["kind"]?.position {
          sink.report(
            "misplaced-document", "a `\(kind.rawValue)` belongs under `\(kind.folder)/`", hint: "move it there",
            at: place)
        }
        result.append(
          BundleDocument(kind: kind, node: node, sink: sink, path: file.path, isAlone: nodes.count == 1))
      }
    }
    return (result, sinks)
  }
}

/// What a document is; nothing, and a diagnostic, where it does not say so.
private func documentKind(_ node: Node, _ sink: DiagnosticSink) -> DocumentKind? {
  guard node.entries != nil else {
    sink.report(
      "wrong-type", "expected a document with `apiVersion` and `kind`, found \(node.found)", at: node.position)
    return nil
  }
  if let version = node["apiVersion"] {
    checkVersion(version, sink)
  } else {
    sink.report("missing-key", "missing key `apiVersion`", hint: "write `apiVersion: \(apiVersion)`", at: node.position)
  }
  let names = DocumentKind.allCases.map(\.rawValue)
  guard let kind = node["kind"], let text = kind.text, !kind.isNull else {
    let nearest = node.entries?.map(\.name).first { nearestName(to: $0, in: ["kind"]) != nil }
    sink.report(
      "missing-key", "missing key `kind`",
      hint: nearest.map { "`\(excerpt($0))` stands there; write `kind`" }
        ?? "one of " + names.map { "`\($0)`" }.joined(separator: ", "), at: node.position)
    return nil
  }
  if let known = DocumentKind(rawValue: text) { return known }
  let hint: String
  if text == "Request" {
    hint = "a request is submitted, not part of a bundle"
  } else {
    hint =
      nearestName(to: text, in: names).map { "did you mean `\($0)`?" }
      ?? "one of " + names.map { "`\($0)`" }.joined(separator: ", ")
  }
  sink.report("unknown-kind", "unknown kind `\(excerpt(text))`", hint: hint, at: kind.position)
  return nil
}
