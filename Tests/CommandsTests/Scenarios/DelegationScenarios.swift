import StrictJSON
import Testing

/// Acceptance scenarios about votes in another's place.
@Suite struct DelegationScenarios {
  @Test func `2: The requester's delegate votes, and nobody votes through the requester`() throws {
    let story = Story("2: the requester's delegate votes", in: try Folder.example())
    try story.act("11-02 08:30", "lea", "delegate --to fay --from 2026-11-02 --until 2026-11-20")
    try story.act("11-02 08:31", "max", "delegate --to zoe --from 2026-11-02 --until 2026-11-20")
    // Lea asks, and is of the group that has to agree: her delegate cannot do it for her.
    try story.act("11-02 09:00", "lea", "submit request.yaml")
    try story.act("11-02 09:10", "fay", "approve REQ-000001 --for lea", exit: 5)
    try story.act("11-02 09:11", "lea", "approve REQ-000001", exit: 5)
    // Zoe asks, and max delegated to her: she cannot act through him.
    try story.act("11-02 09:20", "zoe", "submit request.yaml")
    try story.act("11-02 09:30", "zoe", "approve REQ-000002 --for max", exit: 5)
    // For a request that is not lea's, her delegate counts.
    let counted = try story.act("11-02 09:40", "fay", "approve REQ-000002 --for lea")
    #expect(counted.at("stage") == "legal")
    #expect(counted.waits["legal"] == nil)
    try story.end()
  }

  @Test func `3: Both vote, and the first counts`() throws {
    let story = Story("3: both vote, and the first counts", in: try Folder.example())
    try story.act("11-02 08:30", "lea", "delegate --to fay --from 2026-11-02 --until 2026-11-20")
    for _ in 1...2 { try story.act("11-02 09:00", "zoe", "submit request.yaml") }
    let first = try story.act("11-02 09:10", "fay", "approve REQ-000001 --for lea")
    #expect(first.at("stage") == "legal")
    try story.act("11-02 09:11", "lea", "approve REQ-000001", exit: 4)
    try story.act("11-02 09:20", "lea", "approve REQ-000002")
    try story.act("11-02 09:21", "fay", "approve REQ-000002 --for lea", exit: 4)
    // Lea's place is used, and so is fay: neither counts on another stage.
    for person in ["pia", "ann"] { try story.act("11-02 09:30", person, "approve REQ-000001") }
    #expect(try story.act("11-02 09:31", "dia", "approve REQ-000001").at("state") == "approved")
    try story.end()
  }
}
