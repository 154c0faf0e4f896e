/// Where the declared variables and their declared fields stand once they are bound: each has a slot of its own.
///
/// A class, so that a program knows by identity whether an activation was laid out for it.
import Diagnostics

final class Layout: Sendable {
  struct Place: Sendable {
    let name: String
    /// The slot that the field is taken from; nothing for a variable.
    let parent: Int?
    /// The slots of its declared fields.
    var fields: Range<Int>
  }

  /// By slot; a parent stands before its fields, the fields of one parent in a row.
  let places: [Place]
  private let roots: [String: Int]

  private static let most = 4096

  init() { (places, roots) = ([], [:]) }

  /// The layout with one more variable. What it declared under the name before has no name any more.
  init(_ other: Layout, adding name: String, _ type: CELType) {
    var places = other.places
    var roots = other.roots
    roots[name] = places.count
    places.append(Place(name: name, parent: nil, fields: 0..<0))
    var open: [(slot: Int, type: CELType)] = [(places.count - 1, type)]
    var next = 0
    while next < open.count {
      let (slot, type) = open[next]
      next += 1
      guard case .object(let object) = type, places.count + object.fields.count <= Self.most else { continue }
      let start = places.count
      for field in object.fields {
        open.append((places.count, field.type))
        places.append(Place(name: field.name, parent: slot, fields: 0..<0))
      }
      places[slot].fields = start..<places.count
    }
    (self.places, self.roots) = (places, roots)
  }

  func slot(of variable: String) -> Int? { roots[variable] }

  func slot(of field: String, in slot: Int) -> Int? {
    places[slot].fields.first { haveSameBytes(places[$0].name, field) }
  }

  /// What stands in each slot; nothing where a variable or field is missing.
  func bound(_ variables: [String: Value]) -> [Value?] {
    var values = [Value?](repeating: nil, count: places.count)
    for (name, slot) in roots { values[slot] = variables[name] }
    for place in places where !place.fields.isEmpty {
      guard let first = place.fields.first, let parent = places[first].parent, case .map(let map)? = values[parent]
      else { continue }
      for slot in place.fields { values[slot] = map.value(of: places[slot].name, near: slot - first) }
    }
    return values
  }
}
