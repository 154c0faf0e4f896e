import Governance
import SpendModel
import WorkflowEngine

/// The columns of stages: what waits on whom, and until when.
///
/// - Parameter details: Also why a stage is asked, who has agreed, and what it asks for.
private func stageTable(_ stages: [Waiting], now: Timestamp, since: Bool = false, details: Bool = false) -> Table {
  var table = Table(
    [.init("STAGE"), .init("RIGHT"), .init("STATE"), .init("WHO", isFlexible: true), .init("SINCE"), .init("DUE")],
    indent: 2)
  for stage in stages {
    table.add(
      [
        Text(stage.stage, .strong), Text(stage.right), Text(words(stage.state), emphasis(ofState: stage.state)),
        who(stage),
        since && stage.since != nil ? past(stage.since, now: now) : Text(),
        stage.due == nil
          ? Text() : isOpen(stage) ? deadline(stage.due, now: now) : Text(stage.due.map(clockText) ?? ""),
      ], details: details ? stage.details : [])
  }
  return table
}

/// On whom a stage waits, with those who may act in their place, and who looks at it.
private func who(_ stage: Waiting) -> Text {
  var text = stage.needs > 1 ? "\(stage.needs) of \(names(stage.candidates))" : names(stage.candidates)
  if !stage.delegates.isEmpty {
    text += "; " + Text(stage.delegates.map { "\($0.person) for \($0.of)" }.joined(separator: ", "))
  }
  if let person = stage.claimedBy { text += "; \(person) looks at it" }
  if !stage.overrides.isEmpty { text += "; \(names(stage.overrides)) would go on without it" }
  return text
}

extension Waiting {
  /// What stands below a stage: why it is asked, who has agreed, what whoever votes has to give.
  fileprivate var details: [Text] {
    var lines: [Text] = reasons.isEmpty ? [] : ["\("why:", .faint) \(reasons.joined(separator: "; "))"]
    if usesFallback { lines.append("the fallback stands in: too few of its own may act") }
    if !approved.isEmpty {
      let sum: Text = weight.map { ", a weight of \($0.given) of \($0.needed)" } ?? ""
      lines.append("\("agreed:", .faint) \(names(approved))" + sum)
    }
    if !asks.isEmpty { lines.append("\("asks:", .faint) \(asks.joined(separator: "; "))") }
    if !offers.isEmpty { lines.append("\("may attach:", .faint) \(offers.joined(separator: ", "))") }
    return lines
  }
}

/// The duties that an approval would leave, and who asks for them.
private func dutyLines(_ duties: [DutyLine], _ session: Session) -> [Text] {
  var table = Table([.init(""), .init(""), .init("")], indent: 2)
  for duty in duties {
    let time: String
    switch duty.phase {
    case "start": time = "before it starts"
    case "end": time = "when it ends" + (duty.due.map { ", \($0) later" } ?? "")
    default: time = duty.due.map { "within \($0)" } ?? "within 10bd"
    }
    let voters = duty.askedBy.map { "\($0.person) at \($0.stage)" }.joined(separator: ", ")
    table.add([
      Text(duty.id, .strong), Text(duty.phase == "start" ? time + (duty.due.map { ", within \($0)" } ?? "") : time),
      Text("owner \(duty.owner), verified by \(duty.verifier)" + (voters.isEmpty ? "" : "; attached by \(voters)")),
    ])
  }
  return table.lines(session.style)
}

/// What whoever votes should know: the warnings of rules, and what others hold against it.
func noticeLines(warnings: [RuleLine], concerns: [Concern]) -> [Text] {
  warnings.map { "\("warning:", .careful) \($0.id): \($0.message)" }
    + concerns.map { concern in
      let person = concern.principal.map { "\(concern.person) for \($0)" } ?? concern.person
      return "\("concern:", .careful) \(person) at \(concern.stage): \(concern.words ?? "(erased)")"
    }
}

/// Whether a stage still waits: only then can it be late.
private func isOpen(_ stage: Waiting) -> Bool { ["active", "pending", "blocked", "paused"].contains(stage.state) }

/// Stages as a section of other answers shows them.
func stageLines(_ stages: [Waiting], _ session: Session) -> [Text] {
  stageTable(stages, now: session.now).lines(session.style)
}

