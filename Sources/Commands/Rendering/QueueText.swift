import Governance
import SpendModel
import WorkflowEngine

extension QueueAnswer {
  func lines(_ session: Session, isMine: Bool) -> [Text] {
    let own: [Text] = isMine ? service.map { [$0.line] } ?? [] : []
    guard !items.isEmpty else { return [isMine ? "nothing waits for you" : "nothing waits"] + own }
    var table = Table([
      .init("REQUEST"), .init("WHAT", isFlexible: true), .init("BY"), .init("COST", .right), .init("DUE"),
    ])
    for item in items {
      let until: Text = item.due.map { "by \(clockText($0))" } ?? "without a deadline"
      var details: [Text] = ["\(item.stage) (\(item.right)) \(until)"]
      if !item.reasons.isEmpty { details.append("\("why:", .faint) \(item.reasons.joined(separator: "; "))") }
      details += noticeLines(warnings: item.warnings, concerns: item.concerns)
      if !isMine {
        let others = item.delegates.map { "; \($0.person) for \($0.of)" }.joined()
        details.append("\("who:", .faint) \(names(item.candidates))\(others)")
      }
      if let person = item.claimedBy { details.append("\("claimed:", .faint) \(person) looks at it") }
      if item.state == "blocked" {
        details.append("\("blocked:", .bad) nobody who is left may act; see assent why \(item.request)")
      }
      table.add(
        [
          Text(item.request, .strong), Text(item.title), Text(item.requester),
          item.cost.map { Text(grouped($0), .strong) } ?? "-", remaining(item.due, now: session.now),
        ], details: details)
    }
    var result = table.lines(session.style)
    let overdue = items.count(where: \.isOverdue)
    var sum: Text = counted(items.count, "item")
    if overdue > 0 { sum += ", \(Text("\(overdue) overdue", .bad))" }
    if more > 0 { sum += ", \(isAtLeast ? "at least " : "")\(grouped(more)) more with --limit 0" }
    result += ["", sum] + own
    if isMine, let first = items.first {
      let isTwice = items.count { $0.request == first.request } > 1
      let stage: Text = isTwice ? " --stage \(first.stage)" : ""
      let words = first.wantsComment ? " --comment \"...\"" : ""
      let terms: Text = "\(first.attest.map { " --attest \($0)" }.joined())\(words)"
      result.append(
        "\("next:", .strong) assent approve \(first.request)\(stage)\(terms)    (facts: assent show \(first.request))")
      let refusals = first.stage == "post-review" ? "reject" : "reject|return"
      result.append("      assent \(refusals) \(first.request)\(stage) --comment \"...\"")
    }
    return result
  }
}

extension ServiceLevel {
  /// `you decide within 4bh (the median of 23 in 90 days), 21 of 23 in time`
  fileprivate var line: Text {
    let span = businessText(microseconds: median, day: day)
    var line: Text = "you decide within \(span) (the median of \(decisions) in \(days) days)"
    if withDue > 0 { line += ", \(inTime) of \(withDue) in time" }
    return line
  }
}
