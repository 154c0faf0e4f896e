internal import CLibYAML
import Diagnostics

/// Builds trees from the events of one parser run, collecting what the subset refuses.
struct TreeBuilder {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  let source: SourceText
  let sink: DiagnosticSink
  private var event = yaml_event_t()
  private var nodeCount = 0
  /// The end of the last node, which ends the block collections around it.
  private var lastEnd = Place(.start)
  /// The end of the file; the parser's own mark there may be on a line that does not exist.
  private let end: Spot
  /// A code point's number and its offset, from which others are found.
  private var cursor = (index: 0, offset: 0)
  /// How far the file has been read.
  var reach = Reach()

  /// Thrown where nothing more can be read; the sink says why.
  struct Stopped: Error {}

  init(parser: UnsafeMutablePointer<yaml_parser_t>, source: SourceText, sink: DiagnosticSink) {
    self.parser = parser
    self.source = source
    self.sink = sink
    let count = source.bytes.count
    end = Spot(place: Place(source.position(ofOffset: count)), offset: count)
  }

  /// Reads all documents up to the end, or up to what ends the file.
  mutating func readStream() -> [Node] {
    var documents: [Node] = []
    do throws(Stopped) {
      while true {
        try advance()
        switch event.type {
        case YAML_STREAM_END_EVENT:
          yaml_event_delete(&event)
          checkGap(to: end, Surroundings())
          return documents
        case YAML_DOCUMENT_START_EVENT:
          reportDirectives(event)
          yaml_event_delete(&event)
          try advance()
          guard documents.count < YAMLLimits.maxDocuments else {
            let start = spot(event.start_mark).place
            yaml_event_delete(&event)
            throw stop(
              "too-large", "more than \(YAMLLimits.maxDocuments) documents in a file",
              hint: "split it into several files",
              at: start)
          }
          documents.append(try readNode(depth: 0, Surroundings()))
        default:
          yaml_event_delete(&event)
        }
      }
    } catch {
      return documents
    }
  }

  // MARK: - Events

  private mutating func advance() throws(Stopped) {
    if yaml_parser_parse(parser, &event) == 1 { return }
    let error = syntaxError(parser.pointee, in: source)
    // A bracket without its end shows first as a line that is not indented: one error, not two.
    sink.removeLast { $0.code == "indentation" && $0.position?.line == error.position?.line }
    sink.report(error)
    throw Stopped()
  }

