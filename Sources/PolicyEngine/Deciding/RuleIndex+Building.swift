import SpendModel

extension RuleIndex {
  /// A rule as the index takes it.
  struct Entry {
    var predicates: [Key]
    var validity: Validity?
  }

  /// A predicate of a fact; of none where it is an expression.
  struct Key: Hashable {
    var slot: Int
    var test: Predicate
  }

  /// - Parameters:
  ///   - entries: The rules by rank; nothing for what is no rule on requests, or can never hold.
  ///   - slots: With what is known of them beside the predicates.
  /// - Returns: Also the predicates with their numbers.
  static func make(_ entries: [Entry?], slots: [Slot]) -> (index: RuleIndex, numbers: [Key: Int32]) {
    var index = RuleIndex()
    index.slots = slots
    let numbers = index.addPredicates(entries)
    var keys: [Key?] = Array(repeating: nil, count: numbers.count + 1)
    for (key, number) in numbers { keys[Int(number)] = key }
    let hooks = index.addRules(entries, numbers, keys)
    index.addValues(keys, hooks)
    return (index, numbers)
  }

  /// Numbers the predicates: slot by slot, order comparisons of one family by their bounds.
  private mutating func addPredicates(_ entries: [Entry?]) -> [Key: Int32] {
    var numbers: [Key: Int32] = [:]
    var bySlot: [[Predicate]] = Array(repeating: [], count: slots.count)
    var expressions: [Key] = []
    for case let entry? in entries {
      for key in entry.predicates where numbers[key] == nil {
        numbers[key] = 0
        if key.slot < 0 { expressions.append(key) } else { bySlot[key.slot].append(key.test) }
      }
    }
    missing = [Answer.holds]
    for (slot, tests) in bySlot.enumerated() {
      var byFamily: [Bound.Family: [(bound: Int64, test: Predicate)]] = [:]
      var order: [Bound.Family] = []
      var others: [Predicate] = []
      for test in tests {
        guard let bound = test.bound else {
          others.append(test)
          continue
        }
        if byFamily[bound.family] == nil { order.append(bound.family) }
        byFamily[bound.family, default: []].append((bound.value, test))
      }
      slots[slot].first = Int32(missing.count)
      slots[slot].count = Int32(tests.count)
      slots[slot].families = Int32(families.count)
      slots[slot].familyCount = Int32(order.count)
      var row = others
      for family in order {
        let members = (byFamily[family] ?? []).sorted { $0.bound < $1.bound }
        families.append(
          Family(
            kind: family.kind.rawValue, holdsAbove: family.holdsAbove, currency: packed(family.currency),
            bounds: Int32(bounds.count), count: Int32(members.count), first: slots[slot].first + Int32(row.count)))
        bounds += members.map(\.bound)
        row += members.map(\.test)
      }
      for (offset, test) in row.enumerated() {
        numbers[Key(slot: slot, test: test)] = slots[slot].first + Int32(offset)
      }
      slots[slot].kinds = Int32(answers.count)
      for kind in FactKind.allCases { answers += row.map { $0.answer(of: kind) } }
      missing += row.map { $0.answer(of: .missing) }
    }
    for key in expressions {
      numbers[key] = Int32(missing.count)
      missing.append(Answer.open)
    }
    return numbers
  }

