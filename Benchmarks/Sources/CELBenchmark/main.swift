// Times compilation and evaluation of the conditions of a policy workload.
//
//     CELBenchmark RULES.jsonl REQUESTS.jsonl
//
// Rules are objects with `id` and `when`; requests are the bindings. Prints one JSON object: CPU time, medians of
// rounds, and how many conditions held, so that engines can be held against each other.
import CEL
import Glibc
import StrictJSON

func cpuSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func lines(of path: String) throws -> [JSONValue] {
  guard let file = fopen(path, "r") else { throw UsageError.unreadable(path) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
  return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSONValue.parse(Array($0)) }
}

enum UsageError: Error { case unreadable(String), notAnObject, arguments }

func value(_ json: JSONValue) -> Value {
  switch json {
  case .null: .null
  case .bool(let value): .bool(value)
  case .integer(let value): .int(value)
  case .number(let text): .double(Double(text) ?? .nan)
  case .string(let text): .string(text)
  case .array(let items): .list(items.map { value($0) })
  case .object(let members): .map(MapValue(members.map { ($0.name, value($0.value)) }))
  }
}

func type(_ json: JSONValue, named name: String) -> CELType {
  switch json {
  case .null, .number: .dyn
  case .bool: .bool
  case .integer: .int
  case .string: .string
  case .array(let items): .list(items.first.map { type($0, named: name) } ?? .dyn)
  case .object(let members):
    .object(ObjectType(name, members.map { .init($0.name, type($0.value, named: $0.name)) }))
  }
}

guard CommandLine.arguments.count == 3 else { throw UsageError.arguments }
let rules = try lines(of: CommandLine.arguments[1])
let requests = try lines(of: CommandLine.arguments[2]).prefix(200)
let conditions = rules.compactMap { rule in if case .string(let text)? = rule["when"] { text } else { nil } }
guard let first = requests.first, case .object(let roots) = first else { throw UsageError.notAnObject }

var environment = Environment(domain: true)
for root in roots { environment.declare(root.name, type(root.value, named: root.name)) }

var compileTimes: [Double] = []
var programs: [Program] = []
for _ in 0..<5 {
  let start = cpuSeconds()
  programs = try conditions.map { try environment.compile($0, expecting: .bool).get() }
  compileTimes.append(cpuSeconds() - start)
}

let used = Array(programs.prefix(1000))
let activations = requests.map { request -> Activation in
  guard case .object(let roots) = request else { return Activation() }
  return environment.bind(Dictionary(uniqueKeysWithValues: roots.map { ($0.name, value($0.value)) }))
}
var rounds: [Double] = []
var held = 0
for _ in 0..<9 {
  held = 0
  let start = cpuSeconds()
  for activation in activations {
    for program in used { if case .success(.bool(true)) = program.evaluate(activation) { held += 1 } }
  }
  rounds.append(cpuSeconds() - start)
}
let evaluations = Double(used.count * activations.count)
print(
  #"{"engine": "assent", "conditions": \#(used.count), "documents": \#(activations.count), "held": \#(held), "#
    + #""ns_per_expression": \#(Int(median(rounds) / evaluations * 1e9)), "#
    + #""compiled": \#(programs.count), "compile_ms": \#(Int(median(compileTimes) * 1000))}"#)
