internal import CLibYAML
import Diagnostics

extension TreeBuilder {
  /// Whether a byte at the start of a scalar begins an anchor or a tag.
  func isPropertyStart(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") }

  /// Reports the anchor and the tag that stand before a node.
  ///
  /// - Returns: The place of the node itself.
  func reportProperties(from start: Spot) -> Spot {
    let bytes = source.bytes
    var offset = start.offset
    var place = start.place
    while offset < bytes.count, isPropertyStart(bytes[offset]) {
      let first = offset
      let isVerbatim = bytes[offset...].starts(with: "!<".utf8)
      while offset < bytes.count, !isBlankOrBreak(bytes[offset]), isVerbatim || !isFlowIndicator(bytes[offset]) {
        offset += 1
      }
      let text = excerpt(String(decoding: bytes[first..<offset], as: UTF8.self))
      if bytes[first] == UInt8(ascii: "&") {
        sink.report(
          "anchor", "anchor `\(text)` is not allowed", hint: "write the value out where it is used", at: place.position)
      } else {
        let hint =
          text == "!!str" ? "quote the value to make it a string" : "a value takes its type from how it is written"
        sink.report("tag", "tag `\(text)` is not allowed", hint: hint, at: place.position)
      }
      place = self.place(after: &offset, from: place, first: first)
    }
    return Spot(place: place, offset: offset)
  }

  /// Passes over blanks, breaks and comments, and finds the place of what follows.
  private func place(after offset: inout Int, from place: Place, first: Int) -> Place {
    let bytes = source.bytes
    var position = place.position
    func count(_ byte: UInt8) {
      if byte == 0x0A {
        position = SourcePosition(line: position.line + 1, column: 1)
      } else if byte & 0xC0 != 0x80 {
        position.column += 1
      }
    }
    for byte in bytes[first..<offset] { count(byte) }
    let end = position
    while offset < bytes.count, isBlankOrBreak(bytes[offset]) || bytes[offset] == UInt8(ascii: "#") {
      if bytes[offset] == UInt8(ascii: "#") {
        while offset < bytes.count, bytes[offset] != 0x0A {
          count(bytes[offset])
          offset += 1
        }
      } else {
        count(bytes[offset])
        offset += 1
      }
    }
    return Place(offset < bytes.count ? position : end)
  }

  /// Reports the directives before a document, whose start event is at hand.
  func reportDirectives(_ event: yaml_event_t) {
    let data = event.data.document_start
    guard data.version_directive != nil || data.tag_directives.start != data.tag_directives.end else { return }
    let place = SourcePosition(
      line: Int(clamping: event.start_mark.line) + 1, column: Int(clamping: event.start_mark.column) + 1)
    let name = data.version_directive != nil ? "%YAML" : "%TAG"
    sink.report(
      "directive", "directive `\(name)` is not allowed", hint: "remove it; files are read as YAML 1.2", at: place)
  }
}
