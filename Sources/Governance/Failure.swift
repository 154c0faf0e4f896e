package import Diagnostics
import SpendModel
import Storage

/// Why a command was not done, in the words of the person who asked, with the exit code and HTTP status it stands for.
package struct Failure: Error, Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The check failed: diagnostics in the bundle, a test failed. Exit 1.
    case checkFailed = "check_failed"
    /// Bad input: file, request, record; nothing was written. Exit 2.
    case badInput = "bad_input"
    /// Verification or replay found a difference. Exit 3.
    case integrity
    /// Already decided, stale revision, key reused, the same vote again. Exit 4.
    case conflict
    /// The actor has no right to this act. Exit 5.
    case notPermitted = "not_permitted"
    /// Not found, or not to be seen by this actor. Exit 6.
    case notFound = "not_found"
    /// Misuse of the command line. Exit 64.
    case usage
    /// Storage or I/O failure; nothing was acknowledged. Exit 74.
    case storage
  }

  package var kind: Kind
  /// A stable word for programs, in `kebab-case`.
  package var code: String
  package var message: String
  package var hint: String?
  /// Where the first thing stands that is wrong.
  package var position: (file: String, at: SourcePosition)? {
    guard let first = diagnostics.first, let file = first.file, let at = first.position else { return nil }
    return (file, at)
  }
  /// What is wrong with the author's files, where that is the reason.
  package var diagnostics: [Diagnostic]
  /// The files that the diagnostics point into, by path, for showing the line.
  package var sources: [String: SourceFile] = [:]
  /// The disk is full: a storage failure that HTTP tells apart (507).
  package var isDiskFull: Bool

  package init(
    _ kind: Kind, _ code: String, _ message: String, hint: String? = nil, diagnostics: [Diagnostic] = [],
    isDiskFull: Bool = false
  ) {
    self.kind = kind
    self.code = code
    self.message = message
    self.hint = hint
    self.diagnostics = diagnostics
    self.isDiskFull = isDiskFull
  }

  /// The exit code of the command line (interfaces).
  package var exitCode: Int32 {
    switch kind {
    case .checkFailed: 1
    case .badInput: 2
    case .integrity: 3
    case .conflict: 4
    case .notPermitted: 5
    case .notFound: 6
    case .usage: 64
    case .storage: 74
    }
  }

  /// The status of the HTTP interface.
  package var httpStatus: Int {
    switch kind {
    case .checkFailed: 422
    case .badInput, .usage: 400
    case .integrity: 500
    case .conflict: 409
    case .notPermitted: 403
    case .notFound: 404
    case .storage: isDiskFull ? 507 : 503
    }
  }

  package static func notFound(_ what: String, _ id: String, hint: String? = nil) -> Failure {
    Failure(.notFound, "not-found", "no \(what) `\(id)`", hint: hint)
  }

  /// A failure that tells what is wrong with files: all of it, the first thing first.
  package static func bad(_ diagnostics: [Diagnostic], kind: Kind = .badInput) -> Failure {
    let ordered = diagnostics.inOrder()
    let first = ordered.first { $0.severity == .error } ?? ordered.first
    return Failure(
      kind, first?.code ?? "bad-input", first?.message ?? "the input is not right", hint: first?.hint,
      diagnostics: ordered)
  }

  init(_ error: StorageError) {
    self.init(
      .storage, "storage-\(error.code.rawValue)", error.message, hint: error.hint, isDiskFull: error.code == .diskFull)
  }
}
