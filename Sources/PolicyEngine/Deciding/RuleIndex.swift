import SpendModel

/// All predicates of a policy, each once, and the rules that they make, as tables of numbers.
///
/// The predicates of one fact stand in a row. What a request says to all of them is made fact by fact: first what
/// they say of the kind of its value; then those are turned that name the value itself, found by its bytes in a table;
/// then order comparisons, of which a search finds how many hold. No predicate is looked at by itself.
///
/// Each rule hangs on the one of its predicates that holds least often, if it has one that names values: only where
/// that holds, or cannot be known, are the others of the rule looked at.
struct RuleIndex: Sendable {
  /// A fact that predicates ask for.
  struct Slot: Sendable, BitwiseCopyable {
    /// Its predicates.
    var first: Int32 = 0
    var count: Int32 = 0
    /// In `answers`: what they say of each kind of value, one row of `count` after the other.
    var kinds: Int32 = 0
    /// In `buckets`, and how many there are, less one: the table of values; -1 where no predicate names any.
    var buckets: Int32 = 0
    var mask: Int32 = -1
    /// In `lengths`: those of the prefixes.
    var lengths: Int32 = 0
    var lengthCount: Int32 = 0
    /// In `bounds`.
    var families: Int32 = 0
    var familyCount: Int32 = 0
    /// The rules that hang on its predicates.
    var rows: Int32 = 0
    var rowsEnd: Int32 = 0
    /// A bit for each kind of value of which not all of those that rules hang on fail.
    var loose: UInt32 = 0
    /// The slot of the object that it belongs to, where a predicate asks whether the fact is there; else -1.
    var parent: Int32 = -1
    /// Whether it is an empty object where it is missing.
    var isEmptyObject = false
  }

  /// A value that predicates name.
  struct Value: Sendable, BitwiseCopyable {
    var hash: UInt32
    /// In `bytes`.
    var start: Int32
    var count: Int32
    var form: UInt8
    /// In `turns`.
    var turns: Int32
    var turnCount: Int32
  }

  /// What a value does to a predicate that names it.
  struct Turn: Sendable, BitwiseCopyable {
    var predicate: Int32
    var answer: UInt8
    /// The rules that hang on it.
    var rows: Int32
    var rowsEnd: Int32
  }

  /// Order comparisons that differ in their bounds alone.
  struct Family: Sendable, BitwiseCopyable {
    var kind: UInt8
    var holdsAbove: Bool
    /// The three letters of the currency, or 0.
    var currency: UInt32
    /// In `bounds`, in order.
    var bounds: Int32
    var count: Int32
    /// The predicate of the first bound; the others follow.
    var first: Int32
  }

  /// The first predicates of a rule.
  typealias Row = SIMD4<Int32>

  var slots: [Slot] = []
  /// What the predicates say where nothing is there: a request's answers to begin with.
  var missing: [UInt8] = []
  var answers: [UInt8] = []
  var buckets: [Int32] = []
  var values: [Value] = []
  var bytes: [UInt8] = []
  var turns: [Turn] = []
  var lengths: [Int32] = []
  var families: [Family] = []
  var bounds: [Int64] = []
  /// First those that hang on nothing, up to `always`; then slot by slot, predicate by predicate.
  var rows: [Row] = []
  /// For each row the rank of its rule, with the sign bit where the rule has more predicates than the row.
  var ranks: [Int32] = []
  var always: Int32 = 0
  /// By rank: where its predicates start in `conjuncts`; one more at the end.
  var starts: [Int32] = [0]
  var conjuncts: [Int32] = []
  /// By rank, where any rule has one: the time for which it holds, in microseconds.
  var validity: [Validity] = []

  struct Validity: Sendable, BitwiseCopyable {
    var from: Int64
    var until: Int64
  }

  var ruleCount: Int { starts.count - 1 }

  /// How many predicates a row holds.
  static let rowWidth = 4
  /// The predicate that always holds.
  static let truth: Int32 = 0
}

extension RuleIndex {
  /// What has been found of one request; used again for the next one.
  struct Request: Sendable {
    /// By predicate.
    var answers: [UInt8] = []
    /// By slot.
    var kinds: [UInt8] = []
    /// Pairs of rows: from, and up to.
    var candidates: [(rows: Int32, end: Int32)] = []
    /// By rank, a bit each: the rules that are not false, and those of them that may be.
    var possible: [UInt64] = []
    var open: [UInt64] = []
  }

