import BundleLoading
import Diagnostics
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension EventRecord {
  /// Whether the event put a bundle in force by somebody's decision, and not since an act found new files.
  var isDeliberate: Bool {
    type == .bundleRolledBack || (type == .bundleActivated && data["second"] != nil)
  }
}

/// The bundles that the log knows: those that were in force, are proposed, or run as a shadow.
struct BundleHistory: Sendable {
  /// Oldest first.
  let events: [EventRecord]

  init(_ reading: Reading) throws {
    events = try reading.events(of: [.bundleProposed, .bundleActivated, .bundleRolledBack])
  }

  /// What was put in force, oldest first.
  var activations: [EventRecord] { events.filter { $0.type != .bundleProposed } }

  var inForce: EventRecord? { activations.last }

  /// Proposals that nobody has acted on since the last deliberate activation.
  var proposals: [EventRecord] {
    let last = activations.last(where: \.isDeliberate)?.idx ?? -1
    return events.filter { $0.type == .bundleProposed && $0.idx > last }
  }

  /// The bundle that was in force before the present one.
  var former: String? {
    guard let now = inForce?.bundleDigest else { return nil }
    return activations.last { $0.bundleDigest != now }?.bundleDigest
  }

  /// Every digest that is stored, each once.
  var digests: [String] { unique(events.compactMap(\.bundleDigest)) }
}

extension EventRecord {
  var bundleDigest: String? { data["bundle_sha256"]?.string }
}

extension GovernanceService {
  /// The bundle that somebody activated; nothing until the first activation.
  func activatedBundle() throws(Failure) -> ActiveBundle? {
    guard Store.exists(at: workspace.databasePath) else { return nil }
    let bundle: ActiveBundle? = try reading { reading in
      guard let last = try reading.lastActivation(), last.isDeliberate, let digest = last.bundleDigest else {
        return nil
      }
      return try storedBundle(digest, reading)
    }
    guard let bundle else { return nil }
    let (files, _) = bundles.files(ofWorkspace: workspace.root)
    if files.digest != bundle.digest, !files.files.isEmpty {
      warn(
        "the files of the workspace are not the bundle in force, \(bundle.digest.prefix(12)); `assent bundle diff` shows how they differ"
      )
    }
    return bundle
  }

  /// The files behind what somebody names: a digest or the beginning of one, `live`, or a folder.
  ///
  /// A folder is a workspace, or a folder of rules that goes with the workspace's workflows.
  func bundleFiles(_ name: String, _ reading: Reading) throws -> (files: BundleFiles, diagnostics: [Diagnostic]) {
    let history = try BundleHistory(reading)
    if name == "live" {
      guard let digest = history.inForce?.bundleDigest else { return BundleFiles.read(workspace: workspace.root) }
      return (try storedFiles(digest, reading), [])
    }
    if let digest = try stored(name, history, reading) { return (try storedFiles(digest, reading), []) }
    guard isFolder(name) else {
      throw Failure(
        .notFound, "no-bundle", "no bundle and no folder `\(name)`",
        hint: "name a digest that `assent bundle show` lists, a folder, or `live`")
    }
    return candidate(rules: name, workflows: nil)
  }

  /// The files of a changed folder: of a workspace, or of rules; workflows are the workspace's where none are named.
  func candidate(rules: String, workflows: String?) -> (files: BundleFiles, diagnostics: [Diagnostic]) {
    let isWorkspace = isFolder(rules + "/rules")
    let own = isWorkspace && isFolder(rules + "/workflows") ? rules + "/workflows" : workspace.root + "/workflows"
    return BundleFiles.read(
      rulesFolder: isWorkspace ? rules + "/rules" : rules, workflowsFolder: workflows ?? own)
  }

  /// The stored bundle that a digest or the beginning of one names; nothing where none does.
  func stored(_ prefix: String, _ history: BundleHistory, _ reading: Reading) throws -> String? {
    guard isDigestPrefix(prefix) else { return nil }
    let shadows = try reading.events(of: [.bundleShadowed], containing: "\"do\":\"begin\"").compactMap(\.bundleDigest)
    let found = unique(history.digests + shadows).filter { $0.utf8.starts(with: prefix.utf8) }
    guard found.count < 2 else {
      throw Failure(
        .badInput, "ambiguous-digest", "several bundles begin with `\(prefix)`",
        hint: found.map { String($0.prefix(16)) }.joined(separator: ", "))
    }
    return found.first
  }

  func isDigestPrefix(_ text: String) -> Bool {
    (8...64).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
