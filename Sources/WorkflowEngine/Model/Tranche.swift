package import Diagnostics

/// A part of a grant's caps, released on evidence.
package struct Tranche: Sendable {
  /// Percent of the caps.
  package var release: Int
  /// Reads `evidence(kind)`; nothing for the first one, which comes with the approval.
  package var when: ExpressionSource?
  package var position: SourcePosition

  package init(release: Int, when: ExpressionSource?, at position: SourcePosition = .start) {
    self.release = release
    self.when = when
    self.position = position
  }
}

extension Tranche: Hashable {
  package static func == (left: Tranche, right: Tranche) -> Bool {
    left.release == right.release && left.when?.text == right.when?.text
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(release)
    hasher.combine(when?.text)
  }
}
