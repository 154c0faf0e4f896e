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
}
