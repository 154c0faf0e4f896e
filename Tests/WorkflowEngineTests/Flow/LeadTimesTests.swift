import Testing

@testable import WorkflowEngine

@Suite struct LeadTimesTests {
  struct Row: CustomTestStringConvertible {
    var name: String
    /// Spans of what is over, and of what is still open.
    var over: [Int64]
    var open: [Int64] = []
    /// The 50th and the 90th percentile.
    var median: Int64?
    var ninetieth: Int64?
    var testDescription: String { name }
  }

  @Test(arguments: [
    Row(name: "nothing at all", over: []),
    Row(name: "only open ones", over: [], open: [5, 9]),
    Row(name: "one", over: [4], median: 4, ninetieth: 4),
    Row(name: "ten, all over", over: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], median: 5, ninetieth: 9),
    Row(name: "the order does not matter", over: [10, 3, 8, 1, 6, 2, 7, 4, 9, 5], median: 5, ninetieth: 9),
    Row(name: "equal spans", over: [3, 3, 3, 3], median: 3, ninetieth: 3),
    Row(name: "open longer than any: the tail is not known", over: [1, 2, 3], open: [100], median: 2),
    Row(name: "open, and cut short early: it says nothing", over: [2, 4], open: [1], median: 2, ninetieth: 4),
    Row(name: "open at the same span as one that is over", over: [2, 4], open: [2], median: 4, ninetieth: 4),
    // The trial of 6-mercaptopurine (Freireich and others, 1963), weeks of remission: median 23.
    Row(
      name: "a published trial", over: [6, 6, 6, 7, 10, 13, 16, 22, 23],
      open: [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], median: 23),
  ])
  func `Quantiles count what is still open`(_ row: Row) {
    var times = LeadTimes()
    for span in row.open { times.add(span, isOver: false) }
    for span in row.over { times.add(span, isOver: true) }
    #expect(times.quantile(percent: 50) == row.median)
    #expect(times.quantile(percent: 90) == row.ninetieth)
    #expect(times.count == row.over.count + row.open.count)
    #expect(times.open == row.open.count)
  }

  @Test func `A large sample without open ones is the plain quantile`() {
    var times = LeadTimes()
    for span in 1...1000 { times.add(Int64(span), isOver: true) }
    for percent in [1, 10, 25, 50, 75, 90, 99] {
      #expect(times.quantile(percent: percent) == Int64(percent) * 10)
    }
  }

  @Test func `What two counted is what one would have`() {
    var (one, other, all) = (LeadTimes(), LeadTimes(), LeadTimes())
    for span in [3, 1, 3, 9, 1, 4] as [Int64] {
      one.add(span, isOver: span != 9)
      all.add(span, isOver: span != 9)
    }
    for span in [3, 2, 9] as [Int64] {
      other.add(span, isOver: true)
      all.add(span, isOver: true)
    }
    one.add(other)
    #expect(one == all)
    #expect(one.count == 9 && one.open == 1)
  }
}
