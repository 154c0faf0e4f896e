import SpendModel
import Storage
package import WorkflowEngine

extension GovernanceService {
  /// The workflows of the workspace's files, by priority.
  package func workflows() throws(Failure) -> [Workflow] {
    try loadWorkspaceBundle().workflows.workflows.sorted { left, right in
      left.select.priority == right.select.priority
        ? left.id.value < right.id.value : left.select.priority > right.select.priority
    }
  }

  /// One workflow of the workspace's files, or that of a request with the states of its stages.
  ///
  /// - Parameter name: A workflow's id, or `REQ-000123`.
  /// - Throws: ``Failure``: 6 where there is none.
  package func workflow(_ name: String) throws(Failure) -> WorkflowView {
    if let minted = MintedKind.parse(name), minted.kind == .request {
      return try workflow(ofRequest: minted.kind.id(minted.number))
    }
    let compiled = try loadWorkspaceBundle().workflows
    guard let workflow = compiled.workflow(name) else {
      throw Failure(
        .notFound, "unknown-workflow", "no workflow `\(name)`",
        hint: nearest(name, compiled.workflows.map(\.id.value)) ?? "`assent workflow list` shows them")
    }
    return WorkflowView(
      workflow: workflow, outline: compiled.outline(of: workflow), diagram: compiled.diagram(of: workflow))
  }

  private func workflow(ofRequest id: String) throws(Failure) -> WorkflowView {
    let current = try loadBundleInForce()
    return try reading { reading in
      guard let row = try reading.request(id) else {
        throw Failure.notFound("request", id, hint: "`assent list` shows the requests")
      }
      let compiled = try pinnedBundle(row.bundleSHA256, current: current, reading).workflows
      guard let workflow = compiled.workflow(row.workflow) else {
        throw Failure(
          .integrity, "workflow-missing", "the bundle that `\(id)` pinned has no workflow `\(row.workflow)`")
      }
      var states: [String: String] = [:]
      for stage in try reading.stages(of: id) { states[stage.id] = stage.state }
      return WorkflowView(
        workflow: workflow, outline: compiled.outline(of: workflow, states: states),
        diagram: compiled.diagram(
          of: workflow, title: "\(id), \(row.state.replacing("_", with: " "))", states: states), states: states)
    }
  }
}