/// How a state stands out, beside its word.
func emphasis(ofState state: String) -> Text.Emphasis {
  switch state {
  case "approved", "active", "satisfied", "closed": .good
  case "in_review", "pending", "changes_requested", "submitted", "pending_conditions", "scheduled", "paused": .careful
  case "denied", "rejected", "blocked", "suspended", "vetoed", "timed_out", "revoked", "exhausted": .bad
  default: .none
  }
}

func ruleLines(_ rules: [RuleLine]) -> [Text] {
  var table = Table([.init(""), .init(""), .init("")], indent: 2)
  for rule in rules {
    let emphasis: Text.Emphasis = rule.effect == "deny" ? .bad : rule.effect == "allow" ? .good : .careful
    let details: [Text] = rule.indeterminate.map { ["could not be decided: \($0)"] } ?? []
    table.add([Text(rule.effect, emphasis), Text(rule.id), Text(rule.message)], details: details)
  }
  return table.lines(.plain)
}

/// What tables gave, each in a line.
private func valueLines(_ values: [ValueLine]) -> [Text] {
  values.map { line in
    let places = line.rows.map(String.init).joined(separator: ", ")
    let rows: Text = line.rows.isEmpty ? "no row" : "\(counted(line.rows.count, "row")) \(places)"
    let note: Text = line.error.map { "error: \($0)" } ?? rows
    return "  \(line.table) \(Text(line.value ?? "none", .strong)) (\(note))"
  }
}

/// Rules that waivers suspended: which one, by whom it was approved, until when.
func waivedLines(_ waived: [WaivedLine], now: Timestamp) -> [Text] {
  var table = Table([.init(""), .init(""), .init("")], indent: 2)
  for line in waived {
    table.add(
      [Text(line.rule.effect, .faint), Text(line.rule.id), Text(line.rule.message)],
      details: [
        "waiver \(Text(line.waiver, .strong)), approved by \(names(line.approvedBy)), until \(line.until < now ? "\(clockText(line.until)) (ended)" : deadline(line.until, now: now))"
      ])
  }
  return table.lines(.plain)
}

/// The way to an exception, for a request that was denied by rules that may be waived.
func waiverPath(_ rules: [String], request id: String?) -> [Text] {
  guard let rule = rules.first else { return [] }
  let which: Text = id.map { ", request: \($0)" } ?? ""
  return [
    "      or ask for an exception from \(Text(rules.joined(separator: ", "), .strong)), which may be waived: a request",
    "      with `kind: waiver` and, beside `request`, `waiver: {rule: \(rule), scope: CONDITION, until: DATE\(which)}`,",
    "      by `assent submit FILE`; `assent waiver request --help` shows one",
  ]
}

/// The rules that denied, where all of them may be waived.
func waivable(_ rules: [RuleLine]) -> [String] {
  let denied = rules.filter { $0.effect == "deny" && $0.indeterminate == nil }
  return denied.allSatisfy(\.isWaivable) ? denied.map(\.id) : []
}

/// `section` heads what follows, with an empty line before it.
func section(_ title: Text, _ lines: [Text]) -> [Text] { lines.isEmpty ? [] : ["", title.emphasized(.strong)] + lines }

func next(_ commands: Text) -> [Text] { ["", "\("next:", .strong) \(commands)"] }

extension SubmitResult {
  func lines(_ session: Session) -> [Text] {
    let name: Text = id.map { Text($0, .strong) } ?? "dry run:"
    var result: [Text] = ["\(name) \(id == nil ? "would be" : "is") \(words(state), emphasis(ofState: state))"]
    if revision > 1 { result[0] += ", revision \(revision)" }
    if let cost { result[0] += ", \(Text(grouped(cost), .strong))" }
    if isRepeat { result[0] += " (submitted before under this key; nothing new was recorded)" }
    if let amends { result[0] += ", amends \(amends)" }
    let way: Text = lane.map { "workflow \(workflow), lane \($0)" } ?? "workflow \(workflow)"
    result.append("outcome \(Text(outcome, .strong)), \(way)")
    result += section(outcome == "deny" ? "denied because" : "because", ruleLines(rules))
    result += section("suspended by a waiver", waivedLines(waived, now: session.now))
    result += section("values", valueLines(values))
    let isNow = waitingOn.filter { stage in !later.contains { $0.stage == stage.stage } }
    result += section("who must act", stageLines(isNow, session))
    result += section("after that", stageLines(later, session))
    if let waiver { result += ["", "asks for waiver \(waiver, .strong)"] }
    if !obligations.isEmpty { result += ["", "duties once approved: \(names(obligations))"] }
    if let grant { result += section("grant", grant.summaryLines(session)) }
    if let id {
      switch state {
      case "in_review": result += next("assent why \(id)")
      case "denied":
        result += next("change the request and submit it again, or see assent show \(id)")
        result += waiverPath(waivable(rules), request: id)
      case "approved" where waiver != nil: result += next("assent waiver show \(waiver ?? "")")
      default: result += grant.map { next("assent grant show \($0.id)") } ?? next("assent show \(id)")
      }
    } else {
      result += ["", "nothing was recorded"]
    }
    return result
  }
}

