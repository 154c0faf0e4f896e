import FactSchema

/// Finds conjuncts that exclude each other by what they say of one fact: `x == 'a' && x == 'b'`, `n > 5 && n < 3`.
///
/// Only what is certain is reported: literals of one kind, compared with the fact itself.
struct Contradiction {
  /// The first pair that excludes each other, by their places in the list.
  static func find(in conjuncts: [Term], schema: Schema) -> (first: Int, second: Int, fact: String)? {
    var strings: [FactPath: (allowed: Set<String>, at: Int)] = [:]
    var refused: [FactPath: [(String, Int)]] = [:]
    var ranges: [FactPath: (low: Int64, lowAt: Int, high: Int64, highAt: Int)] = [:]
    for (index, term) in conjuncts.enumerated() {
      guard let comparison = term.factComparison, schema.facts[comparison.path.names.first ?? ""] != nil else {
        continue
      }
      let path = comparison.path
      if let values = comparison.strings {
        switch comparison.comparison {
        case .equal, .isIn:
          let values = Set(values)
          if let known = strings[path] {
            let both = known.allowed.intersection(values)
            if both.isEmpty { return (known.at, index, path.text) }
            strings[path] = (both, index)
          } else {
            strings[path] = (values, index)
          }
        case .unequal: refused[path, default: []].append((values.first ?? "", index))
        default: break
        }
      } else if case .int(let value)? = comparison.values.first?.literal, comparison.values.count == 1,
        isInteger(path, schema)
      {
        var range = ranges[path] ?? (.min, index, .max, index)
        let (low, high): (Int64, Int64) =
          switch comparison.comparison {
          case .equal: (value, value)
          case .greater: (value == .max ? value : value + 1, .max)
          case .greaterOrEqual: (value, .max)
          case .less: (.min, value == .min ? value : value - 1)
          case .lessOrEqual: (.min, value)
          case .unequal, .isIn: (.min, .max)
          }
        if low > range.low { (range.low, range.lowAt) = (low, index) }
        if high < range.high { (range.high, range.highAt) = (high, index) }
        if range.low > range.high {
          return (min(range.lowAt, range.highAt), max(range.lowAt, range.highAt), path.text)
        }
        ranges[path] = range
      }
    }
    for (path, known) in strings.sorted(by: { $0.value.at < $1.value.at }) {
      let excluded = refused[path] ?? []
      if known.allowed.allSatisfy({ value in excluded.contains { $0.0 == value } }), let last = excluded.last {
        return (min(known.at, last.1), max(known.at, last.1), path.text)
      }
    }
    return nil
  }

  private static func isInteger(_ path: FactPath, _ schema: Schema) -> Bool {
    switch schema.type(at: path.names)?.type {
    case .int, .uint: true
    default: false
    }
  }
}

extension FactComparison {
  /// The values, where all are strings.
  fileprivate var strings: [String]? {
    let found = values.compactMap { if case .string(let value) = $0.literal { value } else { nil } }
    return found.count == values.count && !found.isEmpty ? found : nil
  }
}
