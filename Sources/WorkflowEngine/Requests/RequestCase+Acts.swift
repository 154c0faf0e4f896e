import SpendModel
import StrictJSON

extension RequestCase {
  /// Fires what is due, and looks again at what is blocked; no drafts where there is nothing to do.
  package func tick(context: ActContext, ids: inout IDCounter) -> Result<Decision, Refusal> {
    var recorder = Recorder(self, context)
    recorder.fireDueTimers(ids: &ids)
    recorder.byTimer { $0.rejudge(ids: &ids) }
    return recorder.finish()
  }

  /// Adds words to the history; anybody of the directory may, in every state.
  package func comment(_ words: String, context: ActContext, ids: inout IDCounter) -> Result<Decision, Refusal> {
    guard !words.utf8.allSatisfy({ $0 <= 32 }) else {
      return .failure(Refusal(.commentRequired, "a comment has no words"))
    }
    var recorder = Recorder(self, context)
    recorder.fireDueTimers(ids: &ids)
    recorder.emit(
      .requestCommented, ["revision": .integer(recorder.request.revision), "comment": EventDraft.text(words)])
    return recorder.finish()
  }

  /// Takes the request back: its requester, or the manager of its beneficiary.
  package func withdraw(comment: String?, context: ActContext, ids: inout IDCounter) -> Result<Decision, Refusal> {
    var recorder = Recorder(self, context)
    recorder.fireDueTimers(ids: &ids)
    let current = recorder.request
    let allowed = recorder.withdrawers
    guard let person = context.actor.person, allowed.contains(person) else {
      return recorder.refuse(
        .notPermitted, "`\(context.actor.id)` may not withdraw `\(id)`",
        hint: "may withdraw it: " + allowed.map { "`\($0)`" }.joined(separator: ", "))
    }
    guard current.state.isUndecided else {
      return recorder.refuse(.badState, "`\(id)` is already decided: it is \(current.state.rawValue)")
    }
    recorder.end(
      .requestWithdrawn, ["revision": .integer(current.revision), "comment": comment.map { EventDraft.text($0) }])
    return recorder.finish()
  }
}
