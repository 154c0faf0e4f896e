import Diagnostics
import Testing

@Suite struct DiagnosticTests {
  @Test func `A diagnostic shows place, words, caret and hint`() {
    let source = SourceFile(path: "rules/a.yaml", text: "id: a\nwhen: reqest.cost > usd(5)\n")
    let diagnostic = Diagnostic(
      "undeclared-name", "undeclared name `reqest`", hint: "did you mean `request`?", file: "rules/a.yaml",
      at: SourcePosition(line: 2, column: 7))
    #expect(
      diagnostic.rendered(in: source) == """
        rules/a.yaml:2:7: error: undeclared name `reqest` [undeclared-name]
          2 | when: reqest.cost > usd(5)
            |       ^
          hint: did you mean `request`?
        """)
  }

  @Test func `Nothing of a file reaches the terminal raw`() {
    let source = SourceFile(path: "a.yaml", text: "id: \u{1B}[31mred\u{202E}")
    let diagnostic = Diagnostic("x", "bad \u{7}`\u{1B}[2J`", file: "a.yaml", at: .start)
    let rendered = diagnostic.rendered(in: source)
    #expect(!rendered.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    #expect(!rendered.unicodeScalars.contains("\u{202E}"))
    #expect(rendered.contains("\\u{1b}[2J"))
  }

  @Test func `A long line is shown around its caret`() {
    let text = String(repeating: "x", count: 500) + "!" + String(repeating: "y", count: 500)
    let diagnostic = Diagnostic("x", "bad", file: "a", at: SourcePosition(line: 1, column: 501))
    let lines = diagnostic.rendered(in: SourceFile(path: "a", text: text)).split(separator: "\n")
    let caret = lines[2].firstIndex(of: "^").map { lines[2].distance(from: lines[2].startIndex, to: $0) }
    let mark = lines[1].firstIndex(of: "!").map { lines[1].distance(from: lines[1].startIndex, to: $0) }
    #expect(caret == mark)
    #expect(lines[1].count < 140)
  }

  @Test(
    arguments: [
      ("a\nb\r\nc", 2, "b"), ("a\nb", 3, nil), ("", 1, nil), ("a\n", 2, ""), ("a\n\nc", 2, ""), ("x", 0, nil),
    ] as [(String, Int, String?)])
  func `A line is found by its number`(_ row: (text: String, number: Int, line: String?)) {
    #expect(SourceFile(path: "f", text: row.text).line(row.number) == row.line)
  }

  @Test(
    arguments: [
      ("efect", "effect"), ("reveiw", "review"), ("wen", "when"), ("zzz", nil), ("", nil), ("owners", "owner"),
      ("EFFECT", "effect"),
    ] as [(String, String?)])
  func `The nearest name is the one that was meant`(_ row: (name: String, nearest: String?)) {
    #expect(nearestName(to: row.name, in: ["when", "effect", "review", "owner"]) == row.nearest)
  }

  @Test func `Diagnostics sort by file, place and code`() {
    let unsorted = [
      Diagnostic("b", "2", file: "b", at: .start),
      Diagnostic("z", "1", file: "a", at: SourcePosition(line: 2, column: 1)),
      Diagnostic("a", "1", file: "a", at: SourcePosition(line: 2, column: 1)), Diagnostic("n", "none"),
    ]
    #expect(unsorted.inOrder().map(\.code) == ["n", "a", "z", "b"])
    #expect(unsorted.hasErrors)
    #expect(unsorted.count(.warning) == 0)
  }
}
