package import SpendModel

/// Finds the rules that match one document after another; one for each thread, since it keeps its working memory.
package struct Matches: Sendable {
  private let policy: CompiledPolicy
  private var request = RuleIndex.Request()
  private var scanner: DocumentScanner
  /// The rules that matched last: true ones, and `require` rules that are indeterminate, in the order of the bytes of
  /// their ids. Places among the policy's rules.
  package private(set) var places: [Int32] = []

  /// - Parameter reserved: Names that a document may have beside facts, and that are not to be passed over.
  package init(_ policy: CompiledPolicy, reserved: [String] = []) {
    self.policy = policy
    scanner = DocumentScanner(policy.plan.layout, reserved: reserved)
  }

  package mutating func find(_ facts: Facts, at instant: Timestamp) {
    let index = policy.plan.index
    let stated = policy.environment.complete(facts, now: instant)
    index.start(&request)
    index.read(stated, policy.plan.layout, &request)
    finish(at: instant) { stated }
  }

  /// Finds the rules that a document matches, from its bytes.
  ///
  /// - Parameter facts: Reads the same document; asked only where that takes more than looking at its bytes once.
  /// - Returns: Whether the document could be read.
  package mutating func find(
    _ document: UnsafeBufferPointer<UInt8>, at instant: Timestamp, facts: () -> Facts?
  ) -> Bool {
    let index = policy.plan.index
    index.start(&request)
    guard scanner.read(document, index, &request) else {
      guard let facts = facts() else { return false }
      find(facts, at: instant)
      return true
    }
    if let now = policy.plan.now, request.kinds[now] == FactKind.missing.rawValue {
      index.take(now, .timestamp, instant.microseconds, &request)
    }
    finish(at: instant, facts: facts)
    return true
  }

  private mutating func finish(at instant: Timestamp, facts: () -> Facts?) {
    let index = policy.plan.index
    var bound: BoundFacts?
    var indeterminate: Set<Int32> = []
    places.removeAll(keepingCapacity: true)
    index.finish(&request)
    index.gather(&request, at: instant.microseconds)
    index.settle(&request) { predicate in
      let known = bound ?? policy.environment.bind(facts() ?? Facts(), now: instant)
      bound = known
      return policy.plan.ask(predicate, of: policy.rules, known)
    } body: { rank, isCertain in
      guard isCertain || policy.plan.countsIfOpen[rank] else { return }
      places.append(policy.plan.places[rank])
      if !isCertain { indeterminate.insert(policy.plan.places[rank]) }
    }
    if policy.hasTables { pickRows(indeterminate) }
  }

  /// Leaves out the rows of tables that do not count.
  private mutating func pickRows(_ indeterminate: Set<Int32>) {
    let judgements = places.sorted().map { place in
      Judgement(
        place: Int(place), rule: policy.rules[Int(place)].rule,
        truth: indeterminate.contains(place) ? .indeterminate("") : .holds)
    }
    let picked = Set(TableHits.pick(judgements).map(\.place))
    places.removeAll { !picked.contains(Int($0)) }
  }
}
