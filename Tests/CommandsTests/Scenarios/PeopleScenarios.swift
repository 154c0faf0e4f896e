import StrictJSON
import Testing

/// Acceptance scenarios about people: who may vote, who is there, who is left.
@Suite struct PeopleScenarios {
  /// A stage of two seats stands for both reviews that personal data needs; ann may sit on either.
  static let joint = """
      - id: joint
        right: agree
        for: [data-governance, legal]
        seats: [{candidates: [group:data-governance]}, {candidates: [user:ann, group:legal]}]
        due: 2bd
    """

  @Test func `1: Ann is in both seats and fills one`() throws {
    let story = Story("1: ann is in both seats", in: try Folder.example())
    let peer = "  - {id: peer, right: input, candidates: [group:platform], due: 1bd}\n"
    try story.edit(
      "11-02 08:30", "workflows/standard-experiment.yaml", peer, Self.joint + "\n", "one joint stage, two seats")
    let submitted = try story.act("11-02 09:00", "zoe", "submit request.yaml")
    #expect(submitted.waits["joint"] == ["ann", "bo", "lea", "max"])
    let once = try story.act("11-02 09:10", "ann", "approve REQ-000001")
    #expect(once.waits["joint"]?.contains("bo") ?? false)
    try story.act("11-02 09:11", "ann", "approve REQ-000001", exit: 4)
    // Bo can sit only where ann sat first: the matching moves ann to the other seat.
    let second = try story.act("11-02 09:12", "bo", "approve REQ-000001")
    #expect(second.waits["joint"] == nil)
    #expect(second.waits["decision"] == ["dia"])
    try story.end()
  }

  @Test func `4: The last voter loses membership a second before`() throws {
    let story = Story("4: the last voter loses membership a second before", in: try Folder.example())
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    for person in ["pia", "ann"] { try story.act("11-02 09:30", person, "approve REQ-000001") }
    try story.edit(
      "11-02 10:00", "workflows/decision-rights.yaml", "legal: {members: [lea, max]", "legal: {members: [max]",
      "lea leaves the group legal")
    try story.act("11-02 10:00", "lea", "approve REQ-000001", exit: 5, words: "no right to decide")
    let why = try story.act("11-02 10:01", "zoe", "why REQ-000001")
    #expect(why.waits["legal"] == ["max"])
    let decided = try story.act("11-02 10:02", "max", "approve REQ-000001")
    #expect(decided.waits["decision"] == ["dia"])
    // Ann voted while she had the right: her vote stays good when she leaves.
    try story.edit(
      "11-02 10:03", "workflows/decision-rights.yaml", "data-governance: {members: [ann, bo]",
      "data-governance: {members: [bo]", "ann leaves the group data-governance")
    #expect(try story.act("11-02 10:04", "dia", "approve REQ-000001").at("state") == "approved")
    try story.end()
  }

  @Test func `5: The group is empty: blocked, its fallback told, why names somebody`() throws {
    let story = Story("5: a group is empty", in: try Folder.example())
    let rights = "workflows/decision-rights.yaml"
    try story.edit(
      "11-02 08:30", rights, "legal: {members: [lea, max], accountable: lea, fallback: group:governance}",
      "legal: {members: [], accountable: lea, fallback: group:board},\n"
        + "  board: {members: [zoe, tom], accountable: tom, fallback: group:governance}",
      "legal is empty, and its fallback are requester and beneficiary")
    try story.folder.write("request.yaml", Requests.request(cost: 7400, data: "pii") + "beneficiary: tom\n")
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    let why = try story.act("11-02 09:01", "zoe", "why REQ-000001")
    let blocked = (why["waitingOn"]?.array ?? []).first { $0.at("stage") == "legal" }
    #expect(blocked?.at("state") == "blocked", "\(why.serialized())")
    let helpers = why["canUnblock"]?.array?.compactMap(\.string) ?? []
    #expect(helpers.contains("gus"), "\(helpers)")
    #expect(!helpers.contains("zoe"))
    try story.edit(
      "11-02 09:30", rights, "legal: {members: []", "legal: {members: [max]", "max joins the group legal")
    try story.act("11-02 09:31", "gus", "tick")
    let open = try story.act("11-02 09:32", "max", "approve REQ-000001")
    #expect(open.at("stage") == "legal")
    try story.end()
  }

  @Test func `16: The owner leaves, and nothing is orphaned`() throws {
    let story = Story("16: the owner leaves", in: try Folder.example())
    let rights = "workflows/decision-rights.yaml"
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    for person in ["pia", "ann", "lea", "dia"] { try story.act("11-02 09:30", person, "approve REQ-000001") }
    #expect(try story.act("11-02 09:40", "zoe", "duty show DTY-000001").at("owner") == "user:zoe")
    try story.act("11-02 09:50", "zoe", "submit request.yaml")
    try story.edit(
      "11-02 10:00", rights,
      "  zoe: {name: Zoe Adler, login: zoe, team: claims, manager: tom, roles: [engineer]}\n", "", "zoe leaves")
    try story.act("11-02 10:01", "gus", "tick")
    let duty = try story.act("11-02 10:02", "gus", "duty show DTY-000001")
    let owner = duty.at("owner") ?? ""
    #expect(owner != "user:zoe" && owner.hasPrefix("user:"), "\(owner)")
    #expect(try story.folder.read(rights).contains("  \(owner.dropFirst(5)): "))
    let why = try story.act("11-02 10:03", "gus", "why REQ-000002")
    #expect(why.waits["legal"] == ["lea", "max"])
    try story.end()
  }
}
