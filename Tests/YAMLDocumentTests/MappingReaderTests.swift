import Diagnostics
import Testing
import YAMLDocument

private enum Effect: String, CaseIterable {
  case deny, require, warn, allow
}

/// Decodes a small rule, as the loader of bundles does.
private struct SmallRule: Equatable {
  var id: String?
  var effect: Effect?
  var review: [String]?
  var waivable: Bool?
  var priority: Int64?
  var limit: String?
  var scopes: [String] = []

  init?(_ node: Node, _ sink: DiagnosticSink) {
    guard var reader = MappingReader(node, sink, as: "a rule") else { return nil }
    id = reader.string("id", .required)
    effect = reader.choice("effect", Effect.self, .required)
    review = reader.strings("review", orSingle: true)
    waivable = reader.bool("waivable")
    priority = reader.integer("priority", in: 0...100)
    limit = reader.literal("limit")?.text
    for var scope in reader.mappings("scopes", as: "a scope") ?? [] {
      if let name = scope.string("name", .required) { scopes.append(name) }
      scope.finish()
    }
    if effect == .deny { reader.refuse("review", because: "it stands with `effect: require` only") }
    reader.finish()
  }
}

struct MappingReaderTests {
  @Test func `A sound mapping is decoded without a word`() throws {
    let text = """
      id: a
      effect: require
      review: finance
      waivable: False
      priority: 0x10
      limit: 500
      scopes: [{name: x}, {name: 'no'}]
      """
    let (rule, rendered) = try decode(text)
    #expect(rendered == "")
    #expect(rule?.id == "a")
    #expect(rule?.effect == .require)
    #expect(rule?.review == ["finance"])
    #expect(rule?.waivable == false)
    #expect(rule?.priority == 16)
    #expect(rule?.limit == "500")
    #expect(rule?.scopes == ["x", "no"])
  }

  @Test func `Absent and null are the same`() throws {
    let (rule, rendered) = try decode(
      "{id: a, effect: allow, review: ~, waivable: , priority: null, limit: Null, scopes: }")
    #expect(rendered == "")
    #expect(rule?.review == nil && rule?.waivable == nil && rule?.priority == nil && rule?.limit == nil)
  }

