package import Diagnostics
package import FactSchema

/// What became of one declared fact between two schemas.
package struct SchemaChange: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Compatible: nothing recorded has it, and it may be absent.
    case addedOptional
    /// Requests that were recorded before do not have it.
    case addedRequired
    case removed
    case retyped(from: String, to: String)
    /// An enumeration that takes further values, or a fact that may now be absent: what was recorded still fits.
    case widened(from: String, to: String)
    /// It must now be there.
    case madeRequired
  }

  /// `request.data.class`
  package let fact: String
  package let kind: Kind

  /// What breaks rules or what was recorded.
  package var isBreaking: Bool {
    switch kind {
    case .removed, .retyped: true
    case .addedOptional, .addedRequired, .widened, .madeRequired: false
    }
  }

  /// The change as people read it: `request.region: removed`.
  package var words: String {
    switch kind {
    case .addedOptional: "new, may be absent"
    case .addedRequired: "new, and required: what was recorded does not have it"
    case .removed: "removed"
    case .retyped(let from, let to): "\(from) became \(to)"
    case .widened(let from, let to): "\(from) became \(to), which takes what it took"
    case .madeRequired: "required now: what was recorded may lack it"
    }
  }

  /// The changes from one schema to another, by fact.
  package static func between(_ old: Schema, _ new: Schema) -> [SchemaChange] {
    let before = Dictionary(old.leaves.map { ($0.path.joined(separator: "."), $0) }) { first, _ in first }
    let after = Dictionary(new.leaves.map { ($0.path.joined(separator: "."), $0) }) { first, _ in first }
    let names = Set(before.keys).union(after.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return names.compactMap { name in
      switch (before[name], after[name]) {
      case (nil, let fact?): SchemaChange(fact: name, kind: fact.isOptional ? .addedOptional : .addedRequired)
      case (_?, nil): SchemaChange(fact: name, kind: .removed)
      case (let was?, let now?):
        if was.type != now.type {
          SchemaChange(
            fact: name,
            kind: now.type.takesAll(of: was.type)
              ? .widened(from: was.type.description, to: now.type.description)
              : .retyped(from: was.type.description, to: now.type.description))
        } else if was.isOptional, !now.isOptional {
          SchemaChange(fact: name, kind: .madeRequired)
        } else if !was.isOptional, now.isOptional {
          SchemaChange(fact: name, kind: .widened(from: "required", to: "optional"))
        } else {
          nil
        }
      case (nil, nil): nil
      }
    }
  }
}

extension FactType {
  /// Whether every value of another type is one of this.
  fileprivate func takesAll(of other: FactType) -> Bool {
    switch (self, other) {
    case (.dynamic, _): true
    case (.string, .enumeration): true
    case (.enumeration(let values), .enumeration(let former)): former.allSatisfy(values.contains)
    case (.list(let element), .list(let former)): element == former || element.takesAll(of: former)
    default: self == other
    }
  }
}

extension CompiledPolicy {
  /// The ids of the rules whose conditions read a fact, or something inside it or around it.
  package func readers(of fact: String) -> [String] {
    let path = fact.split(separator: ".").map(String.init)
    return rules.filter { rule in
      rule.factPaths.contains { read in zip(read, path).allSatisfy { $0.utf8.elementsEqual($1.utf8) } }
    }.map(\.rule.id)
  }

  /// Errors for facts that a new schema removes or retypes, each naming the rules that read them.
  package func diagnostics(for changes: [SchemaChange]) -> [Diagnostic] {
    changes.filter(\.isBreaking).map { change in
      let readers = readers(of: change.fact)
      let code = if case .removed = change.kind { "fact-removed" } else { "fact-retyped" }
      let who = readers.isEmpty ? "no rule reads it" : "read by \(readers.map { "`\($0)`" }.joined(separator: ", "))"
      return Diagnostic(
        code, "fact `\(change.fact)`: \(change.words); \(who)", severity: .error,
        hint: "requests that were recorded have it as it was; declare a new optional fact beside it",
        file: "rules/schema.yaml")
    }
  }
}
