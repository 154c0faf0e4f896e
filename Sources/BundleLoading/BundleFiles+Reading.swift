package import Diagnostics
package import Glibc

/// What a folder may hold at most; each limit is refused by name.
package enum BundleLimits {
  /// The largest file, in bytes.
  package static let maxFileBytes = 8 << 20
  /// The most files of a bundle.
  package static let maxFiles = 20_000
  /// All files of a bundle together, in bytes.
  package static let maxTotalBytes = 256 << 20
  /// The deepest nesting of folders.
  package static let maxDepth = 16
}

extension BundleFiles {
  /// Reads `rules/` and `workflows/` of a workspace.
  ///
  /// - Returns: The files, and what is wrong with the folders; files that cannot be read are left out.
  package static func read(workspace root: String) -> (files: BundleFiles, diagnostics: [Diagnostic]) {
    let read = readStamped(workspace: root, start: FileMark.clock())
    return (read.files, read.diagnostics)
  }

  /// Reads `rules/` and `workflows/` of a workspace, and says how to tell later whether they are still the same.
  ///
  /// - Parameter start: The time of the system, before anything is read.
  /// - Returns: With a stamp where nothing is wrong, and looks tell everything.
  package static func readStamped(
    workspace root: String, start: timespec
  ) -> (files: BundleFiles, diagnostics: [Diagnostic], stamp: FilesStamp?) {
    var reader = FolderReader(root: root, prefix: "", start: start)
    for folder in ["rules", "workflows"] { reader.readFolder(folder, at: join(root, folder), depth: 0, isTop: true) }
    return (BundleFiles(reader.files), reader.diagnostics, reader.diagnostics.isEmpty ? reader.taker.stamp : nil)
  }

  /// Reads one folder as the `rules/` of a bundle that has no workflows.
  package static func read(rulesFolder folder: String) -> (files: BundleFiles, diagnostics: [Diagnostic]) {
    var trimmed = folder
    while trimmed.utf8.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    var reader = FolderReader(root: trimmed, prefix: trimmed)
    reader.readFolder("rules", at: trimmed, depth: 0, isTop: true)
    return (BundleFiles(reader.files), reader.diagnostics)
  }

  /// Reads one folder as the `rules/` and another as the `workflows/` of a bundle.
  package static func read(
    rulesFolder rules: String, workflowsFolder workflows: String
  ) -> (files: BundleFiles, diagnostics: [Diagnostic]) {
    var files: [File] = []
    var diagnostics: [Diagnostic] = []
    for (name, folder) in [("rules", rules), ("workflows", workflows)] {
      var trimmed = folder
      while trimmed.utf8.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
      var reader = FolderReader(root: trimmed, prefix: trimmed)
      reader.readFolder(name, at: trimmed, depth: 0, isTop: true)
      files += reader.files
      diagnostics += reader.diagnostics
    }
    return (BundleFiles(files), diagnostics)
  }
}

private func join(_ folder: String, _ name: String) -> String {
  folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
}

/// Reads a folder and those inside it, in the order of their names' bytes.
private struct FolderReader {
  /// The folder that links may not leave.
  let root: String
  /// What stands in diagnostics instead of the bundle's own first folder; empty: the path as it is.
  let prefix: String
  var files: [BundleFiles.File] = []
  var diagnostics: [Diagnostic] = []
  var taker: StampTaker
  private var totalBytes = 0
  private lazy var resolvedRoot = resolve(root)

  init(root: String, prefix: String, start: timespec = FileMark.clock()) {
    taker = StampTaker(start: start)
    self.root = root.isEmpty ? "." : root
    self.prefix = prefix
  }

  /// The path for diagnostics: under the folder that was named, where one was.
  private func shown(_ path: String) -> String {
    guard !prefix.isEmpty, let slash = path.firstIndex(of: "/") else { return prefix.isEmpty ? path : prefix }
    return prefix + path[slash...]
  }

  private mutating func report(_ code: String, _ message: String, hint: String? = nil, _ path: String) {
    diagnostics.append(Diagnostic(code, message, hint: hint, file: shown(path)))
  }

