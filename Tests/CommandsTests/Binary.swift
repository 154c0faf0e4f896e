import Glibc
import Testing

/// What a run of the binary left behind.
struct Outcome: Sendable {
  var code: Int32
  var output: String
  var errors: String
}

struct HarnessError: Error, CustomStringConvertible {
  var description: String
}

/// The binary `assent`, which the build puts beside the test bundle; another one where `ASSENT_BINARY` names it.
enum Binary {
  static let path: String = {
    if let named = getenv("ASSENT_BINARY") { return String(cString: named) }
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let whole = String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return whole.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/assent"
  }()

  /// Starts the binary in a folder, its streams going to files there.
  ///
  /// - Parameter isBinary: If not, the first argument is another program.
  static func start(
    _ arguments: [String], in folder: String, environment: [String] = [], input: String = "/dev/null", output: String,
    errors: String, isBinary: Bool = true
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    let variables = ["PATH=/usr/bin:/bin", "LANG=C.UTF-8"] + environment
    // `env` goes to the folder and becomes the binary: the same process.
    var argv = (["env", "-C", folder] + (isBinary ? [path] : []) + arguments).map { strdup($0) } + [nil]
    var envp = variables.map { strdup($0) } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var pid = pid_t()
    let status = posix_spawn(&pid, "/usr/bin/env", &actions, nil, &argv, &envp)
    guard status == 0 else {
      throw HarnessError(description: "cannot start \(path): \(String(cString: strerror(status)))")
    }
    return pid
  }

  /// Waits for a process; 128 + the signal where one ended it.
  static func wait(for pid: pid_t) throws -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 {
      guard errno == EINTR else { throw HarnessError(description: "waitpid: \(String(cString: strerror(errno)))") }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}

/// A folder of its own for one test, removed with the value that owns it.
final class Folder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/assent-tests-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw HarnessError(description: "mkdtemp failed") }
    path = String(cString: made)
  }

  deinit { removeTree(path) }

  /// Runs the binary here.
  ///
  /// - Parameter command: The arguments, apart by blanks; arguments with blanks go into `more`.
  @discardableResult
  func run(
    _ command: String, _ more: [String] = [], as person: String? = nil, now: String? = nil, environment: [String] = [],
    input: String = "/dev/null"
  ) throws -> Outcome {
    var arguments = command.split(separator: " ").map(String.init) + more
    if let person { arguments = ["--as", person] + arguments }
    if let now { arguments = ["--now", now] + arguments }
    let scratch = try Scratch()
    let pid = try Binary.start(
      arguments, in: path, environment: environment, input: input, output: scratch.output, errors: scratch.errors)
    let code = try Binary.wait(for: pid)
    return Outcome(code: code, output: try readText(scratch.output), errors: try readText(scratch.errors))
  }

  func write(_ name: String, _ text: String) throws {
    let parts = name.split(separator: "/")
    var folder = path
    for part in parts.dropLast() {
      folder += "/" + part
      mkdir(folder, 0o755)
    }
    guard let file = fopen(path + "/" + name, "w") else { throw HarnessError(description: "cannot write \(name)") }
    fputs(text, file)
    fclose(file)
  }

  func read(_ name: String) throws -> String { try readText(path + "/" + name) }

  func exists(_ name: String) -> Bool { access(path + "/" + name, F_OK) == 0 }
}

/// Two files for the streams of one run.
final class Scratch {
  let output: String
  let errors: String
  private let folder: String

  init() throws {
    var template = Array("/tmp/assent-streams-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw HarnessError(description: "mkdtemp failed") }
    folder = String(cString: made)
    output = folder + "/output"
    errors = folder + "/errors"
  }

  deinit { removeTree(folder) }
}

func readText(_ path: String) throws -> String {
  guard let file = fopen(path, "r") else { throw HarnessError(description: "cannot read \(path)") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { break }
    bytes += buffer.prefix(count)
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// Removes a file, or a folder and what is in it; links are removed, not followed.
func removeTree(_ path: String) {
  if unlink(path) == 0 { return }
  var entries: [String] = []
  if let folder = opendir(path) {
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { entries.append(path + "/" + name) }
    }
    closedir(folder)
  }
  for entry in entries {
    var status = stat()
    guard lstat(entry, &status) == 0 else { continue }
    if status.st_mode & S_IFMT == S_IFDIR { removeTree(entry) } else { unlink(entry) }
  }
  chmod(path, 0o700)
  rmdir(path)
}
