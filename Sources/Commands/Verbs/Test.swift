import PolicyEngine
import ArgumentParser
import Diagnostics
import Governance

struct Test: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Run the examples of rules and workflows, and the tests beside them.",
    discussion: """
        assent test --coverage
        assent test --junit results.xml

      The last line is `N passed, N failed`. Exits 0 when all pass, 1 when one fails or the bundle has errors.
      """)

  @Flag(help: "Per rule: how many conjuncts were seen true and false.") var coverage = false
  @Option(help: ArgumentHelp("Write the results as JUnit XML.", valueName: "file"), completion: .file())
  var junit: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
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
    if coverage {
      var table = Table([
        .init("RULE"), .init("CONJUNCTS", .right), .init("SEEN TRUE", .right), .init("SEEN FALSE", .right),
      ])
      for row in report.coverage {
        let isWhole = row.seenTrue == row.total && row.seenFalse == row.total
        table.add([
          Text(row.rule, isWhole ? .none : .careful), "\(row.total)", "\(row.seenTrue)", "\(row.seenFalse)",
        ])
      }
      lines += table.lines(session.style) + [""]
    }
    lines.append(
      "\(Text("\(report.passed) passed", .good)), \(Text("\(report.failed) failed", report.failed > 0 ? .bad : .none))")
    return Answer(json: report.json, lines: lines, exitCode: report.failed > 0 ? Exit.checkFailed : Exit.done)
  }
}

extension TestReport {
  /// The results as build servers read them.
  var junit: String {
    var result = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    result += "<testsuites tests=\"\(cases.count)\" failures=\"\(failed)\">\n"
    result += "<testsuite name=\"assent\" tests=\"\(cases.count)\" failures=\"\(failed)\">\n"
    for item in cases {
      result += "<testcase name=\"\(xml(item.name))\""
      if item.passed {
        result += "/>\n"
      } else {
        let words = item.diagnostic?.rendered(in: item.diagnostic?.file.flatMap { sources[$0] }) ?? "failed"
        result +=
          "><failure message=\"\(xml(item.diagnostic?.message ?? "failed"))\">\(xml(words))</failure></testcase>\n"
      }
    }
    return result + "</testsuite>\n</testsuites>\n"
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
