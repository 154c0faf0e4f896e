import GRDB
import Glibc

/// Why the database could not answer; nothing was acknowledged.
package struct StorageError: Error, Hashable, Sendable {
  package enum Code: String, Hashable, Sendable {
    /// No database where one was expected.
    case missing
    case readOnly = "read-only"
    case diskFull = "disk-full"
    /// The file is no database of ours, or damaged.
    case corrupt
    /// Written by a newer version of the product.
    case newer
    case io
  }

  package let code: Code
  package let message: String
  package let hint: String?

  package init(_ code: Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  static func system(_ what: String, path: String, errno code: Int32) -> StorageError {
    let reason = String(cString: strerror(code))
    return switch code {
    case ENOSPC, EDQUOT, EFBIG:
      StorageError(.diskFull, "\(what) `\(path)`: \(reason)", hint: "free some space; nothing was written")
    case EROFS, EACCES, EPERM:
      StorageError(.readOnly, "\(what) `\(path)`: \(reason)", hint: "this needs write access to the database's folder")
    case ENOENT: StorageError(.missing, "\(what) `\(path)`: \(reason)")
    default: StorageError(.io, "\(what) `\(path)`: \(reason)")
    }
  }

  /// The error of a library call, as one of ours.
  ///
  /// - Parameter errno: What the operating system said, where the library met an input/output error; else 0.
  static func of(_ error: any Error, path: String, errno code: Int32 = 0) -> StorageError {
    if let error = error as? StorageError { return error }
    guard let error = error as? DatabaseError else { return StorageError(.io, "`\(path)`: \(error)") }
    switch error.resultCode {
    case .SQLITE_FULL: return diskFull(path)
    // SQLite tells only ENOSPC from other failures to write: a quota and a limit on file sizes are as full.
    case .SQLITE_IOERR where [ENOSPC, EDQUOT, EFBIG].contains(code): return diskFull(path)
    case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE:
      return StorageError(
        .diskFull, "cannot enlarge `\(path)-shm`: the disk may be full", hint: "free some space; nothing was written")
    case .SQLITE_IOERR where code != 0:
      return .system("cannot read or write the database", path: path, errno: code)
    case .SQLITE_READONLY, .SQLITE_PERM:
      return StorageError(.readOnly, "the database is read-only: `\(path)`", hint: "nothing was written")
    case .SQLITE_CORRUPT:
      return StorageError(
        .corrupt, "the database is damaged: `\(path)`", hint: "`assent audit verify` says what is; restore a backup")
    case .SQLITE_NOTADB:
      return StorageError(.corrupt, "no database of this program: `\(path)`", hint: "`--database` names another one")
    case .SQLITE_CANTOPEN:
      return StorageError(
        .io, "cannot open the database `\(path)`", hint: "is the folder there, and may you write to it?")
    case .SQLITE_CONSTRAINT:
      return StorageError(
        .corrupt, "the database's rows do not fit the log: \(error.message ?? "a constraint failed"): `\(path)`",
        hint: "nothing was written; `assent rebuild` makes them again")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return StorageError(
        .io, "another program keeps the database locked: `\(path)`", hint: "nothing was written; close that program")
    default:
      return StorageError(
        .io, "the database failed: \(error.message ?? "code \(error.resultCode.rawValue)"): `\(path)`")
    }
  }

  private static func diskFull(_ path: String) -> StorageError {
    StorageError(.diskFull, "the disk is full: `\(path)`", hint: "free some space; nothing was written")
  }
}
