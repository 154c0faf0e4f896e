import FactSchema
import PolicyEngine
import SpendModel
import StrictJSON
import YAMLDocument

/// Reads the facts of a JSON document straight from its bytes, for the documents of a batch.
///
/// Gives what ``FactDecoder`` gives in its lenient mode, without a tree between; where it gives nothing, the decoder
/// is asked, and says what is wrong.
struct FactScanner {
  private var scanner: JSONScanner

  /// - Returns: Nothing where the text is not sound, no object, or has more in it than facts.
  static func facts(_ bytes: [UInt8], schema: Schema) -> Facts? {
    let limits = JSONLimits(maxDepth: YAMLLimits.maxDepth, maxBytes: YAMLLimits.maxBytes)
    var reader = FactScanner(scanner: JSONScanner(bytes, limits: limits))
    do throws(JSONError) {
      var facts = Facts()
      try reader.scanner.beginObject()
      while let text = try reader.scanner.nextName() {
        let name = reader.scanner.string(text)
        if let field = schema.facts[name] {
          if let value = try reader.value(field.type) { facts[field.name] = value }
        } else if RequestDecoder.ownKeys.contains(name) {
          return nil
        } else {
          _ = try reader.scanner.skipValue()
        }
      }
      try reader.scanner.finish()
      return facts
    } catch {
      return nil
    }
  }

  /// A value as its type reads it, or as it is written; nothing for null.
  private mutating func value(_ type: FactType) throws(JSONError) -> FactValue? {
    switch try scanner.peek() {
    case .null:
      try scanner.readNull()
      return nil
    case .bool:
      let value = try scanner.readBool()
      if case .enumeration(let values) = type, values.contains(value ? "true" : "false") {
        return .string(value ? "true" : "false")
      }
      return .bool(value)
    case .number: return number(try scanner.readNumber(), type)
    case .string: return string(try scanner.readString(), type)
    case .array:
      var element = FactType.dynamic
      if case .list(let declared) = type { element = declared }
      var items: [FactValue] = []
      try scanner.beginArray()
      while try scanner.nextElement() {
        if let item = try value(element) { items.append(item) }
      }
      return .list(items)
    case .object: return .object(try object(type))
    }
  }

  private mutating func object(_ type: FactType) throws(JSONError) -> Facts {
    var facts = Facts()
    try scanner.beginObject()
    while let text = try scanner.nextName() {
      let name = scanner.string(text)
      let inner: FactType
      switch type {
      case .object(let shape):
        guard let field = shape[name] else {
          _ = try scanner.skipValue()
          continue
        }
        inner = field.type
      case .map(let key, let value):
        guard isKey(name, key) else {
          _ = try scanner.skipValue()
          continue
        }
        inner = value
      default: inner = .dynamic
      }
      if let value = try value(inner) { facts[name] = value }
    }
    return facts
  }

  private func number(_ number: JSONNumber, _ type: FactType) -> FactValue? {
    if let integer = number.integer {
      switch type {
      case .double: return .double(Double(integer))
      case .uint: return UInt64(exactly: integer).map { .uint($0) } ?? .int(integer)
      case .enumeration: break
      default: return .int(integer)
      }
    }
    let text = number.text(in: scanner.bytes)
    let isInteger = !text.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
    switch type {
    case .uint: if isInteger, let value = UInt64(text) { return .uint(value) }
    case .double: if let value = Double(text), value.isFinite { return .double(value) }
    case .enumeration(let values): if values.contains(text) { return .string(text) }
    default: break
    }
    if isInteger, let value = Int64(text) { return .int(value) }
    return Double(text).map { .double($0) }
  }

  private func string(_ text: String, _ type: FactType) -> FactValue {
    switch type {
    case .text: return .text(text)
    case .money: if let value = Money(text) { return .money(value) }
    case .timestamp: if let value = Timestamp(text) ?? CivilDate(text)?.startUTC { return .timestamp(value) }
    case .duration: if let value = wallNanoseconds(text) { return .duration(nanoseconds: value) }
    default: break
    }
    return .string(text)
  }
}

/// A duration by wall clock in nanoseconds, as CEL counts them; nothing for anything else.
func wallNanoseconds(_ text: String) -> Int64? {
  Period(text)?.wallNanoseconds
}

/// Whether a name can be a key of that type.
func isKey(_ name: String, _ type: FactType) -> Bool {
  switch type {
  case .int: Int64(name) != nil
  case .uint: UInt64(name) != nil
  case .bool: name == "true" || name == "false"
  default: true
  }
}
