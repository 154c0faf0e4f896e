import Diagnostics

/// What expressions may name: variables with their types, functions, and the libraries of the language.
///
///     var environment = Environment(domain: true)
///     environment.declare("request", .object(request))
///     let program = environment.compile("request.cost > usd(500)", expecting: .bool)
public struct Environment: Sendable {
  public private(set) var variables: [String: CELType] = [:]
  /// Names that have the same value in every evaluation.
  public private(set) var constants: [String: Value] = [:]
  public private(set) var functions: FunctionLibrary
  public let libraries: Set<Library>
  /// The namespace in which names are looked up first: in `a.b`, `x` may be `a.b.x`, `a.x` or `x`.
  public var container: String = "" { didSet { parserOptions.containers = Self.prefixes(of: container) } }
  /// Whether a call such as `duration('1y')`, which can only fail, is refused when it is compiled.
  public var refusesFailingLiterals: Bool
  /// What is parsed at all.
  public var parserLimits: ParserLimits {
    get { parserOptions.limits }
    set { parserOptions.limits = newValue }
  }
  /// The most steps that an expression may take by its estimate, if it is limited: more is refused by ``compile``.
  public var costLimit: Int?
  /// What the estimate has to assume.
  public var costHints = CostHints()
  /// Whether lists and maps that are written out must have elements, keys and values of one type, unless one is `dyn`.
  public var refusesMixedLiterals = false
  private(set) var parserOptions = ParserOptions()
  private(set) var layout = Layout()
  /// The first words of the names with dots.
  private var firstWords = Set(
    CELType.names.keys.compactMap { name in name.firstIndex(of: ".").map { String(name[..<$0]) } })
  /// The names that stand for types.
  let types: [String: CELType]

  /// - Parameter domain: Whether money, spans of time and sums are there beside the other libraries.
  public init(domain: Bool = true, host: Host = Host()) {
    self.init(libraries: Set(Library.allCases).subtracting(domain ? [] : [.domain]), host: host)
  }

  public init(libraries: Set<Library>, hasMacros: Bool = true, host: Host = Host()) {
    self.libraries = libraries
    refusesFailingLiterals = libraries.contains(.domain)
    functions = FunctionLibrary.functions(libraries, host: host)
    types = CELType.names.filter { name, _ in
      switch name {
      case "optional_type": libraries.contains(.optionals)
      case "net.IP", "net.CIDR": libraries.contains(.network)
      default: true
      }
    }
    parserOptions.libraries = libraries
    parserOptions.hasMacros = hasMacros
    parserOptions.qualifiedFunctions = Set(functions.overloads.keys.filter { $0.utf8.contains(UInt8(ascii: ".")) })
  }

  /// Declares a variable: each evaluation gives its value.
  public mutating func declare(_ name: String, _ type: CELType) {
    variables[name] = type
    constants[name] = nil
    add(name, type)
  }

  /// Declares a constant, whose value is taken into each expression when it is compiled.
  ///
  ///     environment.declare("limits.perRequest", constant: .int(500))
  ///
  /// - Parameter type: The type that the checker takes it for; found from the value, where nil.
  public mutating func declare(_ name: String, constant value: Value, type: CELType? = nil) {
    let type = type ?? value.declaredType
    variables[name] = type
    constants[name] = value
    add(name, type)
  }

  /// Lets a word stand for a longer name, or for the beginning of names, in whatever container.
  ///
  ///     environment.alias("Time", for: "google.protobuf.Timestamp")
  public mutating func alias(_ word: String, for name: String) {
    parserOptions.aliases[word] = name
    firstWords.insert(word)
  }

  private mutating func add(_ name: String, _ type: CELType) {
    if let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")) { firstWords.insert(String(name[..<dot])) }
    layout = Layout(layout, adding: name, type)
  }

  public mutating func declare(_ overloads: [Overload]) {
    functions.add(overloads)
    for overload in overloads where overload.name.utf8.contains(UInt8(ascii: ".")) {
      parserOptions.qualifiedFunctions.insert(overload.name)
    }
  }

  /// Parses and checks an expression.
  ///
  /// - Parameter expected: The type that the whole must have; any, where nil.
  public func compile(_ source: String, expecting expected: CELType? = nil) -> Result<Program, CELErrors> {
    let expression: Expression
    switch Parser.parse(source, parserOptions) {
    case .failure(let errors): return .failure(errors)
    case .success(let parsed): expression = parsed
    }
    var checker = Checker(expression, self)
    let type = checker.checkAll(expecting: expected)
    guard checker.errors.isEmpty else { return .failure(CELErrors(sorting: checker.errors)) }
    let program = Program(expression, type: type, types: checker.finalTypes(), references: checker.references, self)
    if let error = costError(program) { return .failure(CELErrors(errors: [error])) }
    return .success(program)
  }

  /// Says what takes the most, where an expression may take more than is allowed.
  private func costError(_ program: Program) -> CELError? {
    guard let costLimit else { return nil }
    let most = program.cost(costHints).upperBound
    guard most > costLimit else { return nil }
    let parts = program.costliest(3, costHints).map { part in
      let text = program.expression.text(of: part.node)
      return "`\(text.count > 40 ? text.prefix(37) + "..." : text[...])` up to \(part.steps.upperBound)"
    }
    let position = program.costliest(1, costHints).first.map { program.expression[$0.node].position } ?? .start
    return CELError(
      "too-costly", "the expression may take \(most) steps, \(costLimit) are allowed", at: position,
      hint: parts.isEmpty ? nil : "of these take \(parts.joined(separator: ", "))")
  }

  /// Parses an expression without checking it: names and types are found out when it runs.
  public func parse(_ source: String) -> Result<Program, CELErrors> {
    Parser.parse(source, parserOptions).map { Program($0, type: .dyn, types: nil, references: nil, self) }
  }

  /// Whether a chain of names that begins with a word may be a name as a whole.
  func hasQualifiedName(from word: String) -> Bool {
    !parserOptions.containers.isEmpty || word.utf8.first == UInt8(ascii: ".") || firstWords.contains(word)
  }

  /// The names that a name may stand for, the innermost first.
  func candidates(_ name: String) -> [String] {
    if name.hasPrefix(".") { return [String(name.dropFirst())] }
    if let full = parserOptions.unaliased(name) { return [full] }
    return parserOptions.containers.map { "\($0).\(name)" } + [name]
  }

  private static func prefixes(of container: String) -> [String] {
    guard !container.isEmpty else { return [] }
    var parts = container.split(separator: ".")[...]
    var result: [String] = []
    while !parts.isEmpty {
      result.append(parts.joined(separator: "."))
      parts = parts.dropLast()
    }
    return result
  }
}
