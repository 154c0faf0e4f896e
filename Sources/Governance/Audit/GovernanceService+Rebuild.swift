import Storage

extension GovernanceService {
  /// Makes every projection again from the log and says whether it equals what was stored; what differed is replaced.
  package func rebuild() throws(Failure) -> RebuildReport {
    let store = try openStore(creating: false)
    let keys = try logKeys(for: store)
    return try asFailure {
      try store.write(at: now, keys: keys) { writing in
        let tables = try writing.reading.compareProjections()
        if tables.contains(where: { !$0.differing.isEmpty }) { try writing.rebuildProjections() }
        return RebuildReport(
          tables: tables.map { ($0.table, $0.rows, Int64($0.differing.count)) }, leaves: try writing.reading.head().size
        )
      }
    }
  }
}
