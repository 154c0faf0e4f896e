import BundleLoading
import PolicyEngine
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension Reading {
  /// The shadow that runs: its bundle, and the leaf that began it.
  func runningShadow() throws -> (digest: String, begun: EventRecord)? {
    let began = try events(of: [.bundleShadowed], containing: "\"do\":\"begin\"").last
    let ended = try events(of: [.bundleShadowed], containing: "\"do\":\"end\"").last
    guard let began, let digest = began.bundleDigest, began.idx > ended?.idx ?? -1 else { return nil }
    return (digest, began)
  }
}

extension GovernanceService {
  /// Judges what is submitted from now on by another bundle, too, and records where they differ.
  ///
  /// - Parameter name: A digest, or a folder.
  package func shadow(_ name: String) throws(Failure) -> ShadowReport {
    let read = try reading { try bundleFiles(name, $0) }
    let next = try compiled(read.files, read.diagnostics)
    let inForce = try lastBundle()
    guard next.digest != inForce.digest else {
      throw Failure(
        .conflict, "in-force", "bundle `\(next.digest.prefix(12))` is the one in force: nothing would differ")
    }
    _ = try act(under: inForce, needsPerson: true, activates: false) { act in
      try act.keep(next.files)
      try act.append([act.shadowed(next.digest, "begin")])
    }
    return try shadowReport()
  }

  /// Ends the shadow.
  package func endShadow() throws(Failure) -> ShadowReport {
    _ = try act(under: try lastBundle(), needsPerson: true, activates: false) { act in
      guard let shadow = try act.reading.runningShadow() else {
        throw Failure(.conflict, "no-shadow", "no shadow runs", hint: "`assent bundle shadow DIR` begins one")
      }
      try act.append([act.shadowed(shadow.digest, "end")])
    }
    return try shadowReport()
  }

  /// Where the last shadow and the bundle in force differed.
  package func shadowReport() throws(Failure) -> ShadowReport {
    try reading { reading in
      guard let began = try reading.events(of: [.bundleShadowed], containing: "\"do\":\"begin\"").last else {
        return ShadowReport(digest: nil, isRunning: false, since: nil, judged: 0, differences: [])
      }
      let end = try reading.events(of: [.bundleShadowed], containing: "\"do\":\"end\"").last { $0.idx > began.idx }
      let range = began.idx..<(end?.idx ?? .max)
      let judged = try reading.events(of: [.requestSubmitted, .requestResubmitted]).count { range.contains($0.idx) }
      let differences = try reading.events(of: [.bundleShadowed], containing: "\"do\":\"differs\"")
        .filter { range.contains($0.idx) }
      return ShadowReport(
        digest: began.bundleDigest, isRunning: end == nil, since: began.at.description, judged: judged,
        differences: differences.map { event in
          ShadowReport.Difference(
            request: event.data["request"]?.string ?? "?", revision: event.data["revision"]?.integer ?? 1,
            live: ShadowReport.Side(event.data["live"]), shadow: ShadowReport.Side(event.data["shadow"]))
        })
    }
  }
}

extension ShadowReport.Side {
  init(_ value: JSONValue?) {
    func names(_ key: String) -> [String] { (value?[key]?.array ?? []).compactMap(\.string) }
    self.init(outcome: value?["outcome"]?.string ?? "?", rules: names("rules"), reviews: names("reviews"))
  }

  init(_ verdict: Verdict) {
    self.init(outcome: verdict.outcome.rawValue, rules: verdict.fired.map(\.id), reviews: verdict.reviews)
  }
}

extension Act {
  func shadowed(_ digest: String, _ what: String, _ more: [JSONValue.Member] = []) -> EventDraft {
    EventDraft(
      .bundleShadowed, stream: "bundle", actor: actor,
      data: .object([.init("bundle_sha256", .string(digest)), .init("do", .string(what))] + more))
  }

  /// Judges a submission by the shadow bundle, and records where it differs. A shadow never stands in the way: one that
  /// cannot judge says so in a note.
  func shadow(_ assessment: Assessment, _ request: RequestCase) throws -> [String] {
    guard let running = try reading.runningShadow(), running.digest != bundle.digest else { return [] }
    guard let shadow = try? service.storedBundle(running.digest, reading) else {
      return ["the shadow bundle \(running.digest.prefix(12)) does not compile with this version: not judged"]
    }
    let waivers = StandingWaivers(waivers.all, of: shadow.policy)
    let live = ShadowReport.Side(assessment.verdict)
    let other = ShadowReport.Side(
      waivers.judge(
        assessment.submission.facts, by: shadow.policy, at: at,
        asked: WaiverTerms.rule(in: assessment.submission.canonicalFacts)))
    guard live != other else { return [] }
    try writing.append([
      shadowed(
        running.digest, "differs",
        [
          .init("request", .string(request.id)), .init("revision", .integer(request.revision)),
          .init("live", live.json), .init("shadow", other.json),
        ])
    ])
    return []
  }
}
