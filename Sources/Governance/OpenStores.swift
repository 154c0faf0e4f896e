import BundleLoading
import DecisionLog
import Storage
import Synchronization

/// Connections to the database that stay open between the acts of a process: with their prepared statements, and what
/// they have read of the schema.
///
/// A connection is lent to one act at a time, and only while the files are still those that it opened; an act within
/// another one's reading gets one of its own.
package final class OpenStores: Sendable {
  /// How many are kept.
  private static let capacity = 4

  private let idle = Mutex<[Store]>([])
  /// The key that was read last, and how its file looked.
  private let key = Mutex<(path: String, mark: FileMark, key: SigningKey)?>(nil)

  package init() {}

  /// An idle connection to the database at the path; nothing where there is none that may be used.
  func take(path: String) -> Store? {
    idle.withLock { idle in
      while let last = idle.popLast() {
        if last.path.utf8.elementsEqual(path.utf8), last.isCurrent { return last }
      }
      return nil
    }
  }

  /// Takes a connection back.
  func give(_ store: Store) {
    idle.withLock { idle in
      if idle.count < Self.capacity { idle.append(store) }
    }
  }

  /// The signing key in a file, read again where the file looks otherwise; nothing where there is no such file.
  func signingKey(at path: String) throws(Failure) -> SigningKey? {
    let start = FileMark.clock()
    let mark = FileMark(of: path)
    if let last = key.withLock({ $0 }), last.path.utf8.elementsEqual(path.utf8), last.mark == mark { return last.key }
    let read = try LogKeys.stored(at: path)
    key.withLock { key in
      key = nil
      if let read, let mark, mark.isRegularFile, mark.isSettled(before: start) { key = (path, mark, read) }
    }
    return read
  }
}
