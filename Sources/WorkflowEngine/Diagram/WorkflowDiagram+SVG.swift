extension WorkflowDiagram {
  /// The picture as SVG 1.1: one file that needs nothing else, with a title and a description for whoever cannot see it.
  /// It is light or dark as its reader's screen is, and light on paper.
  package var svg: String {
    let layout = DiagramLayout(self)
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(layout.width) \(layout.height)" width="\(layout.width)" \
      height="\(layout.height)" role="img" aria-labelledby="t d" font-family="system-ui, -apple-system, Segoe UI, \
      Roboto, Helvetica, Arial, sans-serif" font-size="12" style="max-width:100%;height:auto">
      <title id="t">\(escaped(title))</title>
      <desc id="d">\(escaped(description))</desc>
      <style>
      \(DiagramPalette.style)
      </style>
      <defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">\
      <path d="M0 0L8 4L0 8z" class="tip"/></marker></defs>
      <rect width="100%" height="100%" class="paper"/>
      <text x="\(DiagramLayout.margin)" y="36" font-size="18" font-weight="bold" class="head">\(escaped(title))</text>
      <text x="\(DiagramLayout.margin)" y="54" class="aside">\(escaped(subtitle))</text>

      """
    for way in layout.ways { text += arrow(way, layout) }
    for box in layout.boxes.indices where layout.boxes[box].node != nil { text += self.box(box, layout) }
    if nodes.contains(where: \.isConditional) { text += legend(layout) }
    return text + "</svg>\n"
  }

  /// What a broken border says.
  private func legend(_ layout: DiagramLayout) -> String {
    let (x, y) = (DiagramLayout.margin, layout.height - DiagramLayout.margin)
    return """
      <rect x="\(x)" y="\(y - 10)" width="22" height="12" rx="3" class="box plain" stroke-dasharray="5 3"/>
      <text x="\(x + 30)" y="\(y)" class="aside">only where something asks for it</text>

      """
  }

  /// Who comes after whom, in words.
  private var description: String {
    edges.map { "\(nodes[$0.from].title) then \(nodes[$0.to].title)" }.joined(separator: "; ")
  }

  private func arrow(_ way: [Int], _ layout: DiagramLayout) -> String {
    var path = ""
    for (from, to) in zip(way, way.dropFirst()) {
      let (x1, y1) = (layout.x(from) + DiagramLayout.boxWidth, layout.middle(from))
      let (x2, y2) = (layout.x(to), layout.middle(to))
      let bend = DiagramLayout.gapWidth / 2
      path += path.isEmpty ? "M\(x1) \(y1)" : "L\(x1) \(y1)"
      path += "C\(x1 + bend) \(y1) \(x2 - bend) \(y2) \(x2) \(y2)"
    }
    return "<path d=\"\(path)\" class=\"way\" marker-end=\"url(#a)\"/>\n"
  }

  private func box(_ index: Int, _ layout: DiagramLayout) -> String {
    let box = layout.boxes[index]
    guard let place = box.node else { return "" }
    let node = nodes[place]
    let (x, width) = (layout.x(index), DiagramLayout.boxWidth)
    let left = x + DiagramLayout.padding
    let dashes = node.isConditional ? " stroke-dasharray=\"5 3\"" : ""
    var text = """
      <g><rect x="\(x)" y="\(box.y)" width="\(width)" height="\(box.height)" rx="6" \
      class="box \(node.tone.rawValue)"\(dashes)/>

      """
    for (number, row) in box.title.enumerated() {
      let y = box.y + 18 + number * DiagramLayout.lineHeight
      text += "<text x=\"\(left)\" y=\"\(y)\" font-size=\"13\" font-weight=\"bold\" class=\"head\">"
      text += "\(escaped(row))</text>\n"
    }
    if !node.label.isEmpty {
      let right = x + width - DiagramLayout.padding
      text += "<text x=\"\(right)\" y=\"\(box.y + 18)\" text-anchor=\"end\" class=\"aside\">"
      text += "\(escaped(node.label))</text>\n"
    }
    for (number, line) in box.lines.enumerated() {
      let y = box.y + box.headHeight + 10 + number * DiagramLayout.lineHeight
      let start = line.isContinued ? left + DiagramLayout.indent : left
      text += "<text x=\"\(start)\" y=\"\(y)\" class=\"line\">\(escaped(line.text))</text>\n"
    }
    return text + "</g>\n"
  }

  /// Text as it may stand in XML: no markup, no character that XML has not.
  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case _ where scalar.value < 32 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension WorkflowDiagram.Node {
  /// What kind of box it is, in a word.
  var label: String {
    switch kind {
    case .start: ""
    case .lane: "lane"
    case .grant: ""
    case .duty: "duty"
    case .told: "inform"
    case .reviews: "agree"
    case .stage(let right): right.rawValue
    }
  }

  /// Fill and border. The word in the box says the same.
  fileprivate var tone: DiagramPalette.Tone {
    if let state {
      switch state {
      case "satisfied", "waived": return .good
      case "active": return .open
      case "blocked", "vetoed", "timed_out": return .bad
      default: return .plain
      }
    }
    switch kind {
    case .lane: return .good
    case .stage(.decide), .grant: return .main
    case .stage(.agree), .reviews: return .open
    case .start, .stage, .duty, .told: return .plain
    }
  }
}
