// Times compilation and evaluation of the conditions of a policy workload.
//
//     CELBenchmark RULES.jsonl REQUESTS.jsonl
//
// Rules are objects with `id` and `when`; requests are the bindings. Prints one JSON object: CPU time, medians of
// rounds, and how many conditions held, so that engines can be held against each other.
import CEL
import Foundation

struct Unusable: Error { let what: String }

func cpuSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// A JSON value as a value of the language.
struct JSON: Decodable {
  let value: Value

  init(from decoder: any Decoder) throws {
    let single = try decoder.singleValueContainer()
    if let flag = try? single.decode(Bool.self) {
      value = .bool(flag)
    } else if let number = try? single.decode(Int64.self) {
      value = .int(number)
    } else if let text = try? single.decode(String.self) {
      value = .string(text)
    } else if let items = try? single.decode([JSON].self) {
      value = .list(items.map(\.value))
    } else {
      value = .map(MapValue(try single.decode([String: JSON].self).map { ($0.key, $0.value.value) }))
    }
  }
}

struct Rule: Decodable { let when: String }

func lines<Line: Decodable>(of path: String) throws -> [Line] {
  try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: UInt8(ascii: "\n")).map { line in
    try JSONDecoder().decode(Line.self, from: line)
  }
}

func type(_ value: Value, named name: String) -> CELType {
  switch value {
  case .bool: .bool
  case .int: .int
  case .string: .string
  case .list(let items): .list(items.first.map { type($0, named: name) } ?? .dyn)
  case .map(let map):
    .object(
      ObjectType(
        name,
        map.keys.compactMap { key in
          guard case .string(let field) = key, let value = map[key] else { return nil }
          return .init(field, type(value, named: field))
        }))
  default: .dyn
  }
}

guard CommandLine.arguments.count == 3 else { throw Unusable(what: "CELBenchmark RULES.jsonl REQUESTS.jsonl") }
let rules: [Rule] = try lines(of: CommandLine.arguments[1])
let conditions = rules.map(\.when)
let documents: [[String: JSON]] = try lines(of: CommandLine.arguments[2])
let requests = documents.prefix(200).map { $0.mapValues(\.value) }
guard let first = requests.first else { throw Unusable(what: "no requests") }

var environment = Environment(domain: true)
for (name, value) in first { environment.declare(name, type(value, named: name)) }

var compileTimes: [Double] = []
var programs: [Program] = []
for _ in 0..<5 {
  let start = cpuSeconds()
  programs = try conditions.map { try environment.compile($0, expecting: .bool).get() }
  compileTimes.append(cpuSeconds() - start)
}

let used = Array(programs.prefix(1000))
let activations = requests.map { environment.bind($0) }
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
