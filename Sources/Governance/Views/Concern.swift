import SpendModel
import Storage
package import StrictJSON

/// What somebody who was asked for their view holds against a request: shown to whoever decides.
package struct Concern: Hashable, Sendable {
  package var person: String
  /// The person in whose place they said so.
  package var principal: String?
  package var stage: String
  /// Their words; nothing where they were erased.
  package var words: String?

  package var json: JSONValue {
    .object([
      "person": .string(person), "for": principal.map { .string($0) }, "stage": .string(stage),
      "comment": words.map { .string($0) },
    ])
  }
}

extension Reading {
  /// The concerns about a request that stand.
  func concerns(about request: String) throws -> [Concern] {
    try concerns(of: request).compactMap { idx in
      guard let vote = try event(at: idx)?.data, let person = vote["person"]?.string, let stage = vote["stage"]?.string
      else { return nil }
      return Concern(
        person: person, principal: vote["for"]?.string, stage: stage,
        words: try vote["comment"]?["commit"]?.string.flatMap { try words(behind: $0) })
    }
  }
}
