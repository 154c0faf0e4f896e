import Governance
import SpendModel

extension GrantView {
  /// The envelope in a few lines, as other answers quote it.
  func summaryLines(_ session: Session) -> [Text] {
    let isOver = ["exhausted", "expired", "revoked", "superseded", "closed"].contains(state)
    let end: Text = isOver ? "until \(clockText(expires))" : "expires \(deadline(expires, now: session.now))"
    var result: [Text] = ["  \(id, .strong) \(words(state), emphasis(ofState: state)), owner \(owner), \(end)"]
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
    result += changes(session)
    if !duties.isEmpty { result.append("duties \(names(duties))") }
    if !findings.isEmpty { result.append("findings \(Text(findings.joined(separator: ", "), .bad))") }
    for tranche in tranches {
      let evidence = open.first { $0.id == tranche.duty }?.evidence ?? []
      let wanted = evidence.isEmpty ? "" : ", evidence \(evidence.joined(separator: ", "))"
      let how: Text =
        tranche.isReleased
        ? "released" : "waits for \(tranche.duty ?? "")\(wanted)\(tranche.when.map { ": \($0)" } ?? "")"
      result.append("tranche of \(tranche.percent) %: \(how)")
    }
    if let recertify {
      let due: Text = nextConfirmation.map { ", next by \(deadline($0.due, now: session.now)) (\($0.id))" } ?? ""
      result.append("to be confirmed every \(recertify)" + due)
    }
    if isSingleUse { result.append(consumedAt.map { "used once, at \(clockText($0))" } ?? "may be used once") }
    if let supersedes { result.append("in the place of \(supersedes), whose use counts on") }
    if unpriced > 0 { result.append("\(Text("\(unpriced) records have no price", .careful)) and are not in the sums") }
    result += openLines(session)
    if let amendBy {
      result.append("\(Text(grouped(amendBy), .bad)) more than was granted: an amendment asks for it")
    }
    switch state {
    case "pending_conditions":
      if let duty = open.first(where: { $0.phase == "start" })?.id ?? duties.first {
        result += Commands.next("assent duty show \(duty)")
      }
    case "active" where amendBy != nil, "suspended" where amendBy != nil:
      result += Commands.next("assent amend \(request) FILE")
    case "suspended" where pause?.because == "duty":
      result += Commands.next("assent duty show \(pause?.duty ?? "")")
    case "suspended" where pause?.because == "hold":
      result += Commands.next("assent grant resume \(id) --reason \"...\"")
    case "suspended":
      let finding = findings.first
      result += Commands.next(
        finding.map { "assent finding show \($0)" } ?? "assent grant resume \(id) --reason \"...\"")
    default: break
    }
    return result
  }

  /// Why it does not run, and who could let it go on; how it ended.
  private func changes(_ session: Session) -> [Text] {
    var result: [Text] = []
    if let pause {
      let why: Text =
        switch pause.because {
        case "cap": "more is used than its cap"
        case "duty": "the duty \(pause.duty ?? "") is late"
        case "hold": "held by \(pause.by)"
        default: Text(pause.because ?? "")
        }
      result.append("\("suspended", .bad) since \(past(pause.at, now: session.now)): " + why + said(pause))
      if pause.because == "duty" {
        result.append("goes on once that duty is verified")
      } else if !mayResume.isEmpty {
        result.append("may resume it: \(names(mayResume))")
      }
    }
    if let end {
      let how: Text
      switch end.what {
      case "revoked": how = "revoked by \(end.by)" + (end.because.map { " (\($0))" } ?? "")
      case "superseded": how = "\(end.other ?? "another") took its place"
      default: how = Text(end.what)
      }
      result.append(how + ", \(past(end.at, now: session.now))" + said(end))
    }
    return result
  }

  private func said(_ change: Change) -> Text { change.words.map { ": \u{201C}\($0)\u{201D}" } ?? "" }

  /// The duties and findings that are left.
  private func openLines(_ session: Session) -> [Text] {
    var table = Table([.init(""), .init(""), .init(""), .init(""), .init("")], indent: 2)
    for task in open {
      let evidence = task.evidence.isEmpty ? "" : ", evidence \(task.evidence.joined(separator: ", "))"
      table.add([
        Text(task.id, .strong), Text(task.what), Text(words(task.state)),
        Text("\(task.owner), verified by \(task.verifier)\(evidence)"), deadline(task.due, now: session.now),
      ])
    }
    return open.isEmpty ? [] : ["left to do"] + table.lines(session.style)
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
