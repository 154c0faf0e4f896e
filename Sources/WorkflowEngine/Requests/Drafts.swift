package import SpendModel
package import StrictJSON

extension EventDraft {
  /// Stands for the leaf's index of the draft at that place of the same list.
  package static func index(_ place: Int) -> JSONValue { .object([.init("$idx", .integer(Int64(place)))]) }

  /// The part of the stream's name behind the slash: `REQ-000123`.
  package var subject: String { stream.split(separator: "/", maxSplits: 1).last.map(String.init) ?? stream }
}

extension [EventDraft] {
  /// The same drafts, for a list that has that many others before them: places in `cause` move along.
  package func shifted(by count: Int) -> [EventDraft] {
    guard count != 0 else { return self }
    return map { draft in
      guard let place = draft.data["cause"]?["$idx"]?.integer, case .object(var members) = draft.data else {
        return draft
      }
      for index in members.indices where members[index].name == "cause" {
        members[index].value = EventDraft.index(Int(clamping: place) + count)
      }
      var moved = draft
      moved.data = .object(members)
      return moved
    }
  }

  /// Who is told of these events: candidates, owners, and whoever an event names.
  package func notices() -> [Notice] {
    var notices: [Notice] = []
    for draft in self {
      var people: [String] = []
      switch draft.type {
      case .stageActivated: people = strings(draft.data["candidates"]) + strings(draft.data["delegates"])
      case .stageReassigned where draft.data["told"] == nil:
        people = strings(draft.data["candidates"]) + strings(draft.data["delegates"])
      case .stageReassigned: people = strings(draft.data["delegates"])
      case .rungFired: people = strings(draft.data["to"])
      case .grantMinted: people = [draft.data["owner"]?.string].compactMap { $0 }
      case .taskOpened, .taskAssigned:
        people = [draft.data["owner"]?.string].compactMap { $0 }.map {
          $0.hasPrefix("user:") ? String($0.dropFirst(5)) : $0
        }
      default: break
      }
      people += strings(draft.data["told"]) + strings(draft.data["informed"])
      for person in unique(people) {
        notices.append(Notice(to: person, about: draft.subject, kind: draft.type.rawValue))
      }
    }
    return notices
  }
}
