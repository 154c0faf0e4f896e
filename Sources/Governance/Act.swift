import BundleLoading
import CostEngine
import DecisionLog
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

/// One act inside its transaction: who acts, under which bundle, at what time, and what it has written so far.
struct Act {
  let service: GovernanceService
  let writing: Writing
  /// The bundle in force: that of the workspace.
  let bundle: ActiveBundle
  let person: Person?
  let actor: Actor
  /// The exceptions from rules, as they stand before the act.
  let waivers: StandingWaivers
  /// Every delegation, as they stand before the act.
  let delegations: [Delegation]
  /// Told what rules on usage find, instead of opening it, where the act only looks.
  var observe: ((FoundUsage) -> Void)?

  init(service: GovernanceService, writing: Writing, bundle: ActiveBundle, person: Person?, actor: Actor) throws {
    self.service = service
    self.writing = writing
    self.bundle = bundle
    self.person = person
    self.actor = actor
    waivers = try writing.reading.standingWaivers(of: bundle.policy)
    delegations = try writing.reading.delegations()
  }

  var at: Timestamp { writing.at }
  var reading: Reading { writing.reading }
}

extension GovernanceService {
  /// Does one act of a person in one transaction, under the workspace's bundle.
  ///
  /// The first act of all writes `log.created`; the first under a new bundle writes `bundle.activated`.
  ///
  /// - Parameters:
  ///   - needsPerson: Whether the actor has to be in the directory.
  ///   - isNew: Whether the act judges something new, which only a sound bundle may.
  func act<T>(needsPerson: Bool = true, isNew: Bool = false, _ body: (Act) throws -> T) throws(Failure) -> T {
    while true {
      let bundle = try loadBundle(mustBeSound: isNew)
      do {
        return try act(under: bundle, needsPerson: needsPerson, activates: true, body)
      } catch  where error.code == Act.bundleMoved {
        // Somebody activated another bundle meanwhile: the act is done under that one, as a whole.
        continue
      }
    }
  }

  /// Does one act of a person in one transaction, under that bundle.
  ///
  /// - Parameter activates: Whether the act puts the bundle in force, where nobody has activated one.
  func act<T>(
    under bundle: ActiveBundle, needsPerson: Bool, activates: Bool, _ body: (Act) throws -> T
  ) throws(Failure) -> T {
    let (person, actor) = try identify(in: bundle, needsPerson: needsPerson)
    return try withStore(creating: true) { store throws(Failure) in
      let keys = try logKeys(for: store)
      return try asFailure {
        let outcome: Result<T, Refusal> = try store.write(at: now, keys: keys) { writing in
          let act = try Act(service: self, writing: writing, bundle: bundle, person: person, actor: actor)
          try act.createLog(keys)
          if activates { try act.activateBundle() }
          do {
            let answer = try body(act)
            try act.recordSkew()
            return .success(answer)
          } catch let refusal as Refusal {
            // A refused vote changes no state, but it is a leaf.
            guard !refusal.drafts.isEmpty else { throw refusal }
            _ = try writing.append(refusal.drafts)
            return .failure(refusal)
          }
        }
        return try outcome.get()
      }
    }
  }

  /// Who acts: the person named with `--as`, else the one whose login this is.
  func identify(in bundle: ActiveBundle, needsPerson: Bool) throws(Failure) -> (person: Person?, actor: Actor) {
    let directory = bundle.workflows.directory
    if let name = caller.actingAs {
      guard let person = directory.person(name) else {
        throw Failure(
          .notPermitted, "unknown-person", "no person `\(name)` in the directory",
          hint: nearest(name, directory.people.map(\.id)) ?? "workflows/decision-rights.yaml lists the people")
      }
      return (person, .user(name, login: caller.login))
    }
    if let person = directory.person(login: caller.login) { return (person, .user(person.id, login: caller.login)) }
    guard !needsPerson else {
      throw Failure(
        .notPermitted, "unknown-person", "the login `\(caller.login)` is nobody in the directory",
        hint: "say who you are with `--as PERSON`, or add yourself to workflows/decision-rights.yaml")
    }
    return (nil, Actor(id: "service:\(identifier(caller.login))", authentication: .local, login: caller.login))
  }

  private func identifier(_ login: String) -> String { isAuthoredID(login) ? login : "unknown" }
}

extension Act {
  /// Writes `log.created` as the first leaf, with the key that will sign the heads.
  func createLog(_ keys: LogKeys) throws {
    guard try reading.head().size == 0 else { return }
    try writing.append([logCreated(keys, by: actor)])
  }

  /// The least skew that is recorded, in microseconds.
  private static let noticeableSkew: Int64 = 5_000_000

