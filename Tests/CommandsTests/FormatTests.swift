import Testing

@Suite struct FormatTests {
  struct Layout: Sendable, CustomStringConvertible {
    let description: String
    let before: String
    let after: String

    init(_ name: String, _ before: String, _ after: String) {
      (description, self.before, self.after) = (name, before, after)
    }
  }

  @Test(arguments: [
    Layout(
      "keys come in their order, with their comments",
      """
      # What the file is about.
      kind: Rule
      apiVersion: assent/v1
      effect:   warn   # only a question
      # The limit that finance gave.
      when: request.cost>usd( 500 )
      id: a

      title: A
      owner:  group:finance
      on: request
      # the end
      """,
      """
      # What the file is about.
      apiVersion: assent/v1
      kind: Rule
      id: a

      title: A
      owner: group:finance
      on: request
      # The limit that finance gave.
      when: request.cost > usd(500)
      effect: warn     # only a question
      # the end
      """),
    Layout(
      "a long condition has a thought to a line",
      """
      apiVersion: assent/v1
      kind: Rule
      id: a
      when: request.data.class in ["pii","special"]&&request.environment!='sandbox'&&(request.cost>usd(500)||request.kind=='pilot')
      """,
      """
      apiVersion: assent/v1
      kind: Rule
      id: a
      when: |-
        request.data.class in ['pii', 'special']
        && request.environment != 'sandbox'
        && (request.cost > usd(500) || request.kind == 'pilot')
      """),
    Layout(
      "items, brackets and indentation",
      """
      apiVersion: assent/v1
      kind: Rule
      id: a
      examples:
      -   {fires: true,given: {request: {cost:   500 USD}},
             name: x}
      # the other one
      -   name: y
          fires: false
          given:
               request: {cost: 5 USD}
      """,
      """
      apiVersion: assent/v1
      kind: Rule
      id: a
      examples:
        - {name: x, given: {request: {cost: 500 USD}}, fires: true}
        # the other one
        - name: y
          given:
            request: {cost: 5 USD}
          fires: false
      """),
    Layout(
      "comments within brackets stay as written",
      """
      apiVersion: assent/v1
      kind: Rule
      id: a
      review: [finance,   # money
           legal]
      """,
      """
      apiVersion: assent/v1
      kind: Rule
      id: a
      review: [finance,   # money
        legal]
      """),
    Layout(
      "several documents",
      """
      apiVersion: assent/v1
      kind: Rule
      id:   a
      # about b
      ---
      # b itself
      apiVersion: assent/v1
      kind: Rule
      id:   b
      """,
      """
      apiVersion: assent/v1
      kind: Rule
      id: a
      # about b
      ---
      # b itself
      apiVersion: assent/v1
      kind: Rule
      id: b
      """),
    Layout(
      "names of what may be missing are quoted within brackets",
      """
      apiVersion: assent/v1
      kind: Schema
      facts:
        request: {data: {class: string, region?: string}}
      """,
      """
      apiVersion: assent/v1
      kind: Schema
      facts:
        request: {data: {class: string, "region?": string}}
      """),
    Layout(
      "texts keep their words, a condition its comment",
      """
      apiVersion: assent/v1
      kind: Rule
      id: a
      rationale: >-
         one
         two
      when: |-
          request.cost  >  usd(5) // the limit
      title: "no"
      """,
      """
      apiVersion: assent/v1
      kind: Rule
      id: a
      title: "no"
      rationale: >-
        one
        two
      when: |-
        request.cost  >  usd(5) // the limit
      """),
  ])
  func `Files get their layout, once and for all`(_ layout: Layout) throws {
    let folder = try Folder()
    try folder.write("a.yaml", layout.before + "\n")
    #expect(try folder.run("fmt --check a.yaml").code == 1)
    #expect(try folder.read("a.yaml") == layout.before + "\n")
    let difference = try folder.run("fmt --diff a.yaml")
    #expect(difference.code == 0)
    #expect(difference.output.hasPrefix("--- a.yaml\n+++ a.yaml\n@@ -"))
    #expect(try folder.run("fmt a.yaml").code == 0)
    #expect(try folder.read("a.yaml") == layout.after + "\n")
    let again = try folder.run("fmt --check a.yaml")
    #expect(again.code == 0)
    #expect(again.output == "1 file, all in their layout\n")
  }

  @Test(arguments: [
    ("no YAML", "a: [\n", 2), ("a document's end", "a: 1\n...\n", 0), ("an alias", "a: &x 1\nb: *x\n", 2),
    ("its own indentation", "a: |2-\n    x\n", 0), ("bytes that are no text", "a: \u{1}\n", 2),
  ])
  func `What has no layout stays as it is`(_ name: String, _ text: String, _ code: Int32) throws {
    let folder = try Folder()
    try folder.write("a.yaml", text)
    let before = try folder.read("a.yaml")
    let outcome = try folder.run("fmt a.yaml")
    #expect(outcome.code == code, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("a.yaml"))
    #expect(try folder.read("a.yaml") == before)
  }

  @Test func `Starter files are in their layout, and messed up they come back to it`() throws {
    let folder = try Folder()
    try folder.run("init")
    let first = try folder.run("fmt --check")
    #expect(first.code == 0, "\(first.output)")
    let rights = try folder.read("workflows/decision-rights.yaml")
    try folder.write(
      "workflows/decision-rights.yaml", rights.replacing(": {", with: ":   { ").replacing(", ", with: ",   "))
    #expect(try folder.run("fmt --check").code == 1)
    #expect(try folder.run("fmt").code == 0)
    #expect(try folder.run("check").code == 0)
    #expect(try folder.run("test").code == 0)
  }

  @Test func `A file that is not there is bad input`() throws {
    #expect(try Folder().run("fmt nowhere.yaml").code == 2)
    #expect(try Folder().run("fmt").code == 2)
  }
}
