import Foundation
import SpendModel
import StrictJSON
import Testing

@testable import Storage

/// The n-th write or fsync of a small writer fails, for many n: what was acknowledged stays, and nothing is half there.
///
/// The writer is this test binary, started again with a shim over libc (`../shared/faults/fault.c`). Where the shim
/// or a C compiler is absent, nothing is tested here.
@Suite struct FaultTests {
  struct Kind: Sendable, CustomTestStringConvertible {
    let kind: String
    let operation: String
    /// What the writer may be told; nothing where it is killed before it hears.
    let codes: Set<String>
    var testDescription: String { "\(kind) at a \(operation)" }

    init(_ kind: String, at operation: String, codes: Set<String>) {
      (self.kind, self.operation, self.codes) = (kind, operation, codes)
    }
  }

  @Test(arguments: [
    // A shared index that does not grow is a full disk, whatever the reason: the library keeps none.
    Kind("eio", at: "write", codes: ["io", "disk-full"]), Kind("enospc", at: "write", codes: ["disk-full"]),
    Kind("short", at: "write", codes: ["disk-full"]), Kind("torn", at: "write", codes: []),
    Kind("kill", at: "write", codes: []),
    Kind("eio", at: "fsync", codes: ["io"]), Kind("kill", at: "fsync", codes: []),
  ])
  func `Nothing acknowledged is lost, and nothing is half there`(_ row: Kind) throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    guard let shim = Self.shim(in: folder) else {
      print("FaultTests: no ../shared/faults/fault.c or no C compiler; nothing tested")
      return
    }
    let points = try Self.points(of: row.operation, shim: shim)
    try #require(points > 5)
    // All points on demand; a few of each kind otherwise.
    let isFull = ProcessInfo.processInfo.environment["ASSENT_ALL_FAULTS"] != nil
    let stride = isFull ? 1 : max(1, points / 6)
    var told: Set<String> = []
    for point in Swift.stride(from: 1, through: points, by: stride) {
      told.formUnion(try Self.run(row, point: point, shim: shim))
    }
    #expect(told.isSubset(of: row.codes), "\(told)")
  }

  /// - Returns: The codes of the errors that the writer was told.
  private static func run(_ row: Kind, point: Int, shim: String) throws -> Set<String> {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try startWriter(
      folder, ["FAULT_AT": "\(point)", "FAULT_KIND": row.kind, "FAULT_OP": row.operation], shim: shim)
    let lines = try String(contentsOfFile: folder + "/heard", encoding: .utf8).split(separator: "\n").map(String.init)
    let acknowledged = lines.compactMap { Int64($0) }
    let place = "\(row.testDescription) \(point): \(lines)"
    #expect(acknowledged == acknowledged.sorted(), "\(place)")

    // Whoever comes next finds all that was acknowledged, whole, and goes on.
    let (path, keys) = (folder + "/victim.db", try testKeys())
    #expect(Store.exists(at: path) || acknowledged.isEmpty, "\(place)")
    let store = try Store.open(path: path, creating: true)
    let size = try store.read { try $0.head().size }
    #expect(size >= acknowledged.last ?? 0, "\(place)")
    #expect(size % WriterProcess.leavesPerWrite == 0, "half a write: \(place)")
    #expect(try store.structuralProblems() == [], "\(place)")
    let differing = try store.read { try $0.compareProjections().flatMap(\.differing) }
    #expect(differing == [], "\(place)")
    let next = try WriterProcess.write(to: store, keys: keys, number: 900)
    #expect(next == size + WriterProcess.leavesPerWrite, "\(place)")
    return Set(lines.filter { Int64($0) == nil })
  }

  /// How many operations of that kind the writer makes when nothing fails.
  private static func points(of operation: String, shim: String) throws -> Int {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try startWriter(folder, ["FAULT_COUNT": folder + "/count", "FAULT_OP": operation], shim: shim)
    let heard = try String(contentsOfFile: folder + "/heard", encoding: .utf8)
    let sizes = (1...WriterProcess.writes).map { "\(Int64($0) * WriterProcess.leavesPerWrite)\n" }.joined()
    #expect(heard == sizes)
    let count = try String(contentsOfFile: folder + "/count", encoding: .utf8)
    return Int(count.filter(\.isNumber)) ?? 0
  }

  private static func startWriter(_ folder: String, _ environment: [String: String], shim: String) throws {
    let shimmed = ["LD_PRELOAD": shim, "FAULT_MATCH": "/victim.db"].merging(environment) { $1 }
    try WriterProcess.start(folder, heard: "heard", shimmed).waitUntilExit()
  }

  /// The shim, compiled into a folder; nothing where it cannot be.
  private static func shim(in folder: String) -> String? {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let (source, compiler) = (root + "/../shared/faults/fault.c", "/usr/bin/gcc")
    guard [source, compiler].allSatisfy({ FileManager.default.fileExists(atPath: $0) }) else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: compiler)
    process.arguments = ["-shared", "-fPIC", "-O2", "-w", "-o", folder + "/fault.so", source, "-ldl"]
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? folder + "/fault.so" : nil
  }
}
