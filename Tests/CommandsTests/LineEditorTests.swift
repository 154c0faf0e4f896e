import Governance
import Testing

@testable import Commands

/// Keys in, effects out: what a terminal sends, and the line that comes of it.
@Suite struct LineEditorTests {
  /// What a run of bytes leaves: the line with its cursor as `|`, and the last effect that is no redrawing.
  private static func typed(_ bytes: String, history: [String] = []) -> (line: String, effect: LineEditor.Effect?) {
    var editor = LineEditor(history: history)
    var keys = KeyReader()
    var last: LineEditor.Effect?
    for byte in bytes.utf8 {
      guard let key = keys.feed(byte) else { continue }
      let effect = editor.handle(key)
      if effect != .redraw { last = effect }
    }
    let text = Array(editor.text)
    return (String(text[..<editor.cursor]) + "|" + String(text[editor.cursor...]), last)
  }

  @Test(arguments: [
    ("letters", "abc", "abc|"), ("left and right", "abc\u{1B}[D\u{1B}[DX\u{1B}[CY", "aXbY|c"),
    ("ctrl-b and ctrl-f", "abc\u{2}\u{2}X\u{6}Y", "aXbY|c"), ("home and end", "abc\u{1B}[HX\u{1B}[FY", "XabcY|"),
    ("ctrl-a and ctrl-e", "abc\u{1}X\u{5}Y", "XabcY|"), ("home of a keypad", "abc\u{1B}OHX\u{1B}OFY", "XabcY|"),
    ("home by number", "abc\u{1B}[1~X\u{1B}[4~Y\u{1B}[7~Z", "Z|XabcY"), ("backspace", "abc\u{7F}\u{8}", "a|"),
    ("delete", "abc\u{1}\u{1B}[3~", "|bc"), ("ctrl-d in a line", "abc\u{1}\u{4}", "|bc"),
    ("ctrl-k", "abc def\u{2}\u{2}\u{B}", "abc d|"), ("ctrl-u", "abc def\u{2}\u{2}\u{15}", "|ef"),
    ("ctrl-w", "a.b == request.cost\u{17}\u{17}", "a.b == |"), ("ctrl-w behind blanks", "abc  \u{17}", "|"),
    ("alt-backspace", "abc def\u{1B}\u{7F}", "abc |"),
    ("words", "abc def\u{1B}b\u{1B}bX\u{1B}fY", "XabcY| def"),
    ("words by ctrl", "abc def\u{1B}[1;5DX\u{1B}[1;5CY", "abc XdefY|"),
    ("letters of more bytes", "é契🚀\u{1B}[DX", "é契X|🚀"), ("a combining mark", "e\u{301}x\u{7F}\u{7F}", "|"),
    ("an unknown sequence", "a\u{1B}[99~\u{1B}[200~\u{1B}[5;5Rb", "ab|"), ("an unknown key", "a\u{1B}xb", "ab|"),
    ("control bytes", "a\u{0}\u{1A}\u{1C}b", "ab|"), ("a C1 control", "a\u{9B}31mb", "a31mb|"),
    ("an endless sequence", "a\u{1B}[0000000000000000000b", "a00b|"),
  ])
  func `Keys edit the line`(_ name: String, _ bytes: String, _ line: String) {
    #expect(Self.typed(bytes).line == line, "\(name)")
  }

  @Test(arguments: [
    ("enter", "1 + 2\r", LineEditor.Effect.submit("1 + 2")), ("a line break", "x\n", .submit("x")),
    ("enter within the line", "abc\u{1}\r", .submit("abc")), ("nothing", "\r", .submit("")),
    ("ctrl-c", "abc\u{3}", .cancel), ("ctrl-d on an empty line", "\u{4}", .leave), ("ctrl-l", "a\u{C}", .clearScreen),
    ("tab", "abc\u{2}\t", .complete("ab")),
  ])
  func `Keys have effects`(_ name: String, _ bytes: String, _ effect: LineEditor.Effect) {
    #expect(Self.typed(bytes).effect == effect, "\(name)")
  }

  @Test(arguments: [
    "\u{1B}[D", "\u{1B}[C", "\u{7F}", "\u{1B}[3~", "\u{B}", "\u{15}", "\u{17}", "\u{1B}[A", "\u{1B}[B", "a\u{4}",
    "\u{1B}b",
  ])
  func `What cannot be done rings the bell, and changes nothing`(_ bytes: String) {
    let (line, effect) = Self.typed(bytes)
    let isNothing = bytes == "\u{1B}b"
    #expect(effect == (isNothing ? nil : .bell))
    #expect(line == (bytes.hasPrefix("a") ? "a|" : "|"))
  }

