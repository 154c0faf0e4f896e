import CEL
import Diagnostics

/// Finds messages that have an error for some facts: the verdict then shows the rule's title in their place.
///
/// What is read and may be missing is found where messages are compiled; here it is what is read and may not fit.
enum FallibleMessage {
  static func check(_ rule: CompiledRule) -> [Diagnostic] {
    guard let message = rule.message, let source = rule.rule.message else { return [] }
    var search = Search(program: message.program, tested: Set(rule.condition.reads))
    search.visit(message.term)
    return search.found.map { failure in
      source.diagnostic(
        "may-fail", "the message fails where \(failure.reason)", severity: .warning, hint: failure.hint,
        at: failure.term.position)
    }
  }

  private struct Search {
    let program: Program
    /// Facts that the condition looks at, or a test on the way: who tests a fact knows it.
    var tested: Set<FactPath>
    var found: [(term: Term, reason: String, hint: String)] = []

    mutating func visit(_ term: Term) {
      check(term)
      switch term.kind {
      case .conditional(let test, let yes, let no):
        visit(test)
        let before = tested
        test.visit { node, _ in if let path = node.askedPath { tested.insert(FactPath(names: path.names)) } }
        visit(yes)
        visit(no)
        tested = before
      case .scope(_, let over, _, _): for term in over { visit(term) }
      default: for child in term.children { visit(child) }
      }
    }

    private mutating func check(_ term: Term) {
      switch term.kind {
      case .call(let sign, let operands) where sign == "/" || sign == "%":
        guard operands.count == 2, let path = operands[1].path, !isTested(path.names) else { return }
        let name = path.names.joined(separator: ".")
        found.append((operands[1], "`\(name)` is 0", "ask first: `\(name) != 0 ? ... : ...`"))
      case .index(let list, let key):
        guard case .literal(.int(let place)) = key.kind, let path = list.path, !isTested(path.names) else { return }
        let name = path.names.joined(separator: ".")
        found.append((term, "`\(name)` has no element \(place)", "ask first: `size(\(name)) > \(place) ? ... : ...`"))
      case .call(let name, let operands) where ["int", "uint", "double", "timestamp", "duration"].contains(name):
        guard operands.count == 1, let path = operands[0].path, program.type(of: operands[0].node) == .string,
          !isTested(path.names)
        else { return }
        found.append(
          (term, "`\(path.names.joined(separator: "."))` is no \(name)", "show the text itself, or test it first"))
      default: return
      }
    }

    private func isTested(_ names: [String]) -> Bool { tested.contains(FactPath(names: names)) }
  }
}
