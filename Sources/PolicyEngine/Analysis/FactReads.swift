import Diagnostics
import FactSchema

/// A fact that an expression reads.
struct FactPath: Hashable, Sendable {
  var names: [String]

  var text: String { names.joined(separator: ".") }
}

extension Term {
  /// The facts that the expression reads, or asks for, each once, in the order of its text.
  func reads(in schema: Schema) -> [FactPath] {
    var result: [FactPath] = []
    collectReads(schema, bound: [], into: &result)
    return result
  }

  /// The names that the node reads, or whose presence it asks for.
  var askedPath: (names: [String], position: SourcePosition)? {
    switch kind {
    case .has(let operand, let name), .optionalSelect(let operand, let name):
      operand.path.map { ($0.names + [name], $0.position) }
    default: path
    }
  }

  private func collectReads(_ schema: Schema, bound: [String], into result: inout [FactPath]) {
    func add(_ names: [String]) {
      guard let root = names.first, !bound.contains(root), schema.facts[root] != nil else { return }
      let path = FactPath(names: names)
      if !result.contains(path) { result.append(path) }
    }
    if let path {
      add(path.names)
      return
    }
    switch kind {
    case .has(let operand, let name), .optionalSelect(let operand, let name):
      if let path = operand.path {
        add(path.names + [name])
      } else {
        operand.collectReads(schema, bound: bound, into: &result)
      }
    case .scope(_, let over, let names, let body):
      for term in over { term.collectReads(schema, bound: bound, into: &result) }
      for term in body { term.collectReads(schema, bound: bound + names, into: &result) }
    default:
      for child in children { child.collectReads(schema, bound: bound, into: &result) }
    }
  }
}

extension FactType {
  /// The type of a name in a value of this type, and whether it may be absent; nothing where it has none.
  func member(_ name: String) -> (type: FactType, isOptional: Bool)? {
    switch self {
    case .object(let shape): shape[name].map { ($0.type, $0.isOptional) }
    case .map(_, let value): (value, true)
    case .dynamic: (.dynamic, false)
    default: nil
    }
  }
}
