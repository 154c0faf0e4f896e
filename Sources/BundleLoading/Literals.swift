import Diagnostics
package import SpendModel
package import YAMLDocument

/// An actor as a document names it: a reference, or a mapping where there is more to say.
package enum ActorLiteral: Sendable {
  /// `user:ann`, `group:security`, `requester`, `{managerOf: requester}`
  case reference(ActorReference)
  /// `{group: governance, approve: 2}`
  case group(String, approve: Int64)
  /// `{expr: request.dpo}`: CEL giving a person's id; the node holds the expression and its places.
  case expression(Node)

  /// The reference, where nothing more was said.
  package var reference: ActorReference? { if case .reference(let reference) = self { reference } else { nil } }
}

/// A moment: `due`, `grant.expires`, `due+1bd`, `50%`.
package enum MomentLiteral: Hashable, Sendable {
  package enum Anchor: String, Hashable, Sendable, CaseIterable {
    case due
    case grantExpires = "grant.expires"
  }

  /// That share of the time up to `due`, in whole percent, 0 to 100.
  case percent(Int64)
  /// That long after the anchor; nothing means the anchor itself.
  case at(Anchor, plus: Period?)
}

// The literals that every kind of document uses. As with all getters of the toolkit, each returns nothing
// where the text is wrong, and reports what is wrong with it.
extension Node {
  /// `500 USD`, `500.00 USD`, quoted or not.
  package func money(reporting sink: DiagnosticSink) -> Money? {
    read("money", "an amount and a currency", hint: "write it as `500 USD`", reporting: sink) { Money($0) }
  }

  /// `90m 2h 30d 2w` by wall clock, `4bh 5bd` in business time.
  package func period(reporting sink: DiagnosticSink) -> Period? {
    read(
      "duration", "a duration", hint: "write it as `90m`, `2h`, `30d`, `2w`, or in business time `4bh`, `5bd`",
      reporting: sink
    ) { Period($0) }
  }

  /// A duration by wall clock, in nanoseconds as CEL counts them; business time is refused.
  package func wallDuration(reporting sink: DiagnosticSink) -> Int64? {
    guard let period = period(reporting: sink) else { return nil }
    guard case .wall(let seconds) = period else {
      sink.report(
        "duration", "`\(excerpt(text ?? ""))` is business time", hint: "use wall clock time here, such as `30d`",
        at: position)
      return nil
    }
    let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else {
      sink.report("duration", "`\(excerpt(text ?? ""))` is too long", hint: "at most 292 years", at: position)
      return nil
    }
    return nanoseconds
  }

  /// `80%`, in whole percent within the range.
  package func percent(in range: ClosedRange<Int64> = 0...100, reporting sink: DiagnosticSink) -> Int64? {
    let value = read("percent", "a percentage", hint: "write it as `80%`", reporting: sink, parse: wholePercent)
    guard let value else { return nil }
    guard range.contains(value) else {
      sink.report(
        "out-of-range", "`\(value)%` is out of range", hint: "write `\(range.lowerBound)%` to `\(range.upperBound)%`",
        at: position)
      return nil
    }
    return value
  }

  /// `2026-11-02`
  package func date(reporting sink: DiagnosticSink) -> CivilDate? {
    read("date", "a date", hint: "write it as `2026-11-02`", reporting: sink) { CivilDate($0) }
  }

  /// `2026-11-02T09:00:00Z`, or a date, which means the start of the day, UTC.
  package func timestamp(reporting sink: DiagnosticSink) -> Timestamp? {
    read(
      "timestamp", "a time or a date", hint: "write it as `2026-11-02T09:00:00Z` or `2026-11-02`", reporting: sink
    ) { Timestamp($0) ?? CivilDate($0)?.startUTC }
  }

  /// `due`, `grant.expires`, `due+1bd`, `50%`.
  package func moment(reporting sink: DiagnosticSink) -> MomentLiteral? {
    read(
      "moment", "a moment", hint: "write it as `due`, `grant.expires`, `due+1bd` or `50%`", reporting: sink
    ) { text in
      if let percent = wholePercent(text) { return (0...100).contains(percent) ? .percent(percent) : nil }
      let parts = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
      guard let first = parts.first, let anchor = MomentLiteral.Anchor(rawValue: String(first)) else { return nil }
      guard parts.count == 2 else { return .at(anchor, plus: nil) }
      return Period(parts[1]).map { .at(anchor, plus: $0) }
    }
  }

  /// An id that an author gives: ASCII `[a-z0-9._-]`.
  package func authoredID(reporting sink: DiagnosticSink) -> String? {
    guard let text = string(reporting: sink) else { return nil }
    guard isAuthoredID(text) else {
      sink.report(
        "id", "`\(excerpt(text))` is no id", hint: "use 1 to 128 of `a` to `z`, `0` to `9`, `.`, `_`, `-`", at: position
      )
      return nil
    }
    return text
  }

  /// A person where only a person may stand: the bare id, or `user:ann`.
  package func person(reporting sink: DiagnosticSink) -> String? {
    guard let text = string(reporting: sink) else { return nil }
    if isAuthoredID(text) { return text }
    if case .user(let id)? = ActorReference(text) { return id }
    sink.report("actor", "`\(excerpt(text))` is no person", hint: "write the bare id, such as `ann`", at: position)
    return nil
  }

