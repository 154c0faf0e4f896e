import CEL
import Testing

/// What another implementation showed to be wrong, on expressions drawn at random; each row names the rule it broke.
@Suite struct DifferentialFindingsTests {
  struct Finding: Sendable {
    let source: String
    /// A value as the language writes it, `error: ` and a code, or the type that the checker finds.
    let expected: String
    let rule: String
  }

  private static let ordering =
    "langdef, Ordering: NaN is unordered among numbers; there is no order across other types"
  private static let sign = "math library: `math.sign` is -1, 0 or 1, and NaN for NaN"
  private static let types = "langdef, Type Values: the type of null is a type of its own"

  private static let nulls =
    "langdef, Gradual Type Checking: null stands for messages, times, wrappers; for no type value"

  static let values = [
    Finding(source: "timestamp(0) <= 0.0 / 0.0", expected: "error: no-such-overload", rule: ordering),
    Finding(source: "0.0 / 0.0 > 'a'", expected: "error: no-such-overload", rule: ordering),
    Finding(source: "[1] < 0.0 / 0.0", expected: "error: no-such-overload", rule: ordering),
    Finding(source: "null >= 0.0 / 0.0", expected: "error: no-such-overload", rule: ordering),
    Finding(source: "dyn(0.0 / 0.0) < 1", expected: "false", rule: ordering),
    Finding(source: "1u >= 0.0 / 0.0", expected: "false", rule: ordering),
    Finding(source: "0.0 / 0.0 <= 0.0 / 0.0", expected: "false", rule: ordering),
    Finding(source: "string(math.sign(-0.0))", expected: "'0'", rule: sign),
    Finding(source: "string(1.0 / math.sign(-0.0))", expected: "'Infinity'", rule: sign),
    Finding(source: "math.sign(-0.5)", expected: "-1.0", rule: sign),
    Finding(source: "math.isNaN(math.sign(0.0 / 0.0))", expected: "true", rule: sign),
  ]

  static let deduced = [
    Finding(source: "[null_type, null_type]", expected: "list(type(null_type))", rule: types),
    Finding(source: "[null_type, bytes]", expected: "list(type(dyn))", rule: types),
    Finding(source: "true ? bytes : null_type", expected: "type(dyn)", rule: types),
    Finding(source: "true ? null_type : duration('1s') == null ? int : null_type", expected: "type(dyn)", rule: types),
    Finding(source: "[double, null]", expected: "list(dyn)", rule: nulls),
    Finding(source: "[null, google.protobuf.Duration][0]", expected: "dyn", rule: nulls),
    Finding(source: "[duration('1s'), null]", expected: "list(duration)", rule: nulls),
    Finding(source: "[int, int]", expected: "list(type(int))", rule: types),
  ]

  private static let environment = Environment(domain: false)

  @Test(arguments: values) func `Evaluation keeps the rule`(finding: Finding) throws {
    let expected: String
    if finding.expected.hasPrefix("error: ") {
      expected = finding.expected
    } else {
      expected = try Self.environment.parse(finding.expected).get().evaluate(Activation()).get().display
    }
    let found: String
    switch try Self.environment.parse(finding.source).get().evaluate(Activation()) {
    case .success(let value): found = value.display
    case .failure(let error): found = "error: " + error.code.rawValue
    }
    #expect(found == expected, "\(finding.source): \(finding.rule)")
  }

  @Test(arguments: deduced) func `The checker keeps the rule`(finding: Finding) throws {
    let program = try Self.environment.compile(finding.source).get()
    #expect(program.type.description == finding.expected, "\(finding.source): \(finding.rule)")
  }
}
