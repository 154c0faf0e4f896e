extension Evaluator {
  mutating func comprehension(_ it: Expression.Comprehension, _ id: Int) throws(EvaluationError) -> Value {
    switch it.macro {
    case .bind:
      // The value is found once; an error counts where the variable is read.
      locals.append(run(it.range))
      defer { locals.removeLast() }
      guard let body = it.value else { return .null }
      return try value(body)
    case .optMap, .optFlatMap: return try optional(it, id)
    default: break
    }
    let items = try elements(it, id)
    switch it.macro {
    case .all: return try search(it, items, deciding: false)
    case .exists: return try search(it, items, deciding: true)
    case .sortBy: return try sorted(it, items, id)
    default: return try collected(it, items, id)
    }
  }

  /// What the variables stand for, one after the other.
  private typealias Element = (first: Value, second: Value?)

  private mutating func elements(_ it: Expression.Comprehension, _ id: Int) throws(EvaluationError) -> [Element] {
    switch try value(it.range) {
    case .list(let list):
      return it.second == nil
        ? list.map { (first: $0, second: nil) }
        : list.enumerated().map { (first: .int(Int64($0.offset)), second: $0.element) }
    case .map(let map):
      return it.second == nil ? map.keys.map { (first: $0, second: nil) } : map.entries.map { (first: $0, second: $1) }
    default: throw fail(.noSuchOverload, "`\(it.macro.rawValue)` goes over lists and maps", id)
    }
  }

  private mutating func with<Result>(
    _ element: Element, _ body: (inout Evaluator) throws(EvaluationError) -> Result
  ) throws(EvaluationError) -> Result {
    locals.append(.success(element.first))
    if let second = element.second { locals.append(.success(second)) }
    defer { locals.removeLast(element.second == nil ? 1 : 2) }
    return try body(&self)
  }

  private mutating func holds(_ condition: Int) throws(EvaluationError) -> Bool {
    guard case .bool(let value) = try value(condition) else {
      throw fail(.noSuchOverload, "the condition is no bool", condition)
    }
    return value
  }

  /// `all` and `exists`: an element that decides absorbs the errors of the others.
  private mutating func search(
    _ it: Expression.Comprehension, _ items: [Element], deciding: Bool
  ) throws(EvaluationError) -> Value {
    guard let condition = it.condition else { return .bool(!deciding) }
    var pending: EvaluationError?
    for item in items {
      do throws(EvaluationError) {
        let found = try with(item) { evaluator throws(EvaluationError) in try evaluator.holds(condition) }
        if found == deciding { return .bool(deciding) }
      } catch {
        if error.code == .budgetExceeded { throw error }
        pending = pending ?? error
      }
    }
    if let pending { throw pending }
    return .bool(!deciding)
  }

  /// The macros that go over all elements and take no error.
  private mutating func collected(
    _ it: Expression.Comprehension, _ items: [Element], _ id: Int
  ) throws(EvaluationError) -> Value {
    var (list, map): ([Value], MapValue) = ([], MapValue())
    for item in items {
      if let condition = it.condition {
        guard try with(item, { evaluator throws(EvaluationError) in try evaluator.holds(condition) }) else { continue }
      }
      guard let part = it.value else {
        list.append(item.first)
        continue
      }
      let value = try with(item) { evaluator throws(EvaluationError) in try evaluator.value(part) }
      switch it.macro {
      case .transformMap: _ = map.insert(item.first, value)
      case .transformMapEntry:
        guard case .map(let entry) = value else {
          throw fail(.noSuchOverload, "the value of `transformMapEntry` is no map", part)
        }
        for (key, value) in entry.entries where !map.insert(key, value) {
          throw fail(.duplicateKey, "the key \(key.display) is made twice", part)
        }
      default: list.append(value)
      }
    }
    switch it.macro {
    case .existsOne: return .bool(list.count == 1)
    case .transformMap, .transformMapEntry: return try made(.map(map), id)
    case .map, .transformList: return try made(.list(list), id)
    default: return .list(list)
    }
  }

  private mutating func sorted(_ it: Expression.Comprehension, _ items: [Element], _ id: Int) throws(EvaluationError)
    -> Value
  {
    guard let part = it.value else { return .list(items.map(\.first)) }
    var keys: [Value] = []
    for item in items { keys.append(try with(item) { evaluator throws(EvaluationError) in try evaluator.value(part) }) }
    try spend(items.count, id)
    return .list(try sort(items.map(\.first), by: keys, { message in fail(.noSuchOverload, message, id) }))
  }

  private mutating func optional(_ it: Expression.Comprehension, _ id: Int) throws(EvaluationError) -> Value {
    guard case .type(.optional(let wrapped)) = try value(it.range) else {
      throw fail(.noSuchOverload, "`\(it.macro.rawValue)` goes into an optional", id)
    }
    guard let wrapped, let part = it.value else { return .optional(nil) }
    let result = try with((wrapped, nil)) { evaluator throws(EvaluationError) in try evaluator.value(part) }
    guard it.macro == .optFlatMap else { return .optional(result) }
    guard case .type(.optional) = result else {
      throw fail(.noSuchOverload, "the value of `optFlatMap` is no optional", part)
    }
    return result
  }
}

/// The items in the order of their keys, which must be of one type that has an order.
func sort(
  _ items: [Value], by keys: [Value], _ failure: (String) -> EvaluationError
) throws(EvaluationError) -> [Value] {
  guard let first = keys.first else { return items }
  for key in keys where key.typeName != first.typeName || key.compare(key) == nil || key.compare(first) == nil {
    throw failure("a list sorts by values of one type that has an order")
  }
  // By place where keys are equal: the order of equals stays.
  let places = items.indices.sorted { left, right in
    switch keys[left].compare(keys[right]) {
    case .before?: true
    case .after?: false
    default: left < right
    }
  }
  return places.map { items[$0] }
}
