package import Diagnostics
package import FactSchema
package import PolicyEngine
package import SpendModel
package import YAMLDocument

/// A request as its file states it, read against the schema.
package struct SubmittedRequest: Sendable {
  /// `request` and, in a dry decision, what stands beside it.
  package var facts: Facts
  package var estimate: [EstimateLine]
  /// The person for whom the request is made; nothing means the requester.
  package var beneficiary: String?
  package var waiver: WaiverTerms?
  /// The rules whose warnings the requester has acknowledged in the file.
  package var acknowledged: [String]

  package init(
    facts: Facts, estimate: [EstimateLine] = [], beneficiary: String? = nil, waiver: WaiverTerms? = nil,
    acknowledged: [String] = []
  ) {
    self.facts = facts
    self.estimate = estimate
    self.beneficiary = beneficiary
    self.waiver = waiver
    self.acknowledged = acknowledged
  }
}

/// One line of an estimate: how much of a meter, of which model.
package struct EstimateLine: Sendable {
  package var meter: String
  /// In the meter's step: whole tokens, or millionths where the meter's scale is 6.
  package var quantity: Int64
  /// The model, where it is not that of the request.
  package var model: String?
  /// The model's provider, where it is not that of the request.
  package var provider: String?
  package var position: SourcePosition

  package init(
    meter: String, quantity: Int64, model: String? = nil, provider: String? = nil, position: SourcePosition = .start
  ) {
    self.meter = meter
    self.quantity = quantity
    self.model = model
    self.provider = provider
    self.position = position
  }
}

/// What a request of kind `waiver` asks for.
package struct WaiverTerms: Sendable {
  /// The rule to be suspended.
  package var rule: Placed<String>
  /// CEL over the facts: where the rule is suspended; nothing means everywhere.
  package var scope: SourceExpression?
  package var from: Timestamp?
  /// The first instant at which the rule holds again.
  package var until: Timestamp
  /// The denied request that the waiver is for.
  package var request: String?

  package init(
    rule: Placed<String>, scope: SourceExpression? = nil, from: Timestamp? = nil, until: Timestamp,
    request: String? = nil
  ) {
    self.rule = rule
    self.scope = scope
    self.from = from
    self.until = until
    self.request = request
  }
}

