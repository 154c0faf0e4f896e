import Diagnostics

/// An expression as the checks and explanations here look at it: what is read, compared and combined.
///
/// Trees are as deep as the language allows expressions to be nested, so recursion over them is safe.
struct Term: Sendable {
  enum Literal: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case string(String)
    /// Anything else, as it is written.
    case other(String)
  }

  enum Comparison: String, Sendable {
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"

    /// The comparison with its sides exchanged; nothing for `in`.
    var mirrored: Comparison? {
      switch self {
      case .equal, .unequal: self
      case .less: .greater
      case .lessOrEqual: .greaterOrEqual
      case .greater: .less
      case .greaterOrEqual: .lessOrEqual
      case .isIn: nil
      }
    }
  }

  indirect enum Kind: Sendable {
    case literal(Literal)
    case variable(String)
    case select(Term, String)
    /// `a.?b`: absence is no error.
    case optionalSelect(Term, String)
    /// `has(a.b)`
    case has(Term, String)
    case index(Term, Term)
    case not(Term)
    case and(Term, Term)
    case or(Term, Term)
    case conditional(Term, Term, Term)
    case compare(Comparison, Term, Term)
    case list([Term])
    /// Anything else: the target of a method first.
    case call(String, [Term])
    /// A macro or binding: what it runs over, the names it binds, and what is evaluated under them.
    case scope(String, over: [Term], names: [String], body: [Term])
  }

  let kind: Kind
  /// In the text of the expression.
  let position: SourcePosition
  /// The place of the part in the expression that this was made of.
  let node: Int

  init(_ kind: Kind, at position: SourcePosition, node: Int) {
    self.kind = kind
    self.position = position
    self.node = node
  }

  /// What is evaluated below this node under the same names.
  var children: [Term] {
    switch kind {
    case .literal, .variable: []
    case .select(let operand, _), .optionalSelect(let operand, _), .has(let operand, _), .not(let operand): [operand]
    case .index(let left, let right), .and(let left, let right), .or(let left, let right),
      .compare(_, let left, let right):
      [left, right]
    case .conditional(let test, let yes, let no): [test, yes, no]
    case .list(let items): items
    case .call(_, let arguments): arguments
    case .scope(_, let over, _, _): over
    }
  }

  /// The names that the node spells, such as `request.data.class`, and where they start; nothing where it is no
  /// chain of names. An index by a literal string counts as a name.
  var path: (names: [String], position: SourcePosition)? {
    var names: [String] = []
    var current = self
    while true {
      switch current.kind {
      case .variable(let name):
        names.append(name)
        return (names.reversed(), current.position)
      case .select(let operand, let name):
        names.append(name)
        current = operand
      case .index(let operand, let key):
        guard case .literal(.string(let name)) = key.kind else { return nil }
        names.append(name)
        current = operand
      default: return nil
      }
    }
  }
}

extension Term: CustomStringConvertible {
  /// The expression in one canonical spelling.
  var description: String {
    switch kind {
    case .literal(let literal): literal.description
    case .variable(let name): name
    case .select(let operand, let name): "\(operand).\(name)"
    case .optionalSelect(let operand, let name): "\(operand).?\(name)"
    case .has(let operand, let name): "has(\(operand).\(name))"
    case .index(let operand, let key): "\(operand)[\(key)]"
    case .not(let operand): "!(\(operand))"
    case .and(let left, let right): "(\(left) && \(right))"
    case .or(let left, let right): "(\(left) || \(right))"
    case .conditional(let test, let yes, let no): "(\(test) ? \(yes) : \(no))"
    case .compare(let comparison, let left, let right): "\(left) \(comparison.rawValue) \(right)"
    case .list(let items): "[" + items.map(\.description).joined(separator: ", ") + "]"
    case .call(let name, let arguments): "\(name)(" + arguments.map(\.description).joined(separator: ", ") + ")"
    case .scope(let name, let over, let names, let body):
      "\(name)(" + (over.map(\.description) + names + body.map(\.description)).joined(separator: ", ") + ")"
    }
  }
}

extension Term.Literal: CustomStringConvertible {
  var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): String(value)
    case .int(let value): String(value)
    case .string(let value): "'\(value)'"
    case .other(let text): text
    }
  }
}
