package import SpendModel

/// Who may not act on one stage, beside those whom the workflow excludes from the whole request.
package enum StageExclusion: Sendable, Hashable {
  /// `sameTeam`, `submitter`, ...
  case separation(Separation.Excluded)
  /// Somebody by name, group or role: `{managerOf: requester}`.
  case actor(Located<ActorReference>)
}

extension [StageExclusion] {
  var words: [Separation.Excluded] {
    compactMap { if case .separation(let word) = $0 { word } else { nil } }
  }

  var references: [ActorReference] {
    compactMap { if case .actor(let reference) = $0 { reference.value } else { nil } }
  }
}
