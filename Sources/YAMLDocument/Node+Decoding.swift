import Diagnostics

extension Node {
  /// The node for a message that says what was found: short scalars as they are written, else the kind.
  package var found: String {
    guard let scalar, scalar.type != .null else { return isNull ? "nothing" : kindName }
    return "`\(excerpt(scalar.text))`"
  }

  private func refuse(_ wanted: String, hint: String? = nil, reporting sink: DiagnosticSink) {
    sink.report("wrong-type", "expected \(wanted), found \(found)", hint: hint, at: position)
  }

  /// A string; a plain scalar that means something else is reported.
  package func string(reporting sink: DiagnosticSink) -> String? {
    guard let scalar else {
      refuse("a string", reporting: sink)
      return nil
    }
    guard scalar.type == .string else {
      let hint = scalar.type == .null ? nil : "quote it: `\"\(excerpt(scalar.text))\"`"
      refuse("a string", hint: hint, reporting: sink)
      return nil
    }
    return scalar.text
  }

  /// A scalar of any type but null, whose text has its own reader.
  package func literal(reporting sink: DiagnosticSink) -> Node? {
    guard let scalar, scalar.type != .null else {
      refuse("a single value", reporting: sink)
      return nil
    }
    return self
  }

  package func bool(reporting sink: DiagnosticSink) -> Bool? {
    if let bool = scalar?.bool { return bool }
    let isQuoted = scalar.map { $0.style != .plain && ScalarType(ofPlain: $0.text) == .bool } ?? false
    refuse("`true` or `false`", hint: isQuoted ? "remove the quotes" : nil, reporting: sink)
    return nil
  }

  /// An integer within the range. One in decimal with a leading zero is reported, since readers differ on it.
  package func integer(
    reporting sink: DiagnosticSink, in range: ClosedRange<Int64> = Int64.min...Int64.max
  ) -> Int64? {
    guard let scalar, scalar.type == .int else {
      let isNumber = scalar.map { $0.type == .string && ScalarType(ofPlain: $0.text) == .int } ?? false
      refuse("a whole number", hint: isNumber ? "remove the quotes" : nil, reporting: sink)
      return nil
    }
    guard let value = scalar.integer else {
      sink.report("out-of-range", "`\(excerpt(scalar.text))` is too large", at: position)
      return nil
    }
    let digits = scalar.text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    let isAmbiguous =
      digits.count > 1 && digits.first == UInt8(ascii: "0")
      && digits.dropFirst().first.map { $0 <= UInt8(ascii: "9") } ?? false
    guard !isAmbiguous else {
      sink.report(
        "leading-zero", "`\(excerpt(scalar.text))` has a leading zero",
        hint: "write `\(value)`, or `0o` before octal digits",
        at: position)
      return nil
    }
    guard range.contains(value) else {
      let bounds =
        range.upperBound == Int64.max
        ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
      sink.report("out-of-range", "`\(value)` is out of range", hint: "write \(bounds)", at: position)
      return nil
    }
    return value
  }

  /// A string that is one of the cases' raw values.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type, reporting sink: DiagnosticSink
  ) -> Choice? where Choice.RawValue == String {
    let text = isNull ? nil : scalar?.text
    if let text, let choice = Choice(rawValue: text), haveSameBytes(choice.rawValue, text) { return choice }
    let names = Choice.allCases.map { $0.rawValue }
    guard let text else {
      refuse("one of " + names.map { "`\($0)`" }.joined(separator: ", "), reporting: sink)
      return nil
    }
    let hint =
      nearestName(to: text, in: names).map { "did you mean `\($0)`?" }
      ?? "one of " + names.map { "`\($0)`" }.joined(separator: ", ")
    sink.report("unknown-value", "unknown value `\(excerpt(text))`", hint: hint, at: position)
    return nil
  }

  /// The items of a list.
  ///
  /// - Parameter orSingle: Whether a lone value stands for a list of one.
  package func list(orSingle: Bool = false, reporting sink: DiagnosticSink) -> [Node]? {
    if let items { return items }
    if orSingle, !isNull { return [self] }
    refuse(
      "a list", hint: scalar == nil || isNull ? nil : "write it in brackets: `[\(excerpt(text ?? ""))]`",
      reporting: sink)
    return nil
  }
}
