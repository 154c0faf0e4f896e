package import Diagnostics

/// A part of a YAML or JSON document, with its place in the file: a scalar, a sequence or a mapping.
///
///     let (documents, diagnostics) = YAMLReader.read(bytes, path: "rules/a.yaml")
///     documents.first?["owner"]?.text       // "group:finance"
///     documents.first?["owner"]?.position   // 4:8
///
/// Trees are at most ``YAMLLimits/maxDepth`` deep, so recursion over them is safe.
package struct Node: Sendable {
  package enum Content: Sendable {
    case scalar(Scalar)
    case sequence([Node])
    /// Entries in the order of the text; keys are strings, and distinct as bytes.
    case mapping([Entry])
  }

  /// A key and its value.
  package struct Entry: Sendable {
    package let key: Node
    package let value: Node
    /// The key's text.
    package let name: String
    fileprivate let glance: NameGlance

    init(key: Node, value: Node) {
      (self.key, self.value, name) = (key, value, key.text ?? "")
      glance = NameGlance(name)
    }
  }

  package let content: Content
  let start: Place
  let stop: Place
  let source: SourceText

  init(_ content: Content, from start: Place, to end: Place, in source: SourceText) {
    self.content = content
    (self.start, stop) = (start, end)
    self.source = source
  }

  /// Where the node starts: for a quoted scalar its quote, for a block scalar its `|` or `>`, for a block
  /// mapping its first key, for an empty value the place where it could stand.
  package var position: SourcePosition { start.position }

  /// The place behind the node's last character; for a block scalar, the place where its line ended up.
  package var end: SourcePosition { stop.position }

  /// Both places.
  package var range: SourceRange { SourceRange(position, end) }
}

/// A line and a column from 1, in half the room of a position: there is one for each node.
struct Place: Hashable, Sendable {
  var line: UInt32
  var column: UInt32

  init(line: Int, column: Int) {
    self.line = UInt32(clamping: line)
    self.column = UInt32(clamping: column)
  }

  init(_ position: SourcePosition) { self.init(line: position.line, column: position.column) }

  var position: SourcePosition { SourcePosition(line: Int(line), column: Int(column)) }
}

/// A scalar: its decoded text, and how it was written.
package struct Scalar: Sendable {
  package enum Style: UInt8, Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded
  }

  /// The decoded text.
  package let text: String
  package let style: Style
  /// What the text means: for a plain scalar by the core schema of YAML 1.2, else always a string.
  package let type: ScalarType

  init(_ text: String, style: Style, type: ScalarType) {
    self.text = text
    self.style = style
    self.type = type
  }
}

extension Node {
  package var scalar: Scalar? { if case .scalar(let scalar) = content { scalar } else { nil } }

  /// The decoded text of a scalar, whatever its type.
  package var text: String? { scalar?.text }

  package var items: [Node]? { if case .sequence(let items) = content { items } else { nil } }

  package var entries: [Entry]? { if case .mapping(let entries) = content { entries } else { nil } }

  /// Whether the node is a plain `null`, `~` or nothing at all.
  package var isNull: Bool { scalar?.type == .null }

  /// The entry of that name, compared as bytes.
  ///
  /// - Complexity: O(*n*) in the number of entries.
  package func entry(_ name: String) -> Entry? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.place(of: name).map { entries[$0] }
  }

  /// The value of that name, compared as bytes; nothing where this is no mapping or has none.
  ///
  /// - Complexity: O(*n*) in the number of entries.
  package subscript(name: String) -> Node? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.place(of: name).map { entries[$0].value }
  }

  /// What the node is, with its article, for messages: `a mapping`, `an integer`, `nothing`.
  package var kindName: String {
    switch content {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar(let scalar): scalar.type.article
    }
  }
}

extension [Node.Entry] {
  /// The place of the entry of that name, compared as bytes. Entries are not copied, as they would be for a closure.
  func place(of name: String) -> Int? {
    let glance = NameGlance(name)
    for index in indices where self[index].glance == glance && haveSameBytes(self[index].name, name) { return index }
    return nil
  }
}

/// The length of a name and its first bytes, which tell most names apart at once.
private struct NameGlance: Equatable {
  private var word: UInt64

  init(_ name: String) {
    word = UInt64(truncatingIfNeeded: name.utf8.count)
    var left = 7
    for byte in name.utf8 {
      word = word << 8 | UInt64(byte)
      left -= 1
      if left == 0 { return }
    }
  }
}
