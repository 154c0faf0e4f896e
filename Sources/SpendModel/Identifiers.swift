/// Whether a text may be an id that an author gives: ASCII `[a-z0-9._-]`, 1 to 128 of them.
public func isAuthoredID(_ text: some StringProtocol) -> Bool {
  (1...128).contains(text.utf8.count)
    && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 46 || $0 == 95 || $0 == 45 }
}

/// What a minted id names: `REQ-000123`, six digits or more, counted per workspace and kind.
public enum MintedKind: String, Hashable, Sendable, CaseIterable {
  case request = "REQ"
  case grant = "GRT"
  case finding = "FND"
  case duty = "DTY"
  case waiver = "WVR"
  case delegation = "DLG"

  /// The id of that number: `REQ-000123`.
  public func id(_ number: Int64) -> String {
    let digits = String(number)
    return rawValue + "-" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
  }

  /// The kind and number of an id in its canonical spelling; nothing for anything else.
  public static func parse(_ id: some StringProtocol) -> (kind: MintedKind, number: Int64)? {
    guard id.utf8.count >= 10, let kind = MintedKind(rawValue: String(id.prefix(3))),
      let number = Int64(String(id.dropFirst(4))), number > 0, kind.id(number).utf8.elementsEqual(id.utf8)
    else { return nil }
    return (kind, number)
  }

  /// The stream of the decision log that holds such a thing's events: `request/REQ-000123`.
  public var streamPrefix: String {
    switch self {
    case .request: "request/"
    case .grant: "grant/"
    case .finding: "finding/"
    case .duty: "duty/"
    case .waiver: "waiver/"
    // Delegations change who may decide what, as a bundle does: their events stand in its stream.
    case .delegation: "bundle/"
    }
  }
}
