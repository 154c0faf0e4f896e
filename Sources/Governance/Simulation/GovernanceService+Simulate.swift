import BundleLoading
import CostEngine
import Diagnostics
import PolicyEngine
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

/// What is to be simulated.
package struct SimulateOptions: Sendable {
  /// A folder of rules, or a workspace.
  package var rules: String
  /// Nothing means the workflows beside the rules, or those of the workspace.
  package var workflows: String?
  /// A day or time, inclusive.
  package var since: String?
  /// A day or time, exclusive.
  package var until: String?
  /// Documents that were never recorded, a JSON object a line; nothing means what was recorded.
  package var requests: String?
  package var acceptsSchema: Bool
  /// Told how many requests have been judged.
  package var progress: (@Sendable (Int64) -> Void)?

  package init(
    rules: String, workflows: String? = nil, since: String? = nil, until: String? = nil, requests: String? = nil,
    acceptsSchema: Bool = false, progress: (@Sendable (Int64) -> Void)? = nil
  ) {
    self.rules = rules
    self.workflows = workflows
    self.since = since
    self.until = until
    self.requests = requests
    self.acceptsSchema = acceptsSchema
    self.progress = progress
  }
}

extension GovernanceService {
  /// What a changed folder would have decided: each recorded submission again, at its time, with its facts, its
  /// exposure and the waivers of then; and the usage that was recorded. Nothing is written.
  ///
  /// - Throws: ``Failure``: 1 where the folder has errors, or a fact was removed or retyped; 2 for a folder or file that
  ///   there is not.
  package func simulate(_ options: SimulateOptions) throws(Failure) -> Simulation {
    for folder in [options.rules, options.workflows].compactMap({ $0 }) where !isFolder(folder) {
      throw Failure(
        .badInput, "no-folder", "no folder `\(folder)`",
        hint: "`--\(folder == options.rules ? "rules" : "workflows")` names the changed folder")
    }
    let since = try options.since.map { text throws(Failure) in try instant(text) }
    let until = try options.until.map { text throws(Failure) in try instant(text) }
    let read = candidate(rules: options.rules, workflows: options.workflows)
    let next = try compiled(read.files, read.diagnostics)
    let inForce = try? lastBundle()
    if let inForce, !options.acceptsSchema { try checkSchema(inForce, next) }
    if let path = options.requests {
      guard let inForce else { return try simulate(path, next, against: try loadWorkspaceBundle(), options) }
      return try simulate(path, next, against: inForce, options)
    }
    var simulation = Simulation(digest: next.digest, against: "recorded")
    var tally = Simulation.Tally()
    try reading { reading in
      let judge = Rehearsal(next, waivers: try reading.waivers())
      let past = try pastWork(reading)
      var span: (first: Timestamp, last: Timestamp)?
      var pinned: [String: Rehearsal] = [:]
      var batch: [StoredSubmission] = []
      /// The batch that is judged while the next one is read.
      var underway: Later<[RehearsedSubmission?]>?
      func finish() throws {
        for judged in underway?.value ?? [] {
          guard var judged else {
            simulation.unread += 1
            continue
          }
          if let (event, input) = judged.newlyInLane {
            // A lane that its own rules opened was kept shut by a budget without room: it stays shut.
            let digest = event.bundleDigest ?? ""
            if pinned[digest] == nil {
              pinned[digest] = Rehearsal(try storedBundle(digest, reading), waivers: judge.waivers.all)
            }
            if pinned[digest]?.decision(event, input)?.0.decision == "lane",
              let (after, plan) = judge.decision(event, input, lanesOpen: false)
            {
              var meter = WorkMeter(past)
              (judged.change.after, judged.after) = (after, meter.measure(Workload(plan)))
            }
          }
          simulation.work.add(judged.before, judged.after)
          if let at = judged.change.at { span = (span?.first ?? at, at) }
          simulation.add(judged.change, &tally)
          if simulation.judged % 1000 == 0 { options.progress?(Int64(simulation.judged)) }
        }
        underway = nil
      }
      func begin() throws {
        try finish()
        let submissions = batch
        underway = Later { judge.judged(submissions, by: past) }
        batch.removeAll(keepingCapacity: true)
      }
      try reading.forEachSubmission(from: since, to: until) { submission in
        batch.append(submission)
        if batch.count >= Rehearsal.batchSize { try begin() }
      }
      try begin()
      try finish()
      let days = span.map { $0.last.since($0.first) / 86_400_000_000 } ?? 0
      simulation.work.close(weeks: Int(days + 6) / 7, past)
    }
    simulation.close(tally)
    if let inForce { try simulateUsage(inForce, next, since: since, until: until, into: &simulation) }
    return simulation
  }

