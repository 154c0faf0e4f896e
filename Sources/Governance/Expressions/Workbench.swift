import BundleLoading
package import CEL
import CostEngine
import Diagnostics
import FactSchema
package import SpendModel
import WorkflowEngine

/// Where expressions are tried out: declared names with their types, the facts that are known, what was named by hand.
///
/// A value; the files that it reads are read when they are loaded, and never while an expression is evaluated.
package struct Workbench: Sendable {
  /// A name that expressions may use.
  package struct Variable: Sendable {
    package let name: String
    /// The type by which expressions are checked.
    package internal(set) var type: CELType
    /// Nothing: not known yet.
    package internal(set) var value: Value?
    /// The type where the shape is only that of an example: `has(x.y)` may then ask for what the example lacks.
    var looseType: CELType?
  }

  /// In the order of declaration.
  package private(set) var variables: [Variable] = []
  let ground: BundleGround?
  let now: Timestamp
  let requester: Facts?

  /// - Parameters:
  ///   - ground: The declared facts; nothing outside of a workspace.
  ///   - requester: The facts of the person who asks.
  init(ground: BundleGround?, requester: Facts?, now: Timestamp) {
    self.ground = ground
    self.requester = requester
    self.now = now
    for field in ground?.schema.facts.fields ?? [] {
      let type: CELType =
        if case .object(let shape) = field.type { .object(shape.celType(named: field.name)) } else {
          field.type.celType
        }
      variables.append(Variable(name: field.name, type: type))
    }
    guard let schema = ground?.schema else { return }
    if case .timestamp? = schema.facts["now"]?.type { set("now", value: .timestamp(now.celValue)) }
    if let requester, schema.facts["requester"] != nil { set("requester", value: requester.celValue) }
  }

  package func variable(_ name: String) -> Variable? { variables.first { Self.isSame($0.name, name) } }

  func isDeclaredFact(_ name: String) -> Bool { ground?.schema.facts[name] != nil }

  /// Declares a name, or gives it another type; a declared fact keeps its own.
  mutating func put(_ variable: Variable) {
    if let index = variables.firstIndex(where: { Self.isSame($0.name, variable.name) }) {
      variables[index] = variable
    } else {
      variables.append(variable)
    }
  }

  mutating func set(_ name: String, value: Value?) {
    guard let index = variables.firstIndex(where: { Self.isSame($0.name, name) }) else { return }
    variables[index].value = value
  }

  mutating func removeVariable(_ name: String) { variables.removeAll { Self.isSame($0.name, name) } }

  private static func isSame(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

  // MARK: - Compiling

  /// What an expression may name.
  ///
  /// - Parameter isLoose: Whether objects of example files count as maps.
  func environment(for source: String, isLoose: Bool = false) -> Environment {
    let host =
      ground?.host(for: [source]) ?? .standing(on: nil, zones: TimeZones.read(andThoseIn: [Array(source.utf8)]))
    var environment = Environment(domain: true, host: host)
    for variable in variables {
      environment.declare(variable.name, isLoose ? variable.looseType ?? variable.type : variable.type)
    }
    return environment
  }

  var activation: Activation {
    var values: [String: Value] = [:]
    for variable in variables { values[variable.name] = variable.value }
    return Activation(values)
  }

  /// A compiled expression.
  struct Compiled {
    var program: Program
    /// What is wrong with it where the facts have the shape of the example alone.
    var doubts: CELErrors?
  }

  /// - Throws: ``Failure`` of kind `badInput` with every error of the expression.
  func compile(_ source: String, isChecked: Bool = true) throws(Failure) -> Compiled {
    let environment = environment(for: source)
    switch isChecked ? environment.compile(source) : environment.parse(source) {
    case .success(let program):
      if isChecked { try refuseTexts(program, source) }
      return Compiled(program: program)
    case .failure(let errors):
      if variables.contains(where: { $0.looseType != nil }),
        case .success(let program) = self.environment(for: source, isLoose: true).compile(source)
      {
        return Compiled(program: program, doubts: errors)
      }
      throw Self.failure(errors, in: source)
    }
  }

  /// Free words of requests are shown and committed to, and no condition may read them.
  private func refuseTexts(_ program: Program, _ source: String) throws(Failure) {
    guard let schema = ground?.schema else { return }
    let found = program.expression.attributes(of: program.expression.root).filter {
      schema.type(at: $0.path)?.type == .text
    }
    guard !found.isEmpty else { return }
    throw Self.failure(
      found.map {
        Diagnostic(
          "text-read", "`\($0.path.joined(separator: "."))` is free text, which no expression may read",
          hint: "declare what matters as a fact of its own", file: "expression",
          at: program.expression[$0.node].position)
      }, in: source)
  }

  static func failure(_ errors: CELErrors, in source: String) -> Failure {
    failure(
      errors.errors.map { Diagnostic($0.code, $0.message, hint: $0.hint, file: "expression", at: $0.position) },
      in: source)
  }

  static func failure(_ error: EvaluationError, in source: String) -> Failure {
    failure([Diagnostic(error.code.rawValue, error.message, file: "expression", at: error.position)], in: source)
  }

  private static func failure(_ diagnostics: [Diagnostic], in source: String) -> Failure {
    var failure = Failure.bad(diagnostics)
    failure.sources["expression"] = SourceFile(path: "expression", text: source)
    return failure
  }
}

extension GovernanceService {
  /// Where expressions are tried out, with the facts that the workspace declares.
  ///
  /// - Parameter rulesFolder: A folder of rules alone, in place of a workspace.
  /// - Throws: ``Failure`` of kind `checkFailed`, where the schema is broken.
  package func workbench(rulesFolder: String? = nil) throws(Failure) -> Workbench {
    let scope: BundleLoader.Scope
    let files: BundleFiles
    if let rulesFolder {
      guard isFolder(rulesFolder) else {
        throw Failure(
          .badInput, "no-folder", "no folder `\(rulesFolder)`", hint: "`--rules` names a folder with a schema and rules"
        )
      }
      scope = .rulesOnly
      files = BundleFiles.read(rulesFolder: rulesFolder).files
    } else {
      scope = .workspace
      files = BundleFiles.read(workspace: workspace.root).files
    }
    let (ground, diagnostics, sources) = BundleLoader.ground(files, scope: scope)
    guard let ground else {
      var failure = Failure.bad(diagnostics.filter { $0.severity == .error }, kind: .checkFailed)
      failure.sources = sources
      throw failure
    }
    let directory = ground.rights.map { Directory(rights: $0) }
    let person = directory.flatMap { directory in
      caller.actingAs.map { directory.person($0) } ?? directory.person(login: caller.login)
    }
    return Workbench(ground: ground, requester: person.map(requesterFacts), now: now)
  }

  /// Where expressions are tried out without any workspace.
  package static func workbench(at now: Timestamp) -> Workbench {
    Workbench(ground: nil, requester: nil, now: now)
  }
}
