import BundleLoading
import CostEngine
import Diagnostics
import Dispatch
import FactSchema
import PolicyEngine
import SpendModel
import StrictJSON
import Synchronization

extension GovernanceService {
  /// The ids of all fired rules for each line of a file: a line each, a JSON array in the order of the ids' bytes, or
  /// `null` where a line is no sound document.
  ///
  /// - Parameters:
  ///   - threads: How many work at once; 1 or more. What is written is in the order of the file all the same.
  ///   - write: Takes whole lines.
  ///   - complain: Takes what is wrong with a line, and its number, from 1.
  package func matches(
    _ path: String, rulesFolder: String?, limitRules: Int?, threads: Int,
    write: ([UInt8]) throws(Failure) -> Void, complain: (Failure, Int) -> Void
  ) throws(Failure) -> TimingReport {
    let clock = ContinuousClock()
    let start = clock.now
    let bundle = try evaluationBundle(rulesFolder, limitRules: limitRules)
    let loaded = start.duration(to: clock.now)
    var report = TimingReport(
      rules: bundle.policy.rules.count, documents: 0, loadMilliseconds: loaded / .milliseconds(1))
    let ids = QuotedIDs(bundle.policy.ids)
    let workers = (0..<max(threads, 1)).map { _ in BatchWorker(bundle, ids, path: path, at: now) }
    var lines = try LinePieces(path)
    defer { lines.close() }
    while true {
      var busy = 0
      for worker in workers {
        guard let piece = try lines.next() else { break }
        worker.take(piece)
        busy += 1
      }
      if busy == 1 { workers[0].work() }
      if busy > 1 { DispatchQueue.concurrentPerform(iterations: busy) { workers[$0].work() } }
      for worker in workers.prefix(busy) {
        let done = worker.done()
        report.times.add(done.times)
        report.cpuMicroseconds += done.cpuMicroseconds
        for (failure, line) in done.failures { complain(failure, line) }
        try write(done.output)
      }
      guard busy == workers.count else { break }
    }
    report.documents = report.times.count
    report.cpuMicroseconds /= Double(max(report.documents, 1))
    return report
  }
}

/// The ids of rules as JSON strings.
private struct QuotedIDs: Sendable {
  private let bytes: [UInt8]
  private let starts: [Int]

  init(_ ids: [String]) {
    var bytes: [UInt8] = []
    var starts = [0]
    for id in ids {
      bytes += Array(JSONValue.string(id).serialized().utf8)
      starts.append(bytes.count)
    }
    (self.bytes, self.starts) = (bytes, starts)
  }

  /// Appends the line that lists the rules at these places.
  func write(_ places: [Int32], to output: inout [UInt8]) {
    output.append(UInt8(ascii: "["))
    for (index, place) in places.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output.append(contentsOf: bytes[starts[Int(place)]..<starts[Int(place) + 1]])
    }
    output.append(UInt8(ascii: "]"))
    output.append(10)
  }
}

/// One of the threads of a batch, with its working memory.
private final class BatchWorker: Sendable {
  struct Done {
    var output: [UInt8] = []
    var failures: [(failure: Failure, line: Int)] = []
    var times = Times()
    var cpuMicroseconds = 0.0
  }

  private struct State: Sendable {
    var matches: Matches
    var piece = LinePieces.Piece(bytes: [], firstLine: 1)
    var done = Done()
  }

  private let bundle: Bundle
  private let ids: QuotedIDs
  private let path: String
  private let time: Timestamp
  private let state: Mutex<State>

  init(_ bundle: Bundle, _ ids: QuotedIDs, path: String, at time: Timestamp) {
    (self.bundle, self.ids, self.path, self.time) = (bundle, ids, path, time)
    state = Mutex(State(matches: Matches(bundle.policy, reserved: RequestDecoder.ownKeys)))
  }

  func take(_ piece: LinePieces.Piece) { state.withLock { $0.piece = piece } }

  /// What has come of the piece.
  func done() -> Done { state.withLock { $0.done } }

  func work() {
    state.withLock { state in
      state.done.output.removeAll(keepingCapacity: true)
      state.done.failures = []
      state.done.times.clear()
      let cpu = threadTime()
      var from = clockTime()
      let piece = state.piece
      piece.bytes.withUnsafeBufferPointer { bytes in
        var start = 0
        var line = piece.firstLine
        while start < bytes.count {
          let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
          if end > start {
            judge(UnsafeBufferPointer(rebasing: bytes[start..<end]), line, &state)
            let now = clockTime()
            state.done.times.add(microseconds: now - from)
            from = now
          }
          start = end + 1
          line += 1
        }
      }
      state.done.cpuMicroseconds = threadTime() - cpu
    }
  }

  private func judge(_ document: UnsafeBufferPointer<UInt8>, _ line: Int, _ state: inout State) {
    var failure: Failure?
    let isRead = state.matches.find(document, at: time) {
      do throws(Failure) {
        return try decodeLine(Array(document), path: path, bundle: bundle).facts
      } catch {
        failure = error
        return nil
      }
    }
    if isRead {
      ids.write(state.matches.places, to: &state.done.output)
    } else {
      if let failure { state.done.failures.append((failure, line)) }
      state.done.output.append(contentsOf: "null\n".utf8)
    }
  }
}

/// Reads one line of a batch.
func decodeLine(_ line: [UInt8], path: String, bundle: Bundle) throws(Failure) -> SubmittedRequest {
  let (request, diagnostics) = RequestDecoder.read(
    line, path: path + ".json", schema: bundle.schema, meters: bundle.meters.scales, mode: .lenient)
  guard let request, !diagnostics.hasErrors else {
    throw Failure.bad(
      diagnostics.map { diagnostic in
        var diagnostic = diagnostic
        diagnostic.file = path
        return diagnostic
      })
  }
  return request
}
