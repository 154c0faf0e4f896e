extension Environment {
  /// The macros that expressions may use, each as it is written: what a completion offers beside ``functions``.
  public var macros: [String] {
    guard parserOptions.hasMacros else { return [] }
    var result = [
      "has(a.b)", "list.all(x, condition)", "list.exists(x, condition)", "list.exists_one(x, condition)",
      "list.existsOne(x, condition)", "list.filter(x, condition)", "list.map(x, value)",
      "list.map(x, condition, value)",
    ]
    if libraries.contains(.comprehensions) {
      result += ["all", "exists", "existsOne"].map { "map.\($0)(key, value, condition)" }
      result += ["transformList", "transformMap", "transformMapEntry"].flatMap { name in
        ["map.\(name)(key, value, result)", "map.\(name)(key, value, condition, result)"]
      }
    }
    if libraries.contains(.lists) { result.append("list.sortBy(x, key)") }
    if libraries.contains(.optionals) { result += ["optional.optMap(x, value)", "optional.optFlatMap(x, optional)"] }
    if libraries.contains(.bindings) { result.append("cel.bind(x, value, result)") }
    if libraries.contains(.block) { result += ["cel.block(list, result)", "cel.index(0)"] }
    return result
  }
}
