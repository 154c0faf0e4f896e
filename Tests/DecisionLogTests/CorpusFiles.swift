import Glibc

/// Test input that lies beside the package and is no part of it: absent, the tests that read it say so and pass.
enum Corpus {
  /// The package's root, found from this file's own place.
  private static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()

  /// The names of a folder's files below `../shared/corpora`, sorted; nothing where there is no such folder.
  static func names(in folder: String) -> [String]? {
    guard let stream = opendir(path(folder)) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// The bytes of a file below `../shared/corpora`.
  static func bytes(of file: String) -> [UInt8]? {
    guard let handle = fopen(path(file), "rb") else { return nil }
    defer { fclose(handle) }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, handle)
      if count == 0 { return result }
      result.append(contentsOf: buffer[..<count])
    }
  }

  private static func path(_ part: String) -> String { root + "/../shared/corpora/" + part }
}
