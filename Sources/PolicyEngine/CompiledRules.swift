import SpendModel
import Synchronization

/// The rules of a policy by their places: all compiled when it was loaded, or each when it is first asked for.
package struct CompiledRules: RandomAccessCollection, Sendable {
  private enum Storage: Sendable {
    case made([CompiledRule])
    case records(RuleRecords)
  }

  private let storage: Storage
  /// What each rule looks at.
  let subjects: [Rule.Subject]

  init(_ rules: [CompiledRule]) {
    storage = .made(rules)
    subjects = rules.map(\.rule.subject)
  }

  /// - Parameters:
  ///   - records: Archived rules, one after the other.
  ///   - ends: Where each of them ends.
  init?(records: [UInt8], ends: [Int], subjects: [Rule.Subject], environment: FactEnvironment) {
    guard let records = RuleRecords(records, ends, environment) else { return nil }
    storage = .records(records)
    self.subjects = subjects
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { subjects.count }

  package subscript(place: Int) -> CompiledRule {
    switch storage {
    case .made(let rules): rules[place]
    case .records(let records): records.rule(at: place)
    }
  }

  /// The rules on a subject.
  package func on(_ subject: Rule.Subject) -> [CompiledRule] {
    indices.filter { subjects[$0] == subject }.map { self[$0] }
  }
}

/// Archived rules, each compiled when it is first asked for.
private final class RuleRecords: Sendable {
  private let records: [UInt8]
  private let ends: [Int]
  private let compiler: PolicyCompiler
  private let made = Mutex<[Int: CompiledRule]>([:])

  /// What stands for a rule that cannot be read: a denial that cannot be judged, so that a human looks at it.
  private let unreadable: CompiledRule

  init?(_ records: [UInt8], _ ends: [Int], _ environment: FactEnvironment) {
    (self.records, self.ends) = (records, ends)
    compiler = PolicyCompiler(environment: environment, context: .init(lints: false, host: environment.host))
    let broken = Rule(
      id: "unreadable", title: "A rule that cannot be read", owner: .requester,
      condition: SourceExpression("1 / 0 == 1"), effect: .deny)
    var compiler = compiler
    guard let unreadable = compiler.compile(broken) else { return nil }
    self.unreadable = unreadable
  }

  func rule(at place: Int) -> CompiledRule {
    if let known = made.withLock({ $0[place] }) { return known }
    let rule = read(place).flatMap { compile($0) } ?? unreadable
    made.withLock { $0[place] = rule }
    return rule
  }

  private func read(_ place: Int) -> Rule? {
    let start = place == 0 ? 0 : ends[place - 1]
    guard start <= ends[place], ends[place] <= records.count else { return nil }
    var archive = Archive(reading: Array(records[start..<ends[place]]))
    var rule = Rule.blank
    rule.code(&archive)
    return archive.isSound && archive.isAtEnd ? rule : nil
  }

  private func compile(_ rule: Rule) -> CompiledRule? {
    var compiler = compiler
    return compiler.compile(rule)
  }
}
