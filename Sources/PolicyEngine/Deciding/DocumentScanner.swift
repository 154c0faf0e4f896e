import SpendModel

/// Reads the facts of JSON documents straight from their bytes into the slots of a plan, one document after another.
///
/// Reads what a batch's reader of facts would give, or says no: then that reader has to be asked.
struct DocumentScanner: Sendable {
  private let layout: FactLayout
  /// Names that a document may have beside facts, and that mean more.
  private let reserved: [[UInt8]]
  /// By place: the document in which it was seen last.
  private var seen: [UInt32]
  private var document: UInt32 = 0
  /// By place: the field that came next, and first within, in the last document. Documents are mostly alike.
  private var following: [Int32]
  private var leading: [Int32]

  init(_ layout: FactLayout, reserved: [String]) {
    self.layout = layout
    self.reserved = reserved.map { Array($0.utf8) }
    seen = [UInt32](repeating: 0, count: layout.places.count)
    following = [Int32](repeating: 0, count: layout.places.count)
    leading = following
  }

  /// - Returns: Whether the document could be read; if not, what has been taken is of no use.
  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ index: RuleIndex, _ request: inout RuleIndex.Request)
    -> Bool
  {
    guard let base = bytes.baseAddress, bytes.count <= 1 << 20 else { return false }
    if document == .max {
      document = 0
      for place in seen.indices { seen[place] = 0 }
    }
    document += 1
    var cursor = DocumentCursor(base, count: bytes.count)
    return cursor.take(UInt8(ascii: "{")) && object(0, &cursor, index, &request) && cursor.isAtEnd()
  }

  /// Reads an object that has been entered.
  private mutating func object(
    _ parent: Int, _ cursor: inout DocumentCursor, _ index: RuleIndex, _ request: inout RuleIndex.Request
  ) -> Bool {
    let start = cursor.kept
    defer { cursor.forget(to: start) }
    var previous = -1
    if cursor.next() == UInt8(ascii: "}") { return cursor.take(UInt8(ascii: "}")) }
    while true {
      guard cursor.next() == UInt8(ascii: "\""), let name = cursor.string(), !name.isEscaped,
        cursor.take(UInt8(ascii: ":"))
      else { return false }
      if let place = field(name, of: parent, after: previous, cursor) {
        guard seen[place] != document else { return false }
        seen[place] = document
        previous = place
        guard value(place, &cursor, index, &request) else { return false }
      } else {
        guard parent != 0 || !isReserved(name, cursor), cursor.keep(name, since: start), cursor.skip(depth: 1) else {
          return false
        }
      }
      if cursor.take(UInt8(ascii: ",")) { continue }
      return cursor.take(UInt8(ascii: "}"))
    }
  }

  private func isReserved(_ name: DocumentCursor.Text, _ cursor: DocumentCursor) -> Bool {
    reserved.contains { $0.elementsEqual(cursor.bytes(name)) }
  }

  /// The place of a field of that name.
  private mutating func field(
    _ name: DocumentCursor.Text, of parent: Int, after previous: Int, _ cursor: DocumentCursor
  ) -> Int? {
    let likely = Int(previous < 0 ? leading[parent] : following[previous])
    let first = Int(layout.places[parent].firstField)
    let fields = first..<first + Int(layout.places[parent].fieldCount)
    if fields.contains(likely), isNamed(likely, name, cursor) { return likely }
    for place in fields where isNamed(place, name, cursor) {
      if previous < 0 { leading[parent] = Int32(place) } else { following[previous] = Int32(place) }
      return place
    }
    return nil
  }

  private func isNamed(_ place: Int, _ name: DocumentCursor.Text, _ cursor: DocumentCursor) -> Bool {
    let place = layout.places[place]
    return layout.names.withUnsafeBufferPointer { names in
      names.baseAddress.map { cursor.isSame(name, $0 + Int(place.nameStart), Int(place.nameCount)) } ?? false
    }
  }

  private mutating func value(
    _ number: Int, _ cursor: inout DocumentCursor, _ index: RuleIndex, _ request: inout RuleIndex.Request
  ) -> Bool {
    let place = layout.places[number]
    let slot = Int(place.slot)
    let next = cursor.next()
    if next == UInt8(ascii: "{"), place.fieldCount > 0 {
      guard place.form != .other, cursor.take(next) else { return false }
      if slot >= 0 { index.take(slot, .object, &request) }
      return object(number, &cursor, index, &request)
    }
    guard slot >= 0 else { return cursor.skip(depth: 1) }
    switch next {
    case UInt8(ascii: "\""): return string(place.form, slot, &cursor, index, &request)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard let number = cursor.number() else { return false }
      return self.number(number, place.form, slot, index, &request)
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      guard place.form != .enumeration else { return false }
      index.take(slot, flag: next == UInt8(ascii: "t"), &request)
      return next == UInt8(ascii: "t") ? cursor.word("true") : cursor.word("false")
    case UInt8(ascii: "n"): return cursor.word("null")
    case UInt8(ascii: "{"):
      index.take(slot, .object, &request)
      return cursor.skip(depth: 1)
    case UInt8(ascii: "["):
      index.take(slot, .list, &request)
      return place.form == .list ? list(slot, &cursor, index, &request) : place.form != .other && cursor.skip(depth: 1)
    default: return false
    }
  }

  private func list(
    _ slot: Int, _ cursor: inout DocumentCursor, _ index: RuleIndex, _ request: inout RuleIndex.Request
  ) -> Bool {
    guard cursor.take(UInt8(ascii: "[")) else { return false }
    if cursor.next() == UInt8(ascii: "]") { return cursor.take(UInt8(ascii: "]")) }
    while true {
      guard cursor.next() == UInt8(ascii: "\""), let text = cursor.string(), !text.isEscaped else { return false }
      index.take(slot, element: cursor.bytes(text), &request)
      if cursor.take(UInt8(ascii: ",")) { continue }
      return cursor.take(UInt8(ascii: "]"))
    }
  }

  private func number(
    _ number: DocumentCursor.Number, _ form: FactLayout.Form, _ slot: Int, _ index: RuleIndex,
    _ request: inout RuleIndex.Request
  ) -> Bool {
    switch (number, form) {
    case (.tooLong, _), (_, .enumeration): return false
    case (.fraction, _), (.integer, .double): index.take(slot, .double, &request)
    case (.integer(let value), .uint) where value >= 0: index.take(slot, .uint, &request)
    case (.integer(let value), _): index.take(slot, .int, value, &request)
    }
    return true
  }

  private func string(
    _ form: FactLayout.Form, _ slot: Int, _ cursor: inout DocumentCursor, _ index: RuleIndex,
    _ request: inout RuleIndex.Request
  ) -> Bool {
    guard let text = cursor.string(), !text.isEscaped else { return false }
    let bytes = cursor.bytes(text)
    switch form {
    case .money, .timestamp, .duration:
      // Strings of another form stay strings.
      index.take(slot, Self.literal(String(decoding: bytes, as: UTF8.self), form), &request)
    case .text: index.take(slot, .text, &request)
    case .other: return false
    case .object, .map, .list, .plain, .uint, .double, .enumeration: index.take(slot, text: bytes, &request)
    }
    return true
  }

  private static func literal(_ text: String, _ form: FactLayout.Form) -> FactValue {
    let value: FactValue? =
      switch form {
      case .money: Money(text).map { .money($0) }
      case .timestamp: (Timestamp(text) ?? CivilDate(text)?.startUTC).map { .timestamp($0) }
      default: Period(text).flatMap(\.wallNanoseconds).map { .duration(nanoseconds: $0) }
      }
    return value ?? .string(text)
  }
}

extension Period {
  /// The length by wall clock in nanoseconds, as CEL counts them; nothing for business time, and beyond 64 bits.
  package var wallNanoseconds: Int64? {
    guard case .wall(let seconds) = self else { return nil }
    let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? nil : nanoseconds
  }
}
