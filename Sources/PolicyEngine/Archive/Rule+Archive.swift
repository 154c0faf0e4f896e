import Diagnostics
import SpendModel

extension Rule {
  /// A rule to be replaced by one that is read.
  static var blank: Rule {
    Rule(id: "", title: "", owner: .requester, condition: SourceExpression("false"), effect: .deny)
  }

  /// All but what only authors need: places in the file, and examples.
  mutating func code(_ archive: inout Archive) {
    archive.code(&id)
    archive.code(&title)
    archive.code(actor: &owner)
    archive.code(&rationale)
    archive.code(choice: &subject)
    archive.code(expression: &condition)
    archive.code(choice: &effect)
    archive.code(&reviews, blank: Placed("", at: .start)) { $0.code(&$1.value) }
    archive.code(&obligations, blank: .blank) { $1.code(&$0) }
    archive.code(&isWaivable)
    archive.code(&mustAcknowledge)
    archive.code(choice: &severity)
    archive.code(&message, blank: condition) { $0.code(expression: &$1) }
    archive.code(&from, blank: Placed(.epoch, at: .start)) { $0.code(time: &$1.value) }
    archive.code(&until, blank: Placed(.epoch, at: .start)) { $0.code(time: &$1.value) }
    archive.code(&toleratesMissing)
    archive.code(&usage, blank: UsageScope(window: .day, by: [])) { $1.code(&$0) }
    archive.code(&finding, blank: FindingTemplate(owner: .requester, due: .businessDays(0))) { $1.code(&$0) }
    archive.code(&table, blank: TableRow(table: "", hit: .collect, row: 0, output: "")) { $1.code(&$0) }
    archive.code(&file)
    var digest = archive.isReading ? "" : digest
    archive.code(&digest)
    if archive.isReading { self = digested(digest) }
  }
}

extension Archive {
  fileprivate mutating func code(actor: inout ActorReference) {
    code(&actor, \.description) { text in
      let manager = "managerOf:"
      var levels = 0
      var rest = text[...]
      while rest.hasPrefix(manager) {
        rest = rest.dropFirst(manager.count)
        levels += 1
      }
      return (0..<levels).reduce(ActorReference(rest)) { inner, _ in inner.map { .managerOf($0) } }
    }
  }

  fileprivate mutating func code(expression: inout SourceExpression) {
    code(&expression, \.text) { SourceExpression($0) }
  }

  fileprivate mutating func code(time: inout Timestamp) {
    var microseconds = time.microseconds
    code(&microseconds)
    time = Timestamp(clamping: microseconds)
  }

  fileprivate mutating func code(period: inout Period) { code(&period, \.description) { Period($0) } }
}

extension Obligation {
  fileprivate static var blank: Obligation {
    Obligation(id: "", phase: .start, evidence: nil, owner: .requester, due: nil, verifier: .requester)
  }

  fileprivate mutating func code(_ archive: inout Archive) {
    archive.code(&id)
    archive.code(choice: &phase)
    archive.code(&evidence)
    archive.code(actor: &owner)
    archive.code(&due, blank: .businessDays(0)) { $0.code(period: &$1) }
    archive.code(actor: &verifier)
  }
}

extension UsageScope {
  fileprivate mutating func code(_ archive: inout Archive) {
    archive.code(&window, \.text) { Window($0) }
    archive.code(&by, blank: Placed("", at: .start)) { $0.code(&$1.value) }
    archive.code(&filter, blank: SourceExpression("")) { $0.code(expression: &$1) }
  }
}

extension UsageScope.Window {
  fileprivate var text: String {
    switch self {
    case .hour: "hour"
    case .day: "day"
    case .week: "week"
    case .month: "month"
    case .quarter: "quarter"
    case .grant: "grant"
    case .rolling(let days): "\(days)d"
    }
  }
}

extension FindingTemplate {
  fileprivate mutating func code(_ archive: inout Archive) {
    archive.code(actor: &owner)
    archive.code(period: &due)
    archive.code(&amount, blank: SourceExpression("")) { $0.code(expression: &$1) }
    archive.code(&action)
    archive.code(choice: &grant)
  }
}

extension TableRow {
  fileprivate mutating func code(_ archive: inout Archive) {
    archive.code(&table)
    archive.code(choice: &hit)
    archive.code(&row)
    archive.code(&output)
  }
}
