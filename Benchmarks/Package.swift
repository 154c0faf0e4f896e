// swift-tools-version: 6.2
import PackageDescription

// What is timed from within. A package of its own, so that the product's manifest has nothing of it.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "assent", path: "..")],
  targets: [
    .executableTarget(
      name: "CELBenchmark", dependencies: [.product(name: "CEL", package: "assent")],
      swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
    .executableTarget(
      name: "CELWorstCases", dependencies: [.product(name: "CEL", package: "assent")],
      swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
  ],
  cxxLanguageStandard: .cxx17
)
