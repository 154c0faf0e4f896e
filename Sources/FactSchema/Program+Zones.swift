package import CEL
package import Diagnostics

extension Program {
  /// The zones that calls such as `now.getHours('Europe/Berlin')` name and nobody knows: these calls can only fail.
  package func unknownZones(_ host: Host) -> [(name: String, position: SourcePosition)] {
    expression.nodes.compactMap { node in
      guard case .call(let call, .some, let operands) = node.kind, call.utf8.starts(with: "get".utf8),
        operands.count == 1, case .literal(.string(let name)) = expression[operands[0]].kind,
        host.timeZone(name) == nil, !Self.isFixedZone(name)
      else { return nil }
      return (name, expression[operands[0]].position)
    }
  }

  /// `UTC`, and offsets such as `+11:00`, which need no host: the language itself tells.
  private static func isFixedZone(_ name: String) -> Bool {
    let asked = Environment(libraries: []).parse("timestamp(0).getHours(zone)")
    guard case .success(let program) = asked, case .success = program.evaluate(Activation(["zone": .string(name)]))
    else { return false }
    return true
  }
}
