import PolicyEngine
import WorkflowEngine

/// What a code of `assent check` means, be it of rules or of workflows.
struct LintText: Sendable {
  var code: String
  var title: String
  var reason: String
  var example: String
  var remedy: String

  /// In the order of their codes.
  static let all: [LintText] =
    (LintCatalogue.all.map {
      LintText(code: $0.code, title: $0.title, reason: $0.reason, example: $0.example, remedy: $0.remedy)
    }
    + WorkflowLint.all.map {
      LintText(code: $0.code, title: $0.title, reason: $0.reason, example: $0.example, remedy: $0.remedy)
    }).sorted { $0.code.utf8.lexicographicallyPrecedes($1.code.utf8) }

  static func of(_ code: String) -> LintText? { all.first { $0.code.utf8.elementsEqual(code.utf8) } }
}
