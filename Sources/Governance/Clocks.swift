import Glibc

/// The CPU time that this thread has used, in microseconds.
func threadTime() -> Double { microseconds(of: CLOCK_THREAD_CPUTIME_ID) }

/// The time of a clock that only goes forward, in microseconds.
func clockTime() -> Double { microseconds(of: CLOCK_MONOTONIC) }

private func microseconds(of clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1000
}