  /// `user:ann`, `group:security`, `role:director`, `requester`, `beneficiary`, `grant.owner`, `{managerOf: requester}`.
  package func actorReference(reporting sink: DiagnosticSink) -> ActorReference? {
    guard let actor = actor(reporting: sink) else { return nil }
    if let reference = actor.reference { return reference }
    sink.report(
      "actor", "only a plain actor may stand here", hint: "write it as `user:ann`, `group:security` or `requester`",
      at: position)
    return nil
  }

  /// An actor in any of its forms.
  package func actor(reporting sink: DiagnosticSink) -> ActorLiteral? {
    if entries != nil { return actorMapping(reporting: sink) }
    guard let text = string(reporting: sink) else { return nil }
    if let reference = ActorReference(text) { return .reference(reference) }
    sink.report("actor", "`\(excerpt(text))` is no actor", hint: actorHint(text), at: position)
    return nil
  }

  private func actorHint(_ text: String) -> String {
    if isAuthoredID(text) {
      let words = ["requester", "beneficiary", "grant.owner", "assignees"]
      if let nearest = nearestName(to: text, in: words) { return "did you mean `\(nearest)`?" }
      return "say what it is: `user:\(text)`, `group:\(text)` or `role:\(text)`"
    }
    return "write it as `user:ann`, `group:security`, `role:director`, `requester`, `beneficiary` or `grant.owner`"
  }

  private func actorMapping(reporting sink: DiagnosticSink) -> ActorLiteral? {
    guard var reader = MappingReader(self, sink, as: "an actor") else { return nil }
    let before = sink.diagnostics.count
    let group = reader.node("group")
    let approve = reader.integer("approve", in: 1...1000)
    let manager = reader.node("managerOf")
    let expression = reader.node("expr")
    reader.finish()
    var result: ActorLiteral?
    switch (group, manager, expression) {
    case (let group?, nil, nil):
      guard let name = group.string(reporting: sink) else { break }
      // Both `governance` and `group:governance` name the group.
      var id: String? = isAuthoredID(name) ? name : nil
      if case .group(let named)? = ActorReference(name) { id = named }
      guard let id else {
        sink.report("actor", "`\(excerpt(name))` is no group", hint: "write the group's id", at: group.position)
        break
      }
      result = approve.map { .group(id, approve: $0) } ?? .reference(.group(id))
    case (nil, let manager?, nil):
      if approve != nil { reader.refuse("approve", because: "it belongs beside `group`") }
      result = manager.actorReference(reporting: sink).map { .reference(.managerOf($0)) }
    case (nil, nil, let expression?):
      if approve != nil { reader.refuse("approve", because: "it belongs beside `group`") }
      result = expression.string(reporting: sink).map { _ in .expression(expression) }
    default:
      if sink.diagnostics.count == before {
        sink.report(
          "actor", "an actor is one of `group`, `managerOf` and `expr`", hint: "write one of them", at: position)
      }
    }
    return sink.diagnostics.count == before ? result : nil
  }

  /// A scalar's text read by a parser; where that gives nothing, what was wanted is reported.
  private func read<Value>(
    _ code: String, _ wanted: String, hint: String, reporting sink: DiagnosticSink, parse: (String) -> Value?
  ) -> Value? {
    guard let scalar, scalar.type != .null else {
      sink.report("wrong-type", "expected \(wanted), found \(found)", hint: hint, at: position)
      return nil
    }
    if let value = parse(scalar.text) { return value }
    sink.report(code, "expected \(wanted), found \(found)", hint: hint, at: position)
    return nil
  }
}

private func wholePercent(_ text: String) -> Int64? {
  guard text.utf8.last == UInt8(ascii: "%") else { return nil }
  let digits = text.utf8.dropLast()
  guard (1...6).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
  return Int64(String(decoding: digits, as: UTF8.self))
}

extension MappingReader {
  package mutating func money(_ key: String, _ presence: Presence = .optional) -> Money? {
    node(key, presence)?.money(reporting: sink)
  }

  package mutating func period(_ key: String, _ presence: Presence = .optional) -> Period? {
    node(key, presence)?.period(reporting: sink)
  }

  package mutating func percent(
    _ key: String, _ presence: Presence = .optional, in range: ClosedRange<Int64> = 0...100
  ) -> Int64? {
    node(key, presence)?.percent(in: range, reporting: sink)
  }

  package mutating func date(_ key: String, _ presence: Presence = .optional) -> CivilDate? {
    node(key, presence)?.date(reporting: sink)
  }

  package mutating func timestamp(_ key: String, _ presence: Presence = .optional) -> Timestamp? {
    node(key, presence)?.timestamp(reporting: sink)
  }

  package mutating func moment(_ key: String, _ presence: Presence = .optional) -> MomentLiteral? {
    node(key, presence)?.moment(reporting: sink)
  }

  package mutating func authoredID(_ key: String, _ presence: Presence = .optional) -> String? {
    node(key, presence)?.authoredID(reporting: sink)
  }

  package mutating func person(_ key: String, _ presence: Presence = .optional) -> String? {
    node(key, presence)?.person(reporting: sink)
  }

  package mutating func actorReference(_ key: String, _ presence: Presence = .optional) -> ActorReference? {
    node(key, presence)?.actorReference(reporting: sink)
  }

  package mutating func actor(_ key: String, _ presence: Presence = .optional) -> ActorLiteral? {
    node(key, presence)?.actor(reporting: sink)
  }

  /// A list of actors.
  package mutating func actors(
    _ key: String, _ presence: Presence = .optional, orSingle: Bool = false
  ) -> [ActorLiteral]? {
    nodes(key, presence, orSingle: orSingle)?.compactMap { $0.actor(reporting: sink) }
  }
}
