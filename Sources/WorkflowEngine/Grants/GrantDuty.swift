import SpendModel
import StrictJSON

/// A duty that comes with a grant, before it has an id.
struct GrantDuty: Sendable {
  /// The phases beside those of an obligation.
  static let tranche = "tranche"
  static let recertify = "recertify"
  /// The phases of duties without which a grant may not go on.
  static let suspending: Set<String> = ["during", recertify]
  /// The phases of duties that end with their grant.
  static let endingWithGrant: Set<String> = [tranche, recertify]

  var id: String
  var phase: String
  var evidence: [String]
  var owner: String
  var verifier: String
  var due: Timestamp
  var ladder: Ladder
  /// The voters who attached it; empty: rules or the workflow demand it.
  var askedBy: [String] = []
}

extension Recorder {
  /// The parts in which the caps are released, where the decision says so.
  var tranches: [Tranche] {
    workflow?.stages.first { $0.right == .decide }?.conditions.tranches ?? []
  }

  /// The duties that release the further tranches, and the one that confirms the grant.
  func grantDuties(expires: Timestamp) -> [GrantDuty] {
    let calendar = workflows.defaultCalendar
    let ladder = workflows.ladder(workflow?.ladder)
    var duties = tranches.enumerated().dropFirst().map { number, tranche in
      GrantDuty(
        id: "tranche-\(number + 1)", phase: GrantDuty.tranche,
        evidence: tranche.when.map { TrancheCondition.kinds(in: $0.text) } ?? [], owner: living(request.beneficiary),
        verifier: approver(of: nil), due: expires, ladder: ladder)
    }
    if let recertify = workflow?.grant.recertify {
      let due = calendar.adding(recertify.every, to: at)
      if due < expires {
        duties.append(
          GrantDuty(
            id: GrantDuty.recertify, phase: GrantDuty.recertify, evidence: [], owner: living(request.beneficiary),
            verifier: approver(of: recertify.by.value), due: due, ladder: ladder))
      }
    }
    return duties
  }

  /// Who approved at a stage, else at the decision, else governance.
  private func approver(of stage: String?) -> String {
    let stages = request.stages.filter { $0.id == stage } + request.stages.filter { $0.right == .decide }
    let people = stages.flatMap { $0.counted(.approve).map(\.person) }
    return people.first.map { "user:" + $0 } ?? directory.governance.description
  }

  /// What the leaf of a grant holds of its tranches: what was approved in all, and what is left to release.
  func trancheTerms(of caps: [GrantTerms.Cap], duties: [(id: String, duty: GrantDuty)]) -> JSONValue? {
    guard tranches.count > 1 else { return nil }
    return [
      "approved": GrantTerms.canonical(caps: caps),
      "parts": .array(
        tranches.enumerated().map { number, tranche in
          .object([
            "percent": .integer(Int64(tranche.release)),
            "duty": duties.first { $0.duty.id == "tranche-\(number + 1)" }.map { .string($0.id) },
            "when": number == 0 ? nil : tranche.when.map { .string($0.text) },
          ])
        }),
    ]
  }
}

extension [GrantTerms.Cap] {
  /// That many percent of each cap, rounded down.
  func share(percent: Int) -> [GrantTerms.Cap] {
    map { cap in
      var part = cap
      part.amount.nanos = Int64(clamping: Int128(cap.amount.nanos) * Int128(percent) / 100)
      return part
    }
  }
}
