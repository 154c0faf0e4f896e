import SpendModel
import StrictJSON

/// `approvals.csv`: one row for each step: each vote, counted or void, taken back or stale, each stage that ended without
/// one, and what people did about a stage beside voting: handed over, asked somebody else, claimed, done without.
struct ApprovalsTable {
  static let columns = [
    "request_id", "step_no", "step_name", "required_role", "quorum_needed", "quorum_got", "assigned_to", "assigned_at",
    "due_at", "acted_by", "acted_at", "action", "escalated_from", "escalated_to", "escalation_level",
    "escalation_reason",
    "elapsed_s", "sla_s", "sla_met", "comment_commit", "idx", "on_behalf_of", "delegation_id", "conditions",
  ]

  private struct Step {
    var activation: EventRecord
    var candidates: String
    /// Whose approvals count.
    var approvers: [String] = []
    var level: Int64 = 0
    var escalatedFrom = ""
    var escalatedTo = ""
    var reason = ""
    var hasVote = false

    /// A person's approval does not count any more.
    mutating func drop(_ event: EventRecord) {
      guard let person = event.data["person"]?.string else { return }
      approvers.removeAll { $0.utf8.elementsEqual(person.utf8) }
    }
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
          if event.type == .voteCast {
            // Who changes their mind takes the vote of before back.
            steps[name]?.drop(event)
            if verb == "approve" { steps[name]?.approvers.append(event.data["person"]?.string ?? "") }
          }
          steps[name]?.hasVote = true
          let action = event.type == .voteCast ? verb : "void:" + (event.data["because"]?.string ?? "")
          rows.append(
            cells(id, number, name, steps[name], event, by: event.data["person"]?.string ?? "", action: action))
        case .voteRevoked, .voteStale:
          number += 1
          steps[name]?.drop(event)
          let person = event.data["person"]?.string ?? event.author
          let action = event.type == .voteRevoked ? "revoked" : "stale"
          rows.append(cells(id, number, name, steps[name], event, by: person, action: action))
        case .stageReassigned:
          guard var step = steps[name], let candidates = event.data["candidates"] else { continue }
          step.escalatedFrom = event.data["from"]?.string ?? step.candidates
          step.escalatedTo = event.data["to"]?.string ?? people(candidates)
          step.candidates = people(candidates)
          step.reason = event.data["because"]?.string ?? ""
          steps[name] = step
          guard event.data["to"] != nil else { continue }
          number += 1
          let action = event.data["from"] == nil ? "added" : "reassigned"
          rows.append(cells(id, number, name, step, event, by: event.author, action: action))
        case .stageClaimed, .stageReleased, .stageOverrideProposed:
          number += 1
          let action = String(event.type.rawValue.dropFirst("stage.".count))
          let person = event.data["person"]?.string ?? event.author
          rows.append(cells(id, number, name, steps[name], event, by: person, action: action))
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
      step.map { String($0.approvers.count) } ?? "", step?.candidates ?? "", assigned?.canonicalText ?? "",
      due?.canonicalText ?? "",
      person, event.at.canonicalText, action, step?.escalatedFrom ?? "", step?.escalatedTo ?? "",
      step.map { String($0.level) } ?? "", step?.reason ?? "", elapsed, allowed,
      due.map { event.at <= $0 ? "1" : "0" } ?? "", event.commitment("comment") ?? event.commitment("reason") ?? "",
      String(event.idx), event.data["for"]?.string ?? "", event.data["delegation"]?.string ?? "",
      event.data["conditions"]?.serialized() ?? "",
    ]
  }

  private static func people(_ value: JSONValue?) -> String {
    (value?.array ?? []).compactMap(\.string).joined(separator: " ")
  }
}
