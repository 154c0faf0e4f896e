import BundleLoading
import CostEngine
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension Act {
  /// The request's cost plus what live grants and earlier open requests of the same aggregate hold: a wave of small
  /// requests counts as one large one.
  ///
  /// - Parameters:
  ///   - before: Only requests submitted before this time count; all, where nil.
  ///   - replacing: The request whose place it takes, which does not count beside it.
  func exposure(
    of id: String, cost: Money?, facts: Facts, before: Timestamp?, replacing: String? = nil
  ) throws -> Money? {
    try reading.exposure(
      of: id, cost: cost, facts: facts, before: before, replacing: replacing, under: bundle, at: at)
  }

  /// The budget that a request's grant will be held against, and what is left of it; nothing where none applies.
  ///
  /// - Parameter replacing: The grant whose place it will take: what that one holds is free for it.
  func budgetRoom(workflow: String, facts: Facts, replacing: GrantRow? = nil) throws -> BudgetRoom? {
    try service.budgetRoom(workflow: workflow, facts: facts, replacing: replacing, under: bundle, at: at, reading)
  }
}

extension GovernanceService {
  /// The budget that a request's grant would be held against at a time.
  func budgetRoom(
    workflow: String, facts: Facts, replacing: GrantRow? = nil, under bundle: ActiveBundle, at: Timestamp,
    _ reading: Reading
  ) throws -> BudgetRoom? {
    guard let costCenter = bundle.workflows.reserveCostCenter(workflow: workflow, facts: facts),
      let budget = bundle.costs.budget(costCenter: costCenter)
    else { return nil }
    var remaining = try standing(of: budget, at: at, reading).remaining
    if let replacing, replacing.isLive, replacing.budget == budget.id, let held = replacing.reserved,
      held.currency == remaining.currency
    {
      remaining = try remaining.adding(held)
    }
    return BudgetRoom(id: budget.id, remaining: remaining, isHard: budget.isHard)
  }
}

extension Reading {
  /// What counts against the same limit as a request, by the aggregate of a bundle.
  func exposure(
    of id: String, cost: Money?, facts: Facts, before: Timestamp?, replacing: String? = nil,
    under bundle: ActiveBundle, at: Timestamp
  ) throws -> Money? {
    guard var total = cost else { return nil }
    let paths = bundle.workflows.aggregateFacts
    guard !paths.isEmpty else { return total }
    let key = paths.map { facts[path: $0]?.display ?? "" }
    let number = MintedKind.parse(id)?.number ?? .max
    let windowStart = bundle.workflows.aggregateWindow.map { at.adding(seconds: -$0.wallSeconds) }
    var project: String?
    if paths.contains(["request", "project"]), case .string(let name)? = facts[path: ["request", "project"]] {
      project = name
    }
    for row in try requestsCounting(before: number, from: windowStart, project: project) {
      guard row.id != id, row.id != replacing, let other = row.cost, other.currency == total.currency else { continue }
      guard try aggregateKey(of: row, paths: paths) == key else { continue }
      let granted = row.state == "approved" ? try grants(of: row.id).last { $0.isLive } : nil
      let held = granted?.caps["cost"].flatMap { Money(canonical: $0) } ?? other
      total = try total.adding(held.currency == total.currency ? held : other)
    }
    return total
  }

  private func aggregateKey(of row: CountingRow, paths: [[String]]) throws -> [String] {
    // What the row itself holds needs no look into the input.
    let columns = paths.map { path -> String?? in
      switch path {
      case ["request", "project"]: .some(row.project)
      case ["request", "team"]: .some(row.team)
      case ["request", "costCenter"]: .some(row.costCenter)
      default: nil
      }
    }
    if columns.allSatisfy({ $0 != nil }) { return columns.map { $0.flatMap { $0 }.map { "'\($0)'" } ?? "" } }
    guard let input = try json(blob: row.inputSHA256), let facts = input["facts"] else { return [] }
    return paths.map { path in
      var value: JSONValue? = facts
      for step in path.dropFirst() { value = value?[step] }
      return value?.string.map { "'\($0)'" } ?? ""
    }
  }
}

extension GrantRow {
  var isLive: Bool { ["pending_conditions", "scheduled", "active", "suspended"].contains(state) }
}
