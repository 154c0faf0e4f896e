/// The variables of an evaluation.
///
/// One that ``Environment/bind(_:)`` makes has the declared fields laid out: programs of that environment read them
/// without looking for names.
public struct Activation: Sendable {
  /// A class, so that an evaluation takes hold of all of it at once.
  final class Bindings: Sendable {
    let variables: [String: Value]
    let slots: [Value?]
    let glances: [Glance]
    let layout: Layout?

    init(_ variables: [String: Value], _ layout: Layout? = nil) {
      self.variables = variables
      self.layout = layout
      slots = layout?.bound(variables) ?? []
      glances = slots.map { Glance($0) }
    }
  }

  private(set) var bindings: Bindings

  public init(_ variables: [String: Value] = [:]) { bindings = Bindings(variables) }

  init(_ variables: [String: Value], _ layout: Layout) { bindings = Bindings(variables, layout) }

  public var variables: [String: Value] {
    get { bindings.variables }
    set { bindings = Bindings(newValue, bindings.layout) }
  }

  /// The value at a path of fields; nothing where a step is missing.
  public func value(at path: [String]) -> Value? {
    guard let root = path.first, var current = variables[root] else { return nil }
    for name in path.dropFirst() {
      guard case .map(let map) = current, let next = map[name] else { return nil }
      current = next
    }
    return current
  }
}

extension Environment {
  /// The values of variables, laid out for the programs of this environment.
  public func bind(_ variables: [String: Value]) -> Activation { Activation(variables, layout) }
}
