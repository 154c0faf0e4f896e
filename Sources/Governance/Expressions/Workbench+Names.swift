import BundleLoading
import CEL
import Diagnostics
import FactSchema

extension Workbench {
  /// Names the value of an expression, or states a declared fact: `x = 1 + 2`, `request.cost = usd(700)`.
  ///
  /// - Throws: ``Failure`` of kind `badInput`, where the name or the expression is not right.
  package mutating func bind(_ name: String, to source: String) throws(Failure) {
    let path = try path(of: name)
    let declared = ground?.schema.type(at: path)?.type
    if path.count > 1, declared == nil { throw unknownName(name) }
    if case .object? = declared {
      throw Failure(
        .badInput, "object", "`\(name)` has facts of its own",
        hint: "name one of them, or take all from a file: `:load FILE`")
    }
    let environment = environment(for: source)
    let program: Program
    switch environment.compile(source, expecting: declared.map(\.celType)) {
    case .success(let compiled): program = compiled
    case .failure(let errors): throw Self.failure(errors, in: source)
    }
    let value: Value
    switch program.evaluate(activation) {
    case .success(let result): value = result
    case .failure(let error): throw Self.failure(error, in: source)
    }
    guard path.count == 1 else {
      let root = path[0]
      set(root, value: Self.setting(path.dropFirst(), of: variable(root)?.value, to: value))
      return
    }
    var type = program.type
    if case .dyn = type { type = value.looseShape }
    if declared != nil { set(name, value: value) } else { put(Variable(name: name, type: type, value: value)) }
  }

  /// Declares a name whose value is not known.
  ///
  /// - Parameter type: As a schema spells it: `list(string)`.
  package mutating func declare(_ name: String, as type: String) throws(Failure) {
    guard try path(of: name).count == 1 else {
      throw Failure(.badInput, "bad-name", "`\(name)` is no name", hint: "a name has letters, digits and `_`")
    }
    guard !isDeclaredFact(name) else {
      throw Failure(
        .badInput, "declared", "`\(name)` is declared in the schema", hint: "state it with `:let`, or name another")
    }
    switch FactType.reading(type, named: "type") {
    case .success(let read): put(Variable(name: name, type: read.celType, value: nil))
    case .failure(let diagnostic):
      var failure = Failure.bad([diagnostic])
      failure.sources["type"] = SourceFile(path: "type", text: type)
      throw failure
    }
  }

  /// Takes a name back; a declared fact stays declared, and is not known any more.
  package mutating func remove(_ name: String) throws(Failure) {
    let path = try path(of: name)
    guard let variable = variable(path[0]) else { throw unknownName(name) }
    if path.count > 1 {
      guard ground?.schema.type(at: path) != nil else { throw unknownName(name) }
      set(path[0], value: Self.setting(path.dropFirst(), of: variable.value, to: nil))
    } else if isDeclaredFact(name) {
      set(name, value: nil)
    } else {
      removeVariable(name)
    }
  }

  private func unknownName(_ name: String) -> Failure {
    var known = variables.map(\.name)
    known += ground?.schema.leaves.map { $0.path.joined(separator: ".") } ?? []
    return Failure(
      .badInput, "unknown-name", "there is no `\(name)`",
      hint: nearestName(to: name, in: known).map { "did you mean `\($0)`?" } ?? "`:vars` lists the names")
  }

  /// The steps of a name; the language itself says what a name is.
  private func path(of name: String) throws(Failure) -> [String] {
    if case .success(let program) = Environment().parse(name),
      let path = program.expression.path(of: program.expression.root), path.count <= 16,
      path.joined(separator: ".") == name
    {
      return path
    }
    throw Failure(
      .badInput, "bad-name", "`\(name)` is no name",
      hint: "a name has letters, digits and `_`, and is no word of the language")
  }

