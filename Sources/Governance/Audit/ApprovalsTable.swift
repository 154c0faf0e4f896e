import SpendModel
import StrictJSON

/// `approvals.csv`: one row for each step: each vote, counted or void, and each stage that ended without one.
struct ApprovalsTable {
  static let columns = [
    "request_id", "step_no", "step_name", "required_role", "quorum_needed", "quorum_got", "assigned_to", "assigned_at",
    "due_at", "acted_by", "acted_at", "action", "escalated_from", "escalated_to", "escalation_level",
    "escalation_reason",
    "elapsed_s", "sla_s", "sla_met", "comment_commit", "idx",
  ]

  private struct Step {
    var activation: EventRecord
    var candidates: String
    var approvals = 0
    var level: Int64 = 0
    var escalatedFrom = ""
    var escalatedTo = ""
    var reason = ""
    var hasVote = false
  }

  /// The rows, cells in the order of ``columns``.
  static func rows(of log: ExportedLog) -> [[String]] {
    var rows: [[String]] = []
    for (id, entries) in log.requests() {
      var steps: [String: Step] = [:]
      var number = 0
      for entry in entries {
        let event = entry.event
        let name = event.data["stage"]?.string ?? ""
        switch event.type {
        case .stageActivated:
          steps[name] = Step(activation: event, candidates: people(event.data["candidates"]))
        case .rungFired:
          guard var step = steps[name] else { continue }
          step.level = event.data["level"]?.integer ?? step.level
          step.reason = event.data["do"]?.string ?? ""
          if let candidates = event.data["candidates"] {
            step.escalatedFrom = step.candidates
            step.candidates = people(candidates)
          }
          step.escalatedTo = people(event.data["to"])
          steps[name] = step
        case .voteCast, .voteVoid:
          number += 1
          let verb = event.data["verb"]?.string ?? ""
          if event.type == .voteCast, verb == "approve" { steps[name]?.approvals += 1 }
          steps[name]?.hasVote = true
          let action = event.type == .voteCast ? verb : "void:" + (event.data["because"]?.string ?? "")
          rows.append(
            cells(id, number, name, steps[name], event, by: event.data["person"]?.string ?? "", action: action))
        case .voteRevoked:
          number += 1
          if event.data["verb"]?.string == "approve" { steps[name]?.approvals -= 1 }
          rows.append(
            cells(id, number, name, steps[name], event, by: event.actor, action: "revoked"))
        case .stageReassigned:
          guard var step = steps[name], let candidates = event.data["candidates"] else { continue }
          step.escalatedFrom = step.candidates
          step.candidates = people(candidates)
          step.reason = event.data["because"]?.string ?? ""
          steps[name] = step
        case .stageWaived:
          number += 1
          rows.append(
            cells(id, number, name, steps[name], event, by: people(event.data["by"]), action: "waived"))
        case .stageSatisfied, .stageTimedOut, .stageVetoed, .stageBlocked, .stageCancelled:
          guard let step = steps[name], !step.hasVote || event.type == .stageTimedOut else { continue }
          number += 1
          let action = String(event.type.rawValue.dropFirst("stage.".count))
          rows.append(cells(id, number, name, step, event, by: event.actor, action: action))
        default: continue
        }
      }
    }
    return rows
  }

  private static func cells(
    _ id: String, _ number: Int, _ name: String, _ step: Step?, _ event: EventRecord, by person: String, action: String
  ) -> [String] {
    let assigned = step?.activation.at
    let due = step?.activation.data["due"]?.string.flatMap { Timestamp($0) }
    let elapsed = assigned.map { String(event.at.since($0) / 1_000_000) } ?? ""
    let allowed = assigned.flatMap { assigned in due.map { String($0.since(assigned) / 1_000_000) } } ?? ""
    let quorum = step?.activation.data["quorum"]?["approve"]?.integer
    return [
      id, String(number), name, step?.activation.data["right"]?.string ?? "", quorum.map { String($0) } ?? "",
      step.map { String($0.approvals) } ?? "", step?.candidates ?? "", assigned?.canonicalText ?? "",
      due?.canonicalText ?? "",
      person, event.at.canonicalText, action, step?.escalatedFrom ?? "", step?.escalatedTo ?? "",
      step.map { String($0.level) } ?? "", step?.reason ?? "", elapsed, allowed,
      due.map { event.at <= $0 ? "1" : "0" } ?? "", event.data["comment"]?["commit"]?.string ?? "", String(event.idx),
    ]
  }

  private static func people(_ value: JSONValue?) -> String {
    (value?.array ?? []).compactMap(\.string).joined(separator: " ")
  }
}
