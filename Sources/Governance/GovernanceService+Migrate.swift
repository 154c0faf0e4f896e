import BundleLoading
import SpendModel
import Storage
import StrictJSON
package import WorkflowEngine

/// How far a migration goes.
package enum MigrationStep: Sendable, Hashable {
  /// Shows what it would do; nothing is written.
  case list
  /// Asks a second person to agree.
  case propose(reason: String)
  /// Agrees to what somebody else proposed, and does it.
  case apply
}

extension GovernanceService {
  /// Moves the undecided requests of a workflow to the bundle in force, or to another that the log knows.
  ///
  /// - Parameters:
  ///   - renames: Stages that go on under another name.
  ///   - digest: The bundle, or the beginning of its digest; nothing: the one in force.
  /// - Throws: ``Failure``: 2 where the map names no stage, 4 where nobody proposed just this or nothing can be moved,
  ///   5 where the person may not or proposed it themselves, 6 where there is no such workflow or bundle.
  package func migrate(
    _ workflow: String, renames: [Migration.Rename] = [], digest: String? = nil, step: MigrationStep = .list
  ) throws(Failure) -> MigrationView {
    if case .propose(let reason) = step, reason.utf8.allSatisfy({ $0 <= 32 }) {
      throw Failure(.badInput, "missing-reason", "say why the requests are moved", hint: "add `--reason`")
    }
    guard step == .list else {
      return try act { act in
        try act.migrate(MigrationPlan(workflow, renames, try act.migrationTarget(digest), act), step)
      }
    }
    guard Store.exists(at: workspace.databasePath) else {
      throw Failure(.notFound, "no-requests", "no request was handed in yet")
    }
    // What it would do is found out by doing it, in a transaction that is given up.
    var listed: MigrationView?
    do throws(Failure) {
      try act(needsPerson: false) { act in
        listed = try act.migrate(MigrationPlan(workflow, renames, try act.migrationTarget(digest), act), .list)
        throw Failure(.conflict, Self.givenUp, "nothing is written")
      }
    } catch {
      guard error.code == Self.givenUp, let listed else { throw error }
      return listed
    }
    throw Failure(.storage, "internal", "the list was written")
  }

  private static let givenUp = "given-up"
}

/// What two people agree to: which requests go from where to where.
struct MigrationPlan {
  let workflow: String
  /// In the order of the old names.
  let renames: [Migration.Rename]
  let target: ActiveBundle
  /// The undecided requests that pinned another bundle, oldest first.
  let requests: [RequestRow]
  let former: [String]
  let digest: String

  init(_ workflow: String, _ renames: [Migration.Rename], _ target: ActiveBundle, _ act: Act) throws {
    self.workflow = workflow
    self.target = target
    self.renames = renames.sorted { $0.from.utf8.lexicographicallyPrecedes($1.from.utf8) }
    let undecided = try act.reading.requests(state: "in_review") + act.reading.requests(state: "changes_requested")
    let mine = undecided.filter { $0.workflow.utf8.elementsEqual(workflow.utf8) }
    guard !mine.isEmpty || target.workflows.workflow(workflow) != nil else {
      let known = target.workflows.workflows.map(\.id.value)
      throw Failure(
        .notFound, "unknown-workflow", "no workflow `\(workflow)`",
        hint: nearest(workflow, known) ?? "`assent workflow list` shows them")
    }
    requests = mine.filter { $0.bundleSHA256 != target.digest }.sorted { left, right in
      (MintedKind.parse(left.id)?.number ?? 0) < (MintedKind.parse(right.id)?.number ?? 0)
    }
    former = Set(requests.map(\.bundleSHA256)).sorted()
    let agreed: JSONValue = [
      "from": .array(former.map { .string($0) }),
      "map": .object(self.renames.map { .init($0.from, .string($0.to)) }), "to": .string(target.digest),
      "workflow": .string(workflow),
    ]
    digest = sha256Hex(Array(agreed.serialized().utf8))
    try checkMap(act)
  }

