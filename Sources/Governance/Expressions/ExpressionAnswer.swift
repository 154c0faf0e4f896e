import BundleLoading
import CEL
package import Diagnostics
import FactSchema
package import StrictJSON

/// What came of an expression.
package struct ExpressionAnswer: Sendable {
  /// A fact that the expression reads; no value where it is missing.
  package struct Read: Sendable {
    package var fact: String
    package var value: String?
    var json: JSONValue?
  }

  package var type: String
  /// Nothing where facts are missing that it hangs on: see the residual.
  package var value: String?
  var valueJSON: JSONValue?
  /// The steps that it takes at least and at most, as estimated before it runs.
  package var estimate: ClosedRange<Int>
  /// The steps that it took.
  package var steps: Int?
  package var reads: [Read]
  /// What is left of the expression, where it has no value yet.
  package var residual: String?
  /// Why it has no value yet.
  package var errors: [Diagnostic]
  /// The expression as a tree with the value of each part, where asked for.
  package var tree: ExpressionTree?

  package var json: JSONValue {
    .object([
      "value": valueJSON ?? .null, "type": .string(type),
      "cost": .object([
        "min": .integer(Int64(estimate.lowerBound)), "max": .integer(Int64(estimate.upperBound)),
        "actual": steps.map { .integer(Int64($0)) } ?? .null,
      ]),
      "reads": .array(
        reads.map {
          .object(["fact": .string($0.fact), "value": $0.json ?? .null, "missing": $0.json == nil ? true : nil])
        }),
      "residual": residual.map { .string($0) } ?? .null,
      "errors": .array(
        errors.map { error in
          .object([
            "code": .string(error.code), "message": .string(error.message), "hint": error.hint.map { .string($0) },
            "position": error.position.map { at in
              .object(["line": .integer(Int64(at.line)), "column": .integer(Int64(at.column))])
            },
          ])
        }),
      "tree": tree?.json,
    ])
  }
}

extension Workbench {
  /// Evaluates an expression; where facts are missing that it hangs on, the answer is what is left of it.
  ///
  /// - Parameters:
  ///   - isChecked: Whether names and types are checked before it runs.
  ///   - isExplained: Whether the answer has the value of each part.
  /// - Throws: ``Failure`` of kind `badInput` with every error of the expression, or the reason why it has no value.
  package func answer(
    _ source: String, isChecked: Bool = true, isExplained: Bool = false
  ) throws(Failure) -> ExpressionAnswer {
    let compiled = try compile(source, isChecked: isChecked)
    let program = compiled.program
    let activation = activation
    let missing = missingFacts(of: program, activation)
    let (result, steps) = program.measure(activation)
    var answer = ExpressionAnswer(
      type: program.type.description, estimate: program.cost(), steps: steps, reads: reads(of: program, activation),
      errors: [])
    switch result {
    case .success(let value): answer.put(value, program.type)
    case .failure(let error):
      guard !missing.isEmpty, error.code != .budgetExceeded else {
        if let doubts = compiled.doubts { throw Self.failure(doubts, in: source) }
        throw Self.failure(error, in: source)
      }
      let residual = program.residual(activation, unknown: missing.map(\.path))
      if let value = residual.value {
        answer.put(value, program.type)
      } else {
        answer.residual = residual.expression.formatted
        answer.errors = missing.map { read in
          Diagnostic(
            "missing-fact", "no value for `\(read.path.joined(separator: "."))`", severity: .note,
            file: "expression", at: program.expression[read.node].position)
        }
      }
    }
    if isExplained { answer.tree = ExpressionTree(values: program, activation) }
    return answer
  }

  /// The type of an expression, checked but not evaluated.
  package func type(of source: String) throws(Failure) -> String { try compile(source).program.type.description }

  /// The steps that an expression takes at least and at most, and those that it takes on the facts as they are.
  package func cost(of source: String) throws(Failure) -> (estimate: ClosedRange<Int>, steps: Int) {
    let program = try compile(source).program
    return (program.cost(), program.measure(activation).steps)
  }

  /// The expression as a tree of its parts.
  package func tree(of source: String, isChecked: Bool = true) throws(Failure) -> ExpressionTree {
    ExpressionTree(types: try compile(source, isChecked: isChecked).program)
  }

  /// What is left of an expression once the facts are known that are.
  ///
  /// - Parameter unknown: Further paths that count as unknown, and all below them.
  package func residual(of source: String, unknown: [[String]]) throws(Failure) -> String {
    let program = try compile(source).program
    let activation = activation
    let missing = missingFacts(of: program, activation).map(\.path)
    return program.residual(activation, unknown: missing + unknown).expression.formatted
  }

  /// Whether a text is an expression as far as its grammar goes.
  package func parses(_ source: String) -> Bool {
    if case .success = environment(for: source).parse(source) { true } else { false }
  }

  // MARK: - Facts

  /// The facts that an expression reads and that nobody stated: names without a value, and declared facts that are
  /// left out and may not be absent.
  private func missingFacts(of program: Program, _ activation: Activation) -> [(path: [String], node: Int)] {
    var seen: Set<[String]> = []
    var result: [(path: [String], node: Int)] = []
    for attribute in program.expression.attributes(of: program.expression.root) {
      guard let root = attribute.path.first, let variable = variable(root) else { continue }
      guard let path = variable.value == nil ? attribute.path : leftOut(attribute.path, activation),
        seen.insert(path).inserted
      else { continue }
      result.append((path, attribute.node))
    }
    return result
  }

  /// The part of a path down to the fact that is left out; nothing where none is, or where it may be absent.
  private func leftOut(_ path: [String], _ activation: Activation) -> [String]? {
    guard let schema = ground?.schema, schema.facts[path[0]] != nil else { return nil }
    for length in 1...path.count {
      let part = Array(path.prefix(length))
      guard let declared = schema.type(at: part), !declared.isOptional, declared.type != .text else { return nil }
      if activation.value(at: part) == nil { return part }
    }
    return nil
  }

  private func reads(of program: Program, _ activation: Activation) -> [ExpressionAnswer.Read] {
    program.reads(of: program.expression.root, in: activation)
      .filter { $0.path.first.map { variable($0) != nil } ?? false }
      .map { read in
        ExpressionAnswer.Read(
          fact: read.path.joined(separator: "."), value: read.value?.display, json: read.value?.json)
      }
  }
}

extension ExpressionAnswer {
  fileprivate mutating func put(_ value: Value, _ type: CELType) {
    self.value = value.display
    valueJSON = value.json
    if case .dyn = type { self.type = value.typeName }
  }
}

extension Value {
  /// The value as programs get it; what JSON has no form for is a text.
  var json: JSONValue {
    switch self {
    case .null: .null
    case .bool(let value): .bool(value)
    case .int(let value): .integer(value)
    case .uint(let value): Int64(exactly: value).map { .integer($0) } ?? .string(String(value))
    case .double(let value): value.isFinite ? .number(text) : .string(text)
    case .string(let text): .string(text)
    case .bytes, .timestamp, .duration, .abstract: .string(text)
    case .money(let money):
      .object(["amount": .string(String(text.prefix { $0 != " " })), "currency": .string(money.currency)])
    case .list(let items): .array(items.map(\.json))
    case .map(let map): .object(map.keys.map { .init($0.text, map[$0]?.json ?? .null) })
    }
  }
}
