import ArgumentParser
import Governance
import SpendModel

struct UsageGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "usage",
    abstract: "What was used: capture it, and see it by team, model, grant, day.",
    subcommands: [UsageIngest.self, UsageReport.self])
}

struct UsageIngest: Verb {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Capture usage records: each once, priced, and held against the grants.",
    discussion: """
        assent usage ingest usage.jsonl --source openai-org
        assent usage ingest tokens.csv --source azure --map occurred_at=TIMESTAMP \\
          --map input.uncached=ContextTokens --set provider=azure --set model=gpt-4o

      The format of the files is told from their content; `--format F` names it where F is neither `text` nor \
      `json`. A bad record is reported with its line and reason into a reject file; the rest goes on. Exits 0, 2 where \
      nothing of the files could be used.
      """)

  @Argument(help: "Files of records.", completion: .file()) var files: [String]
  @Option(help: ArgumentHelp("Where they come from.", valueName: "source")) var source: String
  @Option(help: ArgumentHelp("Which column holds a field or a meter.", valueName: "field=column")) var map: [Pair] = []
  @Option(help: ArgumentHelp("A field that is the same in every record.", valueName: "field=value")) var set: [Pair] =
    []
  @OptionGroup var common: CommonOptions

  static let readsFormats = true

  func answer(_ session: Session) throws(Failure) -> Answer {
    let recordFormat = common.formats.last { $0 != "text" && $0 != "json" }
    let progress = Progress(counting: "records")
    defer { progress.finish() }
    let options = IngestOptions(
      format: recordFormat, map: map.map { ($0.name, $0.value) }, set: set.map { ($0.name, $0.value) },
      progress: { progress.report($0) })
    let report = try session.service().ingest(files.map(path), source: source, options: options)
    let isUseless = report.rejected > 0 && report.accepted == 0 && report.duplicates == 0
    return Answer(
      json: report.json, lines: report.lines(session), exitCode: isUseless ? Exit.badInput : Exit.done,
      notes: report.warnings + waivedFindingLines(report.waived).map { "put off: \($0.withoutIndent.plain)" })
  }
}

extension IngestReport {
  func lines(_ session: Session) -> [Text] {
    let sum = cost.isEmpty ? "no cost" : cost.map(grouped).joined(separator: ", ")
    var result: [Text] = [
      "\(grouped(accepted), .strong) of \(counted(Int(clamping: records), "record")) accepted, \(sum, .strong)  (\(source), \(format))"
    ]
    if duplicates > 0 { result.append("  \(grouped(duplicates)) were here before") }
    if unpriced > 0 {
      result.append("  \(Text("\(grouped(unpriced)) have no price", .careful)) and are not in the sum")
    }
    if rejected > 0 {
      result.append(
        "  \(Text("\(grouped(rejected)) rejected", .bad))\(firstRejection.map { ", the first: \($0)" } ?? "")")
      if let rejectFile { result.append("  all of them with their reasons: \(rejectFile)") }
    }
    for grant in suspended {
      result.append("\(grant, .strong) is \("suspended", .bad): over its cap  (assent grant show \(grant))")
    }
    if !findings.isEmpty { result += section("findings", Commands.lines(of: findings, noun: "findings", session)) }
    return result
  }
}

struct UsageReport: Verb {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Usage and its cost, rolled up by one dimension or several.",
    discussion: """
        assent usage report --by team,model --from 2026-11-01 --to 2026-12-01
        assent usage report --by grant -o csv

      Dimensions: grant source provider service region model operation service_tier kind meter principal consumer \
      credential workspace project team cost_center environment use_case agent session status day month. --to is \
      exclusive. Exits 0, 2 for a dimension or a time that is none.
      """)

  @Option(help: ArgumentHelp("Dimensions, in order.", valueName: "dim,...")) var by: [String]
  @Option(help: ArgumentHelp("From this date or time on.", valueName: "when")) var from: String?
  @Option(help: ArgumentHelp("Up to, and not including, this date or time.", valueName: "when")) var to: String?
  @Option(help: ArgumentHelp("Only this meter.", valueName: "meter")) var meter: String?
  @OptionGroup var common: CommonOptions

  static let hasCSV = true

  func validate() throws {
    if list(by).isEmpty { throw ValidationError("--by names one dimension at least") }
  }

  func answer(_ session: Session) throws(Failure) -> Answer {
    let dimensions = list(by)
    let rows = try session.service().usageReport(by: dimensions, from: from, to: to, meter: meter)
    return Answer(
      json: items(rows.map(\.json)), lines: usageLines(rows, dimensions, session), csv: usageCSV(rows, dimensions))
  }
}

private func usageLines(_ rows: [UsageRow], _ dimensions: [String], _ session: Session) -> [Text] {
  guard !rows.isEmpty else { return ["no usage"] }
  var meters: [String] = []
  for row in rows {
    for quantity in row.quantities where !meters.contains(quantity.meter) { meters.append(quantity.meter) }
  }
  var table = Table(
    dimensions.map { Table.Column($0.uppercased()) } + [.init("RECORDS", .right)]
      + meters.map { Table.Column($0.uppercased(), .right) } + [.init("COST", .right), .init("UNPRICED", .right)])
  for row in rows {
    let keys = row.key.map { $0.value.isEmpty ? Text("-", .faint) : Text($0.value) }
    let quantities = meters.map { meter in
      row.quantities.first { $0.meter == meter }.map { Text(grouped(decimal: $0.quantity)) } ?? Text()
    }
    table.add(
      keys + [Text(grouped(row.count))] + quantities + [
        row.cost.map { Text(grouped($0)) } ?? "-", row.unpriced > 0 ? Text(grouped(row.unpriced), .careful) : Text(),
      ])
  }
  return table.lines(session.style)
}

/// One line per row and meter; money and currency apart, as spreadsheets want them.
private func usageCSV(_ rows: [UsageRow], _ dimensions: [String]) -> [[String]] {
  var meters: [String] = []
  for row in rows {
    for quantity in row.quantities where !meters.contains(quantity.meter) { meters.append(quantity.meter) }
  }
  let head = dimensions + ["count"] + meters + ["cost", "currency", "unpriced"]
  return [head]
    + rows.map { row in
      row.key.map(\.value) + [String(row.count)]
        + meters.map { meter in row.quantities.first { $0.meter == meter }?.quantity ?? "" }
        + [row.cost?.amountText ?? "", row.cost?.currency.code ?? "", String(row.unpriced)]
    }
}
