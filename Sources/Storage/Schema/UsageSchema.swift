/// Usage records: evidence, not events. A batch's digest stands in its `usage.ingested` leaf.
///
/// Amounts are nano-units of `currency`; NULL is unpriced, never 0. Quantities count the meter's step.
let usageSchema = """
  CREATE TABLE usage_event(
    record INTEGER PRIMARY KEY, batch INTEGER NOT NULL, source TEXT NOT NULL, event_id TEXT NOT NULL,
    occurred_at_us INTEGER NOT NULL, dimensions TEXT NOT NULL, status TEXT NOT NULL CHECK(status IN ('ok', 'error')),
    grant_id TEXT, project TEXT, team TEXT, cost_center TEXT, provider TEXT NOT NULL, model TEXT,
    currency TEXT, list_nanos INTEGER, contracted_nanos INTEGER, billed_nanos INTEGER, effective_nanos INTEGER,
    unpriced INTEGER NOT NULL, UNIQUE(source, event_id)) STRICT;
  CREATE INDEX usage_by_time ON usage_event(occurred_at_us);
  CREATE INDEX usage_by_grant ON usage_event(grant_id, occurred_at_us) WHERE grant_id IS NOT NULL;
  CREATE INDEX usage_by_cost_center ON usage_event(cost_center, occurred_at_us) WHERE cost_center IS NOT NULL;
  CREATE INDEX usage_by_batch ON usage_event(batch);
  CREATE TABLE usage_meter(
    record INTEGER NOT NULL REFERENCES usage_event(record), meter TEXT NOT NULL, quantity INTEGER NOT NULL,
    cost_nanos INTEGER, PRIMARY KEY(record, meter)) WITHOUT ROWID, STRICT;
  """
