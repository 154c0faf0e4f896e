/// A piece of a page that is safe to send: made from text, which is escaped, or from other pieces.
///
///     HTML.element("p", ["class": "note"], .text("a < b"))  // <p class="note">a &lt; b</p>
///
/// There is no way to put a raw string in, so data cannot become markup.
package struct HTML: Hashable, Sendable {
  package let markup: String

  private init(markup: String) { self.markup = markup }

  /// Words, escaped. Control characters are left out: a page shows none.
  package static func text(_ words: String) -> HTML { HTML(markup: escaped(words)) }

  /// An element of a fixed name, with escaped attributes in the order given.
  package static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ children: HTML...
  ) -> HTML {
    element(name, attributes, children)
  }

  package static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ children: [HTML]
  ) -> HTML {
    var result = "<\(name)"
    for (key, value) in attributes { result += " \(key)=\"\(escaped(value))\"" }
    return HTML(markup: result + ">" + children.map(\.markup).joined() + "</\(name)>")
  }

  /// Pieces one after another.
  package static func all(_ pieces: [HTML]) -> HTML { HTML(markup: pieces.map(\.markup).joined()) }
}

private func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "&": result += "&amp;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default:
      switch scalar.value {
      case 9, 10: result += " "
      case 0..<32, 0x7F..<0xA0, 0x200E, 0x200F, 0x061C, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: break
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
  return result
}
