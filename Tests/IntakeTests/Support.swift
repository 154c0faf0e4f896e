import CostEngine
import Glibc
import Intake

/// A file of its own for one test, removed with it.
final class ScratchFile: Sendable {
  let path: String

  init(_ content: String) { path = ScratchFile.write(Array(content.utf8)) }
  init(bytes: [UInt8]) { path = ScratchFile.write(bytes) }

  deinit { unlink(path) }

  private static func write(_ bytes: [UInt8]) -> String {
    var name = Array("/tmp/intake-test-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      rest = rest.dropFirst(count)
    }
    _ = Glibc.close(descriptor)
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

func options(
  _ format: UsageFormat? = nil, map: [(field: String, column: String)] = [], set: [(field: String, value: String)] = [],
  meters: Meters = .canonical
) -> IntakeOptions {
  // The digest is the text itself: enough to see what an id depends on.
  IntakeOptions(
    format: format, map: map, set: set, meters: meters, digest: { "#" + String(decoding: $0, as: UTF8.self) },
    source: "src",
    fileName: "file")
}

/// All that a reader makes of a text.
struct Outcome {
  var records: [UsageRecord] = []
  var lines: [Int] = []
  var rejections: [Rejection] = []
  var ignored: [String] = []
  var rounded = 0
  var format: UsageFormat?
  var error: IntakeError?

  init(_ text: String, _ options: IntakeOptions = options()) { self.init(path: ScratchFile(text), options) }

  init(path file: ScratchFile, _ options: IntakeOptions) { self.init(file.path, reading: options) }

  init(_ path: String, reading options: IntakeOptions) {
    do throws(IntakeError) {
      var reader = try UsageFileReader(path: path, options: options)
      format = reader.format
      while let item = try reader.next() {
        switch item {
        case .record(let record, let line):
          records.append(record)
          lines.append(line)
        case .rejected(let rejection): rejections.append(rejection)
        }
      }
      ignored = reader.ignoredFields
      rounded = reader.roundedQuantities
    } catch {
      self.error = error
    }
  }

  /// The sum of each meter over the records.
  var totals: [String: Int64] {
    var result: [String: Int64] = [:]
    for quantity in records.flatMap(\.quantities) { result[quantity.meter, default: 0] += quantity.quantity }
    return result
  }
}

extension UsageRecord {
  subscript(meter: String) -> Int64? { quantities.first { $0.meter == meter }?.quantity }
}

/// The folder of shared input files, where there is one.
let shared: String? = {
  let root = #filePath.split(separator: "/").dropLast(3).map(String.init)
  for path in ["/" + root.joined(separator: "/") + "/../shared", "../shared"] where access(path + "/data", R_OK) == 0 {
    return path
  }
  return nil
}()

/// A file as a whole.
func bytes(of path: String) -> [UInt8] {
  guard let file = fopen(path, "r") else { return [] }
  defer { fclose(file) }
  var result: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    guard count > 0 else { return result }
    result += chunk[..<count]
  }
}

enum GenericRecord {
  /// The members that every record needs.
  static let basis = #""occurred_at":"2026-10-01T00:00:00Z","provider":"openai","model":"gpt-4o""#
}
