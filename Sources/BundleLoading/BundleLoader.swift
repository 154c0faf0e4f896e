import CEL
import CostEngine
package import Diagnostics
import FactSchema
import PolicyEngine
package import SpendModel
import WorkflowEngine
import YAMLDocument

/// Makes a bundle of files: reads, checks and compiles them, and collects all that is wrong.
package struct BundleLoader {
  /// What is expected of the files.
  package enum Scope: Hashable, Sendable {
    /// Rules and workflows; the reviews that rules demand must be in the catalogue.
    case workspace
    /// Rules alone; the names of reviews are taken as they are.
    case rulesOnly
  }

  /// - Parameters:
  ///   - files: The files, as read or as stored.
  ///   - found: What was wrong with the folders when the files were read.
  ///   - limitRules: The first so many rules are taken, in order of path and place; nothing means all.
  ///   - lints: Whether warnings are wanted.
  ///   - instant: The time against which rules are reported that have ended; nothing means they are not.
  ///   - cache: Where rules may be taken from as they were compiled, and are kept; not for those who want warnings.
  package static func load(
    _ files: BundleFiles, readDiagnostics found: [Diagnostic] = [], scope: Scope, limitRules: Int? = nil,
    lints: Bool = true, at instant: Timestamp? = nil, cache: BundleCache? = nil
  ) -> LoadedBundle {
    var loader = BundleLoader(files: files, scope: scope)
    let cache = lints ? nil : cache
    let key = cache.map { _ in CachedRules.key(files, scope, limit: limitRules) } ?? ""
    let cached = cache.flatMap { $0.read(key) }.flatMap { CachedRules($0) }
    let bundle = loader.load(limitRules: limitRules, lints: lints, at: instant, cached: cached)
    var diagnostics = found
    for sink in loader.sinks { diagnostics += sink.diagnostics }
    diagnostics += loader.further
    diagnostics = diagnostics.inOrder().reduce(into: []) { told, diagnostic in
      // A mistake in the defaults of a set is one, however many rules take it from there.
      if told.last != diagnostic { told.append(diagnostic) }
    }
    if let cache, loader.cached == nil, let bundle, !diagnostics.hasErrors {
      cache.write(
        key,
        CachedRules(files: loader.ruleFiles, setting: loader.setting, policy: bundle.policy.archived(.overCores)).bytes)
    }
    return LoadedBundle(
      bundle: diagnostics.hasErrors ? nil : bundle, diagnostics: diagnostics, sources: loader.sources(of: diagnostics),
      ruleCount: loader.ruleCount, workflowCount: loader.workflowCount)
  }

  private let files: BundleFiles
  private let scope: Scope
  private(set) var sinks: [DiagnosticSink] = []
  /// Diagnostics of no file's sink.
  private(set) var further: [Diagnostic] = []
  private var ruleCount = 0
  private var workflowCount = 0
  /// The rules of an earlier run, where they are taken instead of the files.
  private var cached: CompiledPolicy?
  /// Paths of the files that hold rules and tests of rules alone.
  private var ruleFiles: Set<String> = []
  /// What rules were compiled with, in words.
  private var setting = ""
  private var broken = BrokenDefinitions()

  init(files: BundleFiles, scope: Scope) {
    self.files = files
    self.scope = scope
  }

  func sources(of diagnostics: [Diagnostic]) -> [String: SourceFile] {
    var result: [String: SourceFile] = [:]
    let wanted = Set(diagnostics.compactMap(\.file))
    for file in files.files where wanted.contains(file.shownAs) {
      result[file.shownAs] = SourceFile(path: file.shownAs, text: String(decoding: file.bytes, as: UTF8.self))
    }
    return result
  }

  private mutating func load(limitRules: Int?, lints: Bool, at: Timestamp?, cached found: CachedRules?) -> Bundle? {
    broken = BrokenDefinitions()
    let documents = documents(without: found?.files ?? [])
    let schema = schema(documents)
    let meters = meters(documents)
    let books = decodeAll(.priceBook, documents) { CostDecoder.priceBook($0.node, meters: meters, sink: $0.sink) }
    let contracts = decodeAll(.contract, documents) { CostDecoder.contract($0.node, sink: $0.sink) }
    let budgets = decodeAll(.budget, documents) { CostDecoder.budget($0.node, sink: $0.sink) }
    let rights = rights(documents, schema)
    let zones = zones(of: rights ?? broken.rights)
    let host = Host.standing(on: rights ?? broken.rights, zones: zones)
    setting = CachedRules.setting(currency: host.currency, zones: zones)
    let allocation = only(.allocation, documents).flatMap { CostDecoder.allocation($0.node, host: host, sink: $0.sink) }
    let (rules, tables) = rules(documents.filter { found == nil || !$0.isOfRules }, schema, limit: limitRules)
    if let found {
      if found.setting == setting, let schema {
        cached = CompiledPolicy(archived: found.policy, schema: schema, tables: tables, host: host)
      }
      // What is kept is of no use: everything once more.
      guard cached != nil else {
        further = []
        return load(limitRules: limitRules, lints: lints, at: at, cached: nil)
      }
    }
    let others = Set(documents.filter { !$0.isOfRules }.map(\.path))
    ruleFiles = Set(documents.map(\.path)).subtracting(others)
    ruleCount = cached?.rules.count ?? rules.count
    let tests = documents.filter { $0.kind == .ruleTest && cached == nil }.compactMap { document in
      RuleDecoder(schema: schema, reporting: document.sink).ruleTest(document.node, rules: rules)
    }
    let workflows = decodeAll(.workflow, documents) {
      WorkflowDecoder(schema: schema, broken: broken, reporting: $0.sink).workflow($0.node)
    }
    workflowCount = workflows.count
    guard let schema else { return nil }
    // Where there are no rights, reviews are not looked up: every one would be unknown.
    let known = rights ?? (broken.hasPartialRights ? nil : broken.rights)
    let context = PolicyCompiler.Context(
      reviews: known?.reviews.map(\.id), tests: tests, at: at, lints: lints, host: host, spread: .overCores)
    let policy: CompiledPolicy
    if let cached {
      policy = cached
    } else {
      let (compiled, diagnostics) = PolicyCompiler.compile(
        schema: schema, rules: rules, tables: tables, context: context)
      further += diagnostics.filter { !isEcho($0, of: tests) }
      policy = compiled
    }
    let demands = lints ? demands(of: policy, known: rights?.reviews.map(\.id) ?? []) : []
    let compiled = rights.flatMap { rights in
      broken.workflows.isEmpty ? compile(rights, workflows, schema, zones, demands, lints: lints) : nil
    }
    if !broken.isEmpty { further += diagnosticsOfTheRest(rights, workflows, schema, zones, context, lints: lints) }
    further += CostDecoder.checks(books: books, contracts: contracts, budgets: budgets)
    if let known {
      further += ownerDiagnostics(rules + broken.rules, in: compiled?.directory ?? Directory(rights: known))
    }
    // A broken rule reads what it reads, too: only a bundle that is whole is asked.
    if lints, compiled != nil, !further.hasErrors, !self.sinks.contains(where: \.hasErrors) {
      further += unusedFacts(documents, schema, policy)
    }
    return Bundle(
      files: files, schema: schema, policy: policy, tests: tests, meters: meters, priceBooks: books,
      contracts: contracts, budgets: budgets, allocation: allocation, workflows: compiled)
  }

  // MARK: - What is broken

  /// What else is wrong where something is wrong: with broken definitions, and with whole ones beside them.
  private func diagnosticsOfTheRest(
    _ rights: DecisionRights?, _ workflows: [Workflow], _ schema: Schema, _ zones: [String: ZoneRules],
    _ context: PolicyCompiler.Context, lints: Bool
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    let known = rights ?? broken.rights
    if rights == nil || !broken.workflows.isEmpty, let known {
      let (_, diagnostics) = CompiledWorkflows.compile(
        rights: known, workflows: workflows + broken.workflows, schema: schema, zones: zones)
      found += lints ? diagnostics : diagnostics.filter { $0.severity == .error }
    }
    found += PolicyCompiler.errors(in: broken.rules, schema: schema, context: context)
    return broken.withoutEchoes(found)
  }

  /// Whether a test is reported for a rule that is there, and broken.
  private func isEcho(_ diagnostic: Diagnostic, of tests: [RuleTest]) -> Bool {
    diagnostic.code == "unknown-rule"
      && tests.contains { test in
        test.file == diagnostic.file && broken.rules.contains { $0.id == test.rule?.value }
      }
  }

  // MARK: - Parts

  /// - Parameter skipped: The paths of files that are not read.
  mutating func documents(without skipped: Set<String> = []) -> [BundleDocument] {
    let (documents, sinks) = files.documents(without: skipped)
    self.sinks = sinks
    return documents
  }

  mutating func schema(_ documents: [BundleDocument]) -> Schema? {
    guard let first = only(.schema, documents) else {
      // A schema that cannot be read says so itself.
      if !sinks.contains(where: \.hasErrors) {
        further.append(
          Diagnostic(
            "missing-schema", "there is no schema", hint: "declare the facts in `rules/schema.yaml`, `kind: Schema`",
            file: files.files.first { $0.path.hasPrefix("rules/") }.map { _ in "rules/schema.yaml" }))
      }
      return nil
    }
    let errors = first.sink.diagnostics.count(.error)
    let schema = SchemaDecoder.decode(first.node, reporting: first.sink)
    // Against half a schema every rule would have errors of no use.
    return first.sink.diagnostics.count(.error) == errors ? schema : nil
  }

  func meters(_ documents: [BundleDocument]) -> Meters {
    only(.meters, documents).flatMap { CostDecoder.meters($0.node, sink: $0.sink) } ?? Meters.canonical
  }

  mutating func rights(_ documents: [BundleDocument], _ schema: Schema?) -> DecisionRights? {
    if let document = only(.decisionRights, documents) {
      return WorkflowDecoder(schema: schema, broken: broken, reporting: document.sink).decisionRights(document.node)
    }
    if scope == .workspace, !sinks.contains(where: \.hasErrors) {
      further.append(
        Diagnostic(
          "missing-rights", "there are no decision rights",
          hint: "declare people, groups and reviews in `workflows/decision-rights.yaml`, `kind: DecisionRights`",
          file: "workflows/decision-rights.yaml"))
    }
    return nil
  }

  /// The rules of the zones that calendars and expressions name, read here and never later.
  private func zones(of rights: DecisionRights?) -> [String: ZoneRules] {
    TimeZones.read(
      rights.map { CompiledWorkflows.zoneNames(of: $0) } ?? [],
      andThoseIn: files.files.filter(\.isDocument).map(\.bytes))
  }

  /// What the rules demand, and the facts that made them: whoever stands for a review should judge those.
  private func demands(of policy: CompiledPolicy, known: [String]) -> [ReviewDemand] {
    policy.rules.flatMap { rule in
      rule.rule.reviews.filter { known.contains($0.value) }.map {
        ReviewDemand(rule: rule.rule.id, review: $0.value, facts: rule.factPaths)
      }
    }
  }

  private func unusedFacts(
    _ documents: [BundleDocument], _ schema: Schema, _ policy: CompiledPolicy
  ) -> [Diagnostic] {
    guard let own = documents.first(where: { $0.kind == .schema }) else { return [] }
    let naming: Set<DocumentKind> = [.workflow, .decisionRights, .allocation, .budget]
    let reads = policy.rules.filter { $0.rule.subject == .request }.flatMap(\.allFactPaths)
    return UnusedFacts(
      schema: schema, node: own.node, reads: reads + policy.tables.flatMap(\.factPaths),
      others: documents.filter { naming.contains($0.kind) }.map(\.node), file: own.sink.file
    ).check()
  }

  private mutating func compile(
    _ rights: DecisionRights, _ workflows: [Workflow], _ schema: Schema, _ zones: [String: ZoneRules],
    _ demands: [ReviewDemand], lints: Bool
  ) -> CompiledWorkflows? {
    let (compiled, diagnostics) = CompiledWorkflows.compile(
      rights: rights, workflows: workflows, schema: schema, zones: zones, demands: demands)
    // What is wrong with a file that could not be read is told there; the default may stand in it.
    let isPartial = sinks.contains(where: \.hasErrors)
    further += diagnostics.filter { diagnostic in
      (lints || diagnostic.severity == .error)
        && !(isPartial && diagnostic.code == "no-default" && diagnostic.message.hasSuffix("workflows is the default"))
    }
    return compiled
  }

  /// The one document of a kind; further ones are reported.
  private func only(_ kind: DocumentKind, _ documents: [BundleDocument]) -> BundleDocument? {
    let found = documents.filter { $0.kind == kind }
    for other in found.dropFirst() {
      other.sink.report(
        "several-documents", "a second document of kind `\(kind.rawValue)`",
        hint: "`\(found[0].sink.file ?? found[0].path)` holds one; there can be only one", at: other.node.position)
    }
    return found.first
  }

  /// All documents of a kind, decoded; a second one of the same id is reported and left out.
  func decodeAll<Decoded>(
    _ kind: DocumentKind, _ documents: [BundleDocument], decode: (BundleDocument) -> Decoded?
  ) -> [Decoded] {
    var result: [Decoded] = []
    var places: [String: (file: String, line: Int)] = [:]
    for document in documents where document.kind == kind {
      let decoded = decode(document)
      if let id = document.node["id"], let text = id.text {
        if let first = places[text] {
          document.sink.report(
            "duplicate-id", "a second \(kind.rawValue) `\(excerpt(text))`",
            hint: "the first stands in `\(first.file)`, line \(first.line)", at: id.position)
          continue
        }
        places[text] = (document.sink.file ?? document.path, id.position.line)
      }
      if let decoded { result.append(decoded) }
    }
    return result
  }

  private func rules(
    _ documents: [BundleDocument], _ schema: Schema?, limit: Int?
  ) -> (rules: [Rule], tables: [ValueTable]) {
    var rules: [Rule] = []
    var tables: [ValueTable] = []
    var places: [String: (file: String?, line: Int)] = [:]
    for document in documents
    where document.kind == .rule || document.kind == .ruleSet || document.kind == .decisionTable {
      if let limit, rules.count >= limit { break }
      let decoder = RuleDecoder(schema: schema, broken: broken, reporting: document.sink)
      var found: [Rule] = []
      switch document.kind {
      case .rule:
        found = decoder.rule(document.node).map { [$0] } ?? []
        if document.isAlone, let id = document.node["id"], let text = id.text, text != document.stem {
          document.sink.report(
            "id-unlike-file", "the id `\(excerpt(text))` is not the file's name",
            hint: "name the file `\(excerpt(text)).yaml`, or write `id: \(document.stem)`", at: id.position)
        }
      case .ruleSet: found = decoder.ruleSet(document.node)
      default:
        switch decoder.table(document.node) {
        case .rules(let rows)?: found = rows
        case .value(let table)?:
          if let first = places[table.id] {
            document.sink.report(
              "duplicate-id", "a second table `\(table.id)`",
              hint: "the first stands in `\(first.file ?? "")`, line \(first.line)",
              at: document.node["id"]?.position ?? table.position)
          } else {
            places[table.id] = (table.file, document.node["id"]?.position.line ?? table.position.line)
            tables.append(table)
          }
        case nil: break
        }
      }
      for rule in found {
        if let first = places[rule.id] {
          document.sink.report(
            "duplicate-id", "a second rule `\(rule.id)`",
            hint: "the first stands in `\(first.file ?? "")`, line \(first.line)", at: rule.position)
          continue
        }
        places[rule.id] = (rule.file, rule.position.line)
        rules.append(rule)
      }
    }
    return (limit.map { Array(rules.prefix($0)) } ?? rules, tables)
  }
}
