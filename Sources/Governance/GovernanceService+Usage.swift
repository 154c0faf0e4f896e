import BundleLoading
import CostEngine
import DecisionLog
import Diagnostics
import Intake
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

/// How a usage file is to be read.
package struct IngestOptions {
  /// The format; found from the content, where nil.
  package var format: String?
  package var map: [(field: String, column: String)]
  package var set: [(field: String, value: String)]
  /// Told how many records were read so far, now and then.
  package var progress: ((Int64) -> Void)?

  package init(
    format: String? = nil, map: [(field: String, column: String)] = [], set: [(field: String, value: String)] = [],
    progress: ((Int64) -> Void)? = nil
  ) {
    self.format = format
    self.map = map
    self.set = set
    self.progress = progress
  }
}

extension GovernanceService {
  /// Takes in usage files: reads, prices, attributes and stores their records, and holds them against envelopes and rules.
  ///
  /// Each file is one batch and one transaction. Known (source, event id) pairs are duplicates; a bad record goes to a
  /// reject file beside the input, with its line and the reason, and never stops the rest.
  package func ingest(_ paths: [String], source: String, options: IngestOptions) throws(Failure) -> IngestReport {
    guard isAuthoredID(source) else {
      throw Failure(
        .badInput, "bad-source", "`\(source)` is no name of a source", hint: "use `[a-z0-9._-]`, such as `openai-org`")
    }
    var format: UsageFormat?
    if let name = options.format {
      guard let known = UsageFormat(rawValue: name) else {
        let names = UsageFormat.allCases.map(\.rawValue)
        throw Failure(
          .badInput, "unknown-format", "no format `\(name)`",
          hint: nearest(name, names) ?? "the formats are \(names.joined(separator: ", "))")
      }
      format = known
    }
    var report = IngestReport(
      source: source, format: "", records: 0, accepted: 0, duplicates: 0, rejected: 0, unpriced: 0, cost: [],
      rejectFile: nil,
      firstRejection: nil, suspended: [], findings: [], warnings: [], waived: [])
    for path in paths { try ingest(path, source: source, format: format, options: options, into: &report) }
    return report
  }

  private func ingest(
    _ path: String, source: String, format: UsageFormat?, options: IngestOptions, into report: inout IngestReport
  ) throws(Failure) {
    let fileDigest = try digest(ofFile: path)
    let fileName = path.split(separator: "/").last.map(String.init) ?? path
    var rejections: [Rejection] = []
    let outcome = try act(isNew: true) { act in
      var reader: UsageFileReader
      do throws(IntakeError) {
        reader = try UsageFileReader(
          path: path,
          options: IntakeOptions(
            format: format, map: options.map, set: options.set, meters: act.bundle.costs.meters,
            digest: { Hashing.sha256Hex($0) }, source: source, fileName: fileName))
      } catch {
        throw Failure(.badInput, error.code.rawValue, error.message, hint: error.hint)
      }
      var batch = BatchTotals()
      let attribution = Attribution(
        try act.reading.liveGrants().map { LiveGrant($0) }, owners: act.bundle.bundle.allocation?.owners ?? [])
      let scopes = Dictionary(
        try act.reading.liveGrants().map { ($0.id, $0.scope) }, uniquingKeysWith: { first, _ in first })
      let stored = try act.writing.insertUsage(
        next: {
          while true {
            let item: IntakeItem?
            do throws(IntakeError) { item = try reader.next() } catch {
              throw Failure(.badInput, error.code.rawValue, error.message, hint: error.hint)
            }
            guard let item else { return nil }
            batch.records += 1
            if batch.records % 10_000 == 0 { options.progress?(batch.records) }
            switch item {
            case .rejected(let rejection): rejections.append(rejection)
            case .record(let record, let line):
              do {
                let cost = try act.bundle.costs.catalogue.cost(of: record)
                let grant = attribution.grant(for: record)
                return UsageEntry(
                  record, cost: cost, source: source, grant: grant, scope: grant.flatMap { scopes[$0.id] })
              } catch {
                rejections.append(
                  Rejection(line: line, reason: "its amounts leave the range of money", text: record.eventID))
              }
            }
          }
        }, stored: { try batch.add($0) })
      // Nothing new is no event: taking in the same file again changes nothing.
      if stored.accepted > 0 {
        let records = try act.append([
          EventDraft(
            .usageIngested, stream: "usage/" + source, actor: act.actor,
            data: batch.leaf(
              source: source, stored: stored, fileDigest: fileDigest, rejected: Int64(rejections.count),
              meters: act.bundle.costs.meters))
        ])
        let judged = try act.judgeUsage(cause: records.first?.idx, touched: batch.range)
        return (reader.format.rawValue, batch, stored, judged)
      }
      return (reader.format.rawValue, batch, stored, UsageOutcome())
    }
    report.format = outcome.0
    report.records += outcome.1.records
    report.accepted += outcome.2.accepted
    report.duplicates += outcome.2.duplicates
    report.rejected += Int64(rejections.count)
    report.unpriced += outcome.1.unpriced
    report.cost = try asFailure { try outcome.1.costs(addedTo: report.cost) }
    report.suspended += outcome.3.suspended
    report.findings += outcome.3.findings
    report.waived += outcome.3.waived
    if let first = rejections.first {
      report.rejectFile = try writeRejections(rejections, besides: path)
      report.firstRejection = report.firstRejection ?? "\(path):\(first.line): \(first.reason)"
      if outcome.2.accepted == 0, outcome.2.duplicates == 0 {
        throw Failure(
          .badInput, "nothing-accepted", "no record of `\(path)` could be taken: line \(first.line): \(first.reason)",
          hint: "all \(rejections.count) stand with their reasons in `\(report.rejectFile ?? "")`")
      }
    }
  }

