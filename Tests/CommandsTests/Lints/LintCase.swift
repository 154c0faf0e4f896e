/// Rules that are checked, and all that is said of them; nothing where they are sound.
struct LintCase: Sendable, CustomStringConvertible {
  let description: String
  /// The rules of a set, or a document of their own.
  let text: String
  let said: String

  init(_ name: String, _ text: String, _ said: String = "") {
    (description, self.text, self.said) = (name, text, said)
  }

  /// The file that holds them.
  var file: (name: String, text: String) {
    text.hasPrefix("apiVersion")
      ? ("rules/policy/t.yaml", text + "\n") : ("rules/policy/set.yaml", Self.head + text + "\n")
  }

  static let schema = """
    apiVersion: assent/v1
    kind: Schema
    facts:
      request:
        kind: enum(pilot, production, waiver)
        team: string
        environment: enum(dev, test, production)
        cost: money
        hours: int
        seats: uint
        ratio: double
        approved: bool
        start: timestamp
        length: duration
        tags: list(string)
        labels: map(string, string)
        data: {class: "enum(public, internal, pii)", "region?": string}
        gpu?: {type: string, count: int}
      now: timestamp
    """

  private static let head = """
    apiVersion: assent/v1
    kind: RuleSet
    defaults:
      owner: group:finance
      on: request
      effect: warn
      examples: [{name: one, given: {}, fires: true}, {name: other, given: {}, fires: false}]
    rules:

    """
}
