import Glibc

/// A folder with `rules/`, `workflows/` and a database: where one organisation's decisions live.
package struct Workspace: Hashable, Sendable {
  /// The folder, as an absolute path.
  package let root: String
  package let databasePath: String

  package init(root: String, databasePath: String) {
    self.root = root
    self.databasePath = databasePath
  }

  /// The key that signs the log's heads: beside the database, mode 0600.
  package var keyPath: String {
    let base = databasePath.hasSuffix(".db") ? String(databasePath.dropLast(3)) : databasePath
    return base + ".key"
  }

  /// Finds the workspace: the named folder, or the nearest one upwards that has `rules/` and `workflows/`.
  ///
  /// - Parameters:
  ///   - folder: Where to start from; relative paths count from the current folder.
  ///   - workspace: The folder itself, where the user names one.
  ///   - database: The database, where it lies elsewhere.
  /// - Throws: ``Failure`` of kind `badInput` where there is none.
  package static func find(
    from folder: String, workspace: String?, database: String?
  ) throws(Failure) -> Workspace {
    if let workspace {
      guard isFolder(workspace) else {
        throw Failure(
          .badInput, "no-workspace", "no folder `\(workspace)`", hint: "`assent init \(workspace)` makes a workspace")
      }
      let root = absolute(workspace)
      guard isFolder(root + "/rules") || isFolder(root + "/workflows") || fileExists(database ?? root + "/assent.db")
      else {
        throw Failure(
          .badInput, "no-workspace", "`\(workspace)` has neither rules/ nor workflows/",
          hint: "`assent init \(workspace)` makes a workspace")
      }
      return Workspace(root: root, databasePath: absolute(database ?? root + "/assent.db"))
    }
    var current = absolute(folder)
    while true {
      if isFolder(current + "/rules"), isFolder(current + "/workflows") {
        return Workspace(root: current, databasePath: absolute(database ?? current + "/assent.db"))
      }
      guard let slash = current.lastIndex(of: "/"), current != "/" else { break }
      current = slash == current.startIndex ? "/" : String(current[..<slash])
    }
    throw Failure(
      .badInput, "no-workspace",
      "no workspace here: no folder from `\(absolute(folder))` upwards has rules/ and workflows/",
      hint: "`assent init` makes one, `--workspace DIR` names one")
  }
}

func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// The path from the root, with `.` and `..` resolved by name.
package func absolute(_ path: String) -> String {
  var parts: [Substring] = []
  var whole = path
  if !path.hasPrefix("/"), let current = getcwd(nil, 0) {
    whole = String(cString: current) + "/" + path
    free(current)
  }
  for part in whole.split(separator: "/") {
    switch part {
    case ".": continue
    case "..": _ = parts.popLast()
    default: parts.append(part)
    }
  }
  return "/" + parts.joined(separator: "/")
}
