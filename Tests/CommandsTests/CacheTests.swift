import Testing

@Suite struct CacheTests {
  @Test func `Examples run whether rules were compiled before or not`() throws {
    let folder = try Folder.example()
    let cache = ["XDG_CACHE_HOME=\(folder.path)/cache"]
    func answer(_ command: String, _ environment: [String]) throws -> String {
      let outcome = try folder.run(command, as: "zoe", now: "2026-11-02T09:00:00Z", environment: environment)
      #expect(outcome.code == 0, "\(command): \(outcome.errors)")
      return outcome.output
    }
    for command in ["test", "test --coverage", "check", "evaluate request.yaml --explain"] {
      let plain = try answer(command, ["ASSENT_CACHE=off"])
      // What keeps compiled rules comes between.
      _ = try answer("evaluate request.yaml", cache)
      #expect(try answer(command, cache) == plain, "\(command)")
      #expect(try answer(command, cache) == plain, "\(command), again")
    }
  }
}