  /// Writes `log.clock_skewed` where the clock is behind the log that grew: what was written has the log's last time, and
  /// stands there without a time of its own. Once for all that is written at that time.
  func recordSkew() throws {
    guard writing.hasAppended, writing.skew >= Self.noticeableSkew else { return }
    let last = try reading.lastEvent(of: .logClockSkewed)
    guard last?.at != at else { return }
    service.warn("the clock is behind the log by \(writing.skew / 1_000_000) seconds: \(at) is recorded")
    try writing.append([
      EventDraft(.logClockSkewed, stream: "log", actor: actor, data: ["behind_us": .integer(writing.skew)])
    ])
  }

  /// The code of the failure that says that another bundle came into force while the act was made ready.
  static let bundleMoved = "bundle-moved"

  /// Writes `bundle.activated`, and stores the bundle's files, where the bundle in force is not that of the last act and
  /// nobody has activated one.
  func activateBundle() throws {
    let last = try reading.lastActivation()
    guard last?.data["bundle_sha256"]?.string != bundle.digest else { return }
    if last?.isDeliberate ?? false {
      throw Failure(.conflict, Self.bundleMoved, "another bundle came into force meanwhile", hint: "try again")
    }
    try keep(bundle.files)
    try writing.append([
      EventDraft(
        .bundleActivated, stream: "bundle", actor: actor,
        data: ["bundle_sha256": .string(bundle.digest), "files": .integer(Int64(bundle.files.files.count))])
    ])
    try settlePeople(since: last?.bundleDigest)
  }

  /// Stores the files of a bundle with the log.
  func keep(_ files: BundleFiles) throws {
    for file in files.files { try writing.keep(file.bytes, kind: "bundle-file") }
    try writing.keep(Array(files.manifest.utf8), kind: "bundle")
  }

  /// What the workflow engine needs to decide: definitions as pinned, people as of now.
  func context(
    pinned: ActiveBundle? = nil, exposure: Money? = nil, budget: BudgetRoom? = nil
  ) -> ActContext {
    ActContext(
      workflows: (pinned ?? bundle).workflows, directory: bundle.workflows.directory, actor: actor, at: at,
      exposure: exposure, budget: budget, delegations: delegations.filter { $0.isInForce(at: at) })
  }

  /// The numbers from which ids are minted.
  func counter() throws -> IDCounter {
    var last: [MintedKind: Int64] = [:]
    for kind in MintedKind.allCases { last[kind] = try reading.nextNumber(kind) - 1 }
    return IDCounter(last: last)
  }

  /// Appends what an engine decided, and what follows of its own accord; nothing happens where it decided nothing.
  @discardableResult
  func append(_ drafts: [EventDraft]) throws -> [EventRecord] {
    guard !drafts.isEmpty else { return [] }
    let records = try writing.append(drafts)
    try followUp(records)
    return records
  }
}

/// The first leaf of a log: with the key that signs its heads.
func logCreated(_ keys: LogKeys, by actor: Actor) -> EventDraft {
  let name = keys.signing.verifier.name
  return EventDraft(
    .logCreated, stream: "log", actor: actor,
    data: ["key": .string(keys.signing.verifier.text), "workspace": .string(name)])
}

extension Reading {
  /// The request's case, folded from its events.
  func requestCase(_ id: String) throws -> RequestCase {
    guard MintedKind.parse(id)?.kind == .request else {
      throw Failure(
        .badInput, "bad-id", "`\(id)` is no request's id", hint: "ids look like REQ-000123; `assent list` shows them")
    }
    let records = try events(stream: "request/" + id)
    guard !records.isEmpty else { throw Failure.notFound("request", id, hint: "`assent list` shows the requests") }
    return try RequestCase.replaying(records, inputs: inputs(of: records))
  }

  func grantCase(_ id: String) throws -> GrantCase {
    guard MintedKind.parse(id)?.kind == .grant else {
      throw Failure(
        .badInput, "bad-id", "`\(id)` is no grant's id",
        hint: "ids look like GRT-000123; `assent grant list` shows them")
    }
    let records = try events(stream: "grant/" + id)
    guard !records.isEmpty else { throw Failure.notFound("grant", id, hint: "`assent grant list` shows the grants") }
    return try GrantCase.replaying(records)
  }

  func taskCase(_ id: String) throws -> TaskCase {
    guard let kind = MintedKind.parse(id)?.kind, kind == .finding || kind == .duty else {
      throw Failure(
        .badInput, "bad-id", "`\(id)` is no id of a finding or duty", hint: "ids look like FND-000123 and DTY-000123")
    }
    let records = try events(stream: kind.streamPrefix + id)
    guard !records.isEmpty else {
      throw Failure.notFound(kind == .finding ? "finding" : "duty", id)
    }
    return try TaskCase.replaying(records, inputs: inputs(of: records))
  }

  /// The input blobs that events name, by their SHA-256.
  func inputs(of records: [EventRecord]) throws -> [String: JSONValue] {
    var result: [String: JSONValue] = [:]
    for record in records {
      guard let digest = record.data["input_sha256"]?.string, result[digest] == nil else { continue }
      result[digest] = try json(blob: digest)
    }
    return result
  }
}
