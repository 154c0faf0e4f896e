import Governance
import SpendModel

extension GrantView {
  /// The envelope in a few lines, as other answers quote it.
  func summaryLines(_ session: Session) -> [Text] {
    var result: [Text] = [
      "  \(id, .strong) \(words(state), emphasis(ofState: state)), owner \(owner), expires \(deadline(expires, now: session.now))"
    ]
    for cap in caps {
      guard let used = used.first(where: { $0.name == cap.name })?.used else {
        result.append("  \(cap.name): up to \(Text(grouped(cap.cap), .strong))")
        continue
      }
      let isOver = used.exceeds(cap.cap) ?? false
      let share = percent(used, of: cap.cap).map { " (\($0) %)" } ?? ""
      result.append(
        "  \(cap.name): \(Text(grouped(used), isOver ? .bad : .none)) of \(Text(grouped(cap.cap), .strong))\(share)\(isOver ? Text(" over the cap", .bad) : Text())"
      )
    }
    if let reserved, let budget { result.append("  \(reserved) reserved on budget \(budget)") }
    if let warning { result.append("  \("warning:", .careful) \(warning)") }
    return result
  }

  func lines(_ session: Session) -> [Text] {
    var result = summaryLines(session).map(\.withoutIndent)
    result.append("request \(request), revision \(revision)\(lane.map { ", lane \($0)" } ?? "")")
    if let activeFrom { result.append("active from \(past(activeFrom, now: session.now))") }
    if !duties.isEmpty { result.append("duties \(names(duties))") }
    if !findings.isEmpty { result.append("findings \(Text(findings.joined(separator: ", "), .bad))") }
    for tranche in tranches {
      let how: Text =
        tranche.isReleased ? "released" : "waits for \(tranche.duty ?? "")\(tranche.when.map { ": \($0)" } ?? "")"
      result.append("tranche of \(tranche.percent) %: \(how)")
    }
    if let recertify { result.append("to be confirmed every \(recertify)") }
    if isSingleUse { result.append(consumedAt.map { "used once, at \(clockText($0))" } ?? "may be used once") }
    if let supersedes { result.append("in the place of \(supersedes), whose use counts on") }
    if unpriced > 0 { result.append("\(Text("\(unpriced) records have no price", .careful)) and are not in the sums") }
    switch state {
    case "pending_conditions": if let duty = duties.first { result += Commands.next("assent duty show \(duty)") }
    case "suspended" where amendBy != nil:
      result.append("\(grouped(amendBy ?? .zero(.usd)), .bad) more than was granted: an amendment asks for it")
      result += Commands.next("assent amend \(request) FILE")
    case "suspended":
      let finding = findings.first
      result += Commands.next(
        finding.map { "assent finding show \($0)" } ?? "assent grant resume \(id) --reason \"...\"")
    default: break
    }
    return result
  }
}

/// Whole percent, rounded down; nothing where the currencies differ or the whole is not positive.
func percent(_ part: Money, of whole: Money) -> Int64? {
  guard part.currency == whole.currency, whole.nanos > 0 else { return nil }
  return Int64(exactly: Int128(part.nanos) * 100 / Int128(whole.nanos))
}

func lines(of grants: [GrantView], _ session: Session) -> [Text] {
  guard !grants.isEmpty else { return ["no grants"] }
  var table = Table([
    .init("GRANT"), .init("STATE"), .init("OWNER"), .init("CAP", .right), .init("USED", .right), .init("%", .right),
    .init("EXPIRES"), .init("REQUEST"), .init("FINDINGS"),
  ])
  for grant in grants {
    let cap = grant.caps.first { $0.name == "cost" }?.cap
    let used = grant.used.first { $0.name == "cost" }?.used
    let share = cap.flatMap { cap in used.flatMap { percent($0, of: cap) } }
    let isOver = cap.flatMap { cap in used.flatMap { $0.exceeds(cap) } } ?? false
    table.add([
      Text(grant.id, .strong), Text(words(grant.state), emphasis(ofState: grant.state)), Text(grant.owner),
      cap.map { Text(grouped($0)) } ?? "-", used.map { Text(grouped($0), isOver ? .bad : .none) } ?? "-",
      share.map { Text(String($0), isOver ? .bad : .none) } ?? "", Text(clockText(grant.expires)), Text(grant.request),
      Text(grant.findings.joined(separator: ", ")),
    ])
  }
  return table.lines(session.style)
}
