import Governance
import SpendModel
import WorkflowEngine

func lines(of workflows: [Workflow], _ session: Session) -> [Text] {
  var table = Table([
    .init("WORKFLOW"), .init("PRIORITY", .right), .init("STAGES"), .init("TAKES", isFlexible: true),
  ])
  for workflow in workflows {
    let takes = workflow.select.when.map { oneLine($0.text) }
    let rest = workflow.select.isDefault ? "whatever no other takes" : nil
    table.add([
      Text(workflow.id.value, .strong), Text("\(workflow.select.priority)"),
      Text(workflow.stages.map(\.id).joined(separator: ", ")),
      Text([takes, rest].compactMap { $0 }.joined(separator: "; and ")),
    ])
  }
  return table.lines(session.style) + next("assent workflow show \(workflows.first?.id.value ?? "WORKFLOW")")
}

/// An expression that its author broke, on one line.
private func oneLine(_ text: String) -> String { text.split { $0 == " " || $0 == "\n" }.joined(separator: " ") }

extension WorkflowView {
  func lines(_ session: Session) -> [Text] {
    var result: [Text] = [
      "\(Text(workflow.id.value, .strong)), owner \(workflow.owner.value.description)\(workflow.file.map { ", \($0)" } ?? "")"
    ]
    result += outline.takes.map { "  \(oneLine($0))" }
    result.append("  \(outline.separation)")
    result += section("lanes, tried first where no rule requires or denies", parts(outline.lanes, session))
    var table = Table(
      [.init(""), .init("STAGE"), .init("RIGHT"), .init("STATE"), .init("WHO", isFlexible: true), .init("DUE")],
      indent: 2)
    let ladders = Set(outline.stages.filter { $0.definition.right != .inform }.map(\.ladder))
    for stage in outline.stages {
      table.add(
        [
          Text("\(stage.level)", .faint), Text(stage.definition.id, .strong), Text(stage.definition.right.rawValue),
          states?[stage.definition.id].map { Text(words($0), emphasis(ofState: $0)) } ?? Text(),
          Text(
            stage.people.isEmpty ? stage.candidates : "\(stage.candidates) (\(stage.people.joined(separator: ", ")))"),
          Text(stage.definition.due?.description ?? ""),
        ], details: stage.details(showsLadder: ladders.count > 1))
    }
    result += section("stages, those of a number side by side", table.lines(session.style))
    if !outline.reviews.isEmpty {
      result += ["", "also what rules demand, before the decision: \(names(outline.reviews))"]
    }
    if ladders.count < 2 { result += section("while something waits", outline.ladder.map { "  \($0)" }) }
    result += section("an approval grants", outline.grant.map { "  \($0)" })
    result += section("and leaves duties", parts(outline.duties, session))
    if !outline.told.isEmpty { result += ["", "told of the decision: \(names(outline.told))"] }
    return result
  }

  private func parts(_ parts: [(id: String, lines: [String])], _ session: Session) -> [Text] {
    var table = Table([.init(""), .init("")], indent: 2)
    for part in parts {
      table.add(
        [Text(part.id, .strong), Text(part.lines.first.map(oneLine) ?? "")],
        details: part.lines.dropFirst().map { Text(oneLine($0)) })
    }
    return table.lines(session.style)
  }
}

extension StageOutline {
  fileprivate func details(showsLadder: Bool) -> [Text] {
    let stage = definition
    guard stage.right != .inform else { return [] }
    var lines: [Text] = ["\("needs:", .faint) \(quorum)"]
    if !stage.needs.isEmpty { lines.append("\("after:", .faint) \(names(stage.needs.map(\.value)))") }
    if !stage.reviews.isEmpty { lines.append("\("for:", .faint) \(names(stage.reviews.map(\.value)))") }
    if let when = stage.when { lines.append("\("when:", .faint) \(oneLine(when.text))") }
    if let eligible = stage.eligible { lines.append("\("only:", .faint) \(oneLine(eligible.text))") }
    if !stage.exclude.isEmpty { lines.append("\("without:", .faint) \(names(stage.exclude.map(\.spoken)))") }
    if let fallback { lines.append("\("else:", .faint) \(fallback)") }
    if !asks.isEmpty { lines.append("\("asks:", .faint) \(asks.joined(separator: "; "))") }
    if !offers.isEmpty { lines.append("\("may attach:", .faint) \(offers.joined(separator: ", "))") }
    if let reads = stage.reads {
      let survival: Text =
        switch stage.survives {
        case .equal: "a vote outlives a change of anything else"
        case .decrease: "a vote outlives a decrease of them, too"
        case .never: "no vote outlives a change"
        }
      lines.append("\("reads:", .faint) \(names(reads.map(\.value))); " + survival)
    }
    if showsLadder { lines.append("\("ladder:", .faint) \(ladder.joined(separator: "; "))") }
    return lines
  }
}
