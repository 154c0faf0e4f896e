/// What to do for each node of an expression: names resolved, constants computed, patterns compiled.
import Diagnostics

enum Plan {
  /// One per node. Steps hold numbers only, so that no reference is counted when one is read; what is larger stands in
  /// the ``Tables``, by place.
  enum Step: Sendable {
    /// `constants`
    case constant(Int)
    /// A variable of a macro, by its place from the outermost.
    case local(Int)
    /// `names`
    case variable(Int)
    /// A declared variable, or a declared field that hangs `depth` below one. Where it is not bound: `others`.
    case slot(Int, depth: Int, otherwise: Int)
    /// A comparison of a slot with a constant, `tests`.
    case test(Int)
    /// Not checked: `unresolved`.
    case name(Int)
    case select(Int, field: Int)
    case has(Int, field: Int)
    case index(Int, Int)
    case optionalSelect(Int, field: Int)
    case optionalIndex(Int, Int)
    case unary(Expression.Operator, Int)
    case binary(Expression.Operator, Int, Int)
    case and(Int, Int)
    case or(Int, Int)
    /// `x in [...]` of constant texts, `choices`.
    case isOneOf(Int, Int)
    case conditional(Int, Int, Int)
    /// `lists`
    case list(Int)
    /// `maps`
    case map(Int)
    /// `patterns`
    case matches(Int, Int)
    case text(TextTest, Int, Int)
    /// `calls`
    case call(Int)
    /// `a.or(b)` and `a.orValue(b)` of optionals: `b` counts only where `a` has none.
    case optionalOr(Int, Int, unwraps: Bool)
    /// `names`
    case undeclared(Int)
    /// `comprehensions`
    case comprehension(Int)
    /// A part that is never evaluated by itself.
    case none
  }

  enum TextTest: Sendable { case startsWith, endsWith, contains }

  /// A comparison that is mostly made with one look at a slot.
  struct Test: Sendable {
    enum Kind: Sendable {
      case compare(Expression.Operator)
      /// The slot is one of the texts in `choices`.
      case isOneOf(Int)
      /// The slot is a list in which the constant stands.
      case holds
      case text(TextTest)
    }
    let kind: Kind
    let slot: Int
    let constant: Int
    /// Of the constant.
    let glance: Glance
    /// What it takes.
    let steps: Int
    /// The step that it stands for, in `others`: for values that it does not know.
    let otherwise: Int

    /// The longest text, and list, that a test looks at without counting what that takes.
    static let (shortText, shortList) = (64, 64)
  }

  /// A name that was not checked: the first of the candidates that is bound, else the type, else the operand's field.
  struct Unresolved: Sendable {
    let candidates: [String]
    let type: String?
    let operand: Int?
    let field: String
  }

  struct Call: Sendable {
    let name: String
    let overloads: [Overload]
    let operands: [Int]
    /// What the call takes beside looking at its operands.
    let cost: Int
    /// Whether it does not look into lists and maps.
    let isCheap: Bool

    /// The steps that each element, and each 32 bytes of a text, take.
    let weight: Int
    /// Whether what else it takes hangs on a pattern.
    var hasEffort: Bool { overloads.contains { $0.effort != nil } }

    init(name: String, overloads: [Overload], operands: [Int], cost: Int, isCheap: Bool) {
      self.name = name
      self.overloads = overloads
      self.operands = operands
      self.cost = cost
      self.isCheap = isCheap
      weight = overloads.reduce(1) { max($0, $1.weight) }
    }
  }

  struct Tables: Sendable {
    var constants: [Value] = []
    var names: [String] = []
    var tests: [Test] = []
    var others: [Step] = []
    var unresolved: [Unresolved] = []
    var choices: [Choices] = []
    var lists: [(items: [Int], isOptional: [Bool])] = []
    var maps: [[(key: Int, value: Int, isOptional: Bool)]] = []
    var patterns: [Regex] = []
    var calls: [Call] = []
    var comprehensions: [Expression.Comprehension] = []
  }

  /// Texts to be one of: few are compared in a row, many are hashed.
  enum Choices: Sendable {
    case few([String], [Glance])
    case many(Set<MapValue.Key>)

    init(_ texts: [String]) {
      self = texts.count <= 8 ? .few(texts, texts.map { Glance($0) }) : .many(Set(texts.map { .string($0) }))
    }

    func contains(_ text: String) -> Bool {
      switch self {
      case .few(let texts, _): texts.contains { haveSameBytes($0, text) }
      case .many(let keys): keys.contains(.string(text))
      }
    }
  }
}

extension Plan.Tables {
  func constant(_ step: Plan.Step) -> Value? {
    if case .constant(let place) = step { constants[place] } else { nil }
  }

  /// The step without what was made faster.
  func plain(_ step: Plan.Step) -> Plan.Step {
    switch step {
    case .slot(_, _, let place): others[place]
    case .test(let place): others[tests[place].otherwise]
    default: step
    }
  }
}

/// An expression with all that was found out about it. A class, so that a program is cheap to pass on.
final class Code: Sendable {
  let expression: Expression
  let type: CELType
  /// The type of each node; nothing where the expression was not checked.
  let types: [CELType]?
  let layout: Layout
  let steps: [Plan.Step]
  let tables: Plan.Tables

  init(
    _ expression: Expression, type: CELType, types: [CELType]?, layout: Layout, steps: [Plan.Step],
    tables: Plan.Tables
  ) {
    self.expression = expression
    self.type = type
    self.types = types
    self.layout = layout
    self.steps = steps
    self.tables = tables
  }

  /// The value of a node that hangs on no variable.
  func constant(_ id: Int) -> Value? { tables.constant(steps[id]) }
}
