extension Starter {
  static let personalData = """
    # A rule: when the condition holds, its effect happens. `require` sends the request to the reviews that
    # workflows/decision-rights.yaml knows. `assent test` runs the examples.
    apiVersion: assent/v1
    kind: Rule
    id: personal-data-needs-data-governance
    title: Personal data needs data governance
    owner: group:data-governance             # who answers for this rule, and verifies its duties
    rationale: GDPR art. 35; an assessment is due before processing starts.
    on: request
    when: request.data.class in ['pii', 'special']
    effect: require
    review: [data-governance]
    obligations: [{id: dpia, before: start, evidence: dpia, owner: requester}]
    severity: high
    message: "'data class ' + request.data.class + ' needs a review'"
    examples:
      - {name: tickets with names, given: {request: {data: {class: pii}}}, fires: true}
      - {name: synthetic data, given: {request: {data: {class: synthetic}}}, fires: false}

    """

  static let specialData = """
    # `deny` ends it: adding rules never makes anything easier, so a deny cannot be outvoted.
    apiVersion: assent/v1
    kind: Rule
    id: special-data-stays-out-of-the-sandbox
    title: Special categories of data stay out of the sandbox
    owner: group:data-governance
    rationale: The sandbox has no access log.
    on: request
    when: request.data.class == 'special' && request.environment == 'sandbox'
    effect: deny
    severity: critical
    examples:
      - {name: health data in the sandbox, given: {request: {data: {class: special}, environment: sandbox}}, fires: true}
      - {name: health data elsewhere, given: {request: {data: {class: special}, environment: dev}}, fires: false}
      - {name: other data in the sandbox, given: {request: {data: {class: internal}, environment: sandbox}}, fires: false}

    """

  static let largeSpend = """
    apiVersion: assent/v1
    kind: Rule
    id: large-spend-needs-finance
    title: Spend over 10,000 USD needs finance
    owner: group:finance
    on: request
    when: request.cost > usd(10000)
    effect: require
    review: [finance]
    severity: medium
    examples:
      - {name: a large pilot, given: {request: {cost: 10000.01 USD}}, fires: true}
      - {name: exactly the limit, given: {request: {cost: 10000 USD}}, fires: false}

    """

  static let overEnvelope = """
    # A rule on usage looks at what was really spent: here at each grant over its lifetime. It opens a finding,
    # a task with an owner, a due date and a verifier.
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

    """
}
