import Governance
import SpendModel
import WorkflowEngine

/// Sums as people read them: `7,400.00 USD, 12.00 EUR`; a dash where there are none.
private func words(_ sums: MoneySums) -> Text {
  names(sums.totals.map { "\(grouped(decimal: $0.amountText)) \($0.currency.code)" })
}

private func table(_ title: String, _ effects: [Simulation.Effect], _ session: Session) -> [Text] {
  guard !effects.isEmpty else { return [] }
  var table = Table([
    .init(title), .init("NEW", .right), .init("GONE", .right), .init("FLIPS", .right), .init("MONEY", .right),
  ])
  for effect in effects {
    table.add([
      Text(effect.name, .strong), "\(effect.added)", "\(effect.removed)", "\(effect.flips)", words(effect.money),
    ])
  }
  return [""] + table.lines(session.style)
}

/// How many changed requests are shown one by one; JSON and CSV have all.
private let shown = 20

extension Simulation {
  func lines(_ session: Session) -> [Text] {
    let other: Text = against == "recorded" ? "what was recorded" : "bundle \(short(against))"
    var result: [Text] = [
      "bundle \(short(digest)) against \(other)",
      "\(counted(judged, "request")) judged, \(changed) changed, \(Text("\(flips) flip", flips > 0 ? .careful : .good)), \(words(money)) touched",
    ]
    if unread > 0 { result.append("\(Text("\(unread) could not be read", .bad)) and were not judged") }
    if !ways.isEmpty {
      var table = Table([.init("DECISION"), .init("REQUESTS", .right), .init("MONEY", .right)])
      for way in ways { table.add([Text(way.name), "\(way.added)", words(way.money)]) }
      result += [""] + table.lines(session.style)
    }
    result += table("RULE", rules, session) + table("REVIEW", reviews, session) + table("STAGE", stages, session)
    result += workLines(session)
    if !changes.isEmpty {
      var table = Table([
        .init("REQUEST"), .init("COST", .right), .init("BEFORE"), .init("AFTER"), .init("RULES", isFlexible: true),
      ])
      for change in changes.prefix(shown) {
        let gone = change.before.rules.filter { !change.after.rules.contains($0) }.map { "-\($0)" }
        let new = change.after.rules.filter { !change.before.rules.contains($0) }.map { "+\($0)" }
        table.add([
          "\(Text(change.request, .strong))\(change.revision > 1 ? ", revision \(change.revision)" : "")",
          change.cost.map { Text(grouped($0)) } ?? "-", "\(change.before.decision) (\(change.before.outcome))",
          "\(change.after.decision) (\(change.after.outcome))", names(gone + new),
        ])
      }
      result += [""] + table.lines(session.style)
      if changed > shown { result.append("and \(changed - shown) more: -o csv lists them") }
    }
    if usageFindings.before > 0 || usageFindings.after > 0 {
      result += [
        "", "usage: \(counted(usageFindings.before, "finding")) by the rules of now, \(usageFindings.after) by these",
      ]
      var table = Table([
        .init("USAGE RULE"), .init("CHANGE"), .init("BEFORE", .right), .init("AFTER", .right),
        .init("ABOUT", isFlexible: true),
      ])
      for change in usage {
        table.add([
          Text(change.rule, .strong), Text(change.change), change.before.map { Text(grouped($0)) } ?? "-",
          change.after.map { Text(grouped($0)) } ?? "-", names(change.about),
        ])
      }
      if !usage.isEmpty { result += table.lines(session.style) }
    }
    return result
  }

  /// What it asks of people: acts, lead time by what stages usually took, and who gets more or less to do.
  private func workLines(_ session: Session) -> [Text] {
    guard !work.isEmpty else { return [] }
    func span(_ times: LeadTimes, _ percent: Int) -> Text {
      times.quantile(percent: percent).map {
        Text(businessText(microseconds: $0, day: work.businessDay))
      } ?? "-"
    }
    var result: [Text] = [
      "",
      "acts of people: \(work.acts.before) before, \(Text("\(work.acts.after)", .strong)) after; more for \(counted(work.more, "request")), fewer for \(work.fewer)",
      "lead time by past medians: \(span(work.spans.before, 50)) before, \(span(work.spans.after, 50)) after; nine of ten within \(span(work.spans.before, 90)), \(span(work.spans.after, 90))",
    ]
    guard !work.people.isEmpty else { return result }
    var table = Table([
      .init("PERSON"), .init("BEFORE", .right), .init("AFTER", .right), .init("A WEEK", .right),
      .init("BUSIEST WEEK", .right), .init(""),
    ])
    for share in work.people.prefix(shown) {
      table.add([
        Text(share.person, .strong), Text(decimalText(thousandths: share.before)),
        Text(decimalText(thousandths: share.after)), Text(decimalText(thousandths: share.perWeek)),
        "\(share.busiestWeek)", share.isOverloaded ? Text("overloaded", .bad) : Text(),
      ])
    }
    result += table.lines(session.style)
    if work.people.count > shown { result.append("and \(work.people.count - shown) more: -o json lists them") }
    return result
  }
}
