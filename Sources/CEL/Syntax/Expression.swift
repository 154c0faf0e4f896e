public import Diagnostics

/// A parsed expression. Nodes refer to each other by their place in `nodes`, so that no depth is a danger.
public struct Expression: Sendable {
  public typealias NodeID = Int

  public struct Node: Sendable {
    public var kind: Kind
    public var position: SourcePosition
    /// In code points of the source.
    public var range: Range<Int>
  }

  public enum Kind: Sendable {
    case literal(Value)
    case identifier(String)
    case select(NodeID, field: String)
    case has(NodeID, field: String)
    case index(NodeID, NodeID)
    case call(String, target: NodeID?, [NodeID])
    case unary(Operator, NodeID)
    case binary(Operator, NodeID, NodeID)
    case conditional(NodeID, NodeID, NodeID)
    case list([NodeID])
    case map([(key: NodeID, value: NodeID)])
    indirect case comprehension(Comprehension)
  }

  public enum Operator: String, Sendable {
    case and = "&&", or = "||", not = "!", negate = "-"
    case equal = "==", unequal = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">=", isIn = "in"
    case add = "+", subtract = "- ", multiply = "*", divide = "/", modulo = "%"

    /// As it is written.
    public var text: String { self == .subtract ? "-" : rawValue }
  }

  /// A macro over the elements of a list or the keys of a map, or one that names a value.
  public struct Comprehension: Sendable {
    public enum Macro: String, Sendable {
      case all, exists, existsOne = "exists_one", map, filter
      /// Of two variables only: `m.transformMap(k, v, v * 2)`.
      case transformList, transformMap, transformMapEntry
      /// `list.sortBy(x, x.cost)`
      case sortBy
      /// `cel.bind(x, 2 + 3, x * x)`: the range is the value of the variable.
      case bind
      /// `optional.optMap(x, x + 1)`: the range is an optional.
      case optMap, optFlatMap
    }
    public var macro: Macro
    public var range: NodeID
    public var variable: String
    /// The second variable of `m.all(k, v, ...)`: the variable is then the index or key, and this one the value.
    public var second: String?
    /// `all exists exists_one filter`: the condition; `map` and its kin: the condition of the longer form.
    public var condition: NodeID?
    /// `map` and its kin: the value.
    public var value: NodeID?

    /// The names that the macro declares within its condition and value.
    public var variables: [String] { [variable] + (second.map { [$0] } ?? []) }
  }

  /// Names of the calls that have a spelling of their own.
  public enum OperatorCall {
    /// `a.?b`: the operand, and the field as a literal.
    public static let optionalSelect = "_?._"
    /// `a[?b]`
    public static let optionalIndex = "_[?_]"
    /// `?x` as the element of a list or the key of a map.
    public static let optionalElement = "?_"
  }

  public let source: String
  public internal(set) var nodes: [Node]
  public internal(set) var root: NodeID

  public subscript(id: NodeID) -> Node { nodes[id] }

  /// The operands of the chain of `&&` at the root, in order; the root itself where it is none.
  public var conjuncts: [NodeID] {
    var result: [NodeID] = []
    var open = [root]
    while let id = open.popLast() {
      if case .binary(.and, let left, let right) = nodes[id].kind { open += [right, left] } else { result.append(id) }
    }
    return result
  }

  /// The text of a part, as it was written.
  public func text(of id: NodeID) -> String {
    var part = String.UnicodeScalarView()
    part.append(contentsOf: source.unicodeScalars.dropFirst(nodes[id].range.lowerBound).prefix(nodes[id].range.count))
    return String(part)
  }

  /// The children of a node, in order.
  public func children(of id: NodeID) -> [NodeID] {
    var result: [NodeID] = []
    Self.forEachChild(of: nodes[id].kind) { result.append($0) }
    return result
  }

  static func forEachChild(of kind: Kind, _ body: (NodeID) -> Void) {
    switch kind {
    case .literal, .identifier: break
    case .select(let operand, _), .has(let operand, _), .unary(_, let operand): body(operand)
    case .index(let left, let right), .binary(_, let left, let right):
      body(left)
      body(right)
    case .call(_, let target, let arguments):
      if let target { body(target) }
      arguments.forEach(body)
    case .conditional(let test, let yes, let no):
      body(test)
      body(yes)
      body(no)
    case .list(let items): items.forEach(body)
    case .map(let entries):
      for entry in entries {
        body(entry.key)
        body(entry.value)
      }
    case .comprehension(let it):
      body(it.range)
      if let condition = it.condition { body(condition) }
      if let value = it.value { body(value) }
    }
  }

  /// A node and all below it, each before its children, in the order of the text.
  public func subtree(of id: NodeID) -> [NodeID] {
    var (result, open): ([NodeID], [NodeID]) = ([], [id])
    while let next = open.popLast() {
      result.append(next)
      open += children(of: next).reversed()
    }
    return result
  }

  /// The path that a node spells, such as `request.data.class`; nothing where it is no chain of names.
  ///
  /// `a.?b` and `a['b']` spell `a.b` too.
  public func path(of id: NodeID) -> [String]? { chain(of: id)?.path }

  /// A chain of names, whether it starts at the root (`.a.b`), and whether absence is no error on its way (`a.?b`).
  private func chain(of id: NodeID) -> (path: [String], isRooted: Bool, isOptional: Bool)? {
    var names: [String] = []
    var (current, isOptional) = (id, false)
    while true {
      switch nodes[current].kind {
      case .identifier(let name):
        let isRooted = name.hasPrefix(".")
        return ([isRooted ? String(name.dropFirst()) : name] + names.reversed(), isRooted, isOptional)
      case .select(let operand, let field):
        names.append(field)
        current = operand
      case .index(let operand, let key):
        guard case .literal(.string(let name)) = nodes[key].kind else { return nil }
        names.append(name)
        current = operand
      case .call(OperatorCall.optionalSelect, _, let operands), .call(OperatorCall.optionalIndex, _, let operands):
        guard operands.count == 2, case .literal(.string(let name)) = nodes[operands[1]].kind else { return nil }
        names.append(name)
        (current, isOptional) = (operands[0], true)
      default: return nil
      }
    }
  }

  /// A path that a part reads, and whether only its presence is asked for.
  public struct Attribute: Hashable, Sendable {
    public let path: [String]
    public let node: NodeID
    public let isPresenceTest: Bool
  }

  /// Every path that a part reads, in order of its text; variables of macros are left out.
  ///
  /// `has(a.b)` and `a.?b` ask for presence: absence is no error there.
  public func attributes(of id: NodeID) -> [Attribute] {
    var result: [Attribute] = []
    var open: [(NodeID, [String])] = [(id, [])]
    while let (current, bound) = open.popLast() {
      if case .has(let operand, let field) = nodes[current].kind, let found = chain(of: operand) {
        if found.isRooted || !bound.contains(found.path[0]) {
          result.append(Attribute(path: found.path + [field], node: current, isPresenceTest: true))
        }
      } else if let found = chain(of: current) {
        if found.isRooted || !bound.contains(found.path[0]) {
          result.append(Attribute(path: found.path, node: current, isPresenceTest: found.isOptional))
        }
      } else if case .comprehension(let it) = nodes[current].kind {
        let inner = bound + it.variables
        open += [it.value, it.condition].compactMap { $0 }.map { ($0, inner) }
        open.append((it.range, bound))
      } else {
        open += children(of: current).reversed().map { ($0, bound) }
      }
    }
    return result
  }
}
