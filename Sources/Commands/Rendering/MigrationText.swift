import Governance
import SpendModel
import WorkflowEngine

extension MigrationView {
  /// - Parameter digest: The bundle that was named.
  func lines(_ session: Session, digest named: String?) -> [Text] {
    let command = command(named)
    let others = items.count - moved.count
    let verb = state == "applied" ? "moved" : "would move"
    var result: [Text] = [
      "\(counted(moved.count, "request")) of \(Text(workflow, .strong)) \(verb) to bundle \(short(bundle))\(others == 0 ? "" : ", \(others) left")"
    ]
    for item in items { result += [""] + item.lines(session) }
    result += ["", "plan \(short(digest))\(state == "applied" ? "" : ", nothing is moved yet")"]
    switch state {
    case "applied":
      result.append("proposed by \(author ?? "?"), agreed to by \(second ?? "?")")
    case "proposed":
      result.append("proposed by \(author ?? "?")")
      result += next("\(command) --apply    (by \(people.joined(separator: ", ")))")
    default:
      if !moved.isEmpty {
        result += next("\(command) --propose --reason WHY    (by \(people.joined(separator: ", ")))")
      }
    }
    return result
  }

  private func command(_ digest: String?) -> String {
    "assent workflow migrate \(workflow)" + renames.map { " --map \($0.from)=\($0.to)" }.joined()
      + (digest.map { " --digest \($0)" } ?? "")
  }
}

extension MigrationView.Item {
  func lines(_ session: Session) -> [Text] {
    let name = Text(request, .strong)
    if let left {
      let hint: [Text] = hint.map { ["  \("hint:", .faint) \($0)"] } ?? []
      return ["\(name) \(Text("stays", .careful)): \(left)"] + hint
    }
    var table = Table([.init(""), .init(""), .init(""), .init("", isFlexible: true)], indent: 2)
    for stage in effect?.kept ?? [] {
      let from: Text = stage.from == stage.stage ? "" : " (was \(stage.from))"
      table.add([
        Text("keeps", .good), "\(Text(stage.stage, .strong))\(from)", states(stage), Text(stage.details),
      ])
    }
    for stage in effect?.added ?? [] { table.add([Text("adds", .careful), Text(stage, .strong), "new", ""]) }
    for stage in effect?.dropped ?? [] {
      let votes = stage.votes.isEmpty ? "" : "votes of \(stage.votes.joined(separator: ", ")) no longer count"
      table.add([
        Text("drops", .bad), Text(stage.stage, .strong), Text(words(stage.state.rawValue)), Text(votes),
      ])
    }
    let state = state ?? "?"
    let becomes: Text = state == "in_review" ? "" : ", \(Text("then \(words(state))", emphasis(ofState: state)))"
    return ["\(name)\(becomes)"] + table.lines(session.style)
  }

  private func states(_ stage: MigrationEffect.Kept) -> Text {
    let (before, after) = (words(stage.before.rawValue), words(stage.after.rawValue))
    return before == after ? Text(after) : "\(before), then \(after)"
  }
}

extension MigrationEffect.Kept {
  /// Its votes and its time.
  fileprivate var details: String {
    var parts: [String] = []
    if !votes.isEmpty { parts.append("votes of \(votes.joined(separator: ", "))") }
    if !lost.isEmpty { parts.append("not those of \(lost.joined(separator: ", "))") }
    if let remaining {
      let left =
        isWall ? spanText(microseconds: remaining) : businessText(microseconds: remaining, day: Int64.max)
      let isOpen = after == .active || after == .blocked
      parts.append("\(left) left" + (isOpen ? due.map { ", due \(clockText($0))" } ?? "" : ""))
    }
    return parts.joined(separator: "; ")
  }
}
