import Governance
import SpendModel

/// What the task is about, in one line.
private func subject(_ task: TaskView) -> Text {
  if let message = task.message, !message.isEmpty { return Text(message) }
  return Text(task.rule ?? task.obligation ?? "")
}

func lines(of tasks: [TaskView], noun: String, _ session: Session) -> [Text] {
  guard !tasks.isEmpty else { return ["no \(noun)"] }
  var table = Table([
    .init(noun == "findings" ? "FINDING" : "DUTY"), .init("STATE"), .init("SEVERITY"), .init("AMOUNT", .right),
    .init("OWNER"),
    .init("DUE"), .init("GRANT"), .init("WHAT", isFlexible: true),
  ])
  for task in tasks {
    table.add([
      Text(task.id, .strong), Text(words(task.state), emphasis(ofState: task.state)), Text(task.severity ?? ""),
      task.amount.map { Text(grouped($0)) } ?? Text(), Text(task.owner),
      isOver(task) ? Text(clockText(task.due)) : deadline(task.due, now: session.now), Text(task.grant ?? ""),
      subject(task),
    ])
  }
  return table.lines(session.style)
}

private func isOver(_ task: TaskView) -> Bool { ["closed", "cancelled", "risk_accepted"].contains(task.state) }

extension TaskView {
  func lines(_ session: Session) -> [Text] {
    var result: [Text] = [
      "\(id, .strong) \(words(state), emphasis(ofState: state))\(severity.map { ", \($0)" } ?? ""): \(subject(self))"
    ]
    var table = Table([.init(""), .init("")], indent: 2)
    func add(_ name: Text, _ value: Text?) {
      if let value, !value.isEmpty { table.add([name.emphasized(.faint), value]) }
    }
    add("owner", Text(owner, .strong))
    add("due", isOver(self) ? Text(clockText(due)) : deadline(due, now: session.now))
    add("verifier", Text(verifier))
    add("amount", amount.map { Text(grouped($0), .strong) })
    add("to do", action.map { Text($0) })
    add("rule", rule.map { Text($0) })
    add("obligation", obligation.map { Text($0) })
    add("grant", grant.map { Text($0) })
    add("request", request.map { Text($0) })
    add("opened", past(openedAt, now: session.now))
    add("reopened", reopened > 1 ? "\(reopened) times" : reopened == 1 ? "once" : nil)
    result += table.lines(session.style)
    result += section("history", historyLines(history, session))
    switch state {
    case "open", "acknowledged", "in_progress":
      result += next("assent \(kind) submit \(id) --evidence FILE    (by \(owner))")
    case "submitted": result += next("assent \(kind) verify \(id)    (by \(verifier))")
    default: break
    }
    return result
  }
}
