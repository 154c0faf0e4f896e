/// The facts that conditions may read, declared once: names, types, which may be absent.
package struct Schema: Hashable, Sendable {
  /// `request`, `requester`, `now` and what an organisation adds.
  package var facts: ObjectShape
  /// What a fact means, by its path: `request.cost`.
  package var descriptions: [String: String]

  package init(facts: ObjectShape, descriptions: [String: String] = [:]) {
    self.facts = facts
    self.descriptions = descriptions
  }

  /// The facts that the engine fills in; a submitted file may not state them.
  package static let computed: Set<String> = ["request.id", "request.revision", "request.cost", "requester", "now"]

  /// The type declared at a path; nothing where there is none, and `isOptional` where any step may be absent.
  package func type(at path: [String]) -> (type: FactType, isOptional: Bool)? {
    guard let first = path.first else { return (.object(facts), false) }
    guard let field = facts[first] else { return nil }
    var current = field.type
    var isOptional = field.isOptional
    for name in path.dropFirst() {
      switch current {
      case .object(let shape):
        guard let field = shape[name] else { return nil }
        current = field.type
        isOptional = isOptional || field.isOptional
      case .map(_, let value):
        current = value
        isOptional = true
      case .dynamic:
        isOptional = true
      default: return nil
      }
    }
    return (current, isOptional)
  }

  /// Every declared path with its type, leaves only, in the order of declaration.
  package var leaves: [(path: [String], type: FactType, isOptional: Bool)] {
    var result: [(path: [String], type: FactType, isOptional: Bool)] = []
    var open: [(path: [String], shape: ObjectShape, isOptional: Bool)] = [([], facts, false)]
    while let (path, shape, isOptional) = open.popLast() {
      var inner: [(path: [String], shape: ObjectShape, isOptional: Bool)] = []
      for field in shape.fields {
        if case .object(let nested) = field.type {
          inner.append((path + [field.name], nested, isOptional || field.isOptional))
        } else {
          result.append((path + [field.name], field.type, isOptional || field.isOptional))
        }
      }
      open.append(contentsOf: inner.reversed())
    }
    return result
  }
}
