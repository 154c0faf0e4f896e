package import Glibc

/// A file or folder as it looked: another one of the same looks has the same content.
///
/// The time of the last change of an inode cannot be set, and is renewed by every write, rename and change of mode.
package struct FileMark: Equatable, Sendable {
  private let device: UInt
  private let inode: UInt
  private let mode: UInt32
  private let size: Int
  private let (modified, changed): (timespec, timespec)

  init(_ status: stat) {
    device = status.st_dev
    inode = status.st_ino
    mode = status.st_mode
    size = status.st_size
    modified = status.st_mtim
    changed = status.st_ctim
  }

  /// - Returns: Nothing where nothing lies there; a link is looked at itself.
  package init?(of path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Whether it is a file, and no link to one.
  package var isRegularFile: Bool { mode & S_IFMT == S_IFREG }

  /// Whether the last change was so long before `start` that one after it would show: the clocks of file systems move
  /// in steps, the longest known being two seconds.
  package func isSettled(before start: timespec) -> Bool {
    changed.tv_sec < start.tv_sec - 2 && modified.tv_sec < start.tv_sec - 2
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.inode == right.inode && left.device == right.device && left.size == right.size && left.mode == right.mode
      && left.changed.tv_sec == right.changed.tv_sec && left.changed.tv_nsec == right.changed.tv_nsec
      && left.modified.tv_sec == right.modified.tv_sec && left.modified.tv_nsec == right.modified.tv_nsec
  }

  /// The time of the system, for ``isSettled(before:)``.
  package static func clock() -> timespec {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time
  }
}

/// What the folders and files of a bundle looked like when they were read: whether they are still so is told without
/// reading them.
package struct FilesStamp: Sendable {
  fileprivate var marks: [(place: String, mark: FileMark)]

  /// Whether every folder and every file still looks the same.
  package var isStill: Bool { marks.allSatisfy { FileMark(of: $0.place) == $0.mark } }
}

/// Takes down what a reader of folders comes across.
struct StampTaker {
  private let start: timespec
  private var marks: [(place: String, mark: FileMark)] = []
  /// Whether looks tell everything: not where there are links, nor where something was changed a moment ago.
  private var isWhole = true

  /// - Parameter start: The time of the system before the first look.
  init(start: timespec) { self.start = start }

  mutating func add(_ place: String, _ status: stat) {
    let mark = FileMark(status)
    isWhole = isWhole && mark.isSettled(before: start)
    marks.append((place, mark))
  }

  /// What cannot be told by its looks was read.
  mutating func giveUp() { isWhole = false }

  /// Nothing where another look would not tell whether all is the same; the bundle has to be read again then.
  var stamp: FilesStamp? { isWhole ? FilesStamp(marks: marks) : nil }
}
