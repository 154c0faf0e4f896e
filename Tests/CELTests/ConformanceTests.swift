import CEL
import Glibc
import StrictJSON
import Testing

/// The official suite, run by the tool that judges it.
@Suite struct ConformanceTests {
  /// All cases that need no protocol buffers pass.
  private static let floor = 1144

  /// What the tool prints; nothing where it or the suite is not there.
  private static func output(of files: String) -> [String]? {
    let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let suite = "/\(package)/../shared/conformance/cel"
    let tool = CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/") + "/cel-conformance"
    let candidates = ["/" + tool, "/\(package)/.build/debug/cel-conformance"]
    guard access(suite, R_OK) == 0, let found = candidates.first(where: { access($0, X_OK) == 0 }),
      let pipe = popen("'\(found)' '\(suite)'/\(files) 2>&1", "r")
    else { return nil }
    defer { pclose(pipe) }
    var (bytes, buffer): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 4096))
    while true {
      let count = fread(&buffer, 1, buffer.count, pipe)
      if count == 0 { break }
      bytes += buffer.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `The official suite passes`() throws {
    guard let lines = Self.output(of: "*.json") else {
      print("ConformanceTests: the suite or the tool that judges it is not here; nothing was tested")
      return
    }
    let last = try #require(lines.last)
    print("ConformanceTests: \(last)")
    let passed = try #require(Int(last.split(separator: " ").first ?? ""))
    #expect(passed >= Self.floor)
    #expect(lines.filter { $0.hasPrefix("FAIL ") } == [])
  }

  @Test func `Every expression of the suite prints as one that means the same`() throws {
    let package = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    var count = 0
    for name in ["parse", "string_ext", "macros", "macros2", "optionals", "comparisons", "timestamps", "namespace"] {
      guard let bytes = contents(of: "\(package)/../shared/conformance/cel/\(name).json") else { continue }
      for test in try JSONValue.parse(bytes)["tests"]?.array ?? [] {
        let source = try #require(test["expr"]?.string)
        let first = try Environment().parse(source).get()
        let printed = first.expression.formatted
        let second = try Environment().parse(printed).get()
        #expect(second.expression.formatted == printed)
        let values = [first, second].map { program in
          switch program.evaluate(Activation()) {
          case .success(let value): value.display
          case .failure(let error): error.code.rawValue
          }
        }
        #expect(values[0] == values[1], "\(source) | \(printed)")
        count += 1
      }
    }
    print("ConformanceTests: \(count) expressions were printed and read again")
  }
}

/// A whole file; nothing where there is none.
func contents(of path: String) -> [UInt8]? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  var (result, buffer): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 1 << 16))
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return result }
    result += buffer.prefix(count)
  }
}
