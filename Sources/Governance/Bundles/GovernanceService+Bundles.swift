import BundleLoading
import Diagnostics
import PolicyEngine
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension GovernanceService {
  /// The bundle in force, or the one that a digest or folder names: its files, and how it came to be.
  package func showBundle(_ name: String? = nil) throws(Failure) -> BundleView {
    let (draft, found) = BundleFiles.read(workspace: workspace.root)
    return try reading { reading in
      let history = try BundleHistory(reading)
      var (files, diagnostics) = (draft, found)
      if let name {
        (files, diagnostics) = try bundleFiles(name, reading)
      } else if let digest = history.inForce?.bundleDigest {
        (files, diagnostics) = (try storedFiles(digest, reading), [])
      }
      let loaded = BundleLoader.load(files, readDiagnostics: diagnostics, scope: .workspace, lints: false)
      let historian = Historian(words: { try reading.words(behind: $0) })
      let shadow = try reading.runningShadow()
      let inForce = history.inForce?.bundleDigest
      let proposal = history.proposals.last
      return BundleView(
        digest: files.digest, isInForce: files.digest == inForce || (inForce == nil && files.digest == draft.digest),
        isDeliberate: history.inForce?.isDeliberate ?? false,
        files: files.files.map { ($0.path, sha256Hex($0.bytes), $0.bytes.count) }, rules: loaded.ruleCount,
        workflows: loaded.workflowCount, errors: loaded.diagnostics.count(.error),
        draft: draft.digest == files.digest ? nil : draft.digest, proposed: proposal?.bundleDigest,
        proposedBy: proposal?.data["author"]?.string, former: history.former, shadow: shadow?.digest,
        history: try history.events.map { try historian.line($0) })
    }
  }

  /// What changed from one bundle to another: from the one in force to the files of the workspace, where none is named.
  ///
  /// - Throws: ``Failure``: 1 where one of them has errors, 6 where there is none of that name.
  package func diffBundles(_ from: String? = nil, _ to: String? = nil) throws(Failure) -> BundleDifference {
    let sides = try reading { reading in
      (try bundleFiles(from ?? "live", reading), try to.map { try bundleFiles($0, reading) })
    }
    let other = sides.1 ?? BundleFiles.read(workspace: workspace.root)
    return BundleDifference(
      try compiled(sides.0.files, sides.0.diagnostics).bundle, try compiled(other.files, other.diagnostics).bundle)
  }

  /// Compiles the files of a bundle.
  ///
  /// - Throws: ``Failure`` of kind `checkFailed` with every diagnostic, where there is an error in them.
  func compiled(_ files: BundleFiles, _ diagnostics: [Diagnostic] = []) throws(Failure) -> ActiveBundle {
    let loaded = BundleLoader.load(files, readDiagnostics: diagnostics, scope: .workspace, lints: false)
    guard let bundle = loaded.bundle.flatMap({ ActiveBundle($0) }), !loaded.diagnostics.hasErrors else {
      var failure = Failure.bad(loaded.diagnostics.filter { $0.severity == .error }, kind: .checkFailed)
      failure.sources = loaded.sources
      throw failure
    }
    return bundle
  }

  /// Puts a bundle in force, by two people: the first proposes it, the second, who answers for the rules, activates it.
  ///
  /// - Parameters:
  ///   - digest: Exactly this bundle, or the beginning of its digest; nothing means the files as they are.
  ///   - rules: A folder of rules, or a workspace; nothing means the files of this workspace.
  ///   - workflows: The folder of workflows; nothing means that beside the rules, or that of this workspace.
  ///   - acceptsSchema: Goes on where a fact was removed or retyped.
  /// - Throws: ``Failure``: 1 where check or tests fail, 2 where the files have another digest, 4 where it is in force
  ///   or the same person proposed it, 5 where the person may not activate.
  package func activateBundle(
    digest: String? = nil, rules: String? = nil, workflows: String? = nil, acceptsSchema: Bool = false
  ) throws(Failure) -> BundleStep {
    let inForce = try lastBundle()
    let files = try candidate(digest: digest, rules: rules, workflows: workflows)
    let next = try compiled(files.files, files.diagnostics)
    try checkTests(of: next)
    let difference = BundleDifference(inForce.bundle, next.bundle)
    if !acceptsSchema { try checkSchema(inForce, next) }
    return try act(under: inForce, needsPerson: true, activates: false) { act in
      let history = try BundleHistory(act.reading)
      guard let person = act.person?.id else { throw Failure(.notPermitted, "unknown-person", "nobody activates") }
      if next.digest == history.inForce?.bundleDigest, history.inForce?.isDeliberate ?? false {
        throw Failure(.conflict, "in-force", "bundle `\(next.digest.prefix(12))` is in force already")
      }
      var step = BundleStep(
        digest: next.digest, state: "proposed", author: person, second: nil, former: history.inForce?.bundleDigest,
        mayActivate: [], difference: difference)
      guard let proposal = history.proposals.last(where: { $0.bundleDigest == next.digest }),
        let author = proposal.data["author"]?.string
      else {
        try act.keep(next.files)
        try act.append([
          EventDraft(
            .bundleProposed, stream: "bundle", actor: act.actor,
            data: .object([
              "author": .string(person), "bundle_sha256": .string(next.digest),
              "files": .integer(Int64(next.files.files.count)),
              "former": history.inForce?.bundleDigest.map { .string($0) },
            ]))
        ])
        step.mayActivate = act.bundle.seconds(besides: person)
        return step
      }
      let seconds = act.bundle.seconds(besides: author)
      guard person != author else {
        throw Failure(
          .conflict, "second-person",
          "`\(person)` proposed bundle `\(next.digest.prefix(12))`, and a second person activates it",
          hint: "who may: \(seconds.joined(separator: ", "))")
      }
      guard seconds.contains(person) else {
        throw Failure(
          .notPermitted, "not-permitted", "`\(person)` may not activate a bundle",
          hint: "who may, for one that `\(author)` proposed: \(seconds.joined(separator: ", "))")
      }
      try act.keep(next.files)
      try act.append([
        EventDraft(
          .bundleActivated, stream: "bundle", actor: act.actor,
          data: .object([
            "author": .string(author), "bundle_sha256": .string(next.digest),
            "files": .integer(Int64(next.files.files.count)), "proposal": .integer(proposal.idx),
            "second": .string(person), "former": history.inForce?.bundleDigest.map { .string($0) },
          ]))
      ])
      try Act(service: self, writing: act.writing, bundle: next, person: act.person, actor: act.actor)
        .settlePeople(since: history.inForce?.bundleDigest)
      step.state = "active"
      step.author = author
      step.second = person
      return step
    }
  }

  /// Puts the former bundle in force again, or an earlier one that was: what two people agreed to once needs one.
  ///
  /// - Throws: ``Failure``: 4 where there is none, 5 where the person does not answer for the rules.
  package func rollBackBundle(to digest: String? = nil, reason: String) throws(Failure) -> BundleStep {
    guard !reason.utf8.allSatisfy({ $0 <= 32 }) else {
      throw Failure(.badInput, "missing-reason", "say why it goes back", hint: "add `--reason`")
    }
    let inForce = try lastBundle()
    return try act(under: inForce, needsPerson: true, activates: false) { act in
      let history = try BundleHistory(act.reading)
      guard let person = act.person?.id, act.bundle.guardians.contains(person) else {
        throw Failure(
          .notPermitted, "not-permitted", "`\(act.person?.id ?? "")` may not roll a bundle back",
          hint: "who may: \(act.bundle.guardians.joined(separator: ", "))")
      }
      let target: String
      if let digest {
        let known = unique(history.activations.compactMap(\.bundleDigest))
        guard let found = known.first(where: { isDigestPrefix(digest) && $0.utf8.starts(with: digest.utf8) }) else {
          throw Failure(
            .notFound, "no-bundle", "no bundle `\(digest)` was ever in force",
            hint: "those that were: " + known.map { String($0.prefix(12)) }.joined(separator: ", "))
        }
        target = found
      } else {
        guard let former = history.former else {
          throw Failure(.conflict, "no-former-bundle", "there is no former bundle to go back to")
        }
        target = former
      }
      guard target != history.inForce?.bundleDigest else {
        throw Failure(.conflict, "in-force", "bundle `\(target.prefix(12))` is in force already")
      }
      let next = try storedBundle(target, act.reading)
      try act.append([
        EventDraft(
          .bundleRolledBack, stream: "bundle", actor: act.actor,
          data: .object([
            "bundle_sha256": .string(target), "former": history.inForce?.bundleDigest.map { .string($0) },
            "reason": EventDraft.text(reason),
          ]))
      ])
      try Act(service: self, writing: act.writing, bundle: next, person: act.person, actor: act.actor)
        .settlePeople(since: history.inForce?.bundleDigest)
      return BundleStep(
        digest: target, state: "rolled_back", author: person, second: nil, former: history.inForce?.bundleDigest,
        mayActivate: [], difference: BundleDifference(act.bundle.bundle, next.bundle))
    }
  }

  /// The bundle of the last act; that of the workspace before the first.
  func lastBundle() throws(Failure) -> ActiveBundle {
    guard Store.exists(at: workspace.databasePath) else { return try loadWorkspaceBundle() }
    let stored = try reading { reading in try reading.activeBundle().map { try storedBundle($0, reading) } }
    if let stored { return stored }
    return try loadWorkspaceBundle()
  }

  /// The files that are to be activated. A digest is looked up among what is stored, then held against the folder.
  private func candidate(
    digest: String?, rules: String?, workflows: String?
  ) throws(Failure) -> (files: BundleFiles, diagnostics: [Diagnostic]) {
    if let digest, !isDigestPrefix(digest) {
      throw Failure(
        .badInput, "bad-digest", "`\(digest)` is no digest",
        hint: "8 to 64 digits of `0-9a-f`, as `assent simulate` says it")
    }
    if let digest, rules == nil, workflows == nil {
      let known: BundleFiles? = try reading { reading in
        try stored(digest, BundleHistory(reading), reading).map { try storedFiles($0, reading) }
      }
      if let known { return (known, []) }
    }
    if let rules, !isFolder(rules) { throw Failure(.badInput, "no-folder", "no folder `\(rules)`") }
    if let workflows, !isFolder(workflows) { throw Failure(.badInput, "no-folder", "no folder `\(workflows)`") }
    let read = candidate(rules: rules ?? workspace.root, workflows: workflows)
    if let digest, !read.files.digest.utf8.starts(with: digest.utf8) {
      throw Failure(
        .badInput, "other-digest",
        "the files of `\(rules ?? workspace.root)` are bundle `\(read.files.digest.prefix(12))`, not `\(digest.prefix(12))`",
        hint: "they changed since; look at them again (`assent bundle diff`), or name the folder with `--rules`")
    }
    return read
  }

  private func checkTests(of bundle: ActiveBundle) throws(Failure) {
    let report = runTests(of: bundle)
    let failed = report.cases.filter { !$0.passed }
    guard !failed.isEmpty else { return }
    var failure = Failure.bad(failed.compactMap(\.diagnostic), kind: .checkFailed)
    failure.sources = report.sources
    if failure.diagnostics.isEmpty { failure.message = "test `\(failed[0].name)` fails" }
    throw failure
  }

  /// A fact that is gone or is another than it was breaks what was recorded, and the rules that read it.
  func checkSchema(_ old: ActiveBundle, _ new: ActiveBundle) throws(Failure) {
    let errors = old.policy.diagnostics(for: SchemaChange.between(old.bundle.schema, new.bundle.schema))
    guard !errors.isEmpty else { return }
    var failure = Failure.bad(errors, kind: .checkFailed)
    failure.hint = "`--accept-schema` goes on all the same"
    throw failure
  }
}

extension ActiveBundle {
  /// Who may activate what somebody proposed: those who answer for the rules; where that is the author alone, anybody
  /// else.
  func seconds(besides author: String) -> [String] {
    let others = guardians.filter { $0 != author }
    return others.isEmpty ? workflows.directory.people.map(\.id).filter { $0 != author } : others
  }
}
