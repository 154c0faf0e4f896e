import StrictJSON

extension Starter {
  static func decisionRights(login: String) -> String {
    // A JSON string is a YAML scalar, whatever the login holds.
    let quoted = JSONValue.string(login).serialized()
    return """
      # Who may decide what. Replace these people by yours: `login` is the name they log in with here.
      # To try another role, act as somebody: `assent queue --as dana`.
      apiVersion: assent/v1
      kind: DecisionRights
      id: company
      owner: group:governance
      people:
        "\(person(for: login))": {name: \(quoted), login: \(quoted), team: research, manager: maya, roles: [engineer]}
        maya: {name: Maya Lind, login: maya, team: research, manager: omar, roles: [team-lead]}
        omar: {name: Omar Haas, login: omar, team: research, manager: vera, roles: [director]}
        vera: {name: Vera Roth, login: vera, team: research, roles: [vp]}
        dana: {name: Dana Falk, login: dana, team: data-governance, manager: vera, roles: [data-governance]}
        deniz: {name: Deniz Kaya, login: deniz, team: data-governance, manager: vera, roles: [data-governance]}
        fay: {name: Fay Ott, login: fay, team: finance, manager: vera, roles: [finance]}
        finn: {name: Finn Berg, login: finn, team: finance, manager: vera, roles: [finance]}
        pau: {name: Pau Serra, login: pau, team: platform, manager: vera, roles: [platform]}
        pia: {name: Pia Wolf, login: pia, team: platform, manager: vera, roles: [platform]}
        gia: {name: Gia Rossi, login: gia, team: governance, manager: vera, roles: [governance]}
        gil: {name: Gil Marsh, login: gil, team: governance, manager: vera, roles: [governance]}
        gus: {name: Gus Thorn, login: gus, team: governance, manager: vera, roles: [governance]}
      # Two people at least, so that nothing waits for one who is away; and a fallback for when all are.
      groups:
        data-governance: {members: [dana, deniz], accountable: dana, fallback: group:governance}
        finance: {members: [fay, finn], accountable: fay, fallback: group:governance}
        platform: {members: [pau, pia], accountable: pia, fallback: group:governance}
        governance: {members: [gia, gil, gus], accountable: gus, fallback: user:vera}
      # What rules may demand. `agree` is a veto; `reads` says which changes make a given vote stale.
      reviews:
        data-governance: {right: agree, candidates: [group:data-governance], due: 2bd, reads: [data, environment, model]}
        finance: {right: agree, candidates: [group:finance], due: 2bd, reads: [cost, costCenter, duration]}
        governance: {right: agree, candidates: [group:governance], due: 1bd}
        authority: {right: agree, candidates: [group:governance], quorum: {approve: 2}, due: 2bd, reads: [cost]}
      # Up to which amount somebody may decide; requests of one project add up, so that splitting does not help.
      authority:
        aggregate: {by: [request.project], window: 30d}
        limits:
          - {holder: role:team-lead, upTo: 5000 USD}
          - {holder: role:director, upTo: 50000 USD}
          - {holder: role:vp, upTo: 250000 USD}
          - {holder: group:governance, upTo: unlimited, approve: 2}
      # What happens while something waits: nobody is forgotten, nothing expires without a warning.
      ladders:
        default:
          - {at: 50%, do: remind}
          - {at: due, do: add, to: {managerOf: assignees}}
          - {at: due+1bd, do: replace, to: group:governance}
          - {at: due+5bd, do: expire, warn: 1bd}
      calendars:
        office: {zone: UTC, hours: "09:00-17:00", days: [mon, tue, wed, thu, fri], holidays: [2026-12-25, 2027-01-01],
          default: true}

      """
  }

  static let workflow = """
    # The way of a request: fast lane, or stages. Reviews that rules demand are inserted before the decision.
    apiVersion: assent/v1
    kind: Workflow
    id: standard-experiment
    owner: group:governance
    select: {when: "request.kind == 'experiment'", priority: 10, default: true}
    ttl: 20bd
    # Small and harmless: approved at once. A lane opens only where no rule denied or required anything.
    lanes:
      - id: sandbox
        when: request.cost <= usd(500) && exposure <= usd(2000) && request.data.class in ['public', 'synthetic', 'internal']
        grant: {caps: {cost: 500 USD}, expires: 30d}
        sample: 5%
    separation: {exclude: [requester, beneficiary, conflicted], distinct: all}
    stages:
      - {id: peer, right: input, candidates: [group:platform], due: 1bd}       # input never blocks for long
      - id: decision
        right: decide
        candidates: [{chain: managers, of: requester, until: "candidate.limit >= exposure"}]
        fallback: {group: governance, approve: 2}
        due: 1bd
        reads: [cost, duration, purpose]
        survives: decrease                   # a cheaper or shorter resubmission keeps the approval
        conditions: {caps: narrow, expires: narrow, obligations: add}
    escalate: default
    # What an approval is worth: an envelope with a cap and an end.
    grant: {expires: 90d, reserve: request.costCenter, onExceed: {soft: 80%, hard: suspend, then: amend}}
    after: [{inform: [group:finance]}]
    # `assent test` runs these, too.
    examples:
      - name: small and harmless goes through the lane
        given: {request: {kind: experiment, cost: 42 USD, data: {class: public}, environment: dev}}
        lane: sandbox
      - name: personal data meets data governance before the decision
        given: {request: {kind: experiment, cost: 42 USD, data: {class: pii}, environment: dev}}
        stages: [peer, data-governance, decision]

    """
}
