import SpendModel
import StrictJSON

/// Writes down what an act leads to: each event is appended to the list and folded into the case at once, so that
/// what is returned and what replay will find cannot differ.
struct Recorder {
  private(set) var request: RequestCase
  private(set) var drafts: [EventDraft] = []
  let context: ActContext
  let at: Timestamp
  /// From when what is opened now counts: the present, or the time of the timer that opens it. A scheduler that runs
  /// late then changes no deadline.
  var effective: Timestamp
  /// Who does what is being written: the actor, or the timer.
  private var author: Actor
  var currentAuthor: Actor { author }
  /// The first event that the case did not accept: a mistake of ours, which refuses the act.
  private(set) var broken: ReplayError?

  init(_ request: RequestCase, _ context: ActContext) {
    self.request = request
    self.context = context
    // Time never runs backwards within a case.
    at = max(context.at, request.latest)
    effective = at
    author = context.actor
    workflow = context.workflows.workflow(request.workflow)
    // A request that is about to be handed in has no facts yet.
    input =
      request.revision == 0
      ? RoutingInput() : context.workflows.input(request, exposure: context.exposure ?? request.exposure)
  }

  var workflows: CompiledWorkflows { context.workflows }
  var directory: Directory { context.directory }
  /// The workflow that the request takes.
  private(set) var workflow: Workflow?
  /// What was worked out since the last event.
  let answers = Answers()
  /// What routing needs to know of the request as it stands.
  private(set) var input: RoutingInput

  mutating func emit(_ type: EventType, by actor: Actor? = nil, _ data: KeyValuePairs<String, JSONValue?>) {
    let draft = EventDraft(type, stream: request.stream, actor: actor ?? author, data: .object(data))
    drafts.append(draft)
    answers.passed()
    do {
      try request.apply(EventReading(draft, at: at))
      update(after: type)
    } catch {
      if broken == nil { broken = error }
    }
  }

  /// Keeps what was worked out as long as an event changes nothing of it.
  private mutating func update(after type: EventType) {
    switch type {
    case .voteCast, .voteStale, .voteRevoked:
      input.votes = request.countedVotes
      // Who was added and who may act can hang on votes only where somebody was added, or a condition reads them.
      if workflows.readsVotes || request.stages.contains(where: { !$0.handovers.isEmpty }) { answers.forget() }
    case .stageSatisfied, .stageActivated, .stageBlocked, .stageVetoed, .stageCancelled, .stagePaused, .stageSkipped,
      .stageTimedOut, .stageClaimed, .stageReleased, .requestApproved, .requestRejected, .requestExpired,
      .requestCommented, .voteVoid:
      break
    case .requestSubmitted, .requestResubmitted, .requestReevaluated, .requestMigrated, .requestRebased:
      if workflow?.id.value != request.workflow { workflow = workflows.workflow(request.workflow) }
      input = workflows.input(request, exposure: context.exposure ?? request.exposure)
      answers.forget()
    default: answers.forget()
    }
  }

  /// Lets the timer be the author of what follows from it.
  mutating func byTimer(_ body: (inout Recorder) -> Void) { by(.timer, body) }

  mutating func by(_ actor: Actor, _ body: (inout Recorder) -> Void) {
    let before = author
    author = actor
    body(&self)
    author = before
  }

  /// Appends an event of another stream.
  mutating func append(_ draft: EventDraft) { drafts.append(draft) }

  func finish(plan: Plan? = nil) -> Result<Decision, Refusal> {
    if let broken { return .failure(Refusal(.badState, broken.message)) }
    return .success(Decision(drafts: drafts, request: request, plan: plan))
  }

  func refuse(_ code: Refusal.Code, _ message: String, hint: String? = nil) -> Result<Decision, Refusal> {
    if let broken { return .failure(Refusal(.badState, broken.message)) }
    return .failure(Refusal(code, message, hint: hint, drafts: drafts))
  }
}

/// What was worked out of the case, kept as long as no event changes it, for an act asks it many times over.
final class Answers {
  struct Question: Hashable {
    var stage: String
    var usesFallback: Bool
    var climbed: Int
    var handovers: Int
    var withFallback: Bool
  }

  /// Who may act on the stages, whatever they did on others, and who may sit on the seats of joint ones.
  struct Admission {
    var candidates: Candidates
    var seats: [[String]]?
  }

  var admissions: [Question: Admission] = [:]
  /// Who has acted on which stage, so that it counts.
  var acted: [(person: String, stage: String)]?
  /// The places of the stages that no set of people can complete.
  var gaps: [Int]?

  /// Any event: what people did may have changed.
  func passed() { (acted, gaps) = (nil, nil) }

  /// An event after which others may have the right to act.
  func forget() { admissions.removeAll(keepingCapacity: true) }
}

extension RequestCase {
  /// Who acted on which stage, so that it counts.
  var acted: [(person: String, stage: String)] {
    stages.flatMap { stage in
      stage.votes.filter { $0.state == .counted }.flatMap(\.people).map { ($0, stage.id) }
    }
  }

  /// The time of the latest event that the case remembers.
  var latest: Timestamp {
    stages.reduce(max(submittedAt, decidedAt ?? submittedAt)) { latest, stage in
      stage.votes.reduce(max(latest, stage.since ?? latest)) { max($0, $1.at) }
    }
  }
}
