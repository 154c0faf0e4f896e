import StrictJSON
import Testing

/// What the command line itself refuses, before anything is read.
@Suite struct MisuseTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var errors: String
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ arguments: String..., errors: String) {
      self.arguments = arguments
      self.errors = errors
    }
  }

  static let rows: [Row] = [
    Row(
      "aprove",
      errors: "error: unknown verb `aprove` of `assent` [unknown-verb]\n  hint: did you mean `assent approve`?\n"),
    Row("xyzzy", errors: "error: unknown verb `xyzzy` of `assent` [unknown-verb]\n  hint: see `assent --help`\n"),
    Row(
      "grant", "shw",
      errors: "error: unknown verb `shw` of `assent grant` [unknown-verb]\n  hint: did you mean `assent grant show`?\n"),
    Row(
      "\u{1B}[31m",
      errors: "error: unknown verb `\\u{1b}[31m` of `assent` [unknown-verb]\n  hint: see `assent --help`\n"),
    Row(
      "queue", "--now", "2026-11-02",
      errors: "error: `2026-11-02` is no time [bad-time]\n  hint: RFC 3339, such as `2026-11-02T09:00:00Z`\n"),
    Row(
      "queue", "--now", "2026-02-30T09:00:00Z",
      errors: "error: `2026-02-30T09:00:00Z` is no time [bad-time]\n  hint: RFC 3339, such as `2026-11-02T09:00:00Z`\n"),
    Row(
      "queue", "--as", "Ann Adler",
      errors:
        "error: `Ann Adler` is no person's id [bad-person]\n  hint: the id in decision-rights.yaml, such as `--as ann`\n"
    ),
    Row(
      "queue", "--mine", "--all",
      errors: """
        error: --mine, --group, --all, --overdue and --blocked stand alone
        Usage: assent queue [--mine] [--group <g>] [--all] [--overdue] [--blocked] [--limit <n>] [<options>]
          See 'assent queue --help' for more information.

        """),
    Row(
      "list", "--state", "open",
      errors: """
        error: no state `open`; states are in_review, changes_requested, approved, rejected, denied, withdrawn, expired
        Usage: assent list [--state <state>] [--mine] [<options>]
          See 'assent list --help' for more information.

        """),
    Row(
      "submit",
      errors: """
        error: Missing expected argument '<file>'
        Help:  <file>  The request.
        Usage: assent submit <file> [--key <k>] [--ack <rule> ...] [--dry-run] [<options>]
          See 'assent submit --help' for more information.

        """),
    Row(
      "override", "REQ-000001", "--stage", "legal",
      errors: """
        error: Missing expected argument '--reason <words>'
        Help:  --reason <words>  Why; required.
        Usage: assent override <id> --stage <stage> --reason <words> [<options>]
          See 'assent override --help' for more information.

        """),
    Row(
      "evaluate", "request.yaml", "--timing",
      errors: """
        error: --limit-rules, --timing and --threads go with --matches
        Usage: assent evaluate [<options>] <file>
          See 'assent evaluate --help' for more information.

        """),
    Row(
      "usage", "report", "--by", ",",
      errors: """
        error: --by names one dimension at least
        Usage: assent usage report --by <dim,...> ... [--from <when>] [--to <when>] [--meter <meter>] [<options>]
          See 'assent usage report --help' for more information.

        """),
    Row(
      "price", "quote", "--provider", "openai",
      errors: """
        error: --provider, --model, --meter and --quantity are needed, or --cases FILE
        Usage: assent price quote [--provider <id>] [--model <name>] [--meter <meter>] [--quantity <n>] [--at <time>] [--cases <file>] [--book <file>] [<options>]
          See 'assent price quote --help' for more information.

        """),
    Row("queue", "-o", "xml", errors: "error: no format `xml` [unknown-format]\n  hint: formats are `text`, `json`\n"),
    Row("queue", "-o", "csv", errors: "error: no format `csv` [unknown-format]\n  hint: formats are `text`, `json`\n"),
    Row(
      "usage", "report", "--by", "team", "-o", "focus",
      errors: "error: no format `focus` [unknown-format]\n  hint: formats are `text`, `json`, `csv`\n"),
  ]

  @Test(arguments: rows)
  func `Misuse is told in full and exits 64`(_ row: Row) throws {
    let outcome = try Folder().run("", row.arguments)
    #expect(outcome.errors == row.errors)
    #expect(outcome.output.isEmpty)
    #expect(outcome.code == 64)
  }

  @Test(arguments: [
    ["aprove", "-o", "json"], ["-o", "json", "approve"], ["--format=json", "queue", "--mine", "--all"],
    ["override", "REQ-000001", "-ojson"], ["queue", "--nwo", "-o", "json"],
    ["approve", "1", "--revision", "x", "-o", "json"],
    ["approve", "1", "--cap", "400USD", "-o", "json"], ["queue", "--as", "A B", "-o", "json"],
  ])
  func `With JSON asked for, misuse is one JSON document on the standard error`(_ arguments: [String]) throws {
    let outcome = try Folder().run("", arguments)
    #expect(outcome.code == 64)
    #expect(outcome.output.isEmpty)
    let error = try #require(try JSONValue.parse(outcome.errors)["error"])
    #expect(error["code"]?.string?.isEmpty == false)
    #expect(error["message"]?.string?.isEmpty == false)
  }

  @Test(arguments: [
    ["--help"], ["help", "approve"], ["approve", "--help"], ["grant", "--help"], ["duty", "submit", "-h"],
    ["--version"], ["grant"],
    ["completions", "bash"], ["completions", "zsh"], ["completions", "fish"], [],
  ])
  func `Help goes to the standard output and exits 0`(_ arguments: [String]) throws {
    let outcome = try Folder().run("", arguments)
    #expect(outcome.code == 0)
    #expect(!outcome.output.isEmpty)
    #expect(outcome.errors.isEmpty)
  }

  @Test func `Every verb tells an example and its exit codes`() throws {
    let folder = try Folder()
    let verbs = [
      "init", "check", "test", "evaluate", "cel", "submit", "resubmit", "withdraw", "comment", "list", "show", "why",
      "queue",
      "approve", "reject", "return", "recuse", "grant list", "grant show", "grant revoke", "grant suspend",
      "grant resume",
      "duty list", "duty show", "duty assign", "duty ack", "duty start", "duty submit", "duty verify", "duty fail",
      "duty block",
      "duty cancel", "finding list", "finding show", "finding assign", "finding ack", "finding start", "finding submit",
      "finding verify", "finding fail", "finding block", "finding cancel", "usage ingest", "usage report",
      "price quote", "tick",
      "audit export", "audit verify", "rebuild", "doctor", "completions",
    ]
    for verb in verbs {
      let help = try folder.run(verb + " --help").output
      #expect(help.contains("assent \(verb)"), "\(verb) has no example")
      #expect(help.contains("Exit"), "\(verb) does not tell its exit codes")
    }
  }

  @Test func `Whoever means a server does not act on a file`() throws {
    let outcome = try Folder.example(with: false).run("list", environment: ["ASSENT_URL=https://assent.example"])
    #expect(outcome.code == 64)
    #expect(
      outcome.errors == """
        error: `ASSENT_URL` names `https://assent.example`, and this version acts on a local database only [no-remote]
          hint: unset it to act on the workspace's database

        """)
  }

  @Test(arguments: [
    (["ASSENT_ACTOR=ann"], "nothing waits for you\n", Int32(0)), (["ASSENT_ACTOR="], "", 5),
    (["ASSENT_ACTOR=nobody"], "", 5),
    (["ASSENT_DATABASE=elsewhere.db"], "", 74), (["ASSENT_WORKSPACE=nowhere"], "", 2),
  ])
  func `The environment stands for options`(_ variables: [String], _ output: String, _ code: Int32) throws {
    let folder = try Folder.example()
    let person = variables.contains { $0.hasPrefix("ASSENT_ACTOR") } ? nil : "ann"
    let outcome = try folder.run("queue", as: person, environment: variables)
    #expect(outcome.output == output)
    #expect(outcome.code == code)
  }

  @Test func `A full disk under the standard output is told and exits 74`() throws {
    let folder = try Folder()
    let scratch = try Scratch()
    let pid = try Binary.start(["--version"], in: folder.path, output: "/dev/full", errors: scratch.errors)
    #expect(try Binary.wait(for: pid) == 74)
    #expect(
      try readText(scratch.errors) == """
        error: cannot write to the standard output: No space left on device [cannot-write-output]
          hint: what the command did, it did: see `assent list` before you repeat it

        """)
  }
}
