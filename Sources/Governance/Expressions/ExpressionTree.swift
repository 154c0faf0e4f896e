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

  private enum Part {
    case node(Int)
    /// The body of a macro for one element.
    case element(macro: Int, variables: [(String, Value)])
  }

  /// Every part with its value; within macros, for the first elements.
  init(values program: Program, _ activation: Activation, _ environment: Environment) {
    add(program, activation, environment, above: [], isBody: false)
  }

  private mutating func add(
    _ program: Program, _ activation: Activation, _ environment: Environment, above: [Bool], isBody: Bool
  ) {
    let expression = program.expression
    var open: [(id: Int, isLast: [Bool])] = [(expression.root, above)]
    while let (id, isLast) = open.popLast() {
      guard !isCut else { return }
      if case .literal = expression[id].kind, id != expression.root { continue }
      let result = program.evaluate(id, activation)
      let place = expression[id].position
      guard
        add(
          Line(
            depth: isLast.count, isLast: isLast, label: Self.oneLine(expression.text(of: id)), note: Self.note(result),
            isError: result.isFailure, at: (place.line, place.column)))
      else { return }
      if case .comprehension(let it) = expression[id].kind {
        addElements(it, id, program, activation, environment, isLast)
        continue
      }
      guard expression.path(of: id) == nil, !isBody || isLast.count < above.count + 8 else { continue }
      let children = expression.children(of: id).filter {
        if case .literal = expression[$0].kind { false } else { true }
      }
      for (index, child) in children.enumerated().reversed() {
        open.append((child, isLast + [index == children.count - 1]))
      }
    }
  }

  /// The range of a macro, and its body for the first elements.
  private mutating func addElements(
    _ it: Expression.Comprehension, _ id: Int, _ program: Program, _ activation: Activation,
    _ environment: Environment, _ isLast: [Bool]
  ) {
    let expression = program.expression
    let range = program.evaluate(it.range, activation)
    let bodies = [it.condition, it.value].compactMap { $0 }
    let elements = Self.elements(of: range, it)
    let place = expression[it.range].position
    guard
      add(
        Line(
          depth: isLast.count + 1, isLast: isLast + [elements.isEmpty || bodies.isEmpty],
          label: Self.oneLine(expression.text(of: it.range)), note: Self.note(range), isError: range.isFailure,
          at: (place.line, place.column)))
    else { return }
    guard isLast.count < 12 else { return }
    let shown = elements.prefix(Self.mostElements)
    for (index, element) in shown.enumerated() {
      var inner = activation
      var names: [String] = []
      for (name, value) in element {
        inner.variables[name] = value
        names.append("\(name) = \(value.display)")
      }
      for (place, body) in bodies.enumerated() {
        let isEnd = index == shown.count - 1 && place == bodies.count - 1
        // By itself the body has the names of the macro as variables of its own.
        guard case .success(let part) = environment.parse(expression.text(of: body)) else { continue }
        let before = lines.count
        add(part, inner, environment, above: isLast + [isEnd], isBody: true)
        if lines.indices.contains(before) {
          lines[before].label = Self.oneLine("\(names.joined(separator: ", ")): \(lines[before].label)")
        }
      }
    }
  }

  private static func elements(
    of range: Result<Value, EvaluationError>, _ it: Expression.Comprehension
  ) -> [[(String, Value)]] {
    guard case .success(let value) = range else { return [] }
    switch value {
    case _ where it.macro == .bind: return [[(it.variable, value)]]
    case .list(let items):
      return items.prefix(mostElements).enumerated().map { index, item in
        it.second.map { [(it.variable, .int(Int64(index))), ($0, item)] } ?? [(it.variable, item)]
      }
    case .map(let map):
      return map.keys.prefix(mostElements).map { key in
        it.second.map { [(it.variable, key), ($0, map[key] ?? .null)] } ?? [(it.variable, key)]
      }
    case .type(.optional(let wrapped?)): return [[(it.variable, wrapped)]]
    default: return []
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
