import StrictJSON
import Testing

/// What `check` says of decision rights and workflows, through the binary.
@Suite struct WorkflowLintTests {
  private func check(_ item: WorkflowLintCase, _ more: [String] = []) throws -> Outcome {
    let folder = try Folder.example(with: false)
    try item.apply(to: folder)
    return try folder.run("check", more, now: "2026-11-26T09:00:00Z")
  }

  @Test(arguments: WorkflowLintCase.people + WorkflowLintCase.orders)
  func `What is wrong is shown at its place`(_ item: WorkflowLintCase) throws {
    let outcome = try check(item)
    #expect(outcome.output == item.said + "\n")
    #expect(outcome.code == (item.said.contains(" error: ") ? 1 : 0))
    let explained = try Folder().run("check --explain \(item.code)")
    #expect(explained.code == 0)
    #expect(explained.output.hasPrefix("\(item.code): "))
  }

  @Test(arguments: WorkflowLintCase.sound)
  func `What is sound is left in peace`(_ item: WorkflowLintCase) throws {
    let outcome = try check(item, ["--strict"])
    #expect(outcome.output.hasPrefix("sound: "), "\(outcome.output)\(outcome.errors)")
    #expect(outcome.code == 0)
  }

  @Test func `Every description of a workflow's code has a case`() throws {
    let outcome = try Folder().run("check --explain nothing-of-ours")
    let described = Set(outcome.errors.matches(of: /[a-z]+(-[a-z]+)+/).map { String($0.0) })
    let shown = Set((WorkflowLintCase.people + WorkflowLintCase.orders).map(\.code))
    #expect(shown.isSubset(of: described))
    #expect(shown.count == 29)
  }
}
