import SpendModel
import Storage
import StrictJSON

/// Turns events into lines that people read. Words that were erased are shown as such.
struct Historian {
  /// The words behind a commitment, given as hex.
  let words: (String) throws -> String?

  func line(_ event: EventRecord) throws -> HistoryLine {
    HistoryLine(idx: event.idx, at: event.at, type: event.type.rawValue, actor: event.actor, text: try sentence(event))
  }

  private func sentence(_ event: EventRecord) throws -> String {
    let data = event.data
    func field(_ key: String) -> String { data[key]?.string ?? "?" }
    func list(_ key: String) -> String { (data[key]?.array ?? []).compactMap(\.string).joined(separator: ", ") }
    func amount(_ key: String) -> String { data[key].flatMap { Money(canonical: $0) }?.description ?? "no amount" }
    func quoted(_ key: String) throws -> String {
      guard let commitment = data[key]?["commit"]?.string else { return "" }
      return try ": " + (words(commitment).map { "\u{201C}\($0)\u{201D}" } ?? "(erased)")
    }
    func at(_ key: String) -> String { data[key]?.string.flatMap { Timestamp($0) }?.minutes ?? "no date" }
    let stage =
      data["stage"]?.string.map { "stage \($0)" } ?? (event.stream.hasPrefix("request/") ? "the request" : "the task")
    let standingIn = data["fallback"]?.bool ?? false ? " (the fallback stands in)" : ""
    let voter = field("person") + (data["for"]?.string.map { " for \($0)" } ?? "")
    switch event.type {
    case .requestSubmitted, .requestResubmitted:
      let again = data["waiver"]?.string.map { "judged again under waiver \($0)," }
      let verb = event.type == .requestSubmitted ? "submitted" : again ?? "resubmitted"
      let reviews = list("reviews")
      return
        "\(verb) as revision \(data["revision"]?.integer ?? 1): \(data["verdict"]?["outcome"]?.string ?? "?"), \(amount("cost"))"
        + (reviews.isEmpty ? "" : ", reviews \(reviews)")
        + (data["amends"]?["request"]?.string.map { ", amends \($0)" } ?? "")
    case .requestAmended: return "other terms asked for by \(field("by"))"
    case .requestReevaluated:
      return "judged anew by bundle \(field("bundle_sha256").prefix(12)): \(list("added")) added"
    case .requestMigrated:
      let dropped = list("dropped")
      let plan = (data["plan"]?.array ?? []).compactMap { stage -> String? in
        guard let name = stage["stage"]?.string else { return nil }
        guard let from = stage["from"]?.string else { return "\(name) (new)" }
        return from == name ? name : "\(name) (was \(from))"
      }
      return
        "moved to bundle \(field("bundle_sha256").prefix(12)), proposed by \(field("author")), agreed to by \(field("second")): "
        + plan.joined(separator: ", ") + (dropped.isEmpty ? "" : "; without \(dropped)")
    case .bundleMigrationProposed:
      return
        "requests of \(field("workflow")) to be moved to bundle \(field("bundle_sha256").prefix(12)), proposed by \(field("author"))\(try quoted("reason"))"
    case .bundleMigrated:
      return
        "\(data["requests"]?.array?.count ?? 0) requests of \(field("workflow")) moved to bundle \(field("bundle_sha256").prefix(12))"
    case .requestRebased:
      let stages = (data["due"]?.array ?? []).compactMap { moved -> String? in
        guard let name = moved["stage"]?.string, let to = moved["to"]?.string.flatMap({ Timestamp($0) }) else {
          return nil
        }
        return "\(name) due \(to.minutes)"
      }
      let second = data["second"]?.string.map { ", agreed to by \($0)" } ?? ""
      return
        "timed by the calendars of bundle \(field("bundle_sha256").prefix(12))\(second)"
        + (stages.isEmpty ? "" : ": " + stages.joined(separator: ", ")) + (try quoted("reason"))
    case .bundleRebaseProposed:
      return "timers of \(field("of")) to be planned again, proposed by \(field("author"))\(try quoted("reason"))"
    case .bundleRebased:
      return "timers of \(data["requests"]?.array?.count ?? 0) requests planned again\(try quoted("reason"))"
    case .grantSuperseded: return "grant superseded by \(field("by"))"
    case .requestApproved where field("how") == "break_glass":
      return "approved in an emergency, \(field("incident")), by \(list("decided_by"))\(try quoted("reason"))"
    case .requestApproved:
      return data["lane"].map { "approved by lane \($0.string ?? "?")" } ?? "approved by \(list("decided_by"))"
    case .requestRejected:
      let people = list("by")
      return "rejected at \(stage)" + (people.isEmpty ? ", in want of a decision" : " by \(people)")
    case .requestDenied: return "denied by rule \(list("rules"))"
    case .requestChangesRequested: return "returned for changes at \(stage)"
    case .requestWithdrawn: return "withdrawn\(try quoted("comment"))"
    case .requestExpired: return "expired (\(field("because")))"
    case .requestCommented: return "commented\(try quoted("comment"))"
    case .stageActivated:
      return "\(stage) waits for \(list("candidates"))\(standingIn), due \(at("due"))"
    case .stageSatisfied:
      if field("how") == "told" { return "\(stage): \(list("told")) told" }
      if field("how") == "survived" { return "\(stage) satisfied: what it judged did not change" }
      return field("how") == "silent" ? "\(stage) satisfied without a word" : "\(stage) satisfied"
    case .stageBlocked: return "\(stage) blocked: \(field("because"))"
    case .stageTimedOut: return "\(stage) timed out (\(field("as")))"
    case .voteCast:
      let caps = data["conditions"]?["caps"]?["cost"].flatMap { Money(canonical: $0) }.map { ", at most \($0)" } ?? ""
      let attached = (data["conditions"]?["obligations"]?.array ?? []).compactMap { $0["id"]?.string }
      let duties = attached.isEmpty ? "" : ", with the duty " + attached.joined(separator: ", ")
      let attested = data["attest"] == nil ? "" : ", attests \(list("attest"))"
      return "\(voter): \(spoken(field("verb"))) at \(stage)\(caps)\(duties)\(attested)\(try quoted("comment"))"
    case .voteRevoked: return "\(voter) took \(spoken(field("verb"))) at \(stage) back"
    case .stageReassigned where field("because") == "manual":
      return "\(stage): \(field("from")) handed it to \(field("to"))\(try quoted("reason"))"
    case .stageReassigned where field("because") == "added":
      return "\(stage): \(field("to")) asked, too\(try quoted("reason"))"
    case .stageReassigned: return "\(stage) waits for \(list("candidates"))\(standingIn)"
    case .stageWaived: return "\(stage) done without, by \(list("by"))\(try quoted("reason"))"
    case .stageOverrideProposed:
      return "\(field("person")) would go on without \(stage), and a second has to agree\(try quoted("reason"))"
    case .stageClaimed: return "\(field("person")) looks at \(stage) until \(at("until"))"
    case .stageReleased: return "\(field("person")) no longer looks at \(stage)"
    case .voteVoid:
      let detail = data["detail"]?.string.map { " (\($0))" } ?? ""
      return
        "\(voter): \(spoken(field("verb"))) did not count: \(field("because").replacing("_", with: " "))\(detail)"
    case .voteStale: return "the vote of \(field("person")) at \(stage) is stale"
    case .rungFired:
      return "\(stage): " + rung(field("do"), to: list("to"), onTask: !event.stream.hasPrefix("request/"))
    case .grantMinted:
      let cap = data["caps"]?["cost"].flatMap { Money(canonical: $0) }?.description ?? "no cap"
      return "grant minted for \(field("owner")): \(cap), until \(at("expires"))"
    case .grantSuspended: return "grant suspended (\(field("because")))\(try quoted("reason"))"
    case .grantReleased:
      return "\(data["percent"]?.integer ?? 0) % of the caps released, after \(field("duty"))"
    case .grantConsumed: return "used by \(field("person"))"
    case .grantRevoked:
      return "grant revoked\(data["because"]?.string.map { " (\($0))" } ?? "")\(try quoted("reason"))"
    case .grantResumed: return "grant resumed\(try quoted("reason"))"
    case .taskOpened:
      let what =
        data["rule"]?.string.map { "finding of rule \($0), \(amount("amount"))" }
        ?? "duty \(field("obligation"))\(data["asked_by"] == nil ? "" : ", attached by \(list("asked_by"))")"
      return "\(what); owner \(field("owner")), due \(at("due")), verifier \(field("verifier"))"
    case .taskAssigned, .grantAssigned:
      let left =
        field("because") == "left" ? ", whose owner left" + (data["from"]?.string.map { " (\($0))" } ?? "") : ""
      return (event.type == .grantAssigned ? "grant " : "") + "assigned to \(field("owner"))\(left)"
    case .taskSubmitted:
      let kinds = (data["evidence"]?.array ?? []).compactMap { $0["kind"]?.string }.joined(separator: ", ")
      return "submitted with evidence \(kinds)\(try quoted("comment"))"
    case .taskFailed: return "verification failed\(try quoted("comment"))"
    case .taskCancelled, .taskBlocked: return "\(spoken(event.type.rawValue))\(try quoted("reason"))"
    case .waiverRequested:
      let scope = data["scope"]?.string.map { " where \($0)" } ?? " everywhere"
      return "waiver of rule \(field("rule")) until \(at("until")) asked for by \(field("request"))\(scope)"
    case .waiverActivated:
      return "waiver of rule \(field("rule")) in force until \(at("until")), approved by \(list("approved_by"))"
    case .waiverRenewed: return "goes on as \(field("by"))"
    case .waiverExpired: return "waiver ended \(at("until")); its rule counts again"
    case .waiverRevoked: return "waiver revoked\(try quoted("reason"))"
    case .taskAccepted: return "put off by waiver \(field("waiver")) until \(at("until"))"
    case .usageIngested: return "\(data["accepted"]?.integer ?? 0) records of source \(field("source"))"
    case .bundleProposed: return "bundle \(field("bundle_sha256").prefix(12)) proposed by \(field("author"))"
    case .bundleActivated where data["author"] != nil:
      return
        "bundle \(field("bundle_sha256").prefix(12)) in force, proposed by \(field("author")), activated by \(field("second"))"
    case .bundleRolledBack:
      return "rolled back to bundle \(field("bundle_sha256").prefix(12))\(try quoted("reason"))"
    case .bundleShadowed: return "bundle \(field("bundle_sha256").prefix(12)) as a shadow: \(spoken(field("do")))"
    case .bundleActivated: return "bundle \(field("bundle_sha256").prefix(12)) in force"
    default:
      let subject = data["stage"] == nil ? "" : "\(stage) "
      return subject + spoken(event.type.rawValue)
    }
  }

  /// What a rung of a ladder did, in words. Tasks never end by time: the last rung hands them to somebody.
  private func rung(_ action: String, to people: String, onTask: Bool) -> String {
    let whom = people.isEmpty ? "nobody" : people
    return switch action {
    case "remind": "\(whom) reminded"
    case "add": "\(whom) added"
    case "replace": "handed to \(whom)"
    case "warn": "\(whom) warned that it is about to end"
    case "reject", "expire":
      onTask ? "handed to \(whom)" : action == "reject" ? "rejected for want of a decision" : "expired"
    case "complete": "went on without a word"
    case "soft": "\(whom) told that most of the envelope is used"
    default: people.isEmpty ? spoken(action) : "\(spoken(action)), told \(people)"
    }
  }

  /// The last word of a type or verb, in plain words: `changes_requested` is "changes requested".
  private func spoken(_ word: String) -> String {
    (word.split(separator: ".").last.map(String.init) ?? word).replacing("_", with: " ")
  }
}

extension Timestamp {
  /// To the minute, in UTC, as people read it: `2026-11-03 09:00Z`.
  var minutes: String { description.prefix(16).replacing("T", with: " ") + "Z" }
}
