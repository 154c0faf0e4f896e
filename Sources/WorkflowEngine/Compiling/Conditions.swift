import CEL
import Diagnostics
import FactSchema
import SpendModel

/// What a condition came to.
enum Truth: Sendable, Hashable {
  case yes, no
  /// It erred; why, in words. Whoever asks has to fail towards a human.
  case unknown(String)
}

struct ConditionError: Error, Hashable { var message: String }

/// Where a condition stands, which decides what it may read.
enum ConditionPlace: Sendable, Hashable {
  /// Facts, the verdict, the exposure.
  case request
  /// The stage, too.
  case stage
  /// The candidate, too.
  case candidate
}

/// The compiled conditions of decision rights and workflows, by place and text.
struct ConditionSet: Sendable {
  struct Key: Hashable, Sendable {
    var place: ConditionPlace
    var text: String
  }

  let schema: Schema
  fileprivate(set) var programs: [Key: Program] = [:]

  init(schema: Schema) { self.schema = schema }
}

/// Compiles every condition once, against what it may read where it stands.
struct ConditionCompiler {
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var conditions: ConditionSet
  private let host: Host
  private let environments: [ConditionPlace: CEL.Environment]
  private var file: String?

  init(schema: Schema, host: Host) {
    conditions = ConditionSet(schema: schema)
    self.host = host
    var environment = schema.environment(host)
    // Free words are no facts of a condition.
    for field in schema.facts.fields {
      if case .object(let shape) = field.type {
        environment.declare(field.name, Self.type(of: shape, named: field.name))
      }
    }
    environment.declare("previous", Self.type(of: schema.facts, named: "previous", allOptional: true))
    environment.declare(
      "outcome",
      .object(
        ObjectType(
          "outcome", [.init("effect", .string), .init("fired", .list(.string)), .init("reviews", .list(.string))])))
    environment.declare(
      "votes",
      .list(.object(ObjectType("vote", [.init("stage", .string), .init("person", .string), .init("verb", .string)]))))
    environment.declare("exposure", .money)
    // There is none before the approval: what asks for it errs until then.
    environment.declare(
      "grant",
      .object(
        ObjectType(
          "grant",
          [
            .init("id", .string, isOptional: true), .init("owner", .string, isOptional: true),
            .init("caps", .object(ObjectType("caps", [.init("cost", .money, isOptional: true)])), isOptional: true),
            .init("expires", .timestamp, isOptional: true), .init("state", .string, isOptional: true),
          ])))
    var environments: [ConditionPlace: CEL.Environment] = [.request: environment]
    environment.declare("stage", .object(ObjectType("stage", [.init("id", .string), .init("right", .string)])))
    environments[.stage] = environment
    environment.declare(
      "candidate",
      .object(
        ObjectType(
          "candidate",
          [
            .init("id", .string), .init("team", .string, isOptional: true), .init("roles", .list(.string)),
            .init("groups", .list(.string)), .init("manager", .string, isOptional: true), .init("limit", .money),
            .init("training", .list(.string)),
          ])))
    environments[.candidate] = environment
    self.environments = environments
  }

  private static func type(of shape: ObjectShape, named name: String, allOptional: Bool = false) -> CELType {
    .object(
      ObjectType(
        name,
        shape.fields.compactMap { field in
          let isOptional = field.isOptional || allOptional
          switch field.type {
          case .text: return nil
          case .object(let inner):
            return .init(
              field.name, type(of: inner, named: field.name, allOptional: allOptional), isOptional: isOptional)
          default: return .init(field.name, field.type.celType, isOptional: isOptional)
          }
        }))
  }

  mutating func compile(_ rights: DecisionRights, _ workflows: [Workflow]) {
    file = rights.file
    for conflict in rights.conflicts { compile(conflict.when, .request, .bool) }
    for review in rights.reviews { compile(review) }
    for workflow in workflows {
      file = workflow.file
      compile(workflow.select.when, .request, .bool)
      for lane in workflow.lanes { compile(lane.when, .request, .bool) }
      for stage in workflow.stages { compile(stage) }
    }
  }

  private mutating func compile(_ stage: StageDefinition) {
    compile(stage.when, .stage, .bool)
    compile(stage.eligible, .candidate, .bool)
    for seat in stage.seats { compile(seat.eligible, .candidate, .bool) }
    for source in stage.candidates {
      switch source {
      case .chain(_, let until): compile(until, .candidate, .bool)
      case .expression(let expression): compile(expression, .stage, .string)
      case .actor: break
      }
    }
  }

