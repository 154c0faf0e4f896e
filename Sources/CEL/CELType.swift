/// A type of the language.
public indirect enum CELType: Hashable, Sendable {
  case null, bool, int, uint, double, string, bytes, timestamp, duration, money, type
  /// Known at run time only; unifies with everything.
  case dyn
  case list(CELType)
  case map(CELType, CELType)
  case object(ObjectType)
}

/// An object of declared fields.
public struct ObjectType: Hashable, Sendable {
  public var name: String
  public var fields: [Field]

  public struct Field: Hashable, Sendable {
    public var name: String
    public var type: CELType
    /// May be absent at run time: `has()` tells.
    public var isOptional: Bool

    public init(_ name: String, _ type: CELType, isOptional: Bool = false) {
      self.name = name
      self.type = type
      self.isOptional = isOptional
    }
  }

  public init(_ name: String, _ fields: [Field]) {
    self.name = name
    self.fields = fields
  }

  public subscript(name: String) -> Field? { fields.first { $0.name.utf8.elementsEqual(name.utf8) } }
}
