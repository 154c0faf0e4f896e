import CEL
import Testing

@Suite struct TimeTests {
  private static func host() -> Host {
    Host(
      timeZone: { name in contents(of: "/usr/share/zoneinfo/" + name).flatMap { ZoneRules(tzif: $0) } },
      businessDays: { time, count in
        CELTimestamp(seconds: time.seconds + count * 100_000, nanoseconds: time.nanoseconds)
      })
  }

  private func outcome(_ source: String) -> String {
    switch Environment(host: Self.host()).parse(source) {
    case .failure(let errors): return errors.errors.first?.code ?? ""
    case .success(let program):
      switch program.evaluate(Activation()) {
      case .success(let value): return value.display
      case .failure(let error): return error.code.rawValue
      }
    }
  }

  @Test(arguments: [
    ("timestamp('2026-11-26T09:05:03.5+01:00')", "2026-11-26T08:05:03.5Z"), ("timestamp(0)", "1970-01-01T00:00:00Z"),
    ("timestamp('0001-01-01T00:00:00Z')", "0001-01-01T00:00:00Z"),
    ("timestamp('9999-12-31T23:59:59.999999999Z')", "9999-12-31T23:59:59.999999999Z"),
    ("timestamp('1969-12-31T23:59:59.25Z').getMilliseconds()", "250"),
    ("int(timestamp('1969-12-31T23:59:59.25Z'))", "-1"),
    ("timestamp('2024-02-29T00:00:00Z').getDayOfYear()", "59"), ("timestamp('2024-02-29T00:00:00Z').getMonth()", "1"),
    ("timestamp('2026-11-26T00:00:00Z').getDayOfWeek()", "4"),
    ("timestamp('2026-11-26T23:30:00Z').getHours('+11:00')", "10"),
    ("timestamp('2026-11-26T23:30:00Z').getDate('02:00')", "27"),
    ("timestamp('2026-11-26T23:30:00Z').getHours('-03:30')", "20"),
    ("duration('1h30m') ", "5400s"), ("duration('-1.5s')", "-1.5s"),
    ("duration('1us') + duration('1ns')", "0.000001001s"), ("duration('0')", "0s"),
    ("duration('1\u{3BC}s') == duration('1\u{B5}s')", "true"), ("duration('.5m')", "30s"),
    ("duration('3661.5s').getMilliseconds()", "500"), ("duration('3661.5s').getMinutes()", "61"),
    ("bd(timestamp(0), 2)", "1970-01-03T07:33:20Z"), ("days(-1) + hours(24)", "0s"),
    ("timestamp(0) < timestamp(1) && duration('1s') > duration('1ms')", "true"),
  ])
  func `Times and durations`(_ row: (source: String, expected: String)) {
    #expect(outcome(row.source) == row.expected)
  }

  @Test(arguments: [
    ("timestamp('2026-02-29T00:00:00Z')", "invalid-argument"), ("timestamp('2026-01-01')", "invalid-argument"),
    ("timestamp('2026-01-01t00:00:00z')", "invalid-argument"),
    ("timestamp('2026-01-01T24:00:00Z')", "invalid-argument"), ("timestamp('2026-01-01T00:00:00')", "invalid-argument"),
    ("timestamp('2026-01-01T00:00:00.1234567891Z')", "invalid-argument"),
    ("timestamp('0001-01-01T00:00:00+01:00')", "invalid-argument"), ("timestamp(253402300800)", "invalid-argument"),
    (
      "timestamp(0) - duration('9000000000s') - duration('9000000000s') - duration('9000000000s') - duration('9000000000s') - duration('9000000000s') - duration('9000000000s') - duration('9000000000s')",
      "overflow"
    ),
    ("timestamp('9999-01-01T00:00:00Z') - timestamp('0001-01-01T00:00:00Z')", "overflow"),
    ("duration('300y')", "invalid-argument"), ("duration('1')", "invalid-argument"),
    ("duration('')", "invalid-argument"), ("duration('-')", "invalid-argument"),
    ("duration('1.s2')", "invalid-argument"), ("duration('9223372036.9s')", "invalid-argument"),
    ("duration('9223372036s') + duration('1s')", "overflow"), ("-duration('-9223372036.854775808s')", "overflow"),
    ("timestamp(0).getHours('Nowhere/Else')", "invalid-argument"),
    ("timestamp(0).getHours('+24:00')", "invalid-argument"), ("timestamp(0).getHours('1:00')", "invalid-argument"),
    ("days(9223372036854775807)", "overflow"), ("bd(timestamp(0), 9223372036854)", "invalid-argument"),
  ])
  func `What is no time is an error`(_ row: (source: String, code: String)) {
    #expect(outcome(row.source) == row.code)
  }

  /// A file of the second version without transitions, whose rule stands in its last line.
  private static func zone(_ rule: String) -> ZoneRules? {
    let header: [UInt8] =
      Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4,
      ]
    let block: [UInt8] = [0, 0, 0, 0, 0, 0] + Array("LMT\0".utf8)
    return ZoneRules(tzif: header + block + header + block + Array("\n\(rule)\n".utf8))
  }

  @Test(arguments: [
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_745_999, 3600), ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_746_000, 7200),
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_889_999, 7200),
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_890_000, 3600), ("EST5EDT,M3.2.0,M11.1.0", 1_772_953_200, -14400),
    ("EST5EDT,M3.2.0,M11.1.0", 1_772_953_199, -18000),
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_767_225_600, 39600), ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_782_864_000, 36000),
    ("<+0545>-5:45", 0, 20700), ("UTC0", 0, 0),
    ("XST1XDT,J60/0,J300/0", 1_772_323_200, -3600), ("XST1XDT,J60/0,J300/0", 1_772_326_800, 0),
  ])
  func `A recurring rule gives the offset`(_ row: (rule: String, seconds: Int, offset: Int)) throws {
    let zone = try #require(Self.zone(row.rule))
    #expect(zone.offset(at: Int64(row.seconds)) == Int64(row.offset))
  }

  @Test func `A damaged file of a zone is none, and does no harm`() {
    #expect(ZoneRules(tzif: []) == nil)
    #expect(ZoneRules(tzif: Array("TZif2".utf8)) == nil)
    guard let bytes = contents(of: "/usr/share/zoneinfo/Europe/Berlin") else {
      print("TimeTests: there is no time zone database here; its files were not tested")
      return
    }
    for length in 0..<bytes.count { _ = ZoneRules(tzif: Array(bytes.prefix(length)))?.offset(at: 1_700_000_000) }
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 0xFF
      _ = ZoneRules(tzif: damaged)?.offset(at: .max / 4)
      _ = ZoneRules(tzif: damaged)?.offset(at: -4_000_000_000)
    }
    let berlin = ZoneRules(tzif: bytes)
    #expect(berlin?.offset(at: 1_774_745_999) == 3600)
    #expect(berlin?.offset(at: 1_774_746_000) == 7200)
    #expect(berlin?.offset(at: 4_100_000_000) == 3600)
    #expect(berlin?.offset(at: -3_000_000_000) == 3208)
  }
}
