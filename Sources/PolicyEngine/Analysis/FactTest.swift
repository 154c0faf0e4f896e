import CEL
import FactSchema
import SpendModel

/// What a test looks at: a fact as a value of one kind, whether it is stated, or anything else that is true or false.
enum TestedFact: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case text, integer, double, flag, timestamp, duration
    case money(currency: String)
  }

  case value(FactPath, Kind)
  case presence(FactPath)
  /// An expression of which nothing is known but that it is true or false, in its canonical spelling.
  case other(String)

  /// As an author would write it.
  var text: String {
    switch self {
    case .value(let path, _): path.text
    case .presence(let path): "has(\(path.text))"
    case .other(let text): text
    }
  }
}

/// A part of a condition as the values of one fact for which it holds.
struct FactTest: Hashable, Sendable {
  var fact: TestedFact
  var values: ValueSet
}

/// Reads conditions as tests of facts.
struct FactTestReader {
  let program: Program
  let schema: Schema

  /// The values that a fact can have at all.
  static func universe(of fact: TestedFact, in schema: Schema) -> ValueSet {
    guard case .value(let path, let kind) = fact else { return .allFlags }
    switch kind {
    case .flag: return .allFlags
    case .text:
      if case .enumeration(let values)? = schema.type(at: path.names)?.type { return .texts(values) }
      return .allTexts
    case .integer:
      if case .uint? = schema.type(at: path.names)?.type { return .numbers([0 ... .max]) }
      return .allNumbers
    case .double:
      guard let low = (-Double.infinity).place, let high = Double.infinity.place else { return .allNumbers }
      return .numbers([low...high])
    case .timestamp, .duration, .money: return .allNumbers
    }
  }

  /// The part as a test; what is more than that is a test of itself.
  func test(_ term: Term) -> FactTest {
    compound(term) ?? FactTest(fact: .other(program.expression.formatted(term.node)), values: .flags([true]))
  }

  private func compound(_ term: Term) -> FactTest? {
    switch term.kind {
    case .not(let operand): return complement(test(operand))
    case .and(let left, let right): return combine(test(left), test(right)) { $0.intersection($1) }
    case .or(let left, let right): return combine(test(left), test(right)) { $0.union($1) }
    case .has(let operand, let name):
      return operand.path.map {
        FactTest(fact: .presence(FactPath(names: $0.names + [name])), values: .flags([true]))
      }
    case .compare(.isIn, let item, let list): return membership(item, list)
    case .compare(let comparison, let left, let right):
      if let path = left.path, let value = program.constant(right.node) {
        return compare(path.names, comparison, value)
      }
      if let path = right.path, let value = program.constant(left.node), let mirrored = comparison.mirrored {
        return compare(path.names, mirrored, value)
      }
      return nil
    case .select, .variable, .index:
      guard let path = term.path, case .bool? = schema.type(at: path.names)?.type else { return nil }
      return FactTest(fact: .value(FactPath(names: path.names), .flag), values: .flags([true]))
    default: return nil
    }
  }

  private func complement(_ test: FactTest) -> FactTest? {
    Self.universe(of: test.fact, in: schema).subtracting(test.values).map { FactTest(fact: test.fact, values: $0) }
  }

  private func combine(
    _ left: FactTest, _ right: FactTest, _ operation: (ValueSet, ValueSet) -> ValueSet?
  ) -> FactTest? {
    guard left.fact == right.fact else { return nil }
    return operation(left.values, right.values).map { FactTest(fact: left.fact, values: $0) }
  }

  /// `request.team in ['a', 'b']`
  private func membership(_ item: Term, _ list: Term) -> FactTest? {
    guard let path = item.path, let names = schema.type(at: path.names) == nil ? nil : path.names,
      case .list(let wanted)? = program.constant(list.node)
    else { return nil }
    let tests = wanted.compactMap { compare(names, .equal, $0) }
    guard tests.count == wanted.count, let first = tests.first else { return nil }
    var values = first.values
    for test in tests.dropFirst() {
      guard test.fact == first.fact, let both = values.union(test.values) else { return nil }
      values = both
    }
    return FactTest(fact: first.fact, values: values)
  }

  private func compare(_ names: [String], _ comparison: Term.Comparison, _ value: Value) -> FactTest? {
    guard let root = names.first, schema.facts[root] != nil, let type = schema.type(at: names)?.type,
      let (kind, values) = Self.values(comparison, value, type)
    else { return nil }
    let fact = TestedFact.value(FactPath(names: names), kind)
    return Self.universe(of: fact, in: schema).intersection(values).map { FactTest(fact: fact, values: $0) }
  }

