extension Starter {
  static let schema = """
    # The facts that a condition may read, each with its type. Conditions are checked against this file, so a
    # misspelt fact is an error before anything runs. Add your own facts here; no code changes.
    apiVersion: assent/v1
    kind: Schema
    facts:
      request:
        kind: "enum(experiment, pilot, production, finetune, evaluation, waiver, prices)"
        title: text              # text is for people: shown to approvers, never readable by a condition
        purpose: text
        team: string
        project: string
        costCenter: string
        environment: "enum(sandbox, dev, test, staging, production)"
        duration: duration       # 30d, 8h
        cost: money              # computed: the estimate at the prices of rules/prices
        model: {provider: string, name: string, tier: "enum(economy, standard, premium, frontier)"}
        data: {class: "enum(public, synthetic, internal, confidential, pii, special)", "region?": string}
      requester: {id: string, team: string, roles: list(string), "manager?": string}    # computed: who asks
      now: timestamp                                                                   # computed

    """

  static let meters = """
    # What is counted, and in which unit. One path for all of it: tokens, GPU hours, storage, seats.
    apiVersion: assent/v1
    kind: Meters
    meters:
      input.uncached: {kind: token, unit: Tokens}
      input.cache_read: {kind: token, unit: Tokens}
      output.response: {kind: token, unit: Tokens}
      embedding.input: {kind: embedding, unit: Tokens}
      request: {kind: inference_call, unit: Requests}
      gpu.allocated: {kind: gpu, unit: GPU-Hours, scale: 6}       # counted in millionths of an hour

    """

  static let prices = """
    # Prices have a date: a record is priced by what was valid at its time. Without a price a record stays
    # unpriced, which is reported; it is never free.
    apiVersion: assent/v1
    kind: PriceBook
    id: list-prices
    owner: group:finance
    source: {name: list prices of the providers, captured: 2026-10-01}
    prices:
      - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50 USD, from: 2024-10-02}
      - {provider: openai, model: gpt-4o, meter: input.cache_read, per: 1000000 Tokens, price: 1.25 USD, from: 2024-10-02}
      - {provider: openai, model: gpt-4o, meter: output.response, per: 1000000 Tokens, price: 10.00 USD, from: 2024-10-02}
      - {provider: openai, model: gpt-4o-mini, meter: input.uncached, per: 1000000 Tokens, price: 0.15 USD,
         from: 2024-07-18}
      - {provider: openai, model: gpt-4o-mini, meter: input.cache_read, per: 1000000 Tokens, price: 0.075 USD,
         from: 2024-10-02}
      - {provider: openai, model: gpt-4o-mini, meter: output.response, per: 1000000 Tokens, price: 0.60 USD,
         from: 2024-07-18}
      - {provider: openai, model: text-embedding-3-small, meter: embedding.input, per: 1000000 Tokens, price: 0.02 USD,
         from: 2024-01-25}
      - {provider: anthropic, model: claude-sonnet-4, meter: input.uncached, per: 1000000 Tokens, price: 3.00 USD,
         from: 2025-05-22}
      - {provider: anthropic, model: claude-sonnet-4, meter: input.cache_read, per: 1000000 Tokens, price: 0.30 USD,
         from: 2025-05-22}
      - {provider: anthropic, model: claude-sonnet-4, meter: output.response, per: 1000000 Tokens, price: 15.00 USD,
         from: 2025-05-22}

    """

  static let budget = """
    # A grant's cap is reserved here when it is approved. `hard`: no approval without room; `soft`: a finding.
    apiVersion: assent/v1
    kind: Budget
    id: research
    owner: group:finance
    scope: {cost_center: CC-0100}
    period: quarter
    amount: 50000 USD
    thresholds: [50%, 80%, 100%]
    limit: hard

    """

  static let request = """
    # What an engineer hands in: `assent submit request.yaml`.
    # As it stands it goes through the fast lane. Set data.class to `pii`, and see who has to agree:
    # `assent submit request.yaml --dry-run`.
    apiVersion: assent/v1
    kind: Request
    request:
      kind: experiment
      title: Summaries of release notes
      purpose: Do summaries save readers a tenth of their time?
      team: research
      project: release-notes
      costCenter: CC-0100
      environment: dev
      duration: 30d
      model: {provider: openai, name: gpt-4o-mini, tier: economy}
      data: {class: public}
    estimate:                                # priced by rules/prices: this is request.cost
      - {meter: input.uncached, quantity: 200000000}
      - {meter: output.response, quantity: 20000000}

    """

  static let ignored = """
    # The database and the key that signs its log are no source files.
    assent.db*
    assent.key

    """
}
