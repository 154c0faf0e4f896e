/// How many columns a text takes on a terminal.
///
///     displayWidth("naïve")  // 5
///     displayWidth("契約")    // 4
///
/// Counted per grapheme cluster: combining marks take no room of their own, East Asian wide and fullwidth
/// characters and emoji take two columns. Source: UAX #11, the ranges that are W or F.
func displayWidth(_ text: String) -> Int {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
  return text.reduce(0) { $0 + width(of: $1) }
}

private func width(of character: Character) -> Int {
  var result = 0
  for scalar in character.unicodeScalars {
    if scalar.value == 0xFE0F || scalar.properties.isEmojiPresentation { return 2 }
    result = max(result, width(of: scalar))
  }
  return result
}

private func width(of scalar: Unicode.Scalar) -> Int {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format, .control: return 0
  default: break
  }
  switch scalar.value {
  case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
    0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
    0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF,
    0x20000...0x3FFFD:
    return 2
  default: return 1
  }
}
