// swift-tools-version: 6.2
import PackageDescription

// One line per target says what it owns. A target imports only what stands in a lower row.
let package = Package(
  name: "assent",
  products: [
    .executable(name: "assent", targets: ["assent"]),
    .executable(name: "cel-conformance", targets: ["cel-conformance"]),
    .library(name: "CEL", targets: ["CEL"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // Row 0: vocabulary
    .target(name: "Diagnostics"),  // position, severity, hint, rendering with a caret
    .target(name: "StrictJSON"),  // the strict UTF-8 JSON scanner and its value tree
    .target(name: "SpendModel", dependencies: ["StrictJSON"]),  // money, time, ids, actors, facts, verdicts, events

    // Row 1: languages and proof
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),  // RE2 behind a C header
    .target(  // the expression language; rounding of doubles is the C library's
      name: "CEL", dependencies: ["CRE2", "Diagnostics"], linkerSettings: [.linkedLibrary("m")]),
    .target(  // canonical JSON, Merkle tree, checkpoints, proofs, signatures
      name: "DecisionLog",
      dependencies: ["StrictJSON", "SpendModel", .product(name: "Crypto", package: "swift-crypto")]),
    .target(  // node tree with positions, from YAML and from JSON
      name: "YAMLDocument", dependencies: ["CLibYAML", "Diagnostics", "StrictJSON"]),

    .target(  // the declared facts: types, the CEL environment they make, binding to CEL values
      name: "FactSchema", dependencies: ["CEL", "Diagnostics", "SpendModel"]),

    // Row 2: engines, which do not know each other
    .target(  // rules: compile, evaluate, explain, lint
      name: "PolicyEngine", dependencies: ["CEL", "Diagnostics", "FactSchema", "SpendModel"]),
    .target(  // decision rights: directory, routing, calendars, ladders, state machines
      name: "WorkflowEngine", dependencies: ["CEL", "Diagnostics", "FactSchema", "SpendModel", "StrictJSON"]),
    .target(  // meters, price books, pricing, budgets, roll-ups
      name: "CostEngine", dependencies: ["CEL", "Diagnostics", "SpendModel", "StrictJSON"]),

    // Row 3: the edges of the core
    .target(  // YAML files -> bundle, with positions and digest
      name: "BundleLoading",
      dependencies: [
        "CEL", "CostEngine", "Diagnostics", "FactSchema", "PolicyEngine", "SpendModel", "StrictJSON",
        "WorkflowEngine", "YAMLDocument", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(  // streaming readers of usage and billing formats
      name: "Intake", dependencies: ["CostEngine", "SpendModel", "StrictJSON"]),
    .target(  // SQLite settings that are variadic in C
      name: "CSQLiteConfig", linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(  // SQLite: the log, its projections, usage records, named queries
      name: "Storage",
      dependencies: [
        "CSQLiteConfig", "DecisionLog", "SpendModel", "StrictJSON",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .target(name: "Pages"),  // view models -> HTML, escaping by type

    // Rows 4 to 7: the service and its doors
    .target(  // the pipeline: submit, decide, ingest, tick, export, rebuild
      name: "Governance",
      dependencies: [
        "BundleLoading", "CEL", "CostEngine", "DecisionLog", "Diagnostics", "FactSchema", "Intake",
        "PolicyEngine", "SpendModel", "Storage", "StrictJSON", "WorkflowEngine", "YAMLDocument",
      ]),
    .target(  // error-to-HTTP, routes
      name: "Server", dependencies: ["Governance", "Pages", "SpendModel", "StrictJSON"]),
    .target(  // one file per verb, options, exit codes, rendering
      name: "Commands",
      dependencies: [
        "Diagnostics", "Governance", "PolicyEngine", "SpendModel", "StrictJSON", "WorkflowEngine",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "assent", dependencies: ["Commands"]),  // main
    .executableTarget(name: "cel-conformance", dependencies: ["CEL", "StrictJSON"]),  // the judge of the CEL suite
  ],
  cxxLanguageStandard: .cxx17
)

// Tests: `Tests/XTests` tests `Sources/X`; further imports stand beside the name. What several of them need lies in
// `Tests/TestSupport`.
package.targets.append(.target(name: "TestSupport", path: "Tests/TestSupport"))
let tests: [(name: String, alsoImports: [String])] = [
  ("Diagnostics", []),
  ("StrictJSON", ["Diagnostics", "TestSupport"]),
  ("SpendModel", ["StrictJSON"]),
  ("CEL", ["Diagnostics", "StrictJSON"]),
  ("DecisionLog", ["SpendModel", "StrictJSON", "TestSupport"]),
  ("YAMLDocument", ["Diagnostics", "StrictJSON", "TestSupport"]),
  ("FactSchema", ["CEL", "SpendModel"]),
  ("PolicyEngine", ["CEL", "Diagnostics", "FactSchema", "SpendModel", "StrictJSON"]),
  ("WorkflowEngine", ["CEL", "Diagnostics", "FactSchema", "SpendModel", "StrictJSON"]),
  ("CostEngine", ["Diagnostics", "SpendModel", "StrictJSON", "TestSupport"]),
  (
    "BundleLoading",
    [
      "CEL", "CostEngine", "Diagnostics", "FactSchema", "PolicyEngine", "SpendModel", "StrictJSON", "TestSupport",
      "WorkflowEngine", "YAMLDocument",
    ]
  ),
  ("Intake", ["CostEngine", "SpendModel", "StrictJSON"]),
  ("Storage", ["CostEngine", "DecisionLog", "SpendModel", "StrictJSON"]),
  ("Pages", []),
  ("Governance", ["BundleLoading", "DecisionLog", "SpendModel", "Storage", "StrictJSON", "WorkflowEngine"]),
  ("Server", ["Governance", "SpendModel", "StrictJSON"]),
  ("Commands", ["DecisionLog", "Diagnostics", "Governance", "SpendModel", "StrictJSON", "TestSupport"]),
  ("House", ["BundleLoading", "CostEngine", "Diagnostics", "PolicyEngine", "SpendModel"]),
]
for (name, alsoImports) in tests {
  let tested: [Target.Dependency] = name == "House" ? [] : [.byName(name: name)]
  let binary: [Target.Dependency] = name == "Commands" ? ["assent"] : []
  let rawDatabase: [Target.Dependency] =
    name == "Storage" || name == "Governance" ? [.product(name: "GRDB", package: "GRDB.swift")] : []
  package.targets.append(
    .testTarget(
      name: name + "Tests", dependencies: tested + binary + rawDatabase + alsoImports.map { .byName(name: $0) }))
}

// Timed from within the package, for what is not public; built only when asked for: see `Benchmarks/decide.sh`.
if Context.environment["ASSENT_BENCHMARKS"] != nil {
  package.products.append(.executable(name: "DecideBenchmark", targets: ["DecideBenchmark"]))
  package.targets.append(
    .executableTarget(
      name: "DecideBenchmark",
      dependencies: [
        "BundleLoading", "DecisionLog", "Governance", "PolicyEngine", "SpendModel", "Storage", "StrictJSON",
        "WorkflowEngine",
      ], path: "Benchmarks/Sources/DecideBenchmark"))
}

let writtenInC: Set = ["CLibYAML", "CRE2", "CSQLiteConfig"]
for target in package.targets where !writtenInC.contains(target.name) {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}
