import ArgumentParser
import Governance
import SpendModel

struct DelegateGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delegate",
    abstract: "Let somebody vote in your place while you are away.",
    discussion: """
        assent delegate --to pia --until 2026-12-24
        assent delegate --to pia --from 2026-12-21 --until 2027-01-04T09:00:00Z --cap 1000USD
        assent delegate list
        assent delegate end DLG-000001

      What waits for you shows up in their queue at once, as `for` you, and leaves it again at the end. They vote \
      with `assent approve REQ-000001`, and with `--for you` where they could mean several; the log holds both names. \
      It holds from its start up to, and not including, its end; a date is the start of that day, UTC.

      Your limit holds, or `--cap` where that is less; theirs does not flow in. Neither of you may be excluded from the \
      request, and a vote uses up both: who votes for you has voted. You may still vote; what comes first counts. \
      What is delegated cannot be passed on.
      """,
    subcommands: [DelegateSet.self, DelegateList.self, DelegateEnd.self], defaultSubcommand: DelegateSet.self)
}

struct DelegateSet: Verb {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Delegate your own rights for a time; `assent delegate --to P` is the same.",
    discussion: """
        assent delegate --to pia --from 2026-12-21 --until 2027-01-04 --cap 1000USD

      Exits 0; 2 where it is to yourself, ends before it begins, goes in a circle, or overlaps one that you gave.
      """)

  @Option(help: ArgumentHelp("Who votes in your place.", valueName: "person")) var to: String
  @Option(help: ArgumentHelp("From when on: a date or RFC 3339 time. Left out: now.", valueName: "time")) var from:
    String?
  @Option(help: ArgumentHelp("The first instant at which it no longer holds.", valueName: "time")) var until: String
  @Option(help: ArgumentHelp("The most that they may decide: 1000USD.", valueName: "amount")) var cap: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let delegation = try session.service().delegate(to: to, from: from, until: until, cap: cap)
    return Answer(json: delegation.json, lines: delegation.lines(session))
  }
}

struct DelegateList: Verb {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Who votes in whose place, and until when.",
    discussion: """
        assent delegate list --all

      States: scheduled (it begins later), in_force, over (its time has passed), ended (before its time, by hand or \
      because one of the two left). Without --all those that are over or ended are left out. Exits 0.
      """)

  @Flag(help: "Also those that are over.") var all = false
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let delegations = try session.service().delegations(all: all)
    return Answer(json: items(delegations.map(\.json)), lines: lines(of: delegations, session))
  }
}

struct DelegateEnd: Verb {
  static let configuration = CommandConfiguration(
    commandName: "end", abstract: "End a delegation before its time.",
    discussion: """
        assent delegate end DLG-000001

      Both of its people may, and governance. What was voted by it stays. Exits 0, 4 where it has ended, 5 where you \
      may not, 6 where there is none.
      """)

  @Argument(help: "The delegation's id.") var id: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let delegation = try session.service().endDelegation(try canonicalID(id, .delegation, noun: "delegation"))
    return Answer(json: delegation.json, lines: delegation.lines(session))
  }
}

private func lines(of delegations: [DelegationView], _ session: Session) -> [Text] {
  guard !delegations.isEmpty else { return ["no delegations; assent delegate --to PERSON --until DATE makes one"] }
  var table = Table([
    .init("DELEGATION"), .init("STATE"), .init("WHO"), .init("FOR"), .init("FROM"), .init("UNTIL"),
    .init("UP TO", .right), .init("WAITING", .right),
  ])
  for delegation in delegations {
    table.add([
      Text(delegation.id, .strong), Text(words(delegation.state), emphasis(ofState: delegation.state)),
      Text(delegation.to), Text(delegation.of), Text(clockText(delegation.from)), Text(clockText(delegation.until)),
      delegation.cap.map { Text(grouped($0)) } ?? "-", Text(String(delegation.waiting.count)),
    ])
  }
  return table.lines(session.style)
}

extension DelegationView {
  fileprivate func lines(_ session: Session) -> [Text] {
    let most: Text = cap.map { ", up to \(Text(grouped($0), .strong))" } ?? ""
    var result: [Text]
    switch state {
    case "ended", "over": result = ["\(id, .strong) has ended: \(to) no longer votes for \(of)"]
    default:
      result = [
        "\(id, .strong) \(to, .strong) votes for \(of) from \(clockText(from)) until \(clockText(until))\(most)"
      ]
    }
    if !waiting.isEmpty { result.append("  waits for \(of), and shows up for \(to) now: \(names(waiting))") }
    return result
  }
}
