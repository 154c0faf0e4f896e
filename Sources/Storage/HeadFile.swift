import DecisionLog
import Glibc

/// The last signed head, kept beside the database: what tells that a database was put back to an earlier state.
///
/// SQLite drops, in silence, commits at the end of a damaged write-ahead log, and a restored copy is sound in itself;
/// both are shorter than the head that was signed last. Written under the writer lock, after COMMIT, so that it is
/// never ahead of what is durable.
struct HeadFile {
  let path: String

  init(database: String) { path = database + ".head" }

  /// The note; nothing where there is none, or it cannot be read.
  func note() -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
  }

  /// How many leaves the head covers.
  func size() -> Int64? {
    guard let note = note(), let signed = try? SignedNote(text: note) else { return nil }
    return try? Checkpoint(body: signed.body).size
  }

  /// Replaces the note. A failure is no failure of the commit that it follows: the next one writes it again.
  func write(_ note: String) {
    let draft = path + ".new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    let bytes = Array(note.utf8)
    let written = Glibc.write(descriptor, bytes, bytes.count)
    close(descriptor)
    if written == bytes.count { rename(draft, path) } else { unlink(draft) }
  }
}
