import Diagnostics
import Governance

/// A line that is being edited: keys in, effects out; no terminal in it.
struct LineEditor: Sendable {
  enum Effect: Hashable, Sendable {
    /// The line or the cursor changed.
    case redraw
    /// Nothing could be done.
    case bell
    case clearScreen
    /// The line is entered.
    case submit(String)
    /// The line is given up.
    case cancel
    /// The end of the input, on an empty line.
    case leave
    /// The part before the cursor shall be completed: see ``complete(_:)``.
    case complete(String)
  }

  /// The longest line, in characters.
  static let limit = 20_000

  private(set) var buffer: [Character] = []
  private(set) var cursor = 0
  /// What was entered before, the latest last.
  private(set) var history: [String]
  /// The place in the history that is shown; its end stands for the line itself.
  private var place: Int
  /// The line, while the history is shown.
  private var draft: [Character] = []

  init(history: [String] = []) {
    self.history = history
    place = history.count
  }

  var text: String { String(buffer) }

  /// Starts a new line.
  mutating func begin() {
    (buffer, cursor, draft, place) = ([], 0, [], history.count)
  }

  /// Remembers what was entered; the same twice in a row, and nothing, is not kept.
  mutating func remember(_ line: String) {
    if line.contains(where: { !$0.isWhitespace }), line != history.last { history.append(line) }
    place = history.count
  }

  mutating func handle(_ key: Key) -> Effect {
    switch key {
    case .text(let character): return insert(character)
    case .left: return move(to: cursor - 1)
    case .right: return move(to: cursor + 1)
    case .wordLeft: return move(to: wordStart)
    case .wordRight: return move(to: wordEnd)
    case .home: return move(to: 0)
    case .end: return move(to: buffer.count)
    case .up: return show(place - 1)
    case .down: return show(place + 1)
    case .backspace: return remove(cursor - 1..<cursor)
    case .delete: return remove(cursor..<cursor + 1)
    case .killToEnd: return remove(cursor..<buffer.count)
    case .killToStart: return remove(0..<cursor)
    case .killWord: return remove(wordStart..<cursor)
    case .complete: return .complete(String(buffer[..<cursor]))
    case .enter: return .submit(text)
    case .clear: return .clearScreen
    case .cancel: return .cancel
    case .endOfInput: return buffer.isEmpty ? .leave : remove(cursor..<cursor + 1)
    }
  }

  // MARK: - Editing

  private mutating func insert(_ character: Character) -> Effect {
    guard buffer.count < Self.limit else { return .bell }
    // A combining mark joins the character before it.
    if cursor > 0, case let joined = String(buffer[cursor - 1]) + String(character), joined.count == 1,
      let one = joined.first
    {
      guard joined.unicodeScalars.count <= 16 else { return .bell }
      buffer[cursor - 1] = one
    } else {
      buffer.insert(character, at: cursor)
      cursor += 1
    }
    return .redraw
  }

  private mutating func move(to place: Int) -> Effect {
    guard (0...buffer.count).contains(place) else { return .bell }
    cursor = place
    return .redraw
  }

  private mutating func remove(_ range: Range<Int>) -> Effect {
    guard range.lowerBound >= 0, range.upperBound <= buffer.count, !range.isEmpty else { return .bell }
    buffer.removeSubrange(range)
    cursor = range.lowerBound
    return .redraw
  }

  private var wordStart: Int {
    var place = cursor
    while place > 0, !Self.isWord(buffer[place - 1]) { place -= 1 }
    while place > 0, Self.isWord(buffer[place - 1]) { place -= 1 }
    return place
  }

  private var wordEnd: Int {
    var place = cursor
    while place < buffer.count, !Self.isWord(buffer[place]) { place += 1 }
    while place < buffer.count, Self.isWord(buffer[place]) { place += 1 }
    return place
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  private mutating func show(_ wanted: Int) -> Effect {
    guard (0...history.count).contains(wanted) else { return .bell }
    if place == history.count { draft = buffer }
    place = wanted
    buffer = wanted == history.count ? draft : Array(history[wanted])
    cursor = buffer.count
    return .redraw
  }

  // MARK: - Completing

  /// Puts in what all candidates have in common.
  ///
  /// - Returns: The candidates to choose from, where there is no one way to go on.
  mutating func complete(_ completion: Completion) -> [Completion.Candidate] {
    guard let first = completion.candidates.first, completion.replaced <= cursor else { return [] }
    var common = Array(first.text)
    for candidate in completion.candidates.dropFirst() {
      common = Array(zip(common, candidate.text).prefix { $0 == $1 }.map(\.0))
    }
    if common.count > completion.replaced, buffer.count + common.count <= Self.limit {
      buffer.replaceSubrange(cursor - completion.replaced..<cursor, with: common)
      cursor += common.count - completion.replaced
      return []
    }
    return completion.candidates.count > 1 ? completion.candidates : []
  }

  // MARK: - Showing

  /// The part of the line around the cursor that fits, and the column of the cursor within it, from 0.
  ///
  /// What could drive the terminal is spelled out.
  func view(width: Int) -> (text: String, cursor: Int) {
    let shown = buffer.map { terminalSafe(String($0)) }
    let widths = shown.map { displayWidth($0) }
    let room = max(width - 1, 1)
    var start = cursor
    var before = 0
    // What stands before the cursor has the first claim, but leaves a third of the room to what stands behind.
    let behind = widths[cursor...].prefix(room).reduce(0, +)
    let claim = max(room - min(behind, room / 3), 1)
    while start > 0, before + widths[start - 1] <= claim {
      start -= 1
      before += widths[start]
    }
    var (end, used) = (cursor, before)
    while end < shown.count, used + widths[end] <= room {
      used += widths[end]
      end += 1
    }
    return (shown[start..<end].joined(), before)
  }
}
