// swift-tools-version: 6.2
import PackageDescription

// Fuzz targets for libFuzzer. A package of its own: its flags are unsafe ones, which no dependency may have.
// `run.sh` builds it with the sanitizers and the coverage that the fuzzer asks for.
let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "assent", path: "../..")],
  targets: [
    .executableTarget(
      name: "CELFuzzer", dependencies: [.product(name: "CEL", package: "assent")],
      swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])])
  ],
  cxxLanguageStandard: .cxx17
)
