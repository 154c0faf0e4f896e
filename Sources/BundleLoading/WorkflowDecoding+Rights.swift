import Diagnostics
import SpendModel
package import WorkflowEngine
package import YAMLDocument

extension WorkflowDecoder {
  private enum Weekday: String, CaseIterable { case mon, tue, wed, thu, fri, sat, sun }

  /// - Parameter node: A document whose `apiVersion` and `kind` have been looked at.
  package func decisionRights(_ node: Node) -> DecisionRights? {
    let before = sink.diagnostics.count
    guard var reader = MappingReader(node, sink, as: "decision rights") else { return nil }
    _ = (reader.node("apiVersion"), reader.node("kind"))
    let id = located(reader.node("id", .required)) { $0.authoredID(reporting: sink) }
    let owner = located(reader.node("owner", .required)) { $0.actorReference(reporting: sink) }
    let people = named(reader.node("people", .required), "people", person)
    let groups = named(reader.node("groups"), "groups", group)
    let reviews = named(reader.node("reviews"), "reviews") { stage($1, id: $0) }
    let authority = reader.node("authority").flatMap(authority)
    let ladders = named(reader.node("ladders"), "ladders") { Ladder(id: $0.value, at: $0.position, rungs: rungs($1)) }
    let calendars = named(reader.node("calendars"), "calendars", calendar)
    let conflicts = (reader.nodes("conflicts") ?? []).compactMap(conflict)
    let breakGlass = reader.node("breakGlass").flatMap(breakGlass)
    notYet(&reader, ["delegations"])
    reader.finish()
    let found = sink.diagnostics.dropFirst(before)
    let isWhole = !found.contains { $0.severity == .error }
    guard isWhole || broken != nil else { return nil }
    let rights = DecisionRights(
      id: id ?? Located(sink.file ?? "", at: node.position), owner: owner ?? Located(.requester, at: node.position),
      file: sink.file, people: people, groups: groups, reviews: reviews, authority: authority,
      ladders: ladders, calendars: calendars, conflicts: conflicts, breakGlass: breakGlass)
    guard !isWhole, let broken else { return rights }
    broken.note(found, in: sink.file, isRights: true)
    broken.rights = rights
    return nil
  }

  /// The entries of a mapping whose keys are ids.
  private func named<Value>(_ node: Node?, _ what: String, _ read: (Located<String>, Node) -> Value?) -> [Value] {
    guard let node else { return [] }
    guard let entries = node.entries else {
      sink.report("wrong-type", "expected `\(what)`, which is a mapping by id, found \(node.found)", at: node.position)
      return []
    }
    return entries.compactMap { entry in
      guard let id = entry.key.authoredID(reporting: sink) else { return nil }
      return read(Located(id, at: entry.key.position), entry.value)
    }
  }

  private func person(_ id: Located<String>, _ node: Node) -> Person? {
    guard var reader = MappingReader(node, sink, as: "a person") else { return nil }
    let name = reader.string("name", .required)
    let login = located(reader.node("login")) { $0.string(reporting: sink) }
    let team = reader.string("team")
    let manager = located(reader.node("manager")) { $0.person(reporting: sink) }
    let roles = names(reader.nodes("roles"))
    let training = reader.strings("training")
    reader.finish()
    return Person(
      id: id.value, at: id.position, name: name ?? id.value, login: login, team: team, manager: manager,
      roles: roles.map(\.value), training: training ?? [])
  }

  private func group(_ id: Located<String>, _ node: Node) -> Group? {
    guard var reader = MappingReader(node, sink, as: "a group") else { return nil }
    let members = (reader.nodes("members", .required) ?? []).compactMap { node in
      located(node) { $0.person(reporting: sink) }
    }
    let accountable = located(reader.node("accountable")) { $0.person(reporting: sink) }
    let fallback = located(reader.node("fallback")) { $0.actorReference(reporting: sink) }
    reader.finish()
    return Group(id: id.value, at: id.position, members: members, accountable: accountable, fallback: fallback)
  }

  private func authority(_ node: Node) -> Authority? {
    guard var reader = MappingReader(node, sink, as: "the authority") else { return nil }
    var by: [Located<String>] = []
    var window: Period?
    if var aggregate = reader.mapping("aggregate", as: "an aggregate") {
      by = (aggregate.nodes("by", .required) ?? []).compactMap { node in located(node) { $0.string(reporting: sink) } }
      window = span(&aggregate, "window", .required)
      aggregate.finish()
    }
    let limits = (reader.nodes("limits", .required) ?? []).compactMap(limit)
    reader.finish()
    return Authority(limits: limits, aggregateBy: by, aggregateWindow: window)
  }

