import Diagnostics
import SpendModel
package import StrictJSON
package import WorkflowEngine

/// A workflow as answers show it: in words, and as a picture.
package struct WorkflowView: Sendable {
  package var workflow: Workflow
  package var outline: WorkflowOutline
  package var diagram: WorkflowDiagram
  /// How the stages of a request stand, by id.
  package var states: [String: String]?

  package var json: JSONValue {
    func texts(_ list: [String]) -> JSONValue? { list.isEmpty ? .none : .array(list.map { .string($0) }) }
    func parts(_ list: [(id: String, lines: [String])]) -> JSONValue? {
      list.isEmpty
        ? .none : .array(list.map { ["id": .string($0.id), "terms": .array($0.lines.map { .string($0) })] })
    }
    return .object([
      "id": .string(workflow.id.value), "owner": .string(workflow.owner.value.description),
      "file": workflow.file.map { .string($0) },
      "select": .object([
        "when": workflow.select.when.map { .string($0.text) }, "priority": .integer(workflow.select.priority),
        "default": .bool(workflow.select.isDefault),
      ]), "ttl": .string(workflow.ttl.description), "separation": .string(outline.separation),
      "lanes": parts(outline.lanes), "stages": .array(outline.stages.map { stage($0) }),
      "reviews": texts(outline.reviews), "ladder": texts(outline.ladder), "grant": texts(outline.grant),
      "perform": parts(outline.duties), "inform": texts(outline.told),
    ])
  }

  private func stage(_ stage: StageOutline) -> JSONValue {
    func texts(_ list: [String]) -> JSONValue? { list.isEmpty ? .none : .array(list.map { .string($0) }) }
    let definition = stage.definition
    return .object([
      "id": .string(definition.id), "right": .string(definition.right.rawValue), "level": .integer(Int64(stage.level)),
      "needs": texts(definition.needs.map(\.value)), "for": texts(definition.reviews.map(\.value)),
      "when": definition.when.map { .string($0.text) }, "candidates": .string(stage.candidates),
      "people": texts(stage.people), "eligible": definition.eligible.map { .string($0.text) },
      "quorum": .string(stage.quorum), "reject": .integer(Int64(definition.quorum.reject)),
      "fallback": stage.fallback.map { .string($0) }, "due": definition.due.map { .string($0.description) },
      "reads": texts((definition.reads ?? []).map(\.value)), "survives": .string(definition.survives.rawValue),
      "ladder": texts(stage.ladder), "asks": texts(stage.asks), "offers": texts(stage.offers),
      "exclude": texts(definition.exclude.map(\.spoken)),
      "state": states?[definition.id].map { .string($0) },
    ])
  }
}
