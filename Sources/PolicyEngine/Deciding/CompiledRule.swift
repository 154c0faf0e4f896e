package import SpendModel

/// Which records of usage count, with what it may read.
struct UsageFilter: Sendable {
  let condition: FactExpression
  let environment: FactEnvironment
}

/// A rule that has been checked, with its programs.
///
/// An object, since it is large, never changes, and is handed about much.
package final class CompiledRule: Sendable {
  package let rule: Rule
  let condition: Condition
  let message: FactExpression?
  let amount: FactExpression?
  let filter: UsageFilter?
  let environment: FactEnvironment

  init(
    rule: Rule, condition: Condition, message: FactExpression?, amount: FactExpression?, filter: UsageFilter?,
    environment: FactEnvironment
  ) {
    self.rule = rule
    self.condition = condition
    self.message = message
    self.amount = amount
    self.filter = filter
    self.environment = environment
  }

  /// The facts that the condition reads or asks for, as paths from the top, each once.
  package var factPaths: [[String]] { condition.reads.map(\.names) }

  /// The same of the message, too.
  package var allFactPaths: [[String]] { factPaths + (message?.reads ?? []).map(\.names) }

  /// The rule's message; where that has an error, the title and the error.
  func message(_ facts: BoundFacts) -> String {
    guard let message else { return rule.title }
    switch message.string(facts) {
    case .success(let text): return text
    case .failure(let failure): return "\(rule.title) (the message has an error: \(failure.message))"
    }
  }

  /// The rule in a verdict, with its explanation.
  func fired(_ truth: Truth, _ facts: BoundFacts) -> FiredRule {
    var error: String?
    if case .indeterminate(let message) = truth { error = message }
    return FiredRule(
      id: rule.id, effect: rule.effect, severity: rule.severity, message: message(facts), indeterminate: error,
      mustAcknowledge: rule.mustAcknowledge, isWaivable: rule.isWaivable, digest: rule.digest,
      read: condition.reads.map { $0.read(in: facts.facts) }, conjuncts: condition.explain(facts))
  }

  // MARK: - Usage

  /// Whether a record counts for the rule. One whose filter has an error counts, so that nothing is lost unseen.
  ///
  /// - Parameter record: `usage` with the record's dimensions; see ``UsageFacts/record``.
  package func counts(_ record: Facts) -> Bool {
    guard let filter else { return true }
    return filter.condition.truth(filter.environment.bind(record)) != .fails
  }

  /// The finding that the rule opens for a group of usage; nothing where its condition is false, or it does not
  /// hold at that time.
  ///
  /// - Parameter group: See ``UsageFacts/group(by:)``.
  package func evaluateUsage(_ group: Facts, at instant: Timestamp) -> FiredFinding? {
    guard let finding = rule.finding, rule.isValid(at: instant) else { return nil }
    let facts = environment.bind(group, now: instant)
    let truth = condition.judge(facts)
    var error: String?
    switch truth {
    case .fails: return nil
    case .holds: break
    case .indeterminate(let message): error = message
    }
    var amountAtStake: Money?
    if error == nil, let amount, case .success(let money) = amount.money(facts) { amountAtStake = money }
    return FiredFinding(
      rule: rule.id, digest: rule.digest, severity: rule.severity, message: message(facts), amount: amountAtStake,
      owner: error == nil ? finding.owner : rule.owner, due: finding.due, action: finding.action,
      grant: error == nil ? finding.grant : .none, verifier: rule.owner, read: reads.map { $0.read(in: facts.facts) },
      conjuncts: condition.explain(facts), indeterminate: error)
  }

  /// What the condition reads, and then what the amount reads.
  private var reads: [FactPath] {
    var paths = condition.reads
    for path in amount?.reads ?? [] where !paths.contains(path) { paths.append(path) }
    return paths
  }
}
