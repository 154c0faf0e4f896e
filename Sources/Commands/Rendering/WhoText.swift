import Governance
import SpendModel

extension WhoView {
  func lines(_ session: Session) -> [Text] {
    let title: Text = workflow.isEmpty ? "who would have to act" : "who would have to act, workflow \(workflow)"
    if let lane {
      let grant: Text = lane.grant.isEmpty ? "" : ": a grant of \(lane.grant)"
      return section(title, ["  nobody: lane \(Text(lane.id, .strong)) approves it at once\(grant)"]) + remarks
    }
    guard !stages.isEmpty else { return section(title, ["  nobody: it is denied"]) + remarks }
    var table = Table(
      [.init("STAGE"), .init("RIGHT"), .init("NEEDS"), .init("WHO", isFlexible: true), .init("TIME"), .init("DUE")],
      indent: 2)
    for stage in stages {
      table.add(
        [
          Text(stage.waiting.stage, .strong), Text(stage.waiting.right), Text(stage.quorum),
          names(stage.waiting.candidates), Text(stage.time ?? ""),
          stage.waiting.due.map { deadline($0, now: session.now) } ?? Text(),
        ], details: stage.details)
    }
    var result = section(title, table.lines(session.style))
    if let exposure { result += ["", "at stake, with what else counts: \(grouped(exposure))"] }
    if stages.contains(where: { $0.blocked != nil }) {
      result += ["", "\("blocked:", .bad) no set of people could approve it as things stand"]
    }
    if let ends { result.append("it would end by itself at \(clockText(ends))") }
    return result + remarks
  }

  private var remarks: [Text] { notes.map { "note: \($0)" } }
}

extension WhoStage {
  fileprivate var details: [Text] {
    func list(_ people: [(person: String, because: String)]) -> String {
      people.map { "\($0.person) (\(exclusionText($0.because)))" }.joined(separator: ", ")
    }
    var lines: [Text] = reasons.isEmpty ? [] : ["\("why:", .faint) \(reasons.joined(separator: "; "))"]
    if !seats.isEmpty {
      lines.append("\("seats:", .faint) \(seats.map { $0.joined(separator: " or ") }.joined(separator: "; "))")
    }
    if !after.isEmpty { lines.append("\("after:", .faint) \(after.joined(separator: ", "))") }
    if !asks.isEmpty { lines.append("\("asks:", .faint) \(asks.joined(separator: "; "))") }
    if !offers.isEmpty { lines.append("\("may attach:", .faint) \(offers.joined(separator: ", "))") }
    if !passedOver.isEmpty { lines.append("\("told:", .faint) \(list(passedOver))") }
    if !excluded.isEmpty { lines.append("\("may not act:", .faint) \(list(excluded))") }
    if usesFallback {
      lines.append("the fallback stands in: too few of its own may act")
    } else if !fallback.isEmpty {
      let share: Text = fallbackApprove.map { "\($0) of " } ?? ""
      lines.append("\("if they cannot:", .faint) \(share)\(names(fallback))")
    }
    if let blocked {
      lines.append("\("blocked:", .bad) \(blocked.because); \(names(blocked.told)) would be told")
    }
    return lines
  }
}
