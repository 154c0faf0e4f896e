import Diagnostics
import PolicyEngine
import WorkflowEngine
import YAMLDocument

/// What was decoded of rules, workflows and decision rights that have errors.
///
/// None of it is ever in force: it is kept so that the rest of a file is checked, too, and its author hears of all
/// that is wrong at once.
package final class BrokenDefinitions {
  var rules: [Rule] = []
  var workflows: [Workflow] = []
  var rights: DecisionRights?
  /// The files of which parts could not be read: what is missing there may stand in the file.
  private(set) var partialFiles: Set<String> = []
  /// Whether parts of the decision rights could not be read.
  private(set) var hasPartialRights = false

  package init() {}

  /// Whether there is nothing to check beyond what is whole.
  var isEmpty: Bool { rules.isEmpty && workflows.isEmpty && rights == nil }

  /// Notes whether what is wrong with a document leaves gaps in what was read of it.
  ///
  /// - Parameter found: What was reported while it was decoded.
  func note(_ found: some Sequence<Diagnostic>, in file: String?, isRights: Bool = false) {
    // What may not stand there is left out, and nothing is missing without it.
    let harmless: Set<String> = ["unknown-key", "misplaced-key"]
    guard found.contains(where: { $0.severity == .error && !harmless.contains($0.code) }) else { return }
    if let file { partialFiles.insert(file) }
    hasPartialRights = hasPartialRights || isRights
  }

  /// The diagnostics that hold whatever stands where it could not be read.
  func withoutEchoes(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.filter { diagnostic in
      let code = diagnostic.code
      if hasPartialRights, Self.dependsOnRights.contains(code) { return false }
      if !partialFiles.isEmpty, Self.dependsOnAll.contains(code) { return false }
      return !(diagnostic.file.map(partialFiles.contains) ?? false && Self.dependsOnFile.contains(code))
    }
  }

  /// Codes that may be echoes of a workflow that could not be read.
  private static let dependsOnAll: Set<String> = ["no-default", "overlapping-selection"]

  /// Codes that may be echoes of something else in the same file.
  private static let dependsOnFile: Set<String> = [
    "fragile-quorum", "heavy-hand", "idle-weight", "impossible-quorum", "impossible-rejection", "ladder-reaches-nobody",
    "ladder-without-end", "no-candidates", "no-decision", "no-ladder", "rung-after-end", "rung-order",
    "selects-nothing",
    "self-approval", "short-life", "tranche-condition", "tranche-sum", "tranches-without-decision", "unknown-stage",
    "unread-fact",
  ]

  /// Codes that may be echoes of people, groups, reviews, ladders or calendars that could not be read.
  private static let dependsOnRights: Set<String> = dependsOnFile.union([
    "empty-group", "limit-holder", "missing-review", "no-fallback", "no-people", "unknown-actor", "unknown-calendar",
    "unknown-group", "unknown-ladder", "unknown-person", "unknown-review", "unknown-role", "unknown-stage",
  ])
}
