@testable import BundleLoading
import Diagnostics
import FactSchema
import Testing
import YAMLDocument

@Suite struct SchemaDecodingTests {
  @Test func `The schema of the worked example has its types`() throws {
    let (documents, sinks) = bundleFiles(["rules/schema.yaml": exampleSchema]).documents()
    let document = try #require(documents.first)
    let schema = try #require(SchemaDecoder.decode(document.node, reporting: document.sink))
    #expect(sinks.allSatisfy { $0.diagnostics.isEmpty })
    let leaves = schema.leaves.map { "\($0.path.joined(separator: "."))\($0.isOptional ? "?" : ""): \($0.type)" }
    #expect(leaves.contains("request.data.class: enum(public, synthetic, internal, confidential, pii, special)"))
    #expect(leaves.contains("request.data.region?: string"))
    #expect(leaves.contains("request.gpu.count?: int"))
    #expect(leaves.contains("requester.roles: list(string)"))
    #expect(leaves.contains("request.title: text"))
    #expect(schema.leaves.count == 22)
  }

  @Test(arguments: [
    Row("list", "list(string)", "list(string)"), Row("map", "'map(string, list(int))'", "map(string, list(int))"),
    Row("blanks", "'  list( money )'", "list(money)"), Row("enum", "'enum(a, b-c, d.e)'", "enum(a, b-c, d.e)"),
    Row("list of objects", "[{name: string}]", "list(object)"),
  ])
  func `Types that are read`(_ row: Row<String, String>) throws {
    let (schema, diagnostics) = schema("  x: {y: \(row.given)}\n")
    #expect(diagnostics.isEmpty)
    #expect(schema?.type(at: ["x", "y"])?.type.description == row.expected)
  }

  @Test(arguments: [
    Row(
      "unknown type", "  x: strin",
      """
      s.yaml:4:6: error: unknown type `strin` [fact-type]
        4 |   x: strin
          |      ^
        hint: did you mean `string`?
      """),
    Row(
      "inner type", "  x: list(strng)",
      """
      s.yaml:4:11: error: unknown type `strng` [fact-type]
        4 |   x: list(strng)
          |           ^
        hint: did you mean `string`?
      """),
    Row(
      "unclosed", "  x: \"list(string\"",
      """
      s.yaml:4:18: error: expected `)` in `list` [fact-type]
        4 |   x: "list(string"
          |                  ^
      """),
    Row(
      "text inside", "  x: list(text)",
      """
      s.yaml:4:6: error: `text` stands alone, not inside another type [fact-type]
        4 |   x: list(text)
          |      ^
        hint: use `string`
      """),
    Row(
      "twice", "  x: enum(a, a)",
      """
      s.yaml:4:14: error: `a` stands twice in `enum` [fact-type]
        4 |   x: enum(a, a)
          |              ^
      """),
    Row(
      "map key", "  x: map(double, int)",
      """
      s.yaml:4:10: error: a map's key cannot be `double` [fact-type]
        4 |   x: map(double, int)
          |          ^
        hint: use `string`, `int`, `uint` or `bool`
      """),
    Row(
      "name", "  x-y: string",
      """
      s.yaml:4:3: error: `x-y` is no name of a fact [fact-name]
        4 |   x-y: string
          |   ^
        hint: use letters, digits and `_`, not starting with a digit
      """),
    Row(
      "reserved", "  package: string",
      """
      s.yaml:4:3: error: `package` is a reserved word of CEL [fact-name]
        4 |   package: string
          |   ^
        hint: choose another name
      """),
    Row(
      "optional and not", "  x: {a: int, \"a?\": int}",
      """
      s.yaml:4:15: error: the fact `a` is declared twice [duplicate-key]
        4 |   x: {a: int, "a?": int}
          |               ^
      """),
    Row(
      "nothing", "  x:",
      """
      s.yaml:4:5: error: expected a type, found nothing [wrong-type]
        4 |   x:
          |     ^
        hint: write a type, such as `string`
      """),
    Row(
      "two in a list", "  x: [{a: int}, {b: int}]",
      """
      s.yaml:4:6: error: a list of objects is written as a list with one mapping [fact-type]
        4 |   x: [{a: int}, {b: int}]
          |      ^
        hint: write `[{name: string}]`, or `list(string)` for a list of values
      """),
    Row(
      "optional at the top", "  x?: int",
      """
      s.yaml:4:3: error: a fact of the first level cannot be optional [fact-name]
        4 |   x?: int
          |   ^
        hint: make the facts inside it optional
      """),
    Row(
      "described", "  x: {cost: int}\ndescribe: {x.cots: words}",
      """
      s.yaml:5:12: error: there is no fact `x.cots` [unknown-fact]
        5 | describe: {x.cots: words}
          |            ^
        hint: did you mean `x.cost`?
      """),
  ])
  func `Schemas that are refused`(_ row: Row<String, String>) {
    let (_, diagnostics) = schema(row.given)
    let text = "apiVersion: assent/v1\nkind: Schema\nfacts:\n" + row.given
    #expect(rendered(diagnostics, ["s.yaml": text]) == row.expected)
  }

  @Test func `All errors of a schema are reported`() {
    let (_, diagnostics) = schema("  a: strin\n  b: lisst(int)\n  c: {d: enum()}\nfcts: 1\n")
    #expect(
      diagnostics.inOrder().map { "\($0.position?.line ?? 0) \($0.code)" } == [
        "4 fact-type", "5 fact-type", "6 fact-type", "7 unknown-key",
      ])
  }
}
