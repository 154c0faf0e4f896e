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
    case comprehension(Comprehension)
  }

  public enum Operator: String, Sendable {
    case and = "&&", or = "||", not = "!", negate = "-"
    case equal = "==", unequal = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">=", isIn = "in"
    case add = "+", subtract = "- ", multiply = "*", divide = "/", modulo = "%"

    /// As it is written.
    public var text: String { self == .subtract ? "-" : rawValue }
  }

  public struct Comprehension: Sendable {
    public enum Macro: String, Sendable { case all, exists, existsOne = "exists_one", map, filter }
    public var macro: Macro
    public var range: NodeID
    public var variable: String
    /// `all exists exists_one filter`: the condition; `map`: the condition of its three-argument form.
    public var condition: NodeID?
    /// `map`: the value.
    public var value: NodeID?
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
    switch nodes[id].kind {
    case .literal, .identifier: []
    case .select(let operand, _), .has(let operand, _), .unary(_, let operand): [operand]
    case .index(let left, let right), .binary(_, let left, let right): [left, right]
    case .call(_, let target, let arguments): (target.map { [$0] } ?? []) + arguments
    case .conditional(let test, let yes, let no): [test, yes, no]
    case .list(let items): items
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .comprehension(let it): [it.range] + [it.condition, it.value].compactMap { $0 }
    }
  }

  /// The path that a node spells, such as `request.data.class`; nothing where it is no chain of names.
  public func path(of id: NodeID) -> [String]? {
    var names: [String] = []
    var current = id
    while true {
      switch nodes[current].kind {
      case .identifier(let name): return [name] + names.reversed()
      case .select(let operand, let field):
        names.append(field)
        current = operand
      case .index(let operand, let key):
        guard case .literal(.string(let name)) = nodes[key].kind else { return nil }
        names.append(name)
        current = operand
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
  public func attributes(of id: NodeID) -> [Attribute] {
    var result: [Attribute] = []
    var open: [(NodeID, [String])] = [(id, [])]
    while let (current, bound) = open.popLast() {
      if case .has(let operand, let field) = nodes[current].kind, let path = path(of: operand) {
        if let root = path.first, !bound.contains(root) {
          result.append(Attribute(path: path + [field], node: current, isPresenceTest: true))
        }
        continue
      }
      if let path = path(of: current) {
        if let root = path.first, !bound.contains(root) {
          result.append(Attribute(path: path, node: current, isPresenceTest: false))
        }
        continue
      }
      if case .comprehension(let it) = nodes[current].kind {
        let inner = bound + [it.variable]
        open += [it.value, it.condition].compactMap { $0 }.map { ($0, inner) }
        open.append((it.range, bound))
        continue
      }
      open += children(of: current).reversed().map { ($0, bound) }
    }
    return result
  }
}
