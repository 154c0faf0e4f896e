/// What has been found for the type parameters so far.
///
/// A use of a declaration gets fresh parameters; finding that one type fits another binds them. A parameter that was
/// bound may still become more general, never more special.
struct Substitution {
  private var bound: [String: CELType] = [:]
  private var count = 0

  mutating func fresh() -> CELType {
    count += 1
    return .parameter("@\(count)")
  }

  /// The parameters and result of a declaration, with fresh type parameters.
  mutating func instance(of overload: Overload) -> (parameters: [CELType], result: CELType) {
    guard overload.parameters.contains(where: \.hasParameters) || overload.result.hasParameters else {
      return (overload.parameters, overload.result)
    }
    var names: [String: CELType] = [:]
    func renamed(_ type: CELType, _ substitution: inout Substitution) -> CELType {
      if case .parameter(let name) = type {
        if let known = names[name] { return known }
        let made = substitution.fresh()
        names[name] = made
        return made
      }
      let parts = type.parts
      return parts.isEmpty ? type : type.replacing(parts: parts.map { renamed($0, &substitution) })
    }
    return (overload.parameters.map { renamed($0, &self) }, renamed(overload.result, &self))
  }

  /// The type with all that is known of its parameters.
  func resolve(_ type: CELType) -> CELType {
    type.mapParameters { name in
      guard let known = bound[name] else { return .parameter(name) }
      return resolve(known)
    }
  }

  /// The type with what is not known of its parameters as `dyn`.
  func final(_ type: CELType) -> CELType { resolve(type).mapParameters { _ in .dyn } }

  /// Whether a value of the type `given` fits where `wanted` stands; binds parameters where it does.
  mutating func fits(_ given: CELType, _ wanted: CELType) -> Bool {
    let before = bound
    if assign(given, wanted) { return true }
    bound = before
    return false
  }

  mutating func fits(_ given: [CELType], _ wanted: [CELType]) -> Bool {
    guard given.count == wanted.count else { return false }
    let before = bound
    for (a, b) in zip(given, wanted) where !assign(a, b) {
      bound = before
      return false
    }
    return true
  }

  private mutating func assign(_ a: CELType, _ b: CELType) -> Bool {
    if a == b { return true }
    if case .parameter(let name) = b {
      let (valid, wasBound) = bind(name, to: a)
      if valid { return true }
      if wasBound { return false }
    }
    if case .parameter(let name) = a { return bind(name, to: b).valid }
    switch (a, b) {
    case (.dyn, _), (_, .dyn): return true
    case (.null, let other), (let other, .null): return other.takesNull
    // Types are equal or not at run time only, whatever is known of them.
    case _ where a.isType && b.isType:
      if case .opaque = a, case .opaque = b { _ = fits(a.parts, b.parts) }
      return true
    case (.opaque("wrapper", let wrapped), _) where wrapped.count == 1: return assign(wrapped[0], b.unwrapped)
    case (_, .opaque("wrapper", let wrapped)) where wrapped.count == 1: return assign(a, wrapped[0])
    case (.list, .list), (.map, .map), (.optional, .optional): return assignParts(a, b)
    case (.opaque(let x, _), .opaque(let y, _)): return x == y && assignParts(a, b)
    default: return false
    }
  }

  private mutating func assignParts(_ a: CELType, _ b: CELType) -> Bool {
    let (left, right) = (a.parts, b.parts)
    guard left.count == right.count else { return false }
    for (x, y) in zip(left, right) where !assign(x, y) { return false }
    return true
  }

  private mutating func bind(_ name: String, to type: CELType) -> (valid: Bool, wasBound: Bool) {
    if type == .parameter(name) { return (true, true) }
    if let known = bound[name] {
      if known == type { return (true, true) }
      guard assign(type, known) else { return (false, true) }
      let general = Self.moreGeneral(type, known)
      if !occurs(name, in: general) { bound[name] = general }
      return (true, true)
    }
    guard !occurs(name, in: type) else { return (false, false) }
    bound[name] = type
    return (true, false)
  }

  private func occurs(_ name: String, in type: CELType) -> Bool {
    if case .parameter(let other) = type {
      if other == name { return true }
      return bound[other].map { occurs(name, in: $0) } ?? false
    }
    return type.parts.contains { occurs(name, in: $0) }
  }

  /// The one of two types that fit each other which says less.
  static func moreGeneral(_ a: CELType, _ b: CELType) -> CELType {
    // `null` may stand for a value of another type; its type stands for no other type.
    if a.isType, b.isType, a != b, a == .type(of: .null) || b == .type(of: .null) {
      return a == .type || b == .type ? .type : .type(of: .dyn)
    }
    guard a.isType, b.isType, !saysLess(a, b), !saysLess(b, a) else { return saysLess(a, b) ? a : b }
    return .type(of: .dyn)
  }

  private static func saysLess(_ a: CELType, _ b: CELType) -> Bool {
    switch (a, b) {
    case (.dyn, _), (.parameter, _): return true
    case (_, .dyn), (_, .parameter): return false
    case (.null, .null): return true
    case (.null, _): return false
    case (_, .null): return true
    case (.opaque("wrapper", let wrapped), _) where wrapped.first == b: return true
    case (.type, .opaque("type", _)): return true
    default:
      let (left, right) = (a.parts, b.parts)
      guard !left.isEmpty, left.count == right.count else { return a == b }
      return zip(left, right).allSatisfy { saysLess($0, $1) }
    }
  }
}

extension CELType {
  /// Whether `null` may stand for a value of the type.
  fileprivate var takesNull: Bool {
    switch self {
    case .timestamp, .duration, .object, .money, .opaque, .optional: !isType
    default: false
    }
  }
}
