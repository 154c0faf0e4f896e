/// The code points of a text.
private func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

private func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
  var view = String.UnicodeScalarView()
  view.append(contentsOf: scalars)
  return String(view)
}

extension FunctionLibrary {
  static let strings: [Overload] = places + pieces + changes + joins

  private static func outOfRange(_ index: Int64) -> EvaluationError {
    EvaluationError(.indexOutOfRange, "index out of range: \(index)")
  }

  // MARK: Places

  private static let places: [Overload] = [
    function("charAt", member: true) { (text: String, index: Int64) throws(EvaluationError) in
      let all = scalars(text)
      guard index >= 0, index <= Int64(all.count) else { throw outOfRange(index) }
      return index == Int64(all.count) ? "" : string([all[Int(index)]])
    },
    function("indexOf", member: true) { (text: String, part: String) throws(EvaluationError) in
      try place(of: part, in: text, from: 0)
    },
    function("indexOf", member: true) { (text: String, part: String, start: Int64) throws(EvaluationError) in
      try place(of: part, in: text, from: start)
    },
    function("lastIndexOf", member: true) { (text: String, part: String) throws(EvaluationError) in
      try lastPlace(of: part, in: text, upTo: nil)
    },
    function("lastIndexOf", member: true) { (text: String, part: String, last: Int64) throws(EvaluationError) in
      try lastPlace(of: part, in: text, upTo: last)
    },
  ]

  private static func place(of part: String, in text: String, from start: Int64) throws(EvaluationError) -> Int64 {
    let all = scalars(text)
    guard start >= 0, start <= Int64(all.count) else { throw outOfRange(start) }
    return firstPlace(of: scalars(part), in: all, from: Int(start)).map { Int64($0) } ?? -1
  }

  private static func lastPlace(of part: String, in text: String, upTo last: Int64?) throws(EvaluationError) -> Int64 {
    let (all, wanted) = (scalars(text), scalars(part))
    if let last, last < 0 || last > Int64(all.count) { throw outOfRange(last) }
    return CEL.lastPlace(of: wanted, in: all, upTo: last.map { Int($0) } ?? .max).map { Int64($0) } ?? -1
  }

  // MARK: Pieces

  private static let pieces: [Overload] = [
    function("substring", member: true) { (text: String, start: Int64) throws(EvaluationError) in
      let all = scalars(text)
      guard start >= 0, start <= Int64(all.count) else { throw outOfRange(start) }
      return string(all[Int(start)...])
    },
    function("substring", member: true) { (text: String, start: Int64, end: Int64) throws(EvaluationError) in
      let all = scalars(text)
      guard start >= 0, start <= Int64(all.count) else { throw outOfRange(start) }
      guard end >= 0, end <= Int64(all.count) else { throw outOfRange(end) }
      guard start <= end else {
        throw EvaluationError(.indexOutOfRange, "invalid substring range: start \(start), end \(end)")
      }
      return string(all[Int(start)..<Int(end)])
    },
    function("split", member: true) { (text: String, separator: String) throws(EvaluationError) in
      try split(text, separator, limit: -1)
    },
    function("split", member: true) { (text: String, separator: String, limit: Int64) throws(EvaluationError) in
      try split(text, separator, limit: limit)
    },
  ]

  private static func split(_ text: String, _ separator: String, limit: Int64) throws(EvaluationError) -> [String] {
    if limit == 0 { return [] }
    let (all, wanted) = (scalars(text), scalars(separator))
    let most = limit < 0 ? Int.max : Int(clamping: limit)
    if wanted.isEmpty {
      try ValueLimits.checkElements(min(most, all.count))
      guard most < all.count else { return all.map { string([$0]) } }
      return all.prefix(most - 1).map { string([$0]) } + [string(all.dropFirst(most - 1))]
    }
    var (result, start): ([String], Int) = ([], 0)
    while result.count < most - 1, let place = firstPlace(of: wanted, in: all, from: start) {
      result.append(string(all[start..<place]))
      start = place + wanted.count
      try ValueLimits.checkElements(result.count + 1)
    }
    return result + [string(all[start...])]
  }

  // MARK: Changes

