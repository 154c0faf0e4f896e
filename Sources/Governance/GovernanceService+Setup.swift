import Diagnostics
import BundleLoading
import DecisionLog
import Glibc
import SpendModel
import Storage
package import StrictJSON

/// What `init` made, and what it found there and kept.
package struct InitReport: Sendable {
  package var root: String
  package var created: [String]
  package var kept: [String]
  /// The public key of the new log.
  package var key: String

  package var json: JSONValue {
    [
      "root": .string(root), "created": .array(created.map { .string($0) }), "kept": .array(kept.map { .string($0) }),
      "key": .string(key),
    ]
  }
}

extension GovernanceService {
  /// Makes a workspace: starter files where there are none, the database, and the key that signs its log.
  ///
  /// Never overwrites: a folder that has rules or workflows keeps them, and gets no starter of that kind.
  package static func initialise(
    folder: String, starter: [(path: String, text: String)], database: String? = nil, clock: WallClock,
    entropy: Entropy,
    caller: Caller
  ) throws(Failure) -> InitReport {
    let root = absolute(folder)
    try makeFolder(root)
    var report = InitReport(root: root, created: [], kept: [], key: "")
    var taken: Set<String> = []
    for kind in ["rules", "workflows"] where try !entries(of: root + "/" + kind).isEmpty {
      taken.insert(kind)
      report.kept.append(kind + "/")
    }
    for (path, text) in starter {
      let kind = String(path.prefix { $0 != "/" })
      guard !taken.contains(kind) else { continue }
      let target = root + "/" + path
      guard !fileExists(target) else {
        report.kept.append(path)
        continue
      }
      if let slash = target.lastIndex(of: "/") { try makeFolder(String(target[..<slash])) }
      try writeFile(target, Array(text.utf8))
      report.created.append(path)
    }
    let workspace = Workspace(root: root, databasePath: absolute(database ?? root + "/assent.db"))
    let service = GovernanceService(workspace: workspace, clock: clock, entropy: entropy, caller: caller)
    for (path, name) in [(workspace.databasePath, "assent.db"), (workspace.keyPath, "assent.key")] {
      if fileExists(path) { report.kept.append(name) } else { report.created.append(name) }
    }
    report.key = try service.createLog()
    return report
  }

  /// Makes the database with its first leaf, where there is none.
  ///
  /// - Returns: The public key of the log.
  private func createLog() throws(Failure) -> String {
    let store = try openStore(creating: true)
    let keys = try logKeys(for: store)
    let actor: Actor
    if let bundle = try? loadWorkspaceBundle(), let known = try? identify(in: bundle, needsPerson: false) {
      actor = known.actor
    } else {
      actor = Actor(id: "service:init", authentication: .local, login: caller.login)
    }
    return try asFailure {
      try store.write(at: now, keys: keys) { writing in
        if try writing.reading.head().size == 0 { try writing.append([logCreated(keys, by: actor)]) }
        return keys.signing.verifier.text
      }
    }
  }

  /// Looks at what the workspace stands on, and says what is not safe here.
  package func doctor() throws(Failure) -> [DoctorLine] {
    var lines: [DoctorLine] = []
    func add(_ health: DoctorLine.Health, _ what: String, _ detail: String) {
      lines.append(DoctorLine(health: health, what: what, detail: detail))
    }
    add(.good, "version", "assent \(engineVersion)")
    let sqlite = Store.sqliteVersion
    add(
      Store.hasResetBug ? .note : .good, "sqlite",
      Store.hasResetBug
        ? "\(sqlite): in the range of the WAL-reset bug; safe here, since writers and checkpoints share a lock" : sqlite
    )
    let loaded = loadWorkspaceFiles(lints: true)
    let errors = loaded.diagnostics.count(.error)
    add(
      errors > 0 ? .bad : .good, "bundle",
      errors > 0
        ? "\(errors) errors; `assent check` shows them"
        : "\(loaded.bundle?.rules.count ?? 0) rules, digest \(loaded.bundle?.digest.prefix(12) ?? "")")
    if Store.exists(at: workspace.databasePath) {
      add(
        health(ofMode: mode(of: workspace.databasePath)), "database",
        "\(workspace.databasePath), mode \(octal(mode(of: workspace.databasePath)))")
      do {
        let store = try Store.open(path: workspace.databasePath, creating: false)
        let problems = try store.structuralProblems()
        add(
          problems.isEmpty ? .good : .bad, "health",
          problems.first ?? "the file is sound; `assent audit verify` checks its content")
        let (size, last) = try store.read { reading in
          (try reading.head().size, try reading.event(at: max(0, reading.head().size - 1))?.at)
        }
        add(.good, "log", counted(Int(size), "leaf", "leaves"))
        if let last, last > now {
          add(
            .note, "clock",
            "the log's last event is \(last.since(now) / 1_000_000) s ahead of this clock; new events keep the log's time"
          )
        } else {
          add(.good, "clock", now.description)
        }
      } catch {
        let failure = (error as? StorageError).map { Failure($0) }
        add(.bad, "database", failure?.message ?? "\(error)")
      }
    } else {
      add(.note, "database", "none yet; `assent init` or the first `assent submit` makes it")
    }
    if fileExists(workspace.keyPath) {
      let mode = mode(of: workspace.keyPath)
      add(
        mode & 0o077 == 0 ? .good : .bad, "signing key",
        "\(workspace.keyPath), mode \(octal(mode))" + (mode & 0o077 == 0 ? "" : ": others may read it"))
    } else {
      let isMissed = (try? reading { try $0.head().size > 0 }) ?? false
      add(
        isMissed ? .bad : .note, "signing key",
        isMissed ? "gone: \(workspace.keyPath); restore it, nothing can be signed without it" : "none yet")
    }
    add(
      .note, "trust",
      "whoever may write the database file may act as anyone: local acts are only as safe as the file's permissions")
    return lines
  }

  private func mode(of path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  /// Whoever may write the database may act as anyone; whoever may read it reads every request.
  private func health(ofMode mode: mode_t) -> DoctorLine.Health {
    mode & 0o022 != 0 ? .bad : mode & 0o077 != 0 ? .note : .good
  }

  private func octal(_ mode: mode_t) -> String { "0" + String(mode, radix: 8) }
}
