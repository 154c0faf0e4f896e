import Glibc

/// The CPU time that this process has used, in microseconds.
func processTime() -> Double {
  var usage = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &usage)
  return Double(usage.tv_sec) * 1e6 + Double(usage.tv_nsec) / 1000
}
