import Glibc
import StrictJSON
import Testing

/// Test input that lies beside the package and is no part of it: absent, the tests that read it say so and pass.
enum SharedFiles {
  /// The package's root, found from this file's own place.
  private static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()

  /// A JSON file below `../shared/data`.
  static func json(_ file: String) throws -> JSONValue? { try bytes(file).map { try JSONValue.parse($0) } }

  /// A text file below `../shared/data`.
  static func text(_ file: String) throws -> String? { bytes(file).map { String(decoding: $0, as: UTF8.self) } }

  private static func bytes(_ file: String) -> [UInt8]? {
    guard let handle = fopen(root + "/../shared/data/" + file, "rb") else {
      print("skipped: ../shared/data/\(file) is not there")
      return nil
    }
    defer { fclose(handle) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, handle)
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
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
