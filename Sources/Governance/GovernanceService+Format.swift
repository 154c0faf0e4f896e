import BundleLoading
package import Diagnostics
import Glibc
package import StrictJSON

/// What `fmt` found: the files whose layout is another than theirs.
package struct FormatReport: Sendable {
  package struct File: Sendable {
    /// As its reader should see it.
    package var path: String
    /// Where it lies.
    package var place: String
    package var before: String
    package var after: String
  }

  package var files: [File]
  /// How many files were looked at.
  package var looked: Int
  /// Files that stay as they are, and errors.
  package var diagnostics: [Diagnostic]
  package var sources: [String: SourceFile]

  package var json: JSONValue {
    .object([
      "changed": .array(files.map { .string($0.path) }), "looked": .integer(Int64(looked)),
      "diagnostics": .array(diagnostics.map(\.json)),
    ])
  }

  /// Writes the files in their layout, each whole or not at all.
  package func write() throws(Failure) {
    for file in files {
      var status = stat()
      let mode: UInt32 = stat(file.place, &status) == 0 ? status.st_mode & 0o777 : 0o644
      // A link stays one: what it leads to is written.
      var target = file.place
      if let resolved = realpath(file.place, nil) {
        target = String(cString: resolved)
        free(resolved)
      }
      try writeFile(target, Array(file.after.utf8), mode: mode)
    }
  }
}

extension GovernanceService {
  /// Lays out files and those of folders; with none named, those of the workspace's rules/ and workflows/.
  package func format(_ paths: [String]) throws(Failure) -> FormatReport {
    var report = FormatReport(files: [], looked: 0, diagnostics: [], sources: [:])
    if paths.isEmpty {
      let (files, diagnostics) = BundleFiles.read(workspace: workspace.root)
      report.diagnostics += diagnostics
      for file in files.files where file.isDocument {
        add(file.bytes, shownAs: file.shownAs, at: workspace.root + "/" + file.path, to: &report)
      }
      return report
    }
    for path in paths {
      if isFolder(path) {
        let (files, diagnostics) = BundleFiles.read(rulesFolder: path)
        report.diagnostics += diagnostics
        for file in files.files where file.isDocument {
          add(file.bytes, shownAs: file.shownAs, at: file.shownAs, to: &report)
        }
      } else {
        add(try readFile(path, limit: BundleLimits.maxFileBytes), shownAs: path, at: path, to: &report)
      }
    }
    return report
  }

  private func add(_ bytes: [UInt8], shownAs path: String, at place: String, to report: inout FormatReport) {
    report.looked += 1
    let formatted = BundleFormat.format(bytes, path: path)
    report.diagnostics += formatted.diagnostics
    let before = String(decoding: bytes, as: UTF8.self)
    if !formatted.diagnostics.isEmpty { report.sources[path] = SourceFile(path: path, text: before) }
    if let text = formatted.text {
      report.files.append(FormatReport.File(path: path, place: place, before: before, after: text))
    }
  }
}
