import Diagnostics

// The parser reads some texts that YAML 1.2 refuses or reads otherwise. What decides lies between the nodes:
// comments without a blank before them, `?` and `:` at the start of a plain scalar inside brackets, and lines
// that are not indented, or with tabs. All of it is refused here, so that other YAML readers never differ.
extension TreeBuilder {
  /// Where a node stands: what its lines must be indented by, and whether brackets are around it.
  struct Surroundings {
    /// The column of the innermost block collection, from 0; -1 at the top.
    var indentation = -1
    var isFlow = false
  }

  /// A place of the file, both ways.
  struct Spot {
    var place: Place
    var offset: Int
  }

  /// What was read last: where it ended, and whether a `:` may follow it without a blank, as behind a quote
  /// or a bracket.
  struct Reach {
    var offset = 0
    var allowsColon = false
  }

  /// Looks at what lies between the last node and the next.
  mutating func checkGap(to last: Spot, _ around: Surroundings) {
    let bytes = source.bytes
    let end = last.offset
    var index = reach.offset
    guard index < end else { return }
    var allowsColon = reach.allowsColon
    reach = Reach(offset: end)
    if index == 0 { checkLine(at: 0, around, near: last) }
    while index < end {
      let byte = bytes[index]
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0x0A
      switch byte {
      case 0x0A: checkLine(at: index + 1, around, near: last)
      case UInt8(ascii: "#"):
        if index > 0, !isBlankOrBreak(bytes[index - 1]) {
          report(
            "syntax", "a comment without a space before it", hint: "put a space before the `#`, or quote the value",
            at: index, near: last)
        }
        while index + 1 < end, bytes[index + 1] != 0x0A { index += 1 }
      case UInt8(ascii: ","): allowsColon = false
      case UInt8(ascii: "?") where around.isFlow && !isBlankOrBreak(next):
        report("syntax", "`?` cannot start a value", hint: "quote the value", at: index, near: last)
      case UInt8(ascii: ":") where around.isFlow && !allowsColon && !isBlankOrBreak(next) && !isFlowIndicator(next):
        report(
          "syntax", "`:` cannot start a value", hint: "put a space behind the `:`, or quote the value", at: index,
          near: last)
      default: break
      }
      index += 1
    }
  }

  /// Looks at how a line starts, and at a document end marker, behind which nothing may stand.
  private mutating func checkLine(at start: Int, _ around: Surroundings, near last: Spot) {
    let bytes = source.bytes
    var index = start
    while index < bytes.count, bytes[index] == 0x20 { index += 1 }
    let blanks = index - start
    while index < bytes.count, bytes[index] == 0x09 || bytes[index] == 0x20 { index += 1 }
    guard index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D, bytes[index] != UInt8(ascii: "#") else {
      return
    }
    if index > start + blanks {
      report("tab-indentation", "a tab in the indentation", hint: "indent with spaces", at: start + blanks, near: last)
    } else if around.isFlow, blanks <= around.indentation {
      reportIndentation(at: index, atLeast: around.indentation + 1, near: last)
    } else if blanks == 0, bytes[index...].starts(with: "...".utf8) {
      index += 3
      while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
      guard index < bytes.count, !isBlankOrBreak(bytes[index]), bytes[index] != UInt8(ascii: "#") else { return }
      report(
        "syntax", "a value behind the document end marker", hint: "start it on a line of its own", at: index, near: last
      )
    }
  }

  /// Looks at the further lines of a quoted scalar, or of a plain one inside brackets.
  mutating func checkLines(from start: Place, to end: Place, _ around: Surroundings) {
    guard end.line > start.line, around.indentation >= 0 else { return }
    for line in Int(start.line) + 1...Int(end.line) {
      let first = source.offset(line: line, column: 1)
      var index = first
      while index < source.bytes.count, source.bytes[index] == 0x20 { index += 1 }
      guard index < source.bytes.count, !isBlankOrBreak(source.bytes[index]) || source.bytes[index] == 0x09 else {
        continue
      }
      if index - first <= around.indentation {
        let spot = Spot(place: Place(line: line, column: index - first + 1), offset: index)
        reportIndentation(at: index, atLeast: around.indentation + 1, near: spot)
      }
    }
  }

  private mutating func reportIndentation(at offset: Int, atLeast blanks: Int, near spot: Spot) {
    report(
      "indentation", "a line that is not indented enough",
      hint: "indent it by at least \(blanks == 1 ? "1 space" : "\(blanks) spaces")", at: offset, near: spot)
  }

  /// Reports a place near one that is known, so that long lines are not counted again and again.
  func report(_ code: String, _ message: String, hint: String?, at offset: Int, near spot: Spot) {
    var columns = 0
    for byte in source.bytes[min(offset, spot.offset)..<max(offset, spot.offset)] {
      if byte == 0x0A {
        sink.report(code, message, hint: hint, at: source.position(ofOffset: offset))
        return
      }
      if byte & 0xC0 != 0x80 { columns += 1 }
    }
    var position = spot.place.position
    position.column += offset < spot.offset ? -columns : columns
    sink.report(code, message, hint: hint, at: position)
  }
}

func isBlankOrBreak(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

func isFlowIndicator(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"): true
  default: false
  }
}
