/// The files that `assent init` writes: a small bundle that works as it stands, explained in its comments.
enum Starter {
  /// - Parameter login: The login that becomes an engineer of the directory.
  /// - Returns: Paths within the workspace, and texts.
  static func files(login: String) -> [(path: String, text: String)] {
    [
      ("rules/schema.yaml", schema),
      ("rules/meters.yaml", meters),
      ("rules/prices/list-prices.yaml", prices),
      ("rules/budgets/research.yaml", budget),
      ("rules/policy/personal-data-needs-data-governance.yaml", personalData),
      ("rules/policy/special-data-stays-out-of-the-sandbox.yaml", specialData),
      ("rules/policy/large-spend-needs-finance.yaml", largeSpend),
      ("rules/policy/spend-over-envelope.yaml", overEnvelope),
      ("workflows/decision-rights.yaml", decisionRights(login: login)),
      ("workflows/standard-experiment.yaml", workflow),
      ("request.yaml", request),
      (".gitignore", ignored),
    ]
  }

  /// An id of the directory for a login: what ids may hold of it; another one where it is taken.
  static func person(for login: String) -> String {
    let allowed = login.lowercased().unicodeScalars.filter { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "._-".unicodeScalars.contains(scalar))
    }
    let id = String(String.UnicodeScalarView(allowed.prefix(64)))
    if id.isEmpty { return "engineer" }
    return others.contains(id) ? id + "-1" : id
  }

  /// The people that the directory has beside the one who made it.
  private static let others: Set = [
    "maya", "omar", "vera", "dana", "deniz", "fay", "finn", "pau", "pia", "gia", "gil", "gus",
  ]
}
