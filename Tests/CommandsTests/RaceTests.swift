import Glibc
import StrictJSON
import Testing

/// Two processes on one request at the same moment: the order in which the database takes them decides, and there is
/// exactly one outcome.
///
/// `ASSENT_RACE_ROUNDS` sets how often each race is run.
@Suite(.serialized) struct RaceTests {
  static let rounds = getenv("ASSENT_RACE_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 4

  /// Two people may decide, within an hour; two hours later it is over, warned an hour before.
  static let workflow = """
    apiVersion: assent/v1
    kind: Workflow
    id: standard-experiment
    owner: group:governance
    select: {when: "request.kind == 'experiment'", priority: 10, default: true}
    ttl: 20bd
    stages:
      - {id: decision, right: decide, candidates: [user:dia, user:eve], due: 1h}
    escalate: [{at: due, do: add, to: group:governance}, {at: due+2h, do: expire, warn: 1h}]
    grant: {expires: 90d}

    """

  /// A workspace with one request for each round, of projects of their own so that none counts for another.
  struct Track {
    let folder: Folder
    private var day = 0

    init() throws {
      folder = try Folder.example()
      try folder.write("workflows/standard-experiment.yaml", RaceTests.workflow)
    }

    /// The next round's day; each round is later than all before it.
    mutating func next(hours: String) throws -> (request: String, now: (String) -> String) {
      day += 1
      let date = self.date(day)
      try write(round: day, days: 60)
      let now = { (time: String) in "\(date)T\(time):00Z" }
      let outcome = try folder.run("submit round.yaml -o json", as: "zoe", now: now(hours))
      guard outcome.code == 0, let id = try JSONValue.parse(outcome.output).at("id") else {
        throw HarnessError(description: "submit: exit \(outcome.code), \(outcome.errors)")
      }
      return (id, now)
    }

    func write(round: Int, days: Int) throws {
      try folder.write(
        "round.yaml",
        """
        apiVersion: assent/v1
        kind: Request
        request: {kind: experiment, title: A race, purpose: To see, team: claims, project: race-\(round),
          costCenter: CC-0999, environment: dev, duration: \(days)d,
          model: {provider: openai, name: gpt-4o, tier: premium}, data: {class: internal}}
        estimate: [{meter: output.response, quantity: 100000000}]

        """)
    }

    var round: Int { day }

    /// Starts both at once, now the one and now the other first, and waits for both.
    func race(
      _ first: (arguments: String, person: String, now: String),
      _ second: (arguments: String, person: String, now: String)
    ) throws -> (Int32, Int32) {
      let scratch = try [Scratch(), Scratch()]
      let both = [first, second]
      var processes: [pid_t] = [0, 0]
      for place in day % 2 == 0 ? [0, 1] : [1, 0] {
        let act = both[place]
        processes[place] = try Binary.start(
          act.arguments.split(separator: " ").map(String.init) + ["--as", act.person, "--now", act.now],
          in: folder.path, output: scratch[place].output, errors: scratch[place].errors)
      }
      let codes = try processes.map { try Binary.wait(for: $0) }
      return (codes[0], codes[1])
    }

    /// The state of each request and how many grants it has; the log and all that was made from it are sound.
    func finish(_ name: String, _ outcomes: [String: Int]) throws -> [String: (state: String, grants: Int)] {
      let last = "\(date(day + 1))T00:00:00Z"
      var found: [String: (state: String, grants: Int)] = [:]
      let requests = try JSONValue.parse(try folder.run("list -o json", as: "gus", now: last).output)["items"]?.array
      for request in requests ?? [] {
        if let id = request.at("id"), let state = request.at("state") { found[id] = (state, 0) }
      }
      let grants = try JSONValue.parse(try folder.run("grant list -o json", as: "gus", now: last).output)["items"]
      for grant in grants?.array ?? [] {
        if let id = grant.at("request") { found[id]?.grants += 1 }
      }
      #expect(try folder.run("audit verify").code == 0)
      #expect(try folder.run("rebuild").code == 0)
      print(
        "race \(name): \(day) rounds; "
          + outcomes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
      return found
    }

    /// The date that many days after the first of November 2026.
    private func date(_ day: Int) -> String {
      var seconds = time_t(1_793_491_200 + day * 86_400)
      var parts = tm()
      gmtime_r(&seconds, &parts)
      func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return "\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
    }
  }

  @Test func `Two last approvers: one decides, there is one grant`() throws {
    var track = try Track()
    var outcomes: [String: Int] = [:]
    for _ in 0..<Self.rounds {
      let (id, now) = try track.next(hours: "09:00")
      let codes = try track.race(
        ("approve \(id) --stage decision", "dia", now("09:10")), ("approve \(id) --stage decision", "eve", now("09:10"))
      )
      #expect([codes.0, codes.1].sorted() == [0, 4], "\(id)")
      outcomes[codes.0 == 0 ? "dia" : "eve", default: 0] += 1
    }
    for (id, end) in try track.finish("two last approvers", outcomes) {
      #expect(end == ("approved", 1), "\(id): \(end)")
    }
  }

  @Test func `Approve against withdraw: one of both`() throws {
    var track = try Track()
    var expected: [String: String] = [:]
    var outcomes: [String: Int] = [:]
    for _ in 0..<Self.rounds {
      let (id, now) = try track.next(hours: "09:00")
      let codes = try track.race(("approve \(id)", "dia", now("09:10")), ("withdraw \(id)", "zoe", now("09:10")))
      #expect([codes.0, codes.1].sorted() == [0, 4], "\(id)")
      expected[id] = codes.0 == 0 ? "approved" : "withdrawn"
      outcomes[expected[id] ?? "", default: 0] += 1
    }
    for (id, end) in try track.finish("approve against withdraw", outcomes) {
      #expect(end.state == expected[id], "\(id): \(end)")
      #expect(end.grants == (end.state == "approved" ? 1 : 0), "\(id): \(end)")
    }
  }

  @Test func `Approve against the timer: in time it may win, past the end it never does`() throws {
    var track = try Track()
    var expected: [String: String] = [:]
    var outcomes: [String: Int] = [:]
    for round in 0..<Self.rounds {
      let (id, now) = try track.next(hours: "09:00")
      #expect(try folderTick(track, now("11:00")) == 0)
      let isLate = round % 4 == 3
      let codes = try track.race(
        ("approve \(id)", "dia", now(isLate ? "12:01" : "11:30")), ("tick", "gus", now("12:01")))
      #expect(codes.1 == 0)
      #expect(codes.0 == 4 || (codes.0 == 0 && !isLate), "\(id): \(codes.0)")
      expected[id] = codes.0 == 0 ? "approved" : "expired"
      outcomes["\(expected[id] ?? "")\(isLate ? " (past the end)" : "")", default: 0] += 1
    }
    for (id, end) in try track.finish("approve against timer", outcomes) {
      #expect(end.state == expected[id], "\(id): \(end)")
      #expect(end.grants == (end.state == "approved" ? 1 : 0), "\(id): \(end)")
    }
  }

  private func folderTick(_ track: Track, _ now: String) throws -> Int32 {
    try track.folder.run("tick", as: "gus", now: now).code
  }

  @Test func `Resubmit against vote: a vote counts for the revision that it finds, and never for another`() throws {
    var track = try Track()
    var expected: [String: String] = [:]
    var outcomes: [String: Int] = [:]
    for round in 0..<Self.rounds {
      let (id, now) = try track.next(hours: "09:00")
      #expect(try track.folder.run("return \(id) --comment why", as: "eve", now: now("09:05")).code == 0)
      try track.write(round: track.round, days: 50)
      // Every other voter names the revision that they saw.
      let isBound = round % 2 == 1
      let codes = try track.race(
        ("approve \(id)\(isBound ? " --revision 1" : "")", "dia", now("09:10")),
        ("resubmit \(id) round.yaml", "zoe", now("09:10")))
      #expect(codes.1 == 0, "\(id)")
      #expect(codes.0 == 4 || (codes.0 == 0 && !isBound), "\(id): \(codes.0)")
      expected[id] = codes.0 == 0 ? "approved" : "in_review"
      outcomes["\(expected[id] ?? "")\(isBound ? " (bound)" : "")", default: 0] += 1
    }
    for (id, end) in try track.finish("resubmit against vote", outcomes) {
      #expect(end.state == expected[id], "\(id): \(end)")
      #expect(end.grants == (end.state == "approved" ? 1 : 0), "\(id): \(end)")
    }
  }
}
