package import SpendModel
import StrictJSON

/// A leaf as it was read back from its bytes, which were held to all that the log promises of them.
package struct Leaf: Hashable, Sendable {
  package let record: EventRecord
  /// Counted from 1 per type of event.
  package let typeSequence: Int64
  package let authentication: Actor.Authentication
  /// The commitment to the login of the operating system, with `local` only.
  package let login: LogHash?

  /// The version of the leaves that this program writes and reads.
  package static let version: Int64 = 1

  /// Reads a leaf.
  ///
  /// - Throws: ``LeafError``: the bytes are not the canonical bytes of an object with exactly the nine keys, each of
  ///   its own kind, of a known type and version.
  package static func parse(_ bytes: [UInt8]) throws(LeafError) -> Leaf {
    let profile = CanonicalJSON.Profile.leaf
    let value: JSONValue
    do {
      value = try JSONValue.parse(bytes, limits: JSONLimits(maxDepth: profile.maxDepth, maxBytes: profile.maxBytes))
    } catch {
      throw LeafError(.notJSON, error.message)
    }
    let canonical: [UInt8]
    do { canonical = try CanonicalJSON.bytes(value, profile) } catch { throw LeafError(.notJSON, error.description) }
    guard canonical == bytes else { throw LeafError(.notCanonical, "not the canonical bytes of its value") }
    return try Leaf(value)
  }

  fileprivate init(_ value: JSONValue) throws(LeafError) {
    let keys = ["actor", "at", "data", "idx", "stream", "stream_seq", "type", "type_seq", "v"]
    let members = try Self.members(of: value, keys: keys, in: "the leaf")
    guard value["v"]?.integer == Self.version else { throw LeafError(.unknownVersion, "`v` is not \(Self.version)") }
    let name = try Self.string(members[6], "type")
    guard let type = EventType(rawValue: name) else { throw LeafError(.unknownType, "unknown type `\(name)`") }
    let idx = try Self.integer(members[3], "idx", from: 0)
    let stream = try Self.string(members[4], "stream")
    guard isStreamName(stream) else { throw LeafError(.badValue, "no name of a stream: `\(stream)`") }
    let time = try Self.string(members[1], "at")
    guard let at = Timestamp(time), at.canonicalText == time else {
      throw LeafError(.badValue, "no time in the form of the log: `\(time)`")
    }
    guard case .object = members[2].value else { throw LeafError(.badValue, "`data` is no object") }
    (authentication, login) = try Self.credentials(members[0].value)
    let actor = try Self.string(members[0].value["id"].map { .init("id", $0) }, "id")
    guard isActorID(actor) else { throw LeafError(.badValue, "no name of an actor: `\(actor)`") }
    typeSequence = try Self.integer(members[7], "type_seq", from: 1)
    record = EventRecord(
      idx: idx, type: type, stream: stream, streamSequence: try Self.integer(members[5], "stream_seq", from: 1), at: at,
      actor: actor, data: members[2].value)
  }

  private static func credentials(_ actor: JSONValue) throws(LeafError) -> (Actor.Authentication, LogHash?) {
    let hasLogin = actor["login"] != nil
    _ = try members(of: actor, keys: hasLogin ? ["auth", "id", "login"] : ["auth", "id"], in: "`actor`")
    let name = try string(actor["auth"].map { .init("auth", $0) }, "auth")
    guard let authentication = Actor.Authentication(rawValue: name) else {
      throw LeafError(.badValue, "unknown `auth`: `\(name)`")
    }
    guard let login = actor["login"] else { return (authentication, nil) }
    guard authentication == .local, let hash = Commitment.hash(in: login) else {
      throw LeafError(.badValue, "`login` is no commitment, or not of `local`")
    }
    return (authentication, hash)
  }

  /// The members of an object with exactly these keys, in this order, which is the canonical one.
  private static func members(
    of value: JSONValue, keys: [String], in place: String
  ) throws(LeafError) -> [JSONValue.Member] {
    guard case .object(let members) = value else { throw LeafError(.wrongKeys, "\(place) is no object") }
    let names = members.map(\.name)
    guard names.count == keys.count, zip(names, keys).allSatisfy({ $0.utf8.elementsEqual($1.utf8) }) else {
      throw LeafError(.wrongKeys, "\(place) has the keys `\(names.joined(separator: ", "))`")
    }
    return members
  }

  private static func string(_ member: JSONValue.Member?, _ name: String) throws(LeafError) -> String {
    guard case .string(let text)? = member?.value else { throw LeafError(.badValue, "`\(name)` is no string") }
    return text
  }

  private static func integer(_ member: JSONValue.Member, _ name: String, from least: Int64) throws(LeafError) -> Int64
  {
    guard case .integer(let number) = member.value, number >= least else {
      throw LeafError(.badValue, "`\(name)` is no whole number from \(least)")
    }
    return number
  }
}

extension EventRecord {
  /// Reads the event of a leaf; see ``Leaf/parse(_:)``.
  package init(leafBytes: [UInt8]) throws(LeafError) { self = try Leaf.parse(leafBytes).record }

  /// Reads the event of a leaf that this program has stored, without holding its bytes to their canonical form: for
  /// reports over many. Verification does, and so does every act.
  package init(storedBytes bytes: [UInt8]) throws(LeafError) {
    let profile = CanonicalJSON.Profile.leaf
    do {
      let value = try JSONValue.parse(bytes, limits: JSONLimits(maxDepth: profile.maxDepth, maxBytes: profile.maxBytes))
      self = try Leaf(value).record
    } catch let error as LeafError {
      throw error
    } catch {
      throw LeafError(.notJSON, "\(error)")
    }
  }
}
