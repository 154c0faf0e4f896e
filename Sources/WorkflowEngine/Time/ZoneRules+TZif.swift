extension ZoneRules {
  /// Reads a compiled zone file, such as `/usr/share/zoneinfo/Europe/Berlin`, version 1 to 4.
  ///
  /// Source: RFC 8536. Leap seconds are ignored, as POSIX time has none.
  ///
  /// - Returns: Nothing where the bytes are no such file.
  package init?(name: String, tzif bytes: [UInt8]) {
    var reader = TZifReader(bytes)
    guard var header = reader.header() else { return nil }
    var width = 4
    if header.version >= 2 {
      guard reader.skip(header.length(width: 4)), let second = reader.header() else { return nil }
      header = second
      width = 8
    }
    guard header.typeCount > 0, header.typeCount <= 256, header.timeCount <= 100_000, header.charCount <= 100_000,
      reader.has(header.length(width: width))
    else { return nil }
    var instants: [Int64] = []
    for _ in 0..<header.timeCount {
      guard let instant = reader.signed(width) else { return nil }
      instants.append(instant)
    }
    var indices: [Int] = []
    for _ in 0..<header.timeCount {
      guard let index = reader.byte() else { return nil }
      indices.append(Int(index))
    }
    var offsets: [Int64] = []
    for _ in 0..<header.typeCount {
      guard let offset = reader.signed(4), reader.skip(2), abs(offset) <= 200_000 else { return nil }
      offsets.append(offset)
    }
    var changes: [Change] = []
    for (instant, index) in zip(instants, indices) {
      guard index < offsets.count else { return nil }
      changes.append(Change(at: instant, offset: offsets[index]))
    }
    guard let first = offsets.first, reader.skip(header.lengthBehindTypes(width: width)) else { return nil }
    var tail: RecurringZone?
    if width == 8 {
      guard let footer = reader.footer() else { return nil }
      if !footer.isEmpty {
        guard let rule = RecurringZone(posix: footer) else { return nil }
        tail = rule
      }
    }
    self.init(name: name, initialOffset: first, changes: changes, tail: tail)
  }
}

private struct TZifHeader {
  var version = 1
  var utCount = 0
  var stdCount = 0
  var leapCount = 0
  var timeCount = 0
  var typeCount = 0
  var charCount = 0

  /// Counts are below 2^32, and so are far from overflow here.
  func length(width: Int) -> Int { timeCount * (width + 1) + typeCount * 6 + lengthBehindTypes(width: width) }

  func lengthBehindTypes(width: Int) -> Int { charCount + leapCount * (width + 4) + stdCount + utCount }
}

private struct TZifReader {
  private let bytes: [UInt8]
  private var next = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func has(_ count: Int) -> Bool { count >= 0 && count <= bytes.count - next }

  mutating func skip(_ count: Int) -> Bool {
    guard has(count) else { return false }
    next += count
    return true
  }

  mutating func byte() -> UInt8? {
    guard has(1) else { return nil }
    next += 1
    return bytes[next - 1]
  }

  /// A big-endian signed number of four or eight bytes.
  mutating func signed(_ width: Int) -> Int64? {
    guard has(width) else { return nil }
    var value: UInt64 = 0
    for byte in bytes[next..<next + width] { value = value << 8 | UInt64(byte) }
    next += width
    return width == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }

  mutating func header() -> TZifHeader? {
    guard has(44), bytes[next..<next + 4].elementsEqual("TZif".utf8) else { return nil }
    next += 4
    var header = TZifHeader()
    guard let version = byte(), skip(15) else { return nil }
    header.version = version == 0 ? 1 : Int(version) - 48
    for path in [\TZifHeader.utCount, \.stdCount, \.leapCount, \.timeCount, \.typeCount, \.charCount] {
      guard let count = signed(4), count >= 0 else { return nil }
      header[keyPath: path] = Int(count)
    }
    return header
  }

  /// The text between two line breaks at the end.
  mutating func footer() -> String? {
    guard byte() == 10 else { return nil }
    let start = next
    while next < bytes.count, bytes[next] != 10 { next += 1 }
    guard next < bytes.count else { return nil }
    return String(decoding: bytes[start..<next], as: UTF8.self)
  }
}
