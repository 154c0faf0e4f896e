/// The offsets of a time zone from UTC, through time: what a file of the time zone database says.
///
///     ZoneRules(tzif: bytes)?.offset(at: 1_234_567_890)   // -21600 in US/Central
///
/// Leap seconds are ignored, as POSIX time has none. Source: RFC 9636 (TZif), and POSIX.1 for the rule after the last
/// transition.
public struct ZoneRules: Hashable, Sendable {
  /// Seconds since the epoch at which an offset starts, ascending, with the offsets.
  private var starts: [Int64] = []
  private var offsets: [Int64] = []
  private var initial: Int64 = 0
  private var rule: RecurringRule?

  /// The zone whose clocks show UTC.
  public static let utc = ZoneRules()

  private init() {}

  /// A zone without a past: the rule that POSIX writes as `CET-1CEST,M3.5.0,M10.5.0/3` holds for all years.
  ///
  /// - Returns: Nothing where the text is no such rule.
  public init?(posix text: String) {
    guard let rule = RecurringRule(text) else { return nil }
    self.rule = rule
  }

  /// Seconds east of UTC at an instant.
  public func offset(at seconds: Int64) -> Int64 {
    guard let first = starts.first, seconds >= first else {
      return starts.isEmpty ? rule?.offset(at: seconds) ?? initial : initial
    }
    if let last = starts.last, seconds >= last, let rule { return rule.offset(at: seconds) }
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= seconds { low = middle } else { high = middle }
    }
    return offsets[low]
  }

  /// The instant at which clocks of the zone show a local time, given as seconds since the epoch on those clocks.
  ///
  /// A time that the clocks show twice means the first of the two; one that they skip is taken as if the offset before
  /// the gap still held, and so lies behind the gap by as much as it was inside.
  public func instant(ofLocal local: Int64) -> Int64 {
    let before = offset(at: local - 86_400)
    if offset(at: local - before) == before { return local - before }
    let after = offset(at: local + 86_400)
    if offset(at: local - after) == after { return local - after }
    return local - before
  }

  /// - Returns: Nothing where the bytes are no TZif file.
  public init?(tzif bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    guard let first = reader.header() else { return nil }
    guard first.version >= 2 else {
      guard read(&reader, first, wide: false) else { return nil }
      return
    }
    // The first block is for readers of 32 bits.
    guard reader.skip(first.length(wide: false)), let second = reader.header(), read(&reader, second, wide: true) else {
      return nil
    }
    guard let footer = reader.footer() else { return nil }
    guard !footer.isEmpty else { return }
    guard let rule = RecurringRule(footer) else { return nil }
    self.rule = rule
  }

  private mutating func read(_ reader: inout Reader, _ header: Reader.Header, wide: Bool) -> Bool {
    guard header.length(wide: wide) <= reader.left, header.types > 0 else { return false }
    for _ in 0..<header.times { starts.append(reader.integer(wide ? 8 : 4)) }
    let indices = (0..<header.times).map { _ in Int(reader.integer(1) & 0xFF) }
    var types: [Int64] = []
    for _ in 0..<header.types {
      types.append(reader.integer(4))
      _ = reader.skip(2)
    }
    guard indices.allSatisfy({ types.indices.contains($0) }), zip(starts, starts.dropFirst()).allSatisfy({ $0 < $1 })
    else { return false }
    offsets = indices.map { types[$0] }
    initial = types[0]
    return reader.skip(header.rest(wide: wide))
  }

  private struct Reader {
    let bytes: [UInt8]
    var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var left: Int { bytes.count - place }

    struct Header {
      var version: Int
      var isUT, isStandard, leaps, times, types, letters: Int

      func length(wide: Bool) -> Int { times * (wide ? 9 : 5) + types * 6 + rest(wide: wide) }
      func rest(wide: Bool) -> Int { letters + leaps * (wide ? 12 : 8) + isStandard + isUT }
    }

    mutating func skip(_ count: Int) -> Bool {
      guard count >= 0, count <= left else { return false }
      place += count
      return true
    }

    /// A big-endian integer with its sign; zero beyond the end.
    mutating func integer(_ width: Int) -> Int64 {
      guard width <= left else { return 0 }
      var value: Int64 = Int8(bitPattern: bytes[place]) < 0 && width > 1 ? -1 : 0
      for byte in bytes[place..<place + width] { value = value << 8 | Int64(byte) }
      place += width
      return value
    }

    mutating func header() -> Header? {
      guard left >= 44, bytes[place..<place + 4].elementsEqual("TZif".utf8) else { return nil }
      let version = bytes[place + 4]
      place += 20
      let counts = (0..<6).map { _ in Int(integer(4)) }
      guard counts.allSatisfy({ (0...100_000).contains($0) }) else { return nil }
      return Header(
        version: version == 0 ? 1 : Int(version) - 48, isUT: counts[0], isStandard: counts[1], leaps: counts[2],
        times: counts[3], types: counts[4], letters: counts[5])
    }

    mutating func footer() -> String? {
      guard left >= 2, bytes[place] == 10 else { return nil }
      let text = bytes[(place + 1)...].prefix { $0 != 10 }
      guard text.endIndex < bytes.endIndex else { return nil }
      return String(decoding: text, as: UTF8.self)
    }
  }
}

