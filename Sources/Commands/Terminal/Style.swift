import Glibc

/// How text reaches its reader: with colour or without, and how wide.
struct Style: Hashable, Sendable {
  var usesColor: Bool
  /// Columns to fit tables into; nothing where the reader is no terminal, so that nothing is cut.
  var width: Int?

  static let plain = Style(usesColor: false, width: nil)

  /// What suits a descriptor under the user's wish, `NO_COLOR` and `TERM`.
  static func suiting(_ descriptor: Int32, color: ColorChoice) -> Style {
    let isTerminal = isatty(descriptor) == 1
    let usesColor =
      switch color {
      case .always: true
      case .never: false
      case .auto: isTerminal && environment("NO_COLOR") == nil && environment("TERM") != "dumb"
      }
    return Style(usesColor: usesColor, width: isTerminal ? columns(of: descriptor) : nil)
  }

  func rendered(_ text: Text) -> String {
    guard usesColor else { return text.plain }
    return text.runs.map { run in
      guard let code = sequence(run.emphasis) else { return run.words }
      return "\u{1B}[\(code)m\(run.words)\u{1B}[0m"
    }.joined()
  }

  private func sequence(_ emphasis: Text.Emphasis) -> String? {
    switch emphasis {
    case .none: nil
    case .strong: "1"
    case .faint: "2"
    case .good: "32"
    case .careful: "33"
    case .bad: "1;31"
    }
  }
}

private func columns(of descriptor: Int32) -> Int {
  var size = winsize()
  guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
  return Int(size.ws_col)
}

/// A variable of the environment; an empty one is none.
func environment(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}
