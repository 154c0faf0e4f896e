import SpendModel

extension RuleIndex {
  /// Reads facts into the slots of a layout.
  func read(_ facts: Facts, _ layout: FactLayout, _ request: inout Request) {
    read(facts, layout, place: 0, &request)
  }

  /// As deep as the layout.
  private func read(_ facts: Facts, _ layout: FactLayout, place: Int, _ request: inout Request) {
    let parent = layout.places[place]
    for number in Int(parent.firstField)..<Int(parent.firstField + parent.fieldCount) {
      let place = layout.places[number]
      guard place.slot >= 0 || place.fieldCount > 0 else { continue }
      let name = layout.name(of: place)
      guard let field = facts.fields.first(where: { $0.name.utf8.elementsEqual(name) }) else { continue }
      if place.slot >= 0 { take(Int(place.slot), field.value, &request) }
      if case .object(let inner) = field.value { read(inner, layout, place: number, &request) }
    }
  }

  /// Takes a fact.
  func take(_ slot: Int, _ value: FactValue, _ request: inout Request) {
    switch value {
    case .bool(let flag): take(slot, flag: flag, &request)
    case .int(let number): take(slot, .int, number, &request)
    case .uint: take(slot, .uint, &request)
    case .double: take(slot, .double, &request)
    case .string(var text): text.withUTF8 { take(slot, text: UnsafeRawBufferPointer($0), &request) }
    case .text: take(slot, .text, &request)
    case .timestamp(let time): take(slot, .timestamp, time.microseconds, &request)
    case .duration(let length): take(slot, .duration, length, &request)
    case .money(let money): take(slot, .money, money.nanos, currency: packed(money.currency), &request)
    case .object: take(slot, .object, &request)
    case .list(let items):
      take(slot, .list, &request)
      for case .string(var text) in items {
        text.withUTF8 { take(slot, element: UnsafeRawBufferPointer($0), &request) }
      }
    }
  }
}
