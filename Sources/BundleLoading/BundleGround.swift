package import CEL
package import CostEngine
package import Diagnostics
package import FactSchema
package import WorkflowEngine
import YAMLDocument

/// What expressions stand on, without any rule or workflow: declared facts, decision rights, prices.
///
/// A bundle whose rules are broken still has a ground: their author may be trying out the mended condition.
package struct BundleGround: Sendable {
  package let schema: Schema
  package let rights: DecisionRights?
  package let meters: Meters
  package let priceBooks: [PriceBook]

  /// What the functions of expressions ask for.
  ///
  /// - Parameter texts: The expressions; the zones that they name are read.
  package func host(for texts: [String]) -> Host { .standing(on: rights, zones: zones(for: texts)) }

  private func zones(for texts: [String]) -> [String: ZoneRules] {
    TimeZones.read(
      rights.map { CompiledWorkflows.zoneNames(of: $0) } ?? [], andThoseIn: texts.map { Array($0.utf8) })
  }
}

extension BundleLoader {
  /// Reads the ground alone, and fast.
  ///
  /// - Returns: Nothing, and the reasons, where there is no sound schema.
  package static func ground(
    _ files: BundleFiles, scope: Scope
  ) -> (ground: BundleGround?, diagnostics: [Diagnostic], sources: [String: SourceFile]) {
    var loader = BundleLoader(files: files, scope: scope)
    let documents = loader.documents()
    guard let schema = loader.schema(documents) else {
      let diagnostics = (loader.sinks.flatMap(\.diagnostics) + loader.further).inOrder()
      return (nil, diagnostics, loader.sources(of: diagnostics))
    }
    let meters = loader.meters(documents)
    let books = loader.decodeAll(.priceBook, documents) {
      CostDecoder.priceBook($0.node, meters: meters, sink: $0.sink)
    }
    let rights = loader.rights(documents, schema)
    return (BundleGround(schema: schema, rights: rights, meters: meters, priceBooks: books), [], [:])
  }
}