  /// Where the parser's mark stands. Marks come nearly in order, so the way from the last one is short.
  private mutating func spot(_ mark: yaml_mark_t) -> Spot {
    let place = Place(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
    let bytes = source.bytes
    let index = Int(clamping: mark.index)
    if source.isASCII { return index < bytes.count ? Spot(place: place, offset: index) : end }
    while cursor.index < index, cursor.offset < bytes.count {
      cursor.index += 1
      cursor.offset += 1
      while cursor.offset < bytes.count, bytes[cursor.offset] & 0xC0 == 0x80 { cursor.offset += 1 }
    }
    while cursor.index > index, cursor.offset > 0 {
      cursor.index -= 1
      cursor.offset -= 1
      while cursor.offset > 0, bytes[cursor.offset] & 0xC0 == 0x80 { cursor.offset -= 1 }
    }
    return cursor.offset < bytes.count ? Spot(place: place, offset: cursor.offset) : end
  }

  private func stop(_ code: String, _ message: String, hint: String, at place: Place) -> Stopped {
    sink.report(code, message, hint: hint, at: place.position)
    return Stopped()
  }

  /// Adds what the subset refuses; from the hundredth on, the file ends there.
  func refuse(_ code: String, _ message: String, hint: String?, at place: Place) throws(Stopped) {
    sink.report(code, message, hint: hint, at: place.position)
    if sink.diagnostics.count >= YAMLLimits.maxDiagnostics { throw Stopped() }
  }

  // MARK: - Nodes

  /// Reads the node whose event has been fetched, and frees the event.
  private mutating func readNode(depth: Int, _ around: Surroundings) throws(Stopped) -> Node {
    nodeCount += 1
    let first = spot(event.start_mark)
    let start = first.place
    defer { yaml_event_delete(&event) }
    checkGap(to: first, around)
    if sink.diagnostics.count >= YAMLLimits.maxDiagnostics { throw Stopped() }
    guard nodeCount <= YAMLLimits.maxNodes else {
      throw stop(
        "too-large", "more than \(YAMLLimits.maxNodes) values in a file", hint: "split it into several files", at: start
      )
    }
    switch event.type {
    case YAML_SCALAR_EVENT: return try readScalar(from: first, around)
    case YAML_ALIAS_EVENT:
      let name = event.data.alias.anchor.map { String(cString: $0) } ?? ""
      try refuse(
        "alias", "alias `*\(excerpt(name))` is not allowed", hint: "write the value out",
        at: start)
      let end = spot(event.end_mark)
      lastEnd = end.place
      reach = Reach(offset: end.offset)
      return Node(.scalar(Scalar("", style: .plain, type: .null)), from: start, to: start, in: source)
    case YAML_SEQUENCE_START_EVENT:
      let data = event.data.sequence_start
      if data.anchor != nil || data.tag != nil { _ = reportProperties(from: first) }
      let isFlow = data.style == YAML_FLOW_SEQUENCE_STYLE
      try checkDepth(depth, at: start)
      return try readSequence(from: first, around.entering(isFlow: isFlow, at: start), isFlow: isFlow, depth: depth)
    case YAML_MAPPING_START_EVENT:
      let data = event.data.mapping_start
      if data.anchor != nil || data.tag != nil { _ = reportProperties(from: first) }
      let isFlow = data.style == YAML_FLOW_MAPPING_STYLE
      try checkDepth(depth, at: start)
      return try readMapping(from: first, around.entering(isFlow: isFlow, at: start), isFlow: isFlow, depth: depth)
    default:
      throw stop("syntax", "the file is not sound YAML here", hint: "check the lines above", at: start)
    }
  }

  private func checkDepth(_ depth: Int, at place: Place) throws(Stopped) {
    guard depth < YAMLLimits.maxDepth else {
      throw stop(
        "too-deep", "nested deeper than \(YAMLLimits.maxDepth) levels", hint: "flatten the document", at: place)
    }
  }

  private mutating func readScalar(from first: Spot, _ around: Surroundings) throws(Stopped) -> Node {
    let data = event.data.scalar
    var first = first
    let isProperty = first.offset < source.bytes.count && isPropertyStart(source.bytes[first.offset])
    if isProperty || data.anchor != nil || data.tag != nil { first = reportProperties(from: first) }
    let bytes = UnsafeBufferPointer(start: data.value, count: data.length)
    let style: Scalar.Style =
      switch data.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
      case YAML_LITERAL_SCALAR_STYLE: .literal
      case YAML_FOLDED_SCALAR_STYLE: .folded
      default: .plain
      }
    let type: ScalarType = style == .plain ? ScalarType(ofPlain: bytes) : .string
    let text = String(decoding: bytes, as: UTF8.self)
    let end = spot(event.end_mark)
    lastEnd = end.place
    let isQuoted = style == .singleQuoted || style == .doubleQuoted
    reach = Reach(offset: end.offset, allowsColon: isQuoted)
    checkForm(of: text, style, from: first, around)
    return Node(.scalar(Scalar(text, style: style, type: type)), from: first.place, to: lastEnd, in: source)
  }

