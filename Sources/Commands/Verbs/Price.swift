import ArgumentParser
import Governance
import SpendModel
import StrictJSON

struct PriceGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "price",
    abstract: "Prices: what something costs under the price books of the bundle.",
    subcommands: [PriceQuote.self])
}

struct PriceQuote: Verb {
  static let configuration = CommandConfiguration(
    commandName: "quote",
    abstract: "What a quantity costs, exactly, and under which price.",
    discussion: """
        assent price quote --provider openai --model gpt-4o --meter input.uncached --quantity 1800000000
        assent price quote --cases cases.jsonl --book prices.json

      With --cases each case `{id, provider_id, model_ref, timestamp, context, usage}` yields one JSON line. Exits \
      0, 2 for a quantity or a time that is none, 6 where there is no price (never a price of 0).
      """)

  @Option(help: ArgumentHelp("Who serves the model.", valueName: "id")) var provider: String?
  @Option(help: ArgumentHelp("The model.", valueName: "name")) var model: String?
  @Option(help: ArgumentHelp("What is counted.", valueName: "meter")) var meter: String?
  @Option(help: ArgumentHelp("How much of it.", valueName: "n")) var quantity: String?
  @Option(help: ArgumentHelp("When; default: now.", valueName: "time")) var at: String?
  @Option(
    help: ArgumentHelp("Price many cases: JSONL, or an object with `cases`.", valueName: "file"), completion: .file())
  var cases: String?
  @Option(help: ArgumentHelp("With --cases: another price book.", valueName: "file"), completion: .file()) var book:
    String?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    let single = [provider, model, meter, quantity]
    if cases != nil {
      if single.contains(where: { $0 != nil }) || at != nil {
        throw ValidationError("--cases goes without --provider, --model, --meter, --quantity and --at")
      }
    } else if book != nil {
      throw ValidationError("--book goes with --cases")
    } else if single.contains(where: { $0 == nil }) {
      throw ValidationError("--provider, --model, --meter and --quantity are needed, or --cases FILE")
    }
  }

  func answer(_ session: Session) throws(Failure) -> Answer {
    if let cases {
      let quotes = try session.service().quote(casesPath: path(cases), bookPath: book)
      return Answer(json: items(quotes), lines: quotes.map { Text($0.serialized()) })
    }
    guard let provider, let model, let meter, let quantity else {
      throw Failure(.usage, "usage", "--provider, --model, --meter and --quantity are needed, or --cases FILE")
    }
    let quote = try session.service().quote(provider: provider, model: model, meter: meter, quantity: quantity, at: at)
    return Answer(
      json: quote.json,
      lines: [
        "\(grouped(quote.rounded), .strong)", "  exactly \(quote.exact) \(quote.rounded.currency.code)",
        "  \(quote.rate), price book \(quote.book)",
      ])
  }
}
