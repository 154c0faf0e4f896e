import SpendModel
import StrictJSON

@testable import WorkflowEngine

/// Something that must never happen, with the way that led there.
struct Violation: Error, CustomStringConvertible {
  var seed: UInt64
  var message: String
  var story: [String]

  var description: String {
    "seed \(seed): \(message)\n  " + story.suffix(60).joined(separator: "\n  ")
  }
}

/// A company in memory whose clock, people and luck come from one seed.
///
/// It keeps what a database would keep: the leaves, and what they fold to. Nothing of it is shared between worlds.
struct World {
  let seed: UInt64
  var dice: Dice
  var clock: Timestamp
  /// The definitions in force, with the people in force.
  var workflows: CompiledWorkflows
  var requests: [Live] = []
  var grants: [String: GrantCase] = [:]
  var tasks: [String: TaskCase] = [:]
  var delegations: [Delegation] = []
  var ids = IDCounter()
  var records: [EventRecord] = []
  var inputs: [String: JSONValue] = [:]
  var story: [String] = []
  /// When a rung's warning was given, by request, stage and rung.
  var warned: [WarnedRung: Timestamp] = [:]
  /// The last change of the rules that people put in force.
  var change: BundleChange?
  /// Exceptions that were asked for, for findings.
  var passes: [Pass] = []
  /// What each grant holds of its budget, added up from the leaves alone.
  var held: [String: Int64] = [:]
  /// What happened, and how often.
  var tally = Tally()
  /// When a request was last looked at, by its id.
  var checkedAt: [String: Timestamp] = [:]
  /// What the cost center may spend in all; grants beyond it are refused.
  let budget: Money
  private var sequence: [String: Int64] = [:]

  /// A request on its way, with the definitions that it pinned.
  struct Live {
    var request: RequestCase
    var pinned: CompiledWorkflows
    var ask: Ask
    /// Who changed the rules that it was handed in by, as far as those keep them out.
    var authors: [String] = []
  }

  /// An exception for a finding: its risk is accepted until a time, once a request of its own is approved.
  struct Pass {
    var id: String
    var finding: String
    var request: String
    var until: Timestamp
    var due: Timestamp
    var isActive = false
    var isOver = false
  }

  /// A rung of a stage, or of the request's own time to live.
  struct WarnedRung: Hashable {
    var stream: String
    var stage: String
    var rung: Int64
  }

  init(seed: UInt64, workflows: CompiledWorkflows, clock: Timestamp, budget: Money) {
    self.seed = seed
    dice = Dice(seed: seed)
    self.workflows = workflows
    self.clock = clock
    self.budget = budget
  }

  /// In a third of the companies most people agree, so that there are grants to look at.
  var isAgreeable: Bool { seed % 3 == 0 }

  var directory: Directory { workflows.directory }

  func violation(_ message: String) -> Violation { Violation(seed: seed, message: message, story: story) }

  func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(Violation) {
    if !condition { throw violation(message()) }
  }

  // MARK: - What acts are judged by

  func context(_ actor: Actor, for live: Live) -> ActContext {
    let amended = live.request.amends.flatMap { grants[$0.grant] }
    var context = ActContext(
      workflows: live.pinned, directory: directory, actor: actor, at: clock,
      exposure: exposure(
        of: live.request.id, live.ask, submittedAt: live.request.submittedAt, replacing: live.request.amends?.request),
      budget: room(of: live.ask, replacing: amended), delegations: delegations)
    context.grant = situation(of: live)
    return context
  }

  /// What the budget has left: all, less what live grants and those not yet closed hold.
  ///
  /// - Parameter replacing: The grant whose place is taken: what it holds is free for the new one.
  func room(of ask: Ask, replacing: GrantCase? = nil) -> BudgetRoom? {
    guard ask.costCenter == Ask.budgeted else { return nil }
    let freed = replacing.map { $0.state.isLive ? $0.reserve?.amount.nanos ?? 0 : 0 } ?? 0
    return BudgetRoom(id: "frontier", remaining: Company.nanos(budget.nanos - reserved + freed), isHard: true)
  }

