import ArgumentParser
import Governance
import SpendModel
import StrictJSON
import WorkflowEngine

/// What a workflow looks like.
struct WorkflowGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workflow",
    abstract: "Workflows: who decides what, in which order, by when.",
    discussion: """
        assent workflow list
        assent workflow show gpu-finetune
        assent workflow show gpu-finetune --format svg > gpu-finetune.svg
        assent workflow migrate gpu-finetune    what a changed workflow would mean for requests under way
        assent workflow rebase                  what a changed calendar would

      """,
    subcommands: [WorkflowList.self, WorkflowShow.self, WorkflowMigrate.self, WorkflowRebase.self])
}

struct WorkflowList: Verb {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "The workflows, in the order in which they take requests.",
    discussion: """
        assent workflow list

      Of those whose condition holds the one of greatest priority takes a request, else the default. Exits 0, 1 where \
      the files have errors.
      """)

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let workflows = try session.service().workflows()
    let values = workflows.map { workflow -> JSONValue in
      .object([
        "id": .string(workflow.id.value), "owner": .string(workflow.owner.value.description),
        "priority": .integer(workflow.select.priority), "default": .bool(workflow.select.isDefault),
        "when": workflow.select.when.map { .string($0.text) },
        "lanes": .array(workflow.lanes.map { .string($0.id) }),
        "stages": .array(workflow.stages.map { .string($0.id) }), "file": workflow.file.map { .string($0) },
      ])
    }
    return Answer(json: items(values), lines: lines(of: workflows, session))
  }
}

struct WorkflowShow: Verb {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "A workflow in words, or as a picture.",
    discussion: """
        assent workflow show standard-experiment
        assent workflow show high-risk-data --format svg > high-risk-data.svg
        assent workflow show high-risk-data --format mermaid
        assent workflow show REQ-000001        that of a request, with how its stages stand

      Reads the files of the workspace, for a request those that it pinned. Formats are text, svg, mermaid and json. \
      Exits 0, 1 where the files have errors, 6 where there is no such workflow or request.
      """)

  static let readsFormats = true

  @Argument(help: "A workflow's id, or a request's; needed only where there are several workflows.") var name: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let format = common.formats.last ?? "text"
    guard ["text", "json", "svg", "mermaid"].contains(format) else {
      throw Failure(
        .usage, "unknown-format", "no format `\(format)`", hint: "formats are `text`, `svg`, `mermaid`, `json`")
    }
    let service = try session.service()
    let view = try service.workflow(try chosen(service))
    switch format {
    case "svg": return try written(view.diagram.svg)
    case "mermaid": return try written(view.diagram.mermaid)
    default: return Answer(json: view.json, lines: view.lines(session))
    }
  }

  /// The name that was given, as a request's id where it is one; else the only workflow.
  private func chosen(_ service: GovernanceService) throws(Failure) -> String {
    if let name { return name.lowercased().hasPrefix("req-") ? try canonicalID(name, .request, noun: "request") : name }
    let workflows = try service.workflows()
    guard let only = workflows.first, workflows.count == 1 else {
      throw Failure(
        .badInput, "several-workflows", "which of the \(workflows.count) workflows?",
        hint: "one of " + workflows.map { "`\($0.id.value)`" }.joined(separator: ", "))
    }
    return only.id.value
  }

  private func written(_ text: String) throws(Failure) -> Answer {
    try Console.write(text)
    return .streamed(exitCode: Exit.done)
  }
}
