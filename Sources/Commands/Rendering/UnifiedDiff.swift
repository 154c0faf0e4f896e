/// How one text becomes another, as `diff -u` tells it: three lines around each change.
func unifiedDiff(_ before: String, _ after: String, path: String) -> [Text] {
  let (old, new) = (lines(of: before), lines(of: after))
  let edits = LineEdits(old, new).edits
  var result: [Text] = ["\("--- ", .strong)\(path, .strong)", "\("+++ ", .strong)\(path, .strong)"]
  let context = 3
  var index = 0
  while index < edits.count {
    guard edits[index].isChange else {
      index += 1
      continue
    }
    let start = max(0, index - context)
    var end = index
    var quiet = 0
    while end < edits.count, quiet <= 2 * context {
      quiet = edits[end].isChange ? 0 : quiet + 1
      end += 1
    }
    let last = min(edits.count, end - max(0, quiet - context))
    let hunk = edits[start..<last]
    let oldStart = edits[..<start].count { $0.kind != .added } + 1
    let newStart = edits[..<start].count { $0.kind != .removed } + 1
    let oldCount = hunk.count { $0.kind != .added }
    let newCount = hunk.count { $0.kind != .removed }
    result.append("\(Text("@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@", .faint))")
    for edit in hunk {
      switch edit.kind {
      case .kept: result.append(" \(edit.line)")
      case .removed: result.append("\(Text("-\(edit.line)", .bad))")
      case .added: result.append("\(Text("+\(edit.line)", .good))")
      }
    }
    index = last
  }
  return result
}

private func lines(of text: String) -> [Substring] {
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  if lines.last?.isEmpty ?? false { lines.removeLast() }
  return lines
}

/// A line of a diff.
private struct Edit {
  enum Kind { case kept, removed, added }

  let kind: Kind
  let line: String

  var isChange: Bool { kind != .kept }
}

/// The fewest lines to take away and to add, by the longest common subsequence between what both begin and end with;
/// where that would be too large a table, all between is taken away and added.
private struct LineEdits {
  private static let limit = 4_000_000

  let edits: [Edit]

  init(_ old: [Substring], _ new: [Substring]) {
    var (first, oldEnd, newEnd) = (0, old.count, new.count)
    while first < oldEnd, first < newEnd, Self.isSame(old[first], new[first]) { first += 1 }
    while oldEnd > first, newEnd > first, Self.isSame(old[oldEnd - 1], new[newEnd - 1]) {
      oldEnd -= 1
      newEnd -= 1
    }
    func edits(_ kind: Edit.Kind, _ lines: ArraySlice<Substring>) -> [Edit] {
      lines.map { Edit(kind: kind, line: String($0)) }
    }
    var middle: [Edit] = []
    let (a, b) = (Array(old[first..<oldEnd]), Array(new[first..<newEnd]))
    if a.isEmpty || b.isEmpty || a.count > Self.limit / max(b.count, 1) {
      middle = edits(.removed, a[...]) + edits(.added, b[...])
    } else {
      let width = b.count + 1
      var longest = [Int32](repeating: 0, count: (a.count + 1) * width)
      for i in stride(from: a.count - 1, through: 0, by: -1) {
        for j in stride(from: b.count - 1, through: 0, by: -1) {
          longest[i * width + j] =
            Self.isSame(a[i], b[j])
            ? longest[(i + 1) * width + j + 1] + 1
            : max(longest[(i + 1) * width + j], longest[i * width + j + 1])
        }
      }
      var (i, j) = (0, 0)
      while i < a.count || j < b.count {
        if i < a.count, j < b.count, Self.isSame(a[i], b[j]) {
          middle.append(Edit(kind: .kept, line: String(a[i])))
          (i, j) = (i + 1, j + 1)
        } else if i < a.count, j == b.count || longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
          middle.append(Edit(kind: .removed, line: String(a[i])))
          i += 1
        } else {
          middle.append(Edit(kind: .added, line: String(b[j])))
          j += 1
        }
      }
    }
    self.edits = edits(.kept, old[..<first]) + middle + edits(.kept, old[oldEnd...])
  }

  private static func isSame(_ left: Substring, _ right: Substring) -> Bool { left.utf8.elementsEqual(right.utf8) }
}
