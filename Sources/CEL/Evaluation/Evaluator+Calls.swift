/// Lists, maps and calls.
extension Evaluator {
  mutating func list(_ made: (items: [Int], isOptional: [Bool]), _ id: Int) throws(EvaluationError) -> Value {
    var values: [Value] = []
    values.reserveCapacity(made.items.count)
    for (place, item) in made.items.enumerated() {
      let element = try value(item)
      guard made.isOptional.indices.contains(place), made.isOptional[place] else {
        values.append(element)
        continue
      }
      guard case .abstract(.optional(let wrapped)) = element else {
        throw fail(.noSuchOverload, "`?` stands before no optional", item)
      }
      if let wrapped { values.append(wrapped) }
    }
    return try paid(.list(values), id)
  }

  /// A value that was put together, once the whole of it is paid.
  mutating func paid(_ value: Value, _ id: Int) throws(EvaluationError) -> Value {
    try spend(value.size(upTo: left), id)
    return value
  }

  mutating func map(_ entries: [(key: Int, value: Int, isOptional: Bool)], _ id: Int) throws(EvaluationError)
    -> Value
  {
    var map = MapValue()
    for entry in entries {
      let key = try value(entry.key)
      var element = try value(entry.value)
      if entry.isOptional {
        guard case .abstract(.optional(let wrapped)) = element else {
          throw fail(.noSuchOverload, "`?` stands before a key whose value is no optional", entry.key)
        }
        guard let wrapped else { continue }
        element = wrapped
      }
      guard map.insert(key, element) else {
        guard key.isKey else {
          throw fail(
            .invalidArgument, "a map's key is a bool, an int, a uint or a string, found a \(key.typeName)", entry.key)
        }
        throw fail(.duplicateKey, "the key \(key.display) stands twice", entry.key)
      }
    }
    return try paid(.map(map), id)
  }

  mutating func call(_ call: Plan.Call, _ id: Int) throws(EvaluationError) -> Value {
    try spend(call.cost, id)
    var values: [Value] = []
    values.reserveCapacity(call.operands.count)
    for operand in call.operands {
      let value = try value(operand)
      switch value {
      case .string(let text): try spend(text.utf8.count / 32 * call.weight, id)
      default: if !call.isCheap { try spend(ValueLimits.product(value.size(upTo: left), call.weight), id) }
      }
      values.append(value)
    }
    for overload in call.overloads where overload.accepts(values) {
      if let effort = overload.effort { try spend(effort(values), id) }
      let result: Value
      do throws(EvaluationError) { result = try overload.body(values) } catch { throw located(error, id) }
      if !call.isCheap { try spend(ValueLimits.product(result.size(upTo: left), call.weight), id) }
      return result
    }
    let types = values.map(\.typeName).joined(separator: ", ")
    throw fail(.noSuchOverload, "`\(call.name)` has no overload for (\(types))", id)
  }
}
