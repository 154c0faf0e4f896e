// Times routing and voting on the shipped rules and workflows: as pure functions, and through the database.
//
//     DecideBenchmark WORKSPACE FOLDER [ROUNDS]
//
// FOLDER is where the database is made; its disk is measured beside it, for every act ends with a sync. Prints medians
// and 99th percentiles in microseconds, and the median of the processor's time; the parts are what an act through the
// database does beside deciding.
import BundleLoading
import DecisionLog
import Foundation
import Governance
import PolicyEngine
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

struct Unusable: Error { let what: String }

/// How long something took, by the clock and in time of the processor: the latter holds on a busy machine, too.
struct Took {
  var wall = 0.0
  var processor = 0.0

  static func + (left: Took, right: Took) -> Took {
    Took(wall: left.wall + right.wall, processor: left.processor + right.processor)
  }
}

func microseconds(of clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) * 1_000_000 + Double(time.tv_nsec) / 1000
}

func microseconds(_ body: () throws -> Void) rethrows -> Took {
  let (wall, processor) = (microseconds(of: CLOCK_MONOTONIC), microseconds(of: CLOCK_PROCESS_CPUTIME_ID))
  try body()
  return Took(
    wall: microseconds(of: CLOCK_MONOTONIC) - wall, processor: microseconds(of: CLOCK_PROCESS_CPUTIME_ID) - processor)
}

func row(_ name: String, _ times: [Took]) {
  let (walls, processor) = (times.map(\.wall).sorted(), times.map(\.processor).sorted())
  let figures = [walls[walls.count / 2], walls[walls.count * 99 / 100], processor[processor.count / 2]]
  print(
    name.padding(toLength: 44, withPad: " ", startingAt: 0) + figures.map { String(format: "%12.1f", $0) }.joined())
}

/// What the examples of the shipped workflows hand in, with the verdict of the shipped rules.
func samples(_ bundle: BundleLoading.Bundle, _ workflows: CompiledWorkflows, at: Timestamp) -> [(Submission, Verdict)] {
  let examples = workflows.workflows.flatMap(\.examples).filter { $0.lane == nil }
  return examples.compactMap { example -> (Submission, Verdict)? in
    var facts = example.given
    guard case .string(let requester)? = facts[path: ["requester", "id"]] else { return nil }
    if facts["now"] == nil { facts["now"] = .timestamp(at) }
    guard case .object(let request)? = facts["request"], case .object(let asker)? = facts["requester"] else {
      return nil
    }
    let cost: Money? = if case .money(let stated)? = request["cost"] { stated } else { nil }
    let verdict = bundle.policy.evaluate(facts, at: at)
    guard verdict.outcome != .deny else { return nil }
    return (
      Submission(
        id: "REQ-000001", requester: requester, submitter: requester, beneficiary: requester, facts: facts,
        canonicalFacts: request.canonical { _, _ in .null }, canonicalRequester: asker.canonical { _, _ in .null },
        cost: cost), verdict
    )
  }
}

let arguments = CommandLine.arguments
guard arguments.count >= 3 else { throw Unusable(what: "DecideBenchmark WORKSPACE FOLDER [ROUNDS]") }
let (root, folder) = (arguments[1], arguments[2])
let rounds = arguments.count > 3 ? Int(arguments[3]) ?? 200 : 200
let loaded = BundleLoader.load(BundleFiles.read(workspace: root).files, scope: .workspace, lints: false)
guard let bundle = loaded.bundle, let workflows = bundle.workflows, let monday = Timestamp("2026-11-02T09:00:00Z")
else {
  throw Unusable(what: "the workspace has errors: assent check")
}
let record = SubmissionRecord(
  bundleSHA256: bundle.digest, engineVersion: engineVersion, explanation: .object([]))

