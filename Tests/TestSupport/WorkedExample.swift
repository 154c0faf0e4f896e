/// The files of the worked example: one request from its file to a finding.
package enum WorkedExample {
  package static let files: [(path: String, text: String)] = [
    ("rules/schema.yaml", schema),
    ("rules/meters.yaml", meters),
    ("rules/prices/openai-list.yaml", prices),
    ("rules/budgets/cc-0410.yaml", budget),
    ("rules/policy/personal-data-needs-data-governance.yaml", personalData),
    ("rules/policy/spend-over-envelope.yaml", overEnvelope),
    ("workflows/decision-rights.yaml", decisionRights),
    ("workflows/standard-experiment.yaml", workflow),
    ("request.yaml", request),
    ("usage.jsonl", usage),
    ("dpia.pdf", evidence),
  ]

  package static let schema = #"""
    apiVersion: assent/v1
    kind: Schema
    facts:
      request: {kind: "enum(experiment, pilot, production, finetune, evaluation, waiver, prices)", title: text, purpose: text, team: string, project: string,
        costCenter: string, environment: "enum(sandbox, dev, test, staging, production)", duration: duration, cost: money,      # cost is computed
        model: {provider: string, name: string, tier: "enum(economy, standard, premium, frontier)"},
        data: {class: "enum(public, synthetic, internal, confidential, pii, special)"}}
      requester: {id: string, team: string, roles: list(string), "manager?": string}
      now: timestamp

    """#

  package static let meters = #"""
    apiVersion: assent/v1
    kind: Meters
    meters: {input.uncached: {kind: token, unit: Tokens}, output.response: {kind: token, unit: Tokens}, gpu.allocated: {kind: gpu, unit: GPU-Hours, scale: 6}}

    """#

  package static let prices = #"""
    apiVersion: assent/v1
    kind: PriceBook
    id: openai-list
    owner: group:finance
    source: {name: openai list prices, captured: 2026-10-01}
    prices:
      - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50 USD, from: 2024-10-02}
      - {provider: openai, model: gpt-4o, meter: output.response, per: 1000000 Tokens, price: 10.00 USD, from: 2024-10-02}

    """#

  package static let budget = #"""
    apiVersion: assent/v1
    kind: Budget
    id: cc-0410
    owner: group:finance
    scope: {cost_center: CC-0410}
    period: quarter
    amount: 50000 USD
    thresholds: [50%, 80%, 100%]
    limit: hard

    """#

  package static let personalData = #"""
    apiVersion: assent/v1
    kind: Rule
    id: personal-data-needs-data-governance
    title: Personal data needs data governance and legal
    owner: group:data-governance
    on: request
    when: request.data.class in ['pii', 'special'] && request.environment != 'sandbox'
    effect: require
    review: [data-governance, legal]
    obligations: [{id: dpia, before: start, evidence: dpia, owner: requester}]
    severity: high
    message: "'data class ' + request.data.class + ' needs a review'"
    examples:
      - {name: tickets with names, given: {request: {data: {class: pii}, environment: dev}}, fires: true}
      - {name: synthetic data, given: {request: {data: {class: synthetic}, environment: dev}}, fires: false}
      - {name: sandbox, given: {request: {data: {class: pii}, environment: sandbox}}, fires: false}

    """#

  package static let overEnvelope = #"""
    apiVersion: assent/v1
    kind: Rule
    id: spend-over-envelope
    title: Spend is over what was approved
    owner: group:finance
    on: usage
    window: grant
    by: [grant]
    where: usage.status == 'ok'
    when: spend.effective > grant.caps.cost
    effect: finding
    severity: high
    finding: {owner: grant.owner, due: 5bd, amount: spend.effective - grant.caps.cost, action: amend or stop, grant: none}
    examples:
      - {name: over, given: {spend: {effective: 6220 USD}, grant: {caps: {cost: 6000 USD}}}, fires: true}
      - {name: exactly the cap, given: {spend: {effective: 6000 USD}, grant: {caps: {cost: 6000 USD}}}, fires: false}

    """#

  package static let decisionRights = #"""
    apiVersion: assent/v1
    kind: DecisionRights
    id: company
    owner: group:governance
    people:
      zoe: {name: Zoe Adler, login: zoe, team: claims, manager: tom, roles: [engineer]}
      tom: {name: Tom Brandt, login: tom, team: claims, manager: dia, roles: [team-lead]}
      dia: {name: Dia Costa, login: dia, team: operations, manager: eve, roles: [director]}
      eve: {name: Eve Dahl, login: eve, team: operations, roles: [vp]}
      ann: {name: Ann Arp, login: ann, team: data-governance, manager: eve, roles: [data-governance]}
      bo: {name: Bo Bern, login: bo, team: data-governance, manager: eve, roles: [data-governance]}
      lea: {name: Lea Lund, login: lea, team: legal, manager: eve, roles: [legal]}
      max: {name: Max Moor, login: max, team: legal, manager: eve, roles: [legal]}
      pau: {name: Pau Park, login: pau, team: platform, manager: eve, roles: [platform]}
      pia: {name: Pia Penn, login: pia, team: platform, manager: eve, roles: [platform]}
      fay: {name: Fay Ford, login: fay, team: finance, manager: eve, roles: [finance]}
      flo: {name: Flo Fink, login: flo, team: finance, manager: eve, roles: [finance]}
      ian: {name: Ian Ibsen, login: ian, team: itam, manager: eve, roles: [itam]}
      ivy: {name: Ivy Imm, login: ivy, team: itam, manager: eve, roles: [itam]}
      gia: {name: Gia Gold, login: gia, team: governance, manager: eve, roles: [governance]}
      gil: {name: Gil Gray, login: gil, team: governance, manager: eve, roles: [governance]}
      gus: {name: Gus Gale, login: gus, team: governance, manager: eve, roles: [governance]}
    groups: {data-governance: {members: [ann, bo], accountable: ann, fallback: group:governance}, legal: {members: [lea, max], accountable: lea, fallback: group:governance},
      platform: {members: [pau, pia], accountable: pia, fallback: group:governance}, finance: {members: [fay, flo], accountable: fay, fallback: group:governance},
      itam: {members: [ian, ivy], accountable: ivy, fallback: group:governance}, governance: {members: [gia, gil, gus], accountable: gus, fallback: user:eve}}
    reviews:
      data-governance: {right: agree, candidates: [group:data-governance], due: 2bd, reads: [data, environment, model]}
      legal: {right: agree, candidates: [group:legal], due: 3bd, reads: [data, environment, model]}
      governance: {right: agree, candidates: [group:governance], due: 1bd}
      authority: {right: agree, candidates: [group:governance], quorum: {approve: 2}, due: 2bd, reads: [cost]}
    authority:
      aggregate: {by: [request.project], window: 30d}
      limits: [{holder: role:team-lead, upTo: 5000 USD}, {holder: role:director, upTo: 50000 USD}, {holder: role:vp, upTo: 250000 USD}, {holder: group:governance, upTo: unlimited, approve: 2}]
    ladders:
      default: [{at: 50%, do: remind}, {at: due, do: add, to: {managerOf: assignees}}, {at: due+1bd, do: replace, to: group:governance}, {at: due+5bd, do: expire, warn: 1bd}]
    calendars: {office: {zone: Europe/Berlin, hours: "09:00-17:00", days: [mon, tue, wed, thu, fri], holidays: [2026-12-25], default: true}}

    """#

  package static let workflow = #"""
    apiVersion: assent/v1
    kind: Workflow
    id: standard-experiment
    owner: group:governance
    select: {when: "request.kind == 'experiment'", priority: 10, default: true}
    ttl: 20bd
    lanes: [{id: sandbox, when: "request.cost <= usd(500) && request.data.class in ['public','synthetic']", grant: {caps: {cost: 500 USD}, expires: 30d}, sample: 5%}]
    separation: {exclude: [requester, beneficiary, conflicted], distinct: all}
    stages:
      - {id: peer, right: input, candidates: [group:platform], due: 1bd}
      - {id: decision, right: decide, candidates: [{chain: managers, of: requester, until: "candidate.limit >= exposure"}], fallback: {group: governance, approve: 2},
         due: 1bd, reads: [cost, duration, purpose], survives: decrease, conditions: {caps: narrow, expires: narrow, obligations: add}}
    escalate: default
    grant: {expires: 90d, reserve: request.costCenter, onExceed: {soft: 80%, hard: suspend, then: amend}}
    after: [{inform: [group:itam, group:finance]}]

    """#

  package static let request = #"""
    apiVersion: assent/v1
    kind: Request
    request: {kind: experiment, title: Summaries of claims tickets, purpose: "Do summaries shorten handling by a fifth?", team: claims, project: claims-triage,
      costCenter: CC-0410, environment: dev, duration: 60d, model: {provider: openai, name: gpt-4o, tier: premium}, data: {class: pii}}
    estimate:                                        # 1,800 x 2.50 + 290 x 10.00 = 7,400 USD
      - {meter: input.uncached, quantity: 1800000000}
      - {meter: output.response, quantity: 290000000}

    """#

  package static let usage = #"""
    {"event_id": "e1", "occurred_at": "2026-11-05T12:00:00Z", "provider": "openai", "model": "gpt-4o", "operation": "chat", "team": "claims", "project": "claims-triage", "environment": "dev", "input_tokens": 400000000, "cached_input_tokens": 0, "output_tokens": 60000000, "status": "ok"}
    {"event_id": "e2", "occurred_at": "2026-11-09T12:00:00Z", "provider": "openai", "model": "gpt-4o", "operation": "chat", "team": "claims", "project": "claims-triage", "environment": "dev", "input_tokens": 500000000, "cached_input_tokens": 0, "output_tokens": 52000000, "status": "ok"}
    {"event_id": "e3", "occurred_at": "2026-11-13T12:00:00Z", "provider": "openai", "model": "gpt-4o", "operation": "chat", "team": "claims", "project": "claims-triage", "environment": "dev", "input_tokens": 300000000, "cached_input_tokens": 0, "output_tokens": 50000000, "status": "ok"}
    {"event_id": "e4", "occurred_at": "2026-11-19T12:00:00Z", "provider": "openai", "model": "gpt-4o", "operation": "chat", "team": "claims", "project": "claims-triage", "environment": "dev", "input_tokens": 440000000, "cached_input_tokens": 0, "output_tokens": 50000000, "status": "ok"}

    """#

  package static let evidence = #"""
    an assessment

    """#
}
