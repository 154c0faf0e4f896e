@testable import BundleLoading
import Diagnostics
import SpendModel
import Testing
import YAMLDocument

@Suite struct LiteralTests {
  /// Reads the value of `x:` and gives what came of it, or the first diagnostic with its hint.
  private func read<Value>(_ text: String, _ body: (Node, DiagnosticSink) -> Value?) throws -> String {
    let (documents, diagnostics) = YAMLReader.read(Array("x: \(text)".utf8), path: "a.yaml")
    #expect(diagnostics.isEmpty)
    let node = try #require(documents.first?["x"])
    let sink = DiagnosticSink(file: nil)
    let value = body(node, sink)
    if let first = sink.diagnostics.first {
      #expect(value == nil)
      return "\(first.message)" + (first.hint.map { " (\($0))" } ?? "")
    }
    return try #require(value.map { "\($0)" })
  }

  @Test(arguments: [
    Row("plain", "500 USD", "500.00 USD"),
    Row("quoted", "\"500.5 EUR\"", "500.50 EUR"),
    Row("negative", "-0.000125 USD", "-0.000125 USD"),
    Row("no currency", "500", "expected an amount and a currency, found `500` (write it as `500 USD`)"),
    Row("lower case", "500 usd", "expected an amount and a currency, found `500 usd` (write it as `500 USD`)"),
    Row("separator", "1,000 USD", "expected an amount and a currency, found `1,000 USD` (write it as `500 USD`)"),
    Row(
      "too large", "99999999999 USD",
      "expected an amount and a currency, found `99999999999 USD` (write it as `500 USD`)"),
    Row("a list", "[500, USD]", "expected an amount and a currency, found a list (write it as `500 USD`)"),
    Row("nothing", "", "expected an amount and a currency, found nothing (write it as `500 USD`)"),
  ])
  func `Money`(_ row: Row<String, String>) throws {
    #expect(try read(row.given) { $0.money(reporting: $1) } == row.expected)
  }

  @Test(arguments: [
    Row("days", "30d", "30d"), Row("weeks", "2w", "14d"), Row("business days", "5bd", "5bd"),
    Row("business hours", "4bh", "4bh"),
    Row(
      "years", "1y",
      "expected a duration, found `1y` (write it as `90m`, `2h`, `30d`, `2w`, or in business time `4bh`, `5bd`)"),
    Row(
      "a number", "30",
      "expected a duration, found `30` (write it as `90m`, `2h`, `30d`, `2w`, or in business time `4bh`, `5bd`)"),
    Row(
      "negative", "-1d",
      "expected a duration, found `-1d` (write it as `90m`, `2h`, `30d`, `2w`, or in business time `4bh`, `5bd`)"),
  ])
  func `Durations`(_ row: Row<String, String>) throws {
    #expect(try read(row.given) { $0.period(reporting: $1) } == row.expected)
  }

  @Test(arguments: [
    Row("plain", "80%", "80"), Row("zero", "0%", "0"), Row("quoted", "'100%'", "100"),
    Row("over", "101%", "`101%` is out of range (write `0%` to `100%`)"),
    Row("a number", "80", "expected a percentage, found `80` (write it as `80%`)"),
    Row("decimals", "0.5%", "expected a percentage, found `0.5%` (write it as `80%`)"),
  ])
  func `Percentages`(_ row: Row<String, String>) throws {
    #expect(try read(row.given) { $0.percent(reporting: $1) } == row.expected)
  }

  @Test(arguments: [
    Row("date", "2026-11-02", "2026-11-02T00:00:00Z"), Row("time", "2026-11-02T09:00:00+01:00", "2026-11-02T08:00:00Z"),
    Row(
      "no such day", "2026-02-30",
      "expected a time or a date, found `2026-02-30` (write it as `2026-11-02T09:00:00Z` or `2026-11-02`)"),
    Row(
      "no zone", "2026-11-02T09:00:00",
      "expected a time or a date, found `2026-11-02T09:00:00` (write it as `2026-11-02T09:00:00Z` or `2026-11-02`)"),
  ])
  func `Times`(_ row: Row<String, String>) throws {
    #expect(try read(row.given) { $0.timestamp(reporting: $1) } == row.expected)
  }

  @Test(arguments: [
    Row("due", "due", "at(due, nil)"), Row("later", "due+1bd", "at(due, 1bd)"), Row("share", "50%", "percent(50)"),
    Row("end", "grant.expires+10bd", "at(grant.expires, 10bd)"),
    Row(
      "before", "due-1bd", "expected a moment, found `due-1bd` (write it as `due`, `grant.expires`, `due+1bd` or `50%`)"
    ),
    Row("over", "150%", "expected a moment, found `150%` (write it as `due`, `grant.expires`, `due+1bd` or `50%`)"),
    Row(
      "unknown", "start", "expected a moment, found `start` (write it as `due`, `grant.expires`, `due+1bd` or `50%`)"),
  ])
  func `Moments`(_ row: Row<String, String>) throws {
    let text = try read(row.given) { node, sink -> String? in
      switch node.moment(reporting: sink) {
      case .percent(let share): "percent(\(share))"
      case .at(let anchor, let period): "at(\(anchor.rawValue), \(period.map { "\($0)" } ?? "nil"))"
      case nil: nil
      }
    }
    #expect(text == row.expected)
  }

  @Test(arguments: [
    Row("user", "user:ann", "user:ann"), Row("group", "group:security", "group:security"),
    Row("role", "role:director", "role:director"), Row("requester", "requester", "requester"),
    Row("owner", "grant.owner", "grant.owner"), Row("manager", "{managerOf: requester}", "managerOf:requester"),
    Row("group mapping", "{group: governance}", "group:governance"),
    Row("several", "{group: governance, approve: 2}", "governance x 2"),
    Row("expression", "{expr: request.dpo}", "expr request.dpo"),
    Row(
      "bare", "security",
      "`security` is no actor (say what it is: `user:security`, `group:security` or `role:security`)"),
    Row("misspelt", "requestor", "`requestor` is no actor (did you mean `requester`?)"),
    Row(
      "unknown", "team:a",
      "`team:a` is no actor (write it as `user:ann`, `group:security`, `role:director`, `requester`, `beneficiary` or `grant.owner`)"
    ),
    Row("two forms", "{group: a, expr: b}", "an actor is one of `group`, `managerOf` and `expr` (write one of them)"),
    Row("unknown key", "{grupo: a}", "unknown key `grupo` (keys of an actor: `group`, `approve`, `managerOf`, `expr`)"),
    Row("approve alone", "{approve: 2}", "an actor is one of `group`, `managerOf` and `expr` (write one of them)"),
    Row("approve none", "{group: a, approve: 0}", "`0` is out of range (write 1 to 1000)"),
    Row("a number", "5", "expected a string, found `5` (quote it: `\"5\"`)"),
  ])
  func `Actors`(_ row: Row<String, String>) throws {
    let text = try read(row.given) { node, sink -> String? in
      switch node.actor(reporting: sink) {
      case .reference(let reference): reference.description
      case .group(let group, let approve): "\(group) x \(approve)"
      case .expression(let node): "expr \(node.text ?? "")"
      case nil: nil
      }
    }
    #expect(text == row.expected)
  }
}