  /// The values for which the comparison holds, where fact and value are of one kind.
  private static func values(
    _ comparison: Term.Comparison, _ value: Value, _ type: FactType
  ) -> (TestedFact.Kind, ValueSet)? {
    switch (type, value) {
    case (.string, .string(let text)), (.enumeration, .string(let text)):
      switch comparison {
      case .equal: return (.text, .texts([text]))
      case .unequal: return (.text, ValueSet.texts([text]).complement)
      default: return nil
      }
    case (.bool, .bool(let flag)):
      switch comparison {
      case .equal: return (.flag, .flags([flag]))
      case .unequal: return (.flag, .flags([!flag]))
      default: return nil
      }
    case (.int, .int(let number)), (.uint, .int(let number)): return range(comparison, number).map { (.integer, $0) }
    case (.int, .uint(let number)), (.uint, .uint(let number)):
      return Int64(exactly: number).flatMap { range(comparison, $0) }.map { (.integer, $0) }
    case (.double, .double(let number)):
      return number.place.flatMap { range(comparison, $0) }.map { (.double, $0) }
    case (.double, .int(let number)):
      return Double(exactly: number)?.place.flatMap { range(comparison, $0) }.map { (.double, $0) }
    case (.money, .money(let money)):
      return range(comparison, money.nanos).map { (.money(currency: money.currency), $0) }
    case (.timestamp, .timestamp(let time)):
      guard case .timestamp(let time)? = Value.timestamp(time).fact else { return nil }
      return range(comparison, time.microseconds).map { (.timestamp, $0) }
    case (.duration, .duration(let length)): return range(comparison, length).map { (.duration, $0) }
    default: return nil
    }
  }

  private static func range(_ comparison: Term.Comparison, _ number: Int64) -> ValueSet? {
    let below = number == .min ? [] : [.min...(number - 1)]
    let above = number == .max ? [] : [(number + 1) ... .max]
    switch comparison {
    case .equal: return .numbers([number...number])
    case .unequal: return .numbers(below + above)
    case .less: return .numbers(below)
    case .lessOrEqual: return .numbers([.min...number])
    case .greater: return .numbers(above)
    case .greaterOrEqual: return .numbers([number ... .max])
    case .isIn: return nil
    }
  }
}

extension FactTest {
  /// One of the values, in words; the least that is easy to read.
  var example: String {
    switch values {
    case .flags(let flags): return flags.contains(true) ? "true" : "false"
    case .texts(let values, let isRest):
      guard isRest else {
        return values.min { $0.lexicographicallyPrecedes($1) }.map { "'\(String(decoding: $0, as: UTF8.self))'" } ?? ""
      }
      return values.isEmpty ? "anything" : "something else"
    case .numbers(let ranges): return example(of: ranges)
    }
  }

  private func example(of ranges: [ClosedRange<Int64>]) -> String {
    guard case .value(_, let kind) = fact, let range = ranges.first(where: { $0.upperBound >= 0 }) ?? ranges.last
    else { return "" }
    let number = Self.plain(range, step: kind.step)
    switch kind {
    case .money(let code):
      return Currency(code).map { FactValue.money(Money(nanos: number, currency: $0)).display } ?? ""
    case .timestamp: return Timestamp(clamping: number).description
    case .duration: return FactValue.duration(nanoseconds: number).display
    case .double: return Double(place: number).description
    default: return String(number)
    }
  }

  /// A number of the range that is not negative where one need not be, and whole in a unit that people use.
  private static func plain(_ range: ClosedRange<Int64>, step: Int64) -> Int64 {
    if range.contains(0) { return 0 }
    guard range.lowerBound > 0, range.lowerBound != .max else { return range.upperBound }
    let (rounded, overflow) = ((range.lowerBound - 1) / step + 1).multipliedReportingOverflow(by: step)
    return !overflow && range.contains(rounded) ? rounded : range.lowerBound
  }
}

extension TestedFact.Kind {
  /// How many of the numbers make one of the unit in which people count.
  fileprivate var step: Int64 {
    switch self {
    case .money, .duration: 1_000_000_000
    case .timestamp: 1_000_000
    default: 1
    }
  }
}
