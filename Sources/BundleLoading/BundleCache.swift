import Crypto
import Glibc

/// A folder in which rules are kept as they were compiled, so that a later run need not read and compile them again.
///
/// An entry is written beside its place and moved there, so that several processes may write at once, and says its own
/// digest: one that is cut short or changed is passed over, as is one of another user. Nothing fails for want of a
/// cache.
package struct BundleCache: Sendable {
  private let folder: String

  /// Entries begin with it; another layout has another one.
  private static let mark = Array("assent rules 1\n".utf8)
  /// The most entries that are kept, and the largest one, in bytes.
  private static let (mostEntries, maxBytes) = (32, 256 << 20)

  package init(folder: String) { self.folder = folder }

  /// The cache of the user who runs this: `$XDG_CACHE_HOME/assent`, else `~/.cache/assent`; nothing where there is no
  /// such folder, or `ASSENT_CACHE` is `off`.
  package static let ofUser: BundleCache? = {
    if variable("ASSENT_CACHE") == "off" || program.isEmpty { return nil }
    if let folder = variable("XDG_CACHE_HOME"), folder.hasPrefix("/") { return BundleCache(folder: folder + "/assent") }
    return variable("HOME").flatMap { $0.hasPrefix("/") ? BundleCache(folder: $0 + "/.cache/assent") : nil }
  }()

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// What tells this program from others: its file, by size and times of change; empty where it cannot be found.
  static let program: String = {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return "" }
    let changes = [status.st_mtim, status.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }
    return "\(status.st_dev).\(status.st_ino).\(status.st_size)." + changes.joined(separator: ".")
  }()

  private func path(_ key: String) -> String { folder + "/" + key + ".rules" }

  /// - Parameter key: Digits and letters.
  func read(_ key: String) -> [UInt8]? {
    let descriptor = open(path(key), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
      status.st_mode & 0o022 == 0, status.st_size <= Self.maxBytes
    else { return nil }
    let head = Self.mark.count + SHA256.byteCount
    guard let start = read(descriptor, head), start.starts(with: Self.mark),
      let bytes = read(descriptor, Int(status.st_size) - head),
      SHA256.hash(data: bytes) == start.dropFirst(Self.mark.count)
    else { return nil }
    return bytes
  }

  private func read(_ descriptor: Int32, _ count: Int) -> [UInt8]? {
    guard count >= 0 else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, made in
      while made < count {
        let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + made }, count - made)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { return }
        made += got
      }
    }
    return bytes.count == count ? bytes : nil
  }

  /// Keeps bytes; where that is not possible, nothing happens.
  func write(_ key: String, _ bytes: [UInt8]) {
    guard bytes.count <= Self.maxBytes, makeFolder() else { return }
    let draft = folder + "/\(getpid()).\(UInt64.random(in: 0 ... .max)).new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    let isWritten =
      write(descriptor, Self.mark) && write(descriptor, Array(SHA256.hash(data: bytes))) && write(descriptor, bytes)
    close(descriptor)
    guard isWritten, rename(draft, path(key)) == 0 else {
      unlink(draft)
      return
    }
    forgetOldest(but: path(key))
  }

  private func write(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }

  private func makeFolder() -> Bool {
    var made = ""
    for part in folder.split(separator: "/") {
      made += "/" + part
      if mkdir(made, 0o700) != 0, errno != EEXIST { return false }
    }
    return true
  }

  /// Removes the entries that were written first, and what was left behind, where there are too many.
  ///
  /// - Parameter newest: The path of the entry that was written just now.
  private func forgetOldest(but newest: String) {
    guard let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    var entries: [(path: String, written: (Int, Int))] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard name.hasSuffix(".rules") || name.hasSuffix(".new") else { continue }
      var status = stat()
      guard lstat(folder + "/" + name, &status) == 0 else { continue }
      let time = status.st_mtim
      entries.append((folder + "/" + name, folder + "/" + name == newest ? (.max, 0) : (time.tv_sec, time.tv_nsec)))
    }
    guard entries.count > Self.mostEntries else { return }
    entries.sort { $0.written < $1.written }
    for entry in entries.prefix(entries.count - Self.mostEntries) { unlink(entry.path) }
  }
}
