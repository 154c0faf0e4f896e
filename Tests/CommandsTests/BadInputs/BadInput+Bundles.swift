extension BadInput {
  static let bundles: [BadInput] = [
    BadInput(
      "a flow mapping that is not closed",
      [.replace(personalData, "{id: dpia, before: start", with: "{id: dpia before: start")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/personal-data-needs-data-governance.yaml:10:31: error: expected `,` or `}`, found `:` [syntax]
          10 | obligations: [{id: dpia before: start, evidence: dpia, owner: requester}]
             |                               ^
          hint: the `{` stands on line 10
        1 error, 0 warnings

        """),
    BadInput(
      "a mapping that is broken off",
      [.write("rules/policy/broken.yaml", "apiVersion: assent/v1\nkind: {Rule\n")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/broken.yaml:3:1: error: expected `,` or `}`, found the end [syntax]
          3 |\u{20}
            | ^
          hint: the `{` stands on line 2
        1 error, 0 warnings

        """),
    BadInput(
      "a tab as indentation",
      [.write("rules/policy/broken.yaml", "apiVersion: assent/v1\nkind: Rule\nfinding:\n\towner: requester\n")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/broken.yaml:4:1: error: a tab in the indentation [tab-indentation]
          4 |  owner: requester
            | ^
          hint: indent with spaces
        1 error, 0 warnings

        """),
    BadInput(
      "a misspelt key",
      [.replace(personalData, "effect: require", with: "efect: require")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/personal-data-needs-data-governance.yaml:8:1: error: unknown key `efect` [unknown-key]
          8 | efect: require
            | ^
          hint: did you mean `effect`?
        1 error, 0 warnings

        """),
    BadInput(
      "a condition that ends too early",
      [.write(mini, miniRule), .replace(mini, "usd(5)", with: "")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:7:21: error: the expression ends here, expected a value, a name, `(`, `[` or `{` [syntax]
          7 | when: request.cost >\u{20}
            |                     ^
        1 error, 0 warnings

        """),
    BadInput(
      "money compared with a number",
      [.write(mini, miniRule), .replace(mini, "usd(5)", with: "5")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:7:20: error: found no matching overload for `_>_` applied to `(money, int)` [no-matching-overload]
          7 | when: request.cost > 5
            |                    ^
          hint: write an amount as `usd(500)`
        1 error, 0 warnings

        """),
    BadInput(
      "a misspelt root of a fact",
      [.write(mini, miniRule), .replace(mini, "request.cost", with: "reqest.cost")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:7:7: error: undeclared name `reqest` [undeclared-name]
          7 | when: reqest.cost > usd(5)
            |       ^
          hint: did you mean `request`?
        1 error, 0 warnings

        """),
    BadInput(
      "a misspelt fact",
      [.write(mini, miniRule), .replace(mini, "request.cost", with: "request.costs")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:7:15: error: undeclared field `costs` of `request` [undeclared-field]
          7 | when: request.costs > usd(5)
            |               ^
          hint: did you mean `cost`?
        1 error, 0 warnings

        """),
    BadInput(
      "a condition that is no bool",
      [.write(mini, miniRule), .replace(mini, "request.cost > usd(5)", with: "request.cost")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:7:7: error: the expression is a `money`, expected a `bool` [wrong-type]
          7 | when: request.cost
            |       ^
          hint: compare it: `x > usd(0)`
        1 error, 0 warnings

        """),
    BadInput(
      "words for people in a condition",
      [.write(mini, miniRule), .replace(mini, "request.cost > usd(5)", with: "request.title == 'x'")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:7:7: error: `request.title` is free text, which no expression may read [text-read]
          7 | when: request.title == 'x'
            |       ^
          hint: declare what matters as a fact of its own
        1 error, 0 warnings

        """),
    BadInput(
      "an enum value that there is not",
      [.write(mini, miniRule), .replace(mini, "request.cost > usd(5)", with: "request.environment == 'prod'")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:7:30: error: `prod` is no value of `request.environment` [unknown-value]
          7 | when: request.environment == 'prod'
            |                              ^
          hint: one of `sandbox`, `dev`, `test`, `staging`, `production`
        1 error, 0 warnings

        """),
    BadInput(
      "a review that nobody knows",
      [.replace(personalData, "review: [data-governance, legal]", with: "review: [data-governence, legal]")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/personal-data-needs-data-governance.yaml:9:10: error: there is no review `data-governence` in the catalogue [unknown-review]
          9 | review: [data-governence, legal]
            |          ^
          hint: did you mean `data-governance`?
        1 error, 0 warnings

        """),
    BadInput(
      "a review beside deny",
      [.write(mini, miniRule), .replace(mini, "effect: warn", with: "effect: deny\nreview: [legal]")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:9:1: error: key `review` may not stand here [misplaced-key]
          9 | review: [legal]
            | ^
          hint: only `effect: require` demands reviews
        1 error, 0 warnings

        """),
    BadInput(
      "require without a review",
      [.write(mini, miniRule), .replace(mini, "effect: warn", with: "effect: require")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:1:1: error: missing key `review` [missing-key]
          1 | apiVersion: assent/v1
            | ^
          hint: a rule needs it
        1 error, 0 warnings

        """),
    BadInput(
      "an effect that there is not",
      [.write(mini, miniRule), .replace(mini, "effect: warn", with: "effect: block")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:8:9: error: unknown value `block` [unknown-value]
          8 | effect: block
            |         ^
          hint: one of `allow`, `warn`, `require`, `deny`, `finding`
        1 error, 0 warnings

        """),
    BadInput(
      "a rule without an owner",
      [.write(mini, miniRule), .replace(mini, "owner: group:finance\n", with: "")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:1:1: error: missing key `owner` [missing-key]
          1 | apiVersion: assent/v1
            | ^
          hint: a rule needs it
        1 error, 0 warnings

        """),
    BadInput(
      "an id unlike its file",
      [.write("rules/policy/other.yaml", miniRule)],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/other.yaml:3:5: error: the id `mini` is not the file's name [id-unlike-file]
          3 | id: mini
            |     ^
          hint: name the file `mini.yaml`, or write `id: other`
        1 error, 0 warnings

        """),
    BadInput(
      "the same rule twice",
      [.write(mini, miniRule), .write("rules/policy/more/mini.yaml", miniRule)],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/more/mini.yaml:1:1: error: a second rule `mini` [duplicate-id]
          1 | apiVersion: assent/v1
            | ^
          hint: the first stands in `rules/policy/mini.yaml`, line 1
        1 error, 0 warnings

        """),
    BadInput(
      "a message that is no text",
      [.write(mini, miniRule), .replace(mini, "effect: warn", with: "effect: warn\nmessage: \"1 + 2\"")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:9:13: error: the expression is an `int`, expected a `string` [wrong-type]
          9 | message: "1 + 2"
            |             ^
        1 error, 0 warnings

        """),
    BadInput(
      "a validity that ends before it begins",
      [
        .write(mini, miniRule),
        .replace(mini, "effect: warn", with: "effect: warn\nfrom: 2026-12-01\nuntil: 2026-11-01"),
      ],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:10:8: error: `until` is not after `from` [validity]
          10 | until: 2026-11-01
             |        ^
          hint: `until` is the first moment at which the rule no longer holds
        1 error, 0 warnings

        """),
    BadInput(
      "a day that does not exist",
      [.write(mini, miniRule), .replace(mini, "effect: warn", with: "effect: warn\nfrom: 2026-02-30")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:9:7: error: expected a time or a date, found `2026-02-30` [timestamp]
          9 | from: 2026-02-30
            |       ^
          hint: write it as `2026-11-02T09:00:00Z` or `2026-11-02`
        1 error, 0 warnings

        """),
    BadInput(
      "a key given twice",
      [.write(mini, miniRule), .replace(mini, "effect: warn", with: "effect: warn\neffect: deny")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:9:1: error: duplicate key `effect` [duplicate-key]
          9 | effect: deny
            | ^
          hint: it stands on line 8 already
        1 error, 0 warnings

        """),
    BadInput(
      "an alias",
      [.write(mini, miniRule), .replace(mini, "owner: group:finance", with: "owner: &o group:finance\nrationale: *o")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:5:8: error: anchor `&o` is not allowed [anchor]
          5 | owner: &o group:finance
            |        ^
          hint: write the value out where it is used
        rules/policy/mini.yaml:6:12: error: alias `*o` is not allowed [alias]
          6 | rationale: *o
            |            ^
          hint: write the value out
        2 errors, 0 warnings

        """),
    BadInput(
      "a byte order mark",
      [.write(mini, miniRule), .replace(mini, "apiVersion", with: "\u{FEFF}apiVersion")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:1:1: error: the file starts with a byte order mark [byte-order-mark]
          1 | \\u{feff}apiVersion: assent/v1
            | ^
          hint: save it as UTF-8 without one
        1 error, 0 warnings

        """),
    BadInput(
      "a file without a document",
      [.write("rules/policy/empty.yaml", "# nothing yet\n")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/empty.yaml:1:1: error: the file holds no document [empty-file]
          1 | # nothing yet
            | ^
          hint: remove the file, or write a document
        1 error, 0 warnings

        """),
    BadInput(
      "another version of the format",
      [.write(mini, miniRule), .replace(mini, "assent/v1", with: "assent/v2")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:1:13: error: unknown version `assent/v2` [api-version]
          1 | apiVersion: assent/v2
            |             ^
          hint: write `apiVersion: assent/v1`
        1 error, 0 warnings

        """),
    BadInput(
      "a kind that there is not",
      [.write(mini, miniRule), .replace(mini, "kind: Rule", with: "kind: Rul")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:2:7: error: unknown kind `Rul` [unknown-kind]
          2 | kind: Rul
            |       ^
          hint: did you mean `Rule`?
        1 error, 0 warnings

        """),
    BadInput(
      "a quorum that nobody can reach",
      [
        .replace(
          decisionRights, "legal: {right: agree, candidates: [group:legal], due: 3bd",
          with: "legal: {right: agree, candidates: [group:legal], quorum: {approve: 9}, due: 3bd")
      ],
      run: ["check"],
      exit: 1,
      output: """
        workflows/decision-rights.yaml:28:60: error: `legal` needs 9 approvals of 5 people [impossible-quorum]
          28 |   legal: {right: agree, candidates: [group:legal], quorum: {approve: 9}, due: 3bd, reads: [data, environment, model]}
             |                                                            ^
          hint: ask for fewer, or name more people
        1 error, 0 warnings

        """),
    BadInput(
      "a quorum that one absence breaks",
      [
        .replace(
          decisionRights, "legal: {right: agree, candidates: [group:legal], due: 3bd",
          with: "legal: {right: agree, candidates: [group:legal], quorum: {approve: 5}, due: 3bd")
      ],
      run: ["check"],
      exit: 1,
      output: """
        workflows/decision-rights.yaml:28:60: error: `legal` needs 5 of 5 people, and stops when one is away [fragile-quorum]
          28 |   legal: {right: agree, candidates: [group:legal], quorum: {approve: 5}, due: 3bd, reads: [data, environment, model]}
             |                                                            ^
          hint: name more people, or a fallback
        1 error, 0 warnings

        """),
    BadInput(
      "managers in a circle",
      [
        .replace(
          decisionRights, "team: operations, manager: eve, roles: [director]",
          with: "team: operations, manager: zoe, roles: [director]")
      ],
      run: ["check"],
      exit: 1,
      output: """
        workflows/decision-rights.yaml:6:61: error: the managers of `zoe` lead back to it: zoe -> tom -> dia -> zoe [manager-cycle]
          6 |   zoe: {name: Zoe Adler, login: zoe, team: claims, manager: tom, roles: [engineer]}
            |                                                             ^
          hint: somebody in it has no manager
        1 error, 0 warnings

        """),
    BadInput(
      "a manager who is nobody",
      [.replace(decisionRights, "manager: tom", with: "manager: tim")],
      run: ["check"],
      exit: 1,
      output: """
        workflows/decision-rights.yaml:6:61: error: unknown person `tim` [unknown-person]
          6 |   zoe: {name: Zoe Adler, login: zoe, team: claims, manager: tim, roles: [engineer]}
            |                                                             ^
          hint: did you mean `tom`?
        1 error, 0 warnings

        """),
    BadInput(
      "a member who is nobody",
      [.replace(decisionRights, "members: [ann, bo]", with: "members: [ann, bob]")],
      run: ["check"],
      exit: 1,
      output: """
        workflows/decision-rights.yaml:23:43: error: unknown person `bob` [unknown-person]
          23 | groups: {data-governance: {members: [ann, bob], accountable: ann, fallback: group:governance}, legal: {members: [lea, ma...
             |                                           ^
          hint: did you mean `bo`?
        1 error, 0 warnings

        """),
    BadInput(
      "a group without a fallback",
      [.replace(decisionRights, "accountable: pia, fallback: group:governance", with: "accountable: pia")],
      run: ["check"],
      exit: 1,
      output: """
        workflows/decision-rights.yaml:24:3: error: the group `platform` has no fallback [no-fallback]
          24 |   platform: {members: [pau, pia], accountable: pia}, finance: {members: [fay, flo], accountable: fay, fallback: group:go...
             |   ^
          hint: name who acts when none of its members can: `fallback: group:governance`
        1 error, 0 warnings

        """),
    BadInput(
      "two people with one login",
      [.replace(decisionRights, "login: tom", with: "login: zoe")],
      run: ["check"],
      exit: 1,
      output: """
        workflows/decision-rights.yaml:7:34: error: the login `zoe` belongs to `zoe` already [duplicate-login]
          7 |   tom: {name: Tom Brandt, login: zoe, team: claims, manager: dia, roles: [team-lead]}
            |                                  ^
          hint: a login is one person's
        1 error, 0 warnings

        """),
    BadInput(
      "a second decision",
      [
        .replace(
          workflow, "right: input, candidates: [group:platform]", with: "right: decide, candidates: [group:platform]")
      ],
      run: ["check"],
      exit: 1,
      output: """
        workflows/standard-experiment.yaml:11:10: error: a second stage that decides, `decision` [several-decisions]
          11 |   - {id: decision, right: decide, candidates: [{chain: managers, of: requester, until: "candidate.limit >= exposure"}], ...
             |          ^
          hint: `peer` decides already
        1 error, 0 warnings

        """),
    BadInput(
      "a stage that needs itself",
      [.replace(workflow, "{id: peer, right: input,", with: "{id: peer, needs: [peer], right: input,")],
      run: ["check"],
      exit: 1,
      output: """
        workflows/standard-experiment.yaml:10:24: error: stages wait for each other: `peer` [needs-cycle]
          10 |   - {id: peer, needs: [peer], right: input, candidates: [group:platform], due: 1bd}
             |                        ^
          hint: one of them has to come first
        1 error, 0 warnings

        """),
    BadInput(
      "a ladder that there is not",
      [.replace(workflow, "escalate: default", with: "escalate: defualt")],
      run: ["check"],
      exit: 1,
      output: """
        workflows/standard-experiment.yaml:13:11: error: unknown ladder `defualt` [unknown-ladder]
          13 | escalate: defualt
             |           ^
          hint: did you mean `default`?
        1 error, 0 warnings

        """),
    BadInput(
      "a time zone that there is not",
      [.replace(decisionRights, "Europe/Berlin", with: "Europe/Berlim")],
      run: ["check"],
      exit: 1,
      output: """
        workflows/decision-rights.yaml:36:28: error: unknown zone `Europe/Berlim` [unknown-zone]
          36 | calendars: {office: {zone: Europe/Berlim, hours: "09:00-17:00", days: [mon, tue, wed, thu, fri], holidays: [2026-12-25],...
             |                            ^
          hint: write a name of the tz database: `Europe/Berlin`
        1 error, 0 warnings

        """),
    BadInput(
      "a lane that compares money with a number",
      [.replace(workflow, "request.cost <= usd(500)", with: "request.cost <= 500")],
      run: ["check"],
      exit: 1,
      output: """
        workflows/standard-experiment.yaml:7:43: error: found no matching overload for `_<=_` applied to `(money, int)` [no-matching-overload]
          7 | lanes: [{id: sandbox, when: "request.cost <= 500 && request.data.class in ['public','synthetic']", grant: {caps: {cost: ...
            |                                           ^
          hint: write an amount as `usd(500)`
        1 error, 0 warnings

        """),
    BadInput(
      "no default workflow",
      [.replace(workflow, ", default: true}", with: "}")],
      run: ["check"],
      exit: 1,
      output: """
        workflows/standard-experiment.yaml:5:16: error: none of the workflows is the default [no-default]
          5 | select: {when: "request.kind == 'experiment'", priority: 10}
            |                ^
          hint: write `default: true` under `select` in one
        1 error, 0 warnings

        """),
    BadInput(
      "a catalogue without authority",
      [
        .replace(
          decisionRights,
          "  authority: {right: agree, candidates: [group:governance], quorum: {approve: 2}, due: 2bd, reads: [cost]}\n",
          with: "")
      ],
      run: ["check"],
      exit: 1,
      output: """
        workflows/decision-rights.yaml:3:5: error: the catalogue has no review `authority` [missing-review]
          3 | id: company
            |     ^
          hint: an amount that no decider holds asks for it
        1 error, 0 warnings

        """),
    BadInput(
      "a price without a currency",
      [.replace(prices, "price: 2.50 USD", with: "price: 2.50")],
      run: ["check"],
      exit: 1,
      output: """
        rules/prices/openai-list.yaml:7:90: error: expected an amount and a currency, found `2.50` [money]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50, from: 2024-10-02}
            |                                                                                          ^
          hint: write it as `2.50 USD`
        1 error, 0 warnings

        """),
    BadInput(
      "a price below zero",
      [.replace(prices, "price: 2.50 USD", with: "price: -2.50 USD")],
      run: ["check"],
      exit: 1,
      output: """
        rules/prices/openai-list.yaml:7:90: error: a price is not negative, found `-2.50 USD` [negative-price]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: -2.50 USD, from: 2024-10-02}
            |                                                                                          ^
        1 error, 0 warnings

        """),
    BadInput(
      "a price of an unknown meter",
      [.replace(prices, "meter: input.uncached", with: "meter: input.uncashed")],
      run: ["check"],
      exit: 1,
      output: """
        rules/prices/openai-list.yaml:7:46: error: unknown meter `input.uncashed` [unknown-meter]
          7 |   - {provider: openai, model: gpt-4o, meter: input.uncashed, per: 1000000 Tokens, price: 2.50 USD, from: 2024-10-02}
            |                                              ^
          hint: did you mean `input.uncached`?
        1 error, 0 warnings

        """),
    BadInput(
      "a price that ends before it begins",
      [
        .replace(
          prices, "price: 2.50 USD, from: 2024-10-02", with: "price: 2.50 USD, from: 2024-10-02, until: 2024-10-01")
      ],
      run: ["check"],
      exit: 1,
      output: """
        rules/prices/openai-list.yaml:7:125: error: the price ends at `2024-10-01`, and starts at `2024-10-02` [empty-validity]
          7 | ...openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50 USD, from: 2024-10-02, until: 2024-10-01}
            |                                                                                                                 ^
          hint: `until` is the first moment at which it no longer holds
        1 error, 0 warnings

        """),
    BadInput(
      "a budget in percent",
      [.replace("rules/budgets/cc-0410.yaml", "amount: 50000 USD", with: "amount: 50%")],
      run: ["check"],
      exit: 1,
      output: """
        rules/budgets/cc-0410.yaml:7:9: error: expected an amount and a currency, found `50%` [money]
          7 | amount: 50%
            |         ^
          hint: write it as `500 USD`
        1 error, 0 warnings

        """),
    BadInput(
      "a finding without a due date",
      [.replace(overEnvelope, "due: 5bd, ", with: "")],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/spend-over-envelope.yaml:13:10: error: missing key `due` [missing-key]
          13 | finding: {owner: grant.owner, amount: spend.effective - grant.caps.cost, action: amend or stop, grant: none}
             |          ^
          hint: a finding needs it
        1 error, 0 warnings

        """),
    BadInput(
      "a type that there is not",
      [.replace("rules/schema.yaml", "team: string, roles", with: "team: strin, roles")],
      run: ["check"],
      exit: 1,
      output: """
        rules/schema.yaml:8:33: error: unknown type `strin` [fact-type]
          8 |   requester: {id: string, team: strin, roles: list(string), "manager?": string}
            |                                 ^
          hint: did you mean `string`?
        1 error, 0 warnings

        """),
    BadInput(
      "three things wrong at once",
      [
        .write(mini, miniRule), .replace(mini, "usd(5)", with: "5"),
        .replace(personalData, "effect: require", with: "efect: require"),
        .replace(decisionRights, "manager: tom", with: "manager: tim"),
      ],
      run: ["check"],
      exit: 1,
      output: """
        rules/policy/mini.yaml:7:20: error: found no matching overload for `_>_` applied to `(money, int)` [no-matching-overload]
          7 | when: request.cost > 5
            |                    ^
          hint: write an amount as `usd(500)`
        rules/policy/personal-data-needs-data-governance.yaml:8:1: error: unknown key `efect` [unknown-key]
          8 | efect: require
            | ^
          hint: did you mean `effect`?
        workflows/decision-rights.yaml:6:61: error: unknown person `tim` [unknown-person]
          6 |   zoe: {name: Zoe Adler, login: zoe, team: claims, manager: tim, roles: [engineer]}
            |                                                             ^
          hint: did you mean `tom`?
        3 errors, 0 warnings

        """),
    BadInput(
      "an example that does not hold",
      [
        .replace(
          personalData, "{class: synthetic}, environment: dev}}, fires: false}",
          with: "{class: synthetic}, environment: dev}}, fires: true}")
      ],
      run: ["test"],
      exit: 1,
      output: """
        failed: personal-data-needs-data-governance: synthetic data
          rules/policy/personal-data-needs-data-governance.yaml:15:5: error: the example `synthetic data` shall fire, and `personal-data-needs-data-governance` does not [example]
            15 |   - {name: synthetic data, given: {request: {data: {class: synthetic}, environment: dev}}, fires: true}
               |     ^
            hint: `request.data.class in ['pii', 'special']` is false: `request.data.class` is 'synthetic'
        4 passed, 1 failed

        """),
    BadInput(
      "an example that leaves a fact out",
      [.replace(personalData, "{class: pii}, environment: dev}}", with: "{class: pii}}}")],
      run: ["test"],
      exit: 1,
      output: """
        failed: personal-data-needs-data-governance: tickets with names
          rules/policy/personal-data-needs-data-governance.yaml:14:5: error: the example `tickets with names` leaves out `request.environment`, on which `personal-data-needs-data-governance` hangs [example]
            14 |   - {name: tickets with names, given: {request: {data: {class: pii}}}, fires: true}
               |     ^
            hint: state `request.environment`
        4 passed, 1 failed

        """),
  ]
}
