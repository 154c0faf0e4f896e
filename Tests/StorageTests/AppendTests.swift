import DecisionLog
import Foundation
import GRDB
import SpendModel
import Storage
import StrictJSON
import Testing

@Suite struct AppendTests {
  @Test(arguments: [1, 2, 3, 7, 8, 9, 33])
  func `Leaves, tree and head are those of an independent recomputation`(_ count: Int) throws {
    let test = try TestStore()
    try test.append([submitted("REQ-000001")])
    for number in 1..<count {
      try test.append([logCreated, vote("REQ-000001", nil, "p\(number)")].suffix(1 + number % 2))
    }
    let (leaves, head) = try test.store.read { reading in
      var leaves: [Reading.Leaf] = []
      try reading.forEachLeaf { leaves.append($0) }
      return (leaves, try reading.head())
    }
    #expect(leaves.map(\.idx) == Array(0..<Int64(leaves.count)))
    #expect(head.size == Int64(leaves.count))
    for leaf in leaves {
      #expect(leaf.hash == Hashing.sha256([0] + leaf.bytes).bytes)
      let record = try EventRecord(leafBytes: leaf.bytes)
      #expect(record.idx == leaf.idx && record.type.rawValue == leaf.type && record.stream == leaf.stream)
      #expect(record.streamSequence == leaf.streamSequence && record.at.microseconds == leaf.atMicroseconds)
    }
    #expect(head.root == naiveRoot(leaves.map(\.hash)[...]))
    for (keys, sequences) in [
      (leaves.map(\.stream), leaves.map(\.streamSequence)), (leaves.map(\.type), leaves.map(\.typeSequence)),
    ] {
      for key in Set(keys) {
        let counted = zip(keys, sequences).filter { $0.0 == key }.map(\.1)
        #expect(counted == Array(1...Int64(counted.count)))
      }
    }
    try test.store.read { reading in
      try reading.forEachNode { level, position, hash in
        let (first, width) = (Int(position) << level, 1 << level)
        #expect(first + width <= leaves.count)
        #expect(hash == naiveRoot(leaves.map(\.hash)[first..<first + width]))
      }
    }
  }

  @Test func `Each write that grows the log signs its head, beside the database too`() throws {
    let test = try TestStore()
    try test.append([logCreated])
    try test.append([logCreated, logCreated])
    _ = try test.store.write(at: noon, keys: test.keys) { try $0.reading.head().size }
    let (checkpoints, head) = try test.store.read { (try $0.checkpoints(), try $0.head()) }
    #expect(checkpoints.map(\.size) == [1, 3])
    let last = try #require(checkpoints.last)
    let opened = try Checkpoint.open(Array(last.note.utf8), keys: [test.keys.signing.verifier])
    #expect(opened.checkpoint.size == 3 && opened.checkpoint.root.bytes == head.root && opened.signers.count == 1)
    #expect(test.store.keptHead == last.note)
  }

