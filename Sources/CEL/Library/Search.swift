/// The first place at or after `start` at which a part stands in a whole: in time that grows with the sum of their
/// lengths (Knuth, Morris, Pratt), whatever they hold.
func firstPlace<Element: Equatable, Part: RandomAccessCollection, Whole: RandomAccessCollection>(
  of part: Part, in whole: Whole, from start: Int
) -> Int? where Part.Element == Element, Whole.Element == Element, Part.Index == Int, Whole.Index == Int {
  guard start >= 0, start <= whole.count, part.count <= whole.count - start else { return nil }
  guard let first = part.first else { return start }
  let (partStart, wholeStart, length) = (part.startIndex, whole.startIndex, part.count)
  // How much of the part is still matched where the next element does not fit.
  var kept = [Int](repeating: 0, count: length)
  var matched = 0
  for place in 1..<max(length, 1) {
    while matched > 0, part[partStart + place] != part[partStart + matched] { matched = kept[matched - 1] }
    if part[partStart + place] == part[partStart + matched] { matched += 1 }
    kept[place] = matched
  }
  matched = 0
  for place in start..<whole.count {
    let element = whole[wholeStart + place]
    if matched == 0, element != first { continue }
    while matched > 0, element != part[partStart + matched] { matched = kept[matched - 1] }
    if element == part[partStart + matched] { matched += 1 }
    if matched == length { return place - length + 1 }
  }
  return nil
}

/// The last place at which a part stands in a whole and that is not behind `last`.
func lastPlace<Element: Equatable>(of part: [Element], in whole: [Element], upTo last: Int) -> Int? {
  guard part.count <= whole.count, last >= 0 else { return nil }
  let end = min(last, whole.count - part.count) + part.count
  let (backwards, wanted) = (Array(whole[..<end].reversed()), Array(part.reversed()))
  return firstPlace(of: wanted, in: backwards, from: 0).map { end - $0 - part.count }
}

/// Whether the bytes of a text hold those of another.
func containsText(_ text: String, _ part: String) -> Bool {
  let found = text.utf8.withContiguousStorageIfAvailable { whole in
    part.utf8.withContiguousStorageIfAvailable { part in firstPlace(of: part, in: whole, from: 0) != nil }
  }
  return (found ?? nil) ?? (firstPlace(of: Array(part.utf8), in: Array(text.utf8), from: 0) != nil)
}

/// How many code points a text has: the bytes that begin one.
func countOfScalars(_ text: String) -> Int {
  let count = text.utf8.withContiguousStorageIfAvailable { bytes in
    bytes.reduce(0) { $0 &+ ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }
  return count ?? text.unicodeScalars.count
}