  func start(_ request: inout Request) {
    if request.answers.count == missing.count {
      request.answers.withUnsafeMutableBufferPointer { answers in
        missing.withUnsafeBufferPointer { _ = answers.update(from: $0) }
      }
    } else {
      request.answers = missing
      let words = (ruleCount + 63) / 64
      request.possible = [UInt64](repeating: 0, count: words)
      request.open = request.possible
      request.kinds = [UInt8](repeating: 0, count: slots.count)
    }
    for index in request.kinds.indices { request.kinds[index] = FactKind.missing.rawValue }
    request.candidates.removeAll(keepingCapacity: true)
    request.candidates.append((0, always))
  }

  /// Takes a fact of some kind.
  func take(_ slot: Int, _ kind: FactKind, _ request: inout Request) {
    request.kinds[slot] = kind.rawValue
    let place = slots[slot]
    let (first, count) = (Int(place.first), Int(place.count))
    let from = Int(place.kinds) + Int(kind.rawValue) * count
    request.answers.withUnsafeMutableBufferPointer { target in
      answers.withUnsafeBufferPointer { source in
        for index in 0..<count { target[first + index] = source[from + index] }
      }
    }
  }

  /// Takes a string.
  func take(_ slot: Int, text: UnsafeRawBufferPointer, _ request: inout Request) {
    take(slot, .string, &request)
    let place = slots[slot]
    guard place.mask >= 0 else { return }
    turn(place, .string, text, &request)
    for index in Int(place.lengths)..<Int(place.lengths + place.lengthCount) where Int(lengths[index]) <= text.count {
      turn(place, .prefix, UnsafeRawBufferPointer(rebasing: text[..<Int(lengths[index])]), &request)
    }
  }

  /// Takes a string that stands in the list that was taken before.
  func take(_ slot: Int, element: UnsafeRawBufferPointer, _ request: inout Request) {
    let place = slots[slot]
    if place.mask >= 0 { turn(place, .element, element, &request) }
  }

  /// Takes a boolean.
  func take(_ slot: Int, flag: Bool, _ request: inout Request) {
    take(slot, .bool, &request)
    let place = slots[slot]
    guard place.mask >= 0 else { return }
    withUnsafeBytes(of: UInt8(flag ? 1 : 0)) { turn(place, .bool, $0, &request) }
  }

  /// Takes a value that has an order.
  ///
  /// - Parameter number: The number, money's nano-units, a time's microseconds or a duration's nanoseconds.
  func take(_ slot: Int, _ kind: FactKind, _ number: Int64, currency: UInt32 = 0, _ request: inout Request) {
    take(slot, kind, &request)
    let place = slots[slot]
    if kind == .int, place.mask >= 0 {
      withUnsafeBytes(of: number.littleEndian) { turn(place, .int, $0, &request) }
    }
    for index in Int(place.families)..<Int(place.families + place.familyCount) {
      let family = families[index]
      guard family.kind == kind.rawValue, family.currency == currency else { continue }
      let passed = passed(family, number)
      let first = Int(family.first)
      let (low, high) = (
        family.holdsAbove ? Answer.holds : Answer.fails, family.holdsAbove ? Answer.fails : Answer.holds
      )
      request.answers.withUnsafeMutableBufferPointer { answers in
        answers[first..<first + passed].update(repeating: low)
        answers[first + passed..<first + Int(family.count)].update(repeating: high)
      }
    }
  }

  /// How many bounds of a family a number reaches.
  private func passed(_ family: Family, _ number: Int64) -> Int {
    var (low, length) = (Int(family.bounds), Int(family.count))
    return bounds.withUnsafeBufferPointer { bounds in
      while length > 0 {
        let half = length / 2
        if bounds[low + half] <= number { low += length - half }
        length = half
      }
      return low - Int(family.bounds)
    }
  }

  /// Turns the predicates that name a value.
  private func turn(
    _ place: Slot, _ form: NamedValue.Form, _ text: UnsafeRawBufferPointer, _ request: inout Request
  ) {
    let hash = Self.hash(text, form)
    var bucket = hash & UInt32(place.mask)
    while true {
      let index = Int(buckets[Int(place.buckets) + Int(bucket)])
      guard index >= 0 else { return }
      let value = values[index]
      if value.hash == hash, value.form == form.rawValue, Int(value.count) == text.count,
        isSame(text, Int(value.start))
      {
        for index in Int(value.turns)..<Int(value.turns + value.turnCount) {
          let turn = turns[index]
          request.answers[Int(turn.predicate)] = turn.answer
          if turn.rows < turn.rowsEnd { request.candidates.append((turn.rows, turn.rowsEnd)) }
        }
        return
      }
      bucket = (bucket + 1) & UInt32(place.mask)
    }
  }