  @Test(arguments: [
    ("the last one", "\u{1B}[A", "second|"), ("the one before", "\u{1B}[A\u{10}", "first|"),
    ("no further", "\u{10}\u{10}\u{10}", "first|"), ("back to the draft", "dra\u{10}\u{E}", "dra|"),
    ("edited and left", "\u{10}X\u{10}\u{E}", "second|"), ("beyond the draft", "x\u{E}", "x|"),
  ])
  func `Up and down walk the history`(_ name: String, _ bytes: String, _ line: String) {
    #expect(Self.typed(bytes, history: ["first", "second"]).line == line, "\(name)")
  }

  @Test func `The history keeps what was entered once`() {
    var editor = LineEditor()
    for line in ["a", "a", "", "  ", "b", "a"] { editor.remember(line) }
    #expect(editor.history == ["a", "b", "a"])
  }

  @Test func `Random bytes do no harm`() {
    var state: UInt64 = 42
    var editor = LineEditor(history: ["x", "y"])
    var keys = KeyReader()
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      guard let key = keys.feed(UInt8(truncatingIfNeeded: state >> 33)) else { continue }
      _ = editor.handle(key)
      let (text, cursor) = editor.view(width: 20)
      #expect(displayWidth(text) <= 19 && (0...19).contains(cursor))
      #expect((0...editor.text.count).contains(editor.cursor))
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 })
    }
  }

  @Test(arguments: [
    ("one goes in whole", "req", 3, ["request"], "request|", 0),
    ("what is common goes in", "get", 3, ["getHours(", "getHouse("], "getHou|", 0),
    ("nothing in common is offered", "get", 3, ["getDate(", "getHours("], "get|", 2),
    ("none", "xyz", 3, [], "xyz|", 0), ("more than there is", "a", 3, ["abcd"], "a|", 0),
    ("all that there is", "abc", 3, ["abc"], "abc|", 0),
  ])
  func `Completion puts in what is certain`(
    _ name: String, _ text: String, _ replaced: Int, _ candidates: [String], _ line: String, _ offered: Int
  ) {
    var editor = LineEditor()
    for character in text { _ = editor.handle(.text(character)) }
    let found = editor.complete(Completion(replaced: replaced, candidates: candidates.map { .init($0, "") }))
    #expect(editor.text + "|" == line, "\(name)")
    #expect(found.count == offered, "\(name)")
  }

  @Test(arguments: [
    ("short", "abc", 10, "abc", 3), ("its end", "abcdefghijkl", 6, "hijkl", 5),
    ("its start", "abcdefghijkl\u{1}", 6, "abcde", 0), ("wide letters", "契契契契", 6, "契契", 4),
    ("what drives a terminal", "a\u{202E}b", 20, "a\\u{202e}b", 10),
  ])
  func `The part around the cursor is shown`(
    _ name: String, _ bytes: String, _ width: Int, _ text: String, _ cursor: Int
  ) {
    var editor = LineEditor()
    for scalar in bytes.unicodeScalars { _ = editor.handle(scalar.value == 1 ? .home : .text(Character(scalar))) }
    let view = editor.view(width: width)
    #expect(view.text == text, "\(name)")
    #expect(view.cursor == cursor, "\(name)")
  }

  @Test(arguments: [
    ("a bracket", "[1,", true), ("a call", "f(a, (b)", true), ("a map", "{'a': 1", true), ("nothing", "", false),
    ("all closed", "f([1], {2: 3})", false), ("an operator", "1 +", false), ("in a text", "'[' +", false),
    ("an escaped quote", "'\\'[' + (", true), ("a raw text", "r'\\' + [", true), ("a text left open", "('abc", false),
    ("three quotes", "'''a\nb", true), ("three quotes closed", "'''a[\nb'''", false), ("too many", "(1)) + (", false),
    ("a remark", "1 // (", false), ("behind a remark", "( // )\n", true),
  ])
  func `A line goes on while a bracket is open`(_ name: String, _ text: String, _ isOpen: Bool) {
    #expect(isUnfinished(text) == isOpen, "\(name)")
  }
}
