import BundleLoading
import SpendModel
import Storage
package import StrictJSON
package import WorkflowEngine

/// What planning timers again by other calendars does, and how far people got with it.
package struct RebaseView: Sendable {
  package struct Item: Sendable {
    package var request: String
    package var moved: [MovedTime]
    /// Its state then.
    package var state: String
  }

  /// What it is about: a request, a workflow, or everything under way.
  package var of: String?
  package var bundle: String
  /// `listed`, `proposed` or `applied`
  package var state: String
  package var author: String?
  package var second: String?
  /// Who may do it, or agree to it.
  package var people: [String]
  package var items: [Item]

  /// Whether it leaves somebody less time; then it takes two people.
  package var isNearer: Bool { items.contains { $0.moved.contains(where: \.isNearer) } }

  package var json: JSONValue {
    .object([
      "of": of.map { .string($0) }, "bundle": .string(bundle), "state": .string(state),
      "author": author.map { .string($0) }, "second": second.map { .string($0) }, "nearer": .bool(isNearer),
      "may": .array(people.map { .string($0) }),
      "items": .array(
        items.map { item in
          [
            "request": .string(item.request), "state": .string(item.state),
            "moved": .array(item.moved.map(\.json)),
          ]
        }),
    ])
  }
}

extension MovedTime {
  var json: JSONValue {
    .object([
      "stage": stage.map { .string($0) }, "what": .string(what), "from": .string(from.description),
      "to": .string(to.description),
    ])
  }
}

extension GovernanceService {
  /// Plans the timers of undecided requests again by the calendars of the bundle in force, holidays included.
  ///
  /// - Parameters:
  ///   - subject: A request, a workflow, or nothing: all that is under way.
  ///   - reason: Nothing: what it would do is shown, and nothing is written.
  /// - Returns: `proposed` where a deadline comes nearer and a second person has to do the same.
  /// - Throws: ``Failure``: 4 where no time moves, or the same person asks again; 5 where they may not; 6 where there is
  ///   no such request or workflow.
  package func rebase(_ subject: String? = nil, reason: String? = nil) throws(Failure) -> RebaseView {
    let of = subject
    guard let reason else {
      guard Store.exists(at: workspace.databasePath) else {
        throw Failure(.notFound, "no-requests", "no request was handed in yet")
      }
      // What it would do is found out by doing it, in a transaction that is given up.
      var listed: RebaseView?
      do throws(Failure) {
        try act(needsPerson: false) { act in
          listed = try act.rebase(of, Rebase(bundleSHA256: act.bundle.digest, reason: ""), writes: false)
          throw Failure(.conflict, Self.nothingWritten, "nothing is written")
        }
      } catch {
        guard error.code == Self.nothingWritten, let listed else { throw error }
        return listed
      }
      throw Failure(.storage, "internal", "the list was written")
    }
    guard !reason.utf8.allSatisfy({ $0 <= 32 }) else {
      throw Failure(.badInput, "missing-reason", "say why the timers are planned again", hint: "add `--reason`")
    }
    return try act { act in try act.rebase(of, reason: reason) }
  }

  private static let nothingWritten = "nothing-written"
}

extension Act {
  /// Does it, or asks a second person to agree where a deadline comes nearer.
  fileprivate func rebase(_ of: String?, reason: String) throws -> RebaseView {
    var rebase = Rebase(bundleSHA256: bundle.digest, reason: reason)
    var view = try self.rebase(of, rebase, writes: false)
    guard let person = person?.id, view.people.contains(person) else {
      throw Failure(
        .notPermitted, "not-permitted", "`\(person?.id ?? "")` may not plan timers again",
        hint: "who may: \(view.people.joined(separator: ", "))")
    }
    guard !view.items.isEmpty else {
      throw Failure(
        .conflict, "nothing-to-rebase", "no time of \(of.map { "`\($0)`" } ?? "any request under way") would move",
        hint: "requests keep their calendars until the bundle in force has others of the same name")
    }
    if view.isNearer {
      let plan = plan(of)
      let open = try openProposals().filter { $0.data["plan_sha256"]?.string == plan }
      guard let proposal = open.last(where: { $0.data["author"]?.string != person }) else {
        let others = view.people.filter { $0 != person }
        guard open.isEmpty else {
          throw Failure(
            .conflict, "proposed", "`\(person)` has asked for it already, and a second person has to agree",
            hint: "may: " + others.joined(separator: ", "))
        }
        try append([
          EventDraft(
            .bundleRebaseProposed, stream: "bundle", actor: actor,
            data: [
              "author": .string(person), "bundle_sha256": .string(bundle.digest), "of": .string(of ?? "all"),
              "plan_sha256": .string(plan), "reason": EventDraft.text(reason),
              "told": .array(others.map { .string($0) }),
            ])
        ])
        (view.state, view.author, view.people) = ("proposed", person, others)
        return view
      }
      rebase.author = proposal.data["author"]?.string
      rebase.second = person
      rebase.proposal = proposal.idx
    }
    var done = try self.rebase(of, rebase, writes: true)
    try append([
      EventDraft(
        .bundleRebased, stream: "bundle", actor: actor,
        data: .object([
          "author": .string(rebase.author ?? person), "bundle_sha256": .string(bundle.digest),
          "of": .string(of ?? "all"), "requests": .array(done.items.map { .string($0.request) }),
          "second": rebase.second.map { .string($0) }, "proposal": rebase.proposal.map { .integer($0) },
          "reason": EventDraft.text(reason),
        ]))
    ])
    (done.state, done.author, done.second, done.people) = ("applied", rebase.author ?? person, rebase.second, [])
    return done
  }

