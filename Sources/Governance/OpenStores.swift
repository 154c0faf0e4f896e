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
}
