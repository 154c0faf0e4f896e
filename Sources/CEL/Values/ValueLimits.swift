/// Limits of single values that an evaluation makes, beside its budget.
enum ValueLimits {
  /// Of a text, in bytes.
  static let text = 16 << 20

  /// - Throws: ``EvaluationError/Code/budgetExceeded`` where a text of so many bytes is too long.
  static func checkText(_ count: Int) throws(EvaluationError) {
    guard count <= text else { throw EvaluationError(.budgetExceeded, "a text has at most \(text) bytes") }
  }

  /// Of a list that a function makes, and of the places at which it finds something.
  static let elements = 100_000

  /// - Throws: ``EvaluationError/Code/budgetExceeded`` where so many elements are too many.
  static func checkElements(_ count: Int) throws(EvaluationError) {
    guard count <= elements else { throw EvaluationError(.budgetExceeded, "a list has at most \(elements) elements") }
  }

  /// The bytes of a text of `count` parts of at most `size` bytes each, clamped.
  static func product(_ count: Int, _ size: Int) -> Int {
    let (result, overflow) = count.multipliedReportingOverflow(by: size)
    return overflow ? .max / 2 : min(result, .max / 2)
  }
}