  @Test(arguments: [
    (
      "no mapping", "[a]",
      "a.yaml:1:1: error: expected a rule, which is a mapping, found a list [wrong-type]\n  1 | [a]\n    | ^"
    ),
    (
      "nothing", "~",
      "a.yaml:1:1: error: expected a rule, which is a mapping, found nothing [wrong-type]\n  1 | ~\n    | ^"
    ),
    (
      "a missing key", "id: a",
      "a.yaml:1:1: error: missing key `effect` [missing-key]\n  1 | id: a\n    | ^\n  hint: a rule needs it"
    ),
    (
      "a misspelled key is not missing too", "id: a\nefect: deny",
      "a.yaml:2:1: error: unknown key `efect` [unknown-key]\n  2 | efect: deny\n    | ^\n  hint: did you mean `effect`?"
    ),
    (
      "an unknown key far from all", "{id: a, effect: deny, colour: red}",
      "a.yaml:1:23: error: unknown key `colour` [unknown-key]\n  1 | {id: a, effect: deny, colour: red}\n    |                       ^\n"
        + "  hint: keys of a rule: `id`, `effect`, `review`, `waivable`, `priority`, `limit`, `scopes`"
    ),
    (
      "a required key without a value", "id:\neffect: deny",
      "a.yaml:1:1: error: key `id` has no value [missing-value]\n  1 | id:\n    | ^"
    ),
    (
      "an integer for a string", "{id: 007, effect: deny}",
      "a.yaml:1:6: error: expected a string, found `007` [wrong-type]\n  1 | {id: 007, effect: deny}\n    |      ^\n  hint: quote it: `\"007\"`"
    ),
    (
      "a mapping for a string", "{id: {}, effect: deny}",
      "a.yaml:1:6: error: expected a string, found a mapping [wrong-type]\n  1 | {id: {}, effect: deny}\n    |      ^"
    ),
    (
      "a misspelled value", "{id: a, effect: denny}",
      "a.yaml:1:17: error: unknown value `denny` [unknown-value]\n  1 | {id: a, effect: denny}\n    |                 ^\n  hint: did you mean `deny`?"
    ),
    (
      "an unknown value", "{id: a, effect: block}",
      "a.yaml:1:17: error: unknown value `block` [unknown-value]\n  1 | {id: a, effect: block}\n    |                 ^\n"
        + "  hint: one of `deny`, `require`, `warn`, `allow`"
    ),
    (
      "a list for a value", "{id: a, effect: [deny]}",
      "a.yaml:1:17: error: expected one of `deny`, `require`, `warn`, `allow`, found a list [wrong-type]\n"
        + "  1 | {id: a, effect: [deny]}\n    |                 ^"
    ),
    (
      "a word for a boolean", "{id: a, effect: warn, waivable: yes}",
      "a.yaml:1:33: error: expected `true` or `false`, found `yes` [wrong-type]\n  1 | {id: a, effect: warn, waivable: yes}\n"
        + "    |                                 ^"
    ),
    (
      "a quoted boolean", "{id: a, effect: warn, waivable: 'true'}",
      "a.yaml:1:33: error: expected `true` or `false`, found `true` [wrong-type]\n  1 | {id: a, effect: warn, waivable: 'true'}\n"
        + "    |                                 ^\n  hint: remove the quotes"
    ),
    (
      "a quoted integer", "{id: a, effect: warn, priority: '5'}",
      "a.yaml:1:33: error: expected a whole number, found `5` [wrong-type]\n  1 | {id: a, effect: warn, priority: '5'}\n"
        + "    |                                 ^\n  hint: remove the quotes"
    ),
    (
      "a fraction", "{id: a, effect: warn, priority: 1.5}",
      "a.yaml:1:33: error: expected a whole number, found `1.5` [wrong-type]\n  1 | {id: a, effect: warn, priority: 1.5}\n"
        + "    |                                 ^"
    ),
    (
      "a leading zero", "{id: a, effect: warn, priority: 010}",
      "a.yaml:1:33: error: `010` has a leading zero [leading-zero]\n  1 | {id: a, effect: warn, priority: 010}\n"
        + "    |                                 ^\n  hint: write `10`, or `0o` before octal digits"
    ),
    (
      "out of range", "{id: a, effect: warn, priority: 101}",
      "a.yaml:1:33: error: `101` is out of range [out-of-range]\n  1 | {id: a, effect: warn, priority: 101}\n"
        + "    |                                 ^\n  hint: write 0 to 100"
    ),
    (
      "too large for any integer", "{id: a, effect: warn, priority: 9223372036854775808}",
      "a.yaml:1:33: error: `9223372036854775808` is too large [out-of-range]\n"
        + "  1 | {id: a, effect: warn, priority: 9223372036854775808}\n    |                                 ^"
    ),
    (
      "a list for a literal", "{id: a, effect: warn, limit: [5]}",
      "a.yaml:1:30: error: expected a single value, found a list [wrong-type]\n  1 | {id: a, effect: warn, limit: [5]}\n"
        + "    |                              ^"
    ),
    (
      "wrong items of a list of strings", "{id: a, effect: warn, review: [a, 1, [b], c, ~]}",
      "a.yaml:1:35: error: expected a string, found `1` [wrong-type]\n  1 | {id: a, effect: warn, review: [a, 1, [b], c, ~]}\n"
        + "    |                                   ^\n  hint: quote it: `\"1\"`\n"
        + "a.yaml:1:38: error: expected a string, found a list [wrong-type]\n  1 | {id: a, effect: warn, review: [a, 1, [b], c, ~]}\n"
        + "    |                                      ^\n"
        + "a.yaml:1:46: error: expected a string, found nothing [wrong-type]\n  1 | {id: a, effect: warn, review: [a, 1, [b], c, ~]}\n"
        + "    |                                              ^"
    ),
    (
      "a string where a list must stand", "{id: a, effect: warn, scopes: x}",
      "a.yaml:1:31: error: expected a list, found `x` [wrong-type]\n  1 | {id: a, effect: warn, scopes: x}\n"
        + "    |                               ^\n  hint: write it in brackets: `[x]`"
    ),
    (
      "errors inside a list of mappings", "{id: a, effect: warn, scopes: [{nam: x}, y]}",
      "a.yaml:1:33: error: unknown key `nam` [unknown-key]\n  1 | {id: a, effect: warn, scopes: [{nam: x}, y]}\n"
        + "    |                                 ^\n  hint: did you mean `name`?\n"
        + "a.yaml:1:42: error: expected a scope, which is a mapping, found `y` [wrong-type]\n"
        + "  1 | {id: a, effect: warn, scopes: [{nam: x}, y]}\n    |                                          ^"
    ),
    (
      "a key in the wrong place", "{id: a, effect: deny, review: b}",
      "a.yaml:1:23: error: key `review` may not stand here [misplaced-key]\n  1 | {id: a, effect: deny, review: b}\n"
        + "    |                       ^\n  hint: it stands with `effect: require` only"
    ),
  ])
  func `Everything that is wrong is reported`(_ name: String, _ text: String, _ rendered: String) throws {
    #expect(try decode(text).rendered == rendered)
  }

  @Test func `Keys of equivalent spelling are different keys`() throws {
    let node = try #require(YAMLReader.read(Array("e\u{301}: 1".utf8), path: "a.yaml").documents.first)
    let sink = DiagnosticSink(file: "a.yaml")
    var reader = try #require(MappingReader(node, sink))
    #expect(reader.integer("\u{E9}") == nil)
    #expect(reader.integer("e\u{301}") == 1)
    #expect(!reader.has("\u{E9}"))
    reader.finish()
    #expect(sink.diagnostics == [])
  }

  @Test func `What nobody asked for can be taken`() throws {
    let node = try #require(YAMLReader.read(Array("{a: 1, b: 2, c: 3}".utf8), path: "a.yaml").documents.first)
    let sink = DiagnosticSink(file: "a.yaml")
    var reader = try #require(MappingReader(node, sink))
    #expect(reader.names == ["a", "b", "c"])
    #expect(reader.entry("b")?.key.position == SourcePosition(line: 1, column: 8))
    #expect(reader.rest.map(\.name) == ["a", "c"])
    #expect(reader.takeRest().map(\.name) == ["a", "c"])
    #expect(reader.rest.isEmpty)
    reader.finish()
    #expect(sink.diagnostics == [])
  }

  private func decode(_ text: String) throws -> (rule: SmallRule?, rendered: String) {
    let (documents, diagnostics) = YAMLReader.read(Array(text.utf8), path: "a.yaml")
    #expect(diagnostics == [])
    let sink = DiagnosticSink(file: "a.yaml")
    let rule = SmallRule(try #require(documents.first), sink)
    let source = SourceFile(path: "a.yaml", text: text)
    return (rule, sink.diagnostics.inOrder().map { $0.rendered(in: source) }.joined(separator: "\n"))
  }
}
