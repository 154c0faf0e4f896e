import Diagnostics
import StrictJSON

/// Diagnostics as code hosts show them beside a change: SARIF 2.1.0, columns in code points, paths from the workspace.
func sarifLog(_ diagnostics: [Diagnostic]) -> JSONValue {
  var codes: [String] = []
  for diagnostic in diagnostics where !codes.contains(diagnostic.code) { codes.append(diagnostic.code) }
  return [
    "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
    "version": "2.1.0",
    "runs": [
      [
        "tool": [
          "driver": [
            "name": "assent", "version": "1.0.0", "semanticVersion": "1.0.0",
            "rules": .array(codes.map { code in sarifRule(code, diagnostics) }),
          ]
        ],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": ["WORKSPACE": ["description": ["text": "the folder with rules/ and workflows/"]]],
        "results": .array(diagnostics.map { sarifResult($0, codes) }),
      ]
    ],
  ]
}

/// A code as a rule of the log: what it means, where that is described.
private func sarifRule(_ code: String, _ diagnostics: [Diagnostic]) -> JSONValue {
  let level = diagnostics.first { $0.code == code }?.severity ?? .error
  let lint = LintText.of(code)
  let title = lint?.title ?? code.replacing("-", with: " ")
  return .object([
    "id": .string(code),
    "shortDescription": ["text": .string(title)],
    "fullDescription": lint.map { ["text": .string($0.reason)] },
    "help": lint.map { ["text": .string("\($0.remedy) For example: \($0.example)")] },
    "defaultConfiguration": ["level": .string(level.rawValue)],
  ])
}

private func sarifResult(_ diagnostic: Diagnostic, _ codes: [String]) -> JSONValue {
  let words = diagnostic.hint.map { "\(diagnostic.message) (\($0))" } ?? diagnostic.message
  return .object([
    "ruleId": .string(diagnostic.code),
    "ruleIndex": codes.firstIndex(of: diagnostic.code).map { .integer(Int64($0)) },
    "level": .string(diagnostic.severity.rawValue),
    "message": ["text": .string(words)],
    "locations": diagnostic.file.map { file in
      [
        [
          "physicalLocation": .object([
            "artifactLocation": file.hasPrefix("/")
              ? ["uri": .string("file://" + percentEncoded(file))]
              : ["uri": .string(percentEncoded(file)), "uriBaseId": "WORKSPACE"],
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
