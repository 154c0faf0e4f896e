import BundleLoading
import DecisionLog
import Diagnostics
package import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

/// The version that leaves name as `engine_semver`: a change that alters any verdict raises it.
package let engineVersion = "1.0.0"

/// Who types the command: the operating system's login, and the person they say they act as.
package struct Caller: Hashable, Sendable {
  package var login: String
  package var actingAs: String?

  package init(login: String, actingAs: String?) {
    self.login = login
    self.actingAs = actingAs
  }
}

/// The pipeline as a service: read, evaluate, route, record, act. One value for one command.
///
/// Files, clock, randomness and the database meet the pure engines here and nowhere below. Every act is one
/// transaction: read what it needs, let an engine decide, append the events; a refusal writes at most its void vote.
package struct GovernanceService: Sendable {
  package let workspace: Workspace
  let clock: WallClock
  let entropy: Entropy
  let caller: Caller
  /// The bundles that this process has loaded; a service that lives longer than one command shares it.
  package var bundles = LoadedBundles()
  /// The database that this process has opened; shared alike.
  package var stores = OpenStores()
  /// Told what a person should know and no answer holds: that the files of the workspace are broken, say.
  package var warn: @Sendable (String) -> Void = { _ in }

  package init(workspace: Workspace, clock: WallClock, entropy: Entropy, caller: Caller) {
    self.workspace = workspace
    self.clock = clock
    self.entropy = entropy
    self.caller = caller
  }

  /// The time of this command.
  package var now: Timestamp { clock.now() }
}

// MARK: Bundle

extension GovernanceService {
  /// The files of the workspace, compiled.
  ///
  /// - Throws: ``Failure`` of kind `checkFailed` with every diagnostic, where there is an error in them.
  /// - Parameter withExamples: Whether the examples of rules are wanted, which no compiled bundle holds.
  func loadWorkspaceBundle(withExamples: Bool = false) throws(Failure) -> ActiveBundle {
    var known: LoadedBundle?
    if !withExamples {
      let (files, diagnostics) = bundles.files(ofWorkspace: workspace.root)
      if diagnostics.isEmpty {
        let (active, loaded) = bundles.active(files)
        if let active { return active }
        known = loaded
      }
    }
    let loaded = known ?? loadWorkspaceFiles(lints: false, isFresh: withExamples)
    guard let bundle = loaded.bundle.flatMap({ ActiveBundle($0) }), !loaded.diagnostics.hasErrors else {
      var failure = Failure.bad(loaded.diagnostics.filter { $0.severity == .error }, kind: .checkFailed)
      failure.sources = loaded.sources
      failure.hint = failure.hint ?? "`assent check` shows all of it"
      throw failure
    }
    return bundle
  }

  /// The bundle to go on with: the one that was activated; until the first activation that of the workspace, or the
  /// last one of the log where a draft there is broken.
  ///
  /// Reading and voting need no sound draft: requests are decided by what they pinned. New requests do.
  ///
  /// - Throws: ``Failure`` of kind `checkFailed`, where there is no earlier bundle either.
  func loadBundleInForce() throws(Failure) -> ActiveBundle { try loadBundle(mustBeSound: false) }

  /// - Parameter mustBeSound: Whether a broken draft is refused, where the files of the workspace are the bundle.
  func loadBundle(mustBeSound: Bool) throws(Failure) -> ActiveBundle {
    if let activated = try activatedBundle() { return activated }
    guard !mustBeSound else { return try loadWorkspaceBundle() }
    do {
      return try loadWorkspaceBundle()
    } catch {
      guard error.kind == .checkFailed, Store.exists(at: workspace.databasePath) else { throw error }
      let earlier = try reading { reading in
        try reading.activeBundle().map { digest in try storedBundle(digest, reading) }
      }
      guard let earlier else { throw error }
      warn(
        "the files of the workspace have errors (`assent check`); this goes by the last sound bundle, \(earlier.digest.prefix(12))"
      )
      return earlier
    }
  }

  /// The files of the workspace, read and compiled, with all that is wrong with them.
  ///
  /// - Parameter isFresh: Whether everything is compiled from the files.
  func loadWorkspaceFiles(lints: Bool, isFresh: Bool = false) -> LoadedBundle {
    let (files, diagnostics) = bundles.files(ofWorkspace: workspace.root)
    if !lints, !isFresh, diagnostics.isEmpty { return bundles.load(files) }
    return BundleLoader.load(
      files, readDiagnostics: diagnostics, scope: .workspace, lints: lints, at: lints ? now : nil,
      cache: isFresh ? nil : .ofUser)
  }

  /// The bundle that a request pinned: that of the workspace where the digests agree, else the one stored with the log.
  func pinnedBundle(_ digest: String, current: ActiveBundle, _ reading: Reading) throws -> ActiveBundle {
    current.digest == digest ? current : try storedBundle(digest, reading)
  }

