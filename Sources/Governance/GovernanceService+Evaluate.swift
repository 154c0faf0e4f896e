import CostEngine
import BundleLoading
import Diagnostics
import FactSchema
import PolicyEngine
package import SpendModel
import Storage
package import StrictJSON
import WorkflowEngine

/// What is wanted beside the outcome of a dry decision.
package struct EvaluateOptions: Sendable {
  package var explain: Bool
  package var whyNot: String?
  package var who: Bool
  /// A folder of rules alone, without a workspace.
  package var rulesFolder: String?

  package init(explain: Bool = false, whyNot: String? = nil, who: Bool = false, rulesFolder: String? = nil) {
    self.explain = explain
    self.whyNot = whyNot
    self.who = who
    self.rulesFolder = rulesFolder
  }
}

/// A dry decision.
package struct Evaluation: Sendable {
  package var outcome: String
  package var rules: [RuleLine]
  /// Rules that would have fired, had no waiver suspended them.
  package var waived: [WaivedLine]
  /// Why waivers of rules that denied do not suspend them.
  package var remarks: [String]
  package var reviews: [String]
  package var obligations: [String]
  package var cost: Money?
  /// What tables give that yield a value.
  package var values: [TableValue]
  package var explanation: [RuleExplanation]
  package var whyNot: WhyNotView?
  package var who: WhoView?

  package var json: JSONValue {
    .object([
      "outcome": .string(outcome), "rules": .array(rules.map(\.json)),
      "waived": waived.isEmpty ? nil : .array(waived.map(\.json)), "reviews": .array(reviews.map { .string($0) }),
      "obligations": .array(obligations.map { .string($0) }), "cost": cost?.json,
      "values": values.isEmpty
        ? nil : .object(values.map { JSONValue.Member($0.table, $0.value?.json ?? .null) }),
      "explanation": explanation.isEmpty ? nil : .array(explanation.map(\.json)), "whyNot": whyNot?.json,
      "who": who?.json,
    ])
  }
}

extension GovernanceService {
  /// What the rules say to one request; nothing is recorded.
  package func evaluate(_ path: String, options: EvaluateOptions) throws(Failure) -> Evaluation {
    let bundle = try evaluationBundle(options.rulesFolder)
    let waivers = try standingWaivers(for: bundle, options)
    let bytes = try readFile(path, limit: 8 << 20)
    let mode: FactDecoder.Mode = .evaluate
    let request = try decode(path, bytes, in: bundle, mode: mode)
    return try evaluation(of: request, path: path, bundle: bundle, waivers: waivers, options: options)
  }

  /// What the rules say to each line of a file; a bad line is told and the rest goes on.
  package func evaluateMany(
    _ path: String, options: EvaluateOptions, each: (Result<Evaluation, Failure>, Int) -> Void
  ) throws(Failure) {
    let bundle = try evaluationBundle(options.rulesFolder)
    let waivers = try standingWaivers(for: bundle, options)
    for (index, line) in try readFile(path, limit: 4 << 30).split(separator: 10, omittingEmptySubsequences: false)
      .enumerated()
    where !line.isEmpty {
      do {
        let request = try decodeLine(Array(line), path: path, bundle: bundle)
        each(
          .success(try evaluation(of: request, path: path, bundle: bundle, waivers: waivers, options: options)),
          index + 1)
      } catch {
        each(.failure(error), index + 1)
      }
    }
  }

  /// The workspace's exceptions; none where a folder of rules is judged by itself, or nothing is recorded yet.
  private func standingWaivers(for bundle: Bundle, _ options: EvaluateOptions) throws(Failure) -> StandingWaivers {
    guard options.rulesFolder == nil, Store.exists(at: workspace.databasePath) else {
      return StandingWaivers([], of: bundle.policy)
    }
    return try reading { reading in try reading.standingWaivers(of: bundle.policy) }
  }

  /// The bundle of the workspace, or of a folder of rules alone.
  func evaluationBundle(_ rulesFolder: String?, limitRules: Int? = nil) throws(Failure) -> Bundle {
    guard let rulesFolder else { return try loadWorkspaceBundle().bundle }
    guard isFolder(rulesFolder) else {
      throw Failure(
        .badInput, "no-folder", "no folder `\(rulesFolder)`", hint: "`--rules` names a folder with a schema and rules")
    }
    let (files, found) = BundleFiles.read(rulesFolder: rulesFolder)
    let loaded = BundleLoader.load(
      files, readDiagnostics: found, scope: .rulesOnly, limitRules: limitRules, lints: false, cache: .ofUser)
    guard let bundle = loaded.bundle, !loaded.diagnostics.hasErrors else {
      var failure = Failure.bad(loaded.diagnostics.filter { $0.severity == .error }, kind: .checkFailed)
      failure.sources = loaded.sources
      throw failure
    }
    return bundle
  }

  private func evaluation(
    of request: SubmittedRequest, path: String, bundle: Bundle, waivers: StandingWaivers, options: EvaluateOptions
  ) throws(Failure) -> Evaluation {
    let time = now
    var facts = request.facts
    var cost: Money?
    if case .money(let stated)? = facts[path: ["request", "cost"]] { cost = stated }
    let active = ActiveBundle(bundle)
    if cost == nil, !request.estimate.isEmpty {
      let costs = Costs(bundle)
      let estimate = try asFailure { try costs.price(request, at: time) }
      guard estimate.unpriced.isEmpty else { throw Failure.bad(costs.catalogue.diagnostics(for: estimate, file: path)) }
      cost = estimate.total
      facts[path: ["request", "cost"]] = cost.map { .money($0) }
    }
    let person = active.flatMap { bundle in try? identify(in: bundle, needsPerson: true).person }
    if facts["requester"] == nil, let person { facts["requester"] = .object(requesterFacts(person)) }
    if facts["now"] == nil { facts["now"] = .timestamp(time) }
    let verdict = waivers.judge(facts, by: bundle.policy, at: time, asked: request.waiver?.rule.value)
    var result = Evaluation(
      outcome: verdict.outcome.rawValue,
      rules: verdict.fired.map { rule in
        RuleLine(rule)
      }, waived: verdict.waived.map { WaivedLine($0) }, remarks: waivers.remarks(on: verdict, at: time),
      reviews: verdict.reviews, obligations: verdict.obligations.map(\.id), cost: cost, values: verdict.values,
      explanation: options.explain ? (verdict.fired + verdict.waived.map(\.rule)).map { RuleExplanation($0) } : [],
      whyNot: nil, who: nil)
    if let rule = options.whyNot {
      guard let whyNot = bundle.policy.whyNot(rule, facts, at: time) else {
        throw Failure(
          .notFound, "unknown-rule", "no rule `\(rule)` on requests",
          hint: nearest(rule, bundle.policy.ids) ?? "`assent check` counts the rules; they lie under rules/policy/"
        )
      }
      result.whyNot = WhyNotView(whyNot)
    }
    if options.who {
      result.who = try who(
        active, facts: facts, cost: cost, verdict: verdict, person: person, beneficiary: request.beneficiary, at: time)
    }
    return result
  }

  func requesterFacts(_ person: Person) -> Facts {
    var facts = Facts(["id": .string(person.id), "roles": .list(person.roles.map { .string($0) })])
    facts["team"] = .string(person.team ?? "")
    facts["manager"] = person.manager.map { .string($0.value) }
    return facts
  }
}
