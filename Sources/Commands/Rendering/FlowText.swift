import Governance
import SpendModel
import WorkflowEngine

extension FlowView {
  func lines(_ session: Session) -> [Text] {
    let span: Text = since.map { "since \(clockText($0))" } ?? "since the beginning"
    let withdrawn = report.withdrawn > 0 ? "\(report.withdrawn) withdrawn, " : ""
    var result: [Text] = [
      "\(counted(report.requests, "request")) \(span): \(report.decided) decided, \(withdrawn)\(report.open) open"
    ]
    guard report.requests > 0 else { return result }
    result += leadTimeLines(session) + holdingLines(session) + yieldLines(session)
    if let auto = percentText(report.autoApproved, of: report.decided) {
      let lanes = report.lanes.map { lane in
        "\(lane.name) \(percentText(lane.grants - lane.failed, of: lane.grants) ?? "-") right of \(lane.grants)"
      }
      result += [
        "", "approved by lanes: \(Text(auto, .strong))\(lanes.isEmpty ? "" : ", \(lanes.joined(separator: "; "))")",
      ]
    }
    result += openLines(session)
    func perHundred(_ count: Int) -> String { percentText(count, of: report.requests) ?? "-" }
    result.append(
      "escalated \(perHundred(report.escalated)), expired \(perHundred(report.expired)), blocked \(perHundred(report.blocked)), returned \(perHundred(report.returned))"
    )
    if let survived = percentText(report.votesSurvived, of: report.votesAtResubmission) {
      result.append("\(survived) of the votes outlived a resubmission")
    }
    if report.breakGlass > 0 {
      result.append(
        "\(counted(report.breakGlass, "emergency approval")), \(report.breakGlassReviewedInTime) reviewed in time")
    }
    if report.waivers > 0 { result.append("\(counted(report.waivers, "waiver")), \(report.waiversRenewed) renewed") }
    for envelope in envelopes {
      let share = percentText(envelope.used.nanos, of: envelope.approved.nanos).map { " (\($0))" } ?? ""
      result.append(
        "\(counted(envelope.grants, "grant")) ended: \(envelope.used) of \(envelope.approved) used\(share)")
    }
    if report.amendments > 0 { result.append("\(counted(report.amendments, "amendment"))") }
    if !advice.isEmpty {
      result += [""] + advice.map { "\(Text($0.about, .careful)): \($0.words)" }
    }
    return result
  }

  private func leadTimeLines(_ session: Session) -> [Text] {
    var table = Table([
      .init("LEAD TIME"), .init("COUNT", .right), .init("OPEN", .right), .init("P50", .right), .init("P90", .right),
      .init("P50 WALL", .right), .init("P90 WALL", .right),
    ])
    func span(_ microseconds: Int64?) -> Text {
      microseconds.map { Text(spanText(microseconds: $0)) } ?? Text("not yet", .faint)
    }
    func business(_ microseconds: Int64?) -> Text {
      microseconds.map { Text(businessText(microseconds: $0, day: businessDay)) } ?? Text("not yet", .faint)
    }
    for group in report.leadTimes {
      let name = group.kind == .all || group.kind == .people ? group.name : "\(group.kind.rawValue) \(group.name)"
      table.add([
        Text(name, .strong), "\(group.wall.count)", group.wall.open == 0 ? "" : "\(group.wall.open)",
        business(group.business.quantile(percent: 50)), business(group.business.quantile(percent: 90)),
        span(group.wall.quantile(percent: 50)), span(group.wall.quantile(percent: 90)),
      ])
    }
    return [""] + table.lines(session.style)
  }

  private func holdingLines(_ session: Session) -> [Text] {
    let total = report.held.reduce(Int64(0)) { $0 + $1.wall }
    guard total > 0 else { return [] }
    var table = Table([.init("HELD BY"), .init("SHARE", .right), .init("TIME", .right), .init("WALL", .right)])
    for holding in report.held {
      table.add([
        Text(holding.holder, holding.holder == FlowReport.nobody ? .bad : .strong),
        Text(percentText(holding.wall, of: total) ?? "-"),
        Text(businessText(microseconds: holding.business, day: businessDay)),
        Text(spanText(microseconds: holding.wall)),
      ])
    }
    return [""] + table.lines(session.style)
  }

  private func yieldLines(_ session: Session) -> [Text] {
    guard !report.stages.isEmpty else { return [] }
    var table = Table([
      .init("REVIEW"), .init("VOTES", .right), .init("CHANGED", .right), .init("YIELD", .right),
      .init("MEDIAN THOUGHT", .right),
    ])
    for stage in report.stages {
      table.add([
        Text(stage.name, .strong), "\(stage.votes)", "\(stage.changing)",
        Text(percentText(stage.changing, of: stage.votes) ?? "-"),
        stage.medianThink.map { think in
          think < 60_000_000
            ? Text("\(think / 1_000_000)s", think < 10_000_000 ? .careful : .none)
            : Text(spanText(microseconds: think))
        } ?? "-",
      ])
    }
    return [""] + table.lines(session.style)
  }

  private func openLines(_ session: Session) -> [Text] {
    var result: [Text] = [
      "", "\(counted(open, "open item")), \(Text("\(overdue) overdue", overdue > 0 ? .bad : .good))",
    ]
    let late = holders.filter { $0.overdue > 0 }
    if !late.isEmpty {
      result.append("waiting on \(names(late.prefix(10).map { "\($0.name) (\($0.overdue) of \($0.open))" }))")
    }
    if !stalled.isEmpty { result.append("stalled findings: \(Text(stalled.joined(separator: ", "), .bad))") }
    return result
  }
}

/// `97.5 %`; nothing of nothing.
private func percentText(_ part: Int64, of whole: Int64) -> String? {
  permille(part, of: whole).map { "\($0 / 10).\($0 % 10) %" }
}

private func percentText(_ part: Int, of whole: Int) -> String? { percentText(Int64(part), of: Int64(whole)) }