  /// A bundle whose files are stored with the log.
  func storedBundle(_ digest: String, _ reading: Reading) throws -> ActiveBundle {
    if let known = bundles.known(digest) { return known }
    guard let bundle = bundles.load(try storedFiles(digest, reading)).bundle.flatMap({ ActiveBundle($0) }) else {
      throw Failure(
        .integrity, "bundle-broken",
        "the bundle \(digest.prefix(12)) that the request pinned does not compile with this version")
    }
    return bundle
  }

  /// The files of a bundle that are stored with the log.
  func storedFiles(_ digest: String, _ reading: Reading) throws -> BundleFiles {
    guard let manifest = try reading.blob(digest) else {
      throw Failure(
        .integrity, "bundle-missing", "the bundle \(digest.prefix(12)) that the request pinned is not stored")
    }
    var files: [BundleFiles.File] = []
    for line in String(decoding: manifest, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let bytes = try reading.blob(String(parts[0])) else {
        throw Failure(
          .integrity, "bundle-missing", "a file of the bundle \(digest.prefix(12)) is not stored: `\(line)`")
      }
      files.append(BundleFiles.File(path: String(parts[1].drop { $0 == " " }), bytes: bytes))
    }
    return BundleFiles(files)
  }
}

// MARK: Database

extension GovernanceService {
  /// Opens the database anew, with all checks of its file.
  func openStore(creating: Bool) throws(Failure) -> Store {
    do {
      return try Store.open(path: workspace.databasePath, creating: creating)
    } catch {
      throw Failure(error)
    }
  }

  /// Runs `body` on a connection that this process has open, or on a new one, which then stays open.
  func withStore<T>(creating: Bool, _ body: (Store) throws(Failure) -> T) throws(Failure) -> T {
    let store: Store
    if let idle = stores.take(path: workspace.databasePath) {
      store = idle
    } else {
      store = try openStore(creating: creating)
    }
    defer { stores.give(store) }
    return try body(store)
  }

  /// What signs the log: the key beside the database, made with the log, and never again for the same log.
  func logKeys(for store: Store) throws(Failure) -> LogKeys {
    if let key = try stores.signingKey(at: workspace.keyPath) {
      return LogKeys(signing: key, salt: { [entropy] in entropy.bytes(32) })
    }
    let size = try asFailure { try store.read { try $0.head().size } }
    guard size == 0 else {
      throw Failure(
        .storage, "key-missing", "the key that signs this log is gone: `\(workspace.keyPath)`",
        hint: "restore it from a backup; with another key no head of this log would verify")
    }
    return try LogKeys.create(at: workspace.keyPath, entropy: entropy)
  }

  /// Reads in one snapshot. Storage errors become failures.
  func reading<T>(_ body: (Reading) throws -> T) throws(Failure) -> T {
    // A workspace without a database has decided nothing yet: its lists are empty.
    let isExpected = workspace.databasePath != workspace.root + "/assent.db"
    guard Store.exists(at: workspace.databasePath) || isExpected else {
      return try asFailure { try Store.inMemory().read(body) }
    }
    return try withStore(creating: false) { store throws(Failure) in try asFailure { try store.read(body) } }
  }

  /// Runs `body`, turning what the layers below throw into failures, in one place.
  func asFailure<T>(_ body: () throws -> T) throws(Failure) -> T {
    do {
      return try body()
    } catch let failure as Failure {
      throw failure
    } catch let error as StorageError {
      throw Failure(error)
    } catch let refusal as Refusal {
      throw Failure(refusal)
    } catch let error as ReplayError {
      throw Failure(
        .integrity, "history-broken", "a history does not replay: \(error)", hint: "`assent audit verify` says where")
    } catch let error as SealingError {
      throw Failure(.badInput, "too-large-for-the-log", "the log cannot hold this: \(error)")
    } catch let error as ArithmeticError {
      throw Failure(error)
    } catch {
      throw Failure(.storage, "internal", "\(error)")
    }
  }
}

extension Failure {
  init(_ error: ArithmeticError) {
    switch error {
    case .overflow:
      self.init(
        .badInput, "amount-overflow", "an amount leaves the range of money",
        hint: "the greatest amount is 9223372036.85")
    case .currencyMismatch(let left, let right):
      self.init(.badInput, "currency-mismatch", "amounts in \(left.code) and \(right.code) do not add up")
    }
  }

  /// What an engine refuses, as the person reads it.
  init(_ refusal: Refusal) {
    let kind: Kind =
      switch refusal.code.exit {
      case 2: .badInput
      case 4: .conflict
      case 5: .notPermitted
      case 6: .notFound
      default: .badInput
      }
    self.init(kind, refusal.code.rawValue.replacing("_", with: "-"), refusal.message, hint: refusal.hint)
  }
}
