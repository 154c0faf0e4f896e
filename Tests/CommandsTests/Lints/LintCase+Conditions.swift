extension LintCase {
  /// Conditions that say less than they seem to.
  static let conditions: [LintCase] = [
    LintCase(
      "two texts",
      """
        - id: a
          title: A
          when: request.team == 'x' && request.team == 'y'
      """,
      """
      rules/policy/set.yaml:11:34: warning: the rule `a` can never fire [never-fires]
        11 |     when: request.team == 'x' && request.team == 'y'
           |                                  ^
        hint: of `request.team` both `request.team == 'x'` and `request.team == 'y'` are demanded
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "two lists apart",
      """
        - id: a
          title: A
          when: request.team in ['x', 'y'] && request.team in ['z']
      """,
      """
      rules/policy/set.yaml:11:41: warning: the rule `a` can never fire [never-fires]
        11 |     when: request.team in ['x', 'y'] && request.team in ['z']
           |                                         ^
        hint: of `request.team` both `request.team in ['x', 'y']` and `request.team in ['z']` are demanded
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a text and not that text",
      """
        - id: a
          title: A
          when: request.team == 'x' && request.team != 'x'
      """,
      """
      rules/policy/set.yaml:11:34: warning: the rule `a` can never fire [never-fires]
        11 |     when: request.team == 'x' && request.team != 'x'
           |                                  ^
        hint: of `request.team` both `request.team == 'x'` and `request.team != 'x'` are demanded
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "all values of an enumeration refused",
      """
        - id: a
          title: A
          when: request.kind != 'pilot' && request.kind != 'production' && request.kind != 'waiver'
      """,
      """
      rules/policy/set.yaml:11:70: warning: the rule `a` can never fire [never-fires]
        11 |     when: request.kind != 'pilot' && request.kind != 'production' && request.kind != 'waiver'
           |                                                                      ^
        hint: no value of `request.kind` meets `request.kind != 'pilot'`, `request.kind != 'production'` and `request.kind != 'waiver'`
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "an empty range of whole numbers",
      """
        - id: a
          title: A
          when: request.hours > 5 && request.hours < 6
      """,
      """
      rules/policy/set.yaml:11:32: warning: the rule `a` can never fire [never-fires]
        11 |     when: request.hours > 5 && request.hours < 6
           |                                ^
        hint: of `request.hours` both `request.hours > 5` and `request.hours < 6` are demanded
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "an empty range of money",
      """
        - id: a
          title: A
          when: request.cost > usd(500) && request.cost < usd(100)
      """,
      """
      rules/policy/set.yaml:11:38: warning: the rule `a` can never fire [never-fires]
        11 |     when: request.cost > usd(500) && request.cost < usd(100)
           |                                      ^
        hint: of `request.cost` both `request.cost > usd(500)` and `request.cost < usd(100)` are demanded
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "an empty range of doubles",
      """
        - id: a
          title: A
          when: request.ratio > 0.5 && request.ratio < 0.25
      """,
      """
      rules/policy/set.yaml:11:34: warning: the rule `a` can never fire [never-fires]
        11 |     when: request.ratio > 0.5 && request.ratio < 0.25
           |                                  ^
        hint: of `request.ratio` both `request.ratio > 0.5` and `request.ratio < 0.25` are demanded
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a date before another one",
      """
        - id: a
          title: A
          when: request.start > timestamp('2027-01-01T00:00:00Z') && request.start < timestamp('2026-01-01T00:00:00Z')
      """,
      """
      rules/policy/set.yaml:11:64: warning: the rule `a` can never fire [never-fires]
        11 |     when: request.start > timestamp('2027-01-01T00:00:00Z') && request.start < timestamp('2026-01-01T00:00:00Z')
           |                                                                ^
        hint: of `request.start` both `request.start > timestamp('2027-01-01T00:00:00Z')` and `request.start < timestamp('2026-01-01T00:00:00Z')` are demanded
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "an empty range of durations",
      """
        - id: a
          title: A
          when: request.length < days(2) && request.length > days(3)
      """,
      """
      rules/policy/set.yaml:11:39: warning: the rule `a` can never fire [never-fires]
        11 |     when: request.length < days(2) && request.length > days(3)
           |                                       ^
        hint: of `request.length` both `request.length < days(2)` and `request.length > days(3)` are demanded
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a flag and its negation",
      """
        - id: a
          title: A
          when: request.approved && !request.approved
      """,
      """
      rules/policy/set.yaml:11:31: warning: the rule `a` can never fire [never-fires]
        11 |     when: request.approved && !request.approved
           |                               ^
        hint: of `request.approved` both `request.approved` and `!request.approved` are demanded
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "an expression and its negation",
      """
        - id: a
          title: A
          when: request.team.startsWith('x') && !request.team.startsWith('x')
      """,
      """
      rules/policy/set.yaml:11:43: warning: the rule `a` can never fire [never-fires]
        11 |     when: request.team.startsWith('x') && !request.team.startsWith('x')
           |                                           ^
        hint: of `request.team.startsWith('x')` both `request.team.startsWith('x')` and `!request.team.startsWith('x')` are demanded
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "an alternative that excludes the rest",
      """
        - id: a
          title: A
          when: (request.kind == 'pilot' || request.kind == 'waiver') && request.kind == 'production'
      """,
      """
      rules/policy/set.yaml:11:68: warning: the rule `a` can never fire [never-fires]
        11 |     when: (request.kind == 'pilot' || request.kind == 'waiver') && request.kind == 'production'
           |                                                                    ^
        hint: of `request.kind` both `(request.kind == 'pilot' || request.kind == 'waiver')` and `request.kind == 'production'` are demanded
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a negated alternative",
      """
        - id: a
          title: A
          when: '!(request.hours < 5) && request.hours == 4'
      """,
      """
      rules/policy/set.yaml:11:36: warning: the rule `a` can never fire [never-fires]
        11 |     when: '!(request.hours < 5) && request.hours == 4'
           |                                    ^
        hint: of `request.hours` both `!(request.hours < 5)` and `request.hours == 4` are demanded
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a fact that is left out and read",
      """
        - id: a
          title: A
          when: "!has(request.gpu) && request.gpu.count > 4"
          missing: indeterminate
      """,
      """
      rules/policy/set.yaml:11:33: warning: the rule `a` can never fire [never-fires]
        11 |     when: "!has(request.gpu) && request.gpu.count > 4"
           |                                 ^
        hint: of `request.gpu.count` both `!has(request.gpu)` and `request.gpu.count > 4` are demanded
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a constant that is false",
      """
        - id: a
          title: A
          when: request.hours > 5 && 1 > 2
      """,
      """
      rules/policy/set.yaml:11:32: warning: the rule `a` can never fire: `1 > 2` is always false [never-fires]
        11 |     when: request.hours > 5 && 1 > 2
           |                                ^
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a constant that fails",
      """
        - id: a
          title: A
          when: request.hours > 5 && 1 / 0 > 2
      """,
      """
      rules/policy/set.yaml:11:32: warning: `1 / 0 > 2` always fails: division by zero [always-fails]
        11 |     when: request.hours > 5 && 1 / 0 > 2
           |                                ^
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a negative whole number without a sign",
      """
        - id: a
          title: A
          when: request.seats < uint(0)
      """,
      """
      rules/policy/set.yaml:11:11: warning: the rule `a` can never fire [never-fires]
        11 |     when: request.seats < uint(0)
           |           ^
        hint: no value of `request.seats` meets `request.seats < uint(0)`
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "no fact at all",
      """
        - id: a
          title: A
          when: 1 < 2
      """,
      """
      rules/policy/set.yaml:11:11: warning: the rule `a` always fires [always-fires]
        11 |     when: 1 < 2
           |           ^
        hint: a condition that reads no fact says nothing about a request
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "either of two texts refused",
      """
        - id: a
          title: A
          when: request.team != 'x' || request.team != 'y'
      """,
      """
      rules/policy/set.yaml:11:11: warning: the rule `a` always fires [always-fires]
        11 |     when: request.team != 'x' || request.team != 'y'
           |           ^
        hint: every value of `request.team` meets it
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "all values of an enumeration",
      """
        - id: a
          title: A
          when: request.environment in ['dev', 'test', 'production']
      """,
      """
      rules/policy/set.yaml:11:11: warning: the rule `a` always fires [always-fires]
        11 |     when: request.environment in ['dev', 'test', 'production']
           |           ^
        hint: every value of `request.environment` meets it
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a range and its rest",
      """
        - id: a
          title: A
          when: request.cost > usd(5) || request.cost <= usd(5)
      """,
      """
      rules/policy/set.yaml:11:11: warning: the rule `a` always fires [always-fires]
        11 |     when: request.cost > usd(5) || request.cost <= usd(5)
           |           ^
        hint: every value of `request.cost` meets it
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a part that always holds",
      """
        - id: a
          title: A
          when: request.hours > 5 && (request.ratio < 0.5 || request.ratio >= 0.5)
      """,
      """
      rules/policy/set.yaml:11:32: warning: `(request.ratio < 0.5 || request.ratio >= 0.5)` is always true [always-true]
        11 |     when: request.hours > 5 && (request.ratio < 0.5 || request.ratio >= 0.5)
           |                                ^
        hint: leave it out, or say what was meant
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a part that follows from another",
      """
        - id: a
          title: A
          when: request.cost > usd(500) && request.cost > usd(100)
      """,
      """
      rules/policy/set.yaml:11:38: warning: `request.cost > usd(100)` says nothing beside `request.cost > usd(500)` [redundant]
        11 |     when: request.cost > usd(500) && request.cost > usd(100)
           |                                      ^
        hint: leave it out, or say what was meant
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "a part that an enumeration implies",
      """
        - id: a
          title: A
          when: request.kind in ['pilot', 'waiver'] && request.kind != 'production'
      """,
      """
      rules/policy/set.yaml:11:50: warning: `request.kind != 'production'` says nothing beside `request.kind in ['pilot', 'waiver']` [redundant]
        11 |     when: request.kind in ['pilot', 'waiver'] && request.kind != 'production'
           |                                                  ^
        hint: leave it out, or say what was meant
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
    LintCase(
      "an alternative that can never hold",
      """
        - id: a
          title: A
          when: request.kind == 'pilot' && (request.kind == 'production' || request.hours > 5)
      """,
      """
      rules/policy/set.yaml:11:39: warning: `request.kind == 'production'` can never be true here [never-true]
        11 |     when: request.kind == 'pilot' && (request.kind == 'production' || request.hours > 5)
           |                                       ^
        hint: leave it out, or say what was meant
      0 errors, 1 warning in 1 rule, 0 workflows
      """),
  ]
}
