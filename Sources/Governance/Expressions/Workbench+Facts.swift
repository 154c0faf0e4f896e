import BundleLoading
import CEL
import CostEngine
import Diagnostics
import FactSchema
import SpendModel
import YAMLDocument

extension Workbench {
  /// Takes the facts of a file, YAML or JSON: those that the schema declares by their types, any other as written.
  ///
  /// The cost of a request's estimate is worked out as in a dry decision. What the file leaves out stays unknown.
  ///
  /// - Throws: ``Failure`` of kind `badInput` with all that is wrong with the file.
  package mutating func load(_ path: String) throws(Failure) {
    let bytes = try readFile(path, limit: 8 << 20)
    let (documents, diagnostics) = DocumentReader.read(bytes, path: path)
    let source = SourceFile(path: path, text: String(decoding: bytes, as: UTF8.self))
    func refused(_ diagnostics: [Diagnostic]) -> Failure {
      var failure = Failure.bad(diagnostics)
      failure.sources[path] = source
      return failure
    }
    guard !diagnostics.hasErrors, let document = documents.first else { throw refused(diagnostics) }
    guard let entries = document.entries else {
      throw refused([
        Diagnostic(
          "wrong-type", "expected facts by their names", hint: "write `request: {cost: 700 USD}`", file: path,
          at: document.position)
      ])
    }
    let sink = DiagnosticSink(file: path)
    var facts = Facts()
    if let ground {
      let declared = ground.schema.facts
      let own = entries.filter { declared[$0.name] != nil || Self.ownKeys.contains($0.name) }
      for entry in entries where declared[entry.name] == nil && !Self.ownKeys.contains(entry.name) {
        guard let meant = nearestName(to: entry.name, in: declared.fields.map(\.name)) else { continue }
        sink.report(
          "unknown-fact", "unknown fact `\(entry.name)`", hint: "did you mean `\(meant)`?", at: entry.key.position)
      }
      let decoder = FactDecoder(schema: ground.schema, mode: .partial, reporting: sink)
      facts = decoder.facts(own.filter { declared[$0.name] != nil }, at: document)
      if facts[path: ["request", "cost"]] == nil, ground.schema.type(at: ["request", "cost"])?.type == .money,
        entries.contains(where: { $0.name == "estimate" }), !sink.hasErrors
      {
        facts[path: ["request", "cost"]] = try cost(bytes, path, facts, ground).map { .money($0) }
      }
    }
    guard !sink.hasErrors else { throw refused(sink.diagnostics) }
    for field in facts.fields { set(field.name, value: field.value.celValue) }
    for entry in entries where !isDeclaredFact(entry.name) && !(ground != nil && Self.ownKeys.contains(entry.name)) {
      let value = Self.plainValue(entry.value)
      put(Variable(name: entry.name, type: value.shape, value: value, looseType: value.looseShape))
    }
  }

  /// What a request file may hold beside its facts.
  private static let ownKeys: Set<String> = [
    "apiVersion", "kind", "estimate", "beneficiary", "waiver", "acknowledge",
  ]

  private func cost(_ bytes: [UInt8], _ path: String, _ facts: Facts, _ ground: BundleGround) throws(Failure) -> Money?
  {
    let (read, _) = RequestDecoder.read(
      bytes, path: path, schema: ground.schema, meters: ground.meters.scales, mode: .lenient)
    guard var request = read else { return nil }
    request.facts = facts
    let costs = Costs(meters: ground.meters, books: ground.priceBooks, budgets: [])
    guard let estimate = try? costs.price(request, at: now), estimate.unpriced.isEmpty else { return nil }
    return estimate.total
  }

  /// A node as the value that it spells, without a schema: money and times where the text is one.
  private static func plainValue(_ node: Node) -> Value {
    if let items = node.items { return .list(items.map { plainValue($0) }) }
    if let entries = node.entries {
      if entries.count == 2, let amount = node["amount"]?.scalar?.text, let currency = node["currency"]?.scalar?.text,
        let money = Money("\(amount) \(currency)")
      {
        return FactValue.money(money).celValue
      }
      return .map(MapValue(entries.map { ($0.name, plainValue($0.value)) }))
    }
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

extension Value {
  /// The type that the value shows, its maps as objects of just these fields.
  var shape: CELType { shape(object: true) }
  /// The type that the value shows, its maps as maps.
  var looseShape: CELType { shape(object: false) }

  private func shape(object: Bool) -> CELType {
    switch self {
    case .null: return .dyn
    case .bool: return .bool
    case .int: return .int
    case .uint: return .uint
    case .double: return .double
    case .string: return .string
    case .bytes: return .bytes
    case .timestamp: return .timestamp
    case .duration: return .duration
    case .money: return .money
    case .abstract(.name): return .type
    case .abstract: return .dyn
    case .list(let items): return .list(Self.common(items.map { $0.shape(object: false) }))
    case .map(let map):
      let keys = map.keys
      guard object, !keys.isEmpty else {
        return .map(
          Self.common(keys.map { $0.shape(object: false) }),
          Self.common(keys.compactMap { map[$0]?.shape(object: false) }))
      }
      var fields: [ObjectType.Field] = []
      for key in keys {
        guard case .string(let name) = key, let value = map[key] else { return shape(object: false) }
        fields.append(.init(name, value.shape(object: true)))
      }
      return .object(ObjectType("object", fields))
    }
  }

  private static func common(_ types: [CELType]) -> CELType {
    guard let first = types.first, types.allSatisfy({ $0 == first }) else { return .dyn }
    return first
  }
}
