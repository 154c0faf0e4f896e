/// Who may take no part in a request, by what they are to it.
package struct Exclusions: Sendable, Hashable, ExpressibleByArrayLiteral {
  private var bits: UInt8 = 0

  package init(_ words: some Sequence<Separation.Excluded>) {
    for word in words { insert(word) }
  }

  package init(arrayLiteral words: Separation.Excluded...) { self.init(words) }

  package func contains(_ word: Separation.Excluded) -> Bool { bits & word.bit != 0 }

  package mutating func insert(_ word: Separation.Excluded) { bits |= word.bit }

  package mutating func remove(_ word: Separation.Excluded) { bits &= ~word.bit }
}

extension Separation.Excluded {
  fileprivate var bit: UInt8 {
    switch self {
    case .requester: 1
    case .submitter: 2
    case .beneficiary: 4
    case .conflicted: 8
    case .sameTeam: 16
    case .author: 32
    }
  }
}
