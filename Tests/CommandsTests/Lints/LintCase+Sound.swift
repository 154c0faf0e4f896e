extension LintCase {
  /// Rules that look much like those, and are sound.
  static let sound: [LintCase] = [
    LintCase(
      "two texts of two facts",
      """
        - id: a
          title: A
          when: request.team == 'x' && request.kind == 'pilot'
      """),
    LintCase(
      "two lists that meet",
      """
        - id: a
          title: A
          when: request.team in ['x', 'y'] && request.team in ['y', 'z']
      """),
    LintCase(
      "not two texts",
      """
        - id: a
          title: A
          when: request.team != 'x' && request.team != 'y'
      """),
    LintCase(
      "all values but one refused",
      """
        - id: a
          title: A
          when: request.kind != 'pilot' && request.kind != 'production'
      """),
    LintCase(
      "a range of one whole number",
      """
        - id: a
          title: A
          when: request.hours > 5 && request.hours <= 6
      """),
    LintCase(
      "a range of money",
      """
        - id: a
          title: A
          when: request.cost > usd(100) && request.cost < usd(500)
      """),
    LintCase(
      "money between two cents",
      """
        - id: a
          title: A
          when: request.cost > usd('0.01') && request.cost < usd('0.02')
      """),
    LintCase(
      "doubles between two numbers",
      """
        - id: a
          title: A
          when: request.ratio > 0.25 && request.ratio < 0.5
      """),
    LintCase(
      "dates within a year",
      """
        - id: a
          title: A
          when: request.start > timestamp('2026-01-01T00:00:00Z') && request.start < timestamp('2027-01-01T00:00:00Z')
      """),
    LintCase(
      "a range of durations",
      """
        - id: a
          title: A
          when: request.length > days(2) && request.length < days(3)
      """),
    LintCase(
      "a flag and another part",
      """
        - id: a
          title: A
          when: request.approved && request.hours > 5
      """),
    LintCase(
      "two expressions",
      """
        - id: a
          title: A
          when: request.team.startsWith('x') && !request.team.startsWith('xy')
      """),
    LintCase(
      "an alternative that meets the rest",
      """
        - id: a
          title: A
          when: (request.kind == 'pilot' || request.kind == 'waiver') && request.hours > 5
      """),
    LintCase(
      "a fact that may be left out, guarded",
      """
        - id: a
          title: A
          when: has(request.gpu) && request.gpu.count > 4
      """),
    LintCase(
      "a constant among facts",
      """
        - id: a
          title: A
          when: request.hours > 2 * 3
      """),
    LintCase(
      "both of two texts refused",
      """
        - id: a
          title: A
          when: "!(request.team == 'x' || request.team == 'y')"
      """),
    LintCase(
      "most values of an enumeration",
      """
        - id: a
          title: A
          when: request.environment in ['dev', 'test']
      """),
    LintCase(
      "a range and not quite its rest",
      """
        - id: a
          title: A
          when: request.cost > usd(5) || request.cost < usd(5)
      """),
    LintCase(
      "a range and its rest of a fact that may be missing",
      """
        - id: a
          title: A
          when: has(request.gpu) && (request.gpu.count > 5 || request.gpu.count <= 5)
      """),
    LintCase(
      "an implication",
      """
        - id: a
          title: A
          when: '!request.approved || request.hours > 5'
      """),
    LintCase(
      "a guard is no repetition",
      """
        - id: a
          title: A
          when: has(request.data.region) && request.data.region != 'eu'
      """),
    LintCase(
      "an alternative of two facts",
      """
        - id: a
          title: A
          when: request.kind == 'pilot' && (request.team == 'x' || request.hours > 5)
      """),
    LintCase(
      "a review where a deny may be waived",
      """
        - id: a
          title: A
          when: request.data.class == 'pii'
          effect: deny
          waivable: true
        - id: b
          title: B
          when: request.data.class == 'pii' && request.cost > usd(5)
          effect: require
          review: [legal]
      """),
    LintCase(
      "a wider amount",
      """
        - id: a
          title: A
          when: request.cost >= usd(500)
          effect: deny
        - id: b
          title: B
          when: request.cost > usd(100)
      """),
    LintCase(
      "two denies that overlap",
      """
        - id: a
          title: A
          when: request.team in ['x', 'y']
          effect: deny
        - id: b
          title: B
          when: request.team in ['y', 'z']
          effect: deny
      """),
    LintCase(
      "a deny that ends earlier",
      """
        - id: a
          title: A
          when: request.team == 'x'
          effect: deny
          until: 2027-06-01
        - id: b
          title: B
          when: request.team == 'x' && request.hours > 5
      """),
    LintCase(
      "a deny of another fact",
      """
        - id: a
          title: A
          when: request.team == 'x'
          effect: deny
        - id: b
          title: B
          when: request.kind == 'pilot'
      """),
    LintCase(
      "the same condition, another effect",
      """
        - id: a
          title: A
          when: request.team == 'x'
        - id: b
          title: B
          when: request.team == 'x'
          effect: require
          review: [legal]
      """),
    LintCase(
      "the same condition, one after the other",
      """
        - id: a
          title: A
          when: request.team == 'x'
          until: 2027-01-01
        - id: b
          title: B
          when: request.team == 'x'
          from: 2027-01-01
      """),
    LintCase(
      "a similar condition",
      """
        - id: a
          title: A
          when: request.hours > 5
        - id: b
          title: B
          when: request.hours >= 5
      """),
    LintCase(
      "a macro",
      """
        - id: a
          title: A
          when: request.tags.exists(x, x.startsWith('eu-'))
      """),
    LintCase(
      "a macro within a macro",
      """
        - id: a
          title: A
          when: request.tags.exists(x, request.tags.exists(y, x == y))
      """),
    LintCase(
      "a message of a fact that the condition asks for",
      """
        - id: a
          title: A
          when: has(request.data.region)
          message: "'in ' + request.data.region"
      """),
    LintCase(
      "a message that divides by what is tested",
      """
        - id: a
          title: A
          when: request.hours > 5
          message: "'about ' + string(100 / request.hours)"
      """),
    LintCase(
      "a message that asks first",
      """
        - id: a
          title: A
          when: request.hours > 5
          message: "size(request.tags) > 0 ? 'first ' + request.tags[0] : 'none'"
      """),
    LintCase(
      "a message of a number",
      """
        - id: a
          title: A
          when: request.cost > usd(5)
          message: "'for ' + string(request.hours)"
      """),
    LintCase(
      "a rule that ends tomorrow",
      """
        - id: a
          title: A
          when: request.hours > 5
          until: 2026-11-27
      """),
    LintCase(
      "unique rows apart",
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
        - {in: ['<= usd(500)'], out: {effect: warn}}
        - {in: ['> usd(500)'], out: {effect: deny}}
      """),
    LintCase(
      "any rows with one output",
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
        - {in: ['> usd(5000)'], out: {effect: warn}}
        - {in: ['<= usd(500)'], out: {effect: warn}}
      """),
    LintCase(
      "rows for all values",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: t
      title: T
      owner: group:finance
      on: request
      hit: unique
      columns: [request.kind, request.environment]
      rows:
        - {in: ["'pilot'", _], out: {effect: warn}}
        - {in: ["'production'", "['dev', 'test']"], out: {effect: deny}}
        - {in: ["'production'", "'production'"], out: {effect: warn}}
        - {in: ["'waiver'", _], out: {effect: warn}}
      """),
    LintCase(
      "a last row for the rest",
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
        - {in: [_], out: {effect: warn}}
      """),
    LintCase(
      "collected rows need no whole",
      """
      apiVersion: assent/v1
      kind: DecisionTable
      id: t
      title: T
      owner: group:finance
      on: request
      hit: collect
      columns: [request.cost]
      rows:
        - {in: ['> usd(500)'], out: {effect: deny}}
        - {in: ['> usd(5000)'], out: {effect: warn}}
      """),
    LintCase(
      "a narrower row above",
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
        - {in: ['> usd(5000)'], out: {effect: deny}}
        - {in: ['> usd(500)'], out: {effect: warn}}
        - {in: [_], out: {effect: warn}}
      """),
    LintCase(
      "rows of a sum",
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
        - {in: ['> usd(500)'], out: {value: 1}}
        - {in: ['> usd(5000)'], out: {value: 2}}
      """),
    LintCase(
      "a least of something",
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
        - {in: [_], out: {value: usd(2)}}
      """),
  ]
}
