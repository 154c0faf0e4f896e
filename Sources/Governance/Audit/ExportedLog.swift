import SpendModel
import StrictJSON

/// The log as an export holds it: every event with its hash and how its actor was made sure of, and the inputs that
/// requests were judged on. The tables of an export follow from this alone, so that a verifier makes them again.
struct ExportedLog {
  struct Entry {
    let event: EventRecord
    /// SHA-256 of the leaf, in hex.
    let hash: String
    /// `local`, `token`, `oidc`, `signed` or `none`.
    let authentication: String
  }

  var entries: [Entry]
  /// The input blobs by their SHA-256 in hex.
  var inputs: [String: JSONValue]

  /// The entries of each request's stream, by request, in the order in which the requests first appear.
  func requests() -> [(id: String, entries: [Entry])] {
    var order: [String] = []
    var byStream: [String: [Entry]] = [:]
    for entry in entries where entry.event.stream.hasPrefix("request/") {
      if byStream[entry.event.stream] == nil { order.append(entry.event.stream) }
      byStream[entry.event.stream, default: []].append(entry)
    }
    return order.map { (String($0.dropFirst("request/".count)), byStream[$0] ?? []) }
  }

  /// The grant minted for a revision of a request.
  func grant(of request: String, revision: Int64) -> EventRecord? {
    entries.first {
      $0.event.type == .grantMinted && $0.event.data["request"]?.string == request
        && $0.event.data["revision"]?.integer == revision
    }?.event
  }
}
