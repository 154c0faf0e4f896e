import SpendModel
import StrictJSON

extension Recorder {
  /// Somebody of the directory in a person's stead: the person, where they are still there; else the requester, the
  /// manager whom the requester had, or who answers for governance. Nothing is ever given to somebody who left.
  func living(_ person: String) -> String {
    let manager = request.requesterFacts["manager"]?.string
    let known = [person, request.requester, manager].compactMap { $0 }.first { directory.person($0) != nil }
    return known ?? directory.accountable(for: .group(CompiledWorkflows.governanceGroup), cast: Cast())
      ?? directory.people.first?.id ?? person
  }

  /// Who may take the request back: who asked for it, and whom its beneficiary reports to; where none of them is there
  /// any more, who stands in for its beneficiary.
  var withdrawers: [String] {
    let manager = directory.person(request.beneficiary)?.manager?.value
    let own = unique([request.requester, request.submitter, manager].compactMap { $0 })
    let there = own.filter { directory.person($0) != nil }
    return there.isEmpty ? [living(request.beneficiary)] : there
  }

  /// Who can answer what was asked for: who may hand the request in again, or take it back where nobody may.
  var answerers: [String] {
    let own = unique([request.requester, request.beneficiary, request.submitter]).filter { directory.person($0) != nil }
    let asking = own.filter { $0 == request.requester || $0 == request.beneficiary }
    return asking.isEmpty ? (own.isEmpty ? withdrawers : own) : asking
  }
}
