/// Reads a JSON text piece by piece, without building a tree: the intake of records and of requests.
///
///     var scanner = JSONScanner(line)
///     try scanner.beginObject()
///     while let name = try scanner.nextName() {
///       switch scanner.string(name) {
///       case "model": model = try scanner.readString()
///       case "tokens": tokens = try scanner.readInteger()
///       default: try scanner.skipValue()
///       }
///     }
///     try scanner.finish()
///
/// Everything read or skipped is held to RFC 8259: UTF-8 without a byte order mark, no duplicate names
/// (compared as bytes, at every depth), no lone surrogates, no depth above the limit. After an error
/// the scanner is spent; nothing reads outside its bytes, whatever is called in whatever order.
public struct JSONScanner: Sendable {
  /// What comes next in a text.
  public enum Kind: String, Hashable, Sendable {
    case null, bool, number, string, array, object
  }

  /// The bytes that are read, of which the scanner sees a range.
  public let bytes: [UInt8]
  public let limits: JSONLimits
  /// The place of the next byte to be read; an index into ``bytes``.
  public internal(set) var offset: Int
  var start: Int
  var end: Int
  private var containers: [Container] = []
  private var names = NameTracker()

  private struct Container {
    var isObject: Bool
    var isEmpty = true
  }

  /// - Parameters:
  ///   - bytes: The text, or a buffer that holds it.
  ///   - range: The part of the buffer to read, taken to its bounds; by default all of it.
  public init(_ bytes: [UInt8], in range: Range<Int>? = nil, limits: JSONLimits = .default) {
    self.bytes = bytes
    self.limits = limits
    let part = (range ?? bytes.indices).clamped(to: bytes.indices)
    (start, offset, end) = (part.lowerBound, part.lowerBound, part.upperBound)
  }

  /// Starts again at another part of the same buffer, such as the next line.
  public mutating func reset(to range: Range<Int>) {
    let part = range.clamped(to: bytes.indices)
    (start, offset, end) = (part.lowerBound, part.lowerBound, part.upperBound)
    containers.removeAll(keepingCapacity: true)
    names.reset()
  }

  /// How many arrays and objects are open.
  public var depth: Int { containers.count }

  /// The decoded string of a checked one.
  public func string(_ text: JSONText) -> String { text.string(in: bytes) }

  /// Whether a checked string is exactly that name, compared as bytes.
  public func matches(_ text: JSONText, _ name: StaticString) -> Bool { text.equals(name, in: bytes) }

  // MARK: - Values

