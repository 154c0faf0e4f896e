import Foundation
import Testing

/// The rows of the house: a target imports only what stands in a lower row.
private let rows: [[String]] = [
  ["Diagnostics", "StrictJSON", "SpendModel", "CRE2", "CLibYAML", "CSQLiteConfig"],
  ["CEL", "DecisionLog", "YAMLDocument"],
  ["FactSchema"],
  ["PolicyEngine", "WorkflowEngine", "CostEngine"],
  ["BundleLoading", "Intake", "Storage", "Pages"],
  ["Governance"],
  ["Server"],
  ["Commands"],
  ["assent", "cel-conformance"],
]

/// Targets that do no I/O and read no clock, and so have no use for the system's libraries.
private let pure: Set = [
  "Diagnostics", "StrictJSON", "SpendModel", "CEL", "DecisionLog", "YAMLDocument", "FactSchema", "PolicyEngine",
  "WorkflowEngine", "CostEngine", "Pages",
]

@Suite struct LayeringTests {
  private var sources: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources")
  }

  private func files(of target: String) throws -> [URL] {
    let folder = sources.appendingPathComponent(target)
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects as? [URL] ?? []
    return all.filter { $0.pathExtension == "swift" }
  }

  private func imports(in file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place <= 1, place + 1 < words.count else { return nil }
      return String(words[place + 1])
    }
  }

  @Test func `Every target stands in a row and holds files`() throws {
    let found = try FileManager.default.contentsOfDirectory(atPath: sources.path).filter { !$0.hasPrefix(".") }
    #expect(Set(found) == Set(rows.joined()))
    for target in found where !["CRE2", "CLibYAML", "CSQLiteConfig"].contains(target) {
      #expect(try !files(of: target).isEmpty, "\(target) is empty")
    }
  }

  @Test func `Imports point down`() throws {
    for (row, targets) in rows.enumerated() {
      for target in targets {
        let higher = Set(rows[row...].joined()).subtracting(row == 0 ? ["Diagnostics", "StrictJSON"] : [])
        for file in try files(of: target) {
          for name in try imports(in: file) where higher.contains(name) {
            Issue.record("\(target)/\(file.lastPathComponent) imports \(name)")
          }
        }
      }
    }
  }

  @Test func `The core knows no system`() throws {
    let forbidden: Set = ["Foundation", "FoundationEssentials", "Glibc", "Dispatch", "GRDB"]
    for target in pure {
      for file in try files(of: target) {
        for name in try imports(in: file) where forbidden.contains(name) {
          Issue.record("\(target)/\(file.lastPathComponent) imports \(name)")
        }
      }
    }
  }

  @Test func `Nothing traps by force`() throws {
    let marks = ["try!", " as! ", "fatalError(", "@unchecked Sendable", "unsafeBitCast"]
    for target in rows.joined() {
      for file in try files(of: target) {
        let text = try String(contentsOf: file, encoding: .utf8)
        for mark in marks where text.contains(mark) {
          Issue.record("\(target)/\(file.lastPathComponent) has `\(mark)`")
        }
      }
    }
  }
}
