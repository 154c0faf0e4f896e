import Dispatch
package import PolicyEngine

extension Spread {
  /// As many parts at once as there are cores.
  package static let overCores = Spread { count, part in DispatchQueue.concurrentPerform(iterations: count) { part($0) }
  }
}
