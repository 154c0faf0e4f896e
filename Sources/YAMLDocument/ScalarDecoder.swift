import Diagnostics

/// Where each character of a decoded scalar stands in the file.
struct ScalarMap {
  /// One place for each code point of the text, and one behind the last.
  let places: [Place]

  /// Reads the scalar again from its source. Nothing where that does not give the same text, so that a
  /// place is never a guess.
  init?(of scalar: Scalar, at start: Place, to end: Place, in source: SourceText) {
    let text = scalar.text.unicodeScalars.map(\.value)
    for indentation in Self.indentations(of: scalar, at: start, in: source) {
      var decoder = ScalarDecoder(source, at: start)
      switch scalar.style {
      case .plain: decoder.readPlain(to: source.offset(end))
      case .singleQuoted: decoder.readSingleQuoted()
      case .doubleQuoted: decoder.readDoubleQuoted()
      case .literal: decoder.readBlock(isLiteral: true, indentation: indentation)
      case .folded: decoder.readBlock(isLiteral: false, indentation: indentation)
      }
      guard decoder.text == text else { continue }
      places = decoder.places + [decoder.endPlace]
      return
    }
    return nil
  }

  /// The indentations that a block scalar may have: what its first line with a visible character has, less
  /// what that line kept; where there is no such line, any. Other scalars have none.
  private static func indentations(of scalar: Scalar, at start: Place, in source: SourceText) -> [Int] {
    guard scalar.style == .literal || scalar.style == .folded else { return [0] }
    var widest = 0
    var first = source.offset(start)
    while let lineBreak = source.bytes[first...].firstIndex(of: 0x0A) {
      let text = source.bytes[(lineBreak + 1)...].prefix { $0 != 0x0A }
      first = lineBreak + 1
      let blanks = text.prefix { $0 == 0x20 }.count
      widest = max(widest, blanks)
      if hasVisibleByte(text) { break }
    }
    if let kept = scalar.text.utf8.split(separator: 0x0A).first(where: hasVisibleByte) {
      return [max(source.bytes[first...].prefix { $0 == 0x20 }.count - kept.prefix { $0 == 0x20 }.count, 1)]
    }
    return Array(1...max(min(widest, 256), 1) + 1)
  }

  private static func hasVisibleByte(_ line: some Sequence<UInt8>) -> Bool {
    line.contains { $0 != 0x20 && $0 != 0x0D }
  }
}

/// Decodes one scalar from its source, keeping the place of every character; the rules are those of the
/// YAML reader, whose result it must match.
struct ScalarDecoder {
  private(set) var text: [UInt32] = []
  private(set) var places: [Place] = []
  private(set) var endPlace: Place
  private let bytes: [UInt8]
  private var offset: Int
  private var line: UInt32
  private var column: UInt32

  init(_ source: SourceText, at start: Place) {
    bytes = source.bytes
    offset = source.offset(start)
    (line, column) = (start.line, start.column)
    endPlace = start
  }

  // MARK: - Flow scalars

  mutating func readPlain(to end: Int) {
    while offset < end {
      if isBlankOrBreak { readBlanks(keepsFirst: true) } else { take() }
    }
    endPlace = place
  }

  mutating func readSingleQuoted() {
    skip()
    while offset < bytes.count {
      if isBlankOrBreak {
        readBlanks(keepsFirst: true)
      } else if byte == UInt8(ascii: "'") {
        guard byte(at: offset + 1) == UInt8(ascii: "'") else { break }
        append(UInt32(UInt8(ascii: "'")), at: place)
        skip()
        skip()
      } else {
        take()
      }
    }
    endPlace = place
  }

  mutating func readDoubleQuoted() {
    skip()
    while offset < bytes.count, byte != UInt8(ascii: "\"") {
      if isBlankOrBreak {
        readBlanks(keepsFirst: true)
      } else if byte == UInt8(ascii: "\\") {
        readEscape()
      } else {
        take()
      }
    }
    endPlace = place
  }

  /// A run of blanks and breaks: blanks stay where there is no break; one break becomes a blank, and of
  /// several the first is dropped.
  ///
  /// - Parameter keepsFirst: False behind an escaped line break, where every further break stays.
  private mutating func readBlanks(keepsFirst: Bool) {
    var blanks: [Place] = []
    var breaks: [Place] = []
    let first = text.count
    var blankValues: [UInt32] = []
    while isBlankOrBreak {
      if isBreak {
        breaks.append(place)
        skipBreak()
      } else {
        if breaks.isEmpty {
          blanks.append(place)
          blankValues.append(UInt32(byte))
        }
        skip()
      }
    }
    guard keepsFirst else {
      for place in breaks { append(0x0A, at: place) }
      return
    }
    if breaks.isEmpty {
      for (value, place) in zip(blankValues, blanks) { append(value, at: place) }
    } else if breaks.count == 1 {
      append(0x20, at: blanks.first ?? breaks[0])
    } else {
      for place in breaks.dropFirst() { append(0x0A, at: place) }
    }
    assert(text.count >= first)
  }

