import BundleLoading
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension Act {
  /// What a new bundle changes for people, settled with it: nothing is left to somebody who is no longer there, and
  /// nothing waits for somebody who lost the right.
  ///
  /// Only requests are looked at that wait for somebody whom the change touches.
  ///
  /// - Parameter former: The digest of the bundle before; one that does not compile any more changes nothing.
  func settlePeople(since former: String?) throws {
    guard let former, former != bundle.digest, let before = try? service.storedBundle(former, reading) else { return }
    let change = DirectoryChange(from: before.workflows.directory, to: bundle.workflows.directory)
    guard !change.isEmpty else { return }
    if !change.left.isEmpty {
      try endDelegations(of: change.left)
      for person in change.left {
        guard let successor = change.successor(of: person) else { continue }
        try handOverTasks(of: person, to: successor)
        try handOverGrants(of: person, to: successor)
      }
    }
    for id in try reading.requestsInReview(touching: change.touched) { try judgeAgain(id) }
  }

  /// Judges a request anew; one whose pinned bundle this version cannot read holds up nobody else.
  private func judgeAgain(_ id: String) throws {
    let request = try reading.requestCase(id)
    var timed: ActContext
    do {
      timed = try context(for: request)
    } catch let failure as Failure where failure.kind == .integrity {
      service.warn("\(id) waits as it did: \(failure.message)")
      return
    }
    timed.actor = .timer
    var ids = try counter()
    try append(try request.tick(context: timed, ids: &ids).get().drafts)
  }

  private func endDelegations(of left: [String]) throws {
    for delegation in delegations where delegation.isLive(at: at) {
      let (isOfLeft, isToLeft) = (left.contains(delegation.of), left.contains(delegation.to))
      guard isOfLeft || isToLeft else { continue }
      let told = [delegation.of, delegation.to].filter { !left.contains($0) }
      try append([delegation.ended(by: actor, because: "left", told: told)])
    }
  }

  private func handOverTasks(of person: String, to successor: String) throws {
    for row in try reading.liveTasks(ownedBy: person) {
      let kind: MintedKind = row.kind == "finding" ? .finding : .duty
      try append([
        EventDraft(
          .taskAssigned, stream: kind.streamPrefix + row.id, actor: actor,
          data: [
            "owner": .string("user:" + successor), "from": .string("user:" + person), "because": "left",
          ])
      ])
    }
  }

  private func handOverGrants(of person: String, to successor: String) throws {
    for row in try reading.grants() where row.owner == person && row.state != "closed" {
      try append([
        EventDraft(
          .grantAssigned, stream: MintedKind.grant.streamPrefix + row.id, actor: actor,
          data: ["owner": .string(successor), "from": .string(person), "because": "left"])
      ])
    }
  }

  /// The last change of rules and workflows that people put in force on purpose, where it is the bundle in force.
  func lastChange() throws -> BundleChange? {
    guard let last = try reading.lastActivation(), last.isDeliberate, last.bundleDigest == bundle.digest else {
      return nil
    }
    let actor = last.actor.hasPrefix("user:") ? String(last.actor.dropFirst(5)) : nil
    let people = [last.data["author"]?.string, last.data["second"]?.string, actor].compactMap { $0 }
    return BundleChange(people: unique(people), at: last.at)
  }
}