  mutating func readFolder(_ path: String, at place: String, depth: Int, isTop: Bool = false) {
    guard depth <= BundleLimits.maxDepth else {
      report("too-deep", "folders nested deeper than \(BundleLimits.maxDepth)", path)
      return
    }
    guard let folder = opendir(place) else {
      let error = errno
      if error == ENOENT || error == ENOTDIR {
        report(
          "missing-folder", "there is no folder `\(shown(path))`",
          hint: "a workspace has `rules/` and `workflows/`; `assent init` makes them", path)
      } else {
        report("unreadable", "the folder cannot be read: \(message(of: error))", path)
      }
      return
    }
    var status = stat()
    if fstat(dirfd(folder), &status) == 0 { taker.add(place, status) } else { taker.giveUp() }
    var names: [String] = []
    while let entry = readdir(folder) {
      let bytes = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if bytes.elementsEqual(".".utf8) || bytes.elementsEqual("..".utf8) { continue }
      guard let name = String(validating: bytes, as: UTF8.self), isPlain(name) else {
        report(
          "file-name", "a file name with control characters, a backslash, or not in UTF-8",
          hint: "rename `\(String(decoding: bytes, as: UTF8.self))`", path)
        continue
      }
      names.append(name)
    }
    closedir(folder)
    names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for name in names { readEntry(path + "/" + name, at: join(place, name), depth: depth) }
  }

  private mutating func readEntry(_ path: String, at place: String, depth: Int) {
    var status = stat()
    guard lstat(place, &status) == 0 else {
      report("unreadable", "the file cannot be read: \(message(of: errno))", path)
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: readFolder(path, at: place, depth: depth + 1)
    case S_IFREG: readFile(path, at: place)
    case S_IFLNK:
      taker.giveUp()
      guard let target = resolve(place), let top = resolvedRoot, target.utf8.starts(with: (top + "/").utf8) else {
        report("link", "a link that leads out of the folder", hint: "copy the file in", path)
        return
      }
      guard stat(place, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        report("link", "a link to something that is no file", hint: "copy it in", path)
        return
      }
      readFile(path, at: place)
    default: report("file-kind", "neither a file nor a folder", hint: "remove it", path)
    }
  }

  private mutating func readFile(_ path: String, at place: String) {
    guard files.count < BundleLimits.maxFiles else {
      if !diagnostics.contains(where: { $0.code == "too-many-files" }) {
        report("too-many-files", "more than \(BundleLimits.maxFiles) files", path)
      }
      return
    }
    let descriptor = open(place, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      report("unreadable", "the file cannot be read: \(message(of: errno))", path)
      return
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      report("file-kind", "neither a file nor a folder", hint: "remove it", path)
      return
    }
    guard status.st_size <= BundleLimits.maxFileBytes else {
      report("too-large", "the file is larger than \(BundleLimits.maxFileBytes >> 20) MiB", hint: "split it", path)
      return
    }
    let limit = BundleLimits.maxFileBytes + 1
    var count = 0
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: min(Int(status.st_size) + 1, limit)) { buffer, used in
      while count < buffer.count {
        let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { break }
        count += got
      }
      used = count
    }
    guard failure == 0 else {
      report("unreadable", "the file cannot be read: \(message(of: failure))", path)
      return
    }
    guard count <= Int(status.st_size) else {
      report("changing", "the file grew while it was read", hint: "try again", path)
      return
    }
    taker.add(place, status)
    totalBytes += count
    guard totalBytes <= BundleLimits.maxTotalBytes else {
      if !diagnostics.contains(where: { $0.code == "too-much" }) {
        report("too-much", "the files together are larger than \(BundleLimits.maxTotalBytes >> 20) MiB", path)
      }
      return
    }
    files.append(BundleFiles.File(path: path, bytes: bytes, shownAs: shown(path)))
  }
}

/// Whether a name reads the same in a manifest: no control characters, no backslash.
private func isPlain(_ name: String) -> Bool {
  name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\\" }
}

/// The path without links; nothing where it does not exist.
private func resolve(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

private func message(of error: Int32) -> String { String(cString: strerror(error)).lowercased() }
