import Diagnostics
import PolicyEngine
import SpendModel
import WorkflowEngine

/// Owners that nobody in the directory stands for: who answers for a rule must exist, and so must who gets its findings.
func ownerDiagnostics(_ rules: [Rule], in directory: Directory) -> [Diagnostic] {
  rules.flatMap { rule -> [Diagnostic] in
    var owners = [("owner", rule.owner)]
    if let finding = rule.finding { owners.append(("finding.owner", finding.owner)) }
    owners += rule.obligations.map { ("obligation `\($0.id)`", $0.owner) }
    return owners.compactMap { key, owner -> Diagnostic? in
      guard let (kind, name, known) = unknown(owner, in: directory) else { return nil }
      return Diagnostic(
        "unknown-actor", "rule `\(rule.id)`: \(key) is \(kind) `\(name)`, which the directory does not have",
        hint: nearestName(to: name, in: known).map { "did you mean `\($0)`?" }
          ?? "declare it in workflows/decision-rights.yaml",
        file: rule.file, at: rule.position)
    }
  }
}

private func unknown(_ actor: ActorReference, in directory: Directory) -> (kind: String, name: String, known: [String])?
{
  switch actor {
  case .user(let name): directory.person(name) == nil ? ("user", name, directory.people.map(\.id)) : nil
  case .group(let name):
    directory.groups.contains { $0.id == name } ? nil : ("group", name, directory.groups.map(\.id))
  case .managerOf(let other): unknown(other, in: directory)
  case .role, .requester, .beneficiary, .grantOwner, .assignees: nil
  }
}
