import StrictJSON
import TestSupport
import Testing

struct JSONTestSuiteTests {
  private static let folder = "JSONTestSuite/test_parsing"

  // The suite's own judgement stands in the first letter of the file's name. Two of its sound texts hold a
  // name twice, which RFC 8259 only advises against.
  @Test func `The suite's texts are accepted and refused as their names say`() throws {
    guard let names = SharedFiles.names(in: "corpora/" + Self.folder) else {
      print("JSONTestSuite is not at hand: nothing was checked")
      return
    }
    let syntaxAlone = JSONLimits(allowsDuplicateNames: true)
    var (accepted, refused, either) = (0, 0, 0)
    var duplicates: [String] = []
    for name in names {
      let bytes = try #require(SharedFiles.bytes(of: "corpora/\(Self.folder)/\(name)"))
      let result = Result { () throws(JSONError) in try JSONValue.parse(bytes, limits: syntaxAlone) }
      if case .success = result, name.hasPrefix("y") {
        do throws(JSONError) { _ = try JSONValue.parse(bytes) } catch {
          #expect(error.code == .duplicateName, "\(name): \(error)")
          duplicates.append(name)
        }
      }
      switch name.first {
      case "y":
        #expect(throws: Never.self, "\(name)") { try result.get() }
        accepted += 1
      case "n":
        #expect(throws: JSONError.self, "\(name)") { try result.get() }
        refused += 1
      default:
        either += 1
      }
    }
    print("JSONTestSuite: \(accepted) to accept, \(refused) to refuse, \(either) left to the reader")
    #expect(duplicates == ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"])
    #expect(accepted > 0 && refused > 0)
  }

  @Test func `What is accepted survives writing and reading`() throws {
    for name in SharedFiles.names(in: "corpora/" + Self.folder) ?? [] {
      let bytes = try #require(SharedFiles.bytes(of: "corpora/\(Self.folder)/\(name)"))
      guard let value = try? JSONValue.parse(bytes) else { continue }
      #expect(try JSONValue.parse(value.serialized()) == value, "\(name)")
      #expect(try JSONValue.parse(value.pretty()) == value, "\(name)")
    }
  }

  @Test func `Skipping a value refuses exactly what reading it refuses`() throws {
    for name in SharedFiles.names(in: "corpora/" + Self.folder) ?? [] {
      let bytes = try #require(SharedFiles.bytes(of: "corpora/\(Self.folder)/\(name)"))
      let read = Result { () throws(JSONError) in _ = try JSONValue.parse(bytes) }
      let skipped = Result { () throws(JSONError) in
        var scanner = JSONScanner(bytes)
        try scanner.skipValue()
        try scanner.finish()
      }
      switch (read, skipped) {
      case (.success, .success): break
      case (.failure(let one), .failure(let other)): #expect(one == other, "\(name)")
      default: Issue.record("\(name): reading and skipping differ")
      }
    }
  }
}
