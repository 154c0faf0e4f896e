import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// What a stage asks of its voters, and whom it keeps out.
@Suite struct VoteTermsTests {
  private func desk(_ terms: VoteTerms, exclude: [StageExclusion] = []) throws -> Desk {
    var desk = try Desk(
      Company.example.changed { company in
        company.rights.reviews[0].terms = terms
        company.rights.reviews[0].exclude = exclude
      })
    try desk.submit(at: "11-02 09:00")
    return desk
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var terms: VoteTerms
    var verb = RequestVerb.approve
    var comment: String?
    var attest: [String] = []
    var login = Actor.Authentication.local
    /// Code and hint; nothing where the vote counts.
    var refused: String?
  }

  static let attests = VoteTerms(attest: ["budget-available", "forecast-reviewed"])

  static let rows: [Row] = [
    Row(testDescription: "nothing asked", terms: .none),
    Row(testDescription: "all attested", terms: attests, attest: ["forecast-reviewed", "budget-available"]),
    Row(
      testDescription: "nothing attested", terms: attests,
      refused: "not_attested: add `--attest budget-available` `--attest forecast-reviewed`"),
    Row(
      testDescription: "one attested", terms: attests, attest: ["budget-available"],
      refused: "not_attested: add `--attest forecast-reviewed`"),
    Row(
      testDescription: "something else attested", terms: attests,
      attest: ["budget-available", "forecast-reviewed", "lunch"],
      refused: "bad_input: it asks for `budget-available`, `forecast-reviewed`"),
    Row(
      testDescription: "attested where nothing is asked", terms: .none, attest: ["lunch"],
      refused: "bad_input: it asks for none"),
    Row(testDescription: "who rejects attests nothing", terms: attests, verb: .reject),
    Row(testDescription: "who steps aside attests nothing", terms: attests, verb: .recuse),
    Row(
      testDescription: "no comment", terms: VoteTerms(commentsAlways: true),
      refused: "comment_required: add `--comment`"),
    Row(
      testDescription: "an empty comment", terms: VoteTerms(commentsAlways: true), comment: " ",
      refused: "comment_required: add `--comment`"),
    Row(testDescription: "a comment", terms: VoteTerms(commentsAlways: true), comment: "seen"),
    Row(
      testDescription: "a local act where a token is asked", terms: VoteTerms(authentication: .token),
      refused: "auth: vote through the server, logged in by `token`"),
    Row(
      testDescription: "a token where a signature is asked", terms: VoteTerms(authentication: .signed), login: .token,
      refused: "auth: vote through the server, logged in by `signed`"),
    Row(
      testDescription: "a signature where a token is asked", terms: VoteTerms(authentication: .token), login: .signed),
    Row(testDescription: "the login that is asked", terms: VoteTerms(authentication: .oidc), login: .oidc),
    Row(
      testDescription: "a local act where a new login is asked", terms: VoteTerms(stepUp: true),
      refused: "auth: vote through the server, logged in by `token`"),
    Row(testDescription: "a token where a new login is asked", terms: VoteTerms(stepUp: true), login: .token),
    Row(
      testDescription: "a local refusal where a token is asked", terms: VoteTerms(authentication: .token),
      verb: .reject,
      refused: "auth: vote through the server, logged in by `token`"),
  ]

  @Test(arguments: rows)
  func `A vote has what its stage asks for`(_ row: Row) throws {
    var desk = try desk(row.terms)
    let count = desk.records.count
    let refusal = try desk.vote(
      "ann", row.verb, at: "11-02 10:00", comment: row.comment, attest: row.attest, by: row.login)
    #expect(refusal.map { "\($0.code.rawValue): \($0.hint ?? "")" } == row.refused)
    let stage = try #require(try desk.request().stage("data-governance"))
    #expect(stage.counted.isEmpty == (row.refused != nil))
    guard let refusal else {
      let vote = try #require(desk.records.first { $0.type == .voteCast })
      #expect(vote.data["attest"] == (row.attest.isEmpty ? nil : .array(row.attest.map { .string($0) })))
      return
    }
    // What counts for nothing because of who cast it is a leaf, bad input is none.
    #expect(desk.records.dropFirst(count).map(\.type) == (refusal.code.exit == 5 ? [.voteVoid] : []))
  }

  @Test(arguments: [
    (StageExclusion.separation(.sameTeam), "ann", "sameTeam"), (.actor(Company.at(.user("ann"))), "ann", "user:ann"),
    (.actor(Company.at(.managerOf(.requester))), "tom", "managerOf:requester"),
    (.actor(Company.at(.group("legal"))), "lea", "group:legal"),
  ])
  func `A stage keeps people out who may act on others`(
    _ exclusion: StageExclusion, _ person: String, _ because: String
  )
    throws
  {
    var desk = try Desk(
      Company.example.changed { company in
        company.rights.reviews[0].exclude = [exclusion]
        company.rights.groups[0].members = [person, "bo", "max"].map(Company.at)
        for index in company.rights.people.indices where company.rights.people[index].id == "ann" {
          company.rights.people[index].team = "claims"
        }
      })
    try desk.submit(at: "11-02 09:00")
    #expect(try desk.request().stage("data-governance")?.candidates.contains(person) == false)
    let refusal = try #require(try desk.vote(person, .approve, at: "11-02 10:00", stage: "data-governance"))
    #expect(refusal.code == .excluded)
    #expect(desk.records.last?.data["detail"] == .string(because))
    let why = try desk.why("11-02 10:00")
    #expect(why.excluded.contains { $0.person == person && $0.because == because })
    #expect(try desk.vote("bo", .approve, at: "11-02 10:01", stage: "data-governance") == nil)
  }

  @Test func `A stage that informs tells, and is done`() throws {
    var desk = try Desk(
      Company.example.changed { company in
        company.workflows[0].stages.insert(
          StageDefinition(
            id: "heads-up", right: .inform, needs: [Company.at("peer")],
            candidates: [.actor(Company.at(.group("itam"))), .actor(Company.at(.managerOf(.requester)))]), at: 1)
      })
    try desk.submit(at: "11-02 09:00")
    #expect(try desk.request().stage("heads-up")?.state == .pending)
    #expect(try desk.why("11-02 09:00").waitingOn.contains { $0.stage == "heads-up" } == false)
    try desk.vote("pia", .approve, at: "11-02 10:00")
    #expect(try desk.request().stage("heads-up")?.state == .satisfied)
    let told = desk.records.first { $0.type == .stageSatisfied && $0.data["how"] == "told" }
    #expect(told?.data["told"] == ["ian", "ivy", "tom"])
    try desk.vote("ann", .approve, at: "11-02 10:10")
    try desk.vote("lea", .approve, at: "11-02 10:20")
    try desk.vote("dia", .approve, at: "11-02 10:30")
    #expect(try desk.request().state == .approved)
  }
}
