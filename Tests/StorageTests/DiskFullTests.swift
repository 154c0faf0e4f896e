import Foundation
import GRDB
import Glibc
import SpendModel
import StrictJSON
import Testing

@testable import Storage

@Suite struct DiskFullTests {
  @Test(arguments: [
    (ResultCode.SQLITE_FULL, Int32(0), StorageError.Code.diskFull, "the disk is full: `a.db`"),
    (.SQLITE_IOERR, ENOSPC, .diskFull, "the disk is full: `a.db`"),
    (.SQLITE_IOERR, EDQUOT, .diskFull, "the disk is full: `a.db`"),
    (.SQLITE_IOERR, EFBIG, .diskFull, "the disk is full: `a.db`"),
    (.SQLITE_IOERR, EIO, .io, "cannot read or write the database `a.db`: Input/output error"),
    (.SQLITE_IOERR, EROFS, .readOnly, "cannot read or write the database `a.db`: Read-only file system"),
    (.SQLITE_READONLY, 0, .readOnly, "the database is read-only: `a.db`"),
    (.SQLITE_CORRUPT, 0, .corrupt, "the database is damaged: `a.db`"),
    (.SQLITE_NOTADB, 0, .corrupt, "no database of this program: `a.db`"),
  ])
  func `Errors of the disk have a code and words`(
    _ result: ResultCode, _ code: Int32, _ expected: StorageError.Code, _ message: String
  ) throws {
    let error = StorageError.of(DatabaseError(resultCode: result), path: "a.db", errno: code)
    #expect(error.code == expected)
    #expect(error.message == message)
  }

  /// In a process of its own, whose files may not grow beyond a limit: as a full disk, and taken back as simply.
  @Test func `A full disk is told as such, loses nothing, and is over when there is space`() async throws {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let test = try TestStore()
      try test.append([logCreated, submitted("REQ-000001")])
      var acknowledged: Int64 = 2
      for round in 0..<40 {
        try limitFiles(to: 90_000 + UInt(round) * 7_919)
        while true {
          do {
            let size = try test.store.write(at: noon, keys: test.keys) { writing in
              try writing.append([logCreated])
              try writing.keep([UInt8](repeating: UInt8(round), count: 5_000 + round), kind: "evidence")
              return try writing.reading.head().size
            }
            acknowledged = size
            if acknowledged > 40 * (Int64(round) + 1) { break }
          } catch let error as StorageError {
            try #require(error.code == .diskFull, "\(error)")
            break
          }
        }
        try #require(try test.store.read { try $0.head().size } == acknowledged)
        try limitFiles(to: UInt.max)
        try test.append([logCreated])
        acknowledged += 1
      }
      try #require(try test.store.read { try $0.head().size } == acknowledged)
      try #require(try test.store.structuralProblems() == [])
      try #require(try test.differences() == [])
    }
  }

  /// `open` of a new database on a full disk leaves none.
  @Test func `A database that cannot be made leaves no half of one`() async throws {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let folder = try temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      for limit in [UInt(0), 1_000, 4_096, 20_000, 60_000] {
        try limitFiles(to: limit)
        do {
          _ = try Store.open(path: folder + "/a.db", creating: true)
          try #require(Bool(false), "made within \(limit) bytes")
        } catch let error as StorageError {
          try #require(error.code == .diskFull, "\(limit): \(error)")
        }
        try limitFiles(to: UInt.max)
        try #require(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.db.lock"])
      }
      _ = try Store.open(path: folder + "/a.db", creating: true)
    }
  }
}

private func limitFiles(to bytes: UInt) throws {
  var limit = rlimit()
  try #require(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
  limit.rlim_cur = min(rlim_t(bytes), limit.rlim_max)
  try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
}
