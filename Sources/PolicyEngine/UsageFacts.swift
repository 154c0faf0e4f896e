package import FactSchema

/// What rules on usage may read: the facts of one group of records, and the dimensions of one record.
package enum UsageFacts {
  /// The dimensions of usage, as providers and FOCUS spell them; `tags['x']` is one too.
  package static let dimensions = [
    "grant", "source", "provider", "service", "region", "model", "model_requested", "operation", "service_tier",
    "processing", "kind", "meter", "principal", "consumer", "credential", "workspace", "project", "team", "cost_center",
    "environment", "use_case", "agent", "session", "status",
  ]

  /// Whether the text names a dimension: `project`, `tags['team']`.
  package static func isDimension(_ name: String) -> Bool {
    if dimensions.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { return true }
    return tag(of: name) != nil
  }

  /// The tag of `tags['x']`; nothing for anything else.
  package static func tag(of dimension: String) -> String? {
    guard dimension.hasPrefix("tags['"), dimension.hasSuffix("']"), dimension.utf8.count > 8 else { return nil }
    let name = dimension.dropFirst(6).dropLast(2)
    return name.contains("'") || name.contains("\\") ? nil : String(name)
  }

  private static let spend = FactType.object(
    ObjectShape([
      .init("list", .money), .init("contracted", .money), .init("billed", .money), .init("effective", .money),
    ]))
  private static let quantity = FactType.map(key: .string, value: .int)

  /// One record, for `where`: every dimension as a string, empty where it is not known, and the tags.
  package static let record = Schema(
    facts: ObjectShape([
      .init(
        "usage",
        .object(
          ObjectShape(
            dimensions.map { .init($0, .string) } + [.init("tags", .map(key: .string, value: .string))])))
    ]))

  /// The facts of a group.
  ///
  /// `usage` holds the dimensions that make the group. What a group may lack is optional: `previous.*`,
  /// `baseline.*` and `budget.*` come together or not at all, and so does `grant.*` unless groups are by grant.
  ///
  /// - Parameter by: The dimensions that make a group.
  package static func group(by: [String]) -> Schema {
    let isByGrant = by.contains("grant")
    var dimensions: [ObjectShape.Field] = []
    for name in by where tag(of: name) == nil { dimensions.append(.init(name, .string)) }
    if by.contains(where: { tag(of: $0) != nil }) {
      dimensions.append(.init("tags", .map(key: .string, value: .string)))
    }
    return Schema(
      facts: ObjectShape([
        .init("spend", spend),
        .init("quantity", quantity),
        .init("count", .int),
        .init("first", .timestamp),
        .init("last", .timestamp),
        .init("unpriced", .int),
        .init(
          "previous",
          .object(
            ObjectShape([
              .init("spend", spend, isOptional: true), .init("quantity", quantity, isOptional: true),
              .init("count", .int, isOptional: true),
            ]))),
        .init(
          "baseline",
          .object(ObjectShape([.init("median", .money, isOptional: true), .init("mad", .money, isOptional: true)]))),
        .init(
          "budget",
          .object(
            ObjectShape(["amount", "spent", "reserved", "remaining"].map { .init($0, .money, isOptional: true) }))),
        .init(
          "grant",
          .object(
            ObjectShape([
              .init("id", .string, isOptional: !isByGrant),
              .init("owner", .string, isOptional: !isByGrant),
              .init("caps", .object(ObjectShape([.init("cost", .money)])), isOptional: !isByGrant),
              .init("expires", .timestamp, isOptional: !isByGrant),
              .init("state", .string, isOptional: !isByGrant),
            ]))),
        .init("usage", .object(ObjectShape(dimensions))),
        .init("now", .timestamp),
      ]))
  }

  /// Objects whose optional facts are there together or not at all, so that asking for one is asking for all.
  package static let presentTogether: Set<String> = ["previous", "baseline", "budget", "grant"]

  /// The facts of a rule on one record of another kind: the record under its kind's name, and `now`.
  package static func record(_ subject: Rule.Subject) -> Schema {
    Schema(facts: ObjectShape([.init(subject.rawValue, .dynamic), .init("now", .timestamp)]))
  }
}
