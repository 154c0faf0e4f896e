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

  enum Symbol: UInt8 {
    case and, or, equal, unequal, lessOrEqual, greaterOrEqual
    case plus, minus, times, over, percent, less, greater, not, question, colon, dot, comma
    case openParenthesis, closeParenthesis, openBracket, closeBracket, openBrace, closeBrace

    var text: String {
      switch self {
      case .and: "&&"
      case .or: "||"
      case .equal: "=="
      case .unequal: "!="
      case .lessOrEqual: "<="
      case .greaterOrEqual: ">="
      case .plus: "+"
      case .minus: "-"
      case .times: "*"
      case .over: "/"
      case .percent: "%"
      case .less: "<"
      case .greater: ">"
      case .not: "!"
      case .question: "?"
      case .colon: ":"
      case .dot: "."
      case .comma: ","
      case .openParenthesis: "("
      case .closeParenthesis: ")"
      case .openBracket: "["
      case .closeBracket: "]"
      case .openBrace: "{"
      case .closeBrace: "}"
      }
    }
  }

  var kind: Kind
  var position: SourcePosition
  /// In code points of the source.
  var start: Int
  var end: Int

  /// Whether a node of the expression may come of it, by which room is made for them.
  var mayMakeNode: Bool {
    switch kind {
    case .symbol(.dot), .symbol(.comma), .symbol(.closeParenthesis), .symbol(.closeBracket), .symbol(.closeBrace), .end:
      false
    default: true
    }
  }
}
