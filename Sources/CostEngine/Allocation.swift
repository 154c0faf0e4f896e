package import Diagnostics
package import SpendModel

/// Who owns what is not attributed otherwise, and how shared spend is shared.
package struct Allocation: Hashable, Sendable {
  package var rules: [Rule]
  /// Owners by dimension and value: `project` `claims-triage` is `group:claims`.
  package var owners: [Owner]

  package struct Rule: Hashable, Sendable {
    package enum Method: String, Hashable, Sendable, CaseIterable { case direct, tag, weighted, even, fixed }

    /// Who bears the cost.
    package enum Target: Hashable, Sendable {
      case named(String)
      /// CEL that gives the name, over `usage`.
      case expression(String)
    }

    package var id: String
    /// CEL over one record's `usage`; the first rule that matches holds.
    package var match: String
    package var method: Method
    package var target: Target
    package var position: SourcePosition

    package init(id: String, match: String, method: Method, target: Target, at position: SourcePosition = .start) {
      self.id = id
      self.match = match
      self.method = method
      self.target = target
      self.position = position
    }
  }

  package struct Owner: Hashable, Sendable {
    package var dimension: String
    package var value: String
    package var owner: ActorReference

    package init(dimension: String, value: String, owner: ActorReference) {
      self.dimension = dimension
      self.value = value
      self.owner = owner
    }
  }

  package init(rules: [Rule] = [], owners: [Owner] = []) {
    self.rules = rules
    self.owners = owners
  }
}
