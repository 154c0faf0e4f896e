import CEL
import Glibc
import StrictJSON

// cel-conformance FILE...: runs the cases of the official suite, in JSON, and says which fail.
// Exits 0 when all pass, 1 when one fails, 2 when a file cannot be read.

func contents(of path: String) -> [UInt8]? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  var (result, buffer): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 1 << 16))
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return result }
    result.append(contentsOf: buffer.prefix(count))
  }
}

/// The rules of a time zone, from the system's database.
@Sendable func timeZone(_ name: String) -> ZoneRules? {
  guard !name.hasPrefix("/"), !name.contains("..") else { return nil }
  return contents(of: "/usr/share/zoneinfo/" + name).flatMap { ZoneRules(tzif: $0) }
}

let host = Host(timeZone: timeZone)
var (passed, failed) = (0, 0)
guard CommandLine.arguments.count > 1 else {
  print("usage: cel-conformance FILE...")
  exit(64)
}
for path in CommandLine.arguments.dropFirst() {
  guard let bytes = contents(of: path), let suite = try? JSONValue.parse(bytes), let tests = suite["tests"]?.array
  else {
    print("cel-conformance: cannot read `\(path)` as a suite")
    exit(2)
  }
  for test in tests.compactMap({ Case($0) }) {
    if let failure = test.failure(host) {
      failed += 1
      print("FAIL \(test.id): \(failure)")
    } else {
      passed += 1
    }
  }
}
print("\(passed) passed, \(failed) failed")
exit(failed == 0 ? 0 : 1)
