extension FunctionLibrary {
  private static let element = CELType.parameter("T")
  private static let anyList = CELType.list(element)

  /// The most elements that `lists.range` makes.
  static let rangeLimit = Int64(ValueLimits.elements)

  static let lists: [Overload] =
    [
      function("distinct", member: true, types: [anyList], result: anyList) { (items: [Value]) in distinct(items) },
      function("reverse", member: true, types: [anyList], result: anyList) { (items: [Value]) in Array(items.reversed())
      },
      function("first", member: true, types: [anyList], result: .optional(element)) { (items: [Value]) in
        Value.optional(items.first)
      },
      function("last", member: true, types: [anyList], result: .optional(element)) { (items: [Value]) in
        Value.optional(items.last)
      },
      function("flatten", member: true, types: [.list(anyList)], result: anyList) { (items: [Value]) in
        flattened(items, 1)
      },
      function("flatten", member: true, types: [.list(.dyn), .int], result: .list(.dyn)) {
        (items: [Value], depth: Int64) throws(EvaluationError) in
        guard depth >= 0 else { throw invalid("a depth of \(depth) is negative") }
        return flattened(items, depth)
      },
      function("slice", member: true, types: [anyList, .int, .int], result: anyList) {
        (items: [Value], start: Int64, end: Int64) throws(EvaluationError) in
        guard start >= 0, start <= end, end <= Int64(items.count) else {
          throw EvaluationError(.indexOutOfRange, "a list of \(items.count) has no slice from \(start) to \(end)")
        }
        return Array(items[Int(start)..<Int(end)])
      },
      function("lists.range", result: .list(.int)) { (count: Int64) throws(EvaluationError) in
        guard count <= rangeLimit else {
          throw EvaluationError(.budgetExceeded, "a range has at most \(rangeLimit) elements")
        }
        return count <= 0 ? [] : (0..<count).map { Value.int($0) }
      },
    ]
    + sortable.map { type in
      function("sort", member: true, types: [.list(type)], result: .list(type)) {
        (items: [Value]) throws(EvaluationError) in
        try sorted(items)
      }
    }

  private static let sortable: [CELType] = [
    .int, .uint, .double, .bool, .duration, .timestamp, .string, .bytes, .money,
  ]

  private static func sorted(_ items: [Value]) throws(EvaluationError) -> [Value] {
    try CEL.sort(items, by: items) { EvaluationError(.noSuchOverload, $0) }
  }

  /// - Complexity: O(*n*) for what can be a key of a map, O(*n* · *m*) for *m* others.
  static func distinct(_ items: [Value]) -> [Value] {
    var (result, seen, others): ([Value], Set<MapValue.Key>, [Value]) = ([], [], [])
    for item in items {
      if let key = MapValue.Key(item) {
        if seen.insert(key).inserted { result.append(item) }
      } else if !others.contains(where: { $0.equals(item) }) {
        others.append(item)
        result.append(item)
      }
    }
    return result
  }

  private static func flattened(_ items: [Value], _ depth: Int64) -> [Value] {
    guard depth > 0 else { return items }
    return items.flatMap { item -> [Value] in
      if case .list(let inner) = item { flattened(inner, depth - 1) } else { [item] }
    }
  }

  // MARK: Maps

  private static let anyMap = CELType.map(.parameter("K"), .parameter("V"))

  static let maps: [Overload] = [
    // Shallow; where both have a key, the value of the second one counts.
    function("merge", member: true, types: [anyMap, anyMap], result: anyMap) { (first: MapValue, second: MapValue) in
      var result = MapValue()
      for (key, value) in first.entries { _ = result.insert(key, second[key] ?? value) }
      for (key, value) in second.entries { _ = result.insert(key, value) }
      return result
    }
  ]

  // MARK: Sets

  static let sets: [Overload] = [
    function("sets.contains", types: [anyList, anyList]) { (all: [Value], part: [Value]) in containsAll(all, part) },
    function("sets.equivalent", types: [anyList, anyList]) { (a: [Value], b: [Value]) in
      containsAll(a, b) && containsAll(b, a)
    },
    function("sets.intersects", types: [anyList, anyList]) { (a: [Value], b: [Value]) in
      let members = Members(a)
      return b.contains { members.contains($0) }
    },
  ]

  private static func containsAll(_ all: [Value], _ part: [Value]) -> Bool {
    let members = Members(all)
    return part.allSatisfy { members.contains($0) }
  }

  private struct Members {
    private var keys: Set<MapValue.Key> = []
    private var others: [Value] = []

    init(_ items: [Value]) {
      for item in items { if let key = MapValue.Key(item) { keys.insert(key) } else { others.append(item) } }
    }

    func contains(_ item: Value) -> Bool {
      if let key = MapValue.Key(item) { return keys.contains(key) }
      return others.contains { $0.equals(item) }
    }
  }

  // MARK: Optionals

  static let optionals: [Overload] = [
    Overload("optional.none", isPure: true, [], .optional(element)) { _ throws(EvaluationError) in .optional(nil) },
    function("optional.of", types: [element], result: .optional(element)) { (value: Value) in Value.optional(value) },
    function("optional.ofNonZeroValue", types: [element], result: .optional(element)) { (value: Value) in
      Value.optional(value.isZero ? nil : value)
    },
    function("optional.unwrap", types: [.list(.optional(element))], result: anyList) {
      (items: [Value]) throws(EvaluationError) in
      try unwrapped(items)
    },
    function("unwrapOpt", member: true, types: [.list(.optional(element))], result: anyList) {
      (items: [Value]) throws(EvaluationError) in
      try unwrapped(items)
    },
    function("hasValue", member: true, types: [.optional(element)]) { (value: Value) in
      if case .abstract(.optional(.some)) = value { true } else { false }
    },
    function("value", member: true, types: [.optional(element)], result: element) {
      (value: Value) throws(EvaluationError) in
      guard case .abstract(.optional(let wrapped?)) = value else { throw invalid("the optional has no value") }
      return wrapped
    },
    function("or", member: true, types: [.optional(element), .optional(element)], result: .optional(element)) {
      (a: Value, b: Value) in
      if case .abstract(.optional(.some)) = a { a } else { b }
    },
    function("orValue", member: true, types: [.optional(element), element], result: element) { (a: Value, b: Value) in
      if case .abstract(.optional(let wrapped?)) = a { wrapped } else { b }
    },
  ]

  private static func unwrapped(_ items: [Value]) throws(EvaluationError) -> [Value] {
    var result: [Value] = []
    for item in items {
      guard case .abstract(.optional(let wrapped)) = item else {
        throw EvaluationError(.noSuchOverload, "the list holds more than optionals")
      }
      if let wrapped { result.append(wrapped) }
    }
    return result
  }
}

extension Value {
  /// Whether the value is what its type has where nothing was said: `0`, `''`, `[]`, `null`.
  fileprivate var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let value): !value
    case .int(let value), .duration(let value): value == 0
    case .uint(let value): value == 0
    case .double(let value): value == 0
    case .string(let text): text.isEmpty
    case .bytes(let bytes): bytes.isEmpty
    case .list(let items): items.isEmpty
    case .map(let map): map.count == 0
    case .timestamp(let time): time == .epoch
    case .money(let money): money.nanos == 0
    case .abstract(.optional(let wrapped)): wrapped == nil
    case .abstract: false
    }
  }
}