extension ActResult {
  func lines(_ session: Session) -> [Text] {
    let done: Text
    switch verb {
    case "approve": done = "approved"
    case "reject": done = "rejected"
    case "request_changes", "return": done = "returned for changes"
    case "recuse": done = "recused"
    case "comment": done = "commented"
    case "withdraw": done = "withdrawn"
    case "retract": done = "vote taken back"
    case "reassign": done = "handed over"
    case "add": done = "asked of one more"
    case "claim": done = "claimed"
    case "release": done = "released"
    case "override": done = mayAgree.isEmpty ? "goes on, by two people, without" : "would go on without"
    default: done = Text(words(verb))
    }
    let place: Text = stage.map { verb == "override" ? " stage \($0)" : " at stage \($0)" } ?? ""
    var result: [Text] = [
      "\(Text(id, .strong)) \(done)\(place); the request is \(words(state), emphasis(ofState: state))"
    ]
    if !mayAgree.isEmpty { result.append("  a second person has to agree: \(names(mayAgree))") }
    if let grant { result += grant.summaryLines(session) }
    if !duties.isEmpty { result.append("  duties: \(names(duties))  (assent duty show \(duties.first ?? ""))") }
    result += stageTable(waitingOn, now: session.now).lines(session.style)
    return result
  }
}

func lines(of requests: [RequestSummary], _ session: Session) -> [Text] {
  guard !requests.isEmpty else { return ["no requests; assent submit FILE makes one"] }
  var table = Table([
    .init("REQUEST"), .init("STATE"), .init("COST", .right), .init("BY"), .init("PROJECT"), .init("SUBMITTED"),
    .init("TITLE", isFlexible: true),
  ])
  for request in requests {
    table.add([
      Text(request.id, .strong), Text(words(request.state), emphasis(ofState: request.state)),
      request.cost.map { Text(grouped($0)) } ?? Text(), Text(request.requester), Text(request.project ?? ""),
      Text(clockText(request.submittedAt)), Text(request.title),
    ])
  }
  return table.lines(session.style)
}

extension RequestDetail {
  func lines(_ session: Session) -> [Text] {
    let revision: Text = summary.revision > 1 ? ", revision \(summary.revision)" : ""
    var result: [Text] = [
      "\(summary.id, .strong) \(summary.title)",
      "\(words(summary.state), emphasis(ofState: summary.state))\(revision), \(summary.cost.map { Text(grouped($0), .strong) } ?? "no cost"), by \(summary.requester), submitted \(past(summary.submittedAt, now: session.now))",
    ]
    var table = Table([.init(""), .init("")], indent: 2)
    for fact in facts { table.add([Text(fact.path, .faint), Text(fact.value)]) }
    result += section("facts", table.lines(session.style))
    result += section("outcome \(summary.outcome)", ruleLines(rules))
    result += section("suspended by a waiver", waivedLines(waived, now: session.now))
    result += section("values", valueLines(values))
    result += section(
      "stages, workflow \(workflow)", stageTable(stages, now: session.now, since: true).lines(session.style))
    result += section("duties once approved", dutyLines(duties, session))
    for grant in grants { result += section("grant \(grant.id)", grant.summaryLines(session)) }
    result += section("history", historyLines(history, session))
    result += [
      "", "facts \(String(factsSHA256.prefix(12)), .faint)  bundle \(String(bundleSHA256.prefix(12)), .faint)",
    ]
    switch summary.state {
    case "in_review": result += next("assent why \(summary.id)")
    case "changes_requested": result += next("assent resubmit \(summary.id) FILE    (by \(summary.requester))")
    default: break
    }
    return result
  }
}

