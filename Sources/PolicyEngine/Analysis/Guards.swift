import Diagnostics
import FactSchema

/// Finds reads of facts that may be absent, where nothing has made sure that they are there.
///
/// What makes sure: `has(x.y) && ...`, `!has(x.y) || ...`, `has(x.y) ? ... : ...`, `'k' in x && ...`. The order of
/// operands does not matter, since an error on one side gives way when the other side decides.
struct GuardCheck {
  /// A read that may fail: the first fact on its way that may be absent.
  struct Unguarded: Hashable {
    let read: FactPath
    let missing: FactPath
    let position: SourcePosition
  }

  typealias Guards = Set<FactPath>

  let schema: Schema
  /// Objects whose optional facts are there together or not at all.
  let presentTogether: Set<String>
  private(set) var found: [Unguarded] = []

  init(schema: Schema, presentTogether: Set<String> = []) {
    self.schema = schema
    self.presentTogether = presentTogether
  }

  /// Looks at an expression of which it is known that the guards hold.
  mutating func check(_ term: Term, under guards: Guards = [], bound: [String] = []) {
    if let path = term.path {
      note(path.names, path.position, guards, bound)
      return
    }
    switch term.kind {
    case .has(let operand, _), .optionalSelect(let operand, _): check(operand, under: guards, bound: bound)
    case .and(let left, let right):
      check(left, under: guards.union(whenTrue(right, bound)), bound: bound)
      check(right, under: guards.union(whenTrue(left, bound)), bound: bound)
    case .or(let left, let right):
      check(left, under: guards.union(whenFalse(right, bound)), bound: bound)
      check(right, under: guards.union(whenFalse(left, bound)), bound: bound)
    case .conditional(let test, let yes, let no):
      check(test, under: guards, bound: bound)
      check(yes, under: guards.union(whenTrue(test, bound)), bound: bound)
      check(no, under: guards.union(whenFalse(test, bound)), bound: bound)
    case .scope(_, let over, let names, let body):
      for term in over { check(term, under: guards, bound: bound) }
      let inner = guards.filter { !names.contains($0.names.first ?? "") }
      for term in body { check(term, under: inner, bound: bound + names) }
    default:
      for child in term.children { check(child, under: guards, bound: bound) }
    }
  }

  private mutating func note(_ names: [String], _ position: SourcePosition, _ guards: Guards, _ bound: [String]) {
    guard let root = names.first, !bound.contains(root), var type = schema.facts[root]?.type else { return }
    for (index, name) in names.enumerated().dropFirst() {
      guard let member = type.member(name) else { return }
      type = member.type
      let path = FactPath(names: Array(names[...index]))
      if member.isOptional, !isGuarded(path, guards) {
        let unguarded = Unguarded(read: FactPath(names: names), missing: path, position: position)
        if !found.contains(unguarded) { found.append(unguarded) }
        return
      }
    }
  }

  private func isGuarded(_ path: FactPath, _ guards: Guards) -> Bool {
    if guards.contains(path) { return true }
    guard let root = path.names.first, presentTogether.contains(root), path.names.count == 2 else { return false }
    return guards.contains { $0.names.first == root && $0.names.count > 1 }
  }

  // MARK: - What is known

  /// The facts that are there where the expression is true.
  func whenTrue(_ term: Term, _ bound: [String] = []) -> Guards {
    switch term.kind {
    case .has(let operand, let name): present(operand, name, bound)
    case .compare(.isIn, let key, let map):
      if case .literal(.string(let name)) = key.kind { present(map, name, bound) } else { [] }
    case .not(let operand): whenFalse(operand, bound)
    case .and(let left, let right): whenTrue(left, bound).union(whenTrue(right, bound))
    case .or(let left, let right): whenTrue(left, bound).intersection(whenTrue(right, bound))
    case .conditional(let test, let yes, let no):
      whenTrue(test, bound).union(whenTrue(yes, bound)).intersection(whenFalse(test, bound).union(whenTrue(no, bound)))
    default: []
    }
  }

  /// The facts that are there where the expression is false.
  func whenFalse(_ term: Term, _ bound: [String] = []) -> Guards {
    switch term.kind {
    case .not(let operand): whenTrue(operand, bound)
    case .and(let left, let right): whenFalse(left, bound).intersection(whenFalse(right, bound))
    case .or(let left, let right): whenFalse(left, bound).union(whenFalse(right, bound))
    default: []
    }
  }

  private func present(_ operand: Term, _ name: String, _ bound: [String]) -> Guards {
    guard let names = operand.path?.names, let root = names.first, !bound.contains(root) else { return [] }
    let whole = names + [name]
    return Set((2...max(2, whole.count)).map { FactPath(names: Array(whole.prefix($0))) })
  }
}
