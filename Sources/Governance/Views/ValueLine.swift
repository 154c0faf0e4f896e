import SpendModel
import StrictJSON

/// What a table gave for a request, as answers show it.
package struct ValueLine: Sendable {
  package var table: String
  /// As people read it; nothing where no row that hit gives a value, or there was an error.
  package var value: String?
  /// The rows that hit, counted from 1.
  package var rows: [Int64]
  package var error: String?
  fileprivate let json: JSONValue

  /// - Parameter canonical: As the log keeps it.
  init(table: String, canonical: JSONValue) {
    self.table = table
    rows = (canonical["rows"]?.array ?? []).compactMap(\.integer)
    error = canonical["error"]?.string
    let value = canonical["value"]
    if let money = value.flatMap({ Money(canonical: $0) }) {
      (self.value, json) = (money.description, money.json)
    } else if let text = value?.string {
      (self.value, json) = (text, Double(text) == nil ? .string(text) : .number(text))
    } else {
      (self.value, json) = (value?.serialized(), value ?? .null)
    }
  }
}

extension [ValueLine] {
  /// By the tables' ids, as `evaluate` shows them; nothing where there are none.
  var json: JSONValue? { isEmpty ? nil : .object(map { JSONValue.Member($0.table, $0.json) }) }
}
