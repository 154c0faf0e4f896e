/// The difference of two texts, line by line, as people read it: ` ` kept, `-` gone, `+` new.
struct TextDifference: Hashable, Sendable {
  /// Changed lines with up to two kept lines around them; `…` stands for what lies between.
  let lines: [String]

  /// The most pairs of lines that are compared; beyond, everything between the first and last change is told as
  /// changed.
  private static let maxPairs = 4_000_000

  init(from old: [String], to new: [String], context: Int = 2) {
    var head = 0
    while head < min(old.count, new.count), same(old[head], new[head]) { head += 1 }
    var tail = 0
    while tail < min(old.count, new.count) - head, same(old[old.count - 1 - tail], new[new.count - 1 - tail]) {
      tail += 1
    }
    let (a, b) = (Array(old[head..<(old.count - tail)]), Array(new[head..<(new.count - tail)]))
    var marked = old[..<head].map { (sign: " ", line: $0) }
    marked += Self.middle(a, b)
    marked += old[(old.count - tail)...].map { (sign: " ", line: $0) }

    var shown = [Bool](repeating: false, count: marked.count)
    for index in marked.indices where marked[index].sign != " " {
      for near in max(0, index - context)...min(marked.count - 1, index + context) { shown[near] = true }
    }
    var lines: [String] = []
    var isGap = false
    for index in marked.indices {
      guard shown[index] else {
        isGap = true
        continue
      }
      if isGap, !lines.isEmpty { lines.append("…") }
      isGap = false
      lines.append("\(marked[index].sign) \(marked[index].line)")
    }
    self.lines = lines
  }

  /// The longest common subsequence of what lies between the first and the last change.
  private static func middle(_ a: [String], _ b: [String]) -> [(sign: String, line: String)] {
    guard a.count * b.count <= maxPairs else { return a.map { ("-", $0) } + b.map { ("+", $0) } }
    var length = [[Int32]](repeating: [Int32](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in a.indices.reversed() {
      for j in b.indices.reversed() {
        length[i][j] = same(a[i], b[j]) ? length[i + 1][j + 1] + 1 : max(length[i + 1][j], length[i][j + 1])
      }
    }
    var result: [(sign: String, line: String)] = []
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      if same(a[i], b[j]) {
        result.append((" ", a[i]))
        (i, j) = (i + 1, j + 1)
      } else if length[i + 1][j] >= length[i][j + 1] {
        result.append(("-", a[i]))
        i += 1
      } else {
        result.append(("+", b[j]))
        j += 1
      }
    }
    return result + a[i...].map { ("-", $0) } + b[j...].map { ("+", $0) }
  }
}

private func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
