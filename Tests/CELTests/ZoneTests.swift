import CEL
import Testing

@Suite struct ZoneTests {
  @Test(arguments: [
    ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:59:59Z", 3600),
    ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", 7200),
    ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T00:59:59Z", 7200),
    ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00Z", 3600),
    ("EST5EDT,M3.2.0,M11.1.0", "2027-03-14T06:59:59Z", -18_000),
    ("EST5EDT,M3.2.0,M11.1.0", "2027-03-14T07:00:00Z", -14_400),
    ("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T05:59:59Z", -14_400),
    ("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T06:00:00Z", -18_000),
    ("<+03>-3", "2026-06-01T00:00:00Z", 10_800),
    ("<-03>3", "2026-06-01T00:00:00Z", -10_800),
    ("IST-5:30", "2026-06-01T00:00:00Z", 19_800),
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-15T00:00:00Z", 39_600),
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-15T00:00:00Z", 36_000),
    ("XXX3YYY,J60,J300", "2024-02-29T12:00:00Z", -10_800),
    ("XXX3YYY,J60,J300", "2024-03-01T05:00:00Z", -7200),
    ("XXX3YYY,0/0,J365/25", "2026-06-01T00:00:00Z", -7200),
  ])
  func `A recurring zone`(_ rule: String, _ at: String, _ offset: Int64) throws {
    let zone = try #require(ZoneRules(posix: rule))
    #expect(zone.offset(at: try Self.seconds(at)) == offset)
  }

  @Test(arguments: [
    "", "CE", "CET", "CET-", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1 ", "<+03-3",
    "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J3", "CET-200",
  ])
  func `What is no rule of a zone`(_ text: String) {
    #expect(ZoneRules(posix: text) == nil)
  }

  // 02:30 on the night of the spring change does not exist: as much behind the gap. On that of autumn it exists twice.
  @Test(arguments: [
    ("2026-03-29T02:30:00Z", "2026-03-29T01:30:00Z"), ("2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z"),
    ("2026-07-01T12:00:00Z", "2026-07-01T10:00:00Z"), ("2026-12-01T12:00:00Z", "2026-12-01T11:00:00Z"),
  ])
  func `Local times, also those that the clocks skip or show twice`(_ local: String, _ instant: String) throws {
    let berlin = try #require(ZoneRules(posix: "CET-1CEST,M3.5.0,M10.5.0/3"))
    #expect(berlin.instant(ofLocal: try Self.seconds(local)) == (try Self.seconds(instant)))
  }

  private static func seconds(_ text: String) throws -> Int64 {
    guard
      case .int(let seconds) = try Environment().compile("int(timestamp('\(text)'))").get().evaluate(Activation()).get()
    else { return 0 }
    return seconds
  }

  @Test func `A compiled zone file of version 2`() throws {
    let zone = try #require(ZoneRules(tzif: Self.file(footer: "CET-1CEST,M3.5.0,M10.5.0/3")))
    // Before its first change, between two changes, and by the footer.
    #expect(zone.offset(at: -5_000_000_000) == 3600)
    #expect(zone.offset(at: 100_000_000) == 7200)
    #expect(zone.offset(at: try Self.seconds("2026-07-01T00:00:00Z")) == 7200)
    #expect(zone.offset(at: try Self.seconds("2026-12-01T00:00:00Z")) == 3600)
  }

  @Test func `Damaged zone files are refused`() {
    let whole = Self.file(footer: "CET-1")
    for length in 0..<whole.count { #expect(ZoneRules(tzif: Array(whole.prefix(length))) == nil) }
    for index in whole.indices {
      var damaged = whole
      damaged[index] = 255
      // Whatever comes of it, it is no crash.
      _ = ZoneRules(tzif: damaged)?.offset(at: 0)
    }
    #expect(ZoneRules(tzif: Self.file(footer: "nonsense")) == nil)
  }

  /// A zone file with two types, two changes and a footer, as `zic` lays it out.
  private static func file(footer: String) -> [UInt8] {
    func header(times: UInt8, types: UInt8, chars: UInt8) -> [UInt8] {
      Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
        + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, times, 0, 0, 0, types, 0, 0, 0, chars]
    }
    let types: [UInt8] = [0, 0, 0x0E, 0x10, 0, 0, 0, 0, 0x1C, 0x20, 1, 4]
    let names = Array("CET\0CEST\0".utf8)
    let first = header(times: 0, types: 1, chars: 4) + [0, 0, 0x0E, 0x10, 0, 0] + Array("CET\0".utf8)
    let instants: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0, 0, 0x10, 0, 0, 0]
    let second = header(times: 2, types: 2, chars: 9) + instants + [1, 0] + types + names
    return first + second + [10] + Array(footer.utf8) + [10]
  }
}
