import Governance

/// A digest as people tell it apart.
func short(_ digest: String) -> Text { Text(String(digest.prefix(12)), .strong) }

extension BundleView {
  func lines(_ session: Session) -> [Text] {
    let way: Text =
      isInForce ? (isDeliberate ? "in force, activated" : "in force: the files of the workspace") : "not in force"
    var result: [Text] = [
      "bundle \(short(digest)), \(way)", "  \(counted(rules, "rule")), \(counted(workflows, "workflow"))",
    ]
    if errors > 0 { result.append("  \(Text(counted(errors, "error").plain, .bad)); assent check shows them") }
    var table = Table([.init(""), .init(""), .init("", .right)], indent: 2)
    for file in files { table.add([Text(file.path), Text(String(file.sha256.prefix(12)), .faint), "\(file.bytes)"]) }
    result += section("files", table.lines(session.style))
    result += section("history", historyLines(history, session))
    if let shadow { result += ["", "shadow: \(short(shadow))  (assent bundle shadow --report)"] }
    if let draft {
      result += ["", "the files of the workspace are another bundle: \(short(draft))  (assent bundle diff)"]
    }
    if let proposed {
      result += ["", "\(short(proposed)), proposed by \(proposedBy ?? "?"), waits for a second person"]
      result += Commands.next("assent bundle activate --digest \(String(proposed.prefix(12)))")
    }
    result += ["", "\(digest, .faint)"]
    return result
  }
}

extension BundleDifference {
  func lines(_ session: Session) -> [Text] {
    guard !items.isEmpty || !facts.isEmpty else {
      return [
        from == to
          ? "the same bundle, \(short(to))" : "nothing but layout and comments: \(short(from)) and \(short(to))"
      ]
    }
    var result: [Text] = ["from \(short(from)) to \(short(to))"]
    for item in items {
      let emphasis: Text.Emphasis = item.change == .added ? .good : item.change == .removed ? .bad : .careful
      result += ["", "\(Text(item.change.rawValue, emphasis)) \(item.kind) \(item.name, .strong)"]
      result += item.lines.map { line in
        "  \(Text(line, line.hasPrefix("+") ? .good : line.hasPrefix("-") ? .bad : .none))"
      }
    }
    if !facts.isEmpty {
      var table = Table([.init(""), .init(""), .init("")], indent: 2)
      for fact in facts {
        let readers: Text = fact.readBy.isEmpty ? "read by no rule" : "read by \(names(fact.readBy))"
        table.add(
          [
            fact.isBreaking ? Text("error", .bad) : Text("fine", .good), Text(fact.fact, .strong), Text(fact.words),
          ], details: fact.isBreaking ? [readers] : [])
      }
      result += section("facts", table.lines(session.style))
    }
    return result
  }
}

extension BundleStep {
  func lines(_ session: Session) -> [Text] {
    var result: [Text] = []
    let changes = counted(difference.items.count, "change")
    let from: Text = former.map { ", \(changes) from \(short($0))" } ?? ""
    switch state {
    case "proposed":
      result.append("bundle \(short(digest)) proposed by \(author)\(from); it is not in force yet")
      result += next(
        "assent bundle activate --digest \(String(digest.prefix(12)))    (by \(mayActivate.joined(separator: ", ")))")
    case "active":
      result.append(
        "bundle \(short(digest)) is \("in force", .good)\(from): proposed by \(author), activated by \(second ?? "?")")
    default:
      result.append("bundle \(short(digest)) is \("in force", .good) again\(from), by \(author)")
    }
    return result
  }
}

extension ShadowReport {
  func lines(_ session: Session) -> [Text] {
    guard let digest else { return ["no shadow ran yet; assent bundle shadow DIR begins one"] }
    var result: [Text] = [
      "shadow \(short(digest)) \(isRunning ? "runs" : "has ended"), begun \(since ?? "?")",
      "\(counted(judged, "submission")), \(counted(differences.count, "difference"))",
    ]
    var table = Table([.init("REQUEST"), .init("IN FORCE"), .init("SHADOW"), .init("RULES", isFlexible: true)])
    for item in differences {
      let gone = item.live.rules.filter { !item.shadow.rules.contains($0) }.map { "-\($0)" }
      let new = item.shadow.rules.filter { !item.live.rules.contains($0) }.map { "+\($0)" }
      table.add([
        "\(Text(item.request, .strong))\(item.revision > 1 ? ", revision \(item.revision)" : "")",
        Text(item.live.outcome),
        Text(item.shadow.outcome), names(gone + new),
      ])
    }
    if !differences.isEmpty { result += [""] + table.lines(session.style) }
    return result
  }
}
