/// A key as a line editor understands it.
enum Key: Hashable, Sendable {
  case text(Character)
  case left, right, wordLeft, wordRight, home, end, up, down
  case backspace, delete, killToEnd, killToStart, killWord
  case complete, enter, clear, cancel, endOfInput
}

/// Makes keys of the bytes that a terminal sends; what no key stands for is passed over.
///
/// Source: ECMA-48 for control sequences, xterm's for keys with modifiers.
struct KeyReader: Hashable, Sendable {
  private enum State: Hashable {
    case start
    case escape
    /// `ESC [` and what came behind it; `ESC O` counts as the same.
    case sequence([UInt8])
    /// The bytes of a scalar so far, and how many it has.
    case scalar([UInt8], Int)
  }

  private var state = State.start

  mutating func feed(_ byte: UInt8) -> Key? {
    switch state {
    case .start: return start(byte)
    case .escape:
      state = .start
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "O"): state = .sequence([])
      case UInt8(ascii: "b"): return .wordLeft
      case UInt8(ascii: "f"): return .wordRight
      case 0x7F, 0x08: return .killWord
      case 0x1B: state = .escape
      case 0..<0x20: return start(byte)
      default: break
      }
      return nil
    case .sequence(let before):
      if (0x40...0x7E).contains(byte) {
        state = .start
        return Self.key(before, final: byte)
      }
      // A sequence that never ends is no key, and neither is what a control byte breaks off.
      let goesOn = before.count < 16 && (0x20...0x3F).contains(byte)
      state = goesOn ? .sequence(before + [byte]) : .start
      return !goesOn && byte < 0x20 ? start(byte) : nil
    case .scalar(var bytes, let count):
      guard byte & 0xC0 == 0x80 else {
        state = .start
        return start(byte)
      }
      bytes.append(byte)
      guard bytes.count == count else {
        state = .scalar(bytes, count)
        return nil
      }
      state = .start
      guard let text = String(validating: bytes, as: UTF8.self), let character = text.first,
        !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
      else { return nil }
      return .text(character)
    }
  }

  private mutating func start(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x01: return .home
    case 0x02: return .left
    case 0x03: return .cancel
    case 0x04: return .endOfInput
    case 0x05: return .end
    case 0x06: return .right
    case 0x08, 0x7F: return .backspace
    case 0x09: return .complete
    case 0x0A, 0x0D: return .enter
    case 0x0B: return .killToEnd
    case 0x0C: return .clear
    case 0x0E: return .down
    case 0x10: return .up
    case 0x15: return .killToStart
    case 0x17: return .killWord
    case 0x1B:
      state = .escape
      return nil
    case 0x20..<0x7F: return .text(Character(Unicode.Scalar(byte)))
    case 0xC2...0xDF: state = .scalar([byte], 2)
    case 0xE0...0xEF: state = .scalar([byte], 3)
    case 0xF0...0xF4: state = .scalar([byte], 4)
    default: break
    }
    return nil
  }

  private static func key(_ parameters: [UInt8], final: UInt8) -> Key? {
    let text = String(decoding: parameters, as: UTF8.self)
    let isWord = text == "1;5" || text == "1;3" || text == "5" || text == "3"
    switch final {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    case UInt8(ascii: "C"): return isWord ? .wordRight : .right
    case UInt8(ascii: "D"): return isWord ? .wordLeft : .left
    case UInt8(ascii: "H"): return .home
    case UInt8(ascii: "F"): return .end
    case UInt8(ascii: "~"):
      switch text {
      case "1", "7": return .home
      case "4", "8": return .end
      case "3": return .delete
      default: return nil
      }
    default: return nil
    }
  }
}