  /// Each old name is that of a stage of a request, each new one that of a stage to go on with, and each stands once.
  private func checkMap(_ act: Act) throws {
    guard !renames.isEmpty else { return }
    let old = unique(try requests.flatMap { try act.reading.stages(of: $0.id).map(\.id) })
    let new =
      (target.workflows.workflow(workflow)?.stages.map(\.id) ?? []) + target.workflows.rights.reviews.map(\.id)
    for rename in renames {
      guard old.contains(rename.from) else {
        throw Failure(
          .badInput, "unknown-stage", "no request that would be moved has a stage `\(rename.from)`",
          hint: nearest(rename.from, old) ?? "stages: " + old.joined(separator: ", "))
      }
      guard new.contains(rename.to) else {
        throw Failure(
          .badInput, "unknown-stage", "workflow `\(workflow)` of that bundle has no stage `\(rename.to)`",
          hint: nearest(rename.to, new) ?? "stages: " + new.joined(separator: ", "))
      }
      let isTwice = renames.count { $0.from == rename.from || $0.to == rename.to } > 1
      guard !isTwice else {
        throw Failure(
          .badInput, "ambiguous-map", "the map has `\(rename.from)=\(rename.to)` and another of these names",
          hint: "each stage goes on as one, and from one")
      }
    }
  }

  func view(_ items: [MigrationView.Item], people: [String]) -> MigrationView {
    MigrationView(
      workflow: workflow, former: former, bundle: target.digest, renames: renames, digest: digest, state: "listed",
      author: nil, second: nil, people: people, items: items)
  }
}

extension Act {
  /// The bundle that requests are to go on with.
  func migrationTarget(_ digest: String?) throws -> ActiveBundle {
    guard let digest else { return bundle }
    if service.isDigestPrefix(digest), bundle.digest.utf8.starts(with: digest.utf8) { return bundle }
    guard service.isDigestPrefix(digest), let found = try service.stored(digest, BundleHistory(reading), reading) else {
      throw Failure(
        .notFound, "no-bundle", "no bundle `\(digest)` in the log", hint: "`assent bundle show` lists those that are")
    }
    return try service.storedBundle(found, reading)
  }

  func migrate(_ plan: MigrationPlan, _ step: MigrationStep) throws -> MigrationView {
    let allowed = movers(of: plan)
    switch step {
    case .list:
      let items = try plan.requests.map { try move($0, plan, author: "", second: "", proposal: nil) }
      return plan.view(items, people: allowed)
    case .propose(let reason): return try propose(plan, reason, allowed)
    case .apply: return try apply(plan, allowed)
    }
  }

  /// Who may propose and agree: those who answer for the rules, and the owners of the workflow.
  private func movers(of plan: MigrationPlan) -> [String] {
    let owner = (bundle.workflows.workflow(plan.workflow) ?? plan.target.workflows.workflow(plan.workflow))?.owner
    let owners = owner.map { bundle.workflows.directory.people($0.value, cast: Cast()) } ?? []
    return unique(bundle.guardians + owners)
  }

  private func mover(_ allowed: [String]) throws -> String {
    guard let person = person?.id, allowed.contains(person) else {
      throw Failure(
        .notPermitted, "not-permitted", "`\(person?.id ?? "")` may not move requests to another bundle",
        hint: "who may: \(allowed.joined(separator: ", "))")
    }
    return person
  }

  /// The proposals for a workflow's requests that nobody has agreed to.
  private func openProposals(_ workflow: String) throws -> [EventRecord] {
    let events = try reading.events(of: [.bundleMigrationProposed, .bundleMigrated])
    let done = Set(events.filter { $0.type == .bundleMigrated }.compactMap { $0.data["proposal"]?.integer })
    return events.filter { event in
      event.type == .bundleMigrationProposed && !done.contains(event.idx)
        && event.data["workflow"]?.string?.utf8.elementsEqual(workflow.utf8) ?? false
    }
  }

