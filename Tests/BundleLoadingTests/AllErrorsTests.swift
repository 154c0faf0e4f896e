@testable import BundleLoading
import Diagnostics
import Testing

/// All errors of a file are told at once: what is broken in one place does not hide the next.
@Suite struct AllErrorsTests {
  static let rights = """
    apiVersion: assent/v1
    kind: DecisionRights
    id: harbour
    owner: group:board
    people:
      ada: {name: Ada, manager: cem, roles: [pilot]}
      ben: {name: Ben, manager: cem, roles: [pilot]}
      cem: {name: Cem, roles: [master]}
      dor: {name: Dor, roles: [master]}
    groups:
      crew: {members: [ada, ben], accountable: ada, fallback: group:board}
      board: {members: [cem, dor], accountable: cem, fallback: user:ada}
    reviews:
      governance: {right: agree, candidates: [group:board], due: 1bd}
      authority: {right: agree, candidates: [group:board], due: 1bd}
    ladders:
      default: [{at: due, do: replace, to: group:board}]

    """

  static let workflow = """
    apiVersion: assent/v1
    kind: Workflow
    id: harbour-way
    owner: group:board
    select: {default: true}
    stages:
      - {id: look, right: agree, candidates: [group:crew], due: 1bd}
      - {id: decision, right: decide, candidates: [user:cem, user:dor], needs: [look], due: 1bd}

    """

  static let rule = """
    apiVersion: assent/v1
    kind: Rule
    id: a
    title: A rule
    owner: group:crew
    on: request
    when: request.cost > usd(5)
    effect: require
    review: [governance]
    examples:
      - {name: costly, given: {request: {cost: 6 USD}}, fires: true}
      - {name: cheap, given: {request: {cost: 5 USD}}, fires: false}

    """

  /// `file:line code` of all errors, in order.
  private func errors(_ edits: [(file: String, old: String, new: String)]) -> [String] {
    var texts = [
      "rules/schema.yaml": exampleSchema, "rules/policy/a.yaml": Self.rule, "workflows/rights.yaml": Self.rights,
      "workflows/way.yaml": Self.workflow,
    ]
    for edit in edits {
      #expect(texts[edit.file]?.contains(edit.old) ?? false, "\(edit.file) holds \(edit.old)")
      texts[edit.file] = texts[edit.file]?.replacing(edit.old, with: edit.new)
    }
    let files = BundleFiles(
      texts.sorted { $0.key < $1.key }.map { BundleFiles.File(path: $0.key, bytes: Array($0.value.utf8)) })
    let loaded = BundleLoader.load(files, scope: .workspace)
    #expect((loaded.bundle == nil) == loaded.diagnostics.hasErrors)
    return loaded.diagnostics.inOrder().filter { $0.severity == .error }.map {
      "\($0.file ?? "?"):\($0.position?.line ?? 0) \($0.code)"
    }
  }

  @Test func `What is whole has no errors`() { #expect(errors([]) == []) }

  @Test func `A key that is none does not hide the expressions, reviews and owners of a rule`() {
    let found = errors([
      ("rules/policy/a.yaml", "title: A rule", "titel: A rule"),
      ("rules/policy/a.yaml", "request.cost > usd(5)", "request.kost > usd(5)"),
      ("rules/policy/a.yaml", "review: [governance]", "review: [governence]\nmessage: request.nothing"),
      ("rules/policy/a.yaml", "group:crew", "group:crow"),
    ])
    #expect(
      found == [
        "rules/policy/a.yaml:1 unknown-actor", "rules/policy/a.yaml:4 unknown-key",
        "rules/policy/a.yaml:7 undeclared-field", "rules/policy/a.yaml:9 unknown-review",
        "rules/policy/a.yaml:10 undeclared-field",
      ])
  }

  @Test func `An effect that is none does not hide the condition`() {
    let found = errors([
      ("rules/policy/a.yaml", "effect: require", "effect: explode"),
      ("rules/policy/a.yaml", "request.cost > usd(5)", "request.cost"),
    ])
    #expect(found == ["rules/policy/a.yaml:7 wrong-type", "rules/policy/a.yaml:8 unknown-value"])
  }

