import Glibc
import StrictJSON
import Testing

/// `assent cel` as engineers use it: the real binary, in the workspace of the worked example and outside of any.
@Suite struct ExpressionTests {
  private static let now = "2026-11-02T09:00:00Z"

  private static func cel(_ arguments: [String], in folder: Folder, input: String = "/dev/null") throws -> Outcome {
    try folder.run("cel", arguments, now: now, input: input)
  }

  // MARK: - One expression

  @Test(arguments: [
    (
      "the estimate of a request is priced",
      ["request.cost > usd(500) && request.data.class == 'pii'", "--with", "request.yaml"],
      """
      true  bool
        cost   5 steps, estimated 5 to 9
        reads  request.cost = 7400.00 USD
               request.data.class = 'pii'

      """
    ),
    (
      "facts that are missing leave a part",
      ["request.cost > usd(500) && now > timestamp('2026-01-01T00:00:00Z')"],
      """
      no value yet  bool
        left   request.cost > usd('500.00')
        cost   estimated 5 to 11 steps
        reads  request.cost is missing
               now = 2026-11-02T09:00:00Z

      """
    ),
    (
      "what decides anyway needs no more",
      ["request.cost > usd(500) || true"],
      """
      true  bool
        cost   6 steps, estimated 5 to 6
        reads  request.cost is missing

      """
    ),
    (
      "business days and zones are those of the workspace",
      ["bd(timestamp('2026-12-24T10:00:00Z'), 1).getDate('Europe/Berlin')"],
      """
      28  int
        cost   6 steps, estimated 6

      """
    ),
  ])
  func `Facts of the workspace`(_ name: String, _ arguments: [String], _ output: String) throws {
    let outcome = try Self.cel(arguments, in: try Folder.example(with: false))
    // The cost is told by the language; its count is tested there.
    func settled(_ text: String) -> [Substring] { text.split(separator: "\n").filter { !$0.hasPrefix("  cost ") } }
    #expect(settled(outcome.output) == settled(output), "\(name)")
    #expect(outcome.output.contains("  cost   "))
    #expect(outcome.code == 0)
  }