  private func writeRejections(_ rejections: [Rejection], besides path: String) throws(Failure) -> String {
    let target = path + ".rejects"
    var bytes: [UInt8] = []
    for rejection in rejections {
      let line: JSONValue = [
        "line": .integer(Int64(rejection.line)), "reason": .string(rejection.reason), "text": .string(rejection.text),
      ]
      bytes += Array(line.serialized().utf8) + [10]
    }
    try writeFile(target, bytes)
    return target
  }

  private func digest(ofFile path: String) throws(Failure) -> String {
    Hashing.sha256Hex(try readFile(path, limit: 4 << 30))
  }

  /// Sums over usage records by dimensions.
  package func usageReport(
    by dimensions: [String], from: String? = nil, to end: String? = nil, meter: String? = nil
  ) throws(Failure) -> [UsageRow] {
    for name in dimensions where !UsageDimensions.isKnown(name) {
      throw Failure(
        .badInput, "unknown-dimension", "no dimension `\(name)`",
        hint: nearest(name, UsageDimensions.names)
          ?? "the dimensions are \(UsageDimensions.names.joined(separator: ", "))")
    }
    let bundle = try loadWorkspaceBundle()
    if let meter, bundle.costs.meters[meter] == nil {
      throw Failure(
        .badInput, "unknown-meter", "no meter `\(meter)`", hint: nearest(meter, bundle.costs.meters.names))
    }
    let filter = UsageFilter(
      from: try from.map { text throws(Failure) in try instant(text) },
      to: try end.map { text throws(Failure) in try instant(text) })
    return try reading { reading in
      var groups: [[String]: UsageSums] = [:]
      try reading.forEachUsage(filter) { entry in
        if dimensions.contains("meter") {
          for item in entry.meters where meter == nil || item.name == meter {
            var part = entry
            part.meters = [item]
            (part.effective, part.list, part.isUnpriced) = (item.cost, item.cost, item.cost == nil)
            try groups[
              dimensions.map { $0 == "meter" ? item.name : UsageDimensions.value($0, of: entry) }, default: UsageSums()
            ]
            .add(part.cost, at: part.occurredAt)
          }
        } else if meter == nil || entry.meters.contains(where: { $0.name == meter }) {
          try groups[dimensions.map { UsageDimensions.value($0, of: entry) }, default: UsageSums()].add(
            entry.cost, at: entry.occurredAt)
        }
      }
      return groups.sorted { $0.key.joined(separator: "\u{1F}") < $1.key.joined(separator: "\u{1F}") }.map {
        key, sums in
        UsageRow(
          key: zip(dimensions, key).map { ($0, $1) }, count: sums.count,
          quantities: sums.quantities.filter { meter == nil || $0.key == meter }.sorted { $0.key < $1.key }.map {
            name, quantity in
            (name, bundle.costs.meters[name]?.text(quantity) ?? String(quantity))
          }, cost: sums.currency.map { Money(nanos: sums.effective, currency: $0) }, unpriced: sums.unpriced)
      }
    }
  }
}

/// The dimensions that a report can be by.
enum UsageDimensions {
  static let names = [
    "grant", "source", "provider", "service", "region", "model", "model_requested", "operation", "service_tier",
    "processing", "kind", "meter", "principal", "consumer", "credential", "workspace", "project", "team", "cost_center",
    "environment", "use_case", "agent", "session", "status", "day", "month",
  ]

