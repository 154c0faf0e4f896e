import BundleLoading
import CostEngine
import Diagnostics
import Foundation
import PolicyEngine
import SpendModel
import Testing

@Suite struct ShippedBundleTests {
  private let loaded: LoadedBundle
  private let now = Timestamp("2026-11-26T09:00:00Z") ?? .epoch

  init() {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let (files, found) = BundleFiles.read(workspace: root)
    loaded = BundleLoader.load(files, readDiagnostics: found, scope: .workspace, lints: true, at: now)
  }

  @Test func `The shipped rules and workflows have no error and no warning`() {
    let rendered = loaded.diagnostics.map { $0.rendered(in: $0.file.flatMap { loaded.sources[$0] }) }
    #expect(rendered.isEmpty, "\(rendered.joined(separator: "\n"))")
    #expect(loaded.bundle != nil)
  }

  @Test func `Every rule has examples that fire and that do not, and all hold`() throws {
    let bundle = try #require(loaded.bundle)
    #expect(bundle.rules.count >= 14)
    let results = bundle.policy.runExamples(tests: bundle.tests, at: now)
    for result in results.cases where !result.passed {
      Issue.record("\(result.rule ?? "bundle"): \(result.name): \(result.diagnostic?.message ?? "")")
    }
    for rule in results.coverage {
      #expect(rule.seenTrue == rule.total && rule.seenFalse == rule.total, "\(rule.rule) is not covered")
    }
  }

  @Test func `Prices stand under a source and a date, for at least twelve models and two GPU types`() throws {
    let bundle = try #require(loaded.bundle)
    let tokens = bundle.priceBooks.flatMap(\.prices).filter { $0.meter == "output.response" }
    #expect(Set(tokens.compactMap(\.model)).count >= 12)
    let gpus = bundle.priceBooks.flatMap(\.prices).filter { $0.meter == "gpu.allocated" }
    #expect(Set(gpus.compactMap(\.model)).count >= 2)
    #expect(bundle.priceBooks.allSatisfy { !$0.sourceName.isEmpty })
    #expect(bundle.contracts.count >= 2)
    #expect(!bundle.budgets.isEmpty)
  }
}
