import ArgumentParser
import Governance
import SpendModel
import WorkflowEngine

struct WaiverGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "waiver",
    abstract: "Exceptions from rules: asked for, approved, with an end.",
    discussion: """
      A waiver suspends one rule, where its scope is true of the facts, until it ends: in `evaluate` and `submit`, \
      and for rules on usage in `usage ingest` and `tick`. Every answer that it changed says so: which rule, which \
      waiver, approved by whom, until when. It is decided like any request, by its own workflow.

      What may be waived: a `deny` rule with `waivable: true`, and rules that open findings. A scope that cannot be \
      judged suspends nothing, and neither does a waiver whose rule could not be judged.
      """,
    subcommands: [
      WaiverRequest.self, WaiverList.self, WaiverShow.self, WaiverApprove.self, WaiverRevoke.self,
    ])
}

struct WaiverRequest: Verb {
  static let configuration = CommandConfiguration(
    commandName: "request", abstract: "Ask for an exception from one rule.",
    discussion: """
        assent waiver request exception.yaml

      The same as `assent submit`, for a file like this one:

        apiVersion: assent/v1
        kind: Request
        request:                        # the facts, as for any request
          kind: waiver
          title: Translation with a provider that is being onboarded
          purpose: The agreement is with their lawyers.
          project: claims-translate
          ...
        waiver:
          rule: restricted-data-needs-approved-processor
          scope: request.project == 'claims-translate' && request.model.provider == 'deepseek'
          from: 2026-11-02              # left out: from its approval
          until: 2027-01-31             # required; the rule counts again from then on
          request: REQ-000003           # the denied request that it is for, if there is one

      The rule does not deny the question: people decide it. With `request`, the approval judges that request again, as \
      it was handed in, as soon as the waiver begins. It ends no later than those who decide let it, and its second \
      renewal is decided one level higher.

      The scope is an expression over what the rule reads: facts of requests, or for a rule on usage what its \
      condition may read. Exits 0; 2 where the file is not right, 5 where the rule may not be waived.
      """)

  @Argument(help: "The request, of kind `waiver`.", completion: .file()) var file: String
  @Option(help: ArgumentHelp("Idempotency key: the same key and body are recorded once.", valueName: "k")) var key:
    String?
  @Flag(name: .customLong("dry-run"), help: "Tell the answer, and record nothing.") var dryRun = false
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let result = try session.service().requestWaiver(path(file), key: key, dryRun: dryRun)
    return Answer(json: result.json, lines: result.lines(session), notes: result.notes)
  }
}

struct WaiverList: Verb {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "All waivers, with what is worth a look.",
    discussion: """
        assent waiver list --state active

      States: requested scheduled active expired revoked declined. Remarks: expiring (ends within 14 days), unused, \
      renewed_twice (the rule wants changing), no_such_rule and broken_scope (suspends nothing). Exits 0.
      """)

  @Option(help: ArgumentHelp("Only waivers in this state.", valueName: "state")) var state: String?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let state, !WaiverView.states.contains(state) {
      throw ValidationError("no state `\(state)`; states are \(WaiverView.states.joined(separator: ", "))")
    }
  }

  func answer(_ session: Session) throws(Failure) -> Answer {
    let waivers = try session.service().waivers(state: state)
    return Answer(json: items(waivers.map(\.json)), lines: lines(of: waivers, session))
  }
}

struct WaiverShow: Verb {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One waiver: its rule, scope and end, who approved it, its history.",
    discussion: """
        assent waiver show WVR-000001

      The id of its request serves, too. Exits 0, 6 where there is no such waiver.
      """)

  @Argument(help: "The waiver's id.") var id: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let waiver = try session.service().waiver(try waiverID(id))
    return Answer(json: waiver.json, lines: waiver.lines(session))
  }
}

struct WaiverApprove: Verb {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Agree to a waiver: `assent approve` on its request.",
    discussion: """
        assent waiver approve WVR-000001 --comment "until the agreement is signed"

      Exits 0, 4 where it is decided already, 5 where you may not.
      """)

  @Argument(help: "The waiver's id, or that of its request.") var id: String
  @Option(help: ArgumentHelp("The stage, where you could act on two.", valueName: "stage")) var stage: String?
  @Option(help: ArgumentHelp("Why.", valueName: "words")) var comment: String?
  @Option(help: ArgumentHelp("The revision that you saw.", valueName: "n")) var revision: Int64?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let service = try session.service()
    let request = try service.request(ofWaiver: try waiverID(id))
    let result = try service.vote(
      request, BallotText(.approve, stage: stage, comment: comment, revision: revision))
    return Answer(json: result.json, lines: result.lines(session))
  }
}

struct WaiverRevoke: Verb {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "End a waiver before its time; its rule counts again at once.",
    discussion: """
        assent waiver revoke WVR-000001 --reason "the agreement is signed"

      Its requester, who approved it, the rule's owner and governance may. Exits 0, 4 where it is not in force, 5 \
      where you may not.
      """)

  @Argument(help: "The waiver's id.") var id: String
  @Option(help: ArgumentHelp("Why; required.", valueName: "words")) var reason: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let waiver = try session.service().revokeWaiver(try waiverID(id), reason: reason)
    return Answer(json: waiver.json, lines: waiver.lines(session))
  }
}

/// The id of a waiver, or of the request that asks for one.
private func waiverID(_ typed: String) throws(Failure) -> String {
  if typed.uppercased().utf8.starts(with: "REQ-".utf8) { return try canonicalID(typed, .request, noun: "waiver") }
  return try canonicalID(typed, .waiver, noun: "waiver")
}