  /// What stages took and people did in the last 90 days.
  private func pastWork(_ reading: Reading) throws -> PastWork {
    let calendar = try loadBundleInForce().workflows.defaultCalendar
    var tally = FlowTally(calendar: calendar)
    try reading.forEachEvent(of: FlowTally.types, from: now.adding(seconds: -90 * 86_400), to: nil) { tally.add($0) }
    return PastWork(tally.report(at: now), busiestWeek: tally.busiestWeek, calendar: calendar)
  }

  /// Documents that were never recorded, under the bundle in force and under the changed one.
  private func simulate(
    _ path: String, _ next: ActiveBundle, against inForce: ActiveBundle, _ options: SimulateOptions
  ) throws(Failure) -> Simulation {
    var simulation = Simulation(digest: next.digest, against: inForce.digest)
    var tally = Simulation.Tally()
    let waivers = Store.exists(at: workspace.databasePath) ? try reading { try $0.waivers() } : []
    let (before, after) = (Rehearsal(inForce, waivers: waivers), Rehearsal(next, waivers: waivers))
    let lines = try readFile(path, limit: 4 << 30).split(separator: 10, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      let (request, _) = RequestDecoder.read(
        Array(line), path: path + ".json", schema: inForce.bundle.schema, meters: inForce.bundle.meters.scales,
        mode: .lenient)
      guard var facts = request?.facts else {
        simulation.unread += 1
        continue
      }
      if facts["now"] == nil { facts["now"] = .timestamp(now) }
      guard let old = before.decision(facts, at: now)?.0, let new = after.decision(facts, at: now)?.0 else {
        simulation.unread += 1
        continue
      }
      var cost: Money?
      if case .money(let money)? = facts[path: ["request", "cost"]] { cost = money }
      simulation.add(
        Simulation.Change(request: "line \(index + 1)", revision: 1, at: nil, cost: cost, before: old, after: new),
        &tally)
      if simulation.judged % 1000 == 0 { options.progress?(Int64(simulation.judged)) }
    }
    simulation.close(tally)
    return simulation
  }

  /// What the rules on usage find in what was recorded, under the bundle in force and under the changed one, in a
  /// transaction that is given up.
  private func simulateUsage(
    _ inForce: ActiveBundle, _ next: ActiveBundle, since: Timestamp?, until: Timestamp?,
    into simulation: inout Simulation
  ) throws(Failure) {
    struct Rehearsed: Error {}
    guard Store.exists(at: workspace.databasePath),
      !inForce.policy.usageRules.isEmpty || !next.policy.usageRules.isEmpty
    else { return }
    let range = try reading { try $0.usageRange(from: since, to: until) }
    guard let range else { return }
    var sides: [[String: FoundUsage]] = []
    let keys = try LogKeys.make(entropy)
    try asFailure {
      let store = try openStore(creating: false)
      do {
        try store.write(at: now, keys: keys) { writing in
          for bundle in [inForce, next] {
            let found = Findings()
            var act = try Act(service: self, writing: writing, bundle: bundle, person: nil, actor: .timer)
            act.observe = { found.all[$0.fingerprint] = $0 }
            _ = try act.judgeUsage(cause: nil, touched: range)
            sides.append(found.all)
          }
          throw Rehearsed()
        }
      } catch is Rehearsed {}
    }
    guard sides.count == 2 else { return }
    simulation.usageFindings = (sides[0].count, sides[1].count)
    for fingerprint in Set(sides[0].keys).union(sides[1].keys).sorted(by: {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }) {
      let (old, new) = (sides[0][fingerprint], sides[1][fingerprint])
      guard let any = new ?? old, old?.amount != new?.amount || (old == nil) != (new == nil) else { continue }
      simulation.usage.append(
        Simulation.UsageChange(
          rule: any.rule, change: old == nil ? "added" : new == nil ? "removed" : "changed", about: any.about,
          window: any.window, before: old?.amount, after: new?.amount))
    }
  }
}

/// What a rule on usage found, told instead of opened.
struct FoundUsage: Hashable {
  var rule: String
  var fingerprint: String
  var about: [String]
  var window: Timestamp
  var amount: Money?
}

private final class Findings {
  var all: [String: FoundUsage] = [:]
}
