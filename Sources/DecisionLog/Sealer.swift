package import SpendModel
import StrictJSON

/// Makes leaves of drafts: gives each its place, commits its texts, takes its blobs out, writes its bytes.
///
///     var sequences = LogSequences(size: head.size, streams: lastOfEachStream, types: lastOfEachType)
///     let leaves = try Sealer.seal(drafts, after: &sequences, at: now, salt: random32)
///
/// Pure but for `salt`, which must give 32 fresh random bytes at each call.
package enum Sealer {
  /// Seals the drafts of one append call, in order.
  ///
  /// - Parameters:
  ///   - sequences: Where the log stands; moved on only where all drafts could be sealed.
  ///   - at: The time of all of them; the caller sees to it that it is not before the last leaf's.
  ///   - committed: Commitments made before, which stand in the drafts as `{"commit": hex}`: the first leaf that holds
  ///     one takes its disclosure.
  ///   - salt: 32 fresh random bytes a call: first for the actor's login, then for texts in the order of the draft.
  /// - Throws: ``SealingError``; then no draft is sealed.
  package static func seal(
    _ drafts: [EventDraft], after sequences: inout LogSequences, at: Timestamp, committed: [Commitment] = [],
    salt: () -> [UInt8]
  ) throws(SealingError) -> [SealedLeaf] {
    var next = sequences
    var open: [LogHash: Commitment] = [:]
    for commitment in committed { open[commitment.hash] = commitment }
    var leaves: [SealedLeaf] = []
    leaves.reserveCapacity(drafts.count)
    for draft in drafts {
      leaves.append(
        try seal(draft, first: sequences.size, of: drafts.count, after: &next, at: at, open: &open, salt: salt))
    }
    sequences = next
    return leaves
  }

  private static func seal(
    _ draft: EventDraft, first: Int64, of count: Int, after sequences: inout LogSequences, at: Timestamp,
    open: inout [LogHash: Commitment], salt: () -> [UInt8]
  ) throws(SealingError) -> SealedLeaf {
    try check(draft)
    let idx = sequences.size
    let streamSequence = (sequences.streams[draft.stream] ?? 0) + 1
    let typeSequence = (sequences.types[draft.type] ?? 0) + 1
    guard 0..<CanonicalJSON.largestInteger ~= idx, 1...idx + 1 ~= streamSequence, 1...idx + 1 ~= typeSequence else {
      throw SealingError(
        .logFull, "leaf \(idx) cannot be number \(streamSequence) of its stream and \(typeSequence) of its type")
    }
    var resolver = PlaceholderResolver(idx: idx, first: first, count: Int64(count), open: open)
    var actor: [JSONValue.Member] = [
      .init("auth", .string(draft.actor.authentication.rawValue)), .init("id", .string(draft.actor.id)),
    ]
    if draft.actor.authentication == .local, let login = draft.actor.login {
      actor.append(.init("login", try resolver.commit(.string(login), at: "/actor/login", salt: salt)))
    }
    let data = try resolver.resolve(draft.data, at: "/data", salt: salt)
    let leaf: JSONValue = [
      "actor": .object(actor), "at": .string(at.canonicalText), "data": data, "idx": .integer(idx),
      "stream": .string(draft.stream), "stream_seq": .integer(streamSequence), "type": .string(draft.type.rawValue),
      "type_seq": .integer(typeSequence), "v": 1,
    ]
    let bytes: [UInt8]
    do { bytes = try CanonicalJSON.bytes(leaf, .leaf) } catch { throw SealingError(error) }
    sequences.size = idx + 1
    sequences.streams[draft.stream] = streamSequence
    sequences.types[draft.type] = typeSequence
    open = resolver.open
    let record = EventRecord(
      idx: idx, type: draft.type, stream: draft.stream, streamSequence: streamSequence, at: at, actor: draft.actor.id,
      data: data)
    return SealedLeaf(
      record: record, typeSequence: typeSequence, bytes: bytes, hash: Hashing.leaf(bytes),
      disclosures: resolver.disclosures, blobs: resolver.blobs)
  }

  private static func check(_ draft: EventDraft) throws(SealingError) {
    guard isStreamName(draft.stream) else { throw SealingError(.badStream, "no name of a stream: `\(draft.stream)`") }
    guard isActorID(draft.actor.id) else { throw SealingError(.badActor, "no name of an actor: `\(draft.actor.id)`") }
    guard case .object = draft.data else {
      throw SealingError(.badData, "the data of `\(draft.type.rawValue)` is no object")
    }
  }
}

/// `request/REQ-000123`, `bundle`, ...: 1 to 200 characters of ASCII that can be seen.
func isStreamName(_ text: String) -> Bool { isVisibleASCII(text, atMost: 200) }

/// `user:ann`, `timer`, ...: 1 to 200 characters of ASCII that can be seen.
func isActorID(_ text: String) -> Bool { isVisibleASCII(text, atMost: 200) }

private func isVisibleASCII(_ text: String, atMost limit: Int) -> Bool {
  1...limit ~= text.utf8.count && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
}