/// Reads `kind: Request`, and documents for a dry decision.
package struct RequestDecoder {
  /// The keys of a request file, which are no facts.
  package static let ownKeys = ["apiVersion", "kind", "request", "estimate", "beneficiary", "waiver", "acknowledge"]

  private let schema: Schema
  private let meters: [String: Int]?
  private let mode: FactDecoder.Mode
  private let sink: DiagnosticSink

  /// - Parameters:
  ///   - meters: The decimal scale of each meter by its name; nothing means that meters are not looked up.
  ///   - mode: `submit` for a request on its way in, `evaluate` for a dry decision, `lenient` for a batch.
  package init(schema: Schema, meters: [String: Int]?, mode: FactDecoder.Mode, reporting sink: DiagnosticSink) {
    self.schema = schema
    self.meters = meters
    self.mode = mode
    self.sink = sink
  }

  /// Reads a file that holds one request, as YAML or, by its name, as JSON.
  package static func read(
    _ bytes: [UInt8], path: String, schema: Schema, meters: [String: Int]?, mode: FactDecoder.Mode
  ) -> (request: SubmittedRequest?, diagnostics: [Diagnostic]) {
    if mode == .lenient, path.hasSuffix(".json"), let facts = FactScanner.facts(bytes, schema: schema) {
      return (SubmittedRequest(facts: facts), [])
    }
    let (documents, diagnostics) = DocumentReader.read(bytes, path: path)
    let sink = DiagnosticSink(file: path)
    sink.report(diagnostics)
    guard let document = documents.first else { return (nil, sink.diagnostics.inOrder()) }
    if documents.count > 1 {
      sink.report(
        "several-documents", "a second document", hint: "a file holds one request", at: documents[1].position)
    }
    let decoder = RequestDecoder(schema: schema, meters: meters, mode: mode, reporting: sink)
    let request = decoder.decode(document)
    return (sink.hasErrors ? nil : request, sink.diagnostics.inOrder())
  }

  /// - Returns: The request as far as it could be read; it is sound only where the sink has no errors.
  package func decode(_ node: Node) -> SubmittedRequest? {
    guard let entries = node.entries else {
      sink.report("wrong-type", "expected a request, which is a mapping, found \(node.found)", at: node.position)
      return nil
    }
    guard var reader = MappingReader(node, sink, as: "a request") else { return nil }
    let presence: MappingReader.Presence = mode == .submit ? .required : .optional
    if let version = reader.node("apiVersion", presence) { checkVersion(version, sink) }
    if let kind = reader.node("kind", presence), kind.text != "Request" {
      sink.report("kind", "expected a `Request`, found \(kind.found)", hint: "write `kind: Request`", at: kind.position)
    }
    let estimate = reader.nodes("estimate") ?? []
    let beneficiary = reader.person("beneficiary")
    let acknowledged = reader.nodes("acknowledge", orSingle: true) ?? []
    let waiverNode = reader.node("waiver")
    let declaresWaiver = schema.facts["waiver"] != nil
    let own = Self.ownKeys.filter { $0 != "request" && !($0 == "waiver" && declaresWaiver) }
    let facts = entries.filter { entry in !own.contains { $0.utf8.elementsEqual(entry.name.utf8) } }
    let request = SubmittedRequest(
      facts: self.facts(facts, node), estimate: estimate.compactMap(line), beneficiary: beneficiary,
      waiver: waiverNode.flatMap(waiver), acknowledged: acknowledged.compactMap { $0.authoredID(reporting: sink) })
    for key in Self.ownKeys { _ = reader.entry(key) }
    let declared = schema.facts.fields.map(\.name)
    for name in declared { _ = reader.entry(name) }
    if mode != .lenient { reader.finish() }
    return request
  }

  private func facts(_ entries: [Node.Entry], _ node: Node) -> Facts {
    var known: [Node.Entry] = []
    for entry in entries {
      guard let field = schema.facts[entry.name] else { continue }
      if mode == .submit, field.name != "request" {
        let isComputed = Schema.computed.contains(field.name)
        sink.report(
          isComputed ? "computed-fact" : "misplaced-key",
          isComputed ? "`\(field.name)` is computed" : "`\(field.name)` may not stand beside `request`",
          hint: isComputed ? "leave it out; the engine fills it in" : "leave it out; only `request` is submitted",
          at: entry.key.position)
        continue
      }
      known.append(entry)
    }
    return FactDecoder(schema: schema, mode: mode, reporting: sink).facts(known, at: node)
  }

  private func line(_ node: Node) -> EstimateLine? {
    guard var reader = MappingReader(node, sink, as: "a line of an estimate") else { return nil }
    let meterNode = reader.node("meter", .required)
    let quantityNode = reader.literal("quantity", .required)
    let modelNode = reader.node("model")
    reader.finish()
    var (model, provider): (String?, String?) = (nil, nil)
    if let modelNode {
      if modelNode.entries != nil {
        guard var inner = MappingReader(modelNode, sink, as: "a model") else { return nil }
        provider = inner.string("provider", .required)
        model = inner.string("name", .required)
        inner.finish()
      } else {
        model = modelNode.string(reporting: sink)
      }
    }
    guard let meterNode, let meter = meterNode.string(reporting: sink), let quantityNode else { return nil }
    var scale = 0
    if let meters {
      guard let known = meters[meter] else {
        let names = meters.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        sink.report(
          "unknown-meter", "unknown meter `\(excerpt(meter))`",
          hint: nearestName(to: meter, in: names).map { "did you mean `\($0)`?" }
            ?? "meters are declared in `rules/meters.yaml`",
          at: meterNode.position)
        return nil
      }
      scale = known
    }
    guard let quantity = scaledDecimal(quantityNode.text ?? "", places: scale), quantity >= 0 else {
      let places = scale == 0 ? "without decimals" : "with at most \(scale) decimals"
      sink.report(
        "quantity", "`\(excerpt(quantityNode.text ?? ""))` is no quantity of `\(excerpt(meter))`",
        hint: "write a number, zero or more, \(places)", at: quantityNode.position)
      return nil
    }
    return EstimateLine(meter: meter, quantity: quantity, model: model, provider: provider, position: node.position)
  }

  private func waiver(_ node: Node) -> WaiverTerms? {
    guard var reader = MappingReader(node, sink, as: "a waiver") else { return nil }
    let ruleNode = reader.node("rule", .required)
    let rule = ruleNode?.authoredID(reporting: sink)
    let scopeNode = reader.node("scope")
    let scope = scopeNode.flatMap { node in node.literal(reporting: sink).map { $0.expression(in: sink.file) } }
    let from = reader.timestamp("from")
    let untilNode = reader.node("until", .required)
    let until = untilNode?.timestamp(reporting: sink)
    let request = reader.string("request")
    reader.finish()
    if let from, let until, from >= until, let place = untilNode?.position {
      sink.report("validity", "`until` is not after `from`", hint: "a waiver ends after it starts", at: place)
    }
    guard let ruleNode, let rule, let until else { return nil }
    return WaiverTerms(
      rule: Placed(rule, at: ruleNode.position), scope: scope, from: from, until: until, request: request)
  }
}

/// The version of all documents.
package let apiVersion = "assent/v1"

/// Reports another version than ours.
func checkVersion(_ node: Node, _ sink: DiagnosticSink) {
  guard node.text != apiVersion else { return }
  sink.report(
    "api-version", "unknown version \(node.found)", hint: "write `apiVersion: \(apiVersion)`", at: node.position)
}
