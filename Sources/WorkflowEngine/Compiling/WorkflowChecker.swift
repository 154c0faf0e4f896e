import CEL
import Diagnostics
import FactSchema
import SpendModel

/// Collects what is wrong with decision rights and workflows as a whole: names that lead nowhere, quorums that nobody
/// can meet, ways that do not end.
struct WorkflowChecker {
  let rights: DecisionRights
  let workflows: [Workflow]
  let schema: Schema
  let zones: [String: ZoneRules]
  let directory: Directory
  var diagnostics: [Diagnostic] = []
  /// The file of what is being looked at.
  var file: String?

  init(rights: DecisionRights, workflows: [Workflow], schema: Schema, zones: [String: ZoneRules]) {
    self.rights = rights
    self.workflows = workflows
    self.schema = schema
    self.zones = zones
    directory = Directory(rights: rights)
  }

  mutating func report(
    _ code: String, _ message: String, severity: Severity = .error, hint: String? = nil, at position: SourcePosition?
  ) {
    diagnostics.append(Diagnostic(code, message, severity: severity, hint: hint, file: file, at: position))
  }

  /// Reports a name that is not among the known ones, with the nearest of them.
  mutating func unknown(
    _ what: String, _ name: Located<String>, among known: [String], severity: Severity = .error, hint: String? = nil
  ) {
    let nearest = nearestName(to: name.value, in: known).map { "did you mean `\($0)`?" }
    // A code is one word: `unknown-stage` for a stage that approves.
    let kind = what.split(separator: " ").first.map(String.init) ?? what
    let isShort = ["calendar", "ladder", "review", "stage"].contains(kind) && (1...12).contains(known.count)
    let all = isShort ? "there is " + known.map { "`\($0)`" }.joined(separator: ", ") : nil
    report(
      "unknown-\(kind)", "unknown \(what) `\(name.value)`", severity: severity, hint: nearest ?? hint ?? all,
      at: name.position)
  }

  mutating func check() {
    file = rights.file
    checkPeople()
    checkGroups()
    checkCalendars()
    checkAuthority()
    for ladder in rights.ladders { check(ladder) }
    checkReviews()
    for conflict in rights.conflicts { check(person: conflict.person) }
    check(rights.owner)
    checkBreakGlass()
    checkWorkflows()
  }

  // MARK: - Names

  mutating func check(person: Located<String>) {
    if directory.person(person.value) == nil { unknown("person", person, among: directory.people.map(\.id)) }
  }

  var roles: [String] { unique(directory.people.flatMap(\.roles)) }

  /// Reports a reference that leads to nobody.
  mutating func check(_ reference: Located<ActorReference>, roles severity: Severity = .error) {
    switch reference.value {
    case .user(let id): check(person: Located(id, at: reference.position))
    case .group(let id):
      if directory.group(id) == nil {
        unknown("group", Located(id, at: reference.position), among: directory.groups.map(\.id))
      }
    case .role(let role):
      if !roles.contains(role) {
        unknown(
          "role", Located(role, at: reference.position), among: roles, severity: severity,
          hint: "nobody in `people` has it")
      }
    case .managerOf(let inner): check(Located(inner, at: reference.position), roles: severity)
    case .requester, .beneficiary, .grantOwner, .assignees: break
    }
  }

  mutating func check(fact name: Located<String>, under root: [String], as what: String) -> FactType? {
    let path = root + name.value.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if let found = schema.type(at: path) { return found.type }
    var known: [String] = []
    for leaf in schema.leaves where leaf.path.starts(with: root) {
      for length in (root.count + 1)...max(root.count + 1, leaf.path.count) where length <= leaf.path.count {
        known.append(leaf.path[root.count..<length].joined(separator: "."))
      }
    }
    unknown("fact", name, among: unique(known), hint: "`\(what)` names facts that the schema declares")
    return nil
  }

  // MARK: - People

  private mutating func checkPeople() {
    if rights.people.isEmpty {
      report("no-people", "nobody is in the directory", hint: "somebody has to decide", at: nil)
    }
    var logins: [String: String] = [:]
    for person in rights.people {
      if let manager = person.manager { check(person: manager) }
      if let login = person.login {
        if let other = logins[login.value] {
          report(
            "duplicate-login", "the login `\(login.value)` belongs to `\(other)` already",
            hint: "a login is one person's",
            at: login.position)
        }
        logins[login.value] = person.id
      }
    }
    reportCycles()
  }

  private mutating func reportCycles() {
    var reported: Set<String> = []
    for person in rights.people where !reported.contains(person.id) {
      var chain = [person.id]
      var current = person
      while let next = current.manager?.value, let manager = directory.person(next) {
        if let start = chain.firstIndex(of: next) {
          let cycle = Array(chain[start...])
          if !cycle.contains(where: reported.contains) {
            report(
              "manager-cycle",
              "the managers of `\(next)` lead back to it: " + (cycle + [next]).joined(separator: " -> "),
              hint: "somebody in it has no manager", at: directory.person(next)?.manager?.position)
          }
          reported.formUnion(cycle)
          break
        }
        chain.append(next)
        current = manager
      }
      reported.insert(person.id)
    }
  }

