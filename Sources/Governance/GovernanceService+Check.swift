import WorkflowEngine
import BundleLoading
package import Diagnostics
package import PolicyEngine
package import StrictJSON

/// What `check` found.
package struct CheckReport: Sendable {
  package var diagnostics: [Diagnostic]
  /// The files that the diagnostics point into, by path.
  package var sources: [String: SourceFile]
  package var rules: Int
  package var workflows: Int
  /// Empty where the files do not make a bundle.
  package var digest: String

  package var json: JSONValue {
    .object([
      "diagnostics": .array(diagnostics.map(\.json)), "errors": .integer(Int64(diagnostics.count(.error))),
      "warnings": .integer(Int64(diagnostics.count(.warning))), "rules": .integer(Int64(rules)),
      "workflows": .integer(Int64(workflows)), "digest": digest.isEmpty ? nil : .string(digest),
    ])
  }
}

extension Diagnostic {
  /// The form of the command line: severity, code, message, hint, position.
  package var json: JSONValue {
    var place: JSONValue?
    if let file {
      place = .object([
        "file": .string(file), "line": position.map { .integer(Int64($0.line)) },
        "column": position.map { .integer(Int64($0.column)) },
      ])
    }
    return .object([
      "severity": .string(severity.rawValue), "code": .string(code), "message": .string(message),
      "hint": hint.map { .string($0) }, "position": place,
    ])
  }
}

/// What `test` found: each example and test, and which conjuncts they saw true and false.
package struct TestReport: Sendable {
  package struct Case: Sendable {
    /// The rule or the workflow; nothing for a case of the whole bundle.
    package var subject: String?
    /// With the subject before it.
    package var name: String
    package var passed: Bool
    package var diagnostic: Diagnostic?
  }

  package var cases: [Case]
  package var sources: [String: SourceFile]
  package var coverage: [RuleCoverage]

  package var passed: Int { cases.reduce(0) { $0 + ($1.passed ? 1 : 0) } }
  package var failed: Int { cases.count - passed }

  package var json: JSONValue {
    [
      "passed": .integer(Int64(passed)), "failed": .integer(Int64(failed)),
      "cases": .array(
        cases.map { item in
          .object(["name": .string(item.name), "passed": .bool(item.passed), "diagnostic": item.diagnostic?.json])
        }),
      "coverage": .array(
        coverage.map { rule in
          [
            "rule": .string(rule.rule), "conjuncts": .integer(Int64(rule.total)),
            "seenTrue": .integer(Int64(rule.seenTrue)),
            "seenFalse": .integer(Int64(rule.seenFalse)),
            "parts": .array(
              rule.conjuncts.map { part in
                ["text": .string(part.text), "seenTrue": .bool(part.seenTrue), "seenFalse": .bool(part.seenFalse)]
              }),
          ]
        }),
    ]
  }
}

extension GovernanceService {
  /// Compiles the files of the workspace, or of a folder of rules alone, and says all that is wrong with them.
  package func check(rulesFolder: String? = nil) throws(Failure) -> CheckReport {
    let loaded: LoadedBundle
    if let rulesFolder {
      guard isFolder(rulesFolder) else {
        throw Failure(
          .badInput, "no-folder", "no folder `\(rulesFolder)`",
          hint: "`--rules` names a folder with a schema and rules")
      }
      let (files, found) = BundleFiles.read(rulesFolder: rulesFolder)
      loaded = BundleLoader.load(files, readDiagnostics: found, scope: .rulesOnly, lints: true, at: now)
    } else {
      loaded = loadWorkspaceFiles(lints: true)
    }
    return CheckReport(
      diagnostics: loaded.diagnostics, sources: loaded.sources, rules: loaded.bundle?.rules.count ?? 0,
      workflows: loaded.bundle?.workflows?.workflows.count ?? 0, digest: loaded.bundle?.digest ?? "")
  }

  /// The digest of the workspace's files as they are now: another one where any has changed.
  package func digestOfFiles() -> String { BundleFiles.read(workspace: workspace.root).files.digest }

  /// Runs the examples and tests of rules and workflows.
  ///
  /// - Throws: ``Failure`` of kind `checkFailed` where the bundle has errors.
  /// - Parameter coverage: Whether the answer holds what the examples saw.
  package func test(coverage: Bool = false) throws(Failure) -> TestReport {
    runTests(of: try loadWorkspaceBundle(withExamples: true), coverage: coverage)
  }

  /// Runs the examples and tests of a bundle.
  func runTests(of active: ActiveBundle, coverage: Bool = false) -> TestReport {
    let bundle = active.bundle
    let results = bundle.policy.runExamples(tests: bundle.tests, at: now)
    var cases = results.cases.map { result in
      TestReport.Case(
        subject: result.rule, name: result.rule.map { "\($0): \(result.name)" } ?? result.name, passed: result.passed,
        diagnostic: result.diagnostic)
    }
    cases += runWorkflowExamples(active)
    var sources: [String: SourceFile] = [:]
    let wanted = Set(cases.compactMap { $0.diagnostic?.file })
    for file in bundle.files.files where wanted.contains(file.shownAs) {
      sources[file.shownAs] = SourceFile(path: file.shownAs, text: String(decoding: file.bytes, as: UTF8.self))
    }
    return TestReport(cases: cases, sources: sources, coverage: coverage ? results.coverage : [])
  }
}
