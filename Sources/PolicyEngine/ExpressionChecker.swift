import CEL
import Diagnostics
import FactSchema

/// Compiles expressions of rules, and reports what is wrong with them at their places in the file.
struct ExpressionChecker {
  /// What a read of a fact is that may be absent.
  enum MissingFacts {
    case refused, allowed
    /// A warning that names the expression: `the message`.
    case warned(String)
  }

  let environment: FactEnvironment

  /// Compiles a condition.
  func condition(_ source: SourceExpression, allowsMissing: Bool, _ errors: inout [Diagnostic]) -> Condition? {
    expression(source, as: .bool, guards: [], missing: allowsMissing ? .allowed : .refused, &errors)
      .map { Condition($0, in: environment.schema) }
  }

  /// Compiles an expression.
  ///
  /// - Parameters:
  ///   - type: The type that it must have; nothing means any.
  ///   - guards: The facts that are there wherever the expression is evaluated.
  func expression(
    _ source: SourceExpression, as type: CELType?, guards: GuardCheck.Guards, missing: MissingFacts,
    _ errors: inout [Diagnostic]
  ) -> FactExpression? {
    switch compile(source.text, as: type) {
    case .failure(let failure):
      errors += failure.errors.map { source.diagnostic($0.code, $0.message, hint: $0.hint, at: $0.position) }
      return nil
    case .success(let program):
      let before = errors.count(.error)
      let types = program.reads.map { environment.schema.type(at: $0.names) }
      checkFacts(
        program, source, readsText: types.contains { if case .text? = $0?.type { true } else { false } }, &errors)
      var check = GuardCheck(schema: environment.schema, presentTogether: environment.presentTogether)
      // What is there in every request needs no guard.
      if types.contains(where: { $0?.isOptional ?? true }) { check.check(program.term, under: guards) }
      switch missing {
      case .allowed: break
      case .refused:
        errors += check.found.map { read in
          source.diagnostic(
            "unguarded", "`\(read.missing.text)` may be missing",
            hint: "ask first: `has(\(read.missing.text)) && ...`, or write `missing: indeterminate`", at: read.position)
        }
      case .warned(let name):
        errors += check.found.map { read in
          source.diagnostic(
            "may-fail", "\(name) fails where `\(read.missing.text)` is missing", severity: .warning,
            hint: "ask first: `has(\(read.missing.text)) ? ... : ...`", at: read.position)
        }
      }
      return errors.count(.error) == before ? program : nil
    }
  }

  /// The facts that are there where the condition is true.
  func known(in condition: Condition) -> GuardCheck.Guards {
    GuardCheck(schema: environment.schema, presentTogether: environment.presentTogether)
      .whenTrue(condition.expression.term)
  }

  // MARK: - Parts

  private func compile(_ text: String, as type: CELType?) -> Result<FactExpression, CELErrors> {
    environment.environment.compile(text, expecting: type).map { program in
      let term = Term(program.expression, program.expression.root)
      return FactExpression(term: term, reads: term.reads(in: environment.schema), program: program)
    }
  }

  /// Reports values that a fact cannot have, and free text that is read.
  private func checkFacts(
    _ expression: FactExpression, _ source: SourceExpression, readsText: Bool, _ errors: inout [Diagnostic]
  ) {
    let schema = environment.schema
    let term = expression.term
    for unknown in environment.hasEnumerations ? EnumCheck(schema: schema).check(term) : [] {
      errors.append(
        source.diagnostic(
          "unknown-value", "`\(unknown.value)` is no value of `\(unknown.path.text)`",
          hint: nearestName(to: unknown.value, in: unknown.values).map { "did you mean `\($0)`?" }
            ?? "one of " + unknown.values.map { "`\($0)`" }.joined(separator: ", "),
          at: unknown.position))
    }
    errors += expression.program.unknownZones(environment.host).map { zone in
      source.diagnostic(
        "unknown-zone", "unknown zone `\(zone.name)`", hint: "write a name of the tz database: `Europe/Berlin`",
        at: zone.position)
    }
    // Where it is read is looked for only where it is.
    guard readsText else { return }
    var seen: Set<FactPath> = []
    var found: [Diagnostic] = []
    term.visit { node, bound in
      guard let path = node.askedPath, !bound.contains(path.names[0]), case .text? = schema.type(at: path.names)?.type,
        seen.insert(FactPath(names: path.names)).inserted
      else { return }
      found.append(
        source.diagnostic(
          "text-read", "`\(path.names.joined(separator: "."))` is free text, which no expression may read",
          hint: "declare what matters as a fact of its own", at: path.position))
    }
    errors += found
  }
}
