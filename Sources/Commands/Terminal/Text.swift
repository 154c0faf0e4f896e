import Diagnostics
import SpendModel

/// Words for a terminal, safe by their type: what stands literally in this source is trusted, what is
/// interpolated is data and loses every character that could drive a terminal.
///
///     let line: Text = "\(request.id) waits for \(person)"
struct Text: Hashable, Sendable {
  /// How a run stands out; never the only signal, since colour may be off.
  enum Emphasis: Hashable, Sendable {
    case none, strong, faint, good, careful, bad
  }

  struct Run: Hashable, Sendable {
    var words: String
    var emphasis: Emphasis
  }

  private(set) var runs: [Run]

  init() { runs = [] }

  private init(runs: [Run]) { self.runs = runs }

  /// Data: made safe.
  init(_ data: String, _ emphasis: Emphasis = .none) {
    let words = terminalSafe(data)
    runs = words.isEmpty ? [] : [Run(words: words, emphasis: emphasis)]
  }

  var isEmpty: Bool { runs.isEmpty }

  /// The words alone.
  var plain: String { runs.map(\.words).joined() }

  /// In terminal columns.
  var width: Int { runs.reduce(0) { $0 + displayWidth($1.words) } }

  func emphasized(_ emphasis: Emphasis) -> Text {
    var result = self
    for index in result.runs.indices { result.runs[index].emphasis = emphasis }
    return result
  }

  /// The text without the blanks that it begins with.
  var withoutIndent: Text {
    var rest = runs[...]
    while let first = rest.first {
      let words = String(first.words.drop { $0 == " " })
      if !words.isEmpty { return Text(runs: [Run(words: words, emphasis: first.emphasis)] + rest.dropFirst()) }
      rest = rest.dropFirst()
    }
    return Text()
  }

  static func + (left: Text, right: Text) -> Text {
    var result = left
    result.runs += right.runs
    return result
  }

  static func += (left: inout Text, right: Text) { left.runs += right.runs }

  /// The text in at most that many columns, the cut shown by an ellipsis.
  func truncated(to limit: Int) -> Text {
    guard width > limit else { return self }
    var (result, room) = (Text(), max(limit - 1, 0))
    for run in runs {
      var words = ""
      for character in run.words {
        let needed = displayWidth(String(character))
        guard needed <= room else {
          result.runs.append(Run(words: words + "…", emphasis: run.emphasis))
          return result
        }
        room -= needed
        words.append(character)
      }
      result.runs.append(Run(words: words, emphasis: run.emphasis))
    }
    return result
  }
}

extension Text: ExpressibleByStringInterpolation {
  init(stringLiteral value: String) { runs = value.isEmpty ? [] : [Run(words: value, emphasis: .none)] }

  init(stringInterpolation: StringInterpolation) { runs = stringInterpolation.runs }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var runs: [Run] = []

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { runs.append(Run(words: literal, emphasis: .none)) }
    }

    mutating func appendInterpolation(_ text: Text) { runs += text.runs }
    mutating func appendInterpolation(_ text: Text, _ emphasis: Emphasis) { runs += text.emphasized(emphasis).runs }
    mutating func appendInterpolation(_ data: String, _ emphasis: Emphasis = .none) {
      runs += Text(data, emphasis).runs
    }
    mutating func appendInterpolation(_ number: some BinaryInteger) { runs += Text(String(number)).runs }
    mutating func appendInterpolation(_ money: Money) { runs += Text(grouped(money)).runs }
  }
}

extension [Text] {
  func joined(separator: Text) -> Text {
    var result = Text()
    for (index, part) in enumerated() {
      if index > 0 { result += separator }
      result += part
    }
    return result
  }
}

/// Names as a sentence has them: `pau, pia`; a dash where there are none.
func names(_ list: [String]) -> Text { list.isEmpty ? "-" : Text(list.joined(separator: ", ")) }

/// A state as people read it: `in review` for `in_review`.
func words(_ state: String) -> String { String(state.map { $0 == "_" ? " " : $0 }) }

/// An amount with its thousands apart: `7,400.00 USD`.
func grouped(_ money: Money) -> String {
  let amount = money.amountText
  let sign = amount.hasPrefix("-") ? "-" : ""
  let parts = amount.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
  return "\(sign)\(grouped(digits: parts.first ?? "0")).\(parts.count > 1 ? parts[1] : "00") \(money.currency.code)"
}

/// A count with its thousands apart.
func grouped(_ count: Int64) -> String { (count < 0 ? "-" : "") + grouped(digits: String(count.magnitude)) }

/// A decimal with its whole part grouped; anything else as it is.
func grouped(decimal: String) -> String {
  let sign = decimal.hasPrefix("-") ? "-" : ""
  let whole = decimal.dropFirst(sign.count).prefix { $0.isASCII && $0.isNumber }
  guard !whole.isEmpty else { return decimal }
  return sign + grouped(digits: whole) + decimal.dropFirst(sign.count + whole.count)
}

private func grouped(digits: some StringProtocol) -> String {
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { result += "," }
    result.append(digit)
  }
  return result
}

/// Digests in a line cut to their first twelve digits, which tell them apart; `-o json` has them whole.
func withShortDigests(_ line: String) -> String {
  var result = ""
  var run = ""
  func isDigit(_ character: Character) -> Bool { character.isASCII && character.isHexDigit && !character.isUppercase }
  for character in line + " " {
    if isDigit(character) {
      run.append(character)
    } else {
      result += run.utf8.count == 64 ? "\(run.prefix(12))..." : run
      run = ""
      result.append(character)
    }
  }
  return String(result.dropLast())
}
