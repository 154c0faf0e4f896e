@testable import BundleLoading
import Diagnostics
import Foundation
import Glibc
import Testing

@Suite struct BundleFilesTests {
  /// A folder of its own for a test, removed afterwards.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("assent-bundle-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func write(_ text: String, _ path: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }

  @Test func `Files are read in the order of their bytes, and all count`() throws {
    try withFolder { root in
      for folder in ["rules", "rules/policy", "workflows", "other"] { mkdir(root + "/" + folder, 0o755) }
      try write("b", root + "/rules/policy/b.yaml")
      try write("B", root + "/rules/policy/B.yml")
      try write("words", root + "/rules/README.md")
      try write("w", root + "/workflows/w.yaml")
      try write("x", root + "/other/x.yaml")
      let (files, diagnostics) = BundleFiles.read(workspace: root)
      #expect(diagnostics.isEmpty)
      #expect(
        files.files.map(\.path) == ["rules/README.md", "rules/policy/B.yml", "rules/policy/b.yaml", "workflows/w.yaml"])
      #expect(files.files.filter(\.isDocument).count == 3)
      #expect(files["rules/policy/b.yaml"] == Array("b".utf8))
      // printf 'b' | sha256sum
      #expect(
        files.manifest.contains(
          "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  rules/policy/b.yaml\n"))
      #expect(files.digest == sha256Hex(Array(files.manifest.utf8)))
      let stored = BundleFiles(files.files.reversed().map { .init(path: $0.path, bytes: $0.bytes) })
      #expect(stored.digest == files.digest)
    }
  }

  @Test func `A rules folder alone keeps the paths of a bundle, and shows its own`() throws {
    try withFolder { root in
      try write("a", root + "/a.yaml")
      let (files, _) = BundleFiles.read(rulesFolder: root + "/")
      #expect(files.files.map(\.path) == ["rules/a.yaml"])
      #expect(files.files.map(\.shownAs) == [root + "/a.yaml"])
    }
  }

  @Test func `A missing folder is said`() throws {
    try withFolder { root in
      mkdir(root + "/rules", 0o755)
      let (_, diagnostics) = BundleFiles.read(workspace: root)
      #expect(
        diagnostics.map { $0.rendered() } == [
          """
          workflows: error: there is no folder `workflows` [missing-folder]
            hint: a workspace has `rules/` and `workflows/`; `assent init` makes them
          """
        ])
    }
  }

  @Test func `Links may not leave the folder, and pipes and large files are refused`() throws {
    try withFolder { root in
      for folder in ["rules", "rules/in", "workflows"] { mkdir(root + "/" + folder, 0o755) }
      try write("a", root + "/rules/in/a.yaml")
      symlink("in/a.yaml", root + "/rules/inside.yaml")
      symlink("/etc/hostname", root + "/rules/outside.yaml")
      symlink("in", root + "/rules/loop")
      symlink("nowhere", root + "/rules/broken.yaml")
      mkfifo(root + "/rules/pipe.yaml", 0o600)
      try write("", root + "/rules/large.yaml")
      truncate(root + "/rules/large.yaml", (8 << 20) + 1)
      try write("", root + "/rules/back\\slash.yaml")
      let (files, diagnostics) = BundleFiles.read(workspace: root)
      #expect(files.files.map(\.path) == ["rules/in/a.yaml", "rules/inside.yaml"])
      #expect(
        diagnostics.inOrder().map { "\($0.file ?? "") \($0.code)" } == [
          "rules file-name", "rules/broken.yaml link", "rules/large.yaml too-large", "rules/loop link",
          "rules/outside.yaml link", "rules/pipe.yaml file-kind",
        ])
    }
  }

  @Test func `A file of eight mebibytes is the largest`() throws {
    try withFolder { root in
      try write("", root + "/a.bin")
      truncate(root + "/a.bin", 8 << 20)
      let (files, diagnostics) = BundleFiles.read(rulesFolder: root)
      #expect(diagnostics.isEmpty)
      #expect(files.files.first?.bytes.count == 8 << 20)
    }
  }
}
