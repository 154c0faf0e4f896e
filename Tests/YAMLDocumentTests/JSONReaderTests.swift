import Diagnostics
import StrictJSON
import Testing
import YAMLDocument

struct JSONReaderTests {
  @Test func `JSON gives the same tree as YAML, with places`() throws {
    let text = "{\n  \"id\": \"a\",\n  \"n\": [1, -2.50, true, null],\n  \"é\": {}\n}"
    let node = try #require(JSONReader.read(Array(text.utf8), path: "a.json").document)
    let same = try #require(YAMLReader.read(Array(text.utf8), path: "a.json").documents.first)
    let sink = DiagnosticSink(file: nil)
    #expect(node.json(reporting: sink) == same.json(reporting: sink))
    func places(_ node: Node) -> [SourceRange] {
      switch node.content {
      case .scalar: [node.range]
      case .sequence(let items): [node.range] + items.flatMap(places)
      case .mapping(let entries): [node.range] + entries.flatMap { places($0.key) + places($0.value) }
      }
    }
    #expect(places(node) == places(same))
    #expect(node["n"]?.items?.map { $0.scalar?.type } == [.int, .float, .bool, .null])
    #expect(node["n"]?.items?.last?.isNull == true)
  }

  @Test(arguments: [
    ("", "a.json:1:1: error: the text ends too early [json-unexpected-end]"),
    (
      "{\n  \"a\": 1,\n  \"a\": 2\n}",
      "a.json:3:3: error: duplicate key `a` [duplicate-key]\n  3 |   \"a\": 2\n    |   ^\n  hint: each name may stand once in an object"
    ),
    (
      "{\"é\": 'x'}",
      "a.json:1:7: error: expected a value, found `'` [json-syntax]\n  1 | {\"é\": 'x'}\n    |       ^\n  hint: strings stand in double quotes"
    ),
    (
      "\u{FEFF}{}",
      "a.json:1:1: error: starts with a byte order mark [byte-order-mark]\n  1 | \\u{feff}{}\n    | ^\n  hint: save the text as UTF-8 without it"
    ),
  ])
  func `A wrong JSON file is refused`(_ text: String, _ rendered: String) {
    let (document, diagnostics) = JSONReader.read(Array(text.utf8), path: "a.json")
    #expect(document == nil)
    #expect(diagnostics.map { $0.rendered(in: SourceFile(path: "a.json", text: text)) } == [rendered])
  }

  @Test(arguments: [("a.json", 1, 1), ("a.yaml", 1, 0), ("json", 1, 0), (".json", 1, 1), ("", 1, 0)])
  func `The name of the file says how it is read`(_ path: String, _ documents: Int, _ errors: Int) {
    let result = DocumentReader.read(Array("a: 1".utf8), path: path)
    #expect(result.diagnostics.count == errors)
    #expect(result.documents.count == documents - errors)
  }
}
