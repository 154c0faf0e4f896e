package import SpendModel
package import StrictJSON
package import WorkflowEngine

/// How requests flow, and what is open now.
package struct FlowView: Sendable {
  package var since: Timestamp?
  package var at: Timestamp
  /// A business day of the default calendar, in microseconds.
  package var businessDay: Int64
  package var report: FlowReport
  /// Open stages, findings and duties by whom they wait for.
  package var holders: [Holder]
  /// Open items, and those that are past their due time; each counts once, however many it waits for.
  package var open: Int
  package var overdue: Int
  /// Findings on which nothing has happened for five business days, or whose ladder has run out.
  package var stalled: [String]
  package var openFindings: Int
  /// What ended grants had approved and what was used, by currency.
  package var envelopes: [Envelope]

  package struct Holder: Hashable, Sendable {
    package var name: String
    package var open = 0
    package var overdue = 0
  }

  package struct Envelope: Hashable, Sendable {
    package var approved: Money
    package var used: Money
    package var grants: Int
  }
}

/// What should be changed about a lane, a stage or the workflows, judged by fixed marks.
package struct FlowAdvice: Hashable, Sendable {
  package var about: String
  package var words: String
}

extension FlowView {
  /// Marks below which too little happened to judge by.
  private static let enough = 50

  package var advice: [FlowAdvice] {
    var advice: [FlowAdvice] = []
    for lane in report.lanes where lane.grants >= Self.enough && lane.failed * 100 <= lane.grants {
      advice.append(
        FlowAdvice(
          about: "lane \(lane.name)",
          words: "\(lane.grants) grants, \(lane.failed) exceeded or revoked: its limit may be raised"))
    }
    for stage in report.stages where stage.votes >= Self.enough {
      if stage.changing * 100 < stage.votes {
        advice.append(
          FlowAdvice(
            about: "stage \(stage.name)",
            words: "\(stage.votes) votes, \(stage.changing) changed anything: a lane or an `input` would do"))
      }
      if let think = stage.medianThink, think < 10_000_000 {
        advice.append(FlowAdvice(about: "stage \(stage.name)", words: "half of its votes take less than 10 seconds"))
      }
    }
    if report.requests >= Self.enough, report.expired * 50 > report.requests {
      advice.append(
        FlowAdvice(
          about: "expiry",
          words: "\(report.expired) of \(report.requests) requests expired: the workflow is wrong, not the people"))
    }
    return advice
  }

  package var json: JSONValue {
    .object([
      "since": since.map { .string($0.description) }, "at": .string(at.description),
      "requests": .integer(Int64(report.requests)), "decided": .integer(Int64(report.decided)),
      "withdrawn": report.withdrawn > 0 ? .integer(Int64(report.withdrawn)) : nil,
      "open": .integer(Int64(report.open)),
      "leadTimes": .array(report.leadTimes.map(\.json)), "heldBy": .array(heldBy),
      "autoApproved": [
        "grants": .integer(Int64(report.autoApproved)), "percent": share(report.autoApproved, of: report.decided),
        "lanes": .array(
          report.lanes.map { lane in
            [
              "lane": .string(lane.name), "grants": .integer(Int64(lane.grants)),
              "failed": .integer(Int64(lane.failed)),
              "precision": share(lane.grants - lane.failed, of: lane.grants),
            ]
          }),
      ],
      "reviewYield": .array(report.stages.map(\.json)),
      "overdue": [
        "open": .integer(Int64(open)), "overdue": .integer(Int64(overdue)), "percent": share(overdue, of: open),
        "holders": .array(
          holders.map { holder in
            [
              "holder": .string(holder.name), "open": .integer(Int64(holder.open)),
              "overdue": .integer(Int64(holder.overdue)),
            ]
          }),
      ],
      "stalledFindings": [
        "open": .integer(Int64(openFindings)), "stalled": .array(stalled.map { .string($0) }),
      ],
      "perHundred": [
        "escalated": share(report.escalated, of: report.requests),
        "expired": share(report.expired, of: report.requests),
        "blocked": share(report.blocked, of: report.requests),
      ],
      "rework": [
        "returned": share(report.returned, of: report.requests),
        "votesAtResubmission": .integer(Int64(report.votesAtResubmission)),
        "votesSurvived": .integer(Int64(report.votesSurvived)),
        "percentSurvived": share(report.votesSurvived, of: report.votesAtResubmission),
      ],
      "breakGlass": [
        "count": .integer(Int64(report.breakGlass)),
        "reviewedInTime": .integer(Int64(report.breakGlassReviewedInTime)),
      ],
      "waivers": ["count": .integer(Int64(report.waivers)), "renewed": .integer(Int64(report.waiversRenewed))],
      "envelopes": .array(
        envelopes.map { envelope in
          .object([
            "approved": envelope.approved.json, "used": envelope.used.json, "grants": .integer(Int64(envelope.grants)),
            "percent": percent(envelope.used.nanos, of: envelope.approved.nanos),
          ])
        }),
      "amendments": .integer(Int64(report.amendments)),
      "advice": .array(advice.map { ["about": .string($0.about), "advice": .string($0.words)] }),
    ])
  }

  private var heldBy: [JSONValue] {
    let total = report.held.reduce(Int64(0)) { $0 + $1.wall }
    return report.held.map { holding in
      [
        "holder": .string(holding.holder), "wallSeconds": .integer(holding.wall / 1_000_000),
        "businessSeconds": .integer(holding.business / 1_000_000), "percent": percent(holding.wall, of: total),
      ]
    }
  }
}

/// A share in percent with one decimal, rounded down: `97.5`; null of nothing.
private func percent(_ part: Int64, of whole: Int64) -> JSONValue {
  permille(part, of: whole).map { .number("\($0 / 10).\($0 % 10)") } ?? .null
}

private func share(_ part: Int, of whole: Int) -> JSONValue { percent(Int64(part), of: Int64(whole)) }

/// Thousandths, rounded down; nothing of nothing.
package func permille(_ part: Int64, of whole: Int64) -> Int64? {
  guard whole > 0, part >= 0 else { return nil }
  return Int64(exactly: Int128(part) * 1000 / Int128(whole))
}

extension FlowReport.Group {
  fileprivate var json: JSONValue {
    func quantile(_ percent: Int) -> JSONValue {
      .object([
        "wallSeconds": wall.quantile(percent: percent).map { .integer($0 / 1_000_000) } ?? .null,
        "businessSeconds": business.quantile(percent: percent).map { .integer($0 / 1_000_000) } ?? .null,
      ])
    }
    return [
      "by": .string(kind.rawValue), "name": .string(name), "count": .integer(Int64(wall.count)),
      "open": .integer(Int64(wall.open)), "p50": quantile(50), "p90": quantile(90),
    ]
  }
}

extension FlowReport.Stage {
  fileprivate var json: JSONValue {
    [
      "stage": .string(name), "votes": .integer(Int64(votes)), "changing": .integer(Int64(changing)),
      "percent": share(changing, of: votes),
      "medianThinkSeconds": medianThink.map { .integer($0 / 1_000_000) } ?? .null,
    ]
  }
}
