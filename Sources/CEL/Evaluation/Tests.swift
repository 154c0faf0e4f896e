/// Comparisons of a slot with a constant.
import Diagnostics

extension Activation.Bindings {
  /// What a test finds by one look at its slot; nothing where it takes more.
  func passes(_ test: Plan.Test, _ code: Code) -> Bool? {
    let glance = glances[test.slot]
    switch test.kind {
    case .compare(let sign):
      switch (glance.kind, test.glance.kind) {
      case (.int, .int): return sign.holds(Int64(bitPattern: glance.word), Int64(bitPattern: test.glance.word))
      case (.bool, .bool):
        return sign == .equal
          ? glance.word == test.glance.word : sign == .unequal ? glance.word != test.glance.word : nil
      case (.text, .text):
        guard sign == .equal || sign == .unequal else { return nil }
        let isSame = glance.isSameText(test.glance) ?? isSame(test.slot, code.tables.constants[test.constant])
        return isSame.map { $0 == (sign == .equal) }
      case (.other, .other):
        guard case .money(let a)? = slots[test.slot], case .money(let b) = code.tables.constants[test.constant],
          haveSameBytes(a.currency, b.currency)
        else { return nil }
        return sign.holds(a.nanos, b.nanos)
      default: return nil
      }
    case .isOneOf(let place):
      guard glance.kind == .text else { return nil }
      return code.tables.choices[place].contains(glance) { text(test.slot) }
    case .holds:
      guard case .list(let items)? = slots[test.slot], items.count <= Plan.Test.shortList,
        case .string(let wanted) = code.tables.constants[test.constant]
      else { return nil }
      for item in items { if case .string(let text) = item, haveSameBytes(text, wanted) { return true } }
      return false
    case .text(let kind):
      guard let text = text(test.slot), case .string(let part) = code.tables.constants[test.constant] else {
        return nil
      }
      return kind.holds(text, part)
    }
  }

  private func isSame(_ slot: Int, _ constant: Value) -> Bool? {
    guard let text = text(slot), case .string(let other) = constant else { return nil }
    return haveSameBytes(text, other)
  }

  /// A text that is short enough to be looked at without counting what that takes.
  private func text(_ slot: Int) -> String? {
    if case .string(let text)? = slots[slot], text.utf8.count <= Plan.Test.shortText { text } else { nil }
  }
}

extension Plan.Choices {
  /// - Parameter text: The text behind the glance; nothing where it is too long to be looked at by a test.
  fileprivate func contains(_ glance: Glance, _ text: () -> String?) -> Bool? {
    switch self {
    case .few(let texts, let glances):
      for (place, other) in glances.enumerated() where glance.word == other.word {
        if glance.isSameText(other) == true { return true }
        guard let text = text() else { return nil }
        if haveSameBytes(texts[place], text) { return true }
      }
      return false
    case .many(let keys): return text().map { keys.contains(.string($0)) }
    }
  }
}

extension Plan.TextTest {
  func holds(_ text: String, _ part: String) -> Bool {
    switch self {
    case .startsWith: text.utf8.starts(with: part.utf8)
    case .endsWith: text.utf8.count >= part.utf8.count && text.utf8.suffix(part.utf8.count).elementsEqual(part.utf8)
    case .contains: containsText(text, part)
    }
  }
}

extension Expression.Operator {
  fileprivate func holds(_ a: Int64, _ b: Int64) -> Bool? {
    switch self {
    case .equal: a == b
    case .unequal: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    default: nil
    }
  }
}
