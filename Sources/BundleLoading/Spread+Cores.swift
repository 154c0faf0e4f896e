import Dispatch
import PolicyEngine

extension Spread {
  /// As many parts at once as there are cores.
  static let overCores = Spread { count, part in DispatchQueue.concurrentPerform(iterations: count) { part($0) } }
}
