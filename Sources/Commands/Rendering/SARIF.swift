import Diagnostics
import StrictJSON

/// Diagnostics as code hosts show them beside a change: SARIF 2.1.0, columns in code points.
func sarifLog(_ diagnostics: [Diagnostic]) -> JSONValue {
  var codes: [String] = []
  for diagnostic in diagnostics where !codes.contains(diagnostic.code) { codes.append(diagnostic.code) }
  return [
    "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
    "version": "2.1.0",
    "runs": [
      [
        "tool": ["driver": ["name": "assent", "rules": .array(codes.map { ["id": .string($0)] })]],
        "columnKind": "unicodeCodePoints",
        "results": .array(diagnostics.map(sarifResult)),
      ]
    ],
  ]
}

private func sarifResult(_ diagnostic: Diagnostic) -> JSONValue {
  let words = diagnostic.hint.map { "\(diagnostic.message) (\($0))" } ?? diagnostic.message
  return .object([
    "ruleId": .string(diagnostic.code), "level": .string(diagnostic.severity.rawValue),
    "message": ["text": .string(words)],
    "locations": diagnostic.file.map { file in
      [
        [
          "physicalLocation": .object([
            "artifactLocation": ["uri": .string(percentEncoded(file))],
            "region": diagnostic.position.map { place in
              ["startLine": .integer(Int64(place.line)), "startColumn": .integer(Int64(place.column))]
            },
          ])
        ]
      ]
    },
  ])
}

/// A path as a relative URI (RFC 3986): everything but unreserved characters and `/` escaped.
private func percentEncoded(_ path: String) -> String {
  var result = ""
  for byte in path.utf8 {
    switch byte {
    case 48...57, 65...90, 97...122, 45, 46, 47, 95, 126: result.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      result += "%" + (digits.count < 2 ? "0" : "") + digits
    }
  }
  return result
}
