import Governance
import SpendModel

/// What rules found and waivers put off.
func waivedFindingLines(_ findings: [WaivedFinding]) -> [Text] {
  findings.map { finding in
    let amount: Text = finding.amount.map { ", \(Text(grouped($0), .strong))" } ?? ""
    return
      "  \(finding.rule) (\(names(finding.about)))\(amount): waiver \(Text(finding.waiver, .strong)), approved by \(names(finding.approvedBy)), until \(clockText(finding.until))"
  }
}

/// A remark in words.
private func spoken(_ remark: WaiverView.Remark) -> Text {
  switch remark {
  case .expiring: "ends within 14 days"
  case .unused: "unused"
  case .renewedTwice: "renewed twice: the rule wants changing"
  case .noSuchRule: "suspends nothing: the rule is gone, or may not be waived any more"
  case .brokenScope: "suspends nothing: the scope does not compile any more"
  }
}

func lines(of waivers: [WaiverView], _ session: Session) -> [Text] {
  guard !waivers.isEmpty else { return ["no waivers; assent waiver request FILE asks for one"] }
  var table = Table([
    .init("WAIVER"), .init("STATE"), .init("RULE"), .init("UNTIL"), .init("USES", .right), .init("BY"),
    .init("APPROVED BY"), .init("REMARKS", isFlexible: true),
  ])
  for waiver in waivers {
    table.add(
      [
        Text(waiver.id, .strong), Text(waiver.state, emphasis(ofState: waiver.state)), Text(waiver.rule),
        waiver.state == "active" ? deadline(waiver.until, now: session.now) : Text(clockText(waiver.until)),
        Text(String(waiver.uses)), Text(waiver.requester), names(waiver.approvedBy),
        waiver.remarks.map(spoken).joined(separator: "; ").emphasized(waiver.remarks.isEmpty ? .none : .careful),
      ], details: waiver.scope.map { ["\("where", .faint) \($0)"] } ?? ["\("everywhere", .careful)"])
  }
  return table.lines(session.style)
}

extension WaiverView {
  func lines(_ session: Session) -> [Text] {
    var result: [Text] = ["\(id, .strong) \(state, emphasis(ofState: state)): \(title)"]
    var table = Table([.init(""), .init("")], indent: 2)
    func add(_ name: Text, _ value: Text?) {
      if let value, !value.isEmpty { table.add([name.emphasized(.faint), value]) }
    }
    add("rule", Text(rule, .strong))
    add("where", scope.map { Text($0) } ?? Text("everywhere", .careful))
    add("from", from.map { Text(clockText($0)) } ?? "its approval")
    add("until", state == "active" ? deadline(until, now: session.now) : Text(clockText(until)))
    add("request", Text(request))
    add("for", denied.map { Text($0) })
    add("asked for by", "\(requester), \(past(requestedAt, now: session.now))")
    add("approved by", approvedBy.isEmpty ? nil : names(approvedBy))
    add("revoked by", revokedBy.map { Text($0) })
    add("renews", renews.map { Text($0) })
    add("renewed by", renewedBy.map { Text($0) })
    add("renewals", renewals > 0 ? Text(String(renewals)) : nil)
    add("uses", Text(String(uses)))
    result += table.lines(session.style)
    result += remarks.map { "  \(spoken($0), .careful)" }
    result += section("history", historyLines(history, session))
    if state == "requested" { result += Commands.next("assent why \(request)") }
    return result
  }
}
