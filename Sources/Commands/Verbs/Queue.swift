import ArgumentParser
import Governance

struct Queue: Verb {
  static let configuration = CommandConfiguration(
    abstract: "What waits for me: what is asked, by whom, how much, why it is here, by when.",
    discussion: """
        assent queue                  what waits for me
        assent queue --group finance  what waits for a group's members, or for whom they stand in
        assent queue --overdue        everything that is late
        assent queue --all --limit 0  all of it, however much

      The earliest due comes first, fifty items unless --limit says otherwise. Beside your own queue stands how soon \
      you decided in the past 90 days.

      Exits 0, also where nothing waits.
      """)

  @Flag(help: "What I may act on (the default).") var mine = false
  @Option(help: ArgumentHelp("What a group may act on.", valueName: "g")) var group: String?
  @Flag(help: "Everything that waits.") var all = false
  @Flag(help: "Everything that is late.") var overdue = false
  @Flag(help: "Everything that nobody can act on.") var blocked = false
  @Option(help: ArgumentHelp("At most so many items; 0: all.", valueName: "n")) var limit =
    GovernanceService.usualQueueLimit
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit is 0 or more") }
    if [mine, group != nil, all, overdue, blocked].count(where: { $0 }) > 1 {
      throw ValidationError("--mine, --group, --all, --overdue and --blocked stand alone")
    }
  }

  private var view: QueueView {
    if let group { return .group(group.hasPrefix("group:") ? String(group.dropFirst(6)) : group) }
    if all { return .all }
    if overdue { return .overdue }
    return blocked ? .blocked : .mine
  }

  func answer(_ session: Session) throws(Failure) -> Answer {
    let queue = try session.service().queue(view, limit: limit == 0 ? nil : limit)
    let isMine = group == nil && !all && !overdue && !blocked
    return Answer(json: queue.json, lines: queue.lines(session, isMine: isMine))
  }
}
