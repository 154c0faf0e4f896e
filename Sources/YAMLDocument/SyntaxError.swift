internal import CLibYAML
import Diagnostics

/// The parser's complaint in the words of the house, at the place that its reader must mend.
func syntaxError(_ parser: yaml_parser_t, in source: SourceText) -> Diagnostic {
  func text(_ words: UnsafePointer<CChar>?) -> String { words.map { String(cString: $0) } ?? "" }
  func position(_ mark: yaml_mark_t) -> SourcePosition {
    SourcePosition(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
  }
  let (problem, context) = (text(parser.problem), text(parser.context))
  let end = source.position(ofOffset: source.bytes.count)
  let (place, contextPlace) = (min(position(parser.problem_mark), end), min(position(parser.context_mark), end))
  if parser.error == YAML_MEMORY_ERROR {
    return Diagnostic("out-of-memory", "not enough memory to read the file", file: source.path, at: .start)
  }
  let offset = source.offset(line: place.line, column: place.column)
  let character = offset < source.bytes.count ? source.bytes[offset] : 0
  let found = found(in: source, at: offset)
  func word(_ place: SourcePosition) -> String {
    YAMLDocument.found(in: source, at: source.offset(line: place.line, column: place.column))
  }
  func error(_ code: String, _ message: String, hint: String?, at place: SourcePosition) -> Diagnostic {
    Diagnostic(code, message, hint: hint, file: source.path, at: place)
  }
  if character == UInt8(ascii: "\t"), problem.contains("cannot start any token") || problem.contains("a tab character")
  {
    return error("tab-indentation", "a tab in the indentation", hint: "indent with spaces", at: place)
  }
  if context.contains("directive") {
    return error(
      "directive", "directive \(word(contextPlace)) is not allowed", hint: "remove it; files are read as YAML 1.2",
      at: contextPlace)
  }
  switch problem {
  case "could not find expected ':'":
    return error(
      "syntax", "expected `:` after the key", hint: "check the indentation, or quote a text of several lines",
      at: contextPlace)
  case "mapping values are not allowed in this context":
    return error(
      "syntax", "`: ` inside a value", hint: "quote the value, or check the indentation", at: place)
  case "block sequence entries are not allowed in this context":
    return error("syntax", "a list item is not allowed here", hint: "start the list on a line of its own", at: place)
  case "mapping keys are not allowed in this context":
    return error("syntax", "a key is not allowed here", hint: "start the mapping on a line of its own", at: place)
  case "found character that cannot start any token":
    let sign = character == UInt8(ascii: "`") ? "a backtick" : "`\(UnicodeScalar(character))`"
    return error("syntax", "\(sign) cannot start a value", hint: "quote the value", at: place)
  case "found unexpected end of stream":
    return error("syntax", "a quote without its end", hint: "close the quote", at: contextPlace)
  case "found unexpected document indicator":
    return error("syntax", "a document marker inside a quoted text", hint: "close the quote", at: place)
  case "found unexpected ':'":
    return error("syntax", "`:` inside brackets", hint: "put a space behind the `:`, or quote the value", at: place)
  case "found unknown escape character":
    return error(
      "syntax", "unknown escape", hint: "write a backslash twice, or use single quotes", at: place)
  case "did not find expected hexdecimal number":
    return error("syntax", "an escape without its hexadecimal digits", hint: nil, at: place)
  case "found invalid Unicode character escape code":
    return error("syntax", "an escape that is no character", hint: "write the character itself", at: place)
  case "found an indentation indicator equal to 0":
    return error("syntax", "an indentation of 0", hint: "write 1 to 9, or leave it out", at: place)
  case "did not find expected comment or line break":
    return error("syntax", "expected the end of the line, found \(found)", hint: nil, at: place)
  case "found unknown directive name", "could not find expected directive name", "found incompatible YAML document",
    "found duplicate %YAML directive", "found duplicate %TAG directive", "found unexpected non-alphabetical character":
    return error(
      "directive", "directive \(found) is not allowed", hint: "remove it; files are read as YAML 1.2", at: place)
  case "found undefined tag handle":
    return error("tag", "tag \(found) is not allowed", hint: "remove it", at: place)
  case "did not find expected node content":
    return error("syntax", "expected a value, found \(found)", hint: nil, at: place)
  case "did not find expected key", "did not find expected '-' indicator", "did not find expected <document start>":
    if let quote = quote(before: offset, in: source) {
      return error(
        "syntax", "\(found) behind a closing `\(quote)`",
        hint: "quote the whole value, or put it in a block behind `|`",
        at: place)
    }
    if problem == "did not find expected <document start>" {
      return error("syntax", "expected `---` or the end, found \(found)", hint: "check the indentation", at: place)
    }
    if problem == "did not find expected '-' indicator" {
      return error("syntax", "expected a list item, found \(found)", hint: "check the indentation", at: place)
    }
    return error("syntax", "expected a key, found \(found)", hint: "check the indentation and the quotes", at: place)
  case "did not find expected ',' or ']'":
    return error("syntax", "expected `,` or `]`, found \(found)", hint: opened("[", contextPlace), at: place)
  case "did not find expected ',' or '}'":
    return error("syntax", "expected `,` or `}`, found \(found)", hint: opened("{", contextPlace), at: place)
  case "did not find expected alphabetic or numeric character":
    let sign = context.contains("anchor") ? "&" : "*"
    return error("syntax", "`\(sign)` cannot start a value", hint: "quote the value", at: contextPlace)
  default:
    let isTag = context.contains("tag")
    let message = isTag ? "tag \(word(contextPlace)) is not allowed" : "the file is not sound YAML: \(problem)"
    return error(isTag ? "tag" : "syntax", message, hint: isTag ? "remove it" : nil, at: isTag ? contextPlace : place)
  }
}

private func opened(_ bracket: String, _ place: SourcePosition) -> String {
  "the `\(bracket)` stands on line \(place.line)"
}

/// The closing quote that stands before an offset, with nothing but spaces between them.
private func quote(before offset: Int, in source: SourceText) -> String? {
  let before = source.bytes[..<min(offset, source.bytes.count)].last { $0 != 0x20 }
  switch before {
  case UInt8(ascii: "'"): return "'"
  case UInt8(ascii: "\""): return "\""
  default: return nil
  }
}

/// The word or character at an offset, for a message.
func found(in source: SourceText, at offset: Int) -> String {
  let bytes = source.bytes
  guard offset < bytes.count else { return "the end" }
  switch bytes[offset] {
  case 0x0A, 0x0D: return "the end of the line"
  case 0x09: return "a tab"
  case UInt8(ascii: "`"): return "a backtick"
  default: break
  }
  var end = offset
  while end < bytes.count, end - offset < 40, !isBlankOrBreak(bytes[end]), bytes[end] != UInt8(ascii: "`") { end += 1 }
  while end > offset + 1, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
  return "`\(String(decoding: bytes[offset..<end], as: UTF8.self))`"
}