  /// The kind of the next value, which stays unread.
  public mutating func peek() throws(JSONError) -> Kind {
    if offset == start { try checkStart() }
    skipBlanks()
    guard offset < end else { throw ended() }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    default: throw unexpected("a value")
    }
  }

  /// Enters the next value, an object.
  public mutating func beginObject() throws(JSONError) { try open(.object) }

  /// Enters the next value, an array.
  public mutating func beginArray() throws(JSONError) { try open(.array) }

  /// The name of the next member of the innermost object, whose value must then be read or skipped;
  /// nothing, and the object is left, where it ends.
  public mutating func nextName() throws(JSONError) -> JSONText? {
    guard try advance(isObject: true) else { return nil }
    guard offset < end, bytes[offset] == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
    let place = offset
    let name = try scanString()
    guard limits.allowsDuplicateNames || names.insert(name, in: bytes) else {
      throw error(
        .duplicateName, "duplicate key `\(shown(name))`", hint: "each name may stand once in an object", at: place)
    }
    skipBlanks()
    guard offset < end else { throw ended() }
    guard bytes[offset] == UInt8(ascii: ":") else { throw unexpected("`:`") }
    offset += 1
    return name
  }

  /// Whether the innermost array has another element, which must then be read or skipped; the array is
  /// left where it ends.
  public mutating func nextElement() throws(JSONError) -> Bool { try advance(isObject: false) }

  /// Reads a string without decoding it.
  public mutating func readText() throws(JSONError) -> JSONText {
    try expect(.string)
    return try scanString()
  }

  /// Reads a string.
  public mutating func readString() throws(JSONError) -> String { try readText().string(in: bytes) }

  public mutating func readBool() throws(JSONError) -> Bool {
    try expect(.bool)
    let isTrue = bytes[offset] == UInt8(ascii: "t")
    try scanWord(isTrue ? "true" : "false")
    return isTrue
  }

  public mutating func readNull() throws(JSONError) {
    try expect(.null)
    try scanWord("null")
  }

  /// Reads a number; see ``JSONNumber``.
  public mutating func readNumber() throws(JSONError) -> JSONNumber {
    try expect(.number)
    return try scanNumber()
  }

  /// Reads a number that is written as an integer and fits `Int64`; any other is an error.
  public mutating func readInteger() throws(JSONError) -> Int64 {
    try expect(.number)
    let place = offset
    let number = try scanNumber()
    guard let integer = number.integer else {
      throw error(
        .unexpectedKind, "`\(shown(number.range))` is no integer of 64 bits",
        hint: "write a whole number without exponent",
        at: place)
    }
    return integer
  }

  /// Passes over the next value of whatever kind, checking all of it.
  ///
  /// - Returns: Where it stands in ``bytes``, without the blanks around it.
  @discardableResult
  public mutating func skipValue() throws(JSONError) -> Range<Int> {
    let kind = try peek()
    let first = offset
    switch kind {
    case .null: try scanWord("null")
    case .bool: _ = try readBool()
    case .number: _ = try scanNumber()
    case .string: _ = try scanString()
    case .array, .object:
      let outside = depth
      try open(kind)
      while depth > outside {
        let isObject = containers[depth - 1].isObject
        let goesOn = isObject ? try nextName() != nil : try nextElement()
        guard goesOn else { continue }
        switch try peek() {
        case .array: try beginArray()
        case .object: try beginObject()
        default: try skipValue()
        }
      }
    }
    return first..<offset
  }

  /// Checks that nothing but blanks follows.
  public mutating func finish() throws(JSONError) {
    skipBlanks()
    guard offset >= end else {
      let hint = depth == 0 ? "a text holds one value" : nil
      throw error(.syntax, "expected the end, found \(found())", hint: hint, at: offset)
    }
    guard depth == 0 else { throw ended() }
  }

  // MARK: - Containers

  private mutating func open(_ kind: Kind) throws(JSONError) {
    try expect(kind)
    guard depth < limits.maxDepth else {
      throw error(.tooDeep, "nested deeper than \(limits.maxDepth) levels", hint: "flatten the text", at: offset)
    }
    offset += 1
    containers.append(Container(isObject: kind == .object))
    if kind == .object { names.open() }
  }

  /// Moves to the next member or element; false, and the container is closed, where there is none.
  private mutating func advance(isObject: Bool) throws(JSONError) -> Bool {
    guard let container = containers.last, container.isObject == isObject else {
      throw error(.unexpectedKind, "expected to be inside \(isObject ? "an object" : "an array")", at: offset)
    }
    skipBlanks()
    guard offset < end else { throw ended() }
    let closing = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    if bytes[offset] == closing {
      offset += 1
      containers.removeLast()
      if isObject { names.close() }
      return false
    }
    if container.isEmpty {
      containers[containers.count - 1].isEmpty = false
    } else {
      guard bytes[offset] == UInt8(ascii: ",") else {
        throw unexpected(isObject ? "`,` or `}`" : "`,` or `]`")
      }
      let comma = offset
      offset += 1
      skipBlanks()
      guard offset < end else { throw ended() }
      if bytes[offset] == closing {
        throw error(.syntax, "a comma before `\(isObject ? "}" : "]")`", hint: "remove the comma", at: comma)
      }
    }
    return true
  }

  private mutating func expect(_ kind: Kind) throws(JSONError) {
    let next = try peek()
    guard next == kind else {
      throw error(.unexpectedKind, "expected \(kind.article), found \(next.article)", at: offset)
    }
  }

  // MARK: - Blanks and words

  mutating func skipBlanks() {
    while offset < end {
      switch bytes[offset] {
      case 0x20, 0x0A, 0x0D, 0x09: offset += 1
      default: return
      }
    }
  }

  private mutating func scanWord(_ word: StaticString) throws(JSONError) {
    let length = word.utf8CodeUnitCount
    let isThere =
      end - offset >= length
      && word.withUTF8Buffer { buffer in bytes[offset..<offset + length].elementsEqual(buffer) }
    guard isThere, offset + length == end || !isWordByte(bytes[offset + length]) else {
      let isCut = end - offset < length && word.withUTF8Buffer { $0.starts(with: bytes[offset..<end]) }
      if isCut {
        offset = end
        throw ended()
      }
      throw unexpected("a value")
    }
    offset += length
  }

  /// Refuses what can only stand at the start: a text over the limit, and a byte order mark.
  private func checkStart() throws(JSONError) {
    guard end - start <= limits.maxBytes else {
      throw error(.tooLarge, "longer than \(limits.maxBytes) bytes", at: start)
    }
    if end - start >= 3, bytes[start] == 0xEF, bytes[start + 1] == 0xBB, bytes[start + 2] == 0xBF {
      throw error(.byteOrderMark, "starts with a byte order mark", hint: "save the text as UTF-8 without it", at: start)
    }
  }
}
