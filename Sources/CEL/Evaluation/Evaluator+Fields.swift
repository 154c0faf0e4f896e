/// Fields, places and presence, also behind optionals.
extension Evaluator {
  func spelled(_ id: Int) -> String {
    expression.path(of: id)?.joined(separator: ".") ?? expression.text(of: id)
  }

  func select(_ operand: Value, _ field: String, _ id: Int) throws(EvaluationError) -> Value {
    switch operand {
    case .map(let map):
      guard let value = map[field] else { throw fail(.noSuchField, "no such field `\(spelled(id))`", id) }
      return value
    case .abstract(.optional(let wrapped)):
      guard let wrapped else { return operand }
      return try has(wrapped, field, id) ? .optional(unwrapped(try select(wrapped, field, id))) : .optional(nil)
    default: throw fail(.noSuchOverload, "`\(field)` is asked of a value without fields", id)
    }
  }

  func has(_ operand: Value, _ field: String, _ id: Int) throws(EvaluationError) -> Bool {
    switch operand {
    case .map(let map): return map[field] != nil
    case .abstract(.optional(let wrapped)):
      return try wrapped.map { value throws(EvaluationError) in try has(value, field, id) } ?? false
    default: throw fail(.noSuchOverload, "`\(field)` is asked of a value without fields", id)
    }
  }

  /// What an optional holds that was found behind another one.
  func unwrapped(_ value: Value) -> Value? {
    if case .abstract(.optional(let inner)) = value { inner } else { value }
  }

  func index(_ operand: Value, _ key: Value, _ id: Int) throws(EvaluationError) -> Value {
    switch operand {
    case .map(let map):
      guard let value = map[key] else { throw fail(.noSuchKey, "no such key \(key.display)", id) }
      return value
    case .list(let items):
      guard let place = try place(key, id), items.indices.contains(place) else {
        throw fail(.indexOutOfRange, "the list has no place \(key.display)", id)
      }
      return items[place]
    case .abstract(.optional): return try optionalIndex(operand, key, id)
    default: throw fail(.noSuchOverload, "only lists and maps have places", id)
    }
  }

  func place(_ key: Value, _ id: Int) throws(EvaluationError) -> Int? {
    switch key {
    case .int(let value): return Int(exactly: value)
    case .uint(let value): return Int(exactly: value)
    case .double(let value):
      guard let exact = Int(exactly: value) else {
        throw fail(.invalidArgument, "`\(key.display)` is no place of a list", id)
      }
      return exact
    default: throw fail(.noSuchOverload, "a list is indexed by an integer", id)
    }
  }

  func optionalIndex(_ operand: Value, _ key: Value, _ id: Int) throws(EvaluationError) -> Value {
    switch operand {
    case .map(let map): return .optional(map[key])
    case .list(let items):
      guard let place = try place(key, id), items.indices.contains(place) else { return .optional(nil) }
      return .optional(items[place])
    case .abstract(.optional(let wrapped)):
      guard let wrapped else { return operand }
      return try optionalIndex(wrapped, key, id)
    default: throw fail(.noSuchOverload, "only lists and maps have places", id)
    }
  }

  mutating func optionalOr(_ left: Int, _ right: Int, _ unwraps: Bool, _ id: Int) throws(EvaluationError)
    -> Value
  {
    guard case .abstract(.optional(let wrapped)) = try value(left) else {
      throw fail(.noSuchOverload, "`\(unwraps ? "orValue" : "or")` is asked of a value that is no optional", id)
    }
    if let wrapped { return unwraps ? wrapped : .optional(wrapped) }
    let other = try value(right)
    if unwraps { return other }
    guard case .abstract(.optional) = other else { throw fail(.noSuchOverload, "`or` takes an optional", right) }
    return other
  }
}
