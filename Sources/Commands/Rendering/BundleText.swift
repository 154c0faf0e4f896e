import Diagnostics
import Governance
import SpendModel

extension CheckReport {
  func lines(_ session: Session) -> [Text] {
    let size: Text = "\(counted(rules, "rule")), \(counted(workflows, "workflow"))"
    guard !diagnostics.isEmpty else { return ["\("sound", .good): \(size), bundle \(String(digest.prefix(12)))"] }
    var result = Commands.lines(of: diagnostics) { sources[$0] }
    if !diagnostics.hasErrors { result[result.count - 1] += " in \(size)" }
    return result
  }
}

extension Evaluation {
  func lines(_ session: Session) -> [Text] {
    var result: [Text] = [
      "outcome \(Text(outcome, outcome == "deny" ? .bad : .strong))\(cost.map { ", cost \(grouped($0))" } ?? "")"
    ]
    result += ruleLines(rules)
    if !waived.isEmpty { result += ["suspended by a waiver:"] + waivedLines(waived, now: session.now) }
    result += remarks.map { "note: \($0)" }
    if !reviews.isEmpty { result.append("reviews \(names(reviews))") }
    if !obligations.isEmpty { result.append("duties \(names(obligations))") }
    for value in values {
      let rows =
        value.rows.isEmpty
        ? "no row" : counted(value.rows.count, "row") + " \(value.rows.map(String.init).joined(separator: ", "))"
      result.append(
        "value \(value.table) \(Text(value.value?.display ?? "none", .strong)) (\(value.error.map { Text("error: \($0)") } ?? rows))"
      )
    }
    for rule in explanation {
      var lines = rule.conjuncts.flatMap { $0.lines(indent: 2) }
      var table = Table([.init(""), .init("")], indent: 4)
      for fact in rule.read { table.add([Text(fact.fact, .faint), Text(fact.value)]) }
      lines += table.lines(session.style)
      result += section("\(rule.id) (\(rule.effect)): \(rule.message)", lines)
    }
    if outcome == "deny", !Commands.waivable(rules).isEmpty {
      result += Commands.next("change the request") + waiverPath(Commands.waivable(rules), request: nil)
    }
    if let whyNot { result += whyNot.lines(session) }
    if let who { result += who.lines(session) }
    return result
  }
}

extension WhyNotView {
  func lines(_ session: Session) -> [Text] {
    guard !failing.isEmpty else { return section("\(rule) fired", ["  nothing kept it from firing"]) }
    return section("\(rule) did not fire", failing.flatMap { $0.lines(session, indent: 2, isPart: false) })
  }
}

extension ConditionPart {
  fileprivate func lines(indent: Int) -> [Text] {
    let blanks = String(repeating: " ", count: indent)
    // What a part read is shown where it has no parts of its own.
    let read = indent > 2 && parts.isEmpty ? facts.map { "\($0.fact) \($0.value)" }.joined(separator: ", ") : ""
    let line: Text = "\(blanks)\(Text(result, result == "held" ? .good : .bad))  \(text)"
    return [read.isEmpty ? line : "\(line)  \(Text(read, .faint))"] + parts.flatMap { $0.lines(indent: indent + 4) }
  }
}

extension WhyNotView.Failing {
  fileprivate func lines(_ session: Session, indent: Int, isPart: Bool) -> [Text] {
    let blanks = String(repeating: " ", count: indent)
    let shown = isPart ? result : "failed"
    var lines: [Text] = ["\(blanks)\(Text(shown, shown == "held" ? .good : .bad))  \(conjunct)"]
    if parts.isEmpty {
      var table = Table([.init(""), .init("")], indent: indent + 2)
      for fact in facts { table.add([Text(fact.fact, .faint), Text(fact.value)]) }
      lines += table.lines(session.style)
    }
    lines += parts.flatMap { $0.lines(session, indent: indent + 4, isPart: true) }
    if parts.isEmpty || !isPart, !wouldHold.isEmpty { lines.append("\(blanks)  it would hold: \(wouldHold)") }
    return lines
  }
}
