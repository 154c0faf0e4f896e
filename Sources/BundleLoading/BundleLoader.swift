package import Diagnostics
import FactSchema
import PolicyEngine
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
  package static func load(
    _ files: BundleFiles, readDiagnostics found: [Diagnostic] = [], scope: Scope, limitRules: Int? = nil
  ) -> LoadedBundle {
    var loader = BundleLoader(files: files, scope: scope)
    let bundle = loader.load(limitRules: limitRules)
    var diagnostics = found
    for sink in loader.sinks { diagnostics += sink.diagnostics }
    diagnostics += loader.further
    diagnostics = diagnostics.inOrder()
    return LoadedBundle(
      bundle: diagnostics.hasErrors ? nil : bundle, diagnostics: diagnostics, sources: loader.sources(of: diagnostics))
  }

  private let files: BundleFiles
  private let scope: Scope
  private var sinks: [DiagnosticSink] = []
  /// Diagnostics of no file's sink.
  private var further: [Diagnostic] = []

  private init(files: BundleFiles, scope: Scope) {
    self.files = files
    self.scope = scope
  }

  private func sources(of diagnostics: [Diagnostic]) -> [String: SourceFile] {
    var result: [String: SourceFile] = [:]
    let wanted = Set(diagnostics.compactMap(\.file))
    for file in files.files where wanted.contains(file.shownAs) {
      result[file.shownAs] = SourceFile(path: file.shownAs, text: String(decoding: file.bytes, as: UTF8.self))
    }
    return result
  }

  private mutating func load(limitRules: Int?) -> Bundle? {
    let (documents, sinks) = files.documents()
    self.sinks = sinks
    let schema = schema(documents)
    let rules = rules(documents, schema, limit: limitRules)
    let tests = documents.filter { $0.kind == .ruleTest }.compactMap { document in
      RuleDecoder(schema: schema, reporting: document.sink).ruleTest(document.node, rules: rules)
    }
    guard let schema else { return nil }
    let (policy, diagnostics) = PolicyCompiler.compile(schema: schema, rules: rules, reviews: nil)
    further += diagnostics
    return Bundle(files: files, schema: schema, policy: policy, rules: rules, tests: tests)
  }

  // MARK: - Parts

  private mutating func schema(_ documents: [BundleDocument]) -> Schema? {
    let found = documents.filter { $0.kind == .schema }
    guard let first = found.first else {
      // A schema that cannot be read says so itself.
      if !sinks.contains(where: \.hasErrors) {
        further.append(
          Diagnostic(
            "missing-schema", "there is no schema", hint: "declare the facts in `rules/schema.yaml`, `kind: Schema`",
            file: files.files.first { $0.path.hasPrefix("rules/") }.map { _ in "rules/schema.yaml" }))
      }
      return nil
    }
    for other in found.dropFirst() {
      other.sink.report(
        "several-schemas", "a second schema", hint: "`\(first.sink.file ?? first.path)` holds one; there can be only one",
        at: other.node.position)
    }
    let errors = first.sink.diagnostics.count(.error)
    let schema = SchemaDecoder.decode(first.node, reporting: first.sink)
    // Against half a schema every rule would have errors of no use.
    return first.sink.diagnostics.count(.error) == errors ? schema : nil
  }

  private func rules(_ documents: [BundleDocument], _ schema: Schema?, limit: Int?) -> [Rule] {
    var rules: [Rule] = []
    var places: [String: (file: String?, line: Int)] = [:]
    for document in documents where document.kind == .rule || document.kind == .ruleSet || document.kind == .decisionTable {
      if let limit, rules.count >= limit { break }
      let decoder = RuleDecoder(schema: schema, reporting: document.sink)
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
        document.sink.report(
          "not-supported", "decision tables are not supported yet", hint: "write each row as a rule",
          at: document.node["kind"]?.position)
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
    return limit.map { Array(rules.prefix($0)) } ?? rules
  }
}