  @Test func `Words, logins and blobs are kept apart from the leaf`() throws {
    let test = try TestStore()
    let records = try test.append([submitted("REQ-000001", title: "secret words")])
    let record = try #require(records.first)
    let bytes = try #require(try test.store.read { try $0.leafBytes(at: 0) })
    #expect(!String(decoding: bytes, as: UTF8.self).contains("secret"))
    let digest = try #require(record.data["input_sha256"]?.string)
    let input = try #require(try test.store.read { try $0.blob(digest) })
    #expect(Hashing.sha256(input).hex == digest)
    #expect(!String(decoding: input, as: UTF8.self).contains("secret"))
    var disclosed: [String: String] = [:]
    try test.store.read { reading in
      try reading.forEachDisclosure { row in
        let commitment = try #require(LogHash(bytes: row.commitment))
        let (salt, value) = (try #require(row.salt), try #require(row.value))
        #expect(Commitment.opens(commitment, salt: salt, text: value))
        #expect(row.idx == 0)
        disclosed[row.path ?? ""] = value
      }
    }
    #expect(disclosed == ["/actor/login": "\"zoe-login\"", "/data/input_sha256/facts/title": "\"secret words\""])
  }

  struct Stop: Error {}

  @Test func `A write that throws leaves nothing, at whatever point`() throws {
    let test = try TestStore()
    try test.append([logCreated, submitted("REQ-000001")])
    let (before, head) = (try test.dump(), test.store.keptHead)
    let bad = vote("REQ-000009", "legal", "lea")
    let failures: [(String, (Writing) throws -> Void)] = [
      (
        "after an append",
        {
          try $0.append([activated("REQ-000001", "legal")]); throw Stop()
        }
      ),
      (
        "after a blob",
        {
          _ = try $0.keep([9], kind: "evidence"); throw Stop()
        }
      ),
      (
        "by a draft that is no leaf",
        { try $0.append([EventDraft(.logCensus, stream: "log", actor: .timer, data: ["Bad Key": 1])]) }
      ),
      (
        "by a cause that is not there",
        { try $0.append([opened(duty: "DTY-000001", grant: "GRT-000001", request: "REQ-000001", cause: ["$idx": 7])]) }
      ),
      ("by a row that refers to nothing", { try $0.append([activated("REQ-000001", "legal"), bad]) }),
      ("by an id that is none", { try $0.append([submitted("REQ-1")]) }),
      (
        "by a halfway append whose error was caught",
        { writing in
          try writing.append([activated("REQ-000001", "legal")])
          do { try writing.append([vote("REQ-000001", "legal", "lea"), bad]) } catch {}
        }
      ),
    ]
    for (name, body) in failures {
      #expect(throws: (any Error).self, "\(name)") { try test.store.write(at: later(1), keys: test.keys, body) }
      #expect(try test.dump() == before, "\(name)")
      #expect(test.store.keptHead == head, "\(name)")
    }
    #expect(try test.append([logCreated]).first?.idx == 2)
  }

  @Test(arguments: [
    (Int64(60), Int64(60), Int64(0)), (0, 0, 0), (-1, 0, 1_000_000), (-86_400, 0, 86_400_000_000),
  ])
  func `Time never goes back`(_ seconds: Int64, _ expected: Int64, _ skew: Int64) throws {
    let test = try TestStore()
    try test.append([logCreated], at: noon)
    let (at, seen, record) = try test.store.write(at: later(seconds), keys: test.keys) { writing in
      (writing.at, writing.skew, try writing.append([logCreated])[0])
    }
    #expect(at == later(expected))
    #expect(seen == skew)
    #expect(record.at == later(expected))
  }

  @Test func `A cause counts from the first draft of its own append`() throws {
    let test = try TestStore()
    try test.append([logCreated, submitted("REQ-000001"), minted("GRT-000001", for: "REQ-000001")])
    let records = try test.store.write(at: noon, keys: test.keys) { writing in
      try writing.append([logCreated])
        + (try writing.append([
          grantEvent(.grantSuspended, "GRT-000001", ["because": "cap"]),
          opened(finding: "FND-000001", grant: "GRT-000001", fingerprint: "f1"),
          opened(duty: "DTY-000001", grant: "GRT-000001", request: "REQ-000001", cause: ["$idx": 1]),
        ]))
    }
    #expect(records.map(\.idx) == [3, 4, 5, 6])
    #expect(records.map { $0.data["cause"]?.integer } == [nil, nil, 4, 5])
  }

  @Test func `What was committed before is disclosed by the leaf that holds it`() throws {
    let test = try TestStore()
    let (commitment, records) = try test.store.write(at: noon, keys: test.keys) { writing in
      let commitment = try writing.commit("the reason")
      return (
        commitment,
        try writing.append([
          requestEvent(.requestCommented, "REQ-000001", ["revision": 1, "comment": commitment])
        ])
      )
    }
    #expect(records.first?.data["comment"] == commitment)
    let hex = try #require(commitment["commit"]?.string)
    #expect(try test.store.read { try $0.words(behind: hex) } == "the reason")
    #expect(try test.store.read { try $0.words(behind: String(repeating: "0", count: 64)) } == nil)
    #expect(try test.store.read { try $0.words(behind: "no hex") } == nil)
  }

  @Test func `A log that is shorter than its signed head is not built upon`() throws {
    let test = try TestStore()
    try test.append([logCreated])
    let earlier = try Data(contentsOf: URL(fileURLWithPath: test.path + ".head"))
    try test.append([logCreated])
    let later = try Data(contentsOf: URL(fileURLWithPath: test.path + ".head"))
    let other = try TestStore()
    try other.append([logCreated])
    try later.write(to: URL(fileURLWithPath: other.path + ".head"))
    let error = #expect(throws: StorageError.self) { try other.append([logCreated]) }
    #expect(error?.code == .corrupt)
    #expect(
      error?.message
        == "the log has 1 leaves, a head over 2 was signed: `\(other.path)` was put back to an earlier state")
    try earlier.write(to: URL(fileURLWithPath: other.path + ".head"))
    #expect(try other.append([logCreated]).first?.idx == 1)
  }

  @Test func `A damaged tree is not built upon`() throws {
    let test = try TestStore()
    try test.append([logCreated, logCreated])
    try test.raw { try $0.execute(sql: "DROP TRIGGER log_node_stays; DELETE FROM log_node") }
    let error = #expect(throws: StorageError.self) { try test.append([logCreated]) }
    #expect(error?.code == .corrupt)
    #expect(error?.message == "the log lacks a node of its tree")
  }

  @Test func `A database in memory writes and reads the same`() throws {
    let store = try Store.inMemory()
    let records = try store.write(at: noon, keys: try testKeys()) {
      try $0.append([logCreated, submitted("REQ-000001")])
    }
    #expect(records.count == 2)
    #expect(try store.read { try $0.head().size } == 2)
    #expect(store.keptHead == nil)
  }
}

/// RFC 6962, 2.1, as it is written.
private func naiveRoot(_ hashes: ArraySlice<[UInt8]>) -> [UInt8] {
  guard hashes.count > 1 else { return hashes.first ?? Hashing.sha256([]).bytes }
  var split = 1
  while split * 2 < hashes.count { split *= 2 }
  return Hashing.sha256([1] + naiveRoot(hashes.prefix(split)) + naiveRoot(hashes.dropFirst(split))).bytes
}
