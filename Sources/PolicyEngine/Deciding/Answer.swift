/// What a test says of a request.
///
/// The bits are chosen so that `&` is CEL's `&&`: what fails makes the whole fail, whatever the rest is, errors
/// included; else an error makes an error. Where a test is open, nothing can be said before its expression is asked,
/// save where another test fails.
enum Answer {
  static let fails: UInt8 = 0b000
  static let erred: UInt8 = 0b001
  static let open: UInt8 = 0b011
  static let holds: UInt8 = 0b111

  static func holds(_ flag: Bool) -> UInt8 { flag ? holds : fails }
}

/// What is seen of a fact before its value is looked at.
enum FactKind: UInt8, CaseIterable, Sendable {
  /// Neither the fact is there nor, as far as is known, the object that it belongs to.
  case missing
  /// The object is there, and the fact is not in it.
  case absent
  case bool, int, uint, double, string, text, timestamp, duration, money, list, object
}
