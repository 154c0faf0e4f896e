/// Adds up what the steps of a plan may take.
struct Estimator {
  let program: Program
  let hints: CostHints

  typealias Cost = ClosedRange<Int>
  private static let most = Int.max / 4

  private var tables: Plan.Tables { program.code.tables }

  private func step(_ id: Int) -> Plan.Step { tables.plain(program.code.steps[id]) }

  private func plus(_ costs: [Cost]) -> Cost {
    costs.reduce(0...0) {
      min($0.lowerBound + $1.lowerBound, Self.most)...min($0.upperBound + $1.upperBound, Self.most)
    }
  }

  private func upTo(_ count: Int) -> Cost { 0...min(max(count, 0), Self.most) }

  private func product(_ a: Int, _ b: Int) -> Int {
    let (result, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? Self.most : min(result, Self.most)
  }

  func cost(_ id: Int) -> Cost { plus([1...1, parts(id)]) }

  private func all(_ ids: [Int]) -> Cost { plus(ids.map { cost($0) }) }

  private func parts(_ id: Int) -> Cost {
    switch step(id) {
    case .constant, .local, .variable, .undeclared, .none, .slot, .test: return 0...0
    case .name(let place): return tables.unresolved[place].operand.map { 0...cost($0).upperBound } ?? 0...0
    case .select(let operand, _), .has(let operand, _), .optionalSelect(let operand, _), .unary(_, let operand):
      return cost(operand)
    case .isOneOf(let operand, _): return plus([cost(operand), upTo(size(operand))])
    case .matches(let operand, let pattern):
      return plus([cost(operand), upTo(product(length(operand), tables.patterns[pattern].size) / 32)])
    case .text(_, let a, let b): return plus([all([a, b]), upTo(size(a) + size(b))])
    case .index(let a, let b), .optionalIndex(let a, let b): return all([a, b])
    case .and(let a, let b), .or(let a, let b), .optionalOr(let a, let b, _):
      return plus([cost(a), 0...cost(b).upperBound])
    case .binary(let sign, let a, let b): return plus([all([a, b]), operation(sign, a, b)])
    case .conditional(let test, let yes, let no):
      let (yes, no) = (cost(yes), cost(no))
      return plus([cost(test), min(yes.lowerBound, no.lowerBound)...max(yes.upperBound, no.upperBound)])
    case .list(let place): return plus([all(tables.lists[place].items), upTo(size(id))])
    case .map(let place):
      return plus([all(tables.maps[place].flatMap { [$0.key, $0.value] }), upTo(size(id))])
    case .call(let place):
      let call = tables.calls[place]
      let looked = call.operands.reduce(0) { min($0 + size($1), Self.most) }
      let effort = call.hasEffort ? product(call.operands.first.map { length($0) } ?? 0, Regex.sizeLimit) / 32 : 0
      return plus([
        all(call.operands), call.cost...call.cost, upTo(product(looked + size(id), call.weight)), upTo(effort),
      ])
    case .comprehension(let place): return comprehension(tables.comprehensions[place], id)
    }
  }

  private func operation(_ sign: Expression.Operator, _ a: Int, _ b: Int) -> Cost {
    switch sign {
    case .equal, .unequal: upTo(min(size(a), size(b)))
    case .isIn: upTo(size(b) / 4)
    case .add: upTo(size(a) + size(b))
    default: 0...0
    }
  }

  private func comprehension(_ it: Expression.Comprehension, _ id: Int) -> Cost {
    let range = cost(it.range)
    let inner = all([it.condition, it.value].compactMap { $0 })
    switch it.macro {
    case .bind: return plus([range, inner])
    case .optMap, .optFlatMap: return plus([range, 0...inner.upperBound])
    default:
      // Sorting, and what is put into a map, take more than a step for each element.
      let kept = product(count(it.range), it.macro == .transformMap ? 2 : 1)
      return plus([range, upTo(product(count(it.range), inner.upperBound)), upTo(size(id)), upTo(kept)])
    }
  }

  /// The most elements of a list or a map.
  private func count(_ id: Int) -> Int {
    switch step(id) {
    case .constant(let place):
      switch tables.constants[place] {
      case .list(let items): items.count
      case .map(let map): map.count
      default: 0
      }
    case .list(let place): tables.lists[place].items.count
    case .map(let place): tables.maps[place].count
    case .binary(.add, let a, let b): count(a) + count(b)
    case .conditional(_, let yes, let no): max(count(yes), count(no))
    case .comprehension(let place):
      switch tables.comprehensions[place].macro {
      case .bind, .optMap, .optFlatMap: hints.elements
      default: count(tables.comprehensions[place].range)
      }
    default: hinted(id) ?? hints.elements
    }
  }

  private func hinted(_ id: Int) -> Int? {
    guard !hints.sizes.isEmpty, let path = program.expression.path(of: id) else { return nil }
    return hints.sizes[path.joined(separator: ".")].map { min(max($0, 0), Self.most) }
  }

  /// The most that a value counts, as ``Value/size(upTo:)`` counts it.
  private func size(_ id: Int) -> Int {
    switch step(id) {
    case .constant(let place): return tables.constants[place].size(upTo: Self.most)
    case .list(let place):
      let items = tables.lists[place].items
      return items.reduce(items.count) { min($0 + size($1), Self.most) }
    case .map(let place):
      let entries = tables.maps[place]
      return entries.reduce(entries.count) { min($0 + size($1.value), Self.most) }
    case .binary(.add, let a, let b): return min(size(a) + size(b), Self.most)
    case .conditional(_, let yes, let no): return max(size(yes), size(no))
    case .comprehension(let place):
      let it = tables.comprehensions[place]
      switch it.macro {
      case .all, .exists, .existsOne: return 0
      case .filter: return size(it.range)
      default: return it.value.map { product(count(it.range), 1 + size($0)) } ?? size(it.range)
      }
    default: return assumed(program.type(of: id), hinted(id))
    }
  }

  /// The most bytes of a text.
  private func length(_ id: Int) -> Int {
    if case .string(let text)? = program.constant(id) { return text.utf8.count }
    return hinted(id) ?? max(hints.characters, product(size(id), 32))
  }

  private func assumed(_ type: CELType, _ hint: Int? = nil) -> Int {
    switch type {
    case .string, .bytes: (hint ?? hints.characters) / 32
    case .list(let element): product(hint ?? hints.elements, 1 + assumed(element))
    case .map(_, let value): product(hint ?? hints.elements, 1 + assumed(value))
    case .object(let object): object.fields.reduce(object.fields.count) { min($0 + assumed($1.type), Self.most) }
    case .optional(let wrapped): 1 + assumed(wrapped)
    case .dyn: max(hints.elements, hints.characters / 32)
    default: 0
    }
  }
}
