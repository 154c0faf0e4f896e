import FactSchema
package import SpendModel
package import StrictJSON

extension Facts {
  /// Reads facts back from their canonical form, by the types that a schema declares. What does not fit its type, and
  /// free texts, which stand there as commitments, are left out.
  init(canonical value: JSONValue, shape: ObjectShape, depth: Int = 0) {
    self.init()
    guard depth < 32 else { return }
    for field in shape.fields {
      guard let member = value[field.name] else { continue }
      self[field.name] = FactValue(canonical: member, type: field.type, depth: depth + 1)
    }
  }
}

extension FactValue {
  init?(canonical value: JSONValue, type: FactType, depth: Int) {
    guard depth < 32 else { return nil }
    switch type {
    case .text: return nil
    case .string, .enumeration:
      guard let text = value.string else { return nil }
      self = .string(text)
    case .bool:
      guard let bool = value.bool else { return nil }
      self = .bool(bool)
    case .int:
      guard let number = value.integer ?? value.string.flatMap({ Int64($0) }) else { return nil }
      self = .int(number)
    case .uint:
      guard let number = value.integer.flatMap({ UInt64(exactly: $0) }) ?? value.string.flatMap({ UInt64($0) }) else {
        return nil
      }
      self = .uint(number)
    case .double:
      guard let number = value.string.flatMap({ Double($0) }) else { return nil }
      self = .double(number)
    case .timestamp:
      guard let time = value.string.flatMap({ Timestamp($0) }) else { return nil }
      self = .timestamp(time)
    case .duration:
      guard let text = value.string, text.hasSuffix("s"), let nanos = scaledDecimal(text.dropLast(), places: 9) else {
        return nil
      }
      self = .duration(nanoseconds: nanos)
    case .money:
      guard let money = Money(canonical: value) else { return nil }
      self = .money(money)
    case .list(let element):
      guard let items = value.array else { return nil }
      self = .list(items.compactMap { FactValue(canonical: $0, type: element, depth: depth + 1) })
    case .map(_, let element):
      guard let members = value.object else { return nil }
      var facts = Facts()
      for member in members { facts[member.name] = FactValue(canonical: member.value, type: element, depth: depth + 1) }
      self = .object(facts)
    case .object(let shape): self = .object(Facts(canonical: value, shape: shape, depth: depth + 1))
    case .dynamic:
      switch value {
      case .bool(let bool): self = .bool(bool)
      case .integer(let number): self = .int(number)
      case .string(let text): self = .string(text)
      default: return nil
      }
    }
  }
}

extension CompiledWorkflows {
  /// The facts of a case as conditions read them.
  package func typedFacts(request: JSONValue, requester: JSONValue, at now: Timestamp) -> Facts {
    Facts(
      canonical: ["request": request, "requester": requester, "now": .string(now.canonicalText)],
      shape: conditions.schema.facts)
  }

  func input(_ request: RequestCase, exposure: Money?) -> RoutingInput {
    var input = RoutingInput(
      facts: typedFacts(request: request.facts, requester: request.requesterFacts, at: request.submittedAt),
      previous: request.previousFacts.map {
        typedFacts(request: $0, requester: request.requesterFacts, at: request.submittedAt)
      },
      outcome: request.outcome, fired: request.fired, reviews: request.reviews, requester: request.requester,
      submitter: request.submitter, beneficiary: request.beneficiary, exposure: exposure)
    input.separation = workflow(request.workflow)?.separation
    input.authors = request.authors
    input.votes = request.countedVotes
    input.bound = bound(input)
    return input
  }
}

extension RequestCase {
  /// The votes that count, as conditions read them.
  var countedVotes: [(stage: String, person: String, verb: RequestVerb)] {
    stages.flatMap { stage in stage.counted.map { (stage.id, $0.person, $0.verb) } }
  }
}
