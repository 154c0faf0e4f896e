/// Where boxes and arrows of a picture stand.
///
/// Boxes stand in columns; an arrow that passes a column goes through a gap of its own, so that it crosses no box.
/// Within a column boxes are ordered by the middle of what leads to them (the barycentre of K. Sugiyama, 1981).
struct DiagramLayout {
  struct Box {
    /// The node's place; nothing for the gap that an arrow passes through.
    var node: Int?
    var column: Int
    var y = 0
    var height: Int
    var title: [String] = []
    var lines: [Line] = []

    var headHeight: Int { DiagramLayout.headHeight + max(title.count - 1, 0) * DiagramLayout.lineHeight }
  }

  /// A row of a box's text.
  struct Line {
    var text: String
    /// Whether it goes on with the one before.
    var isContinued: Bool
  }

  static let boxWidth = 260
  static let gapWidth = 70
  static let margin = 24
  static let lineHeight = 16
  static let headHeight = 26
  /// From a box's border to its text, and of what goes on in the next row.
  static let padding = 10
  static let indent = 10
  static let most = 6
  /// Of the lines above and below the boxes.
  static let captionHeight = 44
  static let legendHeight = 22

  private(set) var boxes: [Box] = []
  /// For each edge the boxes that it touches, from left to right.
  private(set) var ways: [[Int]] = []
  private(set) var height = 0
  let width: Int

  init(_ diagram: WorkflowDiagram) {
    width = 2 * Self.margin + diagram.columns * Self.boxWidth + (diagram.columns - 1) * Self.gapWidth
    var columns = [[Int]](repeating: [], count: diagram.columns)
    for (place, node) in diagram.nodes.enumerated() {
      let room = Self.boxWidth - 2 * Self.padding
      let label = node.label.isEmpty ? 0 : TextWidth.of(node.label) + 12
      var box = Box(node: place, column: node.column, height: 0)
      box.title = TextWidth.wrapped(node.title, to: room - label, rows: 2, isBold: true)
      box.lines = Self.wrapped(node.lines + (node.state.map { ["state: \($0)"] } ?? []), to: room)
      box.height = box.headHeight + box.lines.count * Self.lineHeight + 10
      boxes.append(box)
      columns[node.column].append(place)
    }
    for edge in diagram.edges {
      var way = [edge.from]
      let (from, to) = (diagram.nodes[edge.from].column, diagram.nodes[edge.to].column)
      for column in stride(from: from + 1, to: to, by: 1) {
        boxes.append(Box(node: nil, column: column, height: 6))
        way.append(boxes.count - 1)
        columns[column].append(boxes.count - 1)
      }
      ways.append(way + [edge.to])
    }
    order(&columns)
    place(columns)
  }

  /// Two turns from left to right: each box by the middle of what leads to it.
  private func order(_ columns: inout [[Int]]) {
    for _ in 0..<2 {
      for column in columns.indices.dropFirst() {
        var ranks: [Int: Double] = [:]
        for (rank, box) in columns[column - 1].enumerated() { ranks[box] = Double(rank) }
        var middle: [Int: Double] = [:]
        for box in columns[column] {
          let before = ways.flatMap { way in
            way.indices.dropFirst().filter { way[$0] == box }.compactMap { ranks[way[$0 - 1]] }
          }
          middle[box] = before.isEmpty ? 0 : before.reduce(0, +) / Double(before.count)
        }
        let ordered = columns[column].enumerated().sorted { left, right in
          (middle[left.element] ?? 0, left.offset) < (middle[right.element] ?? 0, right.offset)
        }
        columns[column] = ordered.map(\.element)
      }
    }
  }

  private mutating func place(_ columns: [[Int]]) {
    let spacing = 22
    let heights = columns.map { column in column.reduce(-spacing) { $0 + boxes[$1].height + spacing } }
    let tallest = heights.max() ?? 0
    for (column, members) in columns.enumerated() {
      var y = Self.margin + Self.captionHeight + (tallest - heights[column]) / 2
      for box in members {
        boxes[box].y = y
        y += boxes[box].height + spacing
      }
    }
    height = tallest + 2 * Self.margin + Self.captionHeight + Self.legendHeight
  }

  func x(_ box: Int) -> Int { Self.margin + boxes[box].column * (Self.boxWidth + Self.gapWidth) }
  func middle(_ box: Int) -> Int { boxes[box].y + boxes[box].height / 2 }

  /// Lines that fit into a box; what is too long goes on in the next row, and at last is cut.
  private static func wrapped(_ lines: [String], to width: Int) -> [Line] {
    lines.flatMap { line in
      TextWidth.wrapped(line, to: width, indent: indent, rows: most).enumerated().map { number, row in
        Line(text: row, isContinued: number > 0)
      }
    }
  }
}