  private mutating func compile(_ source: ExpressionSource?, _ place: ConditionPlace, _ type: CELType) {
    guard let source, let environment = environments[place] else { return }
    switch environment.compile(source.text, expecting: type) {
    case .success(let program):
      conditions.programs[.init(place: place, text: source.text)] = program
      for zone in program.unknownZones(host) {
        diagnostics.append(
          Diagnostic(
            "unknown-zone", "unknown zone `\(zone.name)`", hint: "write a name of the tz database: `Europe/Berlin`",
            file: file, at: source.locate(zone.position)))
      }
    case .failure(let errors):
      for error in errors.errors {
        diagnostics.append(
          Diagnostic(error.code, error.message, hint: error.hint, file: file, at: source.locate(error.position)))
      }
    }
  }
}

/// What a condition reads when it is evaluated.
struct ConditionScope: Sendable {
  var place: ConditionPlace
  var activation: Activation
}

extension CompiledWorkflows {
  func scope(
    _ input: RoutingInput, stage: StageDefinition? = nil, candidate: String? = nil, directory: Directory? = nil
  ) -> ConditionScope {
    var variables = input.bound ?? bound(input)
    if readsVotes {
      variables["votes"] = .list(
        input.votes.map { vote in
          .map(
            MapValue([
              ("stage", .string(vote.stage)), ("person", .string(vote.person)), ("verb", .string(vote.verb.rawValue)),
            ]))
        })
    }
    var place = ConditionPlace.request
    if let stage {
      place = .stage
      variables["stage"] = .map(MapValue([("id", .string(stage.id)), ("right", .string(stage.right.rawValue))]))
    }
    if let candidate {
      place = .candidate
      variables["candidate"] = value(
        of: candidate, currency: input.exposure?.currency, in: directory ?? self.directory)
    }
    return ConditionScope(place: place, activation: Activation(variables))
  }

  /// What all conditions on a request read alike.
  func bound(_ input: RoutingInput) -> [String: Value] {
    var variables = conditions.schema.bind(input.facts).variables
    variables["previous"] = input.previous?.celValue ?? .map(MapValue([]))
    variables["outcome"] = .map(
      MapValue([
        ("effect", .string(input.outcome.rawValue)), ("fired", list(input.fired)), ("reviews", list(input.reviews)),
      ]))
    variables["grant"] = .map(MapValue([]))
    // Without a price there is no exposure: what asks for it errs.
    if let exposure = input.exposure { variables["exposure"] = money(exposure) }
    return variables
  }

  private func list(_ strings: [String]) -> Value { .list(strings.map { .string($0) }) }

  private func money(_ amount: Money) -> Value {
    .money(MoneyValue(nanos: amount.nanos, currency: amount.currency.code))
  }

  private func value(of id: String, currency: Currency?, in directory: Directory) -> Value {
    let person = directory.person(id)
    let limit = directory.limit(of: id)
    let currency = currency ?? limit?.upTo?.currency ?? .usd
    var fields: [(String, Value)] = [
      ("id", .string(id)), ("roles", list(person?.roles ?? [])), ("groups", list(directory.groups(of: id))),
      ("training", list(person?.training ?? [])),
      ("limit", money(limit.map { $0.upTo ?? Money(nanos: .max, currency: currency) } ?? .zero(currency))),
    ]
    if let team = person?.team { fields.append(("team", .string(team))) }
    if let manager = person?.manager?.value { fields.append(("manager", .string(manager))) }
    return .map(MapValue(fields))
  }

  /// Whether a condition holds; an error is neither.
  func truth(_ source: ExpressionSource, _ scope: ConditionScope) -> Truth {
    switch evaluate(source, scope) {
    case .success(.bool(let holds)): holds ? .yes : .no
    case .success(let value): .unknown("`\(source.text)` is a \(value.typeName), and no condition")
    case .failure(let error): .unknown(error.message)
    }
  }

  /// The text that an expression gives.
  func text(_ source: ExpressionSource, _ scope: ConditionScope) -> Result<String, ConditionError> {
    switch evaluate(source, scope) {
    case .success(.string(let text)): .success(text)
    case .success(let value):
      .failure(ConditionError(message: "`\(source.text)` is a \(value.typeName), and names nobody"))
    case .failure(let error): .failure(error)
    }
  }

  private func evaluate(_ source: ExpressionSource, _ scope: ConditionScope) -> Result<Value, ConditionError> {
    guard let program = conditions.programs[.init(place: scope.place, text: source.text)] else {
      return .failure(ConditionError(message: "`\(source.text)` was not compiled"))
    }
    return program.evaluate(scope.activation).mapError { error in
      ConditionError(message: "`\(source.text)`: \(error.message)")
    }
  }
}
