import CEL
import Diagnostics
import Testing

/// Broken conditions, each with all that an author is told.
@Suite struct BrokenExpressionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let source: String
    let rendered: String
    var testDescription: String { source }

    init(_ source: String, _ rendered: String) {
      self.source = source
      self.rendered = rendered
    }
  }

  private static let environment: Environment = {
    var environment = Environment()
    let gpu = ObjectType("gpu", [.init("hours", .int), .init("type", .string)])
    let request = ObjectType(
      "request",
      [
        .init("kind", .string), .init("team", .string), .init("cost", .money), .init("tags", .list(.string)),
        .init("duration", .duration), .init("budgets", .map(.string, .money)),
        .init("gpu", .object(gpu), isOptional: true),
      ])
    environment.declare("request", .object(request))
    environment.declare("now", .timestamp)
    return environment
  }()

  @Test(arguments: names + operators + macros + calls + texts)
  func `A broken condition is told in full`(_ row: Row) {
    guard case .failure(let errors) = Self.environment.compile(row.source, expecting: .bool) else {
      Issue.record("it compiled")
      return
    }
    let rendered = errors.errors.map { error in
      Diagnostic(error.code, error.message, hint: error.hint, at: error.position)
        .rendered(in: SourceFile(path: "when", text: row.source))
    }.joined(separator: "\n")
    #expect(rendered == row.rendered)
  }
}
