/// The files that `assent init` writes: a small bundle that works as it stands.
enum Starter {
  /// - Parameter login: The login that becomes an engineer of the directory.
  static func files(login: String) -> [(path: String, text: String)] { [] }
}
