/// What a warning or an error of `assent check` means, why it matters, and what mends it.
package struct LintDescription: Sendable {
  package var code: String
  /// One line: what was found.
  package var title: String
  package var reason: String
  /// What is reported, as an author would write it.
  package var example: String
  package var remedy: String
}

/// The codes that look at what rules mean together, beside those that refuse what cannot be read.
package enum LintCatalogue {
  package static func description(of code: String) -> LintDescription? {
    all.first { $0.code.utf8.elementsEqual(code.utf8) }
  }

  /// In the order of their codes.
  package static let all: [LintDescription] = [
    .init(
      code: "always-fails", title: "a part of a condition is an error whatever the facts",
      reason: "The rule is indeterminate for every request, and so goes to a human each time.",
      example: "when: request.hours > 5 && 1 / 0 > 2", remedy: "Correct the part; it does not depend on the request."),
    .init(
      code: "always-fires", title: "a rule fires for every request",
      reason: "A condition that holds for every value that its facts can have tells requests apart no more than none.",
      example: "when: request.environment != 'dev' || request.environment == 'dev'",
      remedy: "Say what was meant; often `||` stands where `&&` was meant, as in `x != 'a' || x != 'b'`."),
    .init(
      code: "always-true", title: "a part of a condition holds whatever the facts",
      reason: "It looks like a limit and is none.",
      example: "when: request.cost > usd(5) && (request.n > 1 || request.n < 9)",
      remedy: "Leave the part out, or correct it."),
    .init(
      code: "costly", title: "a condition may take more steps than an evaluation has",
      reason:
        "The estimate assumes lists of 100 and texts of 1,000 bytes. An evaluation that takes too long is stopped, and the rule is then indeterminate.",
      example: "when: request.tags.exists(a, request.tags.exists(b, request.tags.exists(c, a == b + c)))",
      remedy: "Avoid macros within macros; the hint names the parts that take the most."),
    .init(
      code: "duplicate-condition", title: "two rules of one effect fire for the same facts",
      reason: "Whoever changes one of them will forget the other.",
      example: "request.cost > usd(500) in one, usd(500) < request.cost in the other",
      remedy: "Put what both demand into one rule."),
    .init(
      code: "expired", title: "a rule or a table has ended",
      reason: "It is read and tested, and never asked.", example: "until: 2025-01-01",
      remedy: "Remove it, or move `until`."),
    .init(
      code: "gap", title: "no row of a table hits for some facts",
      reason: "A table whose hits are picked is read as complete; a gap is silence, and silence allows.",
      example: "rows for `< usd(500)` and `> usd(500)`, and none for 500 USD itself",
      remedy: "Add a row for the facts that the message names, or a last one of `_`."),
    .init(
      code: "may-fail", title: "a message has an error for some facts",
      reason: "The rule still fires, and shows its title in place of the message.",
      example: "message: \"'used ' + string(request.used / request.seats)\"",
      remedy: "Ask first, in the message or in the condition."),
    .init(
      code: "never-fires", title: "a rule, or a row, can never fire",
      reason: "Its parts demand what excludes each other; somebody believes to be protected by it.",
      example: "when: request.kind == 'pilot' && request.kind == 'production'",
      remedy: "Write `in [...]` or `||` where either is meant."),
    .init(
      code: "never-true", title: "an alternative of a condition can never hold",
      reason: "The rest of the condition excludes it.",
      example: "when: request.kind == 'pilot' && (request.kind == 'production' || request.cost > usd(5))",
      remedy: "Leave the alternative out, or correct it."),
    .init(
      code: "no-examples", title: "a rule lacks an example that fires, or one that does not",
      reason: "Examples are its tests: without both kinds nothing proves that the condition says what its title says.",
      example: "a rule without `examples`", remedy: "Write one of each kind; the boundary itself is the best one."),
    .init(
      code: "overlap", title: "two rows of a table hit at once, which the table excludes",
      reason: "`unique` promises one answer, `any` equal ones; the message gives facts for which there are two.",
      example: "rows `> usd(500)` and `> usd(5000)` with `hit: unique`",
      remedy: "Make the cells exclude each other, or take `first`, `priority` or `collect`."),
    .init(
      code: "redundant", title: "a part of a condition follows from another one",
      reason: "It looks like a limit and is none.", example: "when: request.cost > usd(500) && request.cost > usd(100)",
      remedy: "Leave it out, or correct the fact or the value."),
    .init(
      code: "shadowed", title: "a rule never matters, as a deny fires wherever it does",
      reason: "What is denied needs no reviews and no warnings. A deny that may be waived shadows nothing.",
      example: "deny when class is special; require when class is special and cost > usd(500)",
      remedy: "Narrow one of the two, or leave the rule out."),
    .init(
      code: "unknown-review", title: "a rule demands a review that nobody holds",
      reason: "The request would wait for ever.", example: "review: [finanse]",
      remedy: "Correct the name, or declare the review in workflows/decision-rights.yaml."),
    .init(
      code: "unreachable-row", title: "a row of a table is never picked",
      reason: "With `hit: first` the rows above it hit wherever it does.",
      example: "rows `> usd(500)` and, below it, `> usd(5000)`", remedy: "Put the narrower row above the wider one."),
    .init(
      code: "unused-fact", title: "nothing reads a fact",
      reason: "Everybody who asks has to state it, and nobody looks.",
      example: "a fact of schema.yaml that no rule and no workflow names",
      remedy: "Take it out of the schema, or say under `describe` what people need it for."),
  ]
}