  @Test func `A key that is none does not hide quorums, names and expressions of a workflow`() {
    let found = errors([
      ("workflows/way.yaml", "select: {default: true}", "select: {default: true}\ntlt: 5bd"),
      ("workflows/way.yaml", "user:dor", "user:dora"),
      (
        "workflows/way.yaml", "{id: look, right: agree, candidates: [group:crew], due: 1bd}",
        "{id: look, right: agree, candidates: [group:crew], quorum: {approve: 9}, when: request.kost > usd(1), due: 1bd}"
      ),
    ])
    #expect(
      found == [
        "workflows/way.yaml:6 unknown-key", "workflows/way.yaml:8 impossible-quorum",
        "workflows/way.yaml:8 undeclared-field", "workflows/way.yaml:9 unknown-person",
      ])
  }

  @Test func `A stage that cannot be read is no echo elsewhere`() {
    // The decision needs `look`, which is there; it is the default, and somebody decides.
    #expect(
      errors([("workflows/way.yaml", "right: agree", "right: veto")]) == ["workflows/way.yaml:7 unknown-value"])
    #expect(
      errors([("workflows/way.yaml", "right: decide", "right: decides")]) == ["workflows/way.yaml:8 unknown-value"])
    #expect(
      errors([("workflows/way.yaml", "[group:crew]", "[crew]")]) == ["workflows/way.yaml:7 actor"])
    #expect(
      errors([("workflows/way.yaml", "select: {default: true}", "select: {default: perhaps}")])
        == ["workflows/way.yaml:5 wrong-type"])
  }

  @Test func `Broken decision rights do not hide the workflows`() {
    let edit = (
      "workflows/way.yaml", "due: 1bd}\n  - {id: decision", "quorum: {approve: 9}, due: 1bd}\n  - {id: decision"
    )
    #expect(
      errors([edit, ("workflows/rights.yaml", "owner: group:board", "owner: group:board\nteams: {}")]) == [
        "workflows/rights.yaml:5 unknown-key", "workflows/way.yaml:7 impossible-quorum",
      ])
    // Where people could not be read, nobody says how many there are, or that they are not there.
    let partial = errors([
      edit, ("workflows/rights.yaml", "members: [ada, ben]", "members: ada"),
      ("workflows/way.yaml", "needs: [look]", "when: request.kost > usd(1), needs: [look]"),
    ])
    #expect(
      partial == [
        "workflows/rights.yaml:11 wrong-type", "workflows/way.yaml:8 optional-decision",
        "workflows/way.yaml:8 undeclared-field",
      ])
  }

  @Test func `A mistake in the defaults of a set is told once`() {
    let set = """
      apiVersion: assent/v1
      kind: RuleSet
      defaults: {owner: group:crew, on: request, effect: require, review: [governance], severity: hgih}
      rules:
        - {id: b, title: B, when: request.cost > usd(1)}
        - {id: c, title: C, when: request.kost > usd(1)}

      """
    #expect(
      errors([("rules/policy/a.yaml", Self.rule, set)]) == [
        "rules/policy/a.yaml:3 unknown-value", "rules/policy/a.yaml:6 undeclared-field",
      ])
  }

  @Test func `A window that is none does not hide the owner of a rule on usage`() {
    let usage = BadBundleTests.usageRule.replacing("window: grant", with: "window: yearly")
    #expect(
      errors([("rules/policy/a.yaml", Self.rule, usage)]) == [
        "rules/policy/a.yaml:1 unknown-actor", "rules/policy/a.yaml:7 window",
      ])
  }

  @Test func `A test of a broken rule is not one of an unknown rule`() {
    let files: KeyValuePairs<String, String> = [
      "rules/schema.yaml": exampleSchema,
      "rules/policy/a.yaml": Self.rule.replacing("title: A rule", with: "titel: A rule"),
      "rules/tests/a.yaml": """
      apiVersion: assent/v1
      kind: RuleTest
      rule: a
      cases: [{name: costly, given: {request: {cost: 6 USD}}, fires: true}]

      """,
    ]
    let loaded = BundleLoader.load(bundleFiles(files), scope: .rulesOnly)
    #expect(Set(loaded.diagnostics.filter { $0.severity == .error }.map(\.code)) == ["unknown-key"])
  }
}
