import Synchronization

/// How work is done that falls into parts which do not hang on each other: one part after the other, or several at
/// once. What comes of it is the same, and in the same order.
package struct Spread: Sendable {
  /// Takes how many parts there are, and what does the part of a number, from 0; returns when all are done.
  package typealias Run = @Sendable (_ count: Int, _ part: @Sendable (Int) -> Void) -> Void

  private let run: Run

  package init(_ run: @escaping Run) { self.run = run }

  /// One part after the other.
  package static let inOrder = Spread { count, part in
    for number in 0..<count { part(number) }
  }

  /// Fewer items than that are not worth another thread.
  private static let partSize = 256

  /// What comes of the items, part by part.
  package func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ body: @Sendable (ArraySlice<Item>) -> Result
  ) -> [Result] {
    let size = Self.partSize
    let count = (items.count + size - 1) / size
    guard count > 1 else { return items.isEmpty ? [] : [body(items[...])] }
    let results = Mutex([Result?](repeating: nil, count: count))
    run(count) { number in
      let result = body(items[number * size..<min((number + 1) * size, items.count)])
      results.withLock { $0[number] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}