extension ZoneRules: CustomStringConvertible {
  /// All that the rules say, as numbers in a row: two zones have the same one where they are equal.
  public var description: String {
    let parts = [starts, offsets, [initial], rule?.numbers ?? []]
    return parts.map { part in part.map { String($0) }.joined(separator: " ") }.joined(separator: ";")
  }
}

/// A rule that comes back every year, in POSIX form: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct RecurringRule: Hashable, Sendable {
  private var standard: Int64
  private var summer: Int64?
  private var from: Moment = .init(day: .month(3, week: 2, day: 0), time: 7200)
  private var until: Moment = .init(day: .month(11, week: 1, day: 0), time: 7200)

  private struct Moment: Hashable, Sendable {
    enum Day: Hashable, Sendable {
      /// From 1; February 29 is never counted.
      case julian(Int64)
      /// From 0; February 29 is counted.
      case ordinal(Int64)
      case month(Int64, week: Int64, day: Int64)
    }
    var day: Day
    /// Seconds of local time.
    var time: Int64

    /// All that it says.
    var numbers: [Int64] {
      switch day {
      case .julian(let number): [0, number, time]
      case .ordinal(let number): [1, number, time]
      case .month(let month, let week, let day): [2, month, week, day, time]
      }
    }

    /// Seconds since the epoch as the local clock shows them.
    func seconds(in year: Int64) -> Int64 {
      let start = daysFromCivil(year, 1, 1)
      let days: Int64
      switch day {
      case .julian(let number): days = start + number - 1 + (number >= 60 && daysInMonth(2, year) == 29 ? 1 : 0)
      case .ordinal(let number): days = start + number
      case .month(let month, let week, let weekday):
        let first = daysFromCivil(year, month, 1)
        var day = 1 + ((weekday - (first + 4)) % 7 + 7) % 7 + (week - 1) * 7
        while day > daysInMonth(month, year) { day -= 7 }
        days = first + day - 1
      }
      return days * 86_400 + time
    }
  }

  /// All that it says, in an order that tells rules apart.
  var numbers: [Int64] { [standard] + (summer.map { [$0] + from.numbers + until.numbers } ?? []) }

  func offset(at seconds: Int64) -> Int64 {
    guard let summer else { return standard }
    let year = civilFromDays(CELTimestamp.flooredDays(seconds + standard)).0
    let start = from.seconds(in: year) - standard
    let end = until.seconds(in: year) - summer
    let isSummer = start < end ? start <= seconds && seconds < end : !(end <= seconds && seconds < start)
    return isSummer ? summer : standard
  }

  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    guard Self.skipName(&rest), let offset = Self.time(&rest) else { return nil }
    standard = -offset
    guard !rest.isEmpty else { return }
    guard Self.skipName(&rest) else { return nil }
    summer = standard + 3600
    if let first = rest.first, first != UInt8(ascii: ",") {
      guard let offset = Self.time(&rest) else { return nil }
      summer = -offset
    }
    guard let from = Self.moment(&rest), let until = Self.moment(&rest), rest.isEmpty else { return nil }
    self.from = from
    self.until = until
  }

  private static func skipName(_ rest: inout ArraySlice<UInt8>) -> Bool {
    if rest.first == UInt8(ascii: "<") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
      rest = rest[(end + 1)...]
      return true
    }
    let name = rest.prefix { (65...90).contains($0) || (97...122).contains($0) }
    rest = rest.dropFirst(name.count)
    return name.count >= 3
  }

  private static func number(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    let digits = rest.prefix { (48...57).contains($0) }
    guard (1...4).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
  }

  private static func take(_ sign: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(ascii: sign) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// `[+-]hh[:mm[:ss]]`, in seconds; up to a week of hours, as TZif allows.
  private static func time(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    let isNegative = take("-", &rest)
    if !isNegative { _ = take("+", &rest) }
    guard let hours = number(&rest), hours <= 167 else { return nil }
    var total = hours * 3600
    for unit: Int64 in [60, 1] where take(":", &rest) {
      guard let part = number(&rest), part <= 59 else { return nil }
      total += part * unit
    }
    return isNegative ? -total : total
  }

  private static func moment(_ rest: inout ArraySlice<UInt8>) -> Moment? {
    guard take(",", &rest) else { return nil }
    let day: Moment.Day
    if take("M", &rest) {
      guard let month = number(&rest), take(".", &rest), let week = number(&rest), take(".", &rest),
        let weekday = number(&rest),
        (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
      else { return nil }
      day = .month(month, week: week, day: weekday)
    } else if take("J", &rest) {
      guard let number = number(&rest), (1...365).contains(number) else { return nil }
      day = .julian(number)
    } else {
      guard let number = number(&rest), (0...365).contains(number) else { return nil }
      day = .ordinal(number)
    }
    guard take("/", &rest) else { return Moment(day: day, time: 7200) }
    return time(&rest).map { Moment(day: day, time: $0) }
  }
}
