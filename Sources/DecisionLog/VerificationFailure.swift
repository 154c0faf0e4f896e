/// One thing that does not hold in an exported folder.
package struct VerificationFailure: Hashable, Sendable {
  /// The file's path in the folder.
  package let file: String
  /// The leaf that it is about, where one can be named.
  package let idx: Int64?
  /// Lower case, without a full stop.
  package let message: String

  package init(_ file: String, idx: Int64? = nil, _ message: String) {
    self.file = file
    self.idx = idx
    self.message = message
  }
}

extension VerificationFailure: CustomStringConvertible {
  package var description: String { "\(file): \(idx.map { "leaf \($0): " } ?? "")\(message)" }
}

/// What a verification looked at, and all that it found wrong.
package struct Verification: Hashable, Sendable {
  /// What was checked and holds, in order, in words: `25 leaves in canonical form`.
  package internal(set) var checked: [String] = []
  package internal(set) var failures: [VerificationFailure] = []
  /// The head that the folder states; its signature may not hold.
  package internal(set) var checkpoint: Checkpoint?
  /// The keys whose signature under the head holds.
  package internal(set) var signers: [VerifierKey] = []
  /// How many lines of leaves there are.
  package internal(set) var leaves: Int64 = 0

  package var isIntact: Bool { failures.isEmpty }

  /// More failures than this are counted and not listed, per kind of check.
  package static let maxFailures = 100

  mutating func add(_ found: FailureList) {
    failures += found.listed
    if found.more > 0, let last = found.listed.last {
      failures.append(VerificationFailure(last.file, "\(found.more) more of this kind"))
    }
  }
}

/// The failures of one check, of which only the first are kept.
struct FailureList {
  private(set) var listed: [VerificationFailure] = []
  private(set) var more = 0

  var isEmpty: Bool { listed.isEmpty }

  mutating func add(_ file: String, idx: Int64? = nil, _ message: @autoclosure () -> String) {
    if listed.count < Verification.maxFailures {
      listed.append(VerificationFailure(file, idx: idx, message()))
    } else {
      more += 1
    }
  }
}