  private mutating func readEscape() {
    let start = place
    skip()
    if isBreak {
      skipBreak()
      readBlanks(keepsFirst: false)
      return
    }
    let letter = byte
    skip()
    if let digits = Self.hexadecimalEscapes[letter] {
      var value = readHexadecimal(digits)
      if 0xD800..<0xDC00 ~= value, byte == UInt8(ascii: "\\"), byte(at: offset + 1) == UInt8(ascii: "u") {
        skip()
        skip()
        value = 0x10000 + (value - 0xD800) << 10 + (readHexadecimal(4) & 0x3FF)
      }
      append(value, at: start)
    } else {
      append(Self.escapes[letter] ?? UInt32(letter), at: start)
    }
  }

  private mutating func readHexadecimal(_ digits: Int) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { break }
      value = value << 4 | UInt32(digit)
      skip()
    }
    return value
  }

  private static let hexadecimalEscapes: [UInt8: Int] = [
    UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8,
  ]

  private static let escapes: [UInt8: UInt32] = [
    UInt8(ascii: "0"): 0, UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, 9: 9,
    UInt8(ascii: "n"): 10, UInt8(ascii: "v"): 11, UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
    UInt8(ascii: "e"): 27, UInt8(ascii: "N"): 0x85, UInt8(ascii: "_"): 0xA0, UInt8(ascii: "L"): 0x2028,
    UInt8(ascii: "P"): 0x2029,
  ]

  // MARK: - Block scalars

  /// Reads a literal or folded scalar from its header on, with as many leading blanks taken off each line.
  mutating func readBlock(isLiteral: Bool, indentation: Int) {
    var chomping = UInt8(ascii: " ")
    while offset < bytes.count, !isBreak {
      if column < 64, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+"), chomping == UInt8(ascii: " ") {
        chomping = byte
      }
      if byte == UInt8(ascii: "#") { while offset < bytes.count, !isBreak { skip() } } else { skip() }
    }
    skipBreak()
    var leadingBreak: Place?
    var endsWithBlankLine = false
    var breaks = readIndentation(indentation)
    endPlace = place
    while offset < bytes.count, column == UInt32(clamping: indentation + 1) {
      let startsBlank = isBlank
      if let lead = leadingBreak {
        if isLiteral || endsWithBlankLine || startsBlank {
          append(0x0A, at: lead)
        } else if breaks.isEmpty {
          append(0x20, at: lead)
        }
      }
      for place in breaks { append(0x0A, at: place) }
      endsWithBlankLine = startsBlank
      while offset < bytes.count, !isBreak { take() }
      endPlace = place
      leadingBreak = offset < bytes.count ? place : nil
      skipBreak()
      breaks = readIndentation(indentation)
    }
    if chomping != UInt8(ascii: "-"), let leadingBreak {
      append(0x0A, at: leadingBreak)
      endPlace = place
    }
    if chomping == UInt8(ascii: "+") {
      for place in breaks { append(0x0A, at: place) }
      endPlace = place
    }
  }

  /// Passes the indentation of the next lines up to one with text.
  ///
  /// - Returns: The breaks of the empty lines before it.
  private mutating func readIndentation(_ indentation: Int) -> [Place] {
    var breaks: [Place] = []
    while true {
      while column <= UInt32(clamping: indentation), byte == 0x20 { skip() }
      guard offset < bytes.count, isBreak else { return breaks }
      breaks.append(place)
      skipBreak()
    }
  }

  // MARK: - Characters

  private var place: Place {
    var place = Place(line: 1, column: 1)
    (place.line, place.column) = (line, column)
    return place
  }

  /// The next byte; 0 behind the end.
  private var byte: UInt8 { byte(at: offset) }

  private func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  private var isBlank: Bool { byte == 0x20 || byte == 0x09 }

  private var isBreak: Bool { byte == 0x0A || byte == 0x0D }

  private var isBlankOrBreak: Bool { isBlank || isBreak }

  private mutating func append(_ value: UInt32, at place: Place) {
    text.append(value)
    places.append(place)
  }

  /// Takes the next code point as it is.
  private mutating func take() {
    let start = offset
    let startPlace = place
    skip()
    append(codePoint(bytes[start..<offset]), at: startPlace)
  }

  private mutating func skip() {
    guard offset < bytes.count else { return }
    offset += 1
    while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    column += 1
  }

  private mutating func skipBreak() {
    guard isBreak else { return }
    offset += byte == 0x0D && byte(at: offset + 1) == 0x0A ? 2 : 1
    (line, column) = (line + 1, 1)
  }
}

/// The code point of a well-formed UTF-8 sequence.
func codePoint(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  guard let lead = bytes.first else { return 0 }
  let mask: UInt8 = bytes.count == 1 ? 0x7F : bytes.count == 2 ? 0x1F : bytes.count == 3 ? 0x0F : 0x07
  return bytes.dropFirst().reduce(UInt32(lead & mask)) { $0 << 6 | UInt32($1 & 0x3F) }
}
