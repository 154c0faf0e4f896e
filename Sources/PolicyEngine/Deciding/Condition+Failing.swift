import SpendModel

extension Condition {
  /// The conjuncts that are not true, and what would have to hold.
  func failing(_ bound: BoundFacts) -> [FailingConjunct] {
    parts.compactMap { part in
      let conjunct = failing(part, bound)
      return conjunct.result == .held ? nil : conjunct
    }
  }

  /// A part and what it is made of, with what would have to hold where it does not.
  ///
  /// - Parameter wanted: Whether it should be true; false below a `!`.
  private func failing(_ part: Part, wanted: Bool = true, _ bound: BoundFacts) -> FailingConjunct {
    let written = text(of: part)
    let result: Conjunct.Result =
      switch judge(part, bound) {
      case .holds: wanted ? .held : .failed
      case .fails: wanted ? .failed : .held
      case .indeterminate(let error): .erred(error)
      }
    var conjunct = FailingConjunct(
      conjunct: written, read: reads(of: part).map { $0.read(in: bound.facts) }, result: result, wouldHold: "")
    if result != .held {
      let reader = FactTestReader(program: expression.program, schema: schema)
      conjunct.target = reader.target(of: part.term, wanted: wanted, now: bound.facts)
      conjunct.wouldHold = wanted ? part.term.wouldHold(written: written) : "`\(written)` is false"
      if let target = conjunct.target { conjunct.wouldHold += target.words(beside: conjunct.wouldHold) }
    }
    let inner = inner(part)
    if case .not = part.term.kind {
      conjunct.parts = inner.map { failing($0, wanted: !wanted, bound) }
    } else if case .conditional = part.term.kind, inner.count == 3 {
      // Only the branch that is taken counts.
      let test = explain(inner[0], bound)
      conjunct.parts = [FailingConjunct(test)]
      if test.result == .held { conjunct.parts.append(failing(inner[1], wanted: wanted, bound)) }
      if test.result == .failed { conjunct.parts.append(failing(inner[2], wanted: wanted, bound)) }
    } else {
      conjunct.parts = inner.map { failing($0, wanted: wanted, bound) }
    }
    return conjunct
  }
}

extension FailingConjunct {
  /// A part of which it does not matter whether it is true.
  fileprivate init(_ conjunct: Conjunct) {
    self.init(conjunct: conjunct.text, read: conjunct.read, result: conjunct.result, wouldHold: "")
    parts = conjunct.parts.map { FailingConjunct($0) }
  }
}
