import Glibc
import Governance

/// Does something again whenever files change.
enum FileWatch {
  /// How often the files are looked at, in milliseconds.
  private static let interval = 300

  /// Runs the body at once, and again whenever the digest is another one, until ctrl-c or a request to end.
  static func run(
    digest: () -> String, _ body: () throws(Failure) -> Void
  ) throws(Failure) {
    var ends = sigset_t()
    sigemptyset(&ends)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&ends, signal) }
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, &ends, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var seen: String?
    while true {
      let now = digest()
      if seen != now {
        if seen != nil { Console.complain("\n") }
        try body()
        Console.complain("waiting for a change of rules/ or workflows/; ctrl-c ends\n")
        seen = now
      }
      var pause = timespec(tv_sec: 0, tv_nsec: interval * 1_000_000)
      if sigtimedwait(&ends, nil, &pause) > 0 { return }
    }
  }
}