// Pure: no database, no clock.
var (routing, submitting, voting, deciding, both) = ([Took](), [Took](), [Took](), [Took](), [Took]())
let requests = samples(bundle, workflows, at: monday)
for round in 0..<(rounds * 10) {
  let (submission, verdict) = requests[round % requests.count]
  var ids = IDCounter()
  let route = microseconds { _ = workflows.plan(submission, verdict: verdict, at: monday) }
  routing.append(route)
  var decision: Decision?
  let context = ActContext(
    workflows: workflows, actor: .user(submission.requester, login: submission.requester), at: monday,
    exposure: submission.cost)
  let submit = microseconds {
    decision = try? RequestCase.submit(
      submission, verdict: verdict, record: record, context: context, ids: &ids
    ).get()
  }
  guard let request = decision?.request, let stage = request.stages.first(where: { $0.state == .active }),
    let voter = stage.candidates.first
  else { continue }
  let later = ActContext(
    workflows: workflows, actor: .user(voter, login: voter), at: monday.adding(seconds: 60),
    exposure: submission.cost)
  let ballot = Ballot(person: voter, verb: .approve, stage: stage.id, comment: "it fits")
  let vote = microseconds { _ = request.vote(ballot, context: later, ids: &ids) }
  submitting.append(submit)
  voting.append(vote)
  deciding.append(route + vote)
  both.append(submit + vote)
}
print("microseconds".padding(toLength: 44, withPad: " ", startingAt: 0) + "      median         p99   processor")
row("routing (\(requests.count) shipped examples)", routing)
row("submit: routing, events, stages opened", submitting)
row("vote", voting)
row("routing and a vote", deciding)
row("submit and vote", both)

// Through the database: each act is one transaction that ends with a sync.
let database = folder + "/decide.db"
let file = folder + "/request.yaml"
try """
apiVersion: assent/v1
kind: Request
request: {kind: experiment, title: A try, purpose: To see, team: claims, project: bench, costCenter: CC-0410,
  environment: dev, duration: 60d, model: {provider: openai, name: gpt-4o, tier: premium}, data: {class: pii}}
estimate: [{meter: output.response, quantity: 1000000}]

""".write(toFile: file, atomically: false, encoding: .utf8)
// One process that lives on, as a server does: the bundle is compiled once, and read and compared at each act.
let (bundles, stores) = (LoadedBundles(), OpenStores())
func service(_ person: String, _ minute: Int) -> GovernanceService {
  var service = GovernanceService(
    workspace: Workspace(root: root, databasePath: database),
    clock: .fixed(monday.adding(seconds: Int64(minute * 60))), entropy: .system,
    caller: Caller(login: person, actingAs: person))
  service.bundles = bundles
  service.stores = stores
  return service
}
var (submits, votes, syncs) = ([Took](), [Took](), [Took]())
for round in 0..<rounds {
  var id = ""
  submits.append(try microseconds { id = try service("zoe", round * 2).submit(file).id ?? "" })
  votes.append(
    try microseconds { _ = try service("ann", round * 2 + 1).vote(id, BallotText(.approve)) })
}
row("submit through the database", submits)
row("vote through the database", votes)
row("submit and vote through the database", zip(submits, votes).map { $0 + $1 })

// The parts.
func part(_ name: String, _ body: () throws -> Void) rethrows {
  var times: [Took] = []
  for _ in 0..<rounds { times.append(try microseconds(body)) }
  row(name, times)
}
part("  read: all files of the bundle, digested") { _ = BundleFiles.read(workspace: root) }
if let stamp = BundleFiles.readStamped(workspace: root, start: FileMark.clock()).stamp {
  part("  read: looks at the files") { if !stamp.isStill { print("the files have changed") } }
}
try part("  open: the database, anew") { _ = try Store.open(path: database, creating: false) }
let store = try Store.open(path: database, creating: false)
let keys = LogKeys(
  signing: try SigningKey(
    String(decoding: FileManager.default.contents(atPath: service("zoe", 0).workspace.keyPath) ?? Data(), as: UTF8.self)
      .trimmingCharacters(in: .newlines)),
  salt: { Entropy.system.bytes(32) })
try part("  write: an empty transaction") { try store.write(at: monday, keys: keys) { _ in } }
let word = EventDraft(
  .requestCommented, stream: "request/REQ-000001", actor: .user("zoe", login: "zoe"), data: ["person": "zoe"])
try part("  write: one event, signed and synced") {
  _ = try store.write(at: monday, keys: keys) { try $0.append([word]) }
}
let descriptor = open(folder + "/sync", O_CREAT | O_WRONLY, 0o600)
let page = [UInt8](repeating: 7, count: 8192)
for round in 0..<rounds {
  syncs.append(
    microseconds {
      pwrite(descriptor, page, page.count, off_t(round * page.count))
      fdatasync(descriptor)
    })
}
close(descriptor)
row("  sync: this disk: 8 KiB written and synced", syncs)
