import Diagnostics

/// A word, literal or sign of the source.
struct Token {
  enum Kind: Equatable {
    case identifier(String)
    /// A name between backticks, which may be anything.
    case quoted(String)
    case int(UInt64), uint(UInt64), double(Double), string(String), bytes([UInt8])
    case symbol(Symbol)
    case end
  }

  enum Symbol: String {
    case and = "&&", or = "||", equal = "==", unequal = "!=", lessOrEqual = "<=", greaterOrEqual = ">="
    case plus = "+", minus = "-", times = "*", over = "/", percent = "%", less = "<", greater = ">", not = "!"
    case question = "?", colon = ":", dot = ".", comma = ","
    case openParenthesis = "(", closeParenthesis = ")", openBracket = "[", closeBracket = "]", openBrace = "{"
    case closeBrace = "}"
  }

  var kind: Kind
  var position: SourcePosition
  /// In code points of the source.
  var start: Int
  var end: Int
}
