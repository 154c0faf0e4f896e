/// The colours of a picture, by day and by night.
enum DiagramPalette {
  /// What kind of box it is.
  enum Tone: String, CaseIterable { case plain, good, open, bad, main }

  private struct Colours {
    var paper: String
    var head: String
    var line: String
    var aside: String
    var way: String
    /// Fill and border.
    var boxes: [(tone: Tone, fill: String, stroke: String)]
  }

  private static let day = Colours(
    paper: "#ffffff", head: "#111418", line: "#24292f", aside: "#57606a", way: "#57606a",
    boxes: [
      (.plain, "#f6f8fa", "#6e7781"), (.good, "#e3f4e4", "#2e7d32"), (.open, "#fff6d6", "#b8860b"),
      (.bad, "#fde4e1", "#b3261e"), (.main, "#e4ecfb", "#1f4ea8"),
    ])

  private static let night = Colours(
    paper: "#0d1117", head: "#f0f3f6", line: "#d0d7de", aside: "#9ea7b3", way: "#8b949e",
    boxes: [
      (.plain, "#161b22", "#7d8590"), (.good, "#12261a", "#3fb950"), (.open, "#2b2412", "#d29922"),
      (.bad, "#331514", "#f85149"), (.main, "#121d2f", "#58a6ff"),
    ])

  /// The style sheet: no colour stands anywhere else.
  static let style = """
    \(rules(day))
    .box{stroke-width:1.5}
    .way{fill:none;stroke-width:1.4}
    @media screen and (prefers-color-scheme:dark){
    \(rules(night))
    }
    """

  private static func rules(_ colours: Colours) -> String {
    let texts =
      "svg{background:\(colours.paper)}.paper{fill:\(colours.paper)}.head{fill:\(colours.head)}.line{fill:\(colours.line)}"
      + ".aside{fill:\(colours.aside)}.way{stroke:\(colours.way)}.tip{fill:\(colours.way)}"
    let boxes = colours.boxes.map { ".\($0.tone.rawValue){fill:\($0.fill);stroke:\($0.stroke)}" }
    return texts + "\n" + boxes.joined()
  }
}