  /// What a new grant has taken the place of holds nothing.
  var reserved: Int64 {
    grants.values.reduce(0) { $0 + ($1.state == .superseded ? 0 : $1.reserve?.amount.nanos ?? 0) }
  }

  /// The cost with that of all that was handed in before for the same project and still counts.
  func exposure(of id: String, _ ask: Ask, submittedAt: Timestamp?, replacing: String? = nil) -> Money? {
    guard let cost = ask.cost else { return nil }
    var total = cost.nanos
    for other in requests where other.request.id != id && other.ask.project == ask.project {
      if other.request.id == replacing { continue }
      let isEarlier = submittedAt.map { (other.request.submittedAt, other.request.id) < ($0, id) } ?? true
      guard isEarlier, other.request.submittedAt >= clock.adding(seconds: -30 * 86_400) else { continue }
      if other.request.state == .approved {
        let grant = grants.values.first { $0.request == other.request.id && $0.state.isLive }
        total += grant?.caps.first { $0.name == "cost" }?.amount.nanos ?? 0
      } else if other.request.state.isUndecided {
        total += other.ask.cost?.nanos ?? 0
      }
    }
    return Company.nanos(total)
  }

  // MARK: - What acts leave

  /// Appends drafts as leaves and folds each, checking it against what was before it.
  ///
  /// - Parameter first: The index that places in `cause` count from; nothing: that of the first of these.
  mutating func append(_ drafts: [EventDraft], first: Int64? = nil) throws(Violation) {
    let first = first ?? Int64(records.count)
    for draft in drafts {
      sequence[draft.stream, default: 0] += 1
      let record = EventRecord(
        idx: Int64(records.count), type: draft.type, stream: draft.stream,
        streamSequence: sequence[draft.stream] ?? 0, at: clock, actor: draft.actor.id,
        data: resolve(draft.data, first))
      records.append(record)
      tally.count(record)
      try fold(record)
    }
    let words = drafts.filter { $0.type != .voteVoid }.map { draft in
      [draft.type.rawValue, draft.data["stage"]?.string, draft.data["do"]?.string, draft.data["because"]?.string]
        .compactMap { $0 }.joined(separator: " ")
    }
    if !words.isEmpty { story.append("    " + words.joined(separator: ", ")) }
  }

  private mutating func fold(_ record: EventRecord) throws(Violation) {
    let subject = record.stream.split(separator: "/").last.map(String.init) ?? ""
    do {
      switch record.stream.split(separator: "/").first {
      case "request":
        guard let place = requests.firstIndex(where: { $0.request.id == subject }) else { return }
        let before = requests[place].request
        try judge(record, requests[place])
        let input = record.data["input_sha256"]?.string.flatMap { inputs[$0] }
        try requests[place].request.apply(record, input: input)
        try checkOneChange(record, from: before, to: requests[place].request)
        remember(record, before: before)
      case "grant":
        let before = grants[subject]
        if record.type == .grantMinted {
          try require(before == nil, "grant \(subject) is minted twice")
          grants[subject] = try GrantCase(minted: EventReading(record, input: nil), stream: record.stream)
        } else {
          try grants[subject]?.apply(record)
          try require(
            before != grants[subject] || record.type == .rungFired, "\(record.type.rawValue) changes nothing")
        }
        if let after = grants[subject] { try judgeGrant(record, from: before, to: after) }
      case "duty", "finding":
        let before = tasks[subject]
        if record.type == .taskOpened {
          let input = record.data["input_sha256"]?.string.flatMap { inputs[$0] }
          tasks[subject] = try TaskCase(opened: EventReading(record, input: input), stream: record.stream)
        } else {
          try tasks[subject]?.apply(record)
        }
        if let after = tasks[subject] { try judgeTask(record, from: before, to: after) }
      default: break
      }
    } catch let error as ReplayError {
      throw violation("leaf \(record.idx) \(record.type.rawValue) does not fold: \(error.message)")
    } catch let error as Violation {
      throw error
    } catch {
      throw violation("\(error)")
    }
  }

