import BundleLoading
import CEL
import Diagnostics
import FactSchema
package import StrictJSON
import SpendModel
import YAMLDocument

/// The value of an expression.
package struct CELAnswer: Sendable {
  package var type: String
  package var value: String
  package var valueJSON: JSONValue?
  package var cost: String?

  package var json: JSONValue {
    .object(["type": .string(type), "value": valueJSON ?? .string(value), "cost": cost.map { .string($0) }])
  }
}

extension GovernanceService {
  /// Evaluates an expression, over facts from a file where one is named; needs no workspace.
  ///
  /// - Throws: ``Failure`` of kind `badInput` with every error of the expression, or with the reason why it has no value.
  package static func cel(_ expression: String, factsPath: String?) throws(Failure) -> CELAnswer {
    var environment = Environment(domain: true)
    var activation = Activation()
    if let factsPath {
      let (documents, diagnostics) = DocumentReader.read(try readFile(factsPath, limit: 8 << 20), path: factsPath)
      guard !diagnostics.hasErrors, let document = documents.first else { throw Failure.bad(diagnostics) }
      let sink = DiagnosticSink(file: factsPath)
      for entry in document.entries ?? [] {
        let value = plainValue(entry.value, sink)
        environment.declare(entry.name, .dyn)
        activation.variables[entry.name] = value
      }
      guard !sink.hasErrors else { throw Failure.bad(sink.diagnostics) }
    }
    let program: Program
    switch environment.compile(expression) {
    case .success(let compiled): program = compiled
    case .failure(let errors):
      var failure = Failure.bad(
        errors.errors.map { Diagnostic($0.code, $0.message, hint: $0.hint, file: "expression", at: $0.position) })
      failure.sources["expression"] = SourceFile(path: "expression", text: expression)
      throw failure
    }
    switch program.evaluate(activation) {
    case .success(let value):
      return CELAnswer(type: value.typeName, value: value.display, valueJSON: value.fact?.json, cost: nil)
    case .failure(let error):
      var failure = Failure.bad([
        Diagnostic(error.code.rawValue, error.message, file: "expression", at: error.position)
      ])
      failure.sources["expression"] = SourceFile(path: "expression", text: expression)
      throw failure
    }
  }

  /// A node as the value that it spells, without a schema: money and times where the text is one.
  private static func plainValue(_ node: Node, _ sink: DiagnosticSink) -> Value {
    if let items = node.items { return .list(items.map { plainValue($0, sink) }) }
    if let entries = node.entries { return .map(MapValue(entries.map { ($0.name, plainValue($0.value, sink)) })) }
    guard let scalar = node.scalar else { return .null }
    switch scalar.type {
    case .null: return .null
    case .bool: return .bool(scalar.bool ?? false)
    case .int: return scalar.integer.map { .int($0) } ?? .double(Double(scalar.text) ?? .nan)
    case .float: return .double(Double(scalar.text) ?? .nan)
    case .string:
      if let money = Money(scalar.text) { return FactValue.money(money).celValue }
      if let time = Timestamp(scalar.text) { return .timestamp(time.celValue) }
      return .string(scalar.text)
    }
  }
}
