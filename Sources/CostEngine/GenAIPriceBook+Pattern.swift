import CEL
import Diagnostics
import StrictJSON

extension GenAIPriceBook {
  /// What the names of a model, or of a provider, look like. Names are given in lower case.
  indirect enum Pattern: Sendable {
    case equals([UInt8])
    case startsWith([UInt8])
    case endsWith([UInt8])
    case contains([UInt8])
    case regex(Program)
    case not(Pattern)
    case any([Pattern])
    case all([Pattern])

    init(_ json: JSONValue) throws(Diagnostic) {
      func bytes(_ name: String) -> [UInt8]? { json[name]?.string.map { Array($0.lowercased().utf8) } }
      if let text = bytes("equals") {
        self = .equals(text)
      } else if let text = bytes("starts_with") {
        self = .startsWith(text)
      } else if let text = bytes("ends_with") {
        self = .endsWith(text)
      } else if let text = bytes("contains") {
        self = .contains(text)
      } else if let text = json["regex"]?.string {
        self = try Pattern(regex: text)
      } else if let items = (json["or_"] ?? json["or"])?.array {
        self = .any(try Pattern.list(items))
      } else if let items = (json["and_"] ?? json["and"])?.array {
        self = .all(try Pattern.list(items))
      } else {
        throw Diagnostic("bad-price-book", "a pattern `\(json.serialized().prefix(60))` of the price book is not known")
      }
    }

    /// A regular expression of RE2, which has no look-ahead: one that is only `^(?!X)` is read as not `^(?:X)`.
    private init(regex: String) throws(Diagnostic) {
      let lookAhead = "^(?!"
      if regex.hasPrefix(lookAhead), regex.hasSuffix(")") {
        self = .not(try Pattern(regex: "^(?:" + regex.dropFirst(lookAhead.count)))
        return
      }
      let literal = regex.replacing(#"\"#, with: #"\\"#).replacing("'", with: #"\'"#)
      var environment = Environment(domain: false)
      environment.refusesFailingLiterals = true
      environment.declare("name", .string)
      guard !regex.utf8.contains(where: { $0 < 32 }),
        case .success(let program) = environment.compile("name.matches('\(literal)')", expecting: .bool)
      else {
        throw Diagnostic(
          "bad-price-book", "the pattern `\(regex.prefix(60))` of the price book is no regular expression of RE2",
          hint: "RE2 has no look-ahead and no back-reference")
      }
      self = .regex(program)
    }

    private static func list(_ items: [JSONValue]) throws(Diagnostic) -> [Pattern] {
      var patterns: [Pattern] = []
      for item in items { patterns.append(try Pattern(item)) }
      return patterns
    }

    /// - Parameter name: In lower case.
    func matches(_ name: String) -> Bool {
      switch self {
      case .equals(let text): name.utf8.elementsEqual(text)
      case .startsWith(let text): name.utf8.starts(with: text)
      case .endsWith(let text): name.utf8.count >= text.count && name.utf8.suffix(text.count).elementsEqual(text)
      case .contains(let text): Pattern.find(text, in: Array(name.utf8))
      case .regex(let program):
        if case .success(.bool(true)) = program.evaluate(Activation(["name": .string(name)])) { true } else { false }
      case .not(let other): !other.matches(name)
      case .any(let patterns): patterns.contains { $0.matches(name) }
      case .all(let patterns): patterns.allSatisfy { $0.matches(name) }
      }
    }

    private static func find(_ text: [UInt8], in name: [UInt8]) -> Bool {
      guard let first = text.first else { return true }
      guard name.count >= text.count else { return false }
      for start in 0...(name.count - text.count) where name[start] == first {
        if name[start..<start + text.count].elementsEqual(text) { return true }
      }
      return false
    }
  }
}
