import CEL
import SpendModel

/// What a tranche is released on: CEL over the evidence that was handed in.
///
/// `evidence('eval-report')` is what was handed in of that kind, with its `score` where the file states one. Evidence
/// that is missing, or has no score, makes the condition err: nothing is released.
struct TrancheCondition: Sendable {
  private let program: Program
  let text: String

  /// Evidence as a condition reads it.
  struct Item: Sendable, Hashable {
    var kind: String
    /// A decimal, as it stands in the file.
    var score: String?
  }

  static func compile(_ text: String, evidence: [Item] = []) -> Result<TrancheCondition, CELErrors> {
    var environment = Environment()
    let type = CELType.object(
      ObjectType("evidence", [.init("kind", .string), .init("score", .double, isOptional: true)]))
    environment.declare([
      Overload("evidence", [.string], type) { values throws(EvaluationError) in
        guard case .string(let kind)? = values.first, let item = evidence.last(where: { $0.kind == kind }) else {
          throw EvaluationError(.noSuchKey, "no such evidence was handed in")
        }
        var members: [(String, Value)] = [("kind", .string(kind))]
        if let score = item.score.flatMap(Double.init) { members.append(("score", .double(score))) }
        return .map(MapValue(members))
      }
    ])
    return environment.compile(text, expecting: .bool).map { TrancheCondition(program: $0, text: text) }
  }

  /// Whether the tranche is released.
  var truth: Truth {
    switch program.evaluate(Activation([:])) {
    case .success(.bool(let holds)): holds ? .yes : .no
    case .success(let value): .unknown("`\(text)` is a \(value.typeName)")
    case .failure(let error): .unknown("`\(text)`: \(error.message)")
    }
  }

  /// The kinds of evidence that a condition asks for, in the order in which it does: the texts in `evidence('...')`.
  static func kinds(in text: String) -> [String] {
    var kinds: [String] = []
    for part in text.split(separator: "evidence(").dropFirst(text.hasPrefix("evidence(") ? 0 : 1) {
      let rest = part.drop { $0 == " " }
      guard let quote = rest.first, quote == "'" || quote == "\"" else { continue }
      let word = String(rest.dropFirst().prefix { $0 != quote })
      if !kinds.contains(word) { kinds.append(word) }
    }
    return kinds
  }
}
