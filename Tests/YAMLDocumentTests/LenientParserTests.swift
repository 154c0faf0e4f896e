import Diagnostics
import Testing
import YAMLDocument

/// Texts that some parsers take and YAML 1.2 refuses, or reads otherwise: each must be refused.
struct LenientParserTests {
  @Test(arguments: [
    ("a comment at a quote's end", "a: \"b\"#c"),
    ("a comment at a bracket's end", "[a]#c"),
    ("a comment behind a comma", "[a,#c\n b]"),
    ("a comment behind a bracket", "[#c\n a]"),
    ("a comment behind a block header", "a: |#c\n  b"),
    ("a comment behind a block header's sign", "a: >-#c\n  b"),
    ("a comment behind a quoted key's colon", "{\"a\":#c\n 1}"),
    ("a dash in brackets", "[-]"),
    ("an item in brackets", "[a, - b]"),
    ("a dash in brackets, and another", "[-, -]"),
    ("a question mark in brackets", "[?x]"),
    ("a colon in brackets", "[:x]"),
    ("a colon behind a comma", "[\"a\", :x]"),
    ("a quoted text not indented", "a:\n  b: \"c\n d\""),
    ("a quoted text at the margin", "a: 'b\nc'"),
    ("brackets not indented", "a: [\nb, c]"),
    ("a closing bracket not indented", "a: [\n  b\n]"),
    ("a closing brace not indented", "a:\n  b: {\n  c: 1\n  }"),
    ("plain text in brackets not indented", "a: [b\nc]"),
    ("a tab before a value in brackets", "- [\n\ta]"),
    ("a tab before a key", "a:\n\tb: 1"),
    ("a tab after blanks before a key", "a:\n  b: 1\n  \tc: 2"),
    ("a tab before a list item", "a:\n\t- b"),
    ("a tab between dash and dash", "-\t- a"),
    ("a tab between dash and key", "-\ta: 1"),
    ("text behind the end marker", "a\n... b"),
    ("a quoted text with an end marker", "'a\n... b'"),
    ("a quoted text with a document marker", "\"a\n---\n\""),
    ("a document marker in brackets", "[\n---\n, a]"),
    ("a key of two lines", "a\nb: c"),
    ("a quoted key of two lines", "\"a\n b\": c"),
    ("a key of two lines in brackets", "[ \"a\"\n  :b ]"),
    ("a plain key of two lines in brackets", "[ a\n b: c ]"),
    ("a mapping behind a document marker", "--- a: b"),
    ("a list behind a document marker", "--- - a"),
    ("a mapping in a value", "a: b: c"),
    ("a quoted mapping in a value", "a: 'b': c"),
    ("a list in a value", "a: - b"),
    ("a comment between the lines of a text", "a\n# b\nc"),
    ("a comment within a text in a mapping", "a: b #c\n  d"),
    ("leading lines wider than the first", "a: |\n    \n  \n  b"),
    ("leading lines wider than the first, folded", "a: >\n     \n  b"),
    ("a key indented less", "a:\n  b: 1\n c: 2"),
    ("a key indented more", "a: 1\n  b: 2"),
    ("an item indented more", "- a\n  - b: 1\n - c"),
    ("an item beside a key", "a: 1\n- b"),
    ("a key beside an item", "- a\nb: 1"),
    ("text behind a quote", "a: \"b\" c"),
    ("text behind a bracket", "a: [b] c"),
    ("text behind a block header", "a: | b\n  c"),
    ("two commas", "[a,, b]"),
    ("a comma at the start", "[, a]"),
    ("no comma", "{a: 1\n b: 2}"),
    ("a bracket too many", "[a]]"),
    ("a bracket too few", "[a, [b]"),
    ("another bracket", "[a}"),
    ("a single quote escaped with a backslash", "\"a\\'b\""),
    ("an unknown escape", "\"\\q\""),
    ("an escape cut short", "\"\\u12\""),
    ("an escaped surrogate", "\"\\ud800\""),
    ("an at sign", "a: @b"),
    ("a backtick", "a: `b`"),
    ("a percent sign", "a: %b"),
    ("a percent sign at the start", "%a: b"),
    ("an indentation of 0", "a: |0\n b"),
    ("an indentation of 10", "a: |10\n b"),
  ])
  func `What YAML 1.2 refuses is refused with a place`(_ name: String, _ text: String) {
    let (documents, diagnostics) = YAMLReader.read(Array(text.utf8), path: "a.yaml")
    #expect(diagnostics.hasErrors, "\(documents)")
    #expect(diagnostics.allSatisfy { $0.position != nil })
  }

  @Test(arguments: [
    ("a comment behind a blank", "a: \"b\" #c"),
    ("a comment behind a tab", "a: \"b\"\t#c"),
    ("a comment behind a comma and a blank", "[a, #c\n b]"),
    ("a sharp within a text", "a: b#c"),
    ("a sharp within a text in brackets", "[b#c]"),
    ("a question mark within brackets", "[a?, b?c, ? d]"),
    ("a colon within brackets", "[a:b, c::d]"),
    ("a colon right behind a quoted key", "{\"a\":1, 'b':c}"),
    ("a text of JSON at the margin", "{\n\"a\": [\n1,\n2\n]\n}"),
    ("brackets of several lines", "a: [\n  b,\n  c\n  ]\nd: 1"),
    ("brackets of several lines in a list", "- [\n  b ]\n- {\n   c: d }"),
    ("a quoted text of several lines", "a: \"b\n  c\n\n  d\""),
    ("an empty line in brackets", "a: [\n\n  b ]"),
    ("a comment at the margin in brackets", "a: [\n# c\n  b ]"),
    ("a tab behind a colon", "a:\tb"),
    ("an end marker", "a: 1\n...\n"),
    ("an end marker with a comment", "a: 1\n... # c\n---\nb"),
    ("documents", "---\na: 1\n---\nb: 2\n"),
    ("a list at its key's margin", "a:\n- b\n- c\nd: 1"),
    ("a minus sign in brackets", "[-1, -.5]"),
    ("dashes", "[--, -a]"),
    ("a text with colons", "a: b:c ::d"),
    ("a quoted percent sign", "a: '%b'"),
    ("windows line ends", "a: 1\r\nb: |\r\n  c\r\n"),
  ])
  func `What YAML 1.2 takes is taken`(_ name: String, _ text: String) {
    let (documents, diagnostics) = YAMLReader.read(Array(text.utf8), path: "a.yaml")
    #expect(diagnostics == [])
    #expect(!documents.isEmpty)
    let inexact = documents.flatMap(scalars(of:)).filter { !$0.hasExactPlaces }
    #expect(inexact.isEmpty)
  }
}
