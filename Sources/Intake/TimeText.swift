import SpendModel

/// Reads the times of usage files.
///
/// - Parameter isLenient: Whether a blank may stand for the `T`, and no zone means UTC.
func timestamp(_ bytes: [UInt8], in range: Range<Int>, isLenient: Bool) -> Timestamp? {
  bytes.withUnsafeBufferPointer { buffer in
    timestamp(UnsafeBufferPointer(rebasing: buffer[range.clamped(to: buffer.indices)]), isLenient: isLenient)
  }
}

private func timestamp(_ text: UnsafeBufferPointer<UInt8>, isLenient: Bool) -> Timestamp? {
  guard text.count >= 19, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
    text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
    text[10] | 0x20 == UInt8(ascii: "t") || (isLenient && text[10] == UInt8(ascii: " ")),
    let century = twoDigits(text, 0), let year = twoDigits(text, 2), let month = twoDigits(text, 5),
    let day = twoDigits(text, 8), let hour = twoDigits(text, 11), let minute = twoDigits(text, 14),
    let second = twoDigits(text, 17), hour < 24, minute < 60, second < 60,
    let date = CivilDate(year: century * 100 + year, month: month, day: day)
  else { return nil }
  var place = 19
  var micros = 0
  if place < text.count, text[place] == UInt8(ascii: ".") {
    place += 1
    let first = place
    while place < text.count, text[place] &- 48 < 10 {
      if place - first < 6 { micros = micros * 10 + Int(text[place] - 48) }
      place += 1
    }
    guard place > first else { return nil }
    for _ in min(place - first, 6)..<6 { micros *= 10 }
  }
  var offset = 0
  switch text.count - place {
  case 0:
    guard isLenient else { return nil }
  case 1:
    guard text[place] | 0x20 == UInt8(ascii: "z") else { return nil }
  case 6:
    let sign = text[place]
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), text[place + 3] == UInt8(ascii: ":"),
      let hours = twoDigits(text, place + 1), let minutes = twoDigits(text, place + 4), hours < 24, minutes < 60
    else { return nil }
    offset = (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
  default: return nil
  }
  let seconds = date.daysSinceEpoch * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
  return Timestamp(microseconds: seconds * 1_000_000 + Int64(micros))
}

private func twoDigits(_ text: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int? {
  let (tens, ones) = (text[place] &- 48, text[place + 1] &- 48)
  return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
}