  private static let changes: [Overload] = [
    function("lowerAscii", member: true) { (text: String) in
      string(text.unicodeScalars.map { shifted($0, "A"..."Z", up: true) })
    },
    function("upperAscii", member: true) { (text: String) in
      string(text.unicodeScalars.map { shifted($0, "a"..."z", up: false) })
    },
    function("trim", member: true) { (text: String) in
      let all = scalars(text)
      guard let first = all.firstIndex(where: { !isBlank($0) }), let last = all.lastIndex(where: { !isBlank($0) })
      else { return "" }
      return string(all[first...last])
    },
    function("reverse", member: true) { (text: String) in string(text.unicodeScalars.reversed()) },
    function("replace", member: true) { (text: String, old: String, new: String) throws(EvaluationError) in
      try replace(text, old, new, limit: -1)
    },
    Overload("replace", isMember: true, isPure: true, [.string, .string, .string, .int], .string) {
      values throws(EvaluationError) in
      guard case .string(let text) = values[0], case .string(let old) = values[1], case .string(let new) = values[2],
        case .int(let limit) = values[3]
      else { throw EvaluationError(.noSuchOverload, "`replace` takes two strings and an int") }
      return .string(try replace(text, old, new, limit: limit))
    },
    function("strings.quote") { (text: String) in quoted(text) },
    function("format", member: true, types: [.string, .list(.dyn)]) {
      (text: String, values: [Value]) throws(EvaluationError) in
      try Format.text(text, values)
    },
  ]

  /// Only ASCII letters have another case here.
  private static func shifted(_ scalar: Unicode.Scalar, _ range: ClosedRange<Unicode.Scalar>, up: Bool)
    -> Unicode.Scalar
  {
    guard range.contains(scalar) else { return scalar }
    return Unicode.Scalar(up ? scalar.value + 32 : scalar.value - 32) ?? scalar
  }

  /// White space as Unicode has it, as far as it is no control of another kind.
  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  private static func replace(_ text: String, _ old: String, _ new: String, limit: Int64) throws(EvaluationError)
    -> String
  {
    let (all, wanted, made) = (scalars(text), scalars(old), scalars(new))
    var (left, start): (Int, Int) = (limit < 0 ? .max : Int(clamping: limit), 0)
    var result: [Unicode.Scalar] = []
    let most = min(left, wanted.isEmpty ? all.count + 1 : all.count / wanted.count)
    // Only what is really found counts, where there may be more than fits.
    if ValueLimits.product(most, new.utf8.count) + text.utf8.count > ValueLimits.text {
      try ValueLimits.checkText(
        ValueLimits.product(occurrences(of: wanted, in: all, limit: left), new.utf8.count) + text.utf8.count)
    }
    if wanted.isEmpty {
      // Between any two code points, and at both ends.
      for place in 0...all.count {
        if left > 0 {
          result += made
          left -= 1
        }
        if place < all.count { result.append(all[place]) }
      }
      return string(result)
    }
    while left > 0, let place = firstPlace(of: wanted, in: all, from: start) {
      result += all[start..<place] + made
      start = place + wanted.count
      left -= 1
    }
    return string(result + all[start...])
  }

  private static func occurrences(of part: [Unicode.Scalar], in all: [Unicode.Scalar], limit: Int) -> Int {
    guard !part.isEmpty else { return min(limit, all.count + 1) }
    var (count, start) = (0, 0)
    while count < limit, let place = firstPlace(of: part, in: all, from: start) {
      count += 1
      start = place + part.count
    }
    return count
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{07}": result += "\\a"
      case "\u{08}": result += "\\b"
      case "\u{0C}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0B}": result += "\\v"
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static let joins: [Overload] = [
    function("join", member: true) { (parts: [String]) throws(EvaluationError) in try join(parts, "") },
    function("join", member: true) { (parts: [String], separator: String) throws(EvaluationError) in
      try join(parts, separator)
    },
  ]

  private static func join(_ parts: [String], _ separator: String) throws(EvaluationError) -> String {
    try ValueLimits.checkText(
      parts.reduce(ValueLimits.product(parts.count, separator.utf8.count)) { min($0 + $1.utf8.count, .max / 2) })
    return parts.joined(separator: separator)
  }
}
