import ArgumentParser
import Governance
import WorkflowEngine

struct WorkflowMigrate: Verb {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Move requests under way to a changed workflow, by two people.",
    discussion: """
        assent workflow migrate gpu                     what it would do; writes nothing
        assent workflow migrate gpu --map legal=law     a stage under another name
        assent workflow migrate gpu --map legal=law --propose --reason "…" --as gia
        assent workflow migrate gpu --map legal=law --apply --as gus

      Requests keep the bundle that they pinned; this moves the undecided ones of a workflow to the bundle in force. \
      A stage goes on as the one of the same name, or as --map says, if its right is the same: with its votes, as far \
      as those who cast them may still act, and with the time that it had left. All other stages start anew. A request \
      stays where it is if another workflow takes it now, or a review that a rule demands would be lost; approved \
      grants, and requests that were returned, are left alone. The rules of the bundle are asked before the last vote, \
      or at once with `assent reevaluate`; a request's own time to live goes on.

      Members of `governance` and the owners of the workflow may: one proposes, a second one does the same with \
      --apply. What they agree to is named by a digest of workflow, bundles and map.

      Exits 0; 2 where the map names no stage or the reason is missing, 4 where nobody proposed just this, or nothing \
      can be moved, 5 where you may not or proposed it yourself, 6 where there is no such workflow or bundle.
      """)

  @Argument(help: "The workflow.") var workflow: String
  @Option(help: ArgumentHelp("A stage under another name; may be repeated.", valueName: "old=new")) var map: [String] =
    []
  @Option(help: ArgumentHelp("To this bundle of the log (default: the one in force).", valueName: "digest")) var digest:
    String?
  @Flag(help: "Propose it; a second person agrees.") var propose = false
  @Flag(help: "Agree to what somebody proposed, and do it.") var apply = false
  @Option(help: ArgumentHelp("Why; needed to propose.", valueName: "words")) var reason: String?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if propose, apply { throw ValidationError("--propose is for one person, --apply for another") }
  }

  func answer(_ session: Session) throws(Failure) -> Answer {
    let step: MigrationStep = apply ? .apply : propose ? .propose(reason: reason ?? "") : .list
    let view = try session.service().migrate(workflow, renames: try renames(), digest: digest, step: step)
    return Answer(json: view.json, lines: view.lines(session, digest: digest))
  }

  private func renames() throws(Failure) -> [Migration.Rename] {
    var result: [Migration.Rename] = []
    for text in list(map) {
      let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts.contains("") else {
        throw Failure(.badInput, "bad-map", "`\(text)` maps no stage", hint: "write `--map old=new`")
      }
      result.append(Migration.Rename(from: parts[0], to: parts[1]))
    }
    return result
  }
}