  /// The value of a dimension, a day or a month of a record; empty where it is not known.
  static func value(_ name: String, of entry: UsageEntry) -> String {
    switch name {
    case "day": entry.occurredAt.date.description
    case "month": String(entry.occurredAt.date.description.prefix(7))
    default: entry.dimension(name) ?? ""
    }
  }

  static func isKnown(_ name: String) -> Bool {
    names.contains(name) || (name.hasPrefix("tags['") && name.hasSuffix("']"))
  }
}

/// What a batch adds up to.
private struct BatchTotals {
  var records: Int64 = 0
  var unpriced: Int64 = 0
  var first: Timestamp?
  var last: Timestamp?
  var sums: [Currency: Int64] = [:]
  var quantities: [String: Int64] = [:]

  var range: ClosedRange<Timestamp>? {
    guard let first, let last else { return nil }
    return first...last
  }

  mutating func add(_ entry: UsageEntry) throws {
    first = min(first ?? entry.occurredAt, entry.occurredAt)
    last = max(last ?? entry.occurredAt, entry.occurredAt)
    if entry.isUnpriced { unpriced += 1 }
    if let currency = entry.currency, let amount = entry.effective {
      let (sum, overflow) = (sums[currency] ?? 0).addingReportingOverflow(amount)
      guard !overflow else { throw ArithmeticError.overflow }
      sums[currency] = sum
    }
    for meter in entry.meters {
      let (sum, overflow) = (quantities[meter.name] ?? 0).addingReportingOverflow(meter.quantity)
      guard !overflow else { throw ArithmeticError.overflow }
      quantities[meter.name] = sum
    }
  }

  var costs: [Money] { sums.sorted { $0.key < $1.key }.map { Money(nanos: $0.value, currency: $0.key) } }

  func costs(addedTo others: [Money]) throws -> [Money] {
    var total = Dictionary(others.map { ($0.currency, $0) }, uniquingKeysWith: { first, _ in first })
    for cost in costs { total[cost.currency] = try total[cost.currency]?.adding(cost) ?? cost }
    return total.values.sorted { $0.currency < $1.currency }
  }

  func leaf(
    source: String, stored: UsageBatchOutcome, fileDigest: String, rejected: Int64, meters: Meters
  ) -> JSONValue {
    .object([
      "source": .string(source), "batch": .integer(stored.batch), "file_sha256": .string(fileDigest),
      "records": .integer(records), "accepted": .integer(stored.accepted), "duplicates": .integer(stored.duplicates),
      "rejected": .integer(rejected), "unpriced": .integer(unpriced), "cost": .array(costs.map(\.canonical)),
      "quantities": .array(
        quantities.sorted { $0.key < $1.key }.map { name, quantity in
          ["meter": .string(name), "quantity": .string(meters[name]?.text(quantity) ?? String(quantity))]
        }), "records_sha256": .string(stored.recordsSHA256), "from": first.map { .string($0.canonicalText) } ?? .null,
      "to": last.map { .string($0.canonicalText) } ?? .null,
    ])
  }
}

extension LiveGrant {
  init(_ row: GrantRow) {
    self.init(
      id: row.id, project: row.scope["project"]?.string, credential: row.scope["credential"]?.string,
      costCenter: row.scope["cost_center"]?.string, team: row.scope["team"]?.string, owner: row.owner,
      from: (row.activeFrom ?? row.mintedAt).wholeSecond,
      expires: row.expires)
  }
}

extension UsageEntry {
  /// A record as it is stored: priced, attributed, with the cost center of its grant where it states none.
  init(_ record: UsageRecord, cost: RecordCost, source: String, grant: LiveGrant?, scope: JSONValue?) {
    let own: Set<String> = ["project", "team", "cost_center"]
    self.init(
      source: source, eventID: record.eventID, occurredAt: record.occurredAt, status: record.status,
      provider: record.provider, model: record.model, grant: grant?.id, project: record.dimensions["project"],
      team: record.dimensions["team"] ?? grant?.team, costCenter: record.dimensions["cost_center"] ?? grant?.costCenter,
      dimensions: record.dimensions.filter { !own.contains($0.key) }
        .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { .init($0.key, $0.value) },
      currency: cost.currency, list: cost.list, contracted: cost.contracted, billed: cost.billed,
      effective: cost.effective,
      isUnpriced: cost.isUnpriced,
      meters: cost.meters.map { .init($0.meter, quantity: $0.quantity, cost: $0.cost) }.sorted {
        $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
      })
  }
}

extension Timestamp {
  /// The start of its second: usage records rarely say more than that.
  fileprivate var wholeSecond: Timestamp { Timestamp(clamping: seconds * 1_000_000) }
}
