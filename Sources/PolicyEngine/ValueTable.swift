package import Diagnostics
package import SpendModel

/// A decision table that gives a number or an amount: `hit: collect` with `collect: sum`.
package struct ValueTable: Sendable {
  /// How the values of the rows that hit become one.
  package enum Collect: String, Hashable, Sendable, CaseIterable { case sum, min, max, count }

  package struct Row: Sendable {
    package var condition: SourceExpression
    /// CEL; nothing with `count`, which asks for none.
    package var value: SourceExpression?

    package init(condition: SourceExpression, value: SourceExpression?) {
      self.condition = condition
      self.value = value
    }
  }

  package var id: String
  package var title: String
  package var collect: Collect
  package var rows: [Row]
  /// The table holds from this instant on.
  package var from: Timestamp?
  /// The table holds before this instant.
  package var until: Placed<Timestamp>?
  /// `missing: indeterminate`: cells may read absent facts.
  package var toleratesMissing: Bool
  package var file: String?
  /// Where its rows stand.
  package var position: SourcePosition

  package init(
    id: String, title: String, collect: Collect, rows: [Row], from: Timestamp? = nil, until: Placed<Timestamp>? = nil,
    toleratesMissing: Bool = false, file: String? = nil, position: SourcePosition = .start
  ) {
    self.id = id
    self.title = title
    self.collect = collect
    self.rows = rows
    self.from = from
    self.until = until
    self.toleratesMissing = toleratesMissing
    self.file = file
    self.position = position
  }
}
