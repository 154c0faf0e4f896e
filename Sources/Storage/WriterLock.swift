import Glibc

/// The lock file that every process holds around every write transaction and every checkpoint.
///
/// SQLite before 3.51.3 can lose an acknowledged commit when a writer and a checkpointer meet (the WAL-reset
/// bug); under this lock they never do. The lock is advisory (`flock`), goes with the process, and waits.
struct WriterLock: ~Copyable {
  private let descriptor: Int32

  /// Waits until this process may write.
  ///
  /// - Throws: ``StorageError`` where the lock file cannot be made or locked.
  init(path: String) throws(StorageError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system("cannot open the lock file", path: path, errno: errno) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else {
        let code = errno
        close(descriptor)
        throw .system("cannot lock", path: path, errno: code)
      }
    }
    self.descriptor = descriptor
  }

  /// Keeps the lock alive up to the place where it is read.
  var isHeld: Bool { descriptor >= 0 }

  deinit { close(descriptor) }
}
