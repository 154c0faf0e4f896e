/// The macros.
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
    let range = try value(it.range)
    return try within(id) { evaluator throws(EvaluationError) in
      switch it.macro {
      case .all: try evaluator.search(it, range, deciding: false, id)
      case .exists: try evaluator.search(it, range, deciding: true, id)
      case .sortBy: try evaluator.sorted(it, range, id)
      default: try evaluator.collected(it, range, id)
      }
    }
  }

  /// Goes over the elements of a list or the keys of a map, with the variables of the macro bound.
  ///
  /// - Parameter body: Takes what the first variable stands for, and answers whether to go on.
  private mutating func each(
    _ it: Expression.Comprehension, _ range: Value, _ id: Int,
    _ body: (inout Evaluator, Value) throws(EvaluationError) -> Bool
  ) throws(EvaluationError) {
    let place = locals.count
    let names = it.second == nil ? 1 : 2
    for _ in 0..<names { locals.append(.success(.null)) }
    defer { locals.removeLast(names) }
    switch range {
    case .list(let items):
      for (index, item) in items.enumerated() {
        let first = names == 1 ? item : .int(Int64(index))
        locals[place] = .success(first)
        if names == 2 { locals[place + 1] = .success(item) }
        guard try body(&self, first) else { return }
      }
    case .map(let map):
      for (key, value) in map.entries {
        locals[place] = .success(key)
        if names == 2 { locals[place + 1] = .success(value) }
        guard try body(&self, key) else { return }
      }
    default: throw fail(.noSuchOverload, "`\(it.macro.rawValue)` goes over lists and maps", id)
    }
  }

  private mutating func holds(_ condition: Int) throws(EvaluationError) -> Bool {
    guard let value = try truth(condition) else {
      throw fail(.noSuchOverload, "the condition is no bool", condition)
    }
    return value
  }

  /// `all` and `exists`: an element that decides absorbs the errors of the others.
  private mutating func search(
    _ it: Expression.Comprehension, _ range: Value, deciding: Bool, _ id: Int
  ) throws(EvaluationError) -> Value {
    var (pending, isDecided): (EvaluationError?, Bool) = (nil, false)
    try each(it, range, id) { evaluator, _ throws(EvaluationError) in
      guard let condition = it.condition else { return false }
      do throws(EvaluationError) { isDecided = try evaluator.holds(condition) == deciding } catch {
        if error.isFinal { throw error }
        pending = pending ?? error
      }
      return !isDecided
    }
    if isDecided { return .bool(deciding) }
    if let pending { throw pending }
    return .bool(!deciding)
  }

  /// The macros that go over all elements and take no error.
  private mutating func collected(
    _ it: Expression.Comprehension, _ range: Value, _ id: Int
  ) throws(EvaluationError) -> Value {
    var (list, map): ([Value], MapValue) = ([], MapValue())
    try each(it, range, id) { evaluator, first throws(EvaluationError) in
      if let condition = it.condition, try !evaluator.holds(condition) { return true }
      guard let part = it.value else {
        list.append(first)
        return true
      }
      let value = try evaluator.value(part)
      switch it.macro {
      case .transformMap:
        try evaluator.spend(2, id)
        _ = map.insert(first, value)
      case .transformMapEntry:
        guard case .map(let entry) = value else {
          throw evaluator.fail(.noSuchOverload, "the value of `transformMapEntry` is no map", part)
        }
        for (key, value) in entry.entries where !map.insert(key, value) {
          throw evaluator.fail(.duplicateKey, "the key \(key.display) is made twice", part)
        }
      default: list.append(value)
      }
      return true
    }
    switch it.macro {
    case .existsOne: return .bool(list.count == 1)
    case .transformMap, .transformMapEntry: return try paid(.map(map), id)
    case .map, .transformList: return try paid(.list(list), id)
    default: return .list(list)
    }
  }

  private mutating func sorted(_ it: Expression.Comprehension, _ range: Value, _ id: Int) throws(EvaluationError)
    -> Value
  {
    var (items, keys): ([Value], [Value]) = ([], [])
    try each(it, range, id) { evaluator, item throws(EvaluationError) in
      items.append(item)
      if let part = it.value { keys.append(try evaluator.value(part)) }
      return true
    }
    guard it.value != nil else { return .list(items) }
    try spend(items.count, id)
    return .list(try sort(items, by: keys, { message in fail(.noSuchOverload, message, id) }))
  }

  private mutating func optional(_ it: Expression.Comprehension, _ id: Int) throws(EvaluationError) -> Value {
    guard case .abstract(.optional(let wrapped)) = try value(it.range) else {
      throw fail(.noSuchOverload, "`\(it.macro.rawValue)` goes into an optional", id)
    }
    guard let wrapped, let part = it.value else { return .optional(nil) }
    locals.append(.success(wrapped))
    defer { locals.removeLast() }
    let result = try value(part)
    guard it.macro == .optFlatMap else { return .optional(result) }
    guard case .abstract(.optional) = result else {
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
