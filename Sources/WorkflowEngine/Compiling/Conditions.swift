import FactSchema
import SpendModel

/// What a condition came to.
enum Truth: Sendable {
  case yes, no
  /// It erred; why, in words.
  case unknown(String)
}

struct ConditionError: Error { var message: String }

struct ConditionScope: Sendable {
  var input: RoutingInput
  var stage: StageDefinition?
  var candidate: String?
  var directory: Directory?
}

struct ConditionSet: Sendable { var schema: Schema }

extension CompiledWorkflows {
  func scope(
    _ input: RoutingInput, stage: StageDefinition? = nil, candidate: String? = nil, directory: Directory? = nil
  ) -> ConditionScope {
    ConditionScope(input: input, stage: stage, candidate: candidate, directory: directory)
  }

  func truth(_ source: ExpressionSource, _ scope: ConditionScope) -> Truth { .unknown("not yet") }
  func text(_ source: ExpressionSource, _ scope: ConditionScope) -> Result<String, ConditionError> {
    .failure(ConditionError(message: "not yet"))
  }
}
