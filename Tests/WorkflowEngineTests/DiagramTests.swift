import SpendModel
import Testing

@testable import WorkflowEngine

/// The picture of a workflow: nothing overlaps, nothing is cut off.
@Suite struct DiagramTests {
  private static let long = String(repeating: "a-very-long-name-", count: 9) + "end"

  private static func company(_ stages: [StageDefinition]) -> Company {
    .example.changed { company in
      company.workflows = [Company.workflow(stages: stages + [Company.decision])]
      company.workflows[0].lanes = []
    }
  }

  private static func stage(_ id: String, needs: [String] = [], when: String? = nil) -> StageDefinition {
    StageDefinition(
      id: id, right: .agree, when: when.map(Company.condition), needs: needs.map(Company.at),
      candidates: [.actor(Company.at(.group("legal")))], due: .businessDays(2))
  }

  static let companies: [(String, Company)] = [
    ("the example", .example),
    ("a long name", company([stage(long)])),
    (
      "many side by side", company((1...12).map { stage("stage-\($0)", when: "request.cost > usd(\($0))") })
    ),
    (
      "a chain with a way past it",
      company([stage("a"), stage("b", needs: ["a"]), stage("c", needs: ["b"]), stage("d"), stage("e", needs: ["a"])])
    ),
  ]

  @Test(arguments: companies)
  func `Boxes stand apart and inside, and text inside of them`(_ name: String, _ company: Company) throws {
    let workflows = try company.compiled()
    let workflow = try #require(workflows.workflow("standard-experiment"))
    let layout = DiagramLayout(workflows.diagram(of: workflow))
    for box in layout.boxes.indices where layout.boxes[box].node != nil {
      let (x, y) = (layout.x(box), layout.boxes[box].y)
      #expect(x >= 0 && x + DiagramLayout.boxWidth <= layout.width && y >= DiagramLayout.captionHeight)
      #expect(y + layout.boxes[box].height + DiagramLayout.legendHeight <= layout.height)
      let room = DiagramLayout.boxWidth - 2 * DiagramLayout.padding
      for line in layout.boxes[box].lines {
        let indent = line.isContinued ? DiagramLayout.indent : 0
        #expect(TextWidth.of(line.text) + indent <= room, "\(line.text)")
      }
      for row in layout.boxes[box].title { #expect(TextWidth.of(row, isBold: true) <= room, "\(row)") }
      for other in layout.boxes.indices where other > box && layout.boxes[other].column == layout.boxes[box].column {
        let (top, bottom) = (layout.boxes[other].y, layout.boxes[other].y + layout.boxes[other].height)
        #expect(bottom <= y || y + layout.boxes[box].height <= top, "\(box) and \(other) overlap")
      }
    }
  }

  @Test(arguments: [
    ("", 100, []), ("one two three", 1000, ["one two three"]), ("one two three", 60, ["one two", "three"]),
    ("request.gpu.commitment", 100, ["request.gpu.", "commitment"]), ("wwwwwwwwww", 60, ["wwwww", "wwwww"]),
    ("one two three four five six seven", 40, ["one", "two", "three", "four…"]),
    ("\u{4e00}\u{4e01}\u{4e02}\u{4e03}", 30, ["\u{4e00}\u{4e01}", "\u{4e02}\u{4e03}"]),
    ("wide", 1, ["w", "i", "d", ""]),
  ])
  func `Text is broken into rows that fit`(_ text: String, _ width: Int, _ rows: [String]) {
    let wrapped = TextWidth.wrapped(text, to: width, rows: 4)
    // The last one says where something is left out.
    #expect(width > 1 ? wrapped == rows : wrapped.count == 4)
    for row in wrapped where width > 1 { #expect(TextWidth.of(row) <= width) }
  }

  @Test func `It is drawn for light and dark, and told in words`() throws {
    let workflows = try Company.example.compiled()
    let workflow = try #require(workflows.workflow("standard-experiment"))
    let svg = workflows.diagram(of: workflow).svg
    for part in [
      "@media screen and (prefers-color-scheme:dark){", "<desc id=\"d\">request then peer; ", "class=\"box main\"",
      "only where something asks for it",
    ] { #expect(svg.contains(part), "\(part)") }
    // No colour stands outside of the style sheet.
    let drawing = svg.split(separator: "</style>").last ?? ""
    #expect(!drawing.contains("#f") && !drawing.contains("stroke=\"#") && !drawing.contains("fill=\"#"))
  }

  @Test func `A stage that is always asked is not drawn as a condition`() throws {
    let workflows = try Self.company([
      Self.stage("always", when: "true"), Self.stage("asked", when: "request.cost > usd(1)"),
    ])
    .compiled()
    let workflow = try #require(workflows.workflow("standard-experiment"))
    let nodes = workflows.diagram(of: workflow).nodes
    #expect(nodes.first { $0.title == "always" }?.isConditional == false)
    #expect(nodes.first { $0.title == "asked" }?.isConditional == true)
    #expect(!(nodes.first { $0.title == "always" }?.lines.contains("when true") ?? true))
  }
}
