/// Whether two texts have the same UTF-8 bytes; `==` alone would take equivalent accents for equal.
///
/// - Complexity: O(*n*) in the length of the texts; O(1) where the lengths differ.
public func haveSameBytes(_ left: String, _ right: String) -> Bool {
  let count = left.utf8.count
  guard count == right.utf8.count else { return false }
  let isSame = left.utf8.withContiguousStorageIfAvailable { a in
    right.utf8.withContiguousStorageIfAvailable { b in
      haveSameBytes(UnsafeRawBufferPointer(a), UnsafeRawBufferPointer(b))
    }
  }
  return (isSame ?? nil) ?? left.utf8.elementsEqual(right.utf8)
}

/// - Parameter right: As long as the left.
private func haveSameBytes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
  var index = 0
  while index + 8 <= left.count {
    let word = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    guard word == right.loadUnaligned(fromByteOffset: index, as: UInt64.self) else { return false }
    index += 8
  }
  while index < left.count {
    guard left[index] == right[index] else { return false }
    index += 1
  }
  return true
}
