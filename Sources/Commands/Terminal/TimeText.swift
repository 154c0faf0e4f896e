import SpendModel

/// An instant as people read it, in UTC to the minute: `2026-11-04 09:10Z`.
func clockText(_ instant: Timestamp) -> String {
  let text = instant.description
  return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))Z"
}

/// A length of time in its largest useful unit, rounded down: `40m`, `26h`, `3d`.
func spanText(microseconds: Int64) -> String {
  let minutes = Int64(clamping: microseconds.magnitude / 60_000_000)
  if minutes < 60 { return "\(minutes)m" }
  if minutes < 48 * 60 { return "\(minutes / 60)h" }
  return "\(minutes / (24 * 60))d"
}

/// A length of business time: `40m`, `7bh`, `2.5bd`.
///
/// - Parameter day: A business day, in microseconds.
func businessText(microseconds: Int64, day: Int64) -> String {
  let minutes = microseconds / 60_000_000
  if minutes < 60 { return "\(minutes)m" }
  guard day > 0, microseconds >= day else { return "\(minutes / 60)bh" }
  let tenths = Int64(clamping: Int128(microseconds) * 10 / Int128(day))
  return "\(tenths / 10).\(tenths % 10)bd"
}

/// How far away an instant is: `in 2h`, `3d ago`, `now`.
func relativeText(_ instant: Timestamp, now: Timestamp) -> String {
  let span = instant.since(now)
  if span.magnitude < 60_000_000 { return "now" }
  return span > 0 ? "in \(spanText(microseconds: span))" : "\(spanText(microseconds: span)) ago"
}

/// A time that was: `2026-11-02 09:00Z (2h ago)`.
func past(_ instant: Timestamp?, now: Timestamp) -> Text {
  guard let instant else { return "-" }
  return "\(clockText(instant)) \("(\(relativeText(instant, now: now)))", .faint)"
}

/// A deadline: `2026-11-04 09:10Z (in 2h)`, or `(3d overdue)`, in words and, where there is colour, in red.
func deadline(_ instant: Timestamp?, now: Timestamp) -> Text {
  guard let instant else { return "-" }
  let (words, emphasis) = untilText(instant, now: now)
  return "\(clockText(instant)) \("(\(words))", emphasis == .none ? .faint : emphasis)"
}

/// How much time is left: `in 2h`, `3d overdue`.
func remaining(_ instant: Timestamp?, now: Timestamp) -> Text {
  guard let instant else { return "-" }
  let (words, emphasis) = untilText(instant, now: now)
  return Text(words, emphasis)
}

/// What is less than this away is near.
private let near: Int64 = 4 * 3_600_000_000

private func untilText(_ instant: Timestamp, now: Timestamp) -> (String, Text.Emphasis) {
  let span = instant.since(now)
  if span >= 0 { return (relativeText(instant, now: now), span < near ? .careful : .none) }
  return (span.magnitude < 60_000_000 ? "overdue" : "\(spanText(microseconds: span)) overdue", .bad)
}
