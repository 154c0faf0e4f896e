import ArgumentParser

enum OutputFormat: String, CaseIterable {
  case text, json, csv
}

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// What every verb takes, before or after its name.
struct CommonOptions: ParsableArguments {
  @Option(
    name: .customLong("workspace"),
    help: ArgumentHelp(
      "The folder with rules/ and workflows/ (default: found by walking up; or ASSENT_WORKSPACE).", valueName: "dir"),
    completion: .directory)
  var workspace: String?

  @Option(
    name: .customLong("database"),
    help: ArgumentHelp("The database (default: assent.db of the workspace; or ASSENT_DATABASE).", valueName: "path"),
    completion: .file())
  var database: String?

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Act as this person (default: whose login is yours; or ASSENT_ACTOR).", valueName: "person"))
  var person: String?

  @Option(
    name: [.customShort("o"), .customLong("format")], parsing: .singleValue,
    help: ArgumentHelp("`text` for people (the default), `json` for programs: one document.", valueName: "format"),
    completion: .list(["text", "json"]))
  var formats: [String] = []

  @Option(
    name: .customLong("color"),
    help: ArgumentHelp("auto, always or never; NO_COLOR is heeded.", valueName: "when"))
  var color: ColorChoice = .auto

  @Option(
    name: .customLong("now"),
    help: ArgumentHelp("Take this RFC 3339 time for now.", valueName: "time", visibility: .hidden))
  var now: String?

  /// The last format that was asked for.
  var format: OutputFormat { formats.compactMap(OutputFormat.init).last ?? .text }
}
