import CEL

/// Variables of every type, with values that fit them.
enum Variables {
  private static let object = ObjectType(
    "o", [.init("name", .string), .init("cost", .money), .init("tags", .list(.string), isOptional: true)])

  private static let rows: [(name: String, type: CELType, value: Value)] = [
    ("i", .int, .int(7)), ("u", .uint, .uint(3)), ("d", .double, .double(2.5)), ("s", .string, .string("straße")),
    ("b", .bool, .bool(true)), ("y", .bytes, .bytes([0, 255, 65])), ("n", .null, .null),
    ("t", .timestamp, CELTimestamp(seconds: 1_790_000_000, nanoseconds: 5).map { .timestamp($0) } ?? .null),
    ("p", .duration, .duration(5_400_000_000_000)),
    ("l", .list(.int), .list([.int(1), .int(2), .int(3)])),
    ("m", .map(.string, .int), .map(MapValue([("a", .int(1)), ("b", .int(2))]))),
    (
      "o", .object(object),
      .map(MapValue([("name", .string("x")), ("cost", .money(MoneyValue(nanos: 5, currency: "USD")))]))
    ),
    ("z", .dyn, .list([.string("a"), .map(MapValue([("k", .double(1))])), .null])),
    ("q", .optional(.int), .optional(.int(4))),
    ("a.b.c", .int, .int(9)),
  ]

  private static let environments: [Environment] = (0..<4).map { bits in
    var environment = Environment(domain: bits & 1 == 0)
    if bits & 2 != 0 { environment.container = "a.b" }
    for row in rows { environment.declare(row.name, row.type) }
    return environment
  }

  private static let values = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.value) })

  static func environment(_ options: Options) -> Environment {
    environments[(options.hasDomain ? 0 : 1) + (options.hasContainer ? 2 : 0)]
  }

  static func activation(_ environment: Environment, _ options: Options) -> Activation {
    options.isBound ? environment.bind(values) : Activation()
  }
}
