import SpendModel

/// Finds the facts that conditions read, each once, in one walk over a request.
struct SlotTree: Sendable {
  private struct Node: Sendable {
    var name: String
    var slot: Int?
    var children: [Node]
  }

  private var roots: [Node] = []
  private var slots: [FactPath: Int] = [:]

  var count: Int { slots.count }

  /// The slot of a path; a new one where there was none.
  mutating func slot(of path: FactPath) -> Int {
    if let known = slots[path] { return known }
    let slot = slots.count
    slots[path] = slot
    Self.insert(path.names[...], slot, into: &roots)
    return slot
  }

  private static func insert(_ names: ArraySlice<String>, _ slot: Int, into nodes: inout [Node]) {
    guard let name = names.first else { return }
    let index: Int
    if let known = nodes.firstIndex(where: { isSame($0.name, name) }) {
      index = known
    } else {
      index = nodes.count
      nodes.append(Node(name: name, slot: nil, children: []))
    }
    if names.count == 1 {
      nodes[index].slot = slot
    } else {
      insert(names.dropFirst(), slot, into: &nodes[index].children)
    }
  }

  /// The values of all slots; nothing where a fact is missing.
  func values(in facts: Facts) -> [FactValue?] {
    var values = [FactValue?](repeating: nil, count: slots.count)
    Self.fill(&values, roots, facts)
    return values
  }

  private static func fill(_ values: inout [FactValue?], _ nodes: [Node], _ facts: Facts) {
    for node in nodes {
      guard let field = facts.fields.first(where: { isSame($0.name, node.name) }) else { continue }
      if let slot = node.slot { values[slot] = field.value }
      if !node.children.isEmpty, case .object(let inner) = field.value { fill(&values, node.children, inner) }
    }
  }
}

/// Whether two texts have the same bytes. Texts that are canonically equal and as long are the same, save for
/// those that are not ASCII.
func isSame(_ left: String, _ right: String) -> Bool {
  guard left.utf8.count == right.utf8.count, left == right else { return false }
  return left.utf8.elementsEqual(right.utf8)
}
