import Diagnostics
import SpendModel
import Testing

@testable import WorkflowEngine

/// What is refused or warned about when decision rights and workflows are loaded.
@Suite struct LintTests {
  struct Lint: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var change: @Sendable (inout Company) -> Void
    var expected: [String]

    init(_ name: String, _ change: @escaping @Sendable (inout Company) -> Void, _ expected: [String]) {
      (testDescription, self.change, self.expected) = (name, change, expected)
    }
  }

  private func said(_ company: Company) -> [String] {
    company.check().diagnostics.map { diagnostic in
      "\(diagnostic.severity) [\(diagnostic.code)] \(diagnostic.message)"
        + (diagnostic.hint.map { " (\($0))" } ?? "")
    }
  }

  @Test func `The worked example is sound`() {
    #expect(said(.example) == [])
    #expect(Company.example.check().workflows != nil)
  }

  static let unknownNames: [Lint] = [
    Lint(
      "a manager", { $0.rights.people[0].manager = Company.at("tim") },
      ["error [unknown-person] unknown person `tim` (did you mean `tom`?)"]),
    Lint(
      "a member", { $0.rights.groups[0].members = [Company.at("ann"), Company.at("anna")] },
      ["error [unknown-person] unknown person `anna` (did you mean `ann`?)"]),
    Lint(
      "an accountable", { $0.rights.groups[0].accountable = Company.at("nobody") },
      ["error [unknown-person] unknown person `nobody`"]),
    Lint(
      "a fallback", { $0.rights.groups[0].fallback = Company.at(.group("governence")) },
      ["error [unknown-group] unknown group `governence` (did you mean `governance`?)"]),
    Lint(
      "a candidate's role", { $0.workflows[0].stages[0].candidates = [.actor(Company.at(.role("directer")))] },
      ["error [unknown-role] unknown role `directer` (did you mean `director`?)"]),
    Lint(
      "a limit's role", { $0.rights.authority?.limits[2].holder = Company.at(.role("cfo")) },
      ["warning [unknown-role] unknown role `cfo` (nobody in `people` has it)"]),
    Lint(
      "a ladder", { $0.workflows[0].ladder = .named(Company.at("defautl")) },
      ["error [unknown-ladder] unknown ladder `defautl` (did you mean `default`?)"]),
    Lint(
      "a ladder's target", { $0.rights.ladders[0].rungs[2].to = Company.at(.group("governance2")) },
      ["error [unknown-group] unknown group `governance2` (did you mean `governance`?)"]),
    Lint(
      "a review", { $0.workflows[0].stages[0].reviews = [Company.at("leagl")] },
      ["error [unknown-review] unknown review `leagl` (did you mean `legal`?)"]),
    Lint(
      "a stage that is needed", { $0.workflows[0].stages[0].needs = [Company.at("decisoin")] },
      ["error [unknown-stage] unknown stage `decisoin` (did you mean `decision`?)"]),
    Lint(
      "a calendar", { $0.workflows[0].calendar = Company.at("offices") },
      ["error [unknown-calendar] unknown calendar `offices` (did you mean `office`?)"]),
    Lint(
      "a zone", { $0.rights.calendars[0].zone = Company.at("Europe/Berlim") },
      ["error [unknown-zone] unknown zone `Europe/Berlim` (did you mean `Europe/Berlin`?)"]),
    Lint(
      "a fact that a stage reads", { $0.workflows[0].stages[1].reads = [Company.at("cots")] },
      ["error [unknown-fact] unknown fact `cots` (did you mean `cost`?)"]),
    Lint(
      "a fact that adds up", { $0.rights.authority?.aggregateBy = [Company.at("request.projetc")] },
      ["error [unknown-fact] unknown fact `request.projetc` (did you mean `request.project`?)"]),
    Lint(
      "a cost center", { $0.workflows[0].grant.reserve = Company.at("request.cost") },
      ["error [wrong-type] `request.cost` is no string (name the fact that holds the cost center)"]),
    Lint(
      "a conflicted person", { $0.rights.conflicts = [Conflict(person: Company.at("annn"), when: nil)] },
      ["error [unknown-person] unknown person `annn` (did you mean `ann`?)"]),
    Lint(
      "an owner", { $0.workflows[0].owner = Company.at(.user("guss")) },
      ["error [unknown-person] unknown person `guss` (did you mean `gus`?)"]),
    Lint(
      "who may act in an emergency", { $0.rights.breakGlass = emergency(candidates: [.group("platfrom")]) },
      ["error [unknown-group] unknown group `platfrom` (did you mean `platform`?)"]),
    Lint(
      "who looks at an emergency", { $0.rights.breakGlass = emergency(reviewers: [.user("guss"), .role("cfo")]) },
      [
        "error [unknown-person] unknown person `guss` (did you mean `gus`?)",
        "warning [unknown-role] unknown role `cfo` (nobody in `people` has it)",
      ]),
    Lint(
      "a calendar that nothing is near to", { $0.workflows[0].calendar = Company.at("pune") },
      ["error [unknown-calendar] unknown calendar `pune` (there is `office`)"]),
    Lint(
      "the stage that confirms a grant",
      { $0.workflows[0].grant.recertify = Recertification(every: .businessDays(20), by: Company.at("board")) },
      ["error [unknown-stage] unknown stage that approves `board` (there is `decision`)"]),
  ]

  private static func emergency(
    candidates: [ActorReference] = [.group("platform")], reviewers: [ActorReference] = [.group("governance")],
    cap: Int64 = 2000
  ) -> BreakGlass {
    BreakGlass(
      candidates: candidates.map(Company.at), caps: [GrantTerms.Cap("cost", Company.usd(cap))],
      expires: .wall(seconds: 86_400), reviewers: reviewers.map(Company.at), reviewDue: .businessDays(2))
  }

  static let people: [Lint] = [
    Lint("an emergency that others look at", { $0.rights.breakGlass = emergency() }, []),
    Lint(
      "an emergency of nothing", { $0.rights.breakGlass = emergency(cap: 0) },
      [
        "error [out-of-range] an emergency grants up to 0.00 USD (write an amount above nothing, or leave `breakGlass` out)"
      ]),
    Lint(
      "an emergency that only who may call it looks at",
      { $0.rights.breakGlass = emergency(candidates: [.user("pia")], reviewers: [.user("pia")]) },
      [
        "error [self-approval] only `pia` looks at emergencies, and may approve them, too (name somebody else under `review`)"
      ]),
    Lint(
      "a limit below nothing", { $0.rights.authority?.limits[0].upTo = Company.usd(-5000) },
      ["error [out-of-range] a limit of -5000.00 USD (write an amount, or `unlimited`)"]),
    Lint(
      "managers in a circle", { $0.rights.people[3].manager = Company.at("tom") },
      [
        "error [manager-cycle] the managers of `tom` lead back to it: tom -> dia -> eve -> tom (somebody in it has no manager)"
      ]),
    Lint(
      "one's own manager", { $0.rights.people[3].manager = Company.at("eve") },
      ["error [manager-cycle] the managers of `eve` lead back to it: eve -> eve (somebody in it has no manager)"]),
    Lint(
      "one login for two", { $0.rights.people[1].login = Company.at("zoe") },
      ["error [duplicate-login] the login `zoe` belongs to `zoe` already (a login is one person's)"]),
    Lint(
      "an empty group", { $0.rights.groups[3].members = [] },
      ["warning [empty-group] the group `finance` has no members (it stands on its fallback)"]),
    Lint(
      "no fallback", { $0.rights.groups[3].fallback = nil },
      [
        "error [no-fallback] the group `finance` has no fallback (name who acts when none of its members can: `fallback: group:governance`)"
      ]),
    Lint(
      "its own fallback", { $0.rights.groups[3].fallback = Company.at(.group("finance")) },
      ["error [no-fallback] the group `finance` falls back on itself (name others)"]),
    Lint(
      "a fallback to nobody",
      { company in
        company.rights.groups[3].fallback = Company.at(.group("itam"))
        company.rights.groups[4].members = []
        company.rights.groups[4].fallback = Company.at(.group("finance"))
        company.rights.groups[3].members = []
      },
      [
        "warning [empty-group] the group `finance` has no members (it stands on its fallback)",
        "warning [empty-group] the group `itam` has no members (it stands on its fallback)",
        "error [no-fallback] the fallback of `finance` leads to nobody (name a group with members, or a person)",
        "error [no-fallback] the fallback of `itam` leads to nobody (name a group with members, or a person)",
      ]),
    Lint(
      "two currencies", { $0.rights.authority?.limits[0].upTo = Money(nanos: 1, currency: .eur) },
      [
        "error [mixed-currencies] limits in `EUR` and `USD` (write all limits in one currency)",
        "error [mixed-currencies] limits in `EUR` and `USD` (write all limits in one currency)",
      ]),
    Lint(
      "no governance review", { $0.rights.reviews.remove(at: 2) },
      ["error [missing-review] the catalogue has no review `governance` (a rule whose condition errs asks for it)"]),
    Lint(
      "no authority review", { $0.rights.reviews.remove(at: 3) },
      ["error [missing-review] the catalogue has no review `authority` (an amount that no decider holds asks for it)"]),
    Lint(
      "a review that decides", { $0.rights.reviews[1].right = .decide },
      ["error [decide-in-catalogue] the review `legal` decides (reviews are `agree` or `input`; a workflow decides)"]),
  ]

  static let ladders: [Lint] = [
    Lint(
      "reaches nobody", { $0.rights.ladders[0].rungs = [$0.rights.ladders[0].rungs[0]] },
      [
        "error [ladder-reaches-nobody] the ladder `default` reaches nobody else (add a rung such as `{at: due, do: add, to: group:governance}`)"
      ]),
    Lint(
      "does not end", { $0.rights.ladders[0].rungs.removeLast(2) },
      [
        "error [ladder-without-end] the ladder `default` does not end (let its last rung be `replace`, `reject` or `expire`)"
      ]),
    Lint(
      "goes on after its end",
      {
        $0.rights.ladders[0].rungs.append(
          .init(at: Company.at(.afterDue(.businessDays(9))), action: .replace, to: Company.at(.group("governance"))))
      }, ["error [rung-after-end] a rung after `expire` (nothing waits any more by then)"]),
    Lint(
      "goes back in time", { $0.rights.ladders[0].rungs[1].at = Company.at(.percent(10)) },
      ["error [rung-order] `10%` comes before the rung above it (write rungs in the order of time)"]),
    Lint(
      "is missing",
      { company in
        company.rights.ladders = []
        company.workflows[0].ladder = nil
      },
      [
        "error [no-ladder] the review `authority` has no ladder (add a ladder `default`, or `escalate` here)",
        "error [no-ladder] the review `data-governance` has no ladder (add a ladder `default`, or `escalate` here)",
        "error [no-ladder] the review `governance` has no ladder (add a ladder `default`, or `escalate` here)",
        "error [no-ladder] the review `legal` has no ladder (add a ladder `default`, or `escalate` here)",
        "error [no-ladder] the workflow has no ladder (write `escalate`, or add a ladder `default`)",
      ]),
  ]

  static func stage(_ id: String, _ right: DecisionRight = .agree, needs: [String] = []) -> StageDefinition {
    StageDefinition(
      id: id, right: right, needs: needs.map(Company.at), candidates: [.actor(Company.at(.group("platform")))],
      due: .businessDays(1))
  }

  static let stages: [Lint] = [
    Lint(
      "no decision", { $0.workflows[0].stages.removeLast() },
      ["error [no-decision] the workflow has no stage that decides (exactly one stage has `right: decide`)"]),
    Lint(
      "two decisions", { $0.workflows[0].stages.append(stage("again", .decide)) },
      ["error [several-decisions] a second stage that decides, `again` (`decision` decides already)"]),
    Lint(
      "blocking after the decision", { $0.workflows[0].stages.append(stage("late")) },
      ["error [stage-after-decision] the stage `late` comes after the decision (put it before `decision`)"]),
    Lint(
      "waiting for the decision", { $0.workflows[0].stages[0].needs = [Company.at("decision")] },
      ["error [stage-after-decision] the stage `peer` waits for the decision (the decision waits for it)"]),
    Lint(
      "waiting for each other",
      { company in
        company.workflows[0].stages.insert(stage("a", needs: ["b"]), at: 0)
        company.workflows[0].stages.insert(stage("b", needs: ["a"]), at: 0)
      }, ["error [needs-cycle] stages wait for each other: `b`, `a` (one of them has to come first)"]),
    Lint(
      "an id twice", { $0.workflows[0].stages.insert(stage("peer"), at: 0) },
      ["error [duplicate-id] a second stage `peer` (ids are unique)"]),
    Lint(
      "a lane twice", { $0.workflows[0].lanes.append($0.workflows[0].lanes[0]) },
      ["error [duplicate-id] a second lane `sandbox` (ids are unique)"]),
    Lint(
      "the name of a review", { $0.workflows[0].stages.insert(stage("legal"), at: 0) },
      [
        "error [stage-hides-review] the stage `legal` has the name of a review (write `for: [legal]` if it stands for it, or another name)"
      ]),
    Lint(
      "no candidates", { $0.workflows[0].stages[0].candidates = [] },
      ["error [no-candidates] the stage `peer` has no candidates (name who may act)"]),
    Lint(
      "a decision on a condition", { $0.workflows[0].stages[1].when = Company.condition("true") },
      [
        "error [optional-decision] the decision `decision` depends on a condition (a decision is always part of the way)"
      ]),
    Lint(
      "approving one's own request", { $0.workflows[0].separation.exclude.remove(.requester) },
      [
        "error [self-approval] the requester may decide their own request (write `requester` under `separation.exclude`)"
      ]),
    Lint(
      "approving what one gets", { $0.workflows[0].separation.exclude.remove(.beneficiary) },
      [
        "warning [self-approval] the beneficiary may decide the request (write `beneficiary` under `separation.exclude`)"
      ]),
    Lint(
      "many vetoes",
      { company in
        for id in ["a", "b", "c", "d", "e"] { company.workflows[0].stages.insert(stage(id), at: 0) }
      }, ["warning [many-vetoes] 5 stages may veto (each `agree` is a veto; let some give `input`)"]),
    Lint(
      "an impossible quorum", { $0.rights.reviews[0].quorum = Quorum(approve: .count(6)) },
      ["error [impossible-quorum] `data-governance` needs 6 approvals of 5 people (ask for fewer, or name more people)"]
    ),
    Lint(
      "a quorum without one to spare", { $0.rights.reviews[0].quorum = Quorum(approve: .count(5)) },
      [
        "error [fragile-quorum] `data-governance` needs 5 of 5 people, and stops when one is away (name more people, or a fallback)"
      ]),
    Lint(
      "an impossible fallback", { $0.workflows[0].stages[1].fallback?.approve = 4 },
      ["error [impossible-quorum] the fallback of `decision` needs 4 of 3 people (ask for fewer, or name more people)"]),
    Lint(
      "a fallback without one to spare", { $0.workflows[0].stages[1].fallback?.approve = 3 },
      [
        "error [fragile-quorum] `decision` may be left to its fallback, which needs 3 of 3 people (let it survive the absence of one person)"
      ]),
  ]

  static func second(_ id: String, when: String?, priority: Int64 = 10, isDefault: Bool = false) -> Workflow {
    var workflow = Company.workflow(id, stages: [Company.peer, Company.decision])
    workflow.select = .init(when: when.map(Company.condition), priority: priority, isDefault: isDefault)
    return workflow
  }

  static let selections: [Lint] = [
    Lint(
      "no default", { $0.workflows[0].select.isDefault = false },
      ["error [no-default] none of the workflows is the default (write `default: true` under `select` in one)"]),
    Lint(
      "two defaults", { $0.workflows.append(second("b", when: nil, isDefault: true)) },
      ["error [several-defaults] a second default workflow, `b` (`standard-experiment` is the first)"]),
    Lint(
      "an id twice", { $0.workflows.append(second("standard-experiment", when: "request.kind == 'pilot'")) },
      ["error [duplicate-id] a second workflow `standard-experiment` (the first stands in ``)"]),
    Lint(
      "overlap", { $0.workflows.append(second("b", when: "request.cost > usd(5)")) },
      [
        "error [overlapping-selection] `b` and `standard-experiment` may select the same request at priority 10 (give one the greater priority)"
      ]),
    Lint(
      "no overlap of values",
      { $0.workflows.append(second("b", when: "request.kind == 'pilot' && request.cost > usd(5)")) }, []),
    Lint(
      "no overlap of priorities", { $0.workflows.append(second("b", when: "request.cost > usd(5)", priority: 11)) }, []),
    Lint(
      "an alternative may overlap",
      { $0.workflows.append(second("b", when: "request.kind == 'pilot' || request.team == 'x'")) },
      [
        "error [overlapping-selection] `b` and `standard-experiment` may select the same request at priority 10 (give one the greater priority)"
      ]),
    Lint(
      "two default calendars",
      {
        $0.rights.calendars.append(
          CalendarDeclaration(id: "other", zone: Company.at("UTC"), hours: [0..<3600], days: [0], isDefault: true))
      }, ["error [several-defaults] a second default calendar, `other` (`office` is the first)"]),
  ]

  @Test(arguments: unknownNames + people + ladders + stages + selections)
  func `What is wrong is said`(_ lint: Lint) {
    let company = Company.example.changed(lint.change)
    #expect(Set(said(company)) == Set(lint.expected))
    #expect((company.check().workflows == nil) == lint.expected.contains { $0.hasPrefix("error") })
  }

  @Test func `A review reads what made it necessary`() {
    let demands = [
      ReviewDemand(
        rule: "r", review: "legal",
        facts: [["request", "data", "class"], ["request", "cost"], ["requester", "team"], ["now"]]),
      ReviewDemand(rule: "r", review: "governance", facts: [["request", "cost"]]),
    ]
    let said = CompiledWorkflows.compile(
      rights: Company.example.rights, workflows: Company.example.workflows, schema: Company.schema,
      zones: ["Europe/Berlin": Zones.berlin], demands: demands
    ).diagnostics
    #expect(said.map(\.message) == ["`legal` does not read `cost`, for which `r` asks for it"])
    #expect(said.map(\.severity) == [.warning])
  }

  @Test func `All errors are reported, with their files`() {
    let company = Company.example.changed { company in
      company.rights.people[0].manager = Located("tim", at: SourcePosition(line: 6, column: 60))
      company.workflows[0].file = "workflows/standard.yaml"
      company.workflows[0].stages[0].reviews = [Located("leagl", at: SourcePosition(line: 3, column: 9))]
      company.workflows[0].select.when = ExpressionSource("request.knd == 'a'", at: SourcePosition(line: 4, column: 2))
    }
    let places = company.check().diagnostics.map { "\($0.file ?? "-"):\($0.position?.line ?? 0) \($0.severity)" }
    #expect(
      places == [
        "workflows/decision-rights.yaml:6 error", "workflows/standard.yaml:3 error", "workflows/standard.yaml:4 error",
      ])
  }
}
