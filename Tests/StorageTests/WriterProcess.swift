import Foundation
import SpendModel
import StrictJSON
import Testing

@testable import Storage

/// A writer in a process of its own: this test binary, started again. In an ordinary run it does nothing.
@Suite struct WriterProcess {
  static let writes = 6
  static let leavesPerWrite: Int64 = 3

  /// Starts a writer on `victim.db` in a folder.
  ///
  /// - Parameter heard: The file for what the writer was told, a line a write: the log's size after it, or an error's code.
  static func start(_ folder: String, heard: String, _ environment: [String: String]) throws -> Process {
    try Data().write(to: URL(fileURLWithPath: folder + "/" + heard))
    let process = Process()
    let binary = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = ["--testing-library", "swift-testing", "--filter", "WriterProcess"]
    let own = ["ASSENT_WRITER_FOLDER": folder, "ASSENT_WRITER_HEARD": heard, "SWIFT_BACKTRACE": "enable=no"]
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }.merging(own) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  @Test func `Writes, and says what was acknowledged`() throws {
    let environment = ProcessInfo.processInfo.environment
    guard let folder = environment["ASSENT_WRITER_FOLDER"], let name = environment["ASSENT_WRITER_HEARD"] else {
      return
    }
    let first = environment["ASSENT_WRITER_FIRST"].flatMap { Int($0) } ?? 0
    let keys = try testKeys()
    let heard = try FileHandle(forWritingTo: URL(fileURLWithPath: folder + "/" + name))
    var store: Store?
    for number in 0..<Self.writes {
      let line: String
      do {
        let path = folder + "/victim.db"
        let open = try store ?? Store.open(path: path, creating: true, checkpointAfterBytes: 200_000)
        // The middle ones share a connection, as a server's writes do.
        store = (2..<5).contains(number) ? open : nil
        line = "\(try Self.write(to: open, keys: keys, number: first + number))"
      } catch let error as StorageError {
        line = error.code.rawValue
        store = nil
      }
      try heard.write(contentsOf: Data((line + "\n").utf8))
    }
  }

  /// - Returns: The size of the log after it.
  static func write(to store: Store, keys: LogKeys, number: Int) throws -> Int64 {
    let id = MintedKind.request.id(Int64(number + 1))
    return try store.write(at: later(Int64(number)), keys: keys) { writing in
      try writing.append([submitted(id), activated(id, "legal"), vote(id, "legal", "lea")])
      // So much that some writes also take the log of changes over.
      try writing.keep([UInt8](repeating: UInt8(number & 0xFF), count: 60_000), kind: "evidence")
      return try writing.reading.head().size
    }
  }
}
