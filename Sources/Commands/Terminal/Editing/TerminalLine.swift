import Glibc
import Governance

/// Reads lines from a terminal, each edited with the keys that shells have.
struct TerminalLine {
  enum Input: Hashable {
    case line(String)
    /// The line was given up.
    case cancelled
    case end
  }

  private var editor: LineEditor
  private let style: Style
  private let complete: (Workbench, String) -> Completion

  /// Whether both sides of the conversation are terminals that understand control sequences.
  static var isPossible: Bool {
    isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && environment("TERM") != "dumb"
  }

  init(history: [String], style: Style, complete: @escaping (Workbench, String) -> Completion) {
    editor = LineEditor(history: history)
    self.style = style
    self.complete = complete
  }

  mutating func remember(_ line: String) { editor.remember(line) }

  /// Reads a line.
  ///
  /// - Parameters:
  ///   - prompt: Of ASCII letters.
  ///   - bench: What completions come from.
  mutating func read(_ prompt: String, _ bench: Workbench) throws(Failure) -> Input {
    var before = termios()
    guard tcgetattr(STDIN_FILENO, &before) == 0 else { return .end }
    var raw = before
    raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INPCK | ISTRIP | IXON)
    raw.c_cflag |= tcflag_t(CS8)
    raw.c_lflag &= ~tcflag_t(ECHO | ICANON | IEXTEN | ISIG)
    guard tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0 else { return .end }
    defer { tcsetattr(STDIN_FILENO, TCSADRAIN, &before) }
    editor.begin()
    try draw(prompt)
    var keys = KeyReader()
    while let byte = nextByte() {
      guard let key = keys.feed(byte) else { continue }
      switch editor.handle(key) {
      case .redraw: try draw(prompt)
      case .bell: try Console.write("\u{7}")
      case .clearScreen:
        try Console.write("\u{1B}[H\u{1B}[2J")
        try draw(prompt)
      case .submit(let line):
        try finish(prompt)
        return .line(line)
      case .cancel:
        try draw(prompt)
        try Console.write("^C\n")
        return .cancelled
      case .leave:
        try Console.write("\n")
        return .end
      case .complete(let text):
        let candidates = editor.complete(complete(bench, text))
        try offer(candidates, prompt)
      }
    }
    return .end
  }

  private func nextByte() -> UInt8? {
    var byte: UInt8 = 0
    while true {
      let count = Glibc.read(STDIN_FILENO, &byte, 1)
      if count == 1 { return byte }
      guard count < 0, errno == EINTR else { return nil }
    }
  }

  private func width() -> Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private func draw(_ prompt: String) throws(Failure) {
    let (text, cursor) = editor.view(width: max(width() - prompt.utf8.count, 10))
    let column = prompt.utf8.count + cursor
    try Console.write(
      "\r\(style.rendered(Text(prompt, .faint)))\(text)\u{1B}[K\r" + (column > 0 ? "\u{1B}[\(column)C" : ""))
  }

  /// The line as it was entered stays on the screen.
  private mutating func finish(_ prompt: String) throws(Failure) {
    _ = editor.handle(.end)
    try draw(prompt)
    try Console.write("\n")
  }

  private func offer(_ candidates: [Completion.Candidate], _ prompt: String) throws(Failure) {
    guard !candidates.isEmpty else { return try draw(prompt) }
    let most = 40
    var lines = candidates.prefix(most).map { candidate -> Text in
      let pad = String(repeating: " ", count: max(20 - candidate.text.count, 1))
      return "\(candidate.text, .strong)\(pad)\(candidate.detail, .faint)"
    }
    if candidates.count > most { lines.append("... and \(candidates.count - most) more") }
    let columns = width()
    try Console.write("\n" + lines.map { style.rendered($0.truncated(to: columns)) + "\n" }.joined())
    try draw(prompt)
  }
}
