import Glibc
import StrictJSON
import Testing

/// Many processes at once on one database.
@Suite struct ConcurrencyTests {
  @Test func `A hundred submits at once are a hundred requests, and the log has no gap`() throws {
    let folder = try Folder.example()
    let count = 100
    var streams: [Scratch] = []
    var processes: [pid_t] = []
    for _ in 0..<count {
      let scratch = try Scratch()
      streams.append(scratch)
      processes.append(
        try Binary.start(
          ["submit", "request.yaml", "--as", "zoe", "--now", "2026-11-02T09:00:00Z", "-o", "json"], in: folder.path,
          output: scratch.output, errors: scratch.errors))
    }
    var ids: Set<String> = []
    for (process, scratch) in zip(processes, streams) {
      let code = try Binary.wait(for: process)
      let errors = try readText(scratch.errors)
      #expect(code == 0, "\(errors)")
      if let id = try JSONValue.parse(try readText(scratch.output)).at("id") { ids.insert(id) }
    }
    #expect(ids.count == count)
    let list = try folder.ask("list", as: "zoe", at: "11-02T09:01")
    #expect(list["items"]?.array?.count == count)
    _ = try folder.ask("audit export -d history", as: "gus", at: "11-02T09:02")
    let types = try leafTypes(folder, "history")
    #expect(types.count { $0 == "request.submitted" } == count)
    #expect(types.count { $0 == "bundle.activated" } == 1)
    #expect(try folder.run("audit verify").code == 0)
  }

  @Test func `Of two last approvers at once one decides, and there is one grant`() throws {
    let folder = try Folder.example()
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    for person in ["pia", "ann"] { _ = try folder.ask("approve REQ-000001", as: person, at: "11-02T10:00") }
    let scratch = try [Scratch(), Scratch()]
    let processes = try zip(["lea", "max"], scratch).map { person, scratch in
      try Binary.start(
        ["approve", "REQ-000001", "--as", person, "--now", "2026-11-02T11:00:00Z"], in: folder.path,
        output: scratch.output,
        errors: scratch.errors)
    }
    let codes = try processes.map { try Binary.wait(for: $0) }
    #expect(codes.sorted() == [0, 4])
  }

  @Test func `Approve and withdraw at once leave one of both`() throws {
    let folder = try Folder.example()
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    for person in ["pia", "ann", "lea"] { _ = try folder.ask("approve REQ-000001", as: person, at: "11-02T10:00") }
    let scratch = try [Scratch(), Scratch()]
    let processes = try zip([("approve", "dia"), ("withdraw", "zoe")], scratch).map { act, scratch in
      try Binary.start(
        [act.0, "REQ-000001", "--as", act.1, "--now", "2026-11-02T11:00:00Z"], in: folder.path, output: scratch.output,
        errors: scratch.errors)
    }
    let codes = try processes.map { try Binary.wait(for: $0) }
    #expect(codes.sorted() == [0, 4])
    let grants = try folder.ask("grant list", as: "zoe", at: "11-02T11:01")["items"]?.array?.count ?? -1
    let state = try folder.ask("show REQ-000001", as: "zoe", at: "11-02T11:01").at("state")
    #expect((state == "approved" && grants == 1) || (state == "withdrawn" && grants == 0))
  }
}
