/// Rows under aligned columns, measured by what a terminal shows.
struct Table: Sendable {
  enum Alignment: Hashable, Sendable { case left, right }

  struct Column: Sendable {
    var title: String
    var alignment: Alignment
    /// Cut first where the terminal is too narrow.
    var isFlexible: Bool

    init(_ title: String, _ alignment: Alignment = .left, isFlexible: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.isFlexible = isFlexible
    }
  }

  private struct Row: Sendable {
    var cells: [Text]
    var details: [Text]
  }

  /// The least columns that a flexible column keeps.
  private static let leastFlexible = 12
  private static let gap = "  "

  var columns: [Column]
  var indent: Int
  private var rows: [Row] = []

  init(_ columns: [Column], indent: Int = 0) {
    self.columns = columns
    self.indent = indent
  }

  var isEmpty: Bool { rows.isEmpty }

  /// Adds a row; missing cells are empty, further ones are left out.
  ///
  /// - Parameter details: Lines below the row, under its second column.
  mutating func add(_ cells: [Text], details: [Text] = []) { rows.append(Row(cells: cells, details: details)) }

  /// The table's lines; columns that are empty in every row are left out.
  func lines(_ style: Style) -> [Text] {
    guard !rows.isEmpty else { return [] }
    let shown = columns.indices.filter { index in rows.contains { index < $0.cells.count && !$0.cells[index].isEmpty } }
    var widths = shown.map { index in
      rows.reduce(displayWidth(columns[index].title)) { max($0, index < $1.cells.count ? $1.cells[index].width : 0) }
    }
    if let limit = style.width {
      var excess = indent + widths.reduce(0, +) + Table.gap.count * max(widths.count - 1, 0) - limit
      for (place, index) in shown.enumerated() where columns[index].isFlexible && excess > 0 {
        let cut = min(excess, max(widths[place] - Table.leastFlexible, 0))
        widths[place] -= cut
        excess -= cut
      }
    }
    let margin = Text(String(repeating: " ", count: indent))
    var result: [Text] = []
    if columns.contains(where: { !$0.title.isEmpty }) {
      let titles = shown.map { Text(columns[$0].title, .faint) }
      result.append(line(titles, widths, shown, margin))
    }
    let detailIndent = margin + Text(String(repeating: " ", count: (widths.first ?? 0) + Table.gap.count))
    for row in rows {
      result.append(line(shown.map { $0 < row.cells.count ? row.cells[$0] : Text() }, widths, shown, margin))
      result += row.details.map { detailIndent + $0 }
    }
    return result
  }

  private func line(_ cells: [Text], _ widths: [Int], _ shown: [Int], _ margin: Text) -> Text {
    var result = margin
    var pending = 0
    for (place, cell) in cells.enumerated() {
      let cut = cell.truncated(to: widths[place])
      let room = Text(String(repeating: " ", count: max(widths[place] - cut.width, 0)))
      let isRight = columns[shown[place]].alignment == .right
      if !cut.isEmpty {
        result += Text(String(repeating: " ", count: pending))
        result += isRight ? room + cut : cut
        pending = isRight ? 0 : room.width
      } else {
        pending += widths[place]
      }
      pending += Table.gap.count
    }
    return result
  }
}
