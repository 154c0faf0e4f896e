import Storage
import Synchronization

/// Databases that stay open: as long as one connection is, another one opens without reading what has not been copied
/// into the database yet.
///
/// Nothing runs on a connection that is kept; each act has its own.
package final class OpenStores: Sendable {
  private let last = Mutex<Store?>(nil)

  package init() {}

  func keep(_ store: Store) { last.withLock { if $0?.path != store.path { $0 = store } } }
}
