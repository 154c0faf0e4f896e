extension LintCase {
  /// Rules beside each other, messages, examples, costs.
  static let rules: [LintCase] = [
    LintCase(
      "a review where a deny fires",
      """
        - id: a
          title: A
          when: request.data.class == 'pii'
          effect: deny
        - id: b
          title: B
          when: request.data.class == 'pii' && request.cost > usd(5)
          effect: require
          review: [legal]
      """,
      """
      rules/policy/set.yaml:15:11: warning: the rule `b` never matters: the deny `a` fires wherever it does [shadowed]
        15 |     when: request.data.class == 'pii' && request.cost > usd(5)
           |           ^
        hint: narrow one of the two conditions, or leave the rule out
      0 errors, 1 warning in 2 rules, 0 workflows
      """),
    LintCase(
      "a narrower amount",
      """
        - id: a
          title: A
          when: request.cost >= usd(100)
          effect: deny
        - id: b
          title: B
          when: request.cost > usd(500)
      """,
      """
      rules/policy/set.yaml:15:11: warning: the rule `b` never matters: the deny `a` fires wherever it does [shadowed]
        15 |     when: request.cost > usd(500)
           |           ^
        hint: narrow one of the two conditions, or leave the rule out
      0 errors, 1 warning in 2 rules, 0 workflows
      """),
    LintCase(
      "a deny within a deny",
      """
        - id: a
          title: A
          when: request.team in ['x', 'y']
          effect: deny
        - id: b
          title: B
          when: request.team == 'x' && request.hours > 5
          effect: deny
      """,
      """
      rules/policy/set.yaml:15:11: warning: the rule `b` never matters: the deny `a` fires wherever it does [shadowed]
        15 |     when: request.team == 'x' && request.hours > 5
           |           ^
        hint: narrow one of the two conditions, or leave the rule out
      0 errors, 1 warning in 2 rules, 0 workflows
      """),
    LintCase(
      "an allow where a deny fires",
      """
        - id: a
          title: A
          when: request.team == 'x' || request.team == 'y'
          effect: deny
        - id: b
          title: B
          when: request.team == 'y' && request.hours < 5
          effect: allow
      """,
      """
      rules/policy/set.yaml:15:11: warning: the rule `b` never matters: the deny `a` fires wherever it does [shadowed]
        15 |     when: request.team == 'y' && request.hours < 5
           |           ^
        hint: narrow one of the two conditions, or leave the rule out
      0 errors, 1 warning in 2 rules, 0 workflows
      """),
    LintCase(
      "the same condition, turned round",
      """
        - id: a
          title: A
          when: request.cost > usd(5) && request.team == 'x'
        - id: b
          title: B
          when: "'x' == request.team && usd(5) < request.cost"
      """,
      """
      rules/policy/set.yaml:14:12: warning: the rule `b` has the condition and the effect of `a` [duplicate-condition]
        14 |     when: "'x' == request.team && usd(5) < request.cost"
           |            ^
        hint: put what they demand into one rule
      0 errors, 1 warning in 2 rules, 0 workflows
      """),
    LintCase(
      "the same list in another order",
      """
        - id: a
          title: A
          when: request.team in ['x', 'y']
        - id: b
          title: B
          when: request.team == 'y' || request.team == 'x'
      """,
      """
      rules/policy/set.yaml:14:11: warning: the rule `b` has the condition and the effect of `a` [duplicate-condition]
        14 |     when: request.team == 'y' || request.team == 'x'
           |           ^
        hint: put what they demand into one rule
      0 errors, 1 warning in 2 rules, 0 workflows
      """),
    LintCase(
      "macros within macros",
      """
        - id: a
          title: A
          when: request.tags.exists(x, request.tags.exists(y, request.tags.exists(z, x == y + z)))
      """,
      """
      rules/policy/set.yaml:11:11: warning: the condition may take 99040403 steps, and is stopped after 500000 [costly]
        11 |     when: request.tags.exists(x, request.tags.exists(y, request.tags.exists(z, x == y + z)))
           |           ^
        hint: with lists of 100 and texts of 1000 bytes; `request.tags.exists(x, request.tags.exists(y, request.tag...` up to 99040403, `request.tags.exists(y, request.tags.exists(z, x == y + z))` up to 990403, `request.tags.exists(z, x == y + z)` up to 9903
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a message of a fact that may be missing",
      """
        - id: a
          title: A
          when: request.hours > 5
          message: "'in ' + request.data.region"
      """,
      """
      rules/policy/set.yaml:12:23: warning: the message fails where `request.data.region` is missing [may-fail]
        12 |     message: "'in ' + request.data.region"
           |                       ^
        hint: ask first: `has(request.data.region) ? ... : ...`
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a message that divides",
      """
        - id: a
          title: A
          when: request.cost > usd(5)
          message: "'about ' + string(100 / request.hours)"
      """,
      """
      rules/policy/set.yaml:12:39: warning: the message fails where `request.hours` is 0 [may-fail]
        12 |     message: "'about ' + string(100 / request.hours)"
           |                                       ^
        hint: ask first: `request.hours != 0 ? ... : ...`
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a message of an element",
      """
        - id: a
          title: A
          when: request.hours > 5
          message: "'first ' + request.tags[0]"
      """,
      """
      rules/policy/set.yaml:12:26: warning: the message fails where `request.tags` has no element 0 [may-fail]
        12 |     message: "'first ' + request.tags[0]"
           |                          ^
        hint: ask first: `size(request.tags) > 0 ? ... : ...`
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a message that reads a number",
      """
        - id: a
          title: A
          when: request.hours > 5
          message: "string(int(request.team) + 1)"
      """,
      """
      rules/policy/set.yaml:12:22: warning: the message fails where `request.team` is no int [may-fail]
        12 |     message: "string(int(request.team) + 1)"
           |                      ^
        hint: show the text itself, or test it first
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a rule that has ended",
      """
        - id: a
          title: A
          when: request.hours > 5
          until: 2026-11-26
      """,
      """
      rules/policy/set.yaml:12:12: warning: the rule `a` ended on 2026-11-26 [expired]
        12 |     until: 2026-11-26
           |            ^
        hint: remove it, or move `until`
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "no example that fires",
      """
        - id: a
          title: A
          when: request.hours > 5
          examples: [{name: low, given: {request: {hours: 5}}, fires: false}]
      """,
      """
      rules/policy/set.yaml:9:5: warning: the rule `a` has no example that fires [no-examples]
        9 |   - id: a
          |     ^
        hint: write one that fires and one that does not, under `examples`
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "no examples",
      """
        - id: a
          title: A
          when: request.hours > 5
          examples: []
      """,
      """
      rules/policy/set.yaml:9:5: warning: the rule `a` has no examples [no-examples]
        9 |   - id: a
          |     ^
        hint: write one that fires and one that does not, under `examples`
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
  ]
}
