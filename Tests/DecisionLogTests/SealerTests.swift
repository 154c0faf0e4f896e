import DecisionLog
import SpendModel
import StrictJSON
import Testing

struct SealerTests {
  /// Salts 1, 2, 3, ... of 32 equal bytes each.
  private static func seal(
    _ drafts: [EventDraft], after sequences: inout LogSequences, committed: [Commitment] = []
  ) throws -> [SealedLeaf] {
    var next: UInt8 = 0
    return try Sealer.seal(drafts, after: &sequences, at: .epoch, committed: committed) {
      next += 1
      return [UInt8](repeating: next, count: 32)
    }
  }

  private static func draft(
    _ data: JSONValue, type: EventType = .requestCommented, stream: String = "request/REQ-000001"
  ) -> EventDraft {
    EventDraft(type, stream: stream, actor: .timer, data: data)
  }

  @Test func `Numbers are counted per log, stream and type`() throws {
    var sequences = LogSequences(size: 7, streams: ["request/REQ-000001": 4], types: [.requestCommented: 2])
    let leaves = try Self.seal(
      [Self.draft([:]), Self.draft([:], stream: "request/REQ-000002"), Self.draft([:], type: .voteCast)],
      after: &sequences)
    #expect(leaves.map(\.record.idx) == [7, 8, 9])
    #expect(leaves.map(\.record.streamSequence) == [5, 1, 6])
    #expect(leaves.map(\.typeSequence) == [3, 4, 1])
    #expect(sequences.size == 10)
    #expect(sequences.streams == ["request/REQ-000001": 6, "request/REQ-000002": 1])
    #expect(sequences.types == [.requestCommented: 4, .voteCast: 1])
  }

  @Test func `A text becomes a commitment that its disclosure opens`() throws {
    var sequences = LogSequences()
    let leaves = try Self.seal(
      [Self.draft(["comment": EventDraft.text("too much, Zoë"), "list": [EventDraft.text("b")]])], after: &sequences)
    let leaf = try #require(leaves.first)
    #expect(leaf.disclosures.map(\.path) == ["/data/comment", "/data/list/0"])
    #expect(leaf.disclosures.map(\.text) == ["\"too much, Zoë\"", "\"b\""])
    for disclosure in leaf.disclosures {
      #expect(Commitment.opens(disclosure.commitment, salt: disclosure.salt, text: disclosure.text))
      #expect(!Commitment.opens(disclosure.commitment, salt: disclosure.salt, text: "\"other\""))
      #expect(!Commitment.opens(disclosure.commitment, salt: [UInt8](repeating: 9, count: 32), text: disclosure.text))
      #expect(!Commitment.opens(disclosure.commitment, salt: [], text: disclosure.text))
    }
    #expect(leaf.record.data["comment"].flatMap(Commitment.hash(in:)) == leaf.disclosures.first?.commitment)
    #expect(!String(decoding: leaf.bytes, as: UTF8.self).contains("Zo"))
  }

  @Test func `A blob is stored once, by the hash of its canonical bytes`() throws {
    var sequences = LogSequences()
    let facts: JSONValue = ["b": 1, "a": ["costCenter": EventDraft.text("secret")]]
    let leaves = try Self.seal(
      [
        Self.draft([
          "input_sha256": EventDraft.blob("input", facts), "x": EventDraft.blob("x", [1]),
          "y": EventDraft.blob("y", [1]),
        ])
      ],
      after: &sequences)
    let leaf = try #require(leaves.first)
    #expect(leaf.blobs.map(\.kind) == ["input", "x"])
    let blob = try #require(leaf.blobs.first)
    #expect(leaf.record.data["input_sha256"] == .string(Hashing.sha256Hex(blob.bytes)))
    #expect(CanonicalJSON.isCanonical(blob.bytes))
    #expect(String(decoding: blob.bytes, as: UTF8.self).hasPrefix(#"{"a":{"costCenter":{"commit":""#))
    #expect(leaf.disclosures.map(\.path) == ["/data/input_sha256/a/costCenter"])
  }