  /// - Returns: The rows of the rules that hang on a predicate, by its number.
  private mutating func addRules(
    _ entries: [Entry?], _ numbers: [Key: Int32], _ keys: [Key?]
  ) -> [Int32: (start: Int32, end: Int32)] {
    var hooks: [Int32: (start: Int32, end: Int32)] = [:]
    let chances = Chances(keys)
    if entries.contains(where: { $0?.validity != nil }) {
      validity = entries.map { $0?.validity ?? Validity(from: .min, until: .max) }
    }
    var hung: [(hook: Int32, rank: Int32)] = []
    for (rank, entry) in entries.enumerated() {
      var hook: (number: Int32, chance: Double) = (Self.truth, 1)
      for key in entry?.predicates ?? [] {
        let number = numbers[key] ?? Self.truth
        conjuncts.append(number)
        let chance = chances[Int(number)]
        if chance < hook.chance { hook = (number, chance) }
      }
      starts.append(Int32(conjuncts.count))
      if entry != nil { hung.append((hook.number, Int32(rank))) }
    }
    hung.sort { ($0.hook, $0.rank) < ($1.hook, $1.rank) }
    for (hook, rank) in hung {
      let own = conjuncts[Int(starts[Int(rank)])..<Int(starts[Int(rank) + 1])]
      var row = Row(repeating: Self.truth)
      for (place, number) in own.prefix(Self.rowWidth).enumerated() { row[place] = number }
      ranks.append(own.count > Self.rowWidth ? rank | .min : rank)
      rows.append(row)
      if hook == Self.truth { always = Int32(rows.count) }
      hooks[hook, default: (Int32(rows.count - 1), 0)].end = Int32(rows.count)
    }
    for slot in slots.indices {
      let own = slots[slot].first..<slots[slot].first + slots[slot].count
      for number in own {
        guard let hook = hooks[number] else { continue }
        if slots[slot].rows == slots[slot].rowsEnd { slots[slot].rows = hook.start }
        slots[slot].rowsEnd = hook.end
        for kind in FactKind.allCases where keys[Int(number)]?.test.answer(of: kind) != Answer.fails {
          slots[slot].loose |= 1 << UInt32(kind.rawValue)
        }
      }
    }
    return hooks
  }

  /// Makes the table of values of each slot.
  private mutating func addValues(_ keys: [Key?], _ hooks: [Int32: (start: Int32, end: Int32)]) {
    for slot in slots.indices {
      let first = Int(slots[slot].first)
      var namers: [NamedValue: [Int32]] = [:]
      var order: [NamedValue] = []
      for number in first..<first + Int(slots[slot].count) {
        for value in keys[number]?.test.named ?? [] {
          if namers[value] == nil { order.append(value) }
          if namers[value]?.last != Int32(number) { namers[value, default: []].append(Int32(number)) }
        }
      }
      slots[slot].lengths = Int32(lengths.count)
      lengths += Set(order.filter { $0.form == .prefix }.map { Int32($0.bytes.count) }).sorted()
      slots[slot].lengthCount = Int32(lengths.count) - slots[slot].lengths
      guard !order.isEmpty else { continue }
      var size = 4
      while size < order.count * 2 { size *= 2 }
      slots[slot].buckets = Int32(buckets.count)
      slots[slot].mask = Int32(size - 1)
      var table = [Int32](repeating: -1, count: size)
      for value in order {
        let hash = value.bytes.withUnsafeBytes { Self.hash($0, value.form) }
        var bucket = Int(hash) & (size - 1)
        while table[bucket] >= 0 { bucket = (bucket + 1) & (size - 1) }
        table[bucket] = Int32(values.count)
        let numbers = namers[value] ?? []
        values.append(
          Value(
            hash: hash, start: Int32(bytes.count), count: Int32(value.bytes.count), form: value.form.rawValue,
            turns: Int32(turns.count), turnCount: Int32(numbers.count)))
        bytes += value.bytes
        for number in numbers {
          let hook = hooks[number] ?? (0, 0)
          turns.append(
            Turn(
              predicate: number, answer: keys[Int(number)]?.test.answerOfNamed ?? Answer.open, rows: hook.start,
              rowsEnd: hook.end))
        }
      }
      buckets += table
    }
  }
}

/// The three letters of a currency as a number; 0 for none.
func packed(_ currency: Currency?) -> UInt32 {
  (currency?.code.utf8 ?? "".utf8).reduce(0) { $0 << 8 | UInt32($1) }
}

/// How often predicates hold, by a guess: as if the values of a fact were those that predicates name, each as often.
private struct Chances {
  private var byNumber: [Double]

  init(_ keys: [RuleIndex.Key?]) {
    var named: [Int: [NamedValue.Form: Set<[UInt8]>]] = [:]
    for case let key? in keys where key.slot >= 0 {
      for value in key.test.named { named[key.slot, default: [:]][value.form, default: []].insert(value.bytes) }
    }
    byNumber = keys.map { key in
      guard let key, key.slot >= 0, key.test.isNarrow else { return 1 }
      let values = key.test.named
      guard let form = values.first?.form else { return 0 }
      let known = Double(named[key.slot]?[form]?.count ?? 0)
      switch form {
      case .bool: return 0.5
      case .element: return min(0.9, 3 / (known + 3))
      case .string, .int, .prefix: return min(0.9, Double(values.count) / (known + 1))
      }
    }
  }

  subscript(number: Int) -> Double { byNumber[number] }
}
