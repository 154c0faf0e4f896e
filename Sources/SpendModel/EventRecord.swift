public import StrictJSON

/// An event as the decision log holds it: a draft that has its place, its time and its commitments.
public struct EventRecord: Hashable, Sendable {
  /// The leaf's index in the log, from 0.
  public var idx: Int64
  public var type: EventType
  public var stream: String
  /// Counted from 1 per stream.
  public var streamSequence: Int64
  public var at: Timestamp
  /// `user:ann`, `service:ci`, `policy:LANE` or `timer`.
  public var actor: String
  public var data: JSONValue

  public init(
    idx: Int64, type: EventType, stream: String, streamSequence: Int64, at: Timestamp, actor: String, data: JSONValue
  ) {
    self.idx = idx
    self.type = type
    self.stream = stream
    self.streamSequence = streamSequence
    self.at = at
    self.actor = actor
    self.data = data
  }
}

extension EventDraft {
  /// A value on its way into the content-addressed store: the leaf holds the SHA-256 of its canonical bytes.
  ///
  /// - Parameter kind: What the blob is, such as `input` or `explanation`.
  public static func blob(_ kind: String, _ value: JSONValue) -> JSONValue {
    .object([.init("$blob", .string(kind)), .init("value", value)])
  }

  /// The SHA-256 of a value's canonical bytes, in hex; the value itself is not kept.
  public static func digest(of value: JSONValue) -> JSONValue { .object([.init("$sha256", value)]) }
}
