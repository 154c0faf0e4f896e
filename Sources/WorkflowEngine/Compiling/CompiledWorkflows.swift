package import SpendModel

/// Decision rights and workflows that were checked together, ready to route requests.
package struct CompiledWorkflows: Sendable {
  /// Shared by all copies: a context and every act on a request hold one.
  private let content: Content

  private final class Content: Sendable {
    let rights: DecisionRights
    let workflows: [Workflow]
    let directory: Directory
    let calendars: [BusinessCalendar]
    let defaultCalendar: BusinessCalendar
    let conditions: ConditionSet
    let readsVotes: Bool

    init(
      _ rights: DecisionRights, _ workflows: [Workflow], _ calendars: [BusinessCalendar],
      _ defaultCalendar: BusinessCalendar, _ conditions: ConditionSet
    ) {
      self.rights = rights
      self.workflows = workflows
      directory = Directory(rights: rights)
      self.calendars = calendars
      self.defaultCalendar = defaultCalendar
      self.conditions = conditions
      readsVotes = conditions.programs.keys.contains { $0.text.contains("votes") }
    }
  }

  package var rights: DecisionRights { content.rights }
  package var workflows: [Workflow] { content.workflows }
  package var directory: Directory { content.directory }
  package var calendars: [BusinessCalendar] { content.calendars }
  package var defaultCalendar: BusinessCalendar { content.defaultCalendar }
  var conditions: ConditionSet { content.conditions }
  /// Whether a condition may read the votes.
  var readsVotes: Bool { content.readsVotes }

  init(
    rights: DecisionRights, workflows: [Workflow], calendars: [BusinessCalendar], defaultCalendar: BusinessCalendar,
    conditions: ConditionSet
  ) {
    content = Content(rights, workflows, calendars, defaultCalendar, conditions)
  }

  package func workflow(_ id: String) -> Workflow? { workflows.first { $0.id.value == id } }

  /// The calendar of that id; the default one for any other.
  package func calendar(_ id: String?) -> BusinessCalendar {
    guard let id, let calendar = calendars.first(where: { $0.id == id }) else { return defaultCalendar }
    return calendar
  }

  /// The zones whose rules compiling needs.
  package static func zoneNames(of rights: DecisionRights) -> [String] {
    unique(rights.calendars.map(\.zone.value)).filter { $0 != "UTC" }
  }

  /// The facts by which requests are added up to the exposure.
  package var aggregateFacts: [[String]] {
    (rights.authority?.aggregateBy ?? []).map { $0.value.split(separator: ".").map(String.init) }
  }

  package var aggregateWindow: Period? { rights.authority?.aggregateWindow }

  /// The cost center whose budget a request's grant would be held against; nothing where it is held against none.
  package func reserveCostCenter(workflow: String, facts: Facts) -> String? {
    guard let path = self.workflow(workflow)?.grant.reserve?.value.split(separator: ".").map(String.init),
      case .string(let name)? = facts[path: path]
    else { return nil }
    return name
  }

  /// The rungs that a stage or duty climbs: its own, else the workflow's, else the ladder `default`.
  func ladder(_ references: LadderReference?...) -> Ladder {
    for case let reference? in references {
      switch reference {
      case .rungs(let ladder): return ladder
      case .named(let name): if let ladder = rights.ladders.first(where: { $0.id == name.value }) { return ladder }
      }
    }
    return rights.ladders.first { $0.id == "default" } ?? Ladder(id: nil, rungs: [])
  }
}