  @Test func `A digest is that of the canonical bytes, and stores nothing`() throws {
    var sequences = LogSequences()
    let leaf = try #require(
      try Self.seal([Self.draft(["facts_sha256": EventDraft.digest(of: ["b": 1, "a": 2])])], after: &sequences).first)
    #expect(leaf.record.data["facts_sha256"] == .string(Hashing.sha256Hex(Array(#"{"a":2,"b":1}"#.utf8))))
    #expect(leaf.blobs.isEmpty)
  }

  @Test func `A cause names a draft of the same call`() throws {
    var sequences = LogSequences(size: 30)
    let leaves = try Self.seal(
      [
        Self.draft([:]), Self.draft(["cause": ["$idx": 0]]),
        Self.draft(["b": EventDraft.blob("x", ["cause": ["$idx": 1]])]),
      ],
      after: &sequences)
    #expect(leaves[1].record.data["cause"] == 30)
    #expect(leaves[2].blobs.map { String(decoding: $0.bytes, as: UTF8.self) } == [#"{"cause":31}"#])
  }

  @Test func `A commitment made before passes through, and its disclosure goes to the first leaf that holds it`() throws
  {
    var sequences = LogSequences()
    let title = try Commitment.make("Summaries", salt: [UInt8](repeating: 77, count: 32))
    let stranger: JSONValue = ["commit": .string(String(repeating: "a", count: 64))]
    let leaves = try Self.seal(
      [
        Self.draft(["other": stranger]),
        Self.draft(["input_sha256": EventDraft.blob("input", ["facts": ["title": title.json]]), "again": title.json]),
        Self.draft(["again": title.json]),
      ], after: &sequences, committed: [title])
    #expect(leaves.map { $0.disclosures.map(\.path) } == [[], ["/data/input_sha256/facts/title"], []])
    #expect(leaves[0].record.data["other"] == stranger)
    #expect(leaves[2].record.data["again"] == title.json)
    #expect(leaves[1].disclosures.map(\.idx) == [1])
  }

  @Test func `Only a local actor's login is committed`() throws {
    let actors: [(actor: Actor, paths: [String])] = [
      (.user("zoe", login: "zoe"), ["/actor/login"]), (.timer, []),
      (Actor(id: "service:ci", authentication: .token, login: "root"), []),
      (Actor(id: "user:x", authentication: .local), []),
    ]
    for (actor, paths) in actors {
      var sequences = LogSequences()
      let leaf = try #require(
        try Self.seal([EventDraft(.requestCommented, stream: "log", actor: actor, data: [:])], after: &sequences).first)
      #expect(leaf.disclosures.map(\.path) == paths)
      #expect(try Leaf.parse(leaf.bytes).authentication == actor.authentication)
      #expect(try Leaf.parse(leaf.bytes).record == leaf.record)
    }
  }

  private static let tooDeep = (0..<17).reduce(JSONValue.integer(1)) { value, _ in ["a": value] }
  private static let farTooDeep = (0..<5000).reduce(JSONValue.integer(1)) { value, _ in ["a": value] }

  @Test func `What cannot be a leaf is refused, and moves nothing`() throws {
    let rows: [(name: String, draft: EventDraft, code: SealingError.Code)] = [
      ("a float", Self.draft(["cost": .number("1.5")]), .notCanonical),
      ("a large integer", Self.draft(["cost": .integer(.max)]), .notCanonical),
      ("a key of facts", Self.draft(["costCenter": 1]), .notCanonical),
      ("one key twice", Self.draft(.object([.init("a", 1), .init("a", 2)])), .notCanonical),
      ("too deep", Self.draft(Self.tooDeep), .notCanonical),
      ("far too deep", Self.draft(Self.farTooDeep), .notCanonical),
      ("far too deep in a blob", Self.draft(["b": EventDraft.blob("x", Self.farTooDeep)]), .notCanonical),
      ("too large", Self.draft(["a": .string(String(repeating: "x", count: 70_000))]), .notCanonical),
      ("a float in a blob", Self.draft(["b": EventDraft.blob("x", .number("0.5"))]), .notCanonical),
      ("a text that is a number", Self.draft(["a": ["$text": 1]]), .badPlaceholder),
      ("a text with a neighbour", Self.draft(["a": ["$text": "x", "b": 1]]), .badPlaceholder),
      ("a blob without a value", Self.draft(["a": ["$blob": "x"]]), .badPlaceholder),
      ("an unknown placeholder", Self.draft(["a": ["$ref": "x"]]), .badPlaceholder),
      ("an unknown placeholder in a blob", Self.draft(["a": EventDraft.blob("x", ["$ref": "x"])]), .badPlaceholder),
      ("a cause after the end", Self.draft(["cause": ["$idx": 1]]), .badPlaceholder),
      ("a cause before the start", Self.draft(["cause": ["$idx": -1]]), .badPlaceholder),
      ("no object", Self.draft([1]), .badData),
      ("an empty stream", Self.draft([:], stream: ""), .badStream),
      ("a stream with a blank", Self.draft([:], stream: "request/A B"), .badStream),
      ("a stream with an accent", Self.draft([:], stream: "usage/é"), .badStream),
      (
        "an actor without a name",
        EventDraft(.voteCast, stream: "log", actor: Actor(id: "", authentication: .none), data: [:]), .badActor
      ),
    ]
    for row in rows {
      var sequences = LogSequences(size: 3)
      let error = #expect(throws: SealingError.self, "\(row.name)") {
        try Self.seal([row.draft], after: &sequences)
      }
      #expect(error?.code == row.code, "\(row.name)")
      #expect(sequences == LogSequences(size: 3), "\(row.name)")
    }
  }

  @Test func `A salt has 32 bytes`() {
    for count in [0, 16, 31, 33] {
      var sequences = LogSequences()
      let error = #expect(throws: SealingError.self) {
        try Sealer.seal([Self.draft(["a": EventDraft.text("x")])], after: &sequences, at: .epoch) {
          [UInt8](repeating: 0, count: count)
        }
      }
      #expect(error?.code == .badSalt)
    }
  }

  @Test func `Numbers that the log cannot have are refused`() {
    for sequences in [
      LogSequences(size: -1), LogSequences(size: .max), LogSequences(size: 3, streams: ["log": 9]),
      LogSequences(size: 3, types: [.voteCast: -2]),
    ] {
      var copy = sequences
      let error = #expect(throws: SealingError.self) {
        try Self.seal([EventDraft(.voteCast, stream: "log", actor: .timer, data: [:])], after: &copy)
      }
      #expect(error?.code == .logFull)
    }
  }
}
