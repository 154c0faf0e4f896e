import ArgumentParser
import Governance
import SpendModel
import WorkflowEngine

struct WorkflowRebase: Verb {
  static let configuration = CommandConfiguration(
    commandName: "rebase",
    abstract: "Plan the timers of requests under way again, by the calendars in force.",
    discussion: """
        assent workflow rebase                            what it would move; writes nothing
        assent workflow rebase --reason "Monday is a holiday" --as gia
        assent workflow rebase REQ-000001 --reason "…"    one request
        assent workflow rebase gpu-finetune --reason "…"  those of one workflow

      Requests keep the calendars of the bundle that they pinned: a holiday that is added later moves nothing by \
      itself. This plans what has not fired yet again, by the calendars of the same name in the bundle in force, and \
      each request's history tells the old and the new times. What fired stays fired, and an end that was warned of \
      comes no sooner than its notice after now. The request goes by those calendars from then on.

      Members of `governance`, and the owners of the workflow that is named, may. Where some time comes nearer, the \
      first one's command only asks for it, and a second person does the same to agree.

      Exits 0; 2 without words in the reason, 4 where no time moves or you asked already, 5 where you may not, 6 where \
      there is no such request or workflow.
      """)

  @Argument(help: "A request or a workflow; left out, all that is under way.") var subject: String?
  @Option(help: ArgumentHelp("Why; without it nothing is written.", valueName: "words")) var reason: String?
  @Flag(help: "Show what it would move; nothing is written.") var dryRun = false
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    var name = subject
    if let typed = subject, typed.lowercased().hasPrefix("req-") {
      name = try canonicalID(typed, .request, noun: "request")
    }
    let view = try session.service().rebase(name, reason: dryRun ? nil : reason)
    return Answer(json: view.json, lines: view.lines(session))
  }
}

extension RebaseView {
  fileprivate func lines(_ session: Session) -> [Text] {
    let verb: Text = state == "applied" ? "moved" : "would move"
    guard !items.isEmpty else { return ["no time would move: requests under way go by the calendars in force"] }
    var result: [Text] = [
      "times of \(counted(items.count, "request")) \(verb) to the calendars of bundle \(short(bundle))"
    ]
    for item in items {
      let becomes: Text =
        ["in_review", "changes_requested", "approved"].contains(item.state)
        ? "" : ", \(Text("then \(words(item.state))", emphasis(ofState: item.state)))"
      var table = Table([.init(""), .init(""), .init(""), .init(""), .init("")], indent: 2)
      for time in item.moved {
        table.add([
          Text(time.stage ?? "its end"), Text(time.what), Text(clockText(time.from)), "to",
          "\(Text(clockText(time.to), time.isNearer ? .careful : .none))\(time.isNearer ? " (nearer)" : "")",
        ])
      }
      result += ["", "\(Text(item.request, .strong))\(becomes)"] + table.lines(session.style)
    }
    let command: Text = "assent workflow rebase\(of.map { " " + $0 } ?? "") --reason WHY"
    let may = people.joined(separator: ", ")
    switch state {
    case "applied":
      if let second { result += ["", "asked for by \(author ?? "?"), agreed to by \(second)"] }
    case "proposed":
      result += ["", "some time comes nearer: a second person has to agree, and nothing is moved yet"]
      result += next(command + "    (by \(may))")
    default:
      result += ["", isNearer ? "some time comes nearer: it takes two people" : "nothing is moved yet"]
      result += next(command + "    (by \(may))")
    }
    return result
  }
}
