import Diagnostics
import FactSchema

/// A comparison of a fact with values that stand in the text.
struct FactComparison {
  let path: FactPath
  let comparison: Term.Comparison
  /// The values, with their places: one, or with `in` those of the list.
  let values: [(literal: Term.Literal, position: SourcePosition)]
}

extension Term {
  /// The node as a comparison of a fact with literals, whichever way round it is written.
  var factComparison: FactComparison? {
    guard case .compare(let comparison, let left, let right) = kind else { return nil }
    if comparison == .isIn {
      guard let path = left.path, case .list(let items) = right.kind else { return nil }
      let values = items.compactMap(\.literalValue)
      guard values.count == items.count else { return nil }
      return FactComparison(path: FactPath(names: path.names), comparison: .isIn, values: values)
    }
    if let path = left.path, let value = right.literalValue {
      return FactComparison(path: FactPath(names: path.names), comparison: comparison, values: [value])
    }
    if let path = right.path, let value = left.literalValue, let mirrored = comparison.mirrored {
      return FactComparison(path: FactPath(names: path.names), comparison: mirrored, values: [value])
    }
    return nil
  }

  private var literalValue: (literal: Literal, position: SourcePosition)? {
    if case .literal(let literal) = kind { (literal, position) } else { nil }
  }

  /// Calls the body for every node, with the names that are bound there.
  func visit(bound: [String] = [], _ body: (Term, [String]) -> Void) {
    body(self, bound)
    for child in children { child.visit(bound: bound, body) }
    if case .scope(_, _, let names, let inner) = kind {
      for term in inner { term.visit(bound: bound + names, body) }
    }
  }
}

/// Finds values that a fact can never have: `request.environment == 'prod'` where it is `production`.
struct EnumCheck {
  struct Unknown: Hashable {
    let path: FactPath
    let value: String
    let values: [String]
    let position: SourcePosition
  }

  let schema: Schema

  func check(_ term: Term) -> [Unknown] {
    var found: [Unknown] = []
    term.visit { node, bound in
      if let comparison = node.factComparison {
        found += unknown(comparison, bound)
      } else if case .compare(.isIn, let item, let list) = node.kind, let path = list.path,
        case .literal(.string(let value)) = item.kind, !bound.contains(path.names[0]),
        case .list(.enumeration(let values))? = schema.type(at: path.names)?.type, !values.contains(value)
      {
        found.append(Unknown(path: FactPath(names: path.names), value: value, values: values, position: item.position))
      }
    }
    return found
  }

  private func unknown(_ comparison: FactComparison, _ bound: [String]) -> [Unknown] {
    guard let root = comparison.path.names.first, !bound.contains(root),
      case .enumeration(let values)? = schema.type(at: comparison.path.names)?.type
    else { return [] }
    return comparison.values.compactMap { literal, position in
      guard case .string(let value) = literal, !values.contains(where: { $0.utf8.elementsEqual(value.utf8) }) else {
        return nil
      }
      return Unknown(path: comparison.path, value: value, values: values, position: position)
    }
  }
}
