import SpendModel

/// A workflow as a picture: boxes in columns, joined from left to right, from what it takes to what an approval is worth.
///
/// The column of a stage is the longest way to it, so that nothing points backwards.
package struct WorkflowDiagram: Sendable {
  package struct Node: Sendable {
    package enum Kind: Sendable, Hashable {
      case start, lane, grant, duty, told
      case stage(DecisionRight)
      /// Reviews of the catalogue that rules may demand beside the stages.
      case reviews
    }

    package var kind: Kind
    package var title: String
    package var lines: [String]
    package var column: Int
    /// Part of the way only where something asks for it.
    package var isConditional: Bool
    /// How the stage of a request stands; nothing for a workflow as such.
    package var state: String?
  }

  package struct Edge: Sendable, Hashable {
    /// Places in ``nodes``.
    package var from: Int
    package var to: Int
  }

  package var title: String
  package var subtitle: String
  package var nodes: [Node]
  package var edges: [Edge]

  package var columns: Int { (nodes.map(\.column).max() ?? 0) + 1 }
}

extension CompiledWorkflows {
  /// The picture of a workflow.
  ///
  /// - Parameter states: How the stages of one request stand, by id: those reviews are then drawn that it has.
  package func diagram(of workflow: Workflow, title: String? = nil, states: [String: String]? = nil) -> WorkflowDiagram
  {
    var diagram = WorkflowDiagram(
      title: title ?? workflow.id.value,
      subtitle: "workflow \(title == nil ? "" : workflow.id.value + " ")owned by \(workflow.owner.value)",
      nodes: [], edges: [])
    func add(_ node: WorkflowDiagram.Node) -> Int {
      diagram.nodes.append(node)
      return diagram.nodes.count - 1
    }
    func join(_ from: Int, _ to: Int) { diagram.edges.append(WorkflowDiagram.Edge(from: from, to: to)) }
    let outline = outline(of: workflow, states: states)
    let start = add(
      .init(kind: .start, title: "request", lines: outline.takes, column: 0, isConditional: false, state: nil))
    let stages = outline.stages
    let last = stages.filter { $0.definition.right != .decide }.map(\.level).max() ?? 0
    var places: [String: Int] = [:]
    for stage in stages {
      let definition = stage.definition
      places[definition.id] = add(
        .init(
          kind: .stage(definition.right), title: definition.id, lines: stage.lines,
          column: definition.right == .decide ? last + 1 : stage.level,
          isConditional: states == nil && definition.right != .decide && !definition.isAlwaysAsked,
          state: states?[definition.id]))
    }
    var waits: Set<String> = []
    for stage in stages {
      guard let place = places[stage.definition.id] else { continue }
      let needs = stage.definition.needs.compactMap { places[$0.value] }
      waits.formUnion(stage.definition.needs.map(\.value))
      for need in needs { join(need, place) }
      if needs.isEmpty, stage.definition.right != .decide { join(start, place) }
    }
    let decision = stages.first { $0.definition.right == .decide }.flatMap { places[$0.definition.id] }
    if let decision {
      // The decision waits for every other stage; those that others wait for reach it through them.
      var isReached = false
      for stage in stages where stage.definition.right == .agree || stage.definition.right == .input {
        isReached = true
        guard !waits.contains(stage.definition.id), let place = places[stage.definition.id] else { continue }
        join(place, decision)
      }
      if states == nil, !outline.reviews.isEmpty {
        let reviews = add(
          .init(
            kind: .reviews, title: "what rules demand",
            lines: ["of the catalogue: " + outline.reviews.joined(separator: ", ")],
            column: 1, isConditional: true, state: nil))
        join(start, reviews)
        join(reviews, decision)
        isReached = true
      }
      if !isReached { join(start, decision) }
    }
    let end = last + 2
    let grant = add(
      .init(kind: .grant, title: "grant", lines: outline.grant, column: end, isConditional: false, state: nil))
    if let decision { join(decision, grant) }
    for lane in outline.lanes where states == nil {
      let place = add(
        .init(kind: .lane, title: lane.id, lines: lane.lines, column: 1, isConditional: true, state: nil))
      join(start, place)
      join(place, grant)
    }
    for duty in outline.duties {
      let place = add(
        .init(kind: .duty, title: duty.id, lines: duty.lines, column: end + 1, isConditional: false, state: nil))
      join(grant, place)
    }
    if !outline.told.isEmpty {
      let place = add(
        .init(kind: .told, title: "told", lines: outline.told, column: end + 1, isConditional: false, state: nil))
      join(grant, place)
    }
    return diagram
  }
}
