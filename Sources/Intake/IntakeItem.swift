package import CostEngine

/// What a reader makes of one record of a file.
package enum IntakeItem: Hashable, Sendable {
  /// A sound record, and the line (from 1) where it starts.
  case record(UsageRecord, line: Int)
  /// A record that is not taken, for the reject file.
  case rejected(Rejection)
}

/// A record that is not taken, and why.
package struct Rejection: Hashable, Sendable {
  /// Where it starts, from 1.
  package let line: Int
  /// Lower case, without a full stop; the author's own text in backticks.
  package let reason: String
  /// At most 500 characters of it as it was written. Fields that are not known, such as a prompt, stand as `…`.
  package let text: String

  package init(line: Int, reason: String, text: String) {
    self.line = line
    self.reason = reason
    self.text = text
  }

  /// The most characters that ``text`` holds.
  package static let longestText = 500
}