  private mutating func resolve(_ value: JSONValue, _ first: Int64) -> JSONValue {
    switch value {
    case .array(let items): return .array(items.map { resolve($0, first) })
    case .object(let members):
      if members.count <= 2 {
        if let place = value["$idx"]?.integer { return .integer(first + place) }
        if value["$text"] != nil { return ["commit": "c0"] }
        if let inner = value["$sha256"] { return .string("sha:" + inner.serialized()) }
        if value["$blob"] != nil, let inner = value["value"] {
          let key = "blob:\(inputs.count)"
          inputs[key] = resolve(inner, first)
          return .string(key)
        }
      }
      return .object(members.map { .init($0.name, resolve($0.value, first)) })
    default: return value
    }
  }

  /// The whole log folded anew, as after a restart: each case is what it was.
  func checkReplay() throws(Violation) {
    var streams: [String: [EventRecord]] = [:]
    for record in records { streams[record.stream, default: []].append(record) }
    do {
      for live in requests {
        let again = try RequestCase.replaying(streams[live.request.stream] ?? [], inputs: inputs)
        try require(again == live.request, "the replay of \(live.request.id) differs")
      }
      for grant in grants.values {
        let again = try GrantCase.replaying(streams[grant.stream] ?? [])
        try require(again == grant, "the replay of \(grant.id) differs")
      }
      for task in tasks.values {
        let again = try TaskCase.replaying(streams[task.stream] ?? [], inputs: inputs)
        try require(again == task, "the replay of \(task.id) differs")
      }
    } catch let error as ReplayError {
      throw violation("the log does not fold: \(error.message)")
    } catch let error as Violation {
      throw error
    } catch {
      throw violation("\(error)")
    }
  }

  /// A digest of every leaf (FNV-1a, 64 bits): the same seed gives the same bytes.
  var digest: UInt64 {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for record in records {
      for byte in "\(record.type.rawValue) \(record.stream) \(record.actor) \(record.data.serialized())".utf8 {
        hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211
      }
    }
    return hash
  }
}

extension Company {
  static func nanos(_ nanos: Int64) -> Money { Money(nanos: nanos, currency: .usd) }
}

/// What somebody asks for, in the facts that the simulated company looks at.
struct Ask {
  static let budgeted = "CC-0410"

  var requester = "zoe"
  var submitter = "zoe"
  var beneficiary = "zoe"
  var cost: Money? = Company.usd(7400)
  var data = "pii"
  var kind = "experiment"
  var project = "claims-triage"
  var costCenter = Ask.budgeted
  var days: Int64 = 60
  var notBefore: Timestamp?
  var verdict = Sample.needsReviews

  func submission(id: String, exposure: Money?, at: Timestamp, change: BundleChange?) -> Submission {
    var request = Facts([
      "kind": .string(kind), "team": .string("claims"), "project": .string(project),
      "costCenter": .string(costCenter), "environment": .string("dev"),
      "duration": .duration(nanoseconds: days * 86_400_000_000_000),
      "model": .object(Facts(["provider": .string("openai"), "name": .string("gpt-4o"), "tier": .string("premium")])),
      "data": .object(Facts(["class": .string(data)])), "title": .text("A try"), "purpose": .text("To see"),
    ])
    if let cost { request["cost"] = .money(cost) }
    if let notBefore { request["notBefore"] = .timestamp(notBefore) }
    let asker = Facts([
      "id": .string(requester), "team": .string("claims"), "roles": .list([.string("engineer")]),
      "manager": .string("tom"),
    ])
    var submission = Submission(
      id: id, requester: requester, submitter: submitter, beneficiary: beneficiary,
      facts: Facts(["request": .object(request), "requester": .object(asker), "now": .timestamp(at)]),
      canonicalFacts: request.canonical { path, _ in ["commit": .string(path.joined(separator: "."))] },
      canonicalRequester: asker.canonical { _, _ in .null }, cost: cost, exposure: exposure)
    submission.change = change
    return submission
  }
}