func historyLines(_ history: [HistoryLine], _ session: Session) -> [Text] {
  var table = Table([.init(""), .init(""), .init(""), .init("")], indent: 2)
  for line in history {
    table.add([Text("#\(line.idx)", .faint), Text(clockText(line.at)), Text(line.actor), Text(line.text)])
  }
  return table.lines(.plain)
}

/// Why somebody may not act, in words.
func exclusionText(_ because: String) -> String {
  switch because {
  case "eligible": "not eligible by the stage's condition"
  case "distinct": "acted on another stage: a person counts once"
  default: words(because)
  }
}

/// What a rung of a ladder will do, in words.
private func spoken(rung: String, to people: [String]) -> Text {
  let told: Text = people.isEmpty ? "" : "; \(names(people)) are told"
  switch rung {
  case "remind": return "\("a reminder", .strong) to \(names(people))"
  case "warn": return "\("a warning", .strong) to \(names(people))"
  case "add": return "\(Text(people.joined(separator: ", "), .strong)) may act, too"
  case "replace": return "it goes to \(Text(people.joined(separator: ", "), .strong))"
  case "complete": return "the stage is \("done without a vote", .strong)"
  case "expire": return "it \("expires", .strong)\(told)"
  case "reject": return "it is \("rejected", .strong)\(told)"
  default: return "\(Text(rung, .strong)) \(names(people))"
  }
}

extension WhyView {
  /// What those who could unblock it would do.
  private func waysOut(_ stages: [Waiting], _ now: Timestamp) -> [Text] {
    let stuck = stages.filter { $0.state == "blocked" || $0.due.map { $0 < now } ?? false }
    let optional = stuck.filter { $0.right == "agree" && !["authority", "post-review"].contains($0.stage) }
    var result: [Text] = optional.map { stage in
      "  without \(stage.stage), by who answers for its group and one of governance: assent override \(id) --stage \(stage.stage) --reason \"...\""
    }
    if stuck.contains(where: { $0.state == "blocked" }) {
      result.append("  by naming others in workflows/decision-rights.yaml: who is added may act at once")
    }
    return result
  }

  func lines(_ session: Session) -> [Text] {
    var result: [Text] = ["\(id, .strong) is \(words(state), emphasis(ofState: state))"]
    if let decided { result.append(state == "changes_requested" ? "\(decided)" : "decided: \(decided)") }
    result += section("denied because", ruleLines(denied))
    result += section("suspended by a waiver", waivedLines(waived, now: session.now))
    let active = waitingOn.filter { $0.state != "pending" }
    let later = waitingOn.filter { $0.state == "pending" }
    result += section(
      "waits on", stageTable(active, now: session.now, since: true, details: true).lines(session.style))
    result += section(
      active.isEmpty ? "waits on" : "after that", stageTable(later, now: session.now).lines(session.style))
    result += section("to be considered", noticeLines(warnings: warnings, concerns: concerns).map { "  " + $0 })
    if let next = self.next {
      result += [
        "", "what comes next: \(spoken(rung: next.rung, to: next.to)), \(deadline(next.at, now: session.now))",
      ]
    }
    result += section("duties once approved", dutyLines(duties, session))
    var table = Table([.init(""), .init("")], indent: 2)
    for line in excluded { table.add([Text(line.person), Text(exclusionText(line.because))]) }
    result += section("may not act", table.lines(session.style))
    if let shortage {
      result += [
        "",
        "\("no room:", .bad) budget \(shortage.budget) has \(grouped(shortage.remaining)) left, and this would hold \(grouped(shortage.needed))",
      ]
    }
    if !canUnblock.isEmpty { result += ["", "could unblock it: \(names(canUnblock))"] + waysOut(active, session.now) }
    if let grant {
      let under: Text = amendments.isEmpty ? "" : "; \(names(amendments)) asks for other terms"
      result +=
        ["", "\("grant \(grant.id)", .strong)" + under] + grant.lines(session).map { $0.isEmpty ? $0 : "  " + $0 }
    }
    if !notes.isEmpty { result += [""] + notes.map { "note: \($0)" } }
    if !waivable.isEmpty {
      result += Commands.next("change the request and submit it again")
      result += waiverPath(waivable, request: id)
    }
    if state == "changes_requested" {
      result += Commands.next("assent resubmit \(id) FILE    (what to change: assent show \(id))")
    }
    return result
  }
}
