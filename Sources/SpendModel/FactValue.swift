/// A fact: a value of the types that a schema can declare, as a request file or the engine states it.
///
/// The bridge between files, engines and the log: `BundleLoading` reads facts, `PolicyEngine` and
/// `WorkflowEngine` bind them to CEL, and their canonical form is what `facts_sha256` hashes.
public indirect enum FactValue: Hashable, Sendable {
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  /// Free words for people: shown, kept as a commitment in the log, never readable by a condition.
  case text(String)
  case timestamp(Timestamp)
  /// Nanoseconds, as in CEL.
  case duration(nanoseconds: Int64)
  case money(Money)
  case list([FactValue])
  case object(Facts)
}

/// Facts by name, each name once, in the order of their bytes.
public struct Facts: Hashable, Sendable {
  public private(set) var fields: [Field] = []

  public struct Field: Hashable, Sendable {
    public let name: String
    public var value: FactValue
  }

  public init() {}

  public init(_ fields: KeyValuePairs<String, FactValue>) {
    for (name, value) in fields { self[name] = value }
  }

  public var isEmpty: Bool { fields.isEmpty }

  /// The fact of that name, compared as bytes; setting nil removes it.
  public subscript(name: String) -> FactValue? {
    get {
      let index = position(of: name)
      return index < fields.count && fields[index].name.utf8.elementsEqual(name.utf8) ? fields[index].value : nil
    }
    set {
      let index = position(of: name)
      let found = index < fields.count && fields[index].name.utf8.elementsEqual(name.utf8)
      switch (newValue, found) {
      case (let value?, true): fields[index].value = value
      case (let value?, false): fields.insert(Field(name: name, value: value), at: index)
      case (nil, true): fields.remove(at: index)
      case (nil, false): break
      }
    }
  }

  /// The fact at a path such as `["request", "data", "class"]`; nothing where a step is missing.
  public subscript(path path: some Collection<String>) -> FactValue? {
    get {
      guard let first = path.first, let value = self[first] else { return nil }
      if path.count == 1 { return value }
      guard case .object(let inner) = value else { return nil }
      return inner[path: path.dropFirst()]
    }
    set {
      guard let first = path.first else { return }
      if path.count == 1 {
        self[first] = newValue
        return
      }
      var inner = Facts()
      if case .object(let existing)? = self[first] { inner = existing }
      inner[path: path.dropFirst()] = newValue
      self[first] = .object(inner)
    }
  }

  private func position(of name: String) -> Int {
    var (low, high) = (0, fields.count)
    while low < high {
      let middle = (low + high) / 2
      if fields[middle].name.utf8.lexicographicallyPrecedes(name.utf8) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
