import Diagnostics
import FactSchema
import SpendModel

/// The declared facts as a tree in one row, in which the facts that predicates ask for have slots.
///
/// Every source of facts is read along it: a document's bytes by ``DocumentScanner``, facts by ``RuleIndex/read``.
struct FactLayout: Sendable {
  /// What a value is read as.
  enum Form: UInt8, Sendable {
    /// An object of which all fields are known.
    case object
    /// An object of any fields.
    case map
    /// A list of values as they are written, or of an enumeration.
    case list
    /// As it is written.
    case plain
    case uint, double, text, money, timestamp, duration
    /// Values of the enumeration may be written as numbers or booleans.
    case enumeration
    /// What only the decoder of facts knows how to read.
    case other
  }

  struct Place: Sendable, BitwiseCopyable {
    /// In `names`.
    var nameStart: Int32 = 0
    var nameCount: Int32 = 0
    /// -1 where no predicate asks for the fact.
    var slot: Int32 = -1
    var form = Form.plain
    /// Places of its fields.
    var firstField: Int32 = 0
    var fieldCount: Int32 = 0
  }

  /// The first is the document.
  var places: [Place] = []
  var names: [UInt8] = []

  /// - Parameter slots: The slot of each path that predicates ask for.
  init(_ schema: Schema, slots: [FactPath: Int]) {
    var wanted = Wanted()
    for (path, slot) in slots { wanted.insert(path.names[...], slot) }
    places.append(Place(form: .object))
    var open: [(place: Int, type: FactType, wanted: Wanted?)] = [(0, .object(schema.facts), wanted)]
    var next = 0
    while next < open.count {
      let (place, type, wanted) = open[next]
      next += 1
      var fields: [(name: String, type: FactType, wanted: Wanted?)] = []
      if case .object(let shape) = type {
        fields = shape.fields.map { ($0.name, $0.type, wanted?[$0.name]) }
      } else {
        let inner: FactType = if case .map(_, let value) = type { value } else { .dynamic }
        fields = (wanted?.fields ?? []).map { ($0.name, inner, $0) }
      }
      places[place].firstField = Int32(places.count)
      places[place].fieldCount = Int32(fields.count)
      for field in fields {
        var made = Place(form: Form(field.type))
        made.nameStart = Int32(names.count)
        made.nameCount = Int32(field.name.utf8.count)
        made.slot = Int32(field.wanted?.slot ?? -1)
        names += Array(field.name.utf8)
        open.append((places.count, field.type, field.wanted))
        places.append(made)
      }
    }
  }

  /// The paths that are asked for, as a tree.
  private struct Wanted {
    var name = ""
    var slot: Int?
    var fields: [Wanted] = []

    mutating func insert(_ names: ArraySlice<String>, _ slot: Int) {
      guard let name = names.first else {
        self.slot = slot
        return
      }
      let index = fields.firstIndex { haveSameBytes($0.name, name) } ?? fields.count
      if index == fields.count { fields.append(Wanted(name: name)) }
      fields[index].insert(names.dropFirst(), slot)
    }

    subscript(name: String) -> Wanted? { fields.first { haveSameBytes($0.name, name) } }
  }

  /// The name of a place.
  func name(of place: Place) -> ArraySlice<UInt8> {
    names[Int(place.nameStart)..<Int(place.nameStart + place.nameCount)]
  }
}

extension FactLayout.Form {
  fileprivate init(_ type: FactType) {
    self =
      switch type {
      case .object: .object
      case .map(key: .string, _): .map
      case .list(let element):
        switch FactLayout.Form(element) {
        case .plain, .enumeration: .list
        default: .other
        }
      case .string, .bool, .int, .dynamic: .plain
      case .uint: .uint
      case .double: .double
      case .text: .text
      case .money: .money
      case .timestamp: .timestamp
      case .duration: .duration
      case .enumeration: .enumeration
      case .map: .other
      }
  }
}
