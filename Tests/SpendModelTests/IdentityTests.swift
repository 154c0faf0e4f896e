import SpendModel
import Testing

@Suite struct IdentityTests {
  @Test(arguments: [("REQ-000123", 123), ("REQ-1000000", 1_000_000), ("REQ-000001", 1)])
  func `A minted id goes there and back`(_ row: (id: String, number: Int64)) {
    #expect(MintedKind.request.id(row.number) == row.id)
    #expect(MintedKind.parse(row.id)?.number == row.number)
  }

  @Test(arguments: [
    "", "REQ", "REQ-", "REQ-1", "REQ-000000", "REQ-0000001", "req-000001", "XXX-000001", "REQ-00000a", "REQ 000001",
    "REQ--00001", "REQ-+00001", "REQ-99999999999999999999",
  ])
  func `Another spelling is no id`(_ id: String) {
    #expect(MintedKind.parse(id) == nil)
  }

  @Test(arguments: ["a", "spend-over-envelope", "a.b_c-9", "0"])
  func `An authored id is ASCII lower case`(_ id: String) { #expect(isAuthoredID(id)) }

  @Test(arguments: ["", "A", "a b", "\u{E9}", "a/b", String(repeating: "a", count: 129), "a\n"])
  func `Anything else is no authored id`(_ id: String) { #expect(!isAuthoredID(id)) }

  @Test(arguments: [
    "user:ann", "group:security", "role:director", "requester", "beneficiary", "grant.owner", "assignees",
  ])
  func `An actor is read and written`(_ text: String) { #expect(ActorReference(text)?.description == text) }

  @Test(arguments: ["", "ann", "user:", "user:Ann", "team:x", "group", "user:a b", "requester:x"])
  func `Anything else is no actor`(_ text: String) { #expect(ActorReference(text) == nil) }

  @Test func `Facts are found by bytes, not by canonical equivalence`() {
    var facts = Facts(["caf\u{E9}": .int(1), "cafe\u{301}": .int(2)])
    #expect(facts.fields.count == 2)
    #expect(facts["caf\u{E9}"] == .int(1))
    facts["caf\u{E9}"] = nil
    #expect(facts.fields.count == 1)
  }

  @Test func `A path reads and writes nested facts`() {
    var facts = Facts()
    facts[path: ["request", "data", "class"]] = .string("pii")
    #expect(facts[path: ["request", "data", "class"]] == .string("pii"))
    #expect(facts[path: ["request", "data", "region"]] == nil)
    #expect(facts[path: ["request", "data", "class", "x"]] == nil)
  }

  @Test func `Every event type has a name of its own`() {
    #expect(Set(EventType.allCases.map(\.rawValue)).count == EventType.allCases.count)
    #expect(EventType(rawValue: "request.submitted") == .requestSubmitted)
    #expect(EventType(rawValue: "request.invented") == nil)
  }
}