  private func isSame(_ text: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      for index in 0..<text.count where text[index] != bytes[start + index] { return false }
      return true
    }
  }

  static func hash(_ text: UnsafeRawBufferPointer, _ form: NamedValue.Form) -> UInt32 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 &+ UInt64(form.rawValue)
    var index = 0
    while index + 8 <= text.count {
      hash = (hash ^ text.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0xBF58_476D_1CE4_E5B9
      hash ^= hash >> 29
      index += 8
    }
    var rest: UInt64 = UInt64(text.count)
    while index < text.count {
      rest = rest << 8 | UInt64(text[index])
      index += 1
    }
    hash = (hash ^ rest) &* 0x94D0_49BB_1331_11EB
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }

  /// Ends the reading of a request: what is not there.
  func finish(_ request: inout Request) {
    for slot in slots.indices where slots[slot].isEmptyObject && request.kinds[slot] == FactKind.missing.rawValue {
      take(slot, .object, &request)
    }
    for slot in slots.indices where slots[slot].parent >= 0 && request.kinds[slot] == FactKind.missing.rawValue {
      switch FactKind(rawValue: request.kinds[Int(slots[slot].parent)]) {
      case .object?: take(slot, .absent, &request)
      case .missing?, .absent?: break
      // What stands there has no parts: like words, it is for the expression.
      default: take(slot, .text, &request)
      }
    }
    for slot in slots.indices where slots[slot].loose >> UInt32(request.kinds[slot]) & 1 != 0 {
      request.candidates.append((slots[slot].rows, slots[slot].rowsEnd))
    }
  }

  /// Finds the rules that are not false, as far as the answers go.
  ///
  /// - Parameter time: In microseconds.
  func gather(_ request: inout Request, at time: Int64) {
    for (from, end) in request.candidates {
      for index in Int(from)..<Int(end) {
        let row = rows[index]
        var answer =
          request.answers[Int(row[0])] & request.answers[Int(row[1])] & request.answers[Int(row[2])]
          & request.answers[Int(row[3])]
        guard answer != Answer.fails else { continue }
        let rank = Int(ranks[index] & .max)
        if ranks[index] < 0 { answer = conjunction(rank, request.answers) }
        guard answer != Answer.fails, isValid(rank, at: time) else { continue }
        let (word, bit) = (rank >> 6, UInt64(1) << UInt64(rank & 63))
        request.possible[word] |= bit
        if answer != Answer.holds { request.open[word] |= bit }
      }
    }
  }

  private func isValid(_ rank: Int, at time: Int64) -> Bool {
    validity.isEmpty || (validity[rank].from <= time && time < validity[rank].until)
  }

  private func conjunction(_ rank: Int, _ answers: [UInt8]) -> UInt8 {
    var answer = Answer.holds
    for index in Int(starts[rank])..<Int(starts[rank + 1]) { answer &= answers[Int(conjuncts[index])] }
    return answer
  }

  /// Settles the rules that hang on expressions, and gives each rule that is not false, by rank.
  ///
  /// - Parameters:
  ///   - ask: Gives what the expression of a predicate says: that it holds, fails, or has erred.
  ///   - body: Takes a rank, and whether the rule is true; else it is indeterminate.
  func settle(
    _ request: inout Request, ask: (Int) -> UInt8, body: (_ rank: Int, _ isCertain: Bool) -> Void
  ) {
    for word in request.possible.indices where request.possible[word] != 0 {
      var possible = request.possible[word]
      let open = request.open[word]
      request.possible[word] = 0
      request.open[word] = 0
      while possible != 0 {
        let bit = possible.trailingZeroBitCount
        possible &= possible - 1
        let rank = word << 6 + bit
        guard open >> UInt64(bit) & 1 != 0 else {
          body(rank, true)
          continue
        }
        let answer = settled(rank, &request, ask)
        if answer != Answer.fails { body(rank, answer == Answer.holds) }
      }
    }
  }

  private func settled(_ rank: Int, _ request: inout Request, _ ask: (Int) -> UInt8) -> UInt8 {
    var answer = Answer.holds
    for index in Int(starts[rank])..<Int(starts[rank + 1]) {
      let predicate = Int(conjuncts[index])
      if request.answers[predicate] == Answer.open { request.answers[predicate] = ask(predicate) }
      answer &= request.answers[predicate]
      if answer == Answer.fails { break }
    }
    return answer
  }
}
