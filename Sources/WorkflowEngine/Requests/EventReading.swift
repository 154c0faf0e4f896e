import SpendModel
import StrictJSON

/// What folding reads of an event, be it a record or a draft.
struct EventReading {
  let type: EventType
  let actor: String
  let at: Timestamp
  let data: JSONValue
  /// The value of the blob that the event names as its input.
  let input: JSONValue?

  init(_ record: EventRecord, input: JSONValue?) {
    type = record.type
    actor = record.actor
    at = record.at
    data = record.data
    self.input = input
  }

  init(_ draft: EventDraft, at: Timestamp) {
    type = draft.type
    actor = draft.actor.id
    self.at = at
    data = draft.data
    input = draft.data["input_sha256"]?["value"]
  }

  func text(_ key: String) throws(ReplayError) -> String {
    guard let value = data[key]?.string else { throw ReplayError("`\(type.rawValue)` has no text `\(key)`") }
    return value
  }

  func integer(_ key: String) throws(ReplayError) -> Int64 {
    guard let value = data[key]?.integer else { throw ReplayError("`\(type.rawValue)` has no integer `\(key)`") }
    return value
  }

  /// A count that is at least zero and stays far from any overflow.
  func count(_ key: String) throws(ReplayError) -> Int64 {
    let value = try integer(key)
    guard (0...1_000_000_000).contains(value) else { throw ReplayError("`\(key)` is \(value)") }
    return value
  }

  func time(_ key: String) throws(ReplayError) -> Timestamp {
    guard let value = data[key]?.string.flatMap({ Timestamp($0) }) else {
      throw ReplayError("`\(type.rawValue)` has no time `\(key)`")
    }
    return value
  }

  func money(_ key: String) -> Money? { data[key].flatMap { Money(canonical: $0) } }

  func texts(_ key: String) -> [String] { strings(data[key]) }

  func timers(_ value: JSONValue?) -> [TimerCase] { value?.array?.compactMap { TimerCase(json: $0) } ?? [] }
}

func strings(_ value: JSONValue?) -> [String] { value?.array?.compactMap(\.string) ?? [] }

func array(_ strings: [String]) -> JSONValue { .array(strings.map { .string($0) }) }

extension Obligation {
  var json: JSONValue {
    .object([
      "id": .string(id), "phase": .string(phase.rawValue), "evidence": evidence.map { .string($0) },
      "owner": .string(owner.description), "due": due.map { .string($0.description) },
      "verifier": .string(verifier.description),
    ])
  }

  init?(json value: JSONValue) {
    guard let id = value["id"]?.string, let phase = value["phase"]?.string.flatMap({ Phase(rawValue: $0) }),
      let owner = value["owner"]?.string.flatMap({ ActorReference(describing: $0) }),
      let verifier = value["verifier"]?.string.flatMap({ ActorReference(describing: $0) })
    else { return nil }
    self.init(
      id: id, phase: phase, evidence: value["evidence"]?.string, owner: owner,
      due: value["due"]?.string.flatMap { Period($0) }, verifier: verifier)
  }
}

extension ActorReference {
  /// Reads what `description` writes, `managerOf:requester` included.
  init?(describing text: String) {
    if text.hasPrefix("managerOf:"), text.utf8.count < 200,
      let inner = ActorReference(describing: String(text.dropFirst(10)))
    {
      self = .managerOf(inner)
    } else if let plain = ActorReference(text) {
      self = plain
    } else {
      return nil
    }
  }
}
