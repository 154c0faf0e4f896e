import GRDB

extension Projector {
  /// Writes a row for each person on whom a waiting stage waits, and takes back the others: those who have voted, and
  /// everybody where nothing waits any more.
  ///
  /// What was approved in an emergency is looked at afterwards, by the stage `post-review`.
  ///
  /// Queues ask who waits for what by person, so the names within a stage's row would have to be read one by one.
  func indexCandidates(_ request: String, _ stage: String) throws {
    try run("DELETE FROM candidate WHERE request = ? AND stage = ?", [request, stage])
    try run(
      """
      INSERT OR IGNORE INTO candidate(request, stage, person, by_us)
      SELECT s.request, s.id, c.value, coalesce(s.due_us, 9223372036854775807)
      FROM stage s, json_each(s.candidates) c
      WHERE s.request = ? AND s.id = ? AND s.state IN ('active', 'blocked') AND c.type = 'text'
        AND (s.id = 'post-review'
          OR EXISTS (SELECT 1 FROM request r WHERE r.id = s.request AND r.state = 'in_review'))
        AND NOT EXISTS (SELECT 1 FROM vote v
          WHERE v.request = s.request AND v.stage = s.id AND v.person = c.value AND v.state = 'counted')
      """, [request, stage])
  }
}
