import ArgumentParser
import Diagnostics
import Governance
import PolicyEngine

struct Test: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Run the examples of rules and workflows, and the tests beside them.",
    discussion: """
        assent test --coverage             which parts of conditions were seen true and false
        assent test --junit results.xml    for build servers
        assent test --watch                again whenever a file changes, until ctrl-c

      The last line is `N passed, N failed`. Exits 0 when all pass, 1 when one fails or the bundle has errors.
      """)

  @Flag(help: "Per rule: how many conjuncts were seen true and false, and which were not.") var coverage = false
  @Option(help: ArgumentHelp("Write the results as JUnit XML.", valueName: "file"), completion: .file())
  var junit: String?
  @Flag(help: "Run again whenever a file changes, until ctrl-c.") var watch = false
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    guard watch else { return try run(session) }
    guard session.format == .text else {
      throw Failure(.usage, "watch-text", "`--watch` is for people", hint: "leave `-o json` or `--watch` out")
    }
    let service = try session.service()
    try FileWatch.run(digest: service.digestOfFiles) { () throws(Failure) in try runWatched(session) }
    return .streamed(exitCode: Exit.done)
  }

  /// One run of a watch, which goes on where the bundle is broken.
  private func runWatched(_ session: Session) throws(Failure) {
    do throws(Failure) {
      let answer = try run(session)
      try Console.write(answer.lines.map { session.style.rendered($0) + "\n" }.joined())
    } catch {
      if error.kind == .storage { throw error }
      let root = try? session.workspace().root
      complain(about: error, asJSON: false, color: common.color, root: root)
    }
  }

  private func run(_ session: Session) throws(Failure) -> Answer {
    let report = try session.service().test(coverage: coverage)
    if let junit { try writeFile(junit, Array(report.junit.utf8)) }
    var lines: [Text] = []
    let failures = report.cases.filter { !$0.passed }
    for failure in failures {
      lines.append("\("failed:", .bad) \(failure.name)")
      guard let diagnostic = failure.diagnostic else { continue }
      let rendered = diagnostic.rendered(in: diagnostic.file.flatMap { report.sources[$0] })
      lines += rendered.split(separator: "\n").map { "  \(String($0))" }
    }
    if coverage { lines += coverageLines(report.coverage, session) }
    lines.append(
      "\(Text("\(report.passed) passed", .good)), \(Text("\(report.failed) failed", report.failed > 0 ? .bad : .none))")
    return Answer(json: report.json, lines: lines, exitCode: report.failed > 0 ? Exit.checkFailed : Exit.done)
  }

  private func coverageLines(_ coverage: [RuleCoverage], _ session: Session) -> [Text] {
    var table = Table([
      .init("RULE"), .init("CONJUNCTS", .right), .init("SEEN TRUE", .right), .init("SEEN FALSE", .right),
    ])
    var missing: [Text] = []
    for row in coverage {
      let isWhole = row.seenTrue == row.total && row.seenFalse == row.total
      table.add([
        Text(row.rule, isWhole ? .none : .careful), "\(row.total)", "\(row.seenTrue)", "\(row.seenFalse)",
      ])
      for part in row.conjuncts where !part.seenTrue || !part.seenFalse {
        let what = part.seenTrue ? "never false" : part.seenFalse ? "never true" : "never seen"
        missing.append("  \(Text(what, .careful))  \(row.rule): \(part.text)")
      }
    }
    let total = coverage.reduce(0) { $0 + $1.total }
    let seen = coverage.reduce(0) { $0 + $1.seenTrue + $1.seenFalse }
    let share = total == 0 ? 100 : seen * 100 / (2 * total)
    return table.lines(session.style) + (missing.isEmpty ? [] : [""] + missing) + [
      "", "coverage \(share) %: \(counted(coverage.count, "rule")), \(counted(total, "conjunct"))",
    ]
  }
}

extension TestReport {
  /// The results as build servers read them: a suite for each rule and workflow.
  var junit: String {
    var order: [String] = []
    var suites: [String: [TestReport.Case]] = [:]
    for item in cases {
      let suite = item.subject ?? "bundle"
      if suites[suite] == nil { order.append(suite) }
      suites[suite, default: []].append(item)
    }
    var result = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    result += "<testsuites name=\"assent\" tests=\"\(cases.count)\" failures=\"\(failed)\" errors=\"0\">\n"
    for name in order {
      let cases = suites[name] ?? []
      let failures = cases.count { !$0.passed }
      result +=
        "  <testsuite name=\"\(xml(name))\" tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"0\">\n"
      for item in cases { result += testCase(item, in: name) }
      result += "  </testsuite>\n"
    }
    return result + "</testsuites>\n"
  }

  private func testCase(_ item: TestReport.Case, in suite: String) -> String {
    let title = item.subject.map { String(item.name.dropFirst($0.count + 2)) } ?? item.name
    let head = "    <testcase classname=\"\(xml(suite))\" name=\"\(xml(title))\""
    guard let diagnostic = item.diagnostic else { return head + "/>\n" }
    let words = diagnostic.rendered(in: diagnostic.file.flatMap { sources[$0] })
    return head + ">\n      <failure type=\"\(xml(diagnostic.code))\" message=\"\(xml(diagnostic.message))\">"
      + xml(words) + "</failure>\n    </testcase>\n"
  }
}

/// Text as XML 1.0 may hold it.
private func xml(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "\n", "\t": result.unicodeScalars.append(scalar)
    case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += "?"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
