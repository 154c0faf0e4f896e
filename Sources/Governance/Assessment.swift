import BundleLoading
import CostEngine
import DecisionLog
import PolicyEngine
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

/// A request made ready to be recorded: its facts complete, its cost computed, its verdict given.
struct Assessment {
  var submission: Submission
  var record: SubmissionRecord
  var verdict: Verdict
  var notes: [String]
}

extension Act {
  /// Completes the facts of a request, prices its estimate and judges it.
  ///
  /// - Parameters:
  ///   - previous: The case that this restates; a text that it leaves unchanged keeps its commitment.
  ///   - amends: The approved request whose place this one is to take.
  /// - Throws: ``Failure`` of kind `badInput` where a line of the estimate has no price, or a person does not exist.
  func assess(
    _ request: SubmittedRequest, path: String, id: String, previous: RequestCase?, amends: RequestCase? = nil
  ) throws -> Assessment {
    guard let person else { throw Failure(.notPermitted, "unknown-person", "nobody submits") }
    let directory = bundle.workflows.directory
    // An amendment that is handed in again is for whom it was.
    let earlier = amends ?? (previous?.amends == nil ? nil : previous)
    let beneficiary = request.beneficiary ?? earlier?.beneficiary ?? person.id
    guard directory.person(beneficiary) != nil else {
      throw Failure(
        .badInput, "unknown-person", "no person `\(beneficiary)` in the directory",
        hint: nearest(beneficiary, directory.people.map(\.id)) ?? "workflows/decision-rights.yaml lists the people")
    }
    let (cost, estimate) = try price(request, path: path)
    var facts = request.facts
    var body = Facts()
    if case .object(let stated)? = facts["request"] { body = stated }
    body["cost"] = cost.map { .money($0) }
    body["id"] = .string(id)
    body["revision"] = .int(previous.map { $0.revision + 1 } ?? 1)
    facts["request"] = .object(body)
    let requester = service.requesterFacts(person)
    facts["requester"] = .object(requester)
    facts["now"] = .timestamp(at)

    var stated = body
    stated["id"] = nil
    stated["revision"] = nil
    try checkWaiver(request, path: path)
    stated[Submission.waiverTerms] = request.waiver?.facts
    let canonical = try commit(stated, previous: previous ?? amends)
    var verdict = waivers.judge(facts, by: bundle.policy, at: at, asked: request.waiver?.rule.value)
    verdict.reviews += reviews(ofWaiver: request.waiver).filter { !verdict.reviews.contains($0) }
    let exposure = try exposure(
      of: id, cost: cost, facts: facts, before: nil, replacing: amends?.id ?? previous?.amends?.request)
    var submission = Submission(
      id: id, requester: person.id, submitter: person.id, beneficiary: beneficiary, facts: facts,
      canonicalFacts: canonical, canonicalRequester: requester.canonical { _, words in .string(words) }, cost: cost,
      exposure: exposure, previous: nil)
    submission.change = try lastChange()
    let record = SubmissionRecord(
      bundleSHA256: bundle.digest, engineVersion: engineVersion, explanation: verdict.canonicalExplanation,
      estimate: estimate, digests: ["bundle": .string(bundle.digest)], idempotency: nil)
    var notes = verdict.fired.compactMap { rule in
      rule.indeterminate.map { "rule \(rule.id) could not be judged and counts towards a human: \($0)" }
    }
    notes += waivers.remarks(on: verdict, at: at)
    if request.waiver != nil, request.waiver?.scope == nil {
      notes.append("the waiver has no scope: it would suspend the rule for everybody")
    }
    if verdict.reviews.contains(CompiledWorkflows.authorityReview), request.waiver != nil {
      notes.append("the exception was renewed before: once more is decided one level higher")
    }
    return Assessment(submission: submission, record: record, verdict: verdict, notes: notes)
  }

  /// The cost of the estimate, and its lines as the log keeps them. Nothing unpriced passes.
  private func price(_ request: SubmittedRequest, path: String) throws -> (Money?, JSONValue) {
    guard !request.estimate.isEmpty else { return (nil, []) }
    let estimate = try bundle.costs.price(request, at: at)
    guard estimate.unpriced.isEmpty, let total = estimate.total else {
      throw Failure.bad(bundle.costs.catalogue.diagnostics(for: estimate, file: path))
    }
    return (total, estimate.canonical)
  }

  /// The facts as the log keeps them: texts as commitments, the same ones where the words did not change.
  private func commit(_ facts: Facts, previous: RequestCase?) throws -> JSONValue {
    var failure: (any Error)?
    let canonical = facts.canonical { path, words in
      do {
        var earlier = previous?.facts
        for step in path { earlier = earlier?[step] }
        if let commitment = earlier?["commit"]?.string, let known = try reading.words(behind: commitment),
          known.utf8.elementsEqual(words.utf8)
        {
          return ["commit": .string(commitment)]
        }
        return try writing.commit(words)
      } catch {
        failure = error
        return .null
      }
    }
    if let failure { throw failure }
    return canonical
  }
}

extension Verdict {
  /// The explanation as the log keeps it: for each rule what it read, and which conjuncts held.
  var canonicalExplanation: JSONValue {
    func reads(_ reads: [FactRead]) -> JSONValue {
      .array(
        reads.map { read in
          .object([
            "fact": .string(read.fact),
            "value": read.value.map { $0.canonical { _, _ in .string("(text)") } },
          ])
        })
    }
    func explained(_ rule: FiredRule, _ waived: WaivedRule? = nil) -> JSONValue {
      .object([
        "id": .string(rule.id), "effect": .string(rule.effect.rawValue), "message": .string(rule.message),
        "digest": .string(rule.digest), "severity": .string(rule.severity.rawValue),
        "indeterminate": rule.indeterminate.map { .string($0) }, "waivable": rule.isWaivable ? true : nil,
        "waiver": waived.map { waived in
          [
            "id": .string(waived.waiver), "approved_by": .array(waived.approvedBy.map { .string($0) }),
            "from": .string(waived.from.canonicalText), "until": .string(waived.until.canonicalText),
          ]
        }, "read": reads(rule.read),
        "conjuncts": .array(
          rule.conjuncts.map { conjunct in
            let result: JSONValue =
              switch conjunct.result {
              case .held: "held"
              case .failed: "failed"
              case .erred(let reason): .string("error: " + reason)
              }
            return ["text": .string(conjunct.text), "result": result, "read": reads(conjunct.read)]
          }),
      ])
    }
    return .object([
      "outcome": .string(outcome.rawValue), "rules": .array(fired.map { explained($0) }),
      "waived": waived.isEmpty ? nil : .array(waived.map { explained($0.rule, $0) }),
      "values": values.isEmpty ? nil : .object(values.map { .init($0.table, $0.canonical) }),
    ])
  }
}

extension TableValue {
  /// The value as the log keeps it, with the rows that gave it.
  fileprivate var canonical: JSONValue {
    .object([
      "value": value.map { $0.canonical { _, _ in .string("(text)") } },
      "rows": .array(rows.map { .integer(Int64($0)) }), "error": error.map { .string($0) },
    ])
  }
}
