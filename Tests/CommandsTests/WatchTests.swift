import Glibc
import StrictJSON
import Testing

/// A run of the binary whose output is read as it comes.
private final class Watched {
  private let pid: pid_t
  private let stream: Int32
  private let scratch: Scratch
  private let path: String
  private let otherPath: String
  private var rest: [UInt8] = []
  private var isOver = false

  /// Which of the streams is read.
  enum Stream { case output, errors }

  init(_ arguments: [String], in folder: Folder, reading: Stream = .output) throws {
    scratch = try Scratch()
    (path, otherPath) = reading == .output ? (scratch.output, scratch.errors) : (scratch.errors, scratch.output)
    guard mkfifo(path, 0o600) == 0 else { throw HarnessError(description: "mkfifo failed") }
    // Open both ways: neither side then waits for the other to open it.
    stream = open(path, O_RDWR | O_CLOEXEC)
    guard stream >= 0 else { throw HarnessError(description: "cannot open the pipe") }
    pid = try Binary.start(arguments, in: folder.path, output: scratch.output, errors: scratch.errors)
  }

  deinit {
    if !isOver { kill(pid, SIGKILL) }
    close(stream)
  }

  /// The lines up to one that ends so; fails where none comes within a minute.
  func lines(upTo end: String) throws -> [String] {
    var lines: [String] = []
    while true {
      while let cut = rest.firstIndex(of: 10) {
        lines.append(String(decoding: rest[..<cut], as: UTF8.self))
        rest.removeSubrange(...cut)
        if lines.last?.hasSuffix(end) ?? false { return lines }
      }
      var ready = pollfd(fd: stream, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 60_000) > 0 else { throw HarnessError(description: "nothing came; so far \(lines)") }
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = read(stream, &buffer, buffer.count)
      guard count > 0 else { throw HarnessError(description: "the pipe broke; so far \(lines)") }
      rest += buffer.prefix(count)
    }
  }

  /// Ends it as ctrl-c does.
  ///
  /// - Returns: Its exit code, and what stands in the other stream.
  func end() throws -> (code: Int32, other: String) {
    kill(pid, SIGINT)
    isOver = true
    return (try Binary.wait(for: pid), try readText(otherPath))
  }
}

@Suite struct WatchTests {
  private static func rule(_ condition: String) -> String {
    """
    apiVersion: assent/v1
    kind: Rule
    id: long
    title: It takes long
    owner: group:finance
    on: request
    when: \(condition)
    effect: warn
    examples:
      - {name: short, given: {request: {duration: 30m}}, fires: false}
      - {name: long, given: {request: {duration: 9h}}, fires: true}

    """
  }

  @Test func `Tests run again when a file changes, what is broken is told, and ctrl-c ends it`() throws {
    let folder = try Folder.example()
    let first = try folder.run("test")
    #expect(first.code == 0)
    let count = try #require(first.output.split(separator: " ").first.flatMap { Int($0) })
    let watched = try Watched(["test", "--watch"], in: folder)
    #expect(try watched.lines(upTo: " failed").last == "\(count) passed, 0 failed")
    try folder.write("rules/policy/long.yaml", Self.rule("request.duration > duration('1h')"))
    #expect(try watched.lines(upTo: " failed").last == "\(count + 2) passed, 0 failed")
    try folder.write("rules/policy/long.yaml", Self.rule("request.duratio > duration('1h')"))
    try folder.write("rules/policy/long.yaml", Self.rule("request.duration > duration('99h')"))
    let failing = try watched.lines(upTo: " failed")
    #expect(failing.contains("failed: long: long"))
    #expect(failing.last == "\(count + 1) passed, 1 failed")
    let end = try watched.end()
    #expect(end.code == 0)
    #expect(end.other.contains("waiting for a change of rules/ or workflows/; ctrl-c ends"))
  }

  @Test func `A bundle that does not compile ends no watch`() throws {
    let folder = try Folder.example()
    try folder.write("rules/policy/long.yaml", Self.rule("request.duratio > duration('1h')"))
    let watched = try Watched(["test", "--watch"], in: folder, reading: .errors)
    let told = try watched.lines(upTo: "ctrl-c ends")
    #expect(told.contains { $0.contains("duratio") })
    try folder.write("rules/policy/long.yaml", Self.rule("request.duration > duration('1h')"))
    #expect(try watched.lines(upTo: "ctrl-c ends").last?.hasPrefix("waiting for a change") ?? false)
    let end = try watched.end()
    #expect(end.code == 0)
    #expect(end.other.hasSuffix(" passed, 0 failed\n"))
  }

  @Test func `A watch is for people`() throws {
    let outcome = try Folder.example().run("test --watch -o json")
    #expect(outcome.code == 64)
    #expect(outcome.errors.contains("watch-text"))
  }

  @Test func `What tables give is recorded with a request, and shown`() throws {
    let folder = try Folder.example()
    try folder.write(
      "rules/policy/points.yaml",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: points
      title: Points
      owner: group:finance
      on: request
      hit: collect
      collect: sum
      columns: [request.cost]
      rows:
        - {in: ["_"], out: {value: request.cost}}
        - {in: ["> usd(5)"], out: {value: "usd('0.50')"}}

      """)
    let submitted = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    #expect(submitted.at("values.points.amount") == "7400.50")
    let shown = try folder.ask("show REQ-000001", as: "zoe", at: "11-02T09:00")
    #expect(shown.at("values.points.amount") == "7400.50")
    #expect(shown.at("values.points.currency") == "USD")
    let text = try folder.run("show REQ-000001", as: "zoe", now: "2026-11-02T09:00:00Z").output
    #expect(text.contains("values\n  points 7400.50 USD (2 rows 1, 2)\n"))
    #expect(try folder.run("audit verify", as: "zoe", now: "2026-11-02T09:00:00Z").code == 0)
  }
}
