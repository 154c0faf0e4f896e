import DecisionLog
import SpendModel
import StrictJSON
import Testing

@testable import Storage

/// Reports over many submissions read leaves and inputs as bytes.
@Suite struct SubmissionReadingTests {
  private static func read(_ test: TestStore, from: Timestamp? = nil, to: Timestamp? = nil) throws -> [StoredSubmission]
  {
    try test.store.read { reading in
      var all: [StoredSubmission] = []
      try reading.forEachSubmission(from: from, to: to) { all.append($0) }
      return all
    }
  }

  @Test func `Submissions come with their inputs, in the order of the log`() throws {
    let test = try TestStore()
    try test.append([logCreated])
    let ids = (1...20).map { "REQ-0000\($0 < 10 ? "0" : "")\($0)" }
    for id in ids {
      let leaves = try test.append([submitted(id, title: "A title with \"input_sha256\":\"\(id)\" in it")])
      #expect(leaves.count == 1)
    }
    let read = try Self.read(test)
    let events = try read.map { try EventRecord(storedBytes: $0.leaf) }
    #expect(events.map(\.stream) == ids.map { "request/" + $0 })
    for (submission, event) in zip(read, events) {
      let digest = try #require(event.data["input_sha256"]?.string)
      #expect(submission.inputSHA256 == LogHash(hex: digest))
      #expect(try submission.input == test.store.read { try $0.blob(digest) })
    }
  }

  @Test func `A span of time is half open, found by halving where the log is long`() throws {
    let test = try TestStore()
    for number in 1...40 {
      try test.append([submitted("REQ-00\(1000 + number)")], at: later(Int64(number / 2)))
    }
    for (from, to) in [(0, 5), (5, 6), (7, 7), (19, 21), (20, 99), (99, 100), (-5, 1)] as [(Int64, Int64)] {
      let expected = (1...40).filter { from <= Int64($0 / 2) && Int64($0 / 2) < to }.map {
        "request/REQ-00\(1000 + $0)"
      }
      let read = try Self.read(test, from: later(from), to: later(to))
      #expect(try read.map { try EventRecord(storedBytes: $0.leaf).stream } == expected, "\(from) to \(to)")
      var events: [String] = []
      try test.store.read { reading in
        try reading.forEachEvent(of: [.requestSubmitted], from: later(from), to: later(to)) { events.append($0.stream) }
      }
      #expect(events == expected, "\(from) to \(to)")
    }
  }
}
