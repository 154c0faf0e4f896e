import BundleLoading
import Diagnostics
package import Glibc
import Synchronization

/// Bundles as they were loaded, by their digest: the same files are read into the same bundle, so a process that does
/// many acts compiles each once.
package final class LoadedBundles: Sendable {
  /// How many are kept: the one in force, and those that requests in flight pinned.
  private static let capacity = 8

  private struct Entry {
    let digest: String
    let bundle: LoadedBundle
    let active: ActiveBundle?
  }

  /// The files of a workspace as they were read, and how to tell that they are still the same.
  private struct Seen {
    let root: String
    let stamp: FilesStamp
    let files: BundleFiles
  }

  private let recent = Mutex<[Entry]>([])
  private let seen = Mutex<Seen?>(nil)

  private let time: @Sendable () -> timespec

  package convenience init() { self.init(time: FileMark.clock) }

  /// - Parameter time: The time of the system, by which its files have theirs.
  package init(time: @escaping @Sendable () -> timespec) { self.time = time }

  private func entry(_ digest: String) -> Entry? {
    recent.withLock { recent in recent.first { $0.digest == digest } }
  }

  /// The bundle of that digest, ready to act by, where it was loaded before.
  func known(_ digest: String) -> ActiveBundle? { entry(digest)?.active }

  /// Loads files without lints; what is sound is kept.
  func load(_ files: BundleFiles) -> LoadedBundle { loaded(files).bundle }

  /// Loads files without lints, ready to act by.
  ///
  /// - Returns: Without a bundle to act by where there is an error in the files, or they have no workflows.
  func active(_ files: BundleFiles) -> (active: ActiveBundle?, loaded: LoadedBundle) {
    let entry = loaded(files)
    return (entry.active, entry.bundle)
  }

  private func loaded(_ files: BundleFiles) -> Entry {
    if let known = entry(files.digest) { return known }
    let loaded = BundleLoader.load(files, scope: .workspace, lints: false, cache: .ofUser)
    guard let bundle = loaded.bundle, !loaded.diagnostics.hasErrors else {
      return Entry(digest: files.digest, bundle: loaded, active: nil)
    }
    let entry = Entry(digest: files.digest, bundle: loaded, active: ActiveBundle(bundle))
    recent.withLock { recent in
      recent.removeAll { $0.digest == files.digest }
      recent.insert(entry, at: 0)
      if recent.count > Self.capacity { recent.removeLast() }
    }
    return entry
  }

  /// The files of a workspace: read again only where something in its folders looks otherwise than when they were read.
  func files(ofWorkspace root: String) -> (files: BundleFiles, diagnostics: [Diagnostic]) {
    if let last = seen.withLock({ $0 }), last.root.utf8.elementsEqual(root.utf8), last.stamp.isStill {
      return (last.files, [])
    }
    let read = BundleFiles.readStamped(workspace: root, start: time())
    let now = read.stamp.map { Seen(root: root, stamp: $0, files: read.files) }
    seen.withLock { $0 = now }
    return (read.files, read.diagnostics)
  }
}