  /// Looks at how a scalar is written, where the parser is too lenient.
  private mutating func checkForm(of text: String, _ style: Scalar.Style, from first: Spot, _ around: Surroundings) {
    switch style {
    case .plain:
      guard around.isFlow else { return }
      if text == "-" {
        sink.report("syntax", "`-` cannot be a value in brackets", hint: "quote the value", at: first.place.position)
      }
      checkLines(from: first.place, to: lastEnd, around)
    case .singleQuoted, .doubleQuoted: checkLines(from: first.place, to: lastEnd, around)
    case .literal, .folded:
      var offset = first.offset + 1
      while offset < source.bytes.count, !isBlankOrBreak(source.bytes[offset]) {
        if source.bytes[offset] == UInt8(ascii: "#") {
          report(
            "syntax", "a comment without a space before it", hint: "put a space before the `#`", at: offset, near: first
          )
          return
        }
        offset += 1
      }
    }
  }

  private mutating func openCollection(at first: Spot, isFlow: Bool) {
    lastEnd = first.place
    // A pair inside brackets, such as `[a: 1]`, has no bracket of its own.
    let offset = first.offset
    let hasBracket = offset < source.bytes.count && isFlowIndicator(source.bytes[offset])
    reach = Reach(offset: max(reach.offset, isFlow && hasBracket ? offset + 1 : offset))
  }

  /// Ends a flow collection, whose end event is at hand.
  private mutating func closeFlow(_ inside: Surroundings) {
    let end = spot(event.end_mark)
    // The pair inside brackets ends where its value does.
    guard end.offset > reach.offset else { return }
    checkGap(to: end, inside)
    reach.allowsColon = true
    lastEnd = end.place
  }

  private mutating func readSequence(
    from first: Spot, _ inside: Surroundings, isFlow: Bool, depth: Int
  ) throws(Stopped) -> Node {
    openCollection(at: first, isFlow: isFlow)
    var items: [Node] = []
    while true {
      yaml_event_delete(&event)
      try advance()
      if event.type == YAML_SEQUENCE_END_EVENT { break }
      let item = try readNode(depth: depth + 1, inside)
      guard items.count < YAMLLimits.maxItems else {
        throw stop(
          "too-large", "more than \(YAMLLimits.maxItems) items in a list", hint: "split the list", at: item.start)
      }
      items.append(item)
    }
    if isFlow { closeFlow(inside) }
    return Node(.sequence(items), from: first.place, to: lastEnd, in: source)
  }

  private mutating func readMapping(
    from first: Spot, _ inside: Surroundings, isFlow: Bool, depth: Int
  ) throws(Stopped) -> Node {
    openCollection(at: first, isFlow: isFlow)
    var entries: [Node.Entry] = []
    var names = KeySet()
    var count = 0
    while true {
      yaml_event_delete(&event)
      try advance()
      if event.type == YAML_MAPPING_END_EVENT { break }
      let isAlias = event.type == YAML_ALIAS_EVENT
      let key = try readNode(depth: depth + 1, inside)
      try advance()
      let value = try readNode(depth: depth + 1, inside)
      count += 1
      guard count <= YAMLLimits.maxKeys else {
        throw stop("too-large", "more than \(YAMLLimits.maxKeys) keys in a mapping", hint: "use a list", at: key.start)
      }
      // An alias was refused when it was read.
      if isAlias { continue }
      guard try isName(key) else { continue }
      if let earlier = names.insert(key, into: entries) {
        try refuse(
          "duplicate-key", "duplicate key `\(excerpt(key.text ?? ""))`",
          hint: "it stands on line \(earlier.line) already",
          at: key.start)
        continue
      }
      entries.append(Node.Entry(key: key, value: value))
    }
    if isFlow { closeFlow(inside) }
    return Node(.mapping(entries), from: first.place, to: lastEnd, in: source)
  }
}

extension TreeBuilder.Surroundings {
  /// What surrounds the nodes of a collection that stands here.
  func entering(isFlow: Bool, at place: Place) -> Self {
    isFlow ? Self(indentation: indentation, isFlow: true) : Self(indentation: Int(place.column) - 1, isFlow: false)
  }
}
