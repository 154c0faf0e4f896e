import BundleLoading
import DecisionLog
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

/// Findings and duties: tasks of one kind or the other, on one machine.
package enum TaskKind: String, Hashable, Sendable {
  case finding, duty
}

/// An act on a task as a person typed it.
package enum TaskActText: Hashable, Sendable {
  case assign(owner: String, due: String?)
  case acknowledge
  case start
  /// Files; `KIND=PATH` where the kind is not the file's place in the list of what is asked for.
  case submit(evidence: [String], comment: String?, path: String?)
  case verify
  case fail(comment: String)
  case block(until: String, reason: String)
  case unblock
  case cancel(reason: String)
}

extension GovernanceService {
  package func tasks(_ kind: TaskKind, state: String? = nil, mine: Bool = false) throws(Failure) -> [TaskView] {
    let me: Person? = mine ? try identify(in: loadBundleInForce(), needsPerson: true).person : nil
    return try reading { reading in
      try reading.tasks(kind: kind.rawValue).filter { row in
        (state == nil || row.state == state) && (me == nil || row.owner == "user:\(me?.id ?? "")")
      }.map { try view($0, reading, withHistory: false) }
    }
  }

  package func task(_ kind: TaskKind, _ id: String) throws(Failure) -> TaskView {
    try reading { reading in
      _ = try reading.taskCase(id)
      guard let row = try reading.task(id), row.kind == kind.rawValue else { throw Failure.notFound(kind.rawValue, id) }
      return try view(row, reading, withHistory: true)
    }
  }

  /// Moves a task: acknowledge, submit evidence, verify, and so on.
  ///
  /// The verifier is never the owner. Verifying the last duty that blocks a grant's start activates the grant.
  package func act(on kind: TaskKind, _ id: String, _ text: TaskActText) throws(Failure) -> TaskView {
    let evidence = try readEvidence(text)
    return try act { act in
      let task = try act.reading.taskCase(id)
      guard let row = try act.reading.task(id), row.kind == kind.rawValue else {
        throw Failure.notFound(kind.rawValue, id)
      }
      let grant = try row.grant.map { try act.reading.grantCase($0) }
      let siblings = try row.grant.map { grant in
        try act.reading.tasks(ofGrant: grant).filter { $0.id != id && $0.kind == "duty" }.map {
          try act.reading.taskCase($0.id)
        }
      }
      for file in evidence { try act.writing.keep(file.bytes, kind: "evidence") }
      let drafts = try task.act(
        try taskAct(text, evidence: evidence, required: task.evidence), grant: grant, siblings: siblings ?? [],
        context: act.context()
      ).get()
      try act.append(drafts)
      guard let moved = try act.reading.task(id) else { throw Failure.notFound(kind.rawValue, id) }
      return try view(moved, act.reading, withHistory: true)
    }
  }

  private struct EvidenceFile {
    let kind: String?
    let name: String
    let bytes: [UInt8]
  }

  private func readEvidence(_ text: TaskActText) throws(Failure) -> [EvidenceFile] {
    guard case .submit(let paths, _, _) = text else { return [] }
    var files: [EvidenceFile] = []
    for argument in paths {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      let (kind, path) = parts.count == 2 && isAuthoredID(parts[0]) ? (parts[0], parts[1]) : (nil, argument)
      let bytes = try readFile(path, limit: 16 << 20)
      files.append(
        EvidenceFile(kind: kind, name: path.split(separator: "/").last.map(String.init) ?? path, bytes: bytes))
    }
    return files
  }

  /// The number `score` of a JSON file; nothing for any other file.
  private func score(in bytes: [UInt8]) -> String? {
    guard bytes.first(where: { $0 > 32 }) == UInt8(ascii: "{"), let value = try? JSONValue.parse(bytes) else {
      return nil
    }
    return switch value["score"] {
    case .integer(let number)?: String(number)
    case .number(let text)?: text.utf8.count <= 40 ? text : nil
    default: nil
    }
  }

  private func taskAct(_ text: TaskActText, evidence: [EvidenceFile], required: [String]) throws(Failure) -> TaskAct {
    switch text {
    case .assign(let owner, let due):
      return .assign(owner: owner, due: try due.map { due throws(Failure) in try period(due) })
    case .acknowledge: return .acknowledge
    case .start: return .start
    case .submit(_, let comment, let path):
      // A file without a kind is the next one that is asked for, or the one whose name says so.
      var open = required.filter { kind in !evidence.contains { $0.kind == kind } }
      let items = evidence.map { file in
        let stem = file.name.split(separator: ".").first.map(String.init) ?? file.name
        let kind = file.kind ?? open.first { $0 == stem } ?? open.first ?? (isAuthoredID(stem) ? stem : "file")
        open.removeAll { $0 == kind }
        return TaskAct.Evidence(
          kind: kind, name: file.name, sha256: Hashing.sha256Hex(file.bytes), score: score(in: file.bytes))
      }
      return .submit(items, comment: comment, path: path)
    case .verify: return .verify
    case .fail(let comment): return .fail(comment: comment)
    case .block(let until, let reason): return .block(until: try instant(until), reason: reason)
    case .unblock: return .unblock
    case .cancel(let reason): return .cancel(reason: reason)
    }
  }

  /// A date or RFC 3339 time as typed; a date means the start of the day, UTC.
  func instant(_ text: String) throws(Failure) -> Timestamp {
    if let time = Timestamp(text) { return time }
    if let day = CivilDate(text) { return day.startUTC }
    throw Failure(.badInput, "bad-time", "`\(text)` is no time", hint: "write `2026-11-02` or `2026-11-02T09:00:00Z`")
  }

  func view(_ row: TaskRow, _ reading: Reading, withHistory: Bool) throws -> TaskView {
    let input = try row.inputSHA256.flatMap { try reading.json(blob: $0) }
    let historian = Historian(words: { try reading.words(behind: $0) })
    let kind: MintedKind = row.kind == "finding" ? .finding : .duty
    let history =
      withHistory ? try reading.events(stream: kind.streamPrefix + row.id).map { try historian.line($0) } : []
    return TaskView(
      id: row.id, kind: row.kind, state: row.state, owner: row.owner, verifier: row.verifier, due: row.due,
      isOverdue: row.isLive && row.due < now, severity: row.severity, rule: row.rule, obligation: row.obligation,
      grant: row.grant, request: row.request, amount: row.amount, message: input?["message"]?.string,
      action: input?["action"]?.string, openedAt: row.openedAt, reopened: row.reopened, level: row.level,
      history: history)
  }
}
