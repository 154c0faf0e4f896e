import ArgumentParser
import Governance

struct Queue: Verb {
  static let configuration = CommandConfiguration(
    abstract: "What waits for me: what is asked, by whom, how much, why it is here, by when.",
    discussion: """
        assent queue                  what waits for me
        assent queue --group finance  what waits for a group
        assent queue --overdue        everything that is late

      Exits 0, also where nothing waits.
      """)

  @Flag(help: "What I may act on (the default).") var mine = false
  @Option(help: ArgumentHelp("What a group may act on.", valueName: "g")) var group: String?
  @Flag(help: "Everything that waits.") var all = false
  @Flag(help: "Everything that is late.") var overdue = false
  @Flag(help: "Everything that nobody can act on.") var blocked = false
  @OptionGroup var common: CommonOptions

  func validate() throws {
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
    let queue = try session.service().queue(view)
    let isMine = group == nil && !all && !overdue && !blocked
    return Answer(json: items(queue.map(\.json)), lines: lines(of: queue, session, isMine: isMine))
  }
}
