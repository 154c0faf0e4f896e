import Testing

@testable import CEL

@Suite struct SearchTests {
  private func naive(_ part: [UInt8], _ whole: [UInt8], from start: Int) -> Int? {
    guard start >= 0, start + part.count <= whole.count else { return nil }
    return (start...(whole.count - part.count)).first { Array(whole[$0..<$0 + part.count]) == part }
  }

  @Test func `A part is found where a plain search finds it`() {
    var random: UInt64 = 42
    func next(_ bound: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % bound
    }
    for _ in 0..<20_000 {
      let whole = (0..<next(20)).map { _ in UInt8(next(2)) }
      let part = (0..<next(6)).map { _ in UInt8(next(2)) }
      let start = next(22)
      #expect(firstPlace(of: part, in: whole, from: start) == naive(part, whole, from: start), "\(part) in \(whole)")
      let last = (0...whole.count).last { $0 <= start && Array(whole[$0...].prefix(part.count)) == part }
      #expect(lastPlace(of: part, in: whole, upTo: start) == last, "\(part) in \(whole) up to \(start)")
      let slice = whole[...]
      #expect(
        firstPlace(of: part, in: slice.dropFirst(min(2, whole.count)), from: 0)
          == naive(part, Array(whole.dropFirst(2)), from: 0))
    }
  }

  @Test(arguments: [
    ("", 0), ("a", 1), ("größe", 5), ("e\u{301}", 2), ("😀", 1), (String(repeating: "ß", count: 99), 99),
  ])
  func `Code points are counted`(_ row: (text: String, count: Int)) { #expect(countOfScalars(row.text) == row.count) }
}
