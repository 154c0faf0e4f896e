import SpendModel
import Testing

@testable import Commands

private let noon = Timestamp("2026-11-04T12:00:00Z") ?? .epoch

@Suite struct TerminalTests {
  @Test(arguments: [
    ("plain ASCII", "abc", 3), ("nothing", "", 0), ("a composed accent", "\u{E9}", 1),
    ("a combining accent", "e\u{301}", 1),
    ("CJK", "契約", 4), ("fullwidth", "Ａ", 2), ("hangul", "한", 2), ("an emoji", "🚀", 2), ("a family", "👩‍👩‍👧", 2),
    ("a flag", "🇩🇪", 2), ("a heart with selector", "❤️", 2), ("zero width space", "a\u{200B}b", 2),
  ])
  func `A text is as wide as a terminal shows it`(_ name: String, _ text: String, _ width: Int) {
    #expect(displayWidth(text) == width, "\(name)")
  }

  @Test(arguments: [
    ("an escape sequence", "\u{1B}[31mred", "\\u{1b}[31mred"), ("a carriage return", "a\rb", "a\\u{d}b"),
    ("a line break", "a\nb", "a\\u{a}b"), ("a bidi override", "a\u{202E}b", "a\\u{202e}b"),
    ("a C1 control", "\u{9B}x", "\\u{9b}x"),
    ("a tab", "a\tb", "a b"),
  ])
  func `Data loses what could drive a terminal`(_ name: String, _ data: String, _ shown: String) {
    let text: Text = "title: \(data)"
    #expect(text.plain == "title: " + shown, "\(name)")
    #expect(Style(usesColor: true, width: nil).rendered(Text(data)) == shown, "\(name)")
  }

  @Test func `Colour is added beside words, never in place of them`() {
    let text: Text = "\("overdue", .bad) since noon"
    #expect(Style.plain.rendered(text) == "overdue since noon")
    #expect(Style(usesColor: true, width: nil).rendered(text) == "\u{1B}[1;31moverdue\u{1B}[0m since noon")
  }

  @Test func `A table is aligned by display width, money to the right`() {
    var table = Table([.init("REQUEST"), .init("WHAT"), .init("COST", .right)])
    table.add(["REQ-000001", "契約", "7,400.00 USD"])
    table.add(["REQ-000002", "notes", "5.00 USD"], details: ["why: because"])
    let lines = table.lines(.plain).map(\.plain)
    #expect(
      lines == [
        "REQUEST     WHAT           COST", "REQ-000001  契約   7,400.00 USD", "REQ-000002  notes      5.00 USD",
        "            why: because",
      ])
  }

  @Test func `An empty column is left out, and no line ends in blanks`() {
    var table = Table([.init("A"), .init("B"), .init("C")])
    table.add(["1", "", "3"])
    table.add(["10", "", ""])
    #expect(table.lines(.plain).map(\.plain) == ["A   C", "1   3", "10"])
  }

  @Test func `Only the flexible column is cut to fit a terminal`() {
    var table = Table([.init("ID"), .init("TITLE", isFlexible: true), .init("BY")])
    table.add(["REQ-000001", "A title that is longer than the terminal is wide", "zoe"])
    let lines = table.lines(Style(usesColor: false, width: 40)).map(\.plain)
    #expect(lines == ["ID          TITLE                    BY", "REQ-000001  A title that is longer…  zoe"])
    #expect(lines.allSatisfy { displayWidth($0) <= 40 })
  }

  @Test(arguments: [
    ("2026-11-04T14:00:00Z", "2026-11-04 14:00Z (in 2h)"), ("2026-11-04T12:00:30Z", "2026-11-04 12:00Z (now)"),
    ("2026-11-06T12:00:00Z", "2026-11-06 12:00Z (in 2d)"), ("2026-11-05T13:00:00Z", "2026-11-05 13:00Z (in 25h)"),
    ("2026-11-01T12:00:00Z", "2026-11-01 12:00Z (3d overdue)"), ("2026-11-04T11:59:59Z", "2026-11-04 11:59Z (overdue)"),
    ("2026-11-04T11:15:00Z", "2026-11-04 11:15Z (45m overdue)"),
    ("9999-12-31T23:59:59Z", "9999-12-31 23:59Z (in 2912135d)"),
  ])
  func `A deadline says how far away it is`(_ at: String, _ shown: String) throws {
    let instant = try #require(Timestamp(at))
    #expect(deadline(instant, now: noon).plain == shown)
  }

  @Test(arguments: [
    ("7400 USD", "7,400.00 USD"), ("0 USD", "0.00 USD"), ("-1234567.125 EUR", "-1,234,567.125 EUR"),
    ("999.99 USD", "999.99 USD"),
    ("9223372036 USD", "9,223,372,036.00 USD"), ("0.000125 USD", "0.000125 USD"),
  ])
  func `Money has its thousands apart`(_ text: String, _ shown: String) throws {
    #expect(grouped(try #require(Money(text))) == shown)
  }

  @Test(arguments: [
    ("REQ-000001", "REQ-000001"), ("req-1", "REQ-000001"), ("1", "REQ-000001"), ("REQ-1234567", "REQ-1234567"),
    ("REQ-", nil), ("GRT-000001", nil), ("0", nil), ("-1", nil), ("REQ-1x", nil), ("99999999999999999999", nil),
    ("", nil),
    ("REQ-000001\u{301}", nil),
  ])
  func `Ids are taken as people type them`(_ typed: String, _ id: String?) {
    let found = try? canonicalID(typed, .request, noun: "request")
    #expect(found == id)
  }

  @Test(arguments: [
    ("zoe", "zoe"), ("Zoe.Adler", "zoe.adler"), ("DOMAIN\\zoe", "domainzoe"), ("", "engineer"), ("契約", "engineer"),
    ("maya", "maya-1"), ("uid-1000", "uid-1000"),
  ])
  func `A login becomes an id of the directory`(_ login: String, _ person: String) {
    #expect(Starter.person(for: login) == person)
    #expect(isAuthoredID(Starter.person(for: login)))
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("a\r\nb", "\"a\r\nb\""),
    ("=1+1", "'=1+1"),
    ("@cmd", "'@cmd"), ("-5.50", "-5.50"), ("-x", "'-x"), ("", ""),
  ])
  func `A CSV field is quoted, and never a formula`(_ text: String, _ field: String) {
    #expect(csvDocument([[text]]) == field + "\r\n")
  }

  @Test func `The first code that is not 0 stands for several acts`() {
    #expect(Exit.worst(of: [0, 5, 4]) == 5)
    #expect(Exit.worst(of: [0, 0]) == 0)
    #expect(Exit.worst(of: []) == 0)
  }
}
