import CEL
import Diagnostics
package import StrictJSON

/// An expression as a tree, each part with what is known of it: its type, or its value.
package struct ExpressionTree: Sendable {
  package struct Line: Sendable {
    /// From 0.
    package var depth: Int
    /// Whether no sibling follows; for each level down to this one.
    package var isLast: [Bool]
    /// The operator, the name, the literal, or the part as it is written.
    package var label: String
    /// The type or the value.
    package var note: String
    package var isError = false
    /// Where the part stands in the expression.
    package var at: (line: Int, column: Int)
  }

  /// From the root down, each part above its own.
  package private(set) var lines: [Line] = []
  /// Whether there are more parts than lines.
  package private(set) var isCut = false

  /// The most parts that are shown.
  private static let limit = 300
  /// The most elements of a list for which the parts of a macro are shown.
  private static let mostElements = 5
  /// How deep parts are followed.
  private static let deepest = 60

  package var json: JSONValue {
    .array(
      lines.map { line in
        .object([
          "depth": .integer(Int64(line.depth)), "node": .string(line.label), "note": .string(line.note),
          "line": .integer(Int64(line.at.line)), "column": .integer(Int64(line.at.column)),
        ])
      })
  }

  private mutating func add(_ line: Line) -> Bool {
    guard lines.count < Self.limit else {
      isCut = true
      return false
    }
    lines.append(line)
    return true
  }

  // MARK: - Types

  /// Every node with its type.
  init(types program: Program) {
    let expression = program.expression
    var open: [(id: Int, isLast: [Bool])] = [(expression.root, [])]
    while let (id, isLast) = open.popLast() {
      let node = expression[id]
      let line = Line(
        depth: isLast.count, isLast: isLast, label: node.kind.label, note: program.type(of: id).description,
        at: (node.position.line, node.position.column))
      guard add(line) else { return }
      let children = expression.children(of: id)
      for (index, child) in children.enumerated().reversed() {
        open.append((child, isLast + [index == children.count - 1]))
      }
    }
  }

  // MARK: - Values

  /// Every part with its value; within macros, for the first elements.
  init(values program: Program, _ activation: Activation) {
    let trace = program.trace(activation, elements: Self.mostElements)
    add(program.expression.root, program.expression, trace, above: [])
  }

  /// - Parameter names: What the variables of the macro around stand for, before the part's own text.
  private mutating func add(
    _ id: Int, _ expression: Expression, _ trace: Trace, above isLast: [Bool], names: String = ""
  ) {
    guard !isCut, let result = trace.results[id] else { return }
    let place = expression[id].position
    let line = Line(
      depth: isLast.count, isLast: isLast, label: Self.oneLine(names + expression.text(of: id)),
      note: Self.note(result), isError: result.isFailure, at: (place.line, place.column))
    guard add(line), isLast.count < Self.deepest else { return }
    let parts = parts(of: id, expression, trace)
    for (index, part) in parts.enumerated() {
      add(part.id, expression, part.trace, above: isLast + [index == parts.count - 1], names: part.names)
    }
  }

  private func parts(of id: Int, _ expression: Expression, _ trace: Trace) -> [(id: Int, trace: Trace, names: String)] {
    guard case .comprehension(let it) = expression[id].kind else {
      // A chain of names is one fact.
      guard expression.path(of: id) == nil else { return [] }
      return expression.children(of: id).compactMap { child in
        if case .literal = expression[child].kind { nil } else { (child, trace, "") }
      }
    }
    let bodies = [it.condition, it.value].compactMap { $0 }
    return [(it.range, trace, "")]
      + trace.iterations[id, default: []].flatMap { iteration in
        let names = iteration.variables.map { "\($0.name) = \($0.value.display)" }.joined(separator: ", ")
        return bodies.map { ($0, iteration.parts, names + ": ") }
      }
  }

  private static func note(_ result: Result<Value, EvaluationError>) -> String {
    switch result {
    case .success(let value): return shortened(value.display, to: 60)
    case .failure(let error): return error.message
    }
  }

  /// The text on one line, and not too long.
  private static func oneLine(_ text: String) -> String {
    shortened(text.split { $0.isWhitespace }.joined(separator: " "), to: 100)
  }

  private static func shortened(_ text: String, to limit: Int) -> String {
    text.unicodeScalars.count <= limit
      ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit - 1))) + "…"
  }
}

extension Result {
  fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}

extension Expression.Kind {
  /// What the node is, without its children.
  fileprivate var label: String {
    switch self {
    case .literal(let value): value.display
    case .identifier(let name): name
    case .select(_, let field): ".\(field)"
    case .has(_, let field): "has .\(field)"
    case .index: "[]"
    case .call(let name, let target, _): target == nil ? "\(name)()" : ".\(name)()"
    case .unary(let sign, _): sign.text
    case .binary(let sign, _, _): sign.text
    case .conditional: "?:"
    case .list: "list"
    case .map: "map"
    case .comprehension(let it): "\(it.macro.rawValue)(\(it.variables.joined(separator: ", ")))"
    }
  }
}
