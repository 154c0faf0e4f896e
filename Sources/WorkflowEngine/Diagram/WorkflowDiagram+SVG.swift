extension WorkflowDiagram {
  /// The picture as SVG 1.1: one file that needs nothing else, with a title and a description for whoever cannot see it.
  package var svg: String {
    let layout = DiagramLayout(self)
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(layout.width) \(layout.height)" width="\(layout.width)" \
      height="\(layout.height)" role="img" aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="12">
      <title id="t">\(escaped(title))</title>
      <desc id="d">\(escaped(description))</desc>
      <defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">\
      <path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>
      <rect width="100%" height="100%" fill="#fff"/>
      <text x="\(DiagramLayout.margin)" y="36" font-size="18" font-weight="bold" fill="#111">\(escaped(title))</text>
      <text x="\(DiagramLayout.margin)" y="54" fill="#444">\(escaped(subtitle))</text>

      """
    for way in layout.ways { text += arrow(way, layout) }
    for box in layout.boxes.indices where layout.boxes[box].node != nil { text += self.box(box, layout) }
    return text + "</svg>\n"
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
    return "<path d=\"\(path)\" fill=\"none\" stroke=\"#555\" stroke-width=\"1.4\" marker-end=\"url(#a)\"/>\n"
  }

  private func box(_ index: Int, _ layout: DiagramLayout) -> String {
    let box = layout.boxes[index]
    guard let place = box.node else { return "" }
    let node = nodes[place]
    let (fill, stroke) = node.colours
    let (x, width) = (layout.x(index), DiagramLayout.boxWidth)
    let dashes = node.isConditional ? " stroke-dasharray=\"5 3\"" : ""
    var text = """
      <g><rect x="\(x)" y="\(box.y)" width="\(width)" height="\(box.height)" rx="6" fill="\(fill)" stroke="\(stroke)" \
      stroke-width="1.5"\(dashes)/>
      <text x="\(x + 10)" y="\(box.y + 18)" font-size="13" font-weight="bold" fill="#111">\(escaped(node.title))</text>
      <text x="\(x + width - 10)" y="\(box.y + 18)" text-anchor="end" fill="#444">\(escaped(node.label))</text>

      """
    for (number, line) in box.lines.enumerated() {
      let y = box.y + DiagramLayout.headHeight + 10 + number * DiagramLayout.lineHeight
      text += "<text x=\"\(x + 10)\" y=\"\(y)\" fill=\"#222\">\(escaped(line))</text>\n"
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
  fileprivate var colours: (fill: String, stroke: String) {
    if let state {
      switch state {
      case "satisfied", "waived": return ("#e3f4e4", "#2e7d32")
      case "active": return ("#fff6d6", "#b8860b")
      case "blocked", "vetoed", "timed_out": return ("#fde4e1", "#b3261e")
      default: return ("#f3f3f3", "#888")
      }
    }
    switch kind {
    case .start: return ("#f3f3f3", "#666")
    case .lane: return ("#e3f4e4", "#2e7d32")
    case .stage(.decide): return ("#e4ecfb", "#1f4ea8")
    case .stage(.agree), .reviews: return ("#fff6d6", "#b8860b")
    case .stage: return ("#f8f8f8", "#777")
    case .grant: return ("#e4ecfb", "#1f4ea8")
    case .duty, .told: return ("#f8f8f8", "#777")
    }
  }
}
