import Foundation
import GRDB
import SpendModel
import StrictJSON
import Synchronization
import Testing

@testable import Storage

@Suite struct ConcurrencyTests {
  @Test func `A hundred writers at once lose no leaf and leave no gap`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (path, keys, writes) = (folder + "/a.db", try testKeys(), Int64(3))
    let acknowledged = Mutex<[Int64]>([])
    let failures = Mutex<[String]>([])
    let group = DispatchGroup()
    for writer in 0..<100 {
      group.enter()
      Thread.detachNewThread {
        defer { group.leave() }
        do {
          // Each with a connection of its own, as a process has it; the lock file is held per opening too.
          let store = try Store.open(path: path, creating: true)
          for number in 0..<writes {
            let indices = try store.write(at: later(number), keys: keys) { writing in
              try writing.append([
                logCreated,
                EventDraft(.accessRefused, stream: "access", actor: .timer, data: ["writer": .integer(Int64(writer))]),
              ]).map(\.idx)
            }
            acknowledged.withLock { $0 += indices }
          }
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
    }
    group.wait()
    #expect(failures.withLock { $0 } == [])
    #expect(acknowledged.withLock { $0.sorted() } == Array(0..<200 * writes))
    try expectWhole(path, leaves: 200 * writes, checkpoints: 100 * Int(writes))
  }

  @Test func `Processes that start and write at once lose no leaf and leave no gap`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let processes = try (0..<8).map { number in
      try WriterProcess.start(folder, heard: "heard-\(number)", ["ASSENT_WRITER_FIRST": "\(number * 100)"])
    }
    for process in processes { process.waitUntilExit() }
    let sizes = try (0..<8).flatMap { number in
      try String(contentsOfFile: folder + "/heard-\(number)", encoding: .utf8).split(separator: "\n").map(String.init)
    }
    let writes = Int64(8 * WriterProcess.writes)
    #expect(
      sizes.compactMap { Int64($0) }.sorted() == (1...writes).map { $0 * WriterProcess.leavesPerWrite }, "\(sizes)")
    try expectWhole(folder + "/victim.db", leaves: writes * WriterProcess.leavesPerWrite, checkpoints: Int(writes))
  }

  private func expectWhole(_ path: String, leaves: Int64, checkpoints: Int) throws {
    let store = try Store.open(path: path, creating: false)
    try store.read { reading in
      var indices: [Int64] = []
      try reading.forEachLeaf { indices.append($0.idx) }
      #expect(indices == Array(0..<leaves))
      #expect(try reading.checkpoints().count == checkpoints)
      #expect(try reading.compareProjections().allSatisfy { $0.differing.isEmpty })
    }
    #expect(try store.structuralProblems() == [])
  }

  @Test func `A long log of changes is taken over and cut, and the rows stay`() throws {
    let test = try TestStore()
    var longest = 0
    for number in 0..<40 {
      _ = try test.store.write(at: noon, keys: test.keys) { writing in
        try writing.append([logCreated])
        try writing.keep([UInt8](repeating: UInt8(number), count: 60_000), kind: "evidence")
      }
      longest = max(longest, try sizeOfLog(test))
    }
    #expect(longest <= Store.usualCheckpointAfterBytes)
    #expect(try test.store.read { try $0.head().size } == 40)
    #expect(try test.store.structuralProblems() == [])
  }

  @Test func `A reader keeps its snapshot, holds no writer up, and the log is cut after it`() throws {
    let test = try TestStore()
    try test.append([logCreated])
    let reader = try Store.open(path: test.path, creating: false)
    let clock = ContinuousClock()
    let started = clock.now
    try reader.read { reading in
      #expect(try reading.head().size == 1)
      for number in 0..<30 {
        _ = try test.store.write(at: noon, keys: test.keys) { writing in
          try writing.append([logCreated])
          try writing.keep([UInt8](repeating: UInt8(number), count: 60_000), kind: "evidence")
        }
      }
      #expect(try reading.head().size == 1)
      #expect(try sizeOfLog(test) > Store.usualCheckpointAfterBytes)
    }
    // A checkpoint that waited for the reader would have waited out the busy timeout of 30 s each time.
    #expect(clock.now - started < .seconds(29))
    try test.append([logCreated])
    #expect(try sizeOfLog(test) == 0)
    #expect(try reader.read { try $0.head().size } == 32)
  }

  @Test func `What another connection commits is seen by the next read`() throws {
    let test = try TestStore()
    let other = try Store.open(path: test.path, creating: false)
    for size in 1...5 {
      try test.append([logCreated])
      #expect(try other.read { try $0.head().size } == Int64(size))
      #expect(try other.write(at: noon, keys: test.keys) { try $0.reading.head().size } == Int64(size))
    }
  }

  @Test func `Another program's lock is told as such`() throws {
    let error = StorageError.of(DatabaseError(resultCode: .SQLITE_BUSY), path: "a.db")
    #expect(error.code == .io)
    #expect(error.message == "another program keeps the database locked: `a.db`")
  }

  private func sizeOfLog(_ test: TestStore) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: test.path + "-wal")[.size] as? Int ?? -1
  }
}