  private func propose(_ plan: MigrationPlan, _ reason: String, _ allowed: [String]) throws -> MigrationView {
    let person = try mover(allowed)
    if let open = try openProposals(plan.workflow).last(where: { $0.data["plan_sha256"]?.string == plan.digest }) {
      throw Failure(
        .conflict, "proposed", "`\(open.data["author"]?.string ?? "?")` proposed just this already",
        hint: "somebody else agrees with `--apply`")
    }
    let items = try plan.requests.map { try move($0, plan, author: person, second: "", proposal: nil) }
    guard items.contains(where: { $0.left == nil }) else {
      throw Failure(
        .conflict, "nothing-to-migrate",
        items.isEmpty
          ? "no undecided request of `\(plan.workflow)` pinned another bundle"
          : "no request of `\(plan.workflow)` can be moved",
        hint: "`assent workflow migrate \(plan.workflow)` says why")
    }
    let others = allowed.filter { $0 != person }
    try append([
      EventDraft(
        .bundleMigrationProposed, stream: "bundle", actor: actor,
        data: [
          "author": .string(person), "bundle_sha256": .string(plan.target.digest),
          "former": .array(plan.former.map { .string($0) }),
          "map": .object(plan.renames.map { .init($0.from, .string($0.to)) }), "plan_sha256": .string(plan.digest),
          "reason": EventDraft.text(reason), "told": .array(others.map { .string($0) }),
          "workflow": .string(plan.workflow),
        ])
    ])
    var view = plan.view(items, people: others)
    view.state = "proposed"
    view.author = person
    return view
  }

  private func apply(_ plan: MigrationPlan, _ allowed: [String]) throws -> MigrationView {
    let person = try mover(allowed)
    let open = try openProposals(plan.workflow)
    let same = open.filter { $0.data["plan_sha256"]?.string == plan.digest }
    guard let proposal = same.last(where: { $0.data["author"]?.string != person }),
      let author = proposal.data["author"]?.string
    else {
      if !same.isEmpty {
        throw Failure(
          .notPermitted, "second-person", "`\(person)` proposed it, and a second person agrees",
          hint: "who may: \(allowed.filter { $0 != person }.joined(separator: ", "))")
      }
      let other = open.last.flatMap { $0.data["plan_sha256"]?.string }.map { String($0.prefix(12)) }
      throw Failure(
        .conflict, "not-proposed",
        "nobody proposed plan `\(plan.digest.prefix(12))`" + (other.map { "; `\($0)` is what was proposed" } ?? ""),
        hint: "it names the workflow, the bundles and the map; look at it without `--apply`, then `--propose`")
    }
    let items = try plan.requests.map {
      try move($0, plan, author: author, second: person, proposal: proposal.idx, writes: true)
    }
    let moved = items.filter { $0.left == nil }.map(\.request)
    guard !moved.isEmpty else {
      throw Failure(
        .conflict, "nothing-to-migrate", "no request of `\(plan.workflow)` can be moved",
        hint: "`assent workflow migrate \(plan.workflow)` says why")
    }
    try append([
      EventDraft(
        .bundleMigrated, stream: "bundle", actor: actor,
        data: [
          "author": .string(author), "bundle_sha256": .string(plan.target.digest),
          "former": .array(plan.former.map { .string($0) }), "plan_sha256": .string(plan.digest),
          "proposal": .integer(proposal.idx), "requests": .array(moved.map { .string($0) }),
          "second": .string(person), "workflow": .string(plan.workflow),
        ])
    ])
    var view = plan.view(items, people: [])
    view.state = "applied"
    view.author = author
    view.second = person
    return view
  }

  /// Moves one request, or says why it stays.
  private func move(
    _ row: RequestRow, _ plan: MigrationPlan, author: String, second: String, proposal: Int64?, writes: Bool = false
  ) throws -> MigrationView.Item {
    var item = MigrationView.Item(request: row.id, former: row.bundleSHA256)
    guard row.state == "in_review" else {
      item.left = "it was returned, and is judged by the bundle in force when it is handed in again"
      return item
    }
    let current = try reading.requestCase(row.id)
    var ids = try counter()
    let migration = Migration(
      bundleSHA256: plan.target.digest, former: row.bundleSHA256, renames: plan.renames, plan: plan.digest,
      author: author, second: second, proposal: proposal)
    switch current.migrate(migration, to: plan.target.workflows, context: try context(for: current), ids: &ids) {
    case .failure(let refusal):
      item.left = refusal.message
      item.hint = refusal.hint
    case .success(let migrated):
      item.state = migrated.decision.request.state.rawValue
      item.effect = migrated.effect
      if writes { try append(migrated.decision.drafts) }
    }
    return item
  }
}
