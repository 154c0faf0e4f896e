import CEL
import Testing

/// What the specification of the language and the documentation of its libraries promise, row by row.
///
/// A row is an expression and what comes of it: a value as the language writes it, `error: ` and the code of an
/// evaluation's error, `check error`, or `syntax error`.
@Suite struct SpecificationTests {
  struct Table: Sendable {
    let rows: [(source: String, expected: String)]

    init(_ text: String) {
      rows = text.split(separator: "\n").compactMap { line in
        guard let mark = line.ranges(of: "  ==>  ").last else { return nil }
        return (String(line[..<mark.lowerBound]), String(line[mark.upperBound...]))
      }
    }
  }

  private static let environment: Environment = {
    var environment = Environment(domain: false)
    environment.refusesFailingLiterals = false
    return environment
  }()

  private func outcome(_ source: String, isChecked: Bool) -> String {
    guard case .success(let parsed) = Self.environment.parse(source) else { return "syntax error" }
    var program = parsed
    if isChecked {
      guard case .success(let compiled) = Self.environment.compile(source) else { return "check error" }
      program = compiled
    }
    switch program.evaluate(Activation()) {
    case .success(let value): return spelled(value)
    case .failure(let error): return "error: " + error.code.rawValue
    }
  }

  private func check(_ table: Table, atLeast count: Int, isChecked: Bool = true) {
    for row in table.rows { #expect(outcome(row.source, isChecked: isChecked) == row.expected, "\(row.source)") }
    #expect(table.rows.count >= count)
  }

  @Test func `Literals and grammar`() { check(Self.syntax, atLeast: 180) }
  @Test func `Arithmetic and its bounds`() { check(Self.arithmetic, atLeast: 90) }
  @Test func `Equality, order and membership`() { check(Self.comparisons, atLeast: 130) }
  @Test func `Logic, macros, fields and places`() { check(Self.logic, atLeast: 190) }
  @Test func `Conversions and types as values`() { check(Self.conversions, atLeast: 200) }
  @Test func `Parts of times`() { check(Self.times, atLeast: 40) }
  @Test func `Strings, patterns and formats`() { check(Self.strings, atLeast: 200) }
  @Test func `Libraries`() { check(Self.libraries, atLeast: 300) }
  @Test func `Optionals, and macros of two variables`() { check(Self.optionals, atLeast: 150) }
  @Test func `Expressions that were not checked`() { check(Self.unchecked, atLeast: 70, isChecked: false) }

  @Test func `The checker finds the types of expressions`() throws {
    for row in Self.types.rows {
      let program = try? Self.environment.compile(row.source).get()
      #expect(program?.type.description == row.expected, "\(row.source)")
    }
    #expect(Self.types.rows.count >= 120)
  }

  /// What is checked evaluates to the same as what is not, since the checker only refuses.
  @Test func `The checker changes no value`() {
    let tables = [
      Self.syntax, Self.arithmetic, Self.comparisons, Self.logic, Self.conversions, Self.strings, Self.libraries,
      Self.optionals,
    ]
    for row in tables.flatMap(\.rows) where row.expected != "check error" {
      #expect(outcome(row.source, isChecked: false) == row.expected, "\(row.source)")
    }
  }
}

/// A value as the language writes it: the type of a number shows.
func spelled(_ value: Value) -> String {
  switch value {
  case .uint(let number): return "\(number)u"
  case .double(let number):
    let text = value.text
    return number.isFinite && !text.contains(".") && !text.contains("e") ? text + ".0" : text
  case .string(let text): return "'" + text + "'"
  case .bytes(let bytes):
    let shown = bytes.map { byte -> String in
      if (0x20..<0x7F).contains(byte) { return String(Unicode.Scalar(byte)) }
      let digits = String(byte, radix: 16)
      return "\\x" + (digits.count < 2 ? "0" : "") + digits
    }
    return "b'" + shown.joined() + "'"
  case .list(let items): return "[" + items.map { spelled($0) }.joined(separator: ", ") + "]"
  case .map(let map):
    let entries = map.keys.map { key in "\(spelled(key)): \(map[key].map { spelled($0) } ?? "")" }
    return "{" + entries.joined(separator: ", ") + "}"
  case .abstract(.optional(let wrapped)): return wrapped.map { "optional.of(\(spelled($0)))" } ?? "optional.none()"
  default: return value.text
  }
}
