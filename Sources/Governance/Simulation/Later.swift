import Dispatch
import Synchronization

/// What another thread works out meanwhile.
final class Later<Value: Sendable>: Sendable {
  private let result = Mutex<Value?>(nil)
  private let isDone = DispatchGroup()

  init(_ body: @escaping @Sendable () -> Value) {
    DispatchQueue.global().async(group: isDone) {
      let value = body()
      self.result.withLock { $0 = value }
    }
  }

  /// Waits for it; nothing but the first time.
  var value: Value? {
    isDone.wait()
    return result.withLock { result in
      defer { result = nil }
      return result
    }
  }
}
