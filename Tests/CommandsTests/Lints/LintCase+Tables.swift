extension LintCase {
  /// Tables that overlap, have gaps, or give no value.
  static let tables: [LintCase] = [
    LintCase(
      "unique rows that overlap",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: t
      title: T
      owner: group:finance
      on: request
      hit: unique
      columns: [request.cost, request.team]
      rows:
        - {in: ['> usd(500)', _], out: {effect: warn}}
        - {in: ['> usd(5000)', "'x'"], out: {effect: deny}}
      """,
      """
      rules/policy/t.yaml:9:1: warning: no row of `t` hits where `request.cost` is 0.00 USD [gap]
        9 | rows:
          | ^
        hint: add a row for it, or a last one of `_` for all that is left
      rules/policy/t.yaml:11:39: error: rows 1 and 2 of `t` hit at once [overlap]
        11 |   - {in: ['> usd(5000)', "'x'"], out: {effect: deny}}
           |                                       ^
        hint: both hit where `request.cost` is 5001.00 USD, `request.team` is 'x'
      1 error, 1 warning
      """),
    LintCase(
      "any rows with two outputs",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: t
      title: T
      owner: group:finance
      on: request
      hit: any
      columns: [request.cost]
      rows:
        - {in: ['> usd(500)'], out: {effect: warn}}
        - {in: ['> usd(5000)'], out: {effect: deny}}
        - {in: ['<= usd(500)'], out: {effect: warn}}
      """,
      """
      rules/policy/t.yaml:11:32: error: rows 1 and 2 of `t` hit at once with different outputs [overlap]
        11 |   - {in: ['> usd(5000)'], out: {effect: deny}}
           |                                ^
        hint: both hit where `request.cost` is 5001.00 USD
      1 error, 0 warnings
      """),
    LintCase(
      "unique rows that cannot be told apart",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: t
      title: T
      owner: group:finance
      on: request
      hit: unique
      columns: [request.team, request.ratio]
      rows:
        - {in: [_, '> 0.5'], out: {effect: warn}}
        - {in: ["!= 'x'", '> request.ratio * 2.0'], out: {effect: warn}}
      """,
      """
      rules/policy/t.yaml:11:52: error: rows 1 and 2 of `t` may hit at once [overlap]
        11 |   - {in: ["!= 'x'", '> request.ratio * 2.0'], out: {effect: warn}}
           |                                                    ^
        hint: their cells cannot be told apart; use values, lists and ranges
      1 error, 0 warnings
      """),
    LintCase(
      "a gap between two amounts",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: t
      title: T
      owner: group:finance
      on: request
      hit: unique
      columns: [request.cost]
      rows:
        - {in: ['< usd(500)'], out: {effect: warn}}
        - {in: ['> usd(500)'], out: {effect: deny}}
      """,
      """
      rules/policy/t.yaml:9:1: warning: no row of `t` hits where `request.cost` is 500.00 USD [gap]
        9 | rows:
          | ^
        hint: add a row for it, or a last one of `_` for all that is left
      0 errors, 1 warning in 2 rules, 0 workflows
      """),
    LintCase(
      "a gap of one value",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: t
      title: T
      owner: group:finance
      on: request
      hit: first
      columns: [request.kind, request.environment]
      rows:
        - {in: ["'pilot'", _], out: {effect: warn}}
        - {in: ["'production'", "['dev', 'test']"], out: {effect: deny}}
        - {in: ["'waiver'", _], out: {effect: warn}}
      """,
      """
      rules/policy/t.yaml:9:1: warning: no row of `t` hits where `request.environment` is 'production', `request.kind` is 'production' [gap]
        9 | rows:
          | ^
        hint: add a row for it, or a last one of `_` for all that is left
      0 errors, 1 warning in 3 rules, 0 workflows
      """),
    LintCase(
      "a row that is never picked",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: t
      title: T
      owner: group:finance
      on: request
      hit: first
      columns: [request.cost]
      rows:
        - {in: ['> usd(500)'], out: {effect: deny}}
        - {in: ['> usd(5000)'], out: {effect: warn}}
        - {in: [_], out: {effect: warn}}
      """,
      """
      rules/policy/t.yaml:11:32: warning: row 2 of `t` is never picked: rows above it hit wherever it does [unreachable-row]
        11 |   - {in: ['> usd(5000)'], out: {effect: warn}}
           |                                ^
        hint: move it up, or leave it out
      0 errors, 1 warning in 3 rules, 0 workflows
      """),
    LintCase(
      "a row that rows above cover together",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: t
      title: T
      owner: group:finance
      on: request
      hit: first
      columns: [request.kind, request.hours]
      rows:
        - {in: ["['pilot', 'waiver']", _], out: {effect: deny}}
        - {in: ["'production'", '> 5'], out: {effect: warn}}
        - {in: ["'production'", '<= 5'], out: {effect: warn}}
        - {in: [_, _], out: {effect: warn}}
      """,
      """
      rules/policy/t.yaml:13:23: warning: row 4 of `t` is never picked: rows above it hit wherever it does [unreachable-row]
        13 |   - {in: [_, _], out: {effect: warn}}
           |                       ^
        hint: move it up, or leave it out
      0 errors, 1 warning in 4 rules, 0 workflows
      """),
    LintCase(
      "a least of nothing",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: t
      title: T
      owner: group:finance
      on: request
      hit: collect
      collect: min
      columns: [request.cost]
      rows:
        - {in: ['> usd(500)'], out: {value: usd(1)}}
        - {in: ['> usd(5000)'], out: {value: usd(2)}}
      """,
      """
      rules/policy/t.yaml:10:1: warning: `t` gives no value where `request.cost` is 0.00 USD [gap]
        10 | rows:
           | ^
        hint: add a row for it, or a last one of `_` for all that is left
      0 errors, 1 warning in 0 rules, 0 workflows
      """),
    LintCase(
      "values of two kinds",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: t
      title: T
      owner: group:finance
      on: request
      hit: collect
      collect: sum
      columns: [request.cost]
      rows:
        - {in: ['> usd(500)'], out: {value: usd(1)}}
        - {in: [_], out: {value: 2}}
      """,
      """
      rules/policy/t.yaml:12:28: error: `2` gives int, and the rows above give money [value-type]
        12 |   - {in: [_], out: {value: 2}}
           |                            ^
        hint: let all rows give the same kind of value
      1 error, 0 warnings
      """),
    LintCase(
      "a value that is a text",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: t
      title: T
      owner: group:finance
      on: request
      hit: collect
      collect: max
      columns: [request.cost]
      rows:
        - {in: ['> usd(500)'], out: {value: "'x'"}}
      """,
      """
      rules/policy/t.yaml:11:40: error: `'x'` gives string, and a table adds up numbers or money [value-type]
        11 |   - {in: ['> usd(500)'], out: {value: "'x'"}}
           |                                        ^
        hint: write a whole number, a number with a point, or money: `3`, `0.5`, `usd(100)`
      1 error, 0 warnings
      """),
    LintCase(
      "a row of a sum that never hits",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: t
      title: T
      owner: group:finance
      on: request
      hit: collect
      collect: sum
      columns: [request.cost, request.cost]
      rows:
        - {in: ['> usd(500)', '< usd(100)'], out: {value: 1}}
      """,
      """
      rules/policy/t.yaml:9:25: warning: row 1 of `t` can never hit [never-fires]
        9 | columns: [request.cost, request.cost]
          |                         ^
        hint: no value of `request.cost` meets its cells
      0 errors, 1 warning in 0 rules, 0 workflows
      """),
    LintCase(
      "collect beside another hit",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: t
      title: T
      owner: group:finance
      on: request
      hit: first
      collect: sum
      columns: [request.cost]
      rows:
        - {in: ['> usd(500)'], out: {value: 1}}
      """,
      """
      rules/policy/t.yaml:8:10: error: key `collect` may not stand here [misplaced-key]
        8 | collect: sum
          |          ^
        hint: it belongs to `hit: collect`
      1 error, 0 warnings
      """),
  ]
}
