import StrictJSON
import BundleLoading
import CostEngine
import PolicyEngine
import SpendModel
import Storage
import WorkflowEngine

extension Act {
  /// Looks at every contract by the rules on contracts, and opens what they find; at each `tick`.
  func judgeContracts() throws -> UsageOutcome {
    var outcome = UsageOutcome()
    for rule in bundle.policy.rules.on(.contract) {
      for contract in bundle.bundle.contracts {
        let facts = Facts(["contract": .object(contract.facts), "now": .timestamp(at)])
        guard let fired = rule.evaluateUsage(facts, at: at) else { continue }
        let fingerprint = "\(fired.rule)|contract=\(contract.id)"
        let existing = try reading.task(fingerprint: fingerprint).map { try reading.taskCase($0.id) }
        if let waived = try putOff(fired, facts: facts, existing: existing, about: [contract.id]) {
          outcome.waived.append(waived)
          continue
        }
        // Once it is dealt with it does not come back: the contract is as it was.
        guard existing == nil else { continue }
        var ids = try counter()
        let spec = FindingSpec(
          rule: fired.rule, severity: fired.severity, title: rule.rule.title, message: fired.message,
          action: fired.action, owner: fired.owner, verifier: fired.verifier, due: fired.due, amount: fired.amount,
          group: ["contract": .string(contract.id)], groupFacts: facts.canonical { _, words in .string(words) },
          read: fired.read, fingerprint: fingerprint, bundleSHA256: bundle.digest)
        let records = try append(
          TaskCase.open(
            spec, existing: nil, cause: .integer(max(0, try reading.head().size - 1)), cast: Cast(),
            context: context(), ids: &ids))
        outcome.findings += try opened(by: records)
      }
    }
    return outcome
  }

  /// The findings that events have opened or reopened.
  func opened(by records: [EventRecord]) throws -> [TaskView] {
    try records.filter { $0.type == .taskOpened || $0.type == .taskReopened }.compactMap { record in
      let id = record.stream.split(separator: "/").last.map(String.init) ?? ""
      return try reading.task(id).map { try service.view($0, reading, withHistory: false) }
    }
  }
}

extension Contract {
  /// The contract as rules read it. `noticeBy` is the last moment at which notice can be given.
  var facts: Facts {
    var facts = Facts([
      "id": .string(id), "provider": .string(provider), "owner": .string(owner.description), "metric": .string(metric),
      "from": .timestamp(from.startUTC), "until": .timestamp(until.startUTC), "renews": .bool(renews),
      "noticeBy": .timestamp(until.startUTC.adding(seconds: -(notice?.wallSeconds ?? 0))),
      "excludedServices": .list(excludedServices.map { .string($0) }),
      "excludedRegions": .list(excludedRegions.map { .string($0) }),
    ])
    facts["commitment"] = commitment?.amount.map { .money($0) }
    return facts
  }
}
