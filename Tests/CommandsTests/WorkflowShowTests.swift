import StrictJSON
import Testing

/// A workflow in words and as a picture.
@Suite struct WorkflowShowTests {
  @Test func `In words it tells who decides in which order`() throws {
    let folder = try Folder.example()
    let outcome = try folder.run("workflow show")
    #expect(outcome.code == 0, "\(outcome.errors)")
    for said in [
      "standard-experiment, owner group:governance", "1  peer      input   group:platform (pau, pia)",
      "2  decision  decide  managers of requester until candidate.limit >= exposure",
      "else: 2 of group:governance", "also what rules demand, before the decision: data-governance, legal",
      "due+5bd expire, warned 1bd before",
    ] { #expect(outcome.output.contains(said), "\(said)\n\(outcome.output)") }
  }

  @Test func `In words it tells what an approval is worth, part by part`() throws {
    let folder = try Folder.example()
    let path = "workflows/standard-experiment.yaml"
    try Edit.replace(
      path, "grant: {expires: 90d,",
      with: "grant: {expires: 90d, singleUse: true, recertify: {every: 30d, by: decision},"
    ).apply(to: folder)
    try Edit.replace(
      path, "caps: narrow, expires: narrow,",
      with: #"caps: narrow, tranches: [{release: 30%}, {release: 70%, when: "evidence('eval').score >= 0.7"}],"#
    ).apply(to: folder)
    let outcome = try folder.run("workflow show")
    #expect(outcome.code == 0, "\(outcome.errors)")
    for said in [
      "confirmed every 30d by who approved at decision, else suspended", "used once", "30% of it at once",
      "70% of it once evidence('eval').score >= 0.7",
    ] { #expect(outcome.output.contains("\n  \(said)\n"), "\(said)\n\(outcome.output)") }
  }

  @Test func `As Mermaid it is a flowchart, whatever stands in it`() throws {
    let folder = try Folder.example()
    let outcome = try folder.run("workflow show standard-experiment --format mermaid")
    #expect(outcome.code == 0)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines[1] == "flowchart LR")
    #expect(lines.contains { $0.contains("<b>decision</b> (decide)") && $0.contains("candidate.limit #62;= exposure") })
    let places = Set(lines.compactMap { $0.firstMatch(of: /^  (n\d+)[\[({]/).map { String($0.1) } })
    for line in lines {
      for found in line.matches(of: /^  (n\d+) (-->|-\.->) (n\d+)$/) {
        #expect(places.contains(String(found.1)) && places.contains(String(found.3)))
      }
    }
    #expect(lines.contains { $0.contains("-->") })
  }

  @Test func `As SVG it stands alone, and nothing in it is markup`() throws {
    let folder = try Folder.example()
    let path = try #require(["workflows/standard-experiment.yaml"].first { folder.exists($0) })
    try Edit.replace(path, "request.kind == 'experiment'", with: "request.kind == 'experiment' && '<b>&' != ''").apply(
      to: folder)
    let outcome = try folder.run("workflow show standard-experiment --format svg")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "))
    #expect(outcome.output.hasSuffix("</svg>\n"))
    #expect(outcome.output.contains("&lt;b&gt;&amp;"))
    #expect(!outcome.output.contains("<b>") && !outcome.output.contains("href") && !outcome.output.contains("<script"))
    #expect(outcome.output.contains("<title id=\"t\">standard-experiment</title>"))
    for tag in ["svg", "g", "text", "defs", "marker", "title", "desc"] {
      let opened = outcome.output.matches(of: try Regex("<\(tag)[ >]")).count
      #expect(opened == outcome.output.matches(of: try Regex("</\(tag)>")).count, "\(tag)")
    }
  }

  @Test func `As JSON it has the stages with their terms`() throws {
    let folder = try Folder.example()
    let view = try JSONValue.parse(try folder.run("workflow show standard-experiment -o json").output)
    #expect(view.at("id") == "standard-experiment")
    #expect(view["select"]?["default"] == true)
    let stages = try #require(view["stages"]?.array)
    #expect(stages.map { $0.at("id") } == ["peer", "decision"])
    #expect(stages.last?["level"] == 2)
    #expect(stages.last?.at("fallback") == "2 of group:governance")
    let list = try JSONValue.parse(try folder.run("workflow list -o json").output)
    #expect(list["items"]?.array?.map { $0.at("id") } == ["standard-experiment"])
    #expect(try folder.run("workflow list").output.contains("whatever no other takes"))
  }

  @Test func `Of a request it tells how its stages stand`() throws {
    let folder = try Folder.example()
    try folder.run("submit request.yaml", as: "zoe", now: "2026-11-02T09:00:00Z")
    try folder.run("approve 1", as: "ann", now: "2026-11-02T10:00:00Z")
    let view = try JSONValue.parse(try folder.run("workflow show REQ-000001 -o json").output)
    let states = view["stages"]?.array?.map { "\($0.at("id") ?? "") \($0.at("state") ?? "")" }
    #expect(states == ["peer active", "data-governance satisfied", "legal active", "decision pending"])
    let picture = try folder.run("workflow show req-1 --format svg")
    #expect(picture.output.contains("REQ-000001, in review") && picture.output.contains("state: satisfied"))
  }

  @Test(arguments: [
    ("workflow show standard-experimnet", 6, "did you mean `standard-experiment`?"),
    ("workflow show REQ-000007", 6, "no request `REQ-000007`"),
    ("workflow show --format png", 64, "formats are `text`"),
    ("workflow lst", 64, "did you mean `assent workflow list`?"),
  ])
  func `What there is not is said`(_ command: String, _ code: Int32, _ said: String) throws {
    let outcome = try Folder.example().run(command)
    #expect(outcome.code == code)
    #expect(outcome.errors.contains(said), "\(outcome.errors)")
  }
}
