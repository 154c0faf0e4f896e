/// The member names seen so far in each open object, compared as decoded bytes.
///
/// Small objects are searched in a row by hash; larger ones get a set with a seeded hash, so that no
/// choice of names makes reading slow.
struct NameTracker {
  private struct Name {
    var hash: UInt64
    var text: JSONText
  }

  private static let rowLimit = 24
  private var names: [Name] = []
  /// For each open object: where its names start, and the place of its set in `sets`, or -1.
  private var frames: [(start: Int, set: Int)] = []
  private var sets: [Set<[UInt8]>] = []

  mutating func open() { frames.append((names.count, -1)) }

  mutating func close() {
    guard let frame = frames.popLast() else { return }
    names.removeSubrange(frame.start...)
    if frame.set >= 0 { sets.removeSubrange(frame.set...) }
  }

  mutating func reset() {
    names.removeAll(keepingCapacity: true)
    frames.removeAll(keepingCapacity: true)
    sets.removeAll(keepingCapacity: true)
  }

  /// Takes the next name of the innermost object.
  ///
  /// - Returns: Whether it is new.
  mutating func insert(_ text: JSONText, in bytes: [UInt8]) -> Bool {
    guard let frame = frames.last else { return true }
    if frame.set >= 0 { return sets[frame.set].insert(text.utf8(in: bytes)).inserted }
    let hash = text.isEscaped ? fold(text.utf8(in: bytes)[...]) : fold(bytes[text.range])
    for name in names[frame.start...] where name.hash == hash {
      if name.text.hasSameText(as: text, in: bytes) { return false }
    }
    names.append(Name(hash: hash, text: text))
    if names.count - frame.start > Self.rowLimit {
      sets.append(Set(names[frame.start...].map { $0.text.utf8(in: bytes) }))
      frames[frames.count - 1].set = sets.count - 1
    }
    return true
  }

  /// FNV-1a, 64 bits: only narrows the search.
  private func fold(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }
}
