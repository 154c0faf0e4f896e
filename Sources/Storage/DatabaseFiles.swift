import Glibc

/// What tells whether the files of a database are still those that a connection opened.
///
/// In WAL mode the main file changes by a checkpoint alone, so its size and time of change say whether anybody wrote
/// into it; the log of changes grows with every commit, so of that one only which file it is counts.
struct DatabaseFiles: Equatable, Sendable {
  private struct Identity: Equatable, Sendable {
    let device: UInt
    let inode: UInt
  }

  private var database: Identity?
  private var size = 0
  private var changed = timespec()
  private var log: Identity?

  init(of path: String) {
    if let status = look(at: path) { take(status) }
    takeLog(of: path)
  }

  private mutating func take(_ status: stat) {
    database = Identity(device: status.st_dev, inode: status.st_ino)
    size = status.st_size
    changed = status.st_mtim
  }

  /// Takes the log of changes as it is now: a connection makes it with its first look into the database.
  mutating func takeLog(of path: String) {
    log = look(at: path + "-wal").map { Identity(device: $0.st_dev, inode: $0.st_ino) }
  }

  /// Takes what this process changed, where the file is still the same.
  mutating func takeChanges(of path: String) {
    guard let status = look(at: path), database == Identity(device: status.st_dev, inode: status.st_ino) else { return }
    take(status)
  }

  static func == (left: Self, right: Self) -> Bool {
    left.database == right.database && left.size == right.size && left.log == right.log
      && left.changed.tv_sec == right.changed.tv_sec && left.changed.tv_nsec == right.changed.tv_nsec
  }
}

private func look(at path: String) -> stat? {
  var status = stat()
  return stat(path, &status) == 0 ? status : nil
}
