extension WorkflowDiagram {
  /// The picture as a Mermaid flowchart, which many places that show Markdown draw.
  package var mermaid: String {
    var text = "%% \(escaped(title)): \(escaped(subtitle))\nflowchart LR\n"
    for (place, node) in nodes.enumerated() {
      let label = node.label.isEmpty ? "" : " (\(node.label))"
      let state = node.state.map { ["state: \($0)"] } ?? []
      let lines = ["<b>\(escaped(node.title))</b>\(label)"] + (node.lines + state).map(escaped)
      let (open, close) = node.brackets
      text += "  n\(place)\(open)\"\(lines.joined(separator: "<br/>"))\"\(close)\n"
    }
    for edge in edges { text += "  n\(edge.from) \(nodes[edge.to].isConditional ? "-.->" : "-->") n\(edge.to)\n" }
    return text
  }

  /// Text as it may stand in quotes: entities in the way of Mermaid, and no line break.
  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "<", ">", "&", "#", "`", ";", "%": result += "#\(scalar.value);"
      case _ where scalar.value < 32: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension WorkflowDiagram.Node {
  fileprivate var brackets: (open: String, close: String) {
    switch kind {
    case .start, .grant: ("([", "])")
    case .stage(.decide): ("{{", "}}")
    default: ("[", "]")
    }
  }
}
