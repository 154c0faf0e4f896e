import Glibc

/// Test input that lies beside the package and is no part of it: absent, the tests that read it say so and pass.
package enum SharedFiles {
  /// The package's root, found from this file's own place.
  package static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()

  /// Where a file or folder below `../shared` would be.
  package static func path(_ part: String) -> String { root + "/../shared/" + part }

  /// The names of the files in a folder below `../shared`, sorted; nothing where there is no such folder.
  package static func names(in folder: String) -> [String]? {
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

  /// The bytes of a file below `../shared`; nothing where there is none, which is said.
  package static func bytes(of file: String) -> [UInt8]? {
    guard let handle = fopen(path(file), "rb") else {
      print("skipped: ../shared/\(file) is not there")
      return nil
    }
    defer { fclose(handle) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, handle), count > 0 { bytes += buffer[..<count] }
    return bytes
  }
}
