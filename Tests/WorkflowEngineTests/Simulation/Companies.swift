import SpendModel
import Testing

@testable import WorkflowEngine

/// The companies that the simulation plays: the worked example, and others with further forms of stages.
enum Companies {
  /// Each compiled once; a world begins with one and may change to another while requests are under way.
  static let compiled: [CompiledWorkflows] = all.compactMap { company in
    company.changed { $0.rights.breakGlass = emergency }.check().workflows
  }

  /// The platform may approve 2,000 for a day, and governance looks at it within two.
  static let emergency = BreakGlass(
    candidates: [Company.at(.group("platform"))], caps: [GrantTerms.Cap("cost", Company.usd(2000))],
    expires: .wall(seconds: 86_400), reviewers: [Company.at(.group("governance"))], reviewDue: .businessDays(2))

  static let all: [Company] = [
    .example,
    Company.example.changed { company in
      // A person counts once per stage, and two of governance decide, or refuse.
      company.workflows[0].separation.distinct = .stage
      company.workflows[0].stages[1].candidates = [.actor(Company.at(.group("governance")))]
      company.workflows[0].stages[1].quorum = Quorum(approve: .count(2), reject: 2)
    },
    Company.example.changed { company in
      // Two seats of one joint stage stand for both reviews; somebody of legal is in both groups.
      let seats = ["data-governance", "legal"].map { Seat(candidates: [.actor(Company.at(.group($0)))]) }
      company.rights.groups[0].members.append(Company.at("lea"))
      company.workflows[0].stages.insert(
        StageDefinition(
          id: "joint", right: .agree, reviews: ["data-governance", "legal"].map(Company.at),
          candidates: seats.flatMap(\.candidates), seats: seats, due: .businessDays(2),
          reads: ["data", "model"].map(Company.at), survives: .decrease), at: 1)
    },
    Company.example.changed { company in
      // Everybody of governance agrees, and silence is refused after a warning of two days.
      company.workflows[0].stages[1].candidates = [.actor(Company.at(.group("governance")))]
      company.workflows[0].stages[1].quorum = Quorum(approve: .all)
      company.workflows[0].ladder = .rungs(
        Ladder(
          id: nil,
          rungs: [
            .init(at: Company.at(.percent(25)), action: .remind),
            .init(at: Company.at(.percent(75)), action: .remind),
            .init(at: Company.at(.due), action: .add, to: Company.at(.group("governance"))),
            .init(at: Company.at(.afterDue(.businessDays(2))), action: .reject, warn: .businessDays(2)),
          ]))
    },
    Company.example.changed { company in
      // Who judges personal data is trained for it; conflicts are declared; nobody of the requester's team acts.
      for (place, person) in company.rights.people.enumerated() where ["ann", "lea", "max"].contains(person.id) {
        company.rights.people[place].training = ["privacy"]
      }
      for place in [0, 1] {
        company.rights.reviews[place].eligible = Company.condition("'privacy' in candidate.training")
      }
      company.rights.conflicts = [
        Conflict(person: Company.at("ann"), when: Company.condition("request.project == 'claims-triage'")),
        Conflict(person: Company.at("eve"), when: Company.condition("request.data.class == 'special'")),
      ]
      company.workflows[0].separation.exclude.insert(.sameTeam)
    },
    Company.example.changed { company in
      // Hours instead of business days, stages after one another, a share of the group, an end by the clock.
      company.workflows[0].ttl = .wall(seconds: 12 * 86_400)
      company.workflows[0].stages.insert(
        StageDefinition(
          id: "experts", right: .agree, candidates: [.actor(Company.at(.group("platform")))],
          quorum: Quorum(approve: .percent(66), reject: 2), due: .wall(seconds: 36 * 3600), survives: .decrease), at: 1)
      company.workflows[0].stages.insert(
        StageDefinition(
          id: "sourcing", right: .agree, reviews: [Company.at("legal")],
          when: Company.condition("exposure > usd(5000)"),
          needs: [Company.at("experts")], candidates: [.actor(Company.at(.group("finance")))],
          due: .wall(seconds: 20 * 3600), survives: .never), at: 2)
      company.workflows[0].ladder = .rungs(
        Ladder(
          id: nil,
          rungs: [
            .init(at: Company.at(.percent(50)), action: .remind),
            .init(at: Company.at(.due), action: .replace, to: Company.at(.managerOf(.assignees))),
            .init(
              at: Company.at(.afterDue(.wall(seconds: 48 * 3600))), action: .expire, warn: .wall(seconds: 24 * 3600)),
          ]))
      company.workflows[0].perform = [
        PerformStep(
          id: "teardown", owner: Company.at(.requester), anchor: .approval, due: .afterDue(.businessDays(3)),
          evidence: ["log"], verify: Company.at(.group("platform")))
      ]
    },
    Company.example.changed { company in
      // Votes weigh, a stage keeps people out, another one tells, and who decides does not follow from the amount.
      company.workflows[0].stages[1].candidates = ["tom", "dia"].map { .actor(Company.at(.user($0))) }
      let shares = [("fay", 2), ("flo", 1), ("gus", 2)].map { Weighing.Share(Company.at($0.0), $0.1) }
      company.workflows[0].stages.insert(
        StageDefinition(
          id: "money", right: .agree,
          candidates: [.actor(Company.at(.group("finance"))), .actor(Company.at(.group("governance")))],
          quorum: Quorum(approve: .weight(Weighing(needed: 3, shares: shares, minPeople: 2)), reject: 2),
          due: .businessDays(2), reads: ["cost"].map(Company.at), exclude: [.actor(Company.at(.managerOf(.requester)))],
          survives: .decrease), at: 1)
      company.workflows[0].stages.insert(
        StageDefinition(
          id: "told", right: .inform, needs: [Company.at("money")], candidates: [.actor(Company.at(.group("itam")))]),
        at: 2)
    },
    Company.example.changed { company in
      // Who changed the rules stays out; who decides attests; grants come in parts, and are confirmed every few days.
      company.workflows[0].separation.exclude.insert(.submitter)
      company.workflows[0].separation.exclude.insert(.author)
      company.rights.reviews[0].terms = VoteTerms(commentsAlways: true, attest: ["purpose", "retention"])
      company.workflows[0].stages[1].terms = VoteTerms(attest: ["budget-available"])
      company.workflows[0].stages[1].conditions.tranches = [
        Tranche(release: 30, when: nil),
        Tranche(release: 30, when: Company.condition(scored)),
        Tranche(release: 40, when: Company.condition(scored)),
      ]
      company.workflows[0].grant.expires = .wall(seconds: 40 * 86_400)
      company.workflows[0].grant.recertify = Recertification(
        every: .wall(seconds: 4 * 86_400), by: Company.at("decision"))
      company.rights.calendars[0].holidays.formUnion(
        ["2026-10-26", "2026-11-03", "2026-12-24", "2026-12-28", "2027-01-01"].compactMap { CivilDate($0) })
    },
    Company.example.changed { company in
      // A grant that may be used once, ended by its cap, and one person whose opinion is asked and nobody else's.
      company.workflows[0].grant.isSingleUse = true
      company.workflows[0].grant.expires = .wall(seconds: 15 * 86_400)
      company.workflows[0].grant.onExceed = OnExceed(soft: 60, hard: .suspend, then: nil)
      company.workflows[0].lanes[0].when = Company.condition("request.cost <= usd(5000)")
      company.workflows[0].lanes[0].grant.onExceed = OnExceed(soft: 50, hard: .none, then: .amend)
      company.workflows[0].stages[0] = StageDefinition(
        id: "peer", right: .input, candidates: [.actor(Company.at(.user("pau")))], due: .businessDays(1),
        exclude: [.actor(Company.at(.group("governance"))), .separation(.sameTeam)])
      company.workflows[0].perform = [
        PerformStep(
          id: "teardown", owner: Company.at(.requester), anchor: .grantExpires, due: .afterDue(.businessDays(1)),
          evidence: ["log"], verify: Company.at(.group("platform")))
      ]
    },
  ]

  /// What a further part of a grant waits for.
  static let scored = "evidence('eval-report').score >= 0.7"
}
