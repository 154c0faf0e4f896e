/// How wide text is drawn, estimated without a font: by the widths of DejaVu Sans, which is wider than most fonts that
/// a reader's machine may take instead, so that what fits by this estimate fits.
enum TextWidth {
  /// The width in pixels at a size of 12 pixels.
  static func of(_ text: some StringProtocol, isBold: Bool = false) -> Int {
    let units = text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    return (units * (isBold ? 14 : 12) + 999) / 1000
  }

  /// In thousandths of the font's size.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar {
    case "i", "j", "l": 280
    case "I", " ", ",", ".", "'", ":", ";", "|", "/", "\\": 340
    case "-", "f", "t", "(", ")", "[", "]", "!": 400
    case "r", "\"": 460
    case "s", "z", "c", "k", "v", "x", "y", "_", "*", "`", "?": 600
    case "m", "M", "W", "@", "%", "…": 1000
    case "w", "<", ">", "=", "+", "~", "^", "#", "&", "G", "O", "Q", "C", "N", "H", "D", "U": 840
    case "A"..."Z": 720
    case "\u{300}"..."\u{36f}": 0
    case _ where scalar.value < 0x1100: 650
    default: 1050
    }
  }

  /// The text in rows of at most that width: broken at spaces, a longer word behind a mark in it, else anywhere. What
  /// is beyond the number of rows is left out, and an ellipsis says so.
  ///
  /// - Parameters:
  ///   - indent: By how much all rows but the first are narrower.
  static func wrapped(_ text: String, to width: Int, indent: Int = 0, rows most: Int, isBold: Bool = false) -> [String]
  {
    var rows: [String] = []
    var row = ""
    func room() -> Int { rows.isEmpty ? width : width - indent }
    func fits(_ text: String) -> Bool { of(text, isBold: isBold) <= room() }
    for word in text.split(whereSeparator: \.isWhitespace) {
      let joined = row.isEmpty ? String(word) : row + " " + word
      if fits(joined) {
        row = joined
        continue
      }
      if !row.isEmpty { rows.append(row) }
      row = String(word)
      while rows.count <= most, !fits(row) {
        let head = head(of: row, fits: fits)
        rows.append(head)
        row = String(row.dropFirst(head.count))
      }
    }
    if !row.isEmpty { rows.append(row) }
    guard rows.count > most else { return rows }
    rows = Array(rows.prefix(most))
    var last = rows.removeLast()
    while !last.isEmpty, !fits(last + "…") { last.removeLast() }
    return rows + [last + "…"]
  }

  /// The part of a word that fits, at least one letter: up to a mark in its second half, where there is one.
  private static func head(of word: String, fits: (String) -> Bool) -> String {
    var part = ""
    var marked: String?
    for letter in word {
      guard fits(part + String(letter)) else { break }
      part.append(letter)
      if ".-_/:,(&|".contains(letter) { marked = part }
    }
    if let marked, marked.count * 2 >= part.count { return marked }
    return part.isEmpty ? String(word.prefix(1)) : part
  }
}
