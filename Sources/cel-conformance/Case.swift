import CEL
import StrictJSON

/// One case of the conformance suite, as its JSON states it.
struct Case {
  let id: String
  let json: JSONValue

  /// Whether the case ends with the checker.
  private var isCheckOnly: Bool { json["check_only"]?.bool == true }

  init?(_ json: JSONValue) {
    guard let id = json["id"]?.string, json["expr"]?.string != nil else { return nil }
    self.id = id
    self.json = json
  }

  /// What came of the case, where it is not what was expected: nothing where it passed.
  func failure(_ host: Host) -> String? {
    let libraries = Set(Library.allCases).subtracting([.domain])
    var environment = Environment(libraries: libraries, hasMacros: json["disable_macros"]?.bool != true, host: host)
    environment.container = json["container"]?.string ?? ""
    for declaration in json["type_env"]?.array ?? [] {
      guard let name = declaration["name"]?.string else { return "expected a declaration with a name" }
      switch declaration["kind"]?.string {
      case "variable": environment.declare(name, TypeText.type(declaration["type"]?.string ?? "dyn"))
      case "constant":
        guard let value = declaration["value"].flatMap({ Self.value($0) }) else { return "expected a constant's value" }
        environment.declare(name, constant: value, type: declaration["type"]?.string.map { TypeText.type($0) })
      case "function": environment.declare((declaration["overloads"]?.array ?? []).map { Self.overload(name, $0) })
      default: return "expected a declaration of a kind that is known"
      }
    }
    var activation = Activation()
    for binding in json["bindings"]?.object ?? [] {
      guard let value = Self.value(binding.value) else { return "expected a binding of a type that is known" }
      activation.variables[binding.name] = value
    }
    let isChecked = json["disable_check"]?.bool != true
    let source = json["expr"]?.string ?? ""
    let program: Program
    switch isChecked ? environment.compile(source) : environment.parse(source) {
    case .success(let compiled): program = compiled
    case .failure(let errors):
      let isExpected = json["expect"]?["error"] != nil && (isCheckOnly || id.contains("compile_error"))
      return isExpected ? nil : "expected it to compile, got \(errors.errors.first?.message ?? "an error")"
    }
    return judge(program, activation)
  }

  private func judge(_ program: Program, _ activation: Activation) -> String? {
    let expectation = json["expect"]
    if let deduced = expectation?["typed_result"]?["deduced_type"]?.string {
      let expected = TypeText.type(deduced)
      guard program.type == expected else { return "expected type \(expected), got \(program.type)" }
    }
    if isCheckOnly { return expectation?["error"] == nil ? nil : "expected it to be refused, it is \(program.type)" }
    let result = program.evaluate(activation)
    if let messages = expectation?["error"] {
      // A function that is not there counts only where the suite asks for just that.
      let isAboutFunctions = (messages.array ?? []).contains { ($0.string ?? "").contains("unbound function") }
      switch result {
      case .failure(let error):
        return error.code == .undeclared && !isAboutFunctions ? "expected an error, got \(error.message)" : nil
      case .success(let value): return "expected an error, got \(value.display)"
      }
    }
    let stated = expectation?["value"] ?? expectation?["typed_result"]?["result"] ?? ["type": "bool", "value": true]
    guard let expected = Self.value(stated) else { return "expected a value of a type that is not known" }
    switch result {
    case .failure(let error): return "expected \(expected.display), got error: \(error.message)"
    case .success(let value):
      return value.isSame(as: expected) ? nil : "expected \(expected.display), got \(value.display)"
    }
  }

  /// A function that is declared, and has no implementation.
  private static func overload(_ name: String, _ json: JSONValue) -> Overload {
    let names = Set((json["type_params"]?.array ?? []).compactMap(\.string))
    let parameters = (json["params"]?.array ?? []).map { TypeText.type($0.string ?? "dyn", parameters: names) }
    let result = TypeText.type(json["result"]?.string ?? "dyn", parameters: names)
    return Overload(name, isMember: json["instance"]?.bool ?? false, parameters, result) { _ throws(EvaluationError) in
      throw EvaluationError(.undeclared, "`\(name)` is declared only")
    }
  }

  static func value(_ json: JSONValue) -> Value? {
    let content = json["value"]
    switch json["type"]?.string {
    case "null": return .null
    case "bool": return content?.bool.map { .bool($0) }
    case "int": return content?.string.flatMap { Int64($0) }.map { .int($0) }
    case "uint": return content?.string.flatMap { UInt64($0) }.map { .uint($0) }
    case "double":
      guard let text = content?.string else { return nil }
      switch text {
      case "NaN": return .double(.nan)
      case "Infinity": return .double(.infinity)
      case "-Infinity": return .double(-.infinity)
      default: return Double(text).map { .double($0) }
      }
    case "string": return content?.string.map { .string($0) }
    case "bytes": return json["base64"]?.string.flatMap { base64($0) }.map { .bytes($0) }
    case "timestamp": return content?.string.flatMap { CELTimestamp($0) }.map { .timestamp($0) }
    case "duration": return content?.string.flatMap { Value.duration(text: $0) }
    case "type": return content?.string.map { .abstract(.name($0)) }
    case "list":
      var items: [Value] = []
      for item in content?.array ?? [] {
        guard let value = value(item) else { return nil }
        items.append(value)
      }
      return .list(items)
    case "map":
      var entries: [(Value, Value)] = []
      for entry in json["entries"]?.array ?? [] {
        guard let key = entry["key"].flatMap({ value($0) }), let value = entry["value"].flatMap({ value($0) }) else {
          return nil
        }
        entries.append((key, value))
      }
      return MapValue(entries: entries).map { .map($0) }
    default: return nil
    }
  }

  private static func base64(_ text: String) -> [UInt8]? {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var (result, buffer, bits): ([UInt8], UInt32, Int) = ([], 0, 0)
    for byte in text.utf8 where byte != UInt8(ascii: "=") {
      guard let digit = digits.firstIndex(of: byte) else { return nil }
      buffer = buffer << 6 | UInt32(digit)
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return result
  }
}

extension Value {
  /// Whether two values are the same to the suite: of one type, NaN like NaN, maps in any order.
  func isSame(as other: Value) -> Bool {
    switch (self, other) {
    case (.double(let a), .double(let b)): return a.isNaN && b.isNaN || (a == b && a.sign == b.sign)
    case (.list(let a), .list(let b)): return a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
    case (.map(let a), .map(let b)):
      return a.count == b.count
        && a.keys.allSatisfy { key in
          b.keys.contains { $0.isSame(as: key) } && b[key].flatMap { a[key]?.isSame(as: $0) } ?? false
        }
    default: return typeName == other.typeName && equals(other)
    }
  }
}
