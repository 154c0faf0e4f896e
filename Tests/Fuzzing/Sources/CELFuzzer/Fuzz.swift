import CEL
import Glibc

/// What must hold for every source: nothing traps, no input takes long, and the parts of the library agree.
///
/// The first byte chooses the environment; the rest is the source.
func fuzz(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let first = bytes.first else { return }
  let options = Options(first)
  let source = String(decoding: bytes.dropFirst(), as: UTF8.self)
  let start = cpuMilliseconds()
  check(source, options)
  let taken = cpuMilliseconds() - start
  if taken > 100 { report("it takes \(taken) ms", source, options) }
}

struct Options {
  let isChecked: Bool
  let hasDomain: Bool
  let hasContainer: Bool
  let isBound: Bool

  init(_ byte: UInt8) {
    (isChecked, hasDomain) = (byte & 1 == 0, byte & 2 == 0)
    (hasContainer, isBound) = (byte & 4 != 0, byte & 8 == 0)
  }
}

private let limits = EvaluationLimits(steps: 20_000)

private func check(_ source: String, _ options: Options) {
  let environment = Variables.environment(options)
  guard case .success(let program) = compiled(source, environment, options) else { return }
  let activation = Variables.activation(environment, options)
  let (result, steps) = program.measure(activation, limits: limits)

  // What is printed means the same.
  let printed = program.expression.formatted
  switch compiled(printed, environment, options) {
  case .failure(let errors):
    let isLimit = errors.errors.contains { $0.code == "too-deep" || $0.code == "too-long" }
    if !isLimit { report("`\(printed)` is refused: \(errors.errors.map(\.message))", source, options) }
  case .success(let again):
    if again.expression.formatted != printed {
      report("`\(printed)` prints as `\(again.expression.formatted)`", source, options)
    }
    let other = again.evaluate(activation, limits: limits)
    if told(other) != told(result) { report("`\(printed)` is \(told(other)), not \(told(result))", source, options) }
  }

  // The type that was found is the value's.
  if options.isChecked, options.isBound, case .success(let value) = result, !value.fits(program.type) {
    report("\(value.display) is no \(program.type)", source, options)
  }

  // The estimate bounds what is taken.
  if options.isBound, case .success = result {
    let most = program.cost(CostHints(elements: 64, characters: 4096)).upperBound
    if steps > most { report("it takes \(steps) steps, the estimate is \(most)", source, options) }
  }

  // What is left where facts are missing has the same value once they are known. It may name functions of the domain.
  if options.isBound, options.hasDomain {
    let residual = program.residual(activation, unknown: [["i"], ["o", "name"], ["l"]]).expression.formatted
    if case .success(let rest) = compiled(residual, environment, Options(1)) {
      let later = rest.evaluate(activation, limits: limits)
      if told(later) != told(result), !isBudget(later), !isBudget(result) {
        report("the residual `\(residual)` is \(told(later)), not \(told(result))", source, options)
      }
    }
  }
  _ = program.trace(activation, limits: limits, elements: 2)
}

private func compiled(_ source: String, _ environment: Environment, _ options: Options) -> Result<Program, CELErrors> {
  options.isChecked ? environment.compile(source) : environment.parse(source)
}

private func told(_ result: Result<Value, EvaluationError>) -> String {
  switch result {
  case .success(let value): "\(value.typeName) \(value.display)"
  case .failure: "an error"
  }
}

private func isBudget(_ result: Result<Value, EvaluationError>) -> Bool {
  if case .failure(let error) = result { error.code == .budgetExceeded } else { false }
}

private func cpuMilliseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
}

private func report(_ what: String, _ source: String, _ options: Options) {
  print("FOUND: \(what)\n  source: \(source.debugDescription)\n  options: \(options)")
  fflush(nil)
  // To see all findings of a corpus at once.
  if getenv("KEEP_GOING") == nil { abort() }
}

extension Value {
  /// Whether the value may have the type that was found before it ran.
  fileprivate func fits(_ type: CELType) -> Bool {
    switch (self, type) {
    case (_, .dyn), (_, .parameter), (.null, _): true
    case (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double), (.string, .string), (.bytes, .bytes): true
    case (.timestamp, .timestamp), (.duration, .duration), (.money, .money): true
    case (.list(let items), .list(let element)): items.allSatisfy { $0.fits(element) }
    case (.map(let map), .map(let key, let value)):
      map.keys.allSatisfy { $0.fits(key) && (map[$0]?.fits(value) ?? true) }
    case (.map, .object): true
    case (.abstract, let type): !["bool", "int", "string", "double", "uint", "bytes"].contains(type.description)
    default: false
    }
  }
}
