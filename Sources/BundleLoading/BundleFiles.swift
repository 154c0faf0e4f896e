import Crypto

/// The files of a bundle: all that lies under `rules/` and `workflows/`, in the order of their paths' bytes.
///
/// The digest is the SHA-256 of the manifest, one line `<sha256>  <path>` for each file, so that
/// `find rules workflows -type f | LC_ALL=C sort | xargs sha256sum | sha256sum` gives the same.
package struct BundleFiles: Sendable {
  package struct File: Sendable {
    /// From the bundle's root, with `/`: `rules/policy/a.yaml`.
    package let path: String
    package let bytes: [UInt8]
    /// The path as its reader should see it, for diagnostics.
    package let shownAs: String

    package init(path: String, bytes: [UInt8], shownAs: String? = nil) {
      self.path = path
      self.bytes = bytes
      self.shownAs = shownAs ?? path
    }

    /// Whether the file holds documents: `*.yaml`, `*.yml`.
    package var isDocument: Bool { path.hasSuffix(".yaml") || path.hasSuffix(".yml") }
  }

  package let files: [File]
  /// `<sha256>  <path>` and a line break, for each file.
  package let manifest: String
  /// The SHA-256 of the manifest, in hex.
  package let digest: String

  /// Takes files as they are, such as those stored with a request.
  package init(_ files: [File]) {
    self.files = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    var lines = ""
    for file in self.files { lines += sha256Hex(file.bytes) + "  " + file.path + "\n" }
    manifest = lines
    digest = sha256Hex(Array(lines.utf8))
  }

  /// The bytes of a file; nothing where the bundle has none of that path.
  package subscript(path: String) -> [UInt8]? {
    files.first { $0.path.utf8.elementsEqual(path.utf8) }?.bytes
  }
}

/// The SHA-256 of the bytes, in hex.
package func sha256Hex(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(64)
  for byte in SHA256.hash(data: bytes) {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