  private mutating func checkGroups() {
    for group in rights.groups {
      for member in group.members { check(person: member) }
      if let accountable = group.accountable { check(person: accountable) }
      if group.members.isEmpty {
        report(
          "empty-group", "the group `\(group.id)` has no members", severity: .warning,
          hint: "it stands on its fallback",
          at: group.position)
      }
      guard let fallback = group.fallback else {
        report(
          "no-fallback", "the group `\(group.id)` has no fallback",
          hint: "name who acts when none of its members can: `fallback: group:governance`", at: group.position)
        continue
      }
      let before = diagnostics.count
      check(fallback)
      guard diagnostics.count == before else { continue }
      if fallback.value == .group(group.id) {
        report(
          "no-fallback", "the group `\(group.id)` falls back on itself", hint: "name others", at: fallback.position)
      } else if directory.people(fallback.value, cast: Cast()).isEmpty {
        report(
          "no-fallback", "the fallback of `\(group.id)` leads to nobody",
          hint: "name a group with members, or a person",
          at: fallback.position)
      }
    }
  }

  private mutating func checkCalendars() {
    for calendar in rights.calendars where calendar.zone.value != "UTC" && zones[calendar.zone.value] == nil {
      unknown(
        "zone", calendar.zone, among: Array(zones.keys).sorted(),
        hint: "write a name of the tz database: `Europe/Berlin`")
    }
    let defaults = rights.calendars.filter(\.isDefault)
    for other in defaults.dropFirst() {
      report(
        "several-defaults", "a second default calendar, `\(other.id)`", hint: "`\(defaults[0].id)` is the first",
        at: other.position)
    }
    if defaults.isEmpty, rights.calendars.count > 1, let first = rights.calendars.first {
      report(
        "no-default", "none of the calendars is the default", hint: "write `default: true` in one", at: first.position)
    }
  }

  private mutating func checkAuthority() {
    guard let authority = rights.authority else { return }
    var currency: Currency?
    for limit in authority.limits {
      check(limit.holder, roles: .warning)
      if case .managerOf = limit.holder.value {
        report(
          "limit-holder", "`\(limit.holder.value)` cannot hold a limit", hint: "write a role, a group or a person",
          at: limit.holder.position)
      }
      if let upTo = limit.upTo {
        if upTo.nanos < 0 {
          report(
            "out-of-range", "a limit of \(upTo)", hint: "write an amount, or `unlimited`", at: limit.holder.position)
        }
        if let currency, currency != upTo.currency {
          report(
            "mixed-currencies", "limits in `\(currency.code)` and `\(upTo.currency.code)`",
            hint: "write all limits in one currency", at: limit.holder.position)
        }
        currency = currency ?? upTo.currency
      }
    }
    for name in authority.aggregateBy { _ = check(fact: name, under: [], as: "by") }
  }

  private mutating func checkBreakGlass() {
    guard let emergency = rights.breakGlass else { return }
    for reference in emergency.candidates + emergency.reviewers { check(reference, roles: .warning) }
    for cap in emergency.caps where cap.amount.nanos <= 0 {
      report(
        "out-of-range", "an emergency grants up to \(cap.amount)",
        hint: "write an amount above nothing, or leave `breakGlass` out", at: emergency.candidates.first?.position)
    }
    let group = Set(emergency.candidates.flatMap { directory.people($0.value, cast: Cast()) })
    let reviewers = Set(emergency.reviewers.flatMap { directory.people($0.value, cast: Cast()) })
    if !reviewers.isEmpty, reviewers.count == 1 && reviewers.isSubset(of: group) {
      report(
        "self-approval", "only `\(reviewers.first ?? "")` looks at emergencies, and may approve them, too",
        hint: "name somebody else under `review`", at: emergency.reviewers.first?.position)
    }
  }

  // MARK: - Ladders

  mutating func check(_ ladder: Ladder) {
    let name = ladder.id.map { "the ladder `\($0)`" } ?? "the ladder"
    for rung in ladder.rungs { if let to = rung.to { check(to) } }
    for rung in ladder.rungs {
      if let to = rung.to, [.requester, .beneficiary, .assignees].contains(to.value) {
        report(
          "ladder-reaches-nobody", "\(name) hands it to `\(to.value)`, who may not decide it or has it already",
          hint: "name somebody else: `group:governance`, `{managerOf: assignees}`", at: to.position)
      }
    }
    guard ladder.rungs.contains(where: { $0.action == .add || $0.action == .replace }) else {
      report(
        "ladder-reaches-nobody", "\(name) reaches nobody else",
        hint: "add a rung such as `{at: due, do: add, to: group:governance}`", at: ladder.position)
      return
    }
    if let last = ladder.rungs.last, last.action == .remind || last.action == .add {
      report(
        "ladder-without-end", "\(name) does not end", hint: "let its last rung be `replace`, `reject` or `expire`",
        at: last.at.position)
    }
    if let terminal = ladder.rungs.firstIndex(where: \.action.isTerminal), terminal + 1 < ladder.rungs.count {
      report(
        "rung-after-end", "a rung after `\(ladder.rungs[terminal].action.rawValue)`",
        hint: "nothing waits any more by then",
        at: ladder.rungs[terminal + 1].at.position)
    }
    // Ten business days from a Monday morning tell any two moments apart.
    let start = Timestamp(clamping: 345_600_000_000 + 9 * 3_600_000_000)
    let due = BusinessCalendar.plain.adding(.businessDays(10), to: start)
    var before: Timestamp?
    for rung in ladder.rungs {
      let at = rung.at.value.instant(from: start, due: due, calendar: .plain)
      if let before, at < before {
        report(
          "rung-order", "`\(rung.at.value)` comes before the rung above it", hint: "write rungs in the order of time",
          at: rung.at.position)
      }
      before = at
    }
  }

  mutating func check(_ reference: LadderReference?) {
    switch reference {
    case .rungs(let ladder)?: check(ladder)
    case .named(let name)?:
      if !rights.ladders.contains(where: { $0.id == name.value }) {
        unknown("ladder", name, among: rights.ladders.compactMap(\.id))
      }
    case nil: break
    }
  }
}
