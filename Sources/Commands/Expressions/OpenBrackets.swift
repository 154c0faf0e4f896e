/// Whether an expression goes on in the next line: a bracket or a text in three quotes is still open.
///
///     isUnfinished("[1, 2,")   // true
///     isUnfinished("'[' +")    // false
func isUnfinished(_ source: String) -> Bool {
  var depth = 0
  var rest = Array(source.unicodeScalars)[...]
  var isRaw = false
  while let scalar = rest.popFirst() {
    switch scalar {
    case "(", "[", "{": depth += 1
    case ")", "]", "}":
      depth -= 1
      if depth < 0 { return false }
    case "/" where rest.first == "/": rest = rest.drop { $0 != "\n" }
    case "'", "\"":
      let isTriple = rest.starts(with: [scalar, scalar])
      if isTriple { rest = rest.dropFirst(2) }
      guard skipText(&rest, quote: scalar, isTriple: isTriple, isRaw: isRaw) else { return isTriple }
    default: break
    }
    isRaw = scalar == "r" || scalar == "R"
  }
  return depth > 0
}

/// - Returns: Whether the text ends.
private func skipText(
  _ rest: inout ArraySlice<Unicode.Scalar>, quote: Unicode.Scalar, isTriple: Bool, isRaw: Bool
) -> Bool {
  while let scalar = rest.popFirst() {
    if scalar == "\\", !isRaw {
      rest = rest.dropFirst()
    } else if scalar == quote {
      if !isTriple { return true }
      if rest.starts(with: [quote, quote]) {
        rest = rest.dropFirst(2)
        return true
      }
    } else if scalar == "\n", !isTriple {
      return false
    }
  }
  return false
}