  private func limit(_ node: Node) -> Authority.Limit? {
    guard var reader = MappingReader(node, sink, as: "a limit") else { return nil }
    let holder = located(reader.node("holder", .required)) { $0.actorReference(reporting: sink) }
    let upTo = reader.literal("upTo", .required)
    let approve = reader.integer("approve", in: 1...1000)
    reader.finish()
    guard let holder, let upTo else { return nil }
    if upTo.text == "unlimited" {
      return Authority.Limit(holder: holder, upTo: nil, approve: approve.map { Int($0) } ?? 1)
    }
    return upTo.money(reporting: sink).map {
      Authority.Limit(holder: holder, upTo: $0, approve: approve.map { Int($0) } ?? 1)
    }
  }

  private func conflict(_ node: Node) -> Conflict? {
    guard var reader = MappingReader(node, sink, as: "a conflict") else { return nil }
    let person = located(reader.node("person", .required)) { $0.person(reporting: sink) }
    let when = expression(reader.node("when"))
    reader.finish()
    return person.map { Conflict(person: $0, when: when) }
  }

  private func breakGlass(_ node: Node) -> BreakGlass? {
    guard var reader = MappingReader(node, sink, as: "`breakGlass`") else { return nil }
    let candidates = references(reader.nodes("candidates", .required))
    let caps = reader.node("caps", .required).map(caps)
    let expires = span(&reader, "expires", .required)
    var reviewers: [Located<ActorReference>] = []
    var due: Period?
    if var review = reader.mapping("review", .required, as: "a review") {
      reviewers = references(review.nodes("candidates", .required))
      due = span(&review, "due", .required)
      review.finish()
    }
    reader.finish()
    guard let caps, let expires, let due else { return nil }
    return BreakGlass(candidates: candidates, caps: caps, expires: expires, reviewers: reviewers, reviewDue: due)
  }

  // MARK: - Calendars

  private func calendar(_ id: Located<String>, _ node: Node) -> CalendarDeclaration? {
    guard var reader = MappingReader(node, sink, as: "a calendar") else { return nil }
    let zone = located(reader.node("zone", .required)) { $0.string(reporting: sink) }
    let hours = reader.nodes("hours", .required, orSingle: true)
    let dayNodes = reader.nodes("days", .required)
    let holidays = (reader.nodes("holidays") ?? []).compactMap { $0.date(reporting: sink) }
    let isDefault = reader.bool("default")
    reader.finish()
    var ranges: [Range<Int64>] = []
    for node in hours ?? [] {
      guard let range = officeHours(node) else { continue }
      if let last = ranges.last, range.lowerBound < last.upperBound {
        sink.report(
          "hours", "office hours \(node.found) begin before those before them end", hint: "write them in order, apart",
          at: node.position)
        continue
      }
      ranges.append(range)
    }
    var days: Set<Int> = []
    for node in dayNodes ?? [] {
      guard let day = node.choice(Weekday.self, reporting: sink) else { continue }
      days.insert(Weekday.allCases.firstIndex(of: day) ?? 0)
    }
    if let dayNodes, dayNodes.isEmpty {
      sink.report(
        "days", "a calendar without days", hint: "write the working days, such as `[mon, tue, wed, thu, fri]`",
        at: node["days"]?.position)
    }
    if let hours, hours.isEmpty {
      sink.report("hours", "a calendar without hours", hint: "write them as `09:00-17:00`", at: node["hours"]?.position)
    }
    guard let zone else { return nil }
    return CalendarDeclaration(
      id: id.value, at: id.position, zone: zone, hours: ranges, days: days, holidays: Set(holidays),
      isDefault: isDefault ?? false)
  }

  /// `09:00-17:00` as seconds from midnight.
  private func officeHours(_ node: Node) -> Range<Int64>? {
    let parts = (node.text ?? "").split(separator: "-", omittingEmptySubsequences: false)
    if parts.count == 2, let start = timeOfDay(parts[0]), let end = timeOfDay(parts[1]), start < end {
      return start..<end
    }
    sink.report(
      "hours", "expected office hours, found \(node.found)", hint: "write them as `09:00-17:00`, in quotes",
      at: node.position)
    return nil
  }

  private func timeOfDay(_ text: Substring) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
      [0, 1, 3, 4].allSatisfy({ (48...57).contains(bytes[$0]) })
    else { return nil }
    let hour = Int64(bytes[0] - 48) * 10 + Int64(bytes[1] - 48)
    let minute = Int64(bytes[3] - 48) * 10 + Int64(bytes[4] - 48)
    let seconds = hour * 3600 + minute * 60
    return minute < 60 && seconds <= 86_400 ? seconds : nil
  }
}
