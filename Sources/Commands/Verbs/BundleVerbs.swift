import ArgumentParser
import Governance

struct BundleGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle",
    abstract: "Versions of rules and workflows: what is in force, what would change, who put it there.",
    discussion: """
      A bundle is the files of rules/ and workflows/, named by one digest, which every request pins. Until the first \
      `assent bundle activate` the files of the workspace are the bundle, and the first act under new files records \
      that. From then on acts use what was activated, whatever lies in the folder; `check`, `test`, `evaluate` and \
      `simulate` go on reading the files.

      A change, rehearsed:

        assent bundle diff                             what the files would change
        assent simulate --rules rules                  which recorded decisions would flip; ends with a digest
        assent bundle activate --digest 3f9a… --as ann    ann proposes exactly that
        assent bundle activate --digest 3f9a… --as gia    gia, who answers for the rules, activates it
        assent bundle rollback --reason "…" --as gia      the former one again
      """,
    subcommands: [
      BundleShow.self, BundleDiff.self, BundleActivate.self, BundleRollback.self, BundleShadow.self,
    ])
}

struct BundleShow: Verb {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "The bundle in force: its files, and how it came to be.",
    discussion: """
        assent bundle show
        assent bundle show 3f9a01c2

      Exits 0, 6 where there is no such bundle.
      """)

  @Argument(help: "A digest or its beginning, or a folder; left out: the bundle in force.") var bundle: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let view = try session.service().showBundle(bundle)
    return Answer(json: view.json, lines: view.lines(session))
  }
}

struct BundleDiff: Verb {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "What changed between two bundles, by rule, workflow, file and fact.",
    discussion: """
        assent bundle diff                         from the bundle in force to the files of the workspace
        assent bundle diff live ../proposal/rules
        assent bundle diff 3f9a01c2 77d0beef

      Each side is `live`, a digest or its beginning, or a folder. Rules are compared in one spelling, so that layout \
      and comments do not count. A fact that is removed or retyped is an error that names the rules that read it; a \
      new optional one is compatible. Exits 0; 1 where a bundle has errors or a fact was removed or retyped, 6 where \
      there is no such bundle.
      """)

  @Argument(help: "The first bundle; left out: the one in force.") var from: String?
  @Argument(help: "The second; left out: the files of the workspace.") var to: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let difference = try session.service().diffBundles(from, to)
    return Answer(
      json: difference.json, lines: difference.lines(session),
      exitCode: difference.isBreaking ? Exit.checkFailed : Exit.done)
  }
}

struct BundleActivate: Verb {
  static let configuration = CommandConfiguration(
    commandName: "activate", abstract: "Put a bundle in force, by two people.",
    discussion: """
        assent bundle activate --digest 3f9a01c2 --as ann     proposes it
        assent bundle activate --digest 3f9a01c2 --as gia     activates it

      The first person proposes; the bundle is stored with the log. A second one, of the group `governance` (without \
      it: the owner of the decision rights), activates what was proposed, to the byte. Without --digest the files as \
      they are. From then on nothing that changes in the folder is in force before it is activated.

      Exits 0; 1 where check or a test fails, or a fact was removed or retyped (--accept-schema goes on), 2 where \
      the files have another digest, 4 where it is in force or you proposed it yourself, 5 where you may not.
      """)

  @Option(help: ArgumentHelp("Exactly this bundle; the digest or its beginning.", valueName: "digest")) var digest:
    String?
  @Option(
    help: ArgumentHelp("Its rules, or a workspace (default: this one).", valueName: "dir"), completion: .directory)
  var rules: String?
  @Option(help: ArgumentHelp("Its workflows (default: this workspace's).", valueName: "dir"), completion: .directory)
  var workflows: String?
  @Flag(name: .customLong("accept-schema"), help: "Go on where a fact was removed or retyped.") var acceptsSchema =
    false
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let step = try session.service().activateBundle(
      digest: digest, rules: rules, workflows: workflows, acceptsSchema: acceptsSchema)
    return Answer(json: step.json, lines: step.lines(session))
  }
}

struct BundleRollback: Verb {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Put the former bundle in force again.",
    discussion: """
        assent bundle rollback --reason "too many requests wait for finance" --as gia

      What was in force once needs one person of the group `governance`. Requests keep the bundle that they pinned. \
      Exits 0; 4 where there is no former bundle, 5 where you may not, 6 where it never was in force.
      """)

  @Option(help: ArgumentHelp("Why; required.", valueName: "words")) var reason: String
  @Option(
    help: ArgumentHelp("To this bundle, which was in force before (default: the former one).", valueName: "digest"))
  var to: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let step = try session.service().rollBackBundle(to: to, reason: reason)
    return Answer(json: step.json, lines: step.lines(session))
  }
}

struct BundleShadow: Verb {
  static let configuration = CommandConfiguration(
    commandName: "shadow", abstract: "Judge what is submitted by another bundle, too, and record where they differ.",
    discussion: """
        assent bundle shadow ../proposal/rules --as ann    from now on
        assent bundle shadow --report                      where they differed
        assent bundle shadow --end --as ann

      The bundle in force decides alone; each difference is a leaf of the log. Exits 0; 1 where the bundle has \
      errors, 4 where it is the one in force, or none runs that could end, 6 where there is none.
      """)

  @Argument(help: "A digest or its beginning, or a folder.") var bundle: String?
  @Flag(help: "Where the shadow and the bundle in force differed.") var report = false
  @Flag(help: "End it.") var end = false
  @OptionGroup var common: CommonOptions

  func validate() throws {
    let count = (bundle == nil ? 0 : 1) + (report ? 1 : 0) + (end ? 1 : 0)
    if count != 1 { throw ValidationError("name a bundle, or write --report or --end") }
  }

  func answer(_ session: Session) throws(Failure) -> Answer {
    let service = try session.service()
    let result: ShadowReport
    if let bundle {
      result = try service.shadow(bundle)
    } else {
      result = end ? try service.endShadow() : try service.shadowReport()
    }
    return Answer(json: result.json, lines: result.lines(session))
  }
}