  @Test func `Every part has its value`() throws {
    let folder = try Folder()
    try folder.write("facts.yaml", "request: {cost: {amount: 700, currency: USD}, tags: [a, bc]}\n")
    let outcome = try Self.cel(
      ["request.cost > usd(500) && request.tags.all(t, t.size() > 1)", "--with", "facts.yaml", "--explain"], in: folder)
    #expect(
      outcome.output.split(separator: "\n\n").last.map(String.init) == """
        false  request.cost > usd(500) && request.tags.all(t, t.size() > 1)
        ├─ true  request.cost > usd(500)
        │  ├─ 700.00 USD  request.cost
        │  └─ 500.00 USD  usd(500)
        └─ false  request.tags.all(t, t.size() > 1)
           ├─ ['a', 'bc']  request.tags
           ├─ false  t = 'a': t.size() > 1
           │  └─ 1  t.size()
           │     └─ 'a'  t
           └─ true  t = 'bc': t.size() > 1
              └─ 2  t.size()
                 └─ 'bc'  t

        """)
  }

  @Test func `The tree has the types`() throws {
    let outcome = try Self.cel(["[1, 2].map(x, x * 2)[0] > 1 ? 'a' : 'b'", "--ast"], in: try Folder())
    #expect(
      outcome.output == """
        ?:  string
        ├─ >  bool
        │  ├─ []  int
        │  │  ├─ map(x)  list(int)
        │  │  │  ├─ list  list(int)
        │  │  │  │  ├─ 1  int
        │  │  │  │  └─ 2  int
        │  │  │  └─ *  int
        │  │  │     ├─ x  int
        │  │  │     └─ 2  int
        │  │  └─ 0  int
        │  └─ 1  int
        ├─ 'a'  string
        └─ 'b'  string

        """)
  }

  @Test func `Programs get one document`() throws {
    let folder = try Folder.example(with: false)
    let known = try JSONValue.parse(
      try Self.cel(["request.cost * 2", "--with", "request.yaml", "-o", "json"], in: folder).output)
    #expect(known["value"] == ["amount": "14800.00", "currency": "USD"])
    #expect(known["type"] == "money")
    #expect(known["cost"]?.object?.map(\.name) == ["min", "max", "actual"])
    #expect(known["reads"]?.array?.first?["fact"] == "request.cost")
    #expect(known["residual"] == .null)
    #expect(known["errors"] == [])
    let open = try JSONValue.parse(try Self.cel(["request.cost > usd(1)", "-o", "json"], in: folder).output)
    #expect(open["value"] == .null)
    #expect(open["residual"] == "request.cost > usd('1.00')")
    #expect(open["errors"]?.array?.first?["code"] == "missing-fact")
    #expect(open["reads"]?.array?.first?["missing"] == true)
  }

  @Test(arguments: [
    ("a fact that is not declared", ["request.csot > usd(5)"], "did you mean `cost`?"),
    ("a type that does not fit", ["request.cost > 5"], "write an amount as `usd(500)`"),
    ("free text", ["request.title == 'x'"], "`request.title` is free text, which no expression may read"),
    ("two errors", ["request.cost > 5 && nobody"], "2 errors, 0 warnings"),
    ("a wrong fact in the file", ["1 + 1", "--with", "typo.yaml"], "unknown fact `request.csot`"),
    ("a wrong name at the top", ["1 + 1", "--with", "top.yaml"], "did you mean `request`?"),
    ("no facts by names", ["1 + 1", "--with", "list.yaml"], "expected facts by their names"),
    ("a division by zero", ["1 / (request.cost > usd(1) ? 0 : 0)", "--with", "request.yaml"], "division by zero"),
    ("unchecked, and then an error", ["1 + 'a'", "--unchecked"], "`+` has no overload for (int, string)"),
    ("a folder that there is not", ["1", "--rules", "nowhere"], "no folder `nowhere`"),
    ("a tree of nothing", ["1 +", "--ast"], "the expression ends here"),
  ])
  func `What is not right is told, and exits 2`(_ name: String, _ arguments: [String], _ told: String) throws {
    let folder = try Folder.example(with: false)
    try folder.write("typo.yaml", "request: {csot: 5 USD}\n")
    try folder.write("top.yaml", "reqest: {cost: 5 USD}\n")
    try folder.write("list.yaml", "- 1\n")
    let outcome = try Self.cel(arguments, in: folder)
    #expect(outcome.errors.contains(told), "\(name): \(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.code == 2)
  }

  @Test(arguments: [
    ["1", "--repl"], [], ["--repl", "--ast"], ["1", "--ast", "--explain"], ["--repl", "--explain"],
    ["--repl", "--unchecked"],
  ])
  func `What does not go together is misuse`(_ arguments: [String]) throws {
    #expect(try Self.cel(arguments, in: try Folder()).code == 64)
  }

  @Test func `A broken schema matters where it is asked for`() throws {
    let folder = try Folder.example(with: false)
    try folder.write("rules/schema.yaml", "apiVersion: assent/v1\nkind: Schema\nfacts: {x: strin}\n")
    let found = try Self.cel(["1 + 1"], in: folder)
    #expect(found.output.hasPrefix("2  int\n"))
    #expect(found.errors.hasPrefix("warning: the schema of the workspace has errors"))
    #expect(try Self.cel(["1 + 1", "--rules", "rules"], in: folder).code == 1)
  }

  // MARK: - Line by line

  @Test func `A conversation is read from a file`() throws {
    let folder = try Folder.example(with: false)
    try folder.write(
      "lines",
      """
      :type request.cost
      :let request.cost = usd(70)
      request.cost * 2
      :residual request.cost > usd(5) && request.environment == 'dev' request.cost
      :declare tags list(string)
      tags.size() > 1
      :let tags = ['a', 'b']
      tags.size() > 1
      :unlet tags
      tags
      :let double = 1
      :cost 1 + 1
      :load request.yaml
      :functions getHours
      :explain request.cost > usd(1)
      :let x = 1 / 0
      :let x == 1
      :let request.data = 1
      :let request.nothing = 1
      :declare y lst(int)
      :unlet nothing
      :typ 1
      :nonsense
      :functions nonsense
      :type
      :quit
      never

      """)
    let outcome = try Self.cel(["--repl"], in: folder, input: folder.path + "/lines")
    #expect(
      outcome.output == """
        money
        request.cost: money = 70.00 USD
        140.00 USD  money
        request.cost > usd('5.00') && request.environment == 'dev'
        tags: list(string)
        no value yet  bool
          left   tags.size() > 1
          no value for `tags`
        tags: list(string) = ['a', 'b']
        true  bool
        double: int = 1
        1 step, estimated 1
        request.kind: string = 'experiment'
        request.team: string = 'claims'
        request.project: string = 'claims-triage'
        request.costCenter: string = 'CC-0410'
        request.environment: string = 'dev'
        request.duration: duration = 5184000s
        request.cost: money = 7400.00 USD
        request.model.provider: string = 'openai'
        request.model.name: string = 'gpt-4o'
        request.model.tier: string = 'premium'
        request.data.class: string = 'pii'
        duration.getHours() -> int
        timestamp.getHours() -> int
        timestamp.getHours(string) -> int
        true  request.cost > usd(1)
        ├─ 7400.00 USD  request.cost
        └─ 1.00 USD  usd(1)
        int

        """)
    for told in [
      "undeclared name `tags`", "division by zero", "write `:let NAME = EXPR`", "`request.data` has facts of its own",
      "there is no `request.nothing`", "unknown type `lst`", "there is no `nothing`", "there is no command `:nonsense`",
      "no function begins with `nonsense`", "write `:type EXPR`",
    ] { #expect(outcome.errors.contains(told), "\(told)") }
    #expect(outcome.code == 2)
  }

  @Test func `A conversation in JSON is a document in each line`() throws {
    let folder = try Folder()
    try folder.write("lines", "1 + 1\n:type [1]\n:vars\n1 +\n:let x = 'a'\nx\n")
    let outcome = try Self.cel(["--repl", "-o", "json"], in: folder, input: folder.path + "/lines")
    let answers = try outcome.output.split(separator: "\n").map { try JSONValue.parse(String($0)) }
    #expect(answers.count == 5)
    #expect(answers.first?["value"] == 2)
    #expect(answers.dropFirst().first?["type"] == "list(int)")
    #expect(try JSONValue.parse(outcome.errors)["error"]?["code"] == "syntax")
    #expect(answers.last?["value"] == "a")
  }

  // MARK: - A terminal

  /// Types bytes at the binary in a terminal of its own, each when the last output has come to rest.
  private static let typist = """
    import os, pty, select, sys, time
    binary, keys = sys.argv[1], sys.argv[2:]
    pid, fd = pty.fork()
    if pid == 0:
        os.execv(binary, ['assent', 'cel', '--repl'])
    def drain(wanted):
        seen, end = b'', time.time() + 20
        while time.time() < end and wanted not in seen:
            if select.select([fd], [], [], 0.1)[0]:
                try: data = os.read(fd, 65536)
                except OSError: data = b''
                if not data: break
                seen += data
        return seen
    out = drain(b'cel> ')
    for key, wanted in zip(keys[::2], keys[1::2]):
        os.write(fd, key.encode().decode('unicode_escape').encode())
        out += drain(wanted.encode().decode('unicode_escape').encode())
    # What is typed while the terminal changes its mode may be lost: it is typed again, and not for ever.
    end = time.time() + 30
    while True:
        if time.time() > end: os.kill(pid, 9)
        try:
            if not select.select([fd], [], [], 0.5)[0]:
                os.write(fd, b'\\\\x15\\\\x04')
                continue
            data = os.read(fd, 65536)
        except OSError: break
        if not data: break
        out += data
    sys.stdout.write(out.decode())
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    """.replacing("\\\\", with: "\\")

  @Test func `On a terminal lines are edited, completed and remembered`() throws {
    guard access("/usr/bin/python3", X_OK) == 0 else {
      print("ExpressionTests: there is no python3 here; the terminal was not tested")
      return
    }
    let folder = try Folder.example(with: false)
    try folder.write("typist.py", Self.typist)
    func converse(_ keys: [String]) throws -> Outcome {
      let scratch = try Scratch()
      let pid = try Binary.start(
        ["python3", "typist.py", Binary.path] + keys, in: folder.path,
        environment: ["TERM=xterm", "NO_COLOR=1", "HOME=\(folder.path)", "XDG_STATE_HOME=\(folder.path)/state"],
        output: scratch.output, errors: scratch.errors, isBinary: false)
      let code = try Binary.wait(for: pid)
      return Outcome(code: code, output: try readText(scratch.output), errors: try readText(scratch.errors))
    }
    let first = try converse([
      "1 +\\x02\\x02\\x7f40\\x05 2\\r", "42  int", "[7,\\r", "...> ", "8].size()\\r", "2  int", "1 + \\x03", "^C",
      "request.co\\t\\t", "costCenter", "\\x15:type request.dat\\t.cl\\t\\r", "string\\r\\n", "1 / 0\\r", "0 warnings",
      "'\\\\u001b[5m'\\r", "'\\\\u{1b}[5m'",
    ])
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.output.contains("cost                money\r\n"), "\(first.output)")
    #expect(first.output.contains("division by zero"))
    #expect(!first.output.contains("\u{1B}[5m"))
    var status = stat()
    #expect(stat(folder.path + "/state/assent/cel_history", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    let history = try folder.read("state/assent/cel_history").split(separator: "\n")
    #expect(history.prefix(2) == ["40 + 2", "[7, 8].size()"])
    let second = try converse(["\\x1b[A\\x1b[A\\x1b[A\\x1b[A\\r", "2  int"])
    #expect(second.output.contains("[7, 8].size()"))
    #expect(second.code == 0)
  }
}
