import StrictJSON
import TestSupport
import Testing

extension SharedFiles {
  /// A JSON file below `../shared/data`.
  static func json(_ file: String) throws -> JSONValue? {
    try bytes(of: "data/" + file).map { try JSONValue.parse($0) }
  }

  /// A text file below `../shared/data`.
  static func text(_ file: String) -> String? {
    bytes(of: "data/" + file).map { String(decoding: $0, as: UTF8.self) }
  }
}

/// A row of a table: a name, what is given, what is expected.
struct Row<Given: Sendable, Expected: Sendable>: Sendable, CustomTestStringConvertible {
  let name: String
  let given: Given
  let expected: Expected

  init(_ name: String, _ given: Given, _ expected: Expected) {
    (self.name, self.given, self.expected) = (name, given, expected)
  }

  var testDescription: String { name }
}
