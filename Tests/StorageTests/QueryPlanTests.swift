import GRDB
import Testing

@testable import Storage

/// The queries that run at every act or over many rows find their rows by an index.
@Suite struct QueryPlanTests {
  @Test(arguments: [
    ("SELECT max(stream_seq) FROM log_leaf WHERE stream = 'x'", "sqlite_autoindex_log_leaf_1"),
    ("SELECT max(type_seq) FROM log_leaf WHERE type = 'x'", "sqlite_autoindex_log_leaf_2"),
    ("SELECT bytes FROM log_leaf WHERE stream = 'x' ORDER BY stream_seq", "sqlite_autoindex_log_leaf_1"),
    ("SELECT stream FROM timer WHERE state = 'pending' AND fire_at_us <= 5 GROUP BY +stream", "timer_due"),
    ("SELECT * FROM request WHERE state = 'in_review' ORDER BY number", "request_by_state"),
    ("SELECT id FROM request WHERE number < 9 AND project = 'x' ORDER BY number", "request_by_project"),
    (
      "SELECT sum(reserved_nanos) FROM \"grant\" WHERE budget = 'x' AND state IN ('active', 'suspended') GROUP BY currency",
      "grant_by_budget"
    ),
    ("SELECT * FROM stage WHERE state IN ('active', 'blocked')", "stage_waiting"),
    ("SELECT person FROM vote WHERE request = 'x' AND stage = 'y' AND state = 'counted'", "vote_once"),
    ("SELECT * FROM \"grant\" WHERE request = 'x' ORDER BY number", "sqlite_autoindex_grant_3"),
    ("SELECT * FROM \"grant\" WHERE state IN ('active', 'suspended') ORDER BY number", "grant_live"),
    ("SELECT * FROM task WHERE \"grant\" = 'x' ORDER BY kind, number", "task_by_grant"),
    ("SELECT * FROM task WHERE fingerprint = 'x' ORDER BY kind, number", "task_by_fingerprint"),
    ("SELECT max(number) FROM task WHERE kind = 'finding'", "sqlite_autoindex_task_2"),
    ("SELECT sum(effective_nanos) FROM usage_event WHERE grant_id = 'x' GROUP BY currency", "usage_by_grant"),
    (
      "SELECT sum(effective_nanos) FROM usage_event WHERE cost_center = 'x' AND occurred_at_us >= 1 AND occurred_at_us < 9",
      "usage_by_cost_center"
    ),
    ("SELECT * FROM usage_event WHERE occurred_at_us >= 1 AND occurred_at_us < 9", "usage_by_time"),
    (
      "SELECT * FROM usage_event AS e LEFT JOIN usage_meter AS m ON m.record = e.record WHERE e.batch = 3 ORDER BY e.record, m.meter",
      "usage_by_batch"
    ),
    (
      "SELECT count(*) FROM usage_event WHERE batch NOT IN (SELECT batch FROM usage_batch)",
      "COVERING INDEX usage_by_batch"
    ),
  ])
  func `A query uses its index`(_ sql: String, _ index: String) throws {
    let plan = try Store.inMemory().withSnapshot { db in
      try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { ($0["detail"] as String?) ?? "" }
    }
    #expect(plan.contains { $0.contains(index) }, "\(plan)")
    let isSortedBatch = sql.contains("e.batch") && plan.contains { $0.contains("TEMP B-TREE") }
    #expect(!isSortedBatch, "\(plan)")
  }
}
