/// What would mend a text that is no expression.
extension Hints {
  static func character(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> String? {
    switch scalar {
    case "=": return next == ">" ? "compare with `>=`" : "compare with `==`"
    case "&": return "write `&&`"
    case "|": return "write `||`"
    case ";": return "an expression is one value: leave it out"
    case "#": return "a comment starts with `//`"
    case "@", "$": return "names are of letters, digits and `_`"
    case "^", "~": return "bits are combined by `math.bitXor(a, b)`, `math.bitNot(a)`"
    case "\\": return "backslashes stand within strings only"
    case "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{201E}", "\u{AB}", "\u{BB}":
      return "strings stand between `'` or `\"`"
    case "\u{2013}", "\u{2212}": return "write `-`"
    case "\u{D7}": return "write `*`"
    case "\u{2264}": return "write `<=`"
    case "\u{2265}": return "write `>=`"
    case "\u{2260}": return "write `!=`"
    default: break
    }
    if scalar.properties.isWhitespace { return "it looks like a blank: write a plain one" }
    if scalar.properties.isAlphabetic { return "names are of ASCII letters, digits and `_`; other text goes in quotes" }
    return nil
  }

  static func range(_ what: String) -> String? {
    switch what {
    case "an int": "an int goes from -9223372036854775808 to 9223372036854775807; a uint is written `1u`"
    case "a number of 64 bits": "a uint goes up to 18446744073709551615"
    default: "a double goes up to about 1.8e308"
    }
  }

  static func escape(_ kind: Unicode.Scalar, inBytes: Bool) -> String {
    switch kind {
    case "u", "U":
      if inBytes { return "bytes have no code points: write the text itself, or bytes as `\\xC3`" }
      return kind == "u"
        ? "four hexadecimal digits follow, of a code point that is no surrogate: `\\u00E9`"
        : "eight hexadecimal digits follow, up to 10FFFF and no surrogate: `\\U0001F600`"
    case "x", "X": return "two hexadecimal digits follow: `\\x41`"
    case "0"..."9": return "three octal digits follow, up to `\\377`"
    case "d", "w", "s", "D", "W", "S", "B", "p", "P", ".", "(", ")", "[", "]", "{", "}", "*", "+", "|", "/", "-", "$",
      "^":
      return "a pattern is written `r'...'`, where backslashes stand for themselves"
    default: return "a backslash is written `\\\\`"
    }
  }

  /// What a word that is reserved stands for in other languages.
  static func reserved(_ word: String) -> String {
    switch word {
    case "if", "else": "write `condition ? yes : no`"
    case "for", "while", "loop": "write `list.all(x, ...)`, `list.exists(x, ...)` or `list.map(x, ...)`"
    case "let", "var", "const": "write `cel.bind(x, value, ... x ...)`"
    case "return": "an expression is its value: leave it out"
    default: "as a field's name it is fine"
    }
  }

  /// A sign or word that other languages have where an operator should stand.
  static func sign(_ token: Token, after before: Token?) -> String? {
    let isAdjacent = before?.end == token.start
    return switch (before?.kind, token.kind) {
    case (.symbol(.less)?, .symbol(.greater)): "write `!=`"
    case (.symbol(.over)?, .symbol(.times)): "a comment starts with `//`"
    case (.symbol(.times)?, .symbol(.times)): "powers are written as products"
    case (.symbol(.plus)?, .symbol(.plus)), (nil, .symbol(.plus)): "a sign `+` stands between two values only"
    case (.symbol(.percent)?, _): "`%` is the rest of a division: write five percent as `0.05`"
    case (.int(0)?, .identifier(let word)) where word.hasPrefix("X"): "write `0x` for hexadecimal digits"
    case (.double?, .identifier("u")), (.double?, .identifier("U")): "a uint has no fraction"
    case (.double?, .identifier("f")), (.int?, .identifier("f")), (.int?, .identifier("d")): "write `1.0` for a double"
    case (.int?, .identifier("L")), (.int?, .identifier("l")), (.int?, .identifier("n")): "an int has 64 bits anyway"
    case (.int?, .identifier(let word)) where isAdjacent && word.hasPrefix("_"): "digits stand together: `1000`"
    case (.int?, .identifier) where isAdjacent, (.double?, .identifier) where isAdjacent:
      "between a number and a name an operator is missing"
    case (.identifier(let word)?, .string) where ["rb", "RB", "Rb", "rB"].contains(word): "write `br'...'`"
    case (.identifier("f")?, .string) where isAdjacent: "write `'...%s'.format([x])`"
    case (.identifier("not")?, _): "write `!`, as in `!(x in list)`"
    case (.identifier?, .double) where isAdjacent: "a place of a list is written `list[1]`"
    case (.string?, .identifier) where isAdjacent, (.string?, .string) where isAdjacent:
      "within a string a quote is written `\\'`"
    case (.string?, .string): "a comma is missing, or `+` to join them"
    case (.identifier?, .symbol(.openBrace)): "messages are not there; a map is written `{'key': value}`"
    case (.symbol(.comma)?, .symbol(.closeParenthesis)): "there is a comma too many"
    case (.symbol(.dot)?, .symbol(.dot)): "there is a dot too many"
    default: nil
    }
  }
}
