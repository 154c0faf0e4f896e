/// One way to call a function: the types of its operands (the target first, for a member) and of its result.
///
///     Overload("double", isMember: true, [.int], .int) { values throws(EvaluationError) in ... }   // 2.double()
///
/// Type parameters are written `.parameter("T")`: all of one name stand for the same type.
public struct Overload: Sendable {
  public typealias Body = @Sendable ([Value]) throws(EvaluationError) -> Value

  public let name: String
  public let isMember: Bool
  public let parameters: [CELType]
  public let result: CELType
  /// Whether equal operands always give an equal result, so that a call of constants is made once, at load.
  let isPure: Bool
  let body: Body
  /// The steps that each element, and each 32 bytes of a text, of its operands and result take.
  private(set) var weight = 1
  /// The steps that it takes beside, which hang on what the operands are.
  private(set) var effort: (@Sendable ([Value]) -> Int)?

  public init(
    _ name: String, isMember: Bool = false, isPure: Bool = false, _ parameters: [CELType], _ result: CELType,
    _ body: @escaping Body
  ) {
    self.name = name
    self.isMember = isMember
    self.isPure = isPure
    self.parameters = parameters
    self.result = result
    self.body = body
  }

  func weighing(_ weight: Int) -> Overload {
    var overload = self
    overload.weight = weight
    return overload
  }

  func taking(_ effort: @escaping @Sendable ([Value]) -> Int) -> Overload {
    var overload = self
    overload.effort = effort
    return overload
  }

  func accepts(_ values: [Value]) -> Bool {
    guard values.count == parameters.count else { return false }
    for index in values.indices where !values[index].conforms(to: parameters[index]) { return false }
    return true
  }

  /// As an author reads it: `string.startsWith(string) -> bool`.
  public var signature: String {
    let shown = parameters.map(\.description)
    let arguments = (isMember ? Array(shown.dropFirst()) : shown).joined(separator: ", ")
    return (isMember ? "\(shown.first ?? "")." : "") + "\(name)(\(arguments)) -> \(result)"
  }
}

/// The functions that expressions may call.
public struct FunctionLibrary: Sendable {
  public private(set) var overloads: [String: [Overload]] = [:]

  public init(_ all: [Overload] = []) { add(all) }

  public mutating func add(_ all: [Overload]) {
    for overload in all { overloads[overload.name, default: []].append(overload) }
  }

  /// The overloads of a function that a call of that shape may mean.
  func candidates(_ name: String, isMember: Bool, count: Int) -> [Overload] {
    (overloads[name] ?? []).filter { $0.isMember == isMember && $0.parameters.count == count }
  }
}
