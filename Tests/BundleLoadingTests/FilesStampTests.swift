import BundleLoading
import Foundation
import Glibc
import Testing

@Suite struct FilesStampTests {
  /// What happens to a folder, and whether its looks tell.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let isStill: Bool
    let change: @Sendable (String) throws -> Void

    init(_ name: String, isStill: Bool = false, _ change: @escaping @Sendable (String) throws -> Void) {
      testDescription = name
      self.isStill = isStill
      self.change = change
    }
  }

  private static func write(_ text: String, _ path: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }

  private static func workspace() throws -> String {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("assent-stamp-\(UUID())").path
    for folder in ["", "/rules", "/rules/policy", "/workflows", "/beside"] { mkdir(root + folder, 0o755) }
    try write("a", root + "/rules/policy/a.yaml")
    try write("b", root + "/rules/policy/b.yaml")
    try write("w", root + "/workflows/w.yaml")
    return root
  }

  /// A time at which what was written just now is long settled.
  private static func later() -> timespec {
    var time = FileMark.clock()
    time.tv_sec += 60
    return time
  }

  static let rows: [Row] = [
    Row("nothing", isStill: true) { _ in },
    Row("a file beside the bundle", isStill: true) { try write("x", $0 + "/beside/x.yaml") },
    Row("a file was read", isStill: true) {
      _ = try String(contentsOfFile: $0 + "/rules/policy/a.yaml", encoding: .utf8)
    },
    Row("another content") { try write("another", $0 + "/rules/policy/a.yaml") },
    Row("an emptied file") { try write("", $0 + "/workflows/w.yaml") },
    Row("a new file") { try write("c", $0 + "/rules/policy/c.yaml") },
    Row("a new folder") { mkdir($0 + "/rules/more", 0o755) },
    Row("a file was removed") { unlink($0 + "/rules/policy/b.yaml") },
    Row("two files were swapped") { root in
      rename(root + "/rules/policy/a.yaml", root + "/beside/a")
      rename(root + "/rules/policy/b.yaml", root + "/rules/policy/a.yaml")
      rename(root + "/beside/a", root + "/rules/policy/b.yaml")
    },
    Row("a file moved over another of its size and time") { root in
      try write("z", root + "/beside/z")
      utimensat(AT_FDCWD, root + "/beside/z", [timespec(tv_sec: 5, tv_nsec: 0), timespec(tv_sec: 5, tv_nsec: 0)], 0)
      rename(root + "/beside/z", root + "/rules/policy/a.yaml")
    },
    Row("a file became a link") { root in
      rename(root + "/rules/policy/a.yaml", root + "/rules/a.txt")
      symlink(root + "/rules/a.txt", root + "/rules/policy/a.yaml")
    },
    Row("a folder was replaced") { root in
      rename(root + "/workflows", root + "/old")
      mkdir(root + "/workflows", 0o755)
      try write("w", root + "/workflows/w.yaml")
    },
    Row("a folder is gone") { root in rename(root + "/workflows", root + "/old") },
    Row("nobody may read a file") { chmod($0 + "/rules/policy/a.yaml", 0) },
  ]

  @Test(arguments: rows)
  func `Looks tell whether the files of a bundle are the same`(_ row: Row) throws {
    let root = try Self.workspace()
    defer { try? FileManager.default.removeItem(atPath: root) }
    let read = BundleFiles.readStamped(workspace: root, start: Self.later())
    let stamp = try #require(read.stamp)
    #expect(stamp.isStill)
    try row.change(root)
    #expect(stamp.isStill == row.isStill)
  }

  @Test func `What was written a moment ago is read again, for another change might look the same`() throws {
    let root = try Self.workspace()
    defer { try? FileManager.default.removeItem(atPath: root) }
    #expect(BundleFiles.readStamped(workspace: root, start: FileMark.clock()).stamp == nil)
    var back = FileMark.clock()
    back.tv_sec -= 3600
    #expect(BundleFiles.readStamped(workspace: root, start: back).stamp == nil, "a clock that was put back")
  }

  @Test func `Links and defects have no stamp`() throws {
    let root = try Self.workspace()
    defer { try? FileManager.default.removeItem(atPath: root) }
    symlink(root + "/rules/policy/a.yaml", root + "/rules/policy/link.yaml")
    let linked = BundleFiles.readStamped(workspace: root, start: Self.later())
    #expect(linked.diagnostics.isEmpty && linked.stamp == nil)
    unlink(root + "/rules/policy/link.yaml")
    rename(root + "/workflows", root + "/old")
    let missing = BundleFiles.readStamped(workspace: root, start: Self.later())
    #expect(!missing.diagnostics.isEmpty && missing.stamp == nil)
  }
}
