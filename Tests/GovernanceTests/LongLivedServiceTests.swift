import BundleLoading
import Foundation
import Glibc
import Governance
import SpendModel
import StrictJSON
import Testing
import WorkflowEngine

/// A process that does many acts shares its bundles and connections between them; nothing may be taken from there that
/// is not so any more.
@Suite struct LongLivedServiceTests {
  /// A process that lives on: for it, files written just now are settled.
  private struct Process {
    let workspace: TestWorkspace
    let stores = OpenStores()
    let bundles = LoadedBundles(time: {
      var time = FileMark.clock()
      time.tv_sec += 60
      return time
    })

    func service(_ person: String, _ time: String) -> GovernanceService {
      var service = workspace.service(person, at: time)
      service.stores = stores
      service.bundles = bundles
      return service
    }
  }

  private static let noMoreLane = TestWorkspace.company["workflows/standard.yaml"]?.replacing(
    "request.cost <= usd(100) &&", with: "request.cost <= usd(1) &&")

  @Test func `Files that change between two acts count for the second`() throws {
    let workspace = try TestWorkspace()
    let process = Process(workspace: workspace)
    try workspace.write("request.yaml", TestWorkspace.requestText(data: "public", input: 1_000_000, output: 1_000_000))
    #expect(try process.service("zoe", "02T09:00").submit(workspace.request).lane == "sandbox")
    #expect(try process.service("zoe", "02T09:01").submit(workspace.request).lane == "sandbox")
    try workspace.write("workflows/standard.yaml", try #require(Self.noMoreLane))
    let third = try process.service("zoe", "02T09:02").submit(workspace.request)
    #expect(third.lane == nil)
    #expect(third.state == "in_review")

    try workspace.write("rules/policy/broken.yaml", "kind: Rule\n")
    let failure = #expect(throws: Failure.self) { try process.service("zoe", "02T09:03").submit(workspace.request) }
    #expect(failure?.kind == .checkFailed)
    _ = try process.service("tom", "02T09:04").vote("REQ-000003", BallotText(.approve))
    try FileManager.default.removeItem(atPath: workspace.root + "/rules/policy/broken.yaml")
    #expect(try process.service("zoe", "02T09:05").submit(workspace.request).id == "REQ-000004")
    #expect(try process.service("fay", "02T10:00").verifyDatabase().isIntact)
  }

  @Test func `Two processes act in turns and see each other's acts`() throws {
    let workspace = try TestWorkspace()
    let (one, other) = (Process(workspace: workspace), Process(workspace: workspace))
    for round in 1...6 {
      let (id, hour) = ("REQ-00000\(round)", "0\(round + 1)")
      let (first, second) = round.isMultiple(of: 2) ? (one, other) : (other, one)
      #expect(try first.service("zoe", "\(hour)T09:00").submit(workspace.request).id == id)
      let vote = try second.service("ann", "\(hour)T09:01").vote(id, BallotText(.approve))
      #expect(vote.waitingOn.map(\.stage) == ["decision"])
      let repeated = #expect(throws: Failure.self) {
        try first.service("ann", "\(hour)T09:02").vote(id, BallotText(.approve))
      }
      #expect(repeated?.kind == .conflict)
      #expect(try second.service("zoe", "\(hour)T09:03").withdraw(id).state == "withdrawn")
      let late = #expect(throws: Failure.self) {
        try first.service("tom", "\(hour)T09:04").vote(id, BallotText(.approve))
      }
      #expect(late?.kind == .conflict)
    }
    #expect(try one.service("fay", "09T10:00").verifyDatabase().isIntact)
    #expect(try other.service("fay", "09T10:00").rebuild().isEqual)
  }

  @Test func `A database that is replaced between two acts is the one that counts`() throws {
    let workspace = try TestWorkspace()
    let process = Process(workspace: workspace)
    let path = workspace.workspace.databasePath
    #expect(try process.service("zoe", "02T09:00").submit(workspace.request).id == "REQ-000001")
    // Another workspace's database, with its head and key, takes the place of this one.
    let elsewhere = try TestWorkspace()
    for time in ["09:00", "09:01"] { _ = try elsewhere.service("zoe", at: "02T\(time)").submit(elsewhere.request) }
    for suffix in ["", "-wal", "-shm", ".head"] {
      rename(elsewhere.workspace.databasePath + suffix, path + suffix)
    }
    rename(elsewhere.workspace.keyPath, workspace.workspace.keyPath)
    #expect(try process.service("zoe", "02T09:02").submit(workspace.request).id == "REQ-000003")
    #expect(try process.service("fay", "02T10:00").verifyDatabase().isIntact)
  }

  @Test func `A database that is put back to an earlier state is refused by a process that had it open`() throws {
    let workspace = try TestWorkspace()
    let process = Process(workspace: workspace)
    let path = workspace.workspace.databasePath
    _ = try process.service("zoe", "02T09:00").submit(workspace.request)
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: path + ".old" + suffix)
    }
    _ = try process.service("zoe", "02T09:01").submit(workspace.request)
    for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    for suffix in ["", "-wal"] { rename(path + ".old" + suffix, path + suffix) }
    let failure = #expect(throws: Failure.self) { try process.service("zoe", "02T09:02").submit(workspace.request) }
    #expect(failure?.code == "storage-corrupt")
  }

  @Test func `A database that is gone is not written any more`() throws {
    let workspace = try TestWorkspace()
    let process = Process(workspace: workspace)
    let path = workspace.workspace.databasePath
    _ = try process.service("zoe", "02T09:00").submit(workspace.request)
    for suffix in ["", "-wal", "-shm"] { rename(path + suffix, path + ".away" + suffix) }
    let failure = #expect(throws: Failure.self) { try process.service("zoe", "02T09:01").submit(workspace.request) }
    #expect(failure?.code == "storage-missing")
  }

  @Test func `Acts of many threads share a process`() async throws {
    let workspace = try TestWorkspace()
    let process = Process(workspace: workspace)
    _ = try process.service("zoe", "02T09:00").submit(workspace.request)
    await withTaskGroup(of: Void.self) { group in
      for thread in 0..<8 {
        group.addTask {
          for _ in 0..<4 {
            _ = try? process.service(thread.isMultiple(of: 2) ? "zoe" : "tom", "02T09:01").submit(workspace.request)
          }
        }
      }
    }
    #expect(try process.service("zoe", "02T09:02").submit(workspace.request).id == "REQ-000034")
    #expect(try process.service("fay", "02T10:00").verifyDatabase().isIntact)
  }
}
