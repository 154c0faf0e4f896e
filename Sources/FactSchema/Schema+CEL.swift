package import CEL
package import SpendModel

extension FactType {
  /// The type that conditions see. An enumeration is a string; a text has no type, since no condition may read it.
  package var celType: CELType {
    switch self {
    case .string, .enumeration, .text: .string
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .bool: .bool
    case .timestamp: .timestamp
    case .duration: .duration
    case .money: .money
    case .dynamic: .dyn
    case .list(let element): .list(element.celType)
    case .map(let key, let value): .map(key.celType, value.celType)
    case .object(let shape): .object(shape.celType(named: "object"))
    }
  }
}

extension ObjectShape {
  /// The object that conditions see.
  package func celType(named name: String) -> ObjectType {
    ObjectType(
      name,
      fields.map { field in
        let type: CELType =
          if case .object(let inner) = field.type { .object(inner.celType(named: field.name)) } else {
            field.type.celType
          }
        return .init(field.name, type, isOptional: field.isOptional)
      })
  }
}

extension Schema {
  /// The environment in which conditions over these facts are checked: each top-level fact is a variable.
  ///
  /// - Parameter host: The calendar, the zones and the currency that functions ask for.
  package func environment(_ host: Host) -> Environment {
    var environment = Environment(domain: true, host: host)
    for field in facts.fields {
      if case .object(let shape) = field.type {
        environment.declare(field.name, .object(shape.celType(named: field.name)))
      } else {
        environment.declare(field.name, field.type.celType)
      }
    }
    return environment
  }

  /// The facts as an evaluation reads them. A declared object that is absent at the top is bound empty, so that its
  /// fields are missing rather than its name unknown.
  package func bind(_ facts: Facts) -> Activation {
    var variables: [String: Value] = [:]
    for field in self.facts.fields {
      if case .object = field.type { variables[field.name] = .map(MapValue([])) }
    }
    for field in facts.fields { variables[field.name] = field.value.celValue }
    return Activation(variables)
  }
}

extension FactValue {
  /// The value as conditions read it. Texts are left out: see ``Facts/celValue``.
  package var celValue: Value {
    switch self {
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .uint(let value): .uint(value)
    case .double(let value): .double(value)
    case .string(let value): .string(value)
    case .text: .null
    case .timestamp(let value): .timestamp(value.celValue)
    case .duration(let nanoseconds): .duration(nanoseconds)
    case .money(let value): .money(MoneyValue(nanos: value.nanos, currency: value.currency.code))
    case .list(let items): .list(items.map(\.celValue))
    case .object(let facts): facts.celValue
    }
  }
}

extension Facts {
  /// The facts as a map, without texts: no condition reads those.
  package var celValue: Value {
    .map(
      MapValue(
        fields.compactMap { field in
          if case .text = field.value { return nil }
          return (field.name, field.value.celValue)
        }))
  }
}

extension Timestamp {
  package var celValue: CELTimestamp {
    let micros = microseconds - seconds * 1_000_000
    return CELTimestamp(seconds: seconds, nanoseconds: Int32(micros * 1000)) ?? .epoch
  }
}

extension Value {
  /// The value as a fact; nothing for what no fact can be: bytes, types, maps with other keys than strings.
  package var fact: FactValue? {
    switch self {
    case .null, .bytes, .abstract: return nil
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .uint(let value): return .uint(value)
    case .double(let value): return .double(value)
    case .string(let value): return .string(value)
    case .timestamp(let value):
      return .timestamp(Timestamp(clamping: value.seconds * 1_000_000 + Int64(value.nanoseconds) / 1000))
    case .duration(let nanoseconds): return .duration(nanoseconds: nanoseconds)
    case .money(let value): return Currency(value.currency).map { .money(Money(nanos: value.nanos, currency: $0)) }
    case .list(let items):
      let facts = items.compactMap(\.fact)
      return facts.count == items.count ? .list(facts) : nil
    case .map(let map):
      var facts = Facts()
      for key in map.keys {
        guard case .string(let name) = key else { return nil }
        facts[name] = map[key]?.fact
      }
      return .object(facts)
    }
  }
}
