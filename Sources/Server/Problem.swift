package import Governance
package import StrictJSON

/// An RFC 9457 problem document: how a failure is told over HTTP.
package struct Problem: Hashable, Sendable {
  package let status: Int
  package let body: JSONValue

  /// The failure in the words of the command line, with the same stable code.
  ///
  /// Storage failures keep their details to themselves: the reader gets the kind, the operator the log.
  package init(_ failure: Failure) {
    status = failure.httpStatus
    let isInternal = failure.kind == .storage || failure.kind == .integrity
    body = .object([
      "type": .string("urn:assent:problem:\(failure.code)"),
      "title": .string(failure.kind.rawValue.replacing("_", with: " ")),
      "status": .integer(Int64(failure.httpStatus)),
      "detail": isInternal ? nil : .string(failure.message),
      "hint": isInternal ? nil : failure.hint.map { .string($0) },
    ])
  }

  /// The media type of the document.
  package static let contentType = "application/problem+json"
}
