import StrictJSON

/// Puts into a draft's data what the leaf holds in the place of each placeholder, and gathers what is stored beside.
struct PlaceholderResolver {
  let idx: Int64
  /// The idx of the append call's first draft, and how many drafts there are: what `$idx` counts in.
  let first: Int64
  let count: Int64
  /// Commitments made before that no leaf has taken yet.
  private(set) var open: [LogHash: Commitment]
  private(set) var disclosures: [Disclosure] = []
  private(set) var blobs: [Blob] = []

  init(idx: Int64, first: Int64, count: Int64, open: [LogHash: Commitment]) {
    (self.idx, self.first, self.count, self.open) = (idx, first, count, open)
  }

  /// Commits to a value; its disclosure is gathered.
  mutating func commit(_ value: JSONValue, at path: String, salt: () -> [UInt8]) throws(SealingError) -> JSONValue {
    let commitment = try Commitment.make(value, salt: salt())
    disclosures.append(Disclosure(commitment, idx: idx, path: path))
    return commitment.json
  }

  mutating func resolve(
    _ value: JSONValue, at path: String, depth: Int = 0, salt: () -> [UInt8]
  ) throws(SealingError) -> JSONValue {
    guard depth <= CanonicalJSON.Profile.blob.maxDepth else {
      throw SealingError(.notCanonical, "nested deeper than \(CanonicalJSON.Profile.blob.maxDepth) levels at `\(path)`")
    }
    switch value {
    case .array(let items):
      var result: [JSONValue] = []
      result.reserveCapacity(items.count)
      for (index, item) in items.enumerated() {
        result.append(try resolve(item, at: "\(path)/\(index)", depth: depth + 1, salt: salt))
      }
      return .array(result)
    case .object(let members):
      if members.contains(where: { $0.name.utf8.first == UInt8(ascii: "$") }) {
        return try resolvePlaceholder(members, at: path, depth: depth, salt: salt)
      }
      if !open.isEmpty, let hash = Commitment.hash(in: value), let commitment = open.removeValue(forKey: hash) {
        disclosures.append(Disclosure(commitment, idx: idx, path: path))
        return value
      }
      var result: [JSONValue.Member] = []
      result.reserveCapacity(members.count)
      for member in members {
        let place = path + "/" + pointerToken(member.name)
        result.append(.init(member.name, try resolve(member.value, at: place, depth: depth + 1, salt: salt)))
      }
      return .object(result)
    case .null, .bool, .integer, .number, .string: return value
    }
  }

  private mutating func resolvePlaceholder(
    _ members: [JSONValue.Member], at path: String, depth: Int, salt: () -> [UInt8]
  ) throws(SealingError) -> JSONValue {
    let object = JSONValue.object(members)
    if members.count == 1, case .string(let words)? = object["$text"] {
      return try commit(.string(words), at: path, salt: salt)
    }
    if members.count == 1, let value = object["$sha256"] {
      // What is only hashed is not kept: a commitment in it is disclosed where it stands for good.
      let waiting = open
      open = [:]
      defer { open = waiting }
      return .string(Hashing.sha256(try canonical(value, at: path, depth: depth, salt: salt)).hex)
    }
    if members.count == 2, let kind = object["$blob"]?.string, let value = object["value"] {
      let blob = Blob(try canonical(value, at: path, depth: depth, salt: salt), kind: kind)
      if !blobs.contains(where: { $0.sha256 == blob.sha256 }) { blobs.append(blob) }
      return .string(blob.sha256.hex)
    }
    if members.count == 1, let position = object["$idx"]?.integer, 0..<count ~= position {
      return .integer(first + position)
    }
    let names = members.map { "`\($0.name)`" }.joined(separator: ", ")
    throw SealingError(.badPlaceholder, "no placeholder has the keys \(names) with these values, at `\(path)`")
  }

  private mutating func canonical(
    _ value: JSONValue, at path: String, depth: Int, salt: () -> [UInt8]
  ) throws(SealingError) -> [UInt8] {
    let resolved = try resolve(value, at: path, depth: depth + 1, salt: salt)
    do { return try CanonicalJSON.bytes(resolved) } catch { throw SealingError(error) }
  }
}
