import Diagnostics

/// Cuts a source into tokens; what is none is reported and left out.
struct Lexer {
  let scalars: [Unicode.Scalar]
  var index = 0
  var line = 1
  var column = 1
  var errors: [CELError] = []

  init(_ source: String) { scalars = Array(source.unicodeScalars) }

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    index + ahead < scalars.count ? scalars[index + ahead] : nil
  }

  private mutating func advance() {
    guard index < scalars.count else { return }
    if scalars[index] == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
    index += 1
  }

  private var position: SourcePosition { SourcePosition(line: line, column: column) }

  mutating func tokens() -> [Token] {
    var result: [Token] = []
    while true {
      skipBlanks()
      let (at, start) = (position, index)
      guard let scalar = peek() else {
        result.append(Token(kind: .end, position: at, start: start, end: start))
        return result
      }
      if let kind = next(scalar) { result.append(Token(kind: kind, position: at, start: start, end: index)) }
    }
  }

  private mutating func skipBlanks() {
    while let scalar = peek() {
      if scalar == "/", peek(1) == "/" {
        while let inner = peek(), inner != "\n" { _ = inner; advance() }
      } else if scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" || scalar == "\u{0C}" {
        advance()
      } else {
        return
      }
    }
  }

  private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "_": true
    default: false
    }
  }

  private func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
    switch scalar {
    case ("0"..."9")?: true
    default: false
    }
  }

  /// Characters that are all ASCII, as a text.
  private func ascii(_ range: Range<Int>) -> String {
    String(unsafeUninitializedCapacity: range.count) { buffer in
      for (place, scalar) in scalars[range].enumerated() { buffer[place] = UInt8(truncatingIfNeeded: scalar.value) }
      return range.count
    }
  }

  private mutating func next(_ scalar: Unicode.Scalar) -> Token.Kind? {
    let at = position
    if isDigit(scalar) || (scalar == "." && isDigit(peek(1))) { return number() }
    if scalar == "\"" || scalar == "'" { return string(raw: false, bytes: false) }
    if isLetter(scalar) {
      var (raw, isBytes, length) = (false, false, 0)
      if scalar == "b" || scalar == "B" || scalar == "r" || scalar == "R" {
        isBytes = scalar == "b" || scalar == "B"
        raw = !isBytes
        length = 1
        if isBytes, let second = peek(1), second == "r" || second == "R" {
          raw = true
          length = 2
        }
        if let quote = peek(length), quote == "\"" || quote == "'" {
          for _ in 0..<length { advance() }
          return string(raw: raw, bytes: isBytes)
        }
      }
      let start = index
      while index < scalars.count, isLetter(scalars[index]) || isDigit(scalars[index]) { index += 1 }
      column += index - start
      return .identifier(ascii(start..<index))
    }
    if scalar == "`" { return quotedName() }
    if let kind = symbol(scalar, peek(1)) {
      for _ in 0..<kind.text.utf8.count { advance() }
      return .symbol(kind)
    }
    advance()
    errors.append(
      CELError(
        "unexpected-character", "unexpected character `\(scalar)`", at: at,
        hint: Hints.character(scalar, before: peek())))
    return nil
  }

  /// A name between backticks: letters, digits, `_`, `.`, `-`, `/` and blanks.
  private mutating func quotedName() -> Token.Kind? {
    let at = position
    advance()
    var name = String.UnicodeScalarView()
    while let inner = peek(),
      isLetter(inner) || isDigit(inner) || inner == "." || inner == "-" || inner == "/" || inner == " "
    {
      name.append(inner)
      advance()
    }
    guard peek() == "`", !name.isEmpty else {
      errors.append(
        CELError("unterminated-name", "a quoted name is not closed", at: at, hint: "close it with a backtick"))
      while let inner = peek(), inner != "`", inner != "\n" { _ = inner; advance() }
      advance()
      return nil
    }
    advance()
    return .quoted(String(name))
  }

  private func symbol(_ first: Unicode.Scalar, _ second: Unicode.Scalar?) -> Token.Symbol? {
    switch (first, second) {
    case ("&", "&"): .and
    case ("|", "|"): .or
    case ("=", "="): .equal
    case ("!", "="): .unequal
    case ("<", "="): .lessOrEqual
    case (">", "="): .greaterOrEqual
    case ("+", _): .plus
    case ("-", _): .minus
    case ("*", _): .times
    case ("/", _): .over
    case ("%", _): .percent
    case ("<", _): .less
    case (">", _): .greater
    case ("!", _): .not
    case ("?", _): .question
    case (":", _): .colon
    case (".", _): .dot
    case (",", _): .comma
    case ("(", _): .openParenthesis
    case (")", _): .closeParenthesis
    case ("[", _): .openBracket
    case ("]", _): .closeBracket
    case ("{", _): .openBrace
    case ("}", _): .closeBrace
    default: nil
    }
  }

  private mutating func number() -> Token.Kind? {
    let at = position
    var text = ""
    if peek() == "0", peek(1) == "x" {
      advance()
      advance()
      while let digit = peek(), isDigit(digit) || ("a"..."f").contains(digit) || ("A"..."F").contains(digit) {
        text.unicodeScalars.append(digit)
        advance()
      }
      let unsigned = takeSuffix()
      guard !text.isEmpty else {
        errors.append(
          CELError("number-out-of-range", "`0x` has no digits", at: at, hint: "write hexadecimal digits, as in `0xFF`"))
        return nil
      }
      guard let value = UInt64(text, radix: 16) else { return bad("a number of 64 bits", "0x" + text, at) }
      return unsigned ? .uint(value) : .int(value)
    }
    var isDouble = false
    while isDigit(peek()) { text.unicodeScalars.append(scalars[index]); advance() }
    if peek() == ".", isDigit(peek(1)) {
      isDouble = true
      text += "."
      advance()
      while isDigit(peek()) { text.unicodeScalars.append(scalars[index]); advance() }
    }
    if let mark = peek(), mark == "e" || mark == "E" {
      let sign = peek(1) == "+" || peek(1) == "-" ? 1 : 0
      if isDigit(peek(1 + sign)) {
        isDouble = true
        for _ in 0...sign { text.unicodeScalars.append(scalars[index]); advance() }
        while isDigit(peek()) { text.unicodeScalars.append(scalars[index]); advance() }
      }
    }
    if isDouble {
      if text.hasPrefix(".") { text = "0" + text }
      guard let value = Double(text), value.isFinite else { return bad("a double", text, at) }
      return .double(value)
    }
    let unsigned = takeSuffix()
    guard let value = UInt64(text) else { return bad("a number of 64 bits", text, at) }
    return unsigned ? .uint(value) : .int(value)
  }

  private mutating func takeSuffix() -> Bool {
    guard let suffix = peek(), suffix == "u" || suffix == "U" else { return false }
    advance()
    return true
  }

  private mutating func bad(_ what: String, _ text: String, _ at: SourcePosition) -> Token.Kind? {
    errors.append(
      CELError("number-out-of-range", "`\(text)` is not \(what) in range", at: at, hint: Hints.range(what)))
    return nil
  }

  private mutating func string(raw: Bool, bytes: Bool) -> Token.Kind? {
    let (at, start) = (position, index)
    guard let quote = peek() else { return nil }
    let triple = peek(1) == quote && peek(2) == quote
    for _ in 0..<(triple ? 3 : 1) { advance() }
    if !triple, !bytes, let text = plainText(until: quote) { return .string(text) }
    var text = String.UnicodeScalarView()
    var octets: [UInt8] = []
    while true {
      guard let scalar = peek(), triple || (scalar != "\n" && scalar != "\r") else {
        let closing = String(repeating: String(quote), count: triple ? 3 : 1)
        let isCut = peek() != nil
        let isApostrophe = start > 0 && isLetter(scalars[start - 1]) && !raw && !bytes
        errors.append(
          CELError(
            "unterminated-string", "a string is not closed\(isCut ? " on its line" : "")", at: at,
            hint: isApostrophe
              ? "within a string a quote is written `\\\(quote)`"
              : isCut
                ? "close it with `\(closing)`, or write it over several lines between `\(quote)\(quote)\(quote)`"
                : "close it with `\(closing)`"))
        return nil
      }
      if scalar == quote, !triple || (peek(1) == quote && peek(2) == quote) {
        for _ in 0..<(triple ? 3 : 1) { advance() }
        return bytes ? .bytes(octets) : .string(String(text))
      }
      if scalar == "\\", !raw {
        escape(bytes: bytes, &text, &octets)
        continue
      }
      text.append(scalar)
      if bytes { octets.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
      advance()
    }
  }

  /// Takes a string of printable ASCII up to its quote, which most are; nothing is taken of any other.
  private mutating func plainText(until quote: Unicode.Scalar) -> String? {
    var end = index
    while end < scalars.count, scalars[end] != quote {
      guard (" "..."~").contains(scalars[end]), scalars[end] != "\\" else { return nil }
      end += 1
    }
    guard end < scalars.count else { return nil }
    defer {
      column += end + 1 - index
      index = end + 1
    }
    return ascii(index..<end)
  }

  private static let simpleEscapes: [Unicode.Scalar: UInt32] = [
    "a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92, "?": 63, "\"": 34, "'": 39, "`": 96,
  ]

  private mutating func escape(bytes: Bool, _ text: inout String.UnicodeScalarView, _ octets: inout [UInt8]) {
    let at = position
    advance()
    guard let kind = peek() else { return }
    advance()
    func add(_ value: UInt32, octet: Bool) -> Bool {
      if bytes, octet {
        guard value < 256 else { return false }
        octets.append(UInt8(value))
        return true
      }
      guard let scalar = Unicode.Scalar(value) else { return false }
      text.append(scalar)
      if bytes { octets.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
      return true
    }
    var isGood = false
    if let value = Self.simpleEscapes[kind] {
      isGood = add(value, octet: true)
    } else if kind == "x" || kind == "X" {
      if let value = digits(2, radix: 16) { isGood = add(value, octet: true) }
    } else if kind == "u", !bytes {
      if let value = digits(4, radix: 16) { isGood = add(value, octet: false) }
    } else if kind == "U", !bytes {
      if let value = digits(8, radix: 16) { isGood = add(value, octet: false) }
    } else if ("0"..."3").contains(kind), let rest = digits(2, radix: 8) {
      isGood = add((kind.value - 48) * 64 + rest, octet: true)
    }
    if !isGood {
      errors.append(
        CELError("bad-escape", "`\\\(kind)` is no escape", at: at, hint: Hints.escape(kind, inBytes: bytes)))
    }
  }

  private mutating func digits(_ count: Int, radix: Int) -> UInt32? {
    var text = ""
    for _ in 0..<count {
      guard let scalar = peek(), scalar.isASCII, Int(String(scalar), radix: radix) != nil else { return nil }
      text.unicodeScalars.append(scalar)
      advance()
    }
    return UInt32(text, radix: radix)
  }
}
