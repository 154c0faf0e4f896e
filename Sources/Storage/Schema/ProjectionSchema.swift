/// The projections: what queues and reports read. Each row follows from the log alone (`assent rebuild` proves it).
let projectionSchema = """
  CREATE TABLE request(
    id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, revision INTEGER NOT NULL, state TEXT NOT NULL
      CHECK(state IN ('in_review', 'changes_requested', 'approved', 'rejected', 'denied', 'withdrawn', 'expired')),
    kind TEXT, title_commit TEXT, requester TEXT NOT NULL, team TEXT, project TEXT, cost_center TEXT,
    workflow TEXT NOT NULL, outcome TEXT NOT NULL, cost_nanos INTEGER, currency TEXT,
    bundle_sha256 TEXT NOT NULL, facts_sha256 TEXT NOT NULL, input_sha256 TEXT NOT NULL,
    explanation_sha256 TEXT NOT NULL, submitted_at_us INTEGER NOT NULL, updated_at_us INTEGER NOT NULL,
    decided_at_us INTEGER, CHECK((cost_nanos IS NULL) = (currency IS NULL))) WITHOUT ROWID, STRICT;
  CREATE INDEX request_by_state ON request(state, number);
  CREATE INDEX request_by_project ON request(project, number);
  CREATE TABLE stage(
    request TEXT NOT NULL REFERENCES request(id), id TEXT NOT NULL, ordinal INTEGER NOT NULL, "right" TEXT NOT NULL,
    state TEXT NOT NULL CHECK(state IN
      ('pending', 'skipped', 'active', 'blocked', 'paused', 'satisfied', 'vetoed', 'timed_out', 'waived', 'cancelled')),
    why TEXT, candidates TEXT NOT NULL, since_us INTEGER, due_us INTEGER, level INTEGER NOT NULL, arming INTEGER NOT NULL,
    PRIMARY KEY(request, id)) WITHOUT ROWID, STRICT;
  CREATE INDEX stage_waiting ON stage(state, due_us, request, ordinal) WHERE state IN ('active', 'blocked');
  CREATE TABLE candidate(
    request TEXT NOT NULL, stage TEXT NOT NULL, person TEXT NOT NULL, by_us INTEGER NOT NULL,
    PRIMARY KEY(request, stage, person), FOREIGN KEY(request, stage) REFERENCES stage(request, id))
    WITHOUT ROWID, STRICT;
  CREATE INDEX candidate_by_person ON candidate(person, by_us, request, stage);
  CREATE TABLE vote(
    idx INTEGER PRIMARY KEY, request TEXT NOT NULL REFERENCES request(id), stage TEXT, person TEXT NOT NULL,
    verb TEXT NOT NULL, revision INTEGER NOT NULL,
    state TEXT NOT NULL CHECK(state IN ('counted', 'void', 'superseded', 'revoked', 'stale')), at_us INTEGER NOT NULL) STRICT;
  CREATE UNIQUE INDEX vote_once ON vote(request, stage, person) WHERE state = 'counted';
  CREATE INDEX vote_by_person ON vote(person, at_us);
  CREATE TABLE "grant"(
    id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, request TEXT NOT NULL REFERENCES request(id),
    revision INTEGER NOT NULL, owner TEXT NOT NULL,
    state TEXT NOT NULL CHECK(state IN ('pending_conditions', 'scheduled', 'active', 'suspended', 'exhausted',
      'expired', 'revoked', 'superseded', 'closed')),
    caps TEXT NOT NULL, on_exceed TEXT, scope TEXT NOT NULL, lane TEXT, minted_at_us INTEGER NOT NULL,
    active_from_us INTEGER, expires_at_us INTEGER NOT NULL, budget TEXT, reserved_nanos INTEGER, currency TEXT,
    terms TEXT, consumed_at_us INTEGER, supersedes TEXT,
    UNIQUE(request, revision), CHECK((reserved_nanos IS NULL) = (budget IS NULL))) WITHOUT ROWID, STRICT;
  CREATE INDEX grant_live ON "grant"(state, number);
  CREATE INDEX grant_by_budget ON "grant"(budget, state) WHERE budget IS NOT NULL;
  CREATE TABLE task(
    id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK(kind IN ('finding', 'duty')), number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK(state IN
      ('open', 'acknowledged', 'in_progress', 'submitted', 'blocked', 'risk_accepted', 'closed', 'cancelled')),
    owner TEXT NOT NULL, verifier TEXT NOT NULL, due_us INTEGER NOT NULL, severity TEXT, rule TEXT, obligation TEXT,
    "grant" TEXT, request TEXT, fingerprint TEXT, amount_nanos INTEGER, currency TEXT, window_start_us INTEGER,
    opened_at_us INTEGER NOT NULL, updated_at_us INTEGER NOT NULL, reopened INTEGER NOT NULL, level INTEGER NOT NULL,
    input_sha256 TEXT, watched INTEGER NOT NULL DEFAULT 0, UNIQUE(kind, number)) WITHOUT ROWID, STRICT;
  CREATE INDEX task_by_grant ON task("grant") WHERE "grant" IS NOT NULL;
  CREATE UNIQUE INDEX task_by_fingerprint ON task(fingerprint) WHERE fingerprint IS NOT NULL;
  CREATE INDEX task_by_state ON task(state, due_us);
  CREATE TABLE timer(
    stream TEXT NOT NULL, stage TEXT NOT NULL, arming INTEGER NOT NULL, rung INTEGER NOT NULL, action TEXT NOT NULL,
    fire_at_us INTEGER NOT NULL, state TEXT NOT NULL CHECK(state IN ('pending', 'fired', 'obsolete')),
    PRIMARY KEY(stream, stage, arming, rung, action)) WITHOUT ROWID, STRICT;
  CREATE INDEX timer_due ON timer(fire_at_us) WHERE state = 'pending';
  CREATE TABLE outbox(
    idx INTEGER NOT NULL, recipient TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL,
    PRIMARY KEY(idx, recipient)) WITHOUT ROWID, STRICT;
  CREATE TABLE bundle_activation(idx INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, at_us INTEGER NOT NULL) STRICT;
  CREATE TABLE idempotency(
    actor TEXT NOT NULL, key_sha256 TEXT NOT NULL, body_sha256 TEXT NOT NULL, request TEXT NOT NULL,
    PRIMARY KEY(actor, key_sha256)) WITHOUT ROWID, STRICT;
  CREATE TABLE usage_batch(
    batch INTEGER PRIMARY KEY, idx INTEGER NOT NULL UNIQUE, source TEXT NOT NULL, accepted INTEGER NOT NULL,
    records_sha256 TEXT NOT NULL, at_us INTEGER NOT NULL) STRICT;
  """

/// The projection tables with their primary keys, in an order in which rows may be written (referenced tables first).
let projectionTables: [(name: String, key: [String])] = [
  ("request", ["id"]), ("stage", ["request", "id"]), ("candidate", ["request", "stage", "person"]), ("vote", ["idx"]),
  ("grant", ["id"]), ("task", ["id"]),
  ("timer", ["stream", "stage", "arming", "rung", "action"]), ("outbox", ["idx", "recipient"]),
  ("bundle_activation", ["idx"]), ("idempotency", ["actor", "key_sha256"]), ("usage_batch", ["batch"]),
]
