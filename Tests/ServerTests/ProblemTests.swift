import Governance
import Server
import StrictJSON
import Testing

@Suite struct ProblemTests {
  @Test(arguments: [
    (Failure.Kind.badInput, 400, Int32(2)), (.notPermitted, 403, 5), (.notFound, 404, 6), (.conflict, 409, 4),
    (.checkFailed, 422, 1), (.integrity, 500, 3), (.storage, 503, 74), (.usage, 400, 64),
  ])
  func `A failure has one status and one exit code`(_ row: (kind: Failure.Kind, status: Int, exit: Int32)) {
    let failure = Failure(row.kind, "some-code", "some words")
    #expect(Problem(failure).status == row.status)
    #expect(failure.exitCode == row.exit)
  }

  @Test func `A full disk is told apart`() {
    #expect(Problem(Failure(.storage, "disk-full", "full", isDiskFull: true)).status == 507)
  }

  @Test func `Details of our own failures stay inside`() {
    #expect(Problem(Failure(.storage, "io", "/var/secret/assent.db")).body["detail"] == nil)
    #expect(Problem(Failure(.conflict, "late", "already decided")).body["detail"] == "already decided")
  }

  @Test func `No page runs a script`() {
    let policy = pageHeaders.first { $0.name == "Content-Security-Policy" }?.value
    #expect(policy?.hasPrefix("default-src 'none'") == true)
    #expect(policy?.contains("script-src") == false)
  }
}
