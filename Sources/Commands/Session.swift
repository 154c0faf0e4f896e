import ArgumentParser
import Diagnostics
import Glibc
import Governance
import SpendModel

/// What a verb works with: who acts, when, where, and how its reader wants the answer.
struct Session {
  let format: OutputFormat
  /// The time that relative times are told from.
  let now: Timestamp
  let style: Style
  let caller: Caller
  let clock: WallClock
  let warnings: Warnings
  private let workspaceFolder: String?
  private let databasePath: String?

  /// - Throws: ``Failure`` of kind `usage` for an option that makes no sense.
  init(_ options: CommonOptions) throws(Failure) {
    format = options.format
    warnings = Warnings(for: options.format)
    style = .suiting(STDOUT_FILENO, color: options.color)
    if let text = options.now {
      guard let instant = Timestamp(text) else {
        throw Failure(
          .usage, "bad-time", "`\(text)` is no time", hint: "RFC 3339, such as `2026-11-02T09:00:00Z`")
      }
      clock = .fixed(instant)
    } else {
      clock = .system
    }
    now = clock.now()
    let person = options.person ?? environment("ASSENT_ACTOR")
    if let person, !isAuthoredID(person) {
      throw Failure(
        .usage, "bad-person", "`\(person)` is no person's id",
        hint: "the id in decision-rights.yaml, such as `--as ann`")
    }
    caller = Caller(login: operatingSystemLogin(), actingAs: person)
    workspaceFolder = options.workspace ?? environment("ASSENT_WORKSPACE")
    databasePath = options.database ?? environment("ASSENT_DATABASE")
  }

  func workspace() throws(Failure) -> Workspace {
    try Workspace.find(from: currentFolder(), workspace: workspaceFolder, database: databasePath)
  }

  /// - Throws: ``Failure`` also where the environment names a server: whoever means a server must not act on a file.
  func service() throws(Failure) -> GovernanceService {
    if let server = environment("ASSENT_URL") {
      throw Failure(
        .usage, "no-remote", "`ASSENT_URL` names `\(server)`, and this version acts on a local database only",
        hint: "unset it to act on the workspace's database")
    }
    var service = GovernanceService(workspace: try workspace(), clock: clock, entropy: .system, caller: caller)
    service.warn = { [warnings] in warnings.warn($0) }
    return service
  }

  /// Where expressions are tried out: with the facts of a folder of rules, else of the workspace, else with none.
  ///
  /// - Throws: ``Failure`` where the folder or workspace that the user names has no sound schema; one that was only
  ///   found on the way up is told, and passed over.
  func workbench(rulesFolder: String?) throws(Failure) -> Workbench {
    if rulesFolder != nil { return try service(rulesFolder: rulesFolder).workbench(rulesFolder: rulesFolder) }
    let isNamed = workspaceFolder != nil
    do throws(Failure) {
      return try GovernanceService(workspace: try workspace(), clock: clock, entropy: .system, caller: caller)
        .workbench()
    } catch {
      if isNamed { throw error }
      if error.kind == .checkFailed {
        warnings.warn("the schema of the workspace has errors (`assent check`); no facts are declared")
      }
      return GovernanceService.workbench(at: now)
    }
  }

  /// The service for verbs that also work with a folder of rules alone, outside any workspace.
  func service(rulesFolder: String?) throws(Failure) -> GovernanceService {
    guard rulesFolder != nil else { return try service() }
    let here = absolute(currentFolder())
    return GovernanceService(
      workspace: Workspace(root: here, databasePath: here + "/assent.db"), clock: clock, entropy: .system,
      caller: caller)
  }
}

extension WallClock {
  /// The clock of this machine, to the microsecond.
  static let system = WallClock {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(clamping: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }
}

/// The login of the user that this process belongs to; `uid-1000` for one without a name.
func operatingSystemLogin() -> String {
  guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "uid-\(getuid())" }
  return String(cString: name)
}

func currentFolder() -> String {
  guard let path = getcwd(nil, 0) else { return "." }
  defer { free(path) }
  return String(cString: path)
}
