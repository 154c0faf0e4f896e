extension DecisionPlan {
  mutating func code(_ archive: inout Archive) {
    index.code(&archive)
    layout.code(&archive)
    var slot = now ?? -1
    archive.code(&slot)
    now = slot < 0 ? nil : slot
    archive.code(table: &places)
    archive.code(table: &parts)
    archive.code(table: &countsIfOpen)
  }
}

extension FactLayout {
  mutating func code(_ archive: inout Archive) {
    archive.code(table: &places)
    archive.code(table: &names)
  }
}

extension RuleIndex {
  mutating func code(_ archive: inout Archive) {
    archive.code(table: &slots)
    archive.code(table: &missing)
    archive.code(table: &answers)
    archive.code(table: &buckets)
    archive.code(table: &values)
    archive.code(table: &bytes)
    archive.code(table: &turns)
    archive.code(table: &lengths)
    archive.code(table: &families)
    archive.code(table: &bounds)
    archive.code(table: &rows)
    archive.code(table: &ranks)
    archive.code(&always)
    archive.code(table: &starts)
    archive.code(table: &conjuncts)
    archive.code(table: &validity)
  }
}
