/// One way to call a function: the types of its operands (the target first, for a member) and of its result.
public struct Overload: Sendable {
  public let name: String
  public let isMember: Bool
  public let parameters: [CELType]
  public let result: CELType
  let body: @Sendable ([Value]) throws(EvaluationError) -> Value

  public init(
    _ name: String, isMember: Bool = false, _ parameters: [CELType], _ result: CELType,
    _ body: @escaping @Sendable ([Value]) throws(EvaluationError) -> Value
  ) {
    self.name = name
    self.isMember = isMember
    self.parameters = parameters
    self.result = result
    self.body = body
  }

  func accepts(_ values: [Value]) -> Bool {
    values.count == parameters.count && zip(values, parameters).allSatisfy { $0.conforms(to: $1) }
  }

  /// As an author reads it: `string.startsWith(string) -> bool`.
  var signature: String {
    let shown = parameters.map(\.description)
    let call = isMember ? "\(shown.first ?? "").\(name)(\(shown.dropFirst().joined(separator: ", ")))" : "\(name)(\(shown.joined(separator: ", ")))"
    return call + " -> " + result.description
  }
}

extension Value {
  func conforms(to type: CELType) -> Bool {
    switch (self, type) {
    case (_, .dyn), (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double), (.string, .string),
      (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration), (.money, .money), (.type, .type), (.list, .list),
      (.map, .map), (.map, .object):
      true
    default: false
    }
  }
}

/// The functions that expressions may call.
public struct FunctionLibrary: Sendable {
  var overloads: [String: [Overload]] = [:]

  public init(_ all: [Overload]) {
    for overload in all { overloads[overload.name, default: []].append(overload) }
  }

  public mutating func add(_ all: [Overload]) {
    for overload in all { overloads[overload.name, default: []].append(overload) }
  }

  func call(_ name: String, isMember: Bool, _ values: [Value]) throws(EvaluationError) -> Value {
    for overload in overloads[name] ?? [] where overload.isMember == isMember && overload.accepts(values) {
      return try overload.body(values)
    }
    guard overloads[name] != nil else { throw EvaluationError(.undeclared, "undeclared function `\(name)`") }
    let types = values.map(\.typeName).joined(separator: ", ")
    throw EvaluationError(.noSuchOverload, "`\(name)` has no overload for (\(types))")
  }
}