  /// Names what two people agree to: whose timers, by which calendars.
  private func plan(_ of: String?) -> String {
    let agreed: JSONValue = [
      "calendars": .array(bundle.workflows.rights.calendars.map { bundle.workflows.terms(ofCalendar: $0.id) }),
      "of": .string(of ?? "all"),
    ]
    return sha256Hex(Array(agreed.serialized().utf8))
  }

  /// What somebody asked for, and nobody has agreed to.
  private func openProposals() throws -> [EventRecord] {
    let events = try reading.events(of: [.bundleRebaseProposed, .bundleRebased])
    let done = Set(events.filter { $0.type == .bundleRebased }.compactMap { $0.data["proposal"]?.integer })
    return events.filter { $0.type == .bundleRebaseProposed && !done.contains($0.idx) }
  }

  fileprivate func rebase(_ of: String?, _ rebase: Rebase, writes: Bool) throws -> RebaseView {
    let (rows, owners) = try underWay(of)
    var items: [RebaseView.Item] = []
    for row in rows {
      let current = try reading.requestCase(row.id)
      var ids = try counter()
      let result = current.rebase(rebase, to: bundle.workflows, context: try context(for: current), ids: &ids)
      guard case .success(let rebased) = result, !rebased.moved.isEmpty else {
        // One request by name is told why; of many, those that need nothing are left out.
        if of == row.id, case .failure(let refusal) = result { throw refusal }
        continue
      }
      if writes { try append(rebased.decision.drafts) }
      items.append(
        RebaseView.Item(request: row.id, moved: rebased.moved, state: rebased.decision.request.state.rawValue))
    }
    return RebaseView(
      of: of, bundle: bundle.digest, state: "listed", author: nil, second: nil,
      people: unique(bundle.guardians + owners), items: items)
  }

  /// The requests that are not decided, or wait for the review of an emergency; and who owns the workflow that is named.
  private func underWay(_ of: String?) throws -> (rows: [RequestRow], owners: [String]) {
    func owners(_ workflow: String) -> [String] {
      bundle.workflows.workflow(workflow).map {
        bundle.workflows.directory.people($0.owner.value, cast: Cast())
      } ?? []
    }
    if let of, MintedKind.parse(of)?.kind == .request {
      guard let row = try reading.request(of) else {
        throw Failure.notFound("request", of, hint: "`assent list` shows the requests")
      }
      return ([row], owners(row.workflow))
    }
    let reviewed = try reading.waitingStages().filter { $0.id == CompiledWorkflows.postReview }
    var rows = try reading.requests(state: "in_review") + reading.requests(state: "changes_requested")
    rows += try unique(reviewed.map(\.request)).compactMap { id in
      rows.contains { $0.id == id } ? nil : try reading.request(id)
    }
    rows.sort { (MintedKind.parse($0.id)?.number ?? 0) < (MintedKind.parse($1.id)?.number ?? 0) }
    guard let of else { return (rows, []) }
    let mine = rows.filter { $0.workflow.utf8.elementsEqual(of.utf8) }
    guard !mine.isEmpty || bundle.workflows.workflow(of) != nil else {
      throw Failure(
        .notFound, "unknown-workflow", "no workflow `\(of)`",
        hint: nearest(of, bundle.workflows.workflows.map(\.id.value)) ?? "`assent workflow list` shows them")
    }
    return (mine, owners(of))
  }
}

extension GovernanceService {
  /// The definitions that a request goes by: those that it pinned, by the calendars that it was moved to.
  func pinnedWorkflows(
    of request: RequestCase, _ pinned: ActiveBundle, current: ActiveBundle, _ reading: Reading
  ) throws -> CompiledWorkflows {
    guard let digest = request.calendarsSHA256 else { return pinned.workflows }
    return pinned.workflows.timed(by: try pinnedBundle(digest, current: current, reading).workflows)
  }
}
