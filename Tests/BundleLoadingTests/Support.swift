@testable import BundleLoading
import Diagnostics
import FactSchema
import Testing
import YAMLDocument

/// A row of a table: a name, what is given, what is expected.
struct Row<Given: Sendable, Expected: Sendable>: Sendable, CustomTestStringConvertible {
  let name: String
  let given: Given
  let expected: Expected

  init(_ name: String, _ given: Given, _ expected: Expected) {
    (self.name, self.given, self.expected) = (name, given, expected)
  }

  var testDescription: String { name }
}

/// The diagnostics as people read them, one below the other.
func rendered(_ diagnostics: [Diagnostic], _ sources: [String: String]) -> String {
  diagnostics.inOrder().map { diagnostic in
    let path = diagnostic.file ?? ""
    return diagnostic.rendered(in: sources[path].map { SourceFile(path: path, text: $0) })
  }.joined(separator: "\n")
}

/// Bundle files made of texts.
func bundleFiles(_ texts: KeyValuePairs<String, String>) -> BundleFiles {
  BundleFiles(texts.map { BundleFiles.File(path: $0.key, bytes: Array($0.value.utf8)) })
}

/// A schema read from its facts; the text is indented by two.
func schema(_ facts: String) -> (Schema?, [Diagnostic]) {
  let text = "apiVersion: assent/v1\nkind: Schema\nfacts:\n" + facts
  let (documents, diagnostics) = YAMLReader.read(Array(text.utf8), path: "s.yaml")
  let sink = DiagnosticSink(file: "s.yaml")
  sink.report(diagnostics)
  let schema = documents.first.flatMap { SchemaDecoder.decode($0, reporting: sink) }
  return (schema, sink.diagnostics)
}

/// The schema of the worked example.
let exampleSchema = """
  apiVersion: assent/v1
  kind: Schema
  facts:
    request: {kind: "enum(experiment, pilot, production, finetune, evaluation, waiver, prices)", title: text, purpose: text, team: string, project: string,
      costCenter: string, environment: "enum(sandbox, dev, test, staging, production)", duration: duration, cost: money,
      model: {provider: string, name: string, tier: "enum(economy, standard, premium, frontier)"},
      data: {class: "enum(public, synthetic, internal, confidential, pii, special)", "region?": string},
      "gpu?": {type: string, count: int, hours: int}}
    requester: {id: string, team: string, roles: list(string), "manager?": string}
    now: timestamp
  describe: {request.gpu.hours: what the GPUs are held for}

  """