  private static func setting(_ path: ArraySlice<String>, of whole: Value?, to value: Value?) -> Value? {
    guard let name = path.first else { return value }
    var fields: [(String, Value)] = []
    var old: Value?
    if case .map(let map)? = whole {
      for case .string(let key) in map.keys {
        if key.utf8.elementsEqual(name.utf8) {
          old = map[key]
        } else if let kept = map[key] {
          fields.append((key, kept))
        }
      }
    }
    if let new = setting(path.dropFirst(), of: old, to: value) { fields.append((name, new)) }
    return .map(MapValue(fields))
  }
}

// MARK: - Lists

extension Workbench {
  /// A name with its type, and its value where that is known.
  package struct Listed: Sendable {
    package var name: String
    package var type: String
    package var value: String?
  }

  /// Every name that has a type: the facts of objects one by one.
  package var listed: [Listed] {
    var result: [Listed] = []
    let activation = activation
    for variable in variables {
      var open: [(path: [String], type: CELType)] = [([variable.name], variable.type)]
      while let (path, type) = open.popLast(), result.count < 1000 {
        if case .object(let object) = type, path.count < 16 {
          open += object.fields.reversed().map { (path + [$0.isOptional ? "\($0.name)?" : $0.name], $0.type) }
          continue
        }
        let names = path.map { $0.hasSuffix("?") ? String($0.dropLast()) : $0 }
        result.append(
          Listed(
            name: path.joined(separator: "."), type: type.description, value: activation.value(at: names)?.display))
      }
    }
    return result
  }

  /// The functions and macros whose names begin with a text, each with its signature.
  package func functions(startingWith prefix: String) -> [String] {
    var result = Macro.all.filter { $0.name.hasPrefix(prefix) || $0.call.hasPrefix(prefix) }.map(\.call)
    for (name, overloads) in environment(for: "").functions.overloads where Self.isCallable(name) {
      let last = name.split(separator: ".").last.map(String.init) ?? name
      guard name.hasPrefix(prefix) || last.hasPrefix(prefix) else { continue }
      result += overloads.map(\.signature)
    }
    return Set(result).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  static func isCallable(_ name: String) -> Bool {
    name.utf8.allSatisfy {
      (48...57).contains($0) || (97...122).contains($0 | 0x20) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
    } && name.utf8.first != UInt8(ascii: "_")
  }

  /// What looks like a call and is known to the parser.
  struct Macro: Sendable {
    let name: String
    let call: String
    /// What it is asked of; nothing: it stands alone.
    let receiver: Receiver?

    enum Receiver: Sendable { case list, map, optional }

    static let all: [Macro] = [
      Macro(name: "has", call: "has(a.b) -> bool", receiver: nil),
      Macro(name: "cel.bind", call: "cel.bind(x, value, result)", receiver: nil),
      Macro(name: "all", call: "list.all(x, condition) -> bool", receiver: .list),
      Macro(name: "exists", call: "list.exists(x, condition) -> bool", receiver: .list),
      Macro(name: "exists_one", call: "list.exists_one(x, condition) -> bool", receiver: .list),
      Macro(name: "filter", call: "list.filter(x, condition) -> list", receiver: .list),
      Macro(name: "map", call: "list.map(x, value) -> list", receiver: .list),
      Macro(name: "sortBy", call: "list.sortBy(x, key) -> list", receiver: .list),
      Macro(name: "transformList", call: "map.transformList(k, v, value) -> list", receiver: .map),
      Macro(name: "transformMap", call: "map.transformMap(k, v, value) -> map", receiver: .map),
      Macro(name: "all", call: "map.all(k, condition) -> bool", receiver: .map),
      Macro(name: "exists", call: "map.exists(k, condition) -> bool", receiver: .map),
      Macro(name: "filter", call: "map.filter(k, condition) -> list", receiver: .map),
      Macro(name: "map", call: "map.map(k, value) -> list", receiver: .map),
      Macro(name: "optMap", call: "optional.optMap(x, value) -> optional", receiver: .optional),
    ]
  }
}
