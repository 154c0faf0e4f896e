/// Values in a row of bytes, for this program on this machine: written, or read back in the same order.
///
/// One description of a type serves both ways: it names its parts, and each is written or replaced.
struct Archive {
  private(set) var bytes: [UInt8]
  private var place = 0
  let isReading: Bool
  /// Whether all that was read was there.
  private(set) var isSound = true

  /// An archive to write into.
  init() {
    bytes = []
    isReading = false
  }

  /// An archive to read from.
  init(reading bytes: [UInt8]) {
    self.bytes = bytes
    isReading = true
  }

  /// Makes room for so many further bytes.
  mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  /// Whether everything has been read.
  var isAtEnd: Bool { place == bytes.count }

  /// - Returns: The place of so many bytes; nothing where there are not so many left.
  private mutating func take(_ count: Int) -> Int? {
    guard isSound, count >= 0, count <= bytes.count - place else {
      isSound = false
      return nil
    }
    defer { place += count }
    return place
  }

  /// Numbers, and structures of nothing but numbers.
  mutating func code<Number: BitwiseCopyable>(_ value: inout Number) {
    let size = MemoryLayout<Number>.size
    if isReading {
      guard let from = take(size) else { return }
      bytes.withUnsafeBytes { value = $0.loadUnaligned(fromByteOffset: from, as: Number.self) }
    } else {
      withUnsafeBytes(of: value) { bytes.append(contentsOf: $0.prefix(size)) }
    }
  }

  /// A table.
  mutating func code<Number: BitwiseCopyable>(table: inout [Number]) {
    var count = table.count
    code(&count)
    let stride = MemoryLayout<Number>.stride
    if isReading {
      let (size, isTooLarge) = count.multipliedReportingOverflow(by: stride)
      guard !isTooLarge, count >= 0, let from = take(size) else { return }
      table = bytes.withUnsafeBytes { source in
        [Number](unsafeUninitializedCapacity: count) { target, made in
          UnsafeMutableRawBufferPointer(target).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: source[from..<from + size]))
          made = count
        }
      }
    } else {
      table.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
  }

  /// Writes tables that are read back as one.
  mutating func code(tables: [[UInt8]]) {
    var count = tables.reduce(0) { $0 + $1.count }
    code(&count)
    for table in tables { bytes += table }
  }

  mutating func code(_ text: inout String) {
    var count = UInt32(clamping: text.utf8.count)
    code(&count)
    if isReading {
      guard let from = take(Int(count)) else { return }
      text = String(decoding: bytes[from..<from + Int(count)], as: UTF8.self)
    } else {
      bytes.append(contentsOf: text.utf8)
    }
  }

  /// A value that has a text of its own.
  mutating func code<Value>(_ value: inout Value, _ write: (Value) -> String, _ read: (String) -> Value?) {
    var text = isReading ? "" : write(value)
    code(&text)
    guard isReading else { return }
    if let made = read(text) { value = made } else { isSound = false }
  }

  mutating func code<Choice: RawRepresentable>(choice: inout Choice) where Choice.RawValue == String {
    code(&choice, \.rawValue, Choice.init(rawValue:))
  }

  /// - Parameter blank: Any value, to be replaced.
  mutating func code<Value>(_ value: inout Value?, blank: Value, _ part: (inout Archive, inout Value) -> Void) {
    var isThere = value != nil
    code(&isThere)
    var inner = value ?? blank
    if isThere { part(&self, &inner) }
    if isReading { value = isThere && isSound ? inner : nil }
  }

  mutating func code(_ text: inout String?) { code(&text, blank: "") { $0.code(&$1) } }

  /// - Parameter blank: Any value, to be replaced.
  mutating func code<Value>(_ values: inout [Value], blank: Value, _ part: (inout Archive, inout Value) -> Void) {
    var count = values.count
    code(&count)
    guard isReading else {
      for index in values.indices { part(&self, &values[index]) }
      return
    }
    values = []
    while isSound, values.count < count {
      var value = blank
      part(&self, &value)
      values.append(value)
    }
  }
}
