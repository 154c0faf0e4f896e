import ArgumentParser
import Governance
import SpendModel

/// The canonical id for what people type: `REQ-000001`, also as `req-1` or `1`.
///
/// - Throws: ``Failure`` of kind `notFound` for what can be no such id.
func canonicalID(_ typed: String, _ kind: MintedKind, noun: String) throws(Failure) -> String {
  let prefix = kind.rawValue + "-"
  var digits = typed[...]
  if typed.uppercased().utf8.starts(with: prefix.utf8) { digits = typed.dropFirst(prefix.count) }
  guard (1...18).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
    let number = Int64(digits), number > 0
  else { throw .notFound(noun, typed, hint: "such an id looks like `\(kind.id(1))`") }
  return kind.id(number)
}

/// `NAME=VALUE` as an option takes it.
struct Pair: ExpressibleByArgument, Hashable, Sendable {
  var name: String
  var value: String

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else { return nil }
    name = String(argument[..<equals])
    value = String(argument[argument.index(after: equals)...])
    guard !value.isEmpty else { return nil }
  }
}

/// The path that a file argument names; `-` is the standard input.
func path(_ argument: String) -> String { argument == "-" ? "/dev/stdin" : argument }

/// `a,b` and repeated options alike as one list.
func list(_ values: [String]) -> [String] {
  values.flatMap { $0.split(separator: ",").map(String.init) }
}
