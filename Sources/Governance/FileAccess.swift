import Glibc

/// Reads a whole file.
///
/// - Throws: ``Failure`` of kind `badInput` where there is no such file, it is a folder, or it is over `limit` bytes.
package func readFile(_ path: String, limit: Int = 64 << 20) throws(Failure) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw cannotRead(path, errno) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw cannotRead(path, errno) }
  guard status.st_mode & S_IFMT != S_IFDIR else { throw cannotRead(path, EISDIR) }
  guard status.st_size <= limit else {
    throw Failure(.badInput, "file-too-large", "`\(path)` is over \(limit >> 20) MiB")
  }
  var result: [UInt8] = []
  result.reserveCapacity(Int(status.st_size))
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &buffer, buffer.count)
    if count == 0 { return result }
    guard count > 0 else {
      if errno == EINTR { continue }
      throw cannotRead(path, errno)
    }
    result.append(contentsOf: buffer.prefix(count))
    guard result.count <= limit else {
      throw Failure(.badInput, "file-too-large", "`\(path)` is over \(limit >> 20) MiB")
    }
  }
}

func cannotRead(_ path: String, _ code: Int32) -> Failure {
  let isMissing = code == ENOENT || code == ENOTDIR
  return Failure(
    .badInput, isMissing ? "no-such-file" : "unreadable-file",
    "cannot read `\(path)`: \(String(cString: strerror(code)))",
    hint: isMissing ? "is the path right, seen from the current folder?" : nil)
}

/// Writes a file whole or not at all: beside its place first, synced, then moved there.
///
/// - Throws: ``Failure`` of kind `storage`.
package func writeFile(_ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644) throws(Failure) {
  let draft = path + ".new"
  let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)
  guard descriptor >= 0 else { throw cannotWrite(path, errno) }
  var offset = 0
  while offset < bytes.count {
    let count = bytes.withUnsafeBytes { buffer in
      write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
    }
    if count < 0 {
      if errno == EINTR { continue }
      let code = errno
      close(descriptor)
      unlink(draft)
      throw cannotWrite(path, code)
    }
    offset += count
  }
  let synced = fsync(descriptor) == 0
  let code = errno
  close(descriptor)
  guard synced, rename(draft, path) == 0 else {
    let reason = synced ? errno : code
    unlink(draft)
    throw cannotWrite(path, reason)
  }
}

/// Makes a folder, and those above it.
package func makeFolder(_ path: String) throws(Failure) {
  var current = path.hasPrefix("/") ? "/" : ""
  for part in path.split(separator: "/") {
    current += current.isEmpty || current.hasSuffix("/") ? String(part) : "/" + part
    guard mkdir(current, 0o755) == 0 || errno == EEXIST else { throw cannotWrite(current, errno) }
  }
}

package func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

private func cannotWrite(_ path: String, _ code: Int32) -> Failure {
  Failure(
    .storage, "cannot-write", "cannot write `\(path)`: \(String(cString: strerror(code)))",
    isDiskFull: code == ENOSPC || code == EDQUOT || code == EFBIG)
}
