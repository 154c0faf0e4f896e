import BundleLoading
import Diagnostics
import Synchronization

/// Bundles as they were loaded, by their digest: the same files are read into the same bundle, so a process that does
/// many acts compiles each once.
package final class LoadedBundles: Sendable {
  /// How many are kept: the one in force, and those that requests in flight pinned.
  private static let capacity = 8

  private let recent = Mutex<[(digest: String, bundle: LoadedBundle)]>([])

  package init() {}

  func known(_ digest: String) -> LoadedBundle? {
    recent.withLock { recent in recent.first { $0.digest == digest }?.bundle }
  }

  /// Loads files without lints; what is sound is kept.
  func load(_ files: BundleFiles) -> LoadedBundle {
    if let known = known(files.digest) { return known }
    let loaded = BundleLoader.load(files, scope: .workspace, lints: false, cache: .ofUser)
    guard loaded.bundle != nil, !loaded.diagnostics.hasErrors else { return loaded }
    recent.withLock { recent in
      recent.removeAll { $0.digest == files.digest }
      recent.insert((files.digest, loaded), at: 0)
      if recent.count > Self.capacity { recent.removeLast() }
    }
    return loaded
  }
}
