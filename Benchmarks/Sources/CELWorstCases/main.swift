// The expressions that would take the longest: each must be refused, or stop at the budget, within 50 ms of CPU time.
//
// Over a list of 100,000 numbers, a text of a megabyte and a map of 10,000 entries; and sources at the parser's limits.
// Prints one line each, `SLOW` before those that take longer, and exits 1 where there are any.
import CEL
import Foundation

func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
}

var slow = 0

@MainActor func tell(_ name: String, _ milliseconds: Double, _ outcome: String) {
  if milliseconds > 50 { slow += 1 }
  print("\(milliseconds > 50 ? "SLOW" : "ok  ") \(Int(milliseconds)) ms  \(name): \(outcome)")
}

var env = Environment()
env.declare("list", .list(.int))
env.declare("text", .string)
env.declare("map", .map(.string, .int))
env.declare("d", .dyn)
let n = 100_000
let act = env.bind([
  "list": .list((0..<n).map { .int(Int64($0)) }), "text": .string(String(repeating: "ab", count: 500_000)),
  "map": .map(MapValue((0..<10000).map { ("k\($0)", .int(Int64($0))) })),
  "d": .list((0..<1000).map { .string(String(repeating: "x", count: $0)) }),
])
func tower(_ name: String, _ pattern: String, _ height: Int) -> String {
  var source = "a\(height) == a\(height)"
  for level in (1...height).reversed() {
    source = "cel.bind(a\(level), \(pattern.replacing("%", with: "a\(level - 1)")), \(source))"
  }
  return "cel.bind(\(name), [1], \(source))"
}
let cases: [(String, String)] = [
  ("nested all", "list.all(a, list.all(b, list.all(c, a + b + c >= 0)))"),
  ("nested map", "list.map(a, list.map(b, a + b)).size() > 0"),
  ("nested filter", "list.filter(a, list.filter(b, b == a).size() == 1).size() > 0"),
  ("exists in", "list.exists(x, x + 1000000 in list)"),
  ("map keys", "map.all(k, map.all(j, map[k] >= 0 && map[j] >= 0))"),
  ("transform", "map.transformMap(k, v, map.transformMap(j, w, v + w)).size() > 0"),
  ("text concat", "list.map(x, text + text).size() > 0"),
  ("split join", "text.split('').join(text).size() > 0"),
  ("replace", "text.replace('a', text).size() > 0"),
  ("reverse", "list.all(x, text.reverse() != '')"),
  ("lower", "list.all(x, text.lowerAscii() != '')"),
  ("indexOf", "list.all(x, text.indexOf('c') < 0)"),
  ("contains", "list.all(x, !text.contains('c'))"),
  ("contains worst", "text.contains(text.substring(0, 500000) + 'c')"),
  ("size text", "list.all(x, text.size() > 0)"),
  ("charAt", "list.all(x, text.charAt(999999) == 'b')"),
  ("startsWith", "list.all(x, text.startsWith('a'))"),
  ("regex", "list.all(x, text.matches('^(a+)+$') || true)"),
  ("regex catastrophic", "text.matches('(a|b|ab)*(ab|ba)+c$')"),
  ("regex many", "text.matches('(x+x+)+y')"),
  ("regex big", "'a'.matches('((((((((((a{1,10}){1,10}){1,10}){1,10})))))))')"),
  ("regex big2", "text.matches('(.{1,100}){1,10}c')"),
  ("regex extractAll", "regex.extractAll(text, 'a').size() > 0"),
  ("regex replace", "regex.replace(text, 'a', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb').size() > 0"),
  ("sort", "list.all(x, list.sort() == list)"),
  ("sortBy", "list.sortBy(x, -x).sortBy(x, -x).size() > 0"),
  ("distinct", "list.distinct().size() > 0"),
  ("distinct texts", "d.distinct().size() > 0"),
  ("sets", "sets.contains(list, list)"),
  ("sets eq", "sets.equivalent(list, list)"),
  ("sets intersects", "sets.intersects(list.map(x, -x-1), list)"),
  ("range", "lists.range(1000000).size() > 0"),
  ("flatten", "list.map(x, list).flatten().size() > 0"),
  ("format", "list.map(x, '%s%s'.format([text, text])).size() > 0"),
  ("base64", "list.map(x, base64.encode(bytes(text))).size() > 0"),
  ("eq", "list.all(x, list == list)"),
  ("tower list", tower("a0", "[%, %, %, %, %, %, %, %, %, %]", 20)),
  ("tower map", tower("a0", "{1: %, 2: %, 3: %, 4: %}", 40)),
  ("tower add", tower("a0", "% + %", 60)),
  ("sum", "list.all(x, sum(list) > 0)"),
  ("math.greatest", "list.all(x, math.greatest(list) > 0)"),
  ("or errors", "list.all(a, list.exists(b, 1 / (a - a) == b))"),
  ("timestamps", "list.all(a, timestamp('2020-01-01T00:00:00Z').getHours('America/New_York') >= 0)"),
  ("string dbl", "list.all(a, string(double(a) / 3.0) != '')"),
  ("bytes", "list.all(a, bytes(text) != b'')"),
  ("quote", "list.all(a, strings.quote(text) != '')"),
  ("substring", "list.all(a, text.substring(a) != '' || true)"),
]
for (name, source) in cases {
  let start = now()
  switch env.compile(source) {
  case .failure(let errors): tell(name, now() - start, errors.errors.first?.message ?? "")
  case .success(let program):
    switch program.evaluate(act) {
    case .success(let value): tell(name, now() - start, String(value.display.prefix(20)))
    case .failure(let error): tell(name, now() - start, "\(error.code.rawValue): \(error.message.prefix(100))")
    }
  }
}

let deep: [(String, String)] = [
  ("100k ones", "[" + String(repeating: "1,", count: 49_990) + "1]"),
  ("100k and", String(repeating: "true&&", count: 16_000) + "true"),
  ("100k plus", String(repeating: "1+", count: 49_000) + "1"),
  ("100k parens", String(repeating: "(", count: 50_000) + "1" + String(repeating: ")", count: 49_999)),
  ("250 parens", String(repeating: "(", count: 249) + "1" + String(repeating: ")", count: 249)),
  ("250 lists", String(repeating: "[", count: 249) + "1" + String(repeating: "]", count: 249)),
  ("nots", String(repeating: "!", count: 99_000) + "true"),
  ("minus", String(repeating: "-", count: 99_000) + "d"),
  ("fields", "d" + String(repeating: ".a", count: 49_000)),
  ("ternary", String(repeating: "true?1:", count: 14_000) + "1"),
  ("idents", String(repeating: "x+", count: 49_000) + "x"),
  ("undeclared", "[" + (0..<12_000).map { "x\($0)" }.joined(separator: ",") + "]"),
  ("strings", "[" + (0..<10_000).map { "'s\($0)'" }.joined(separator: ",") + "]"),
  ("map lit", "{" + (0..<9_000).map { "\($0):\($0)" }.joined(separator: ",") + "}"),
  ("in strings", "text in [" + (0..<10_000).map { "'s\($0)'" }.joined(separator: ",") + "]"),
  ("nested macro", String(repeating: "[1].all(x,", count: 100) + "true" + String(repeating: ")", count: 100)),
  ("nested macro deep", String(repeating: "[1].map(x,", count: 240) + "x" + String(repeating: ")", count: 240)),
  ("calls", String(repeating: "size([", count: 120) + "1" + String(repeating: "])", count: 120)),
  ("garbage", String(repeating: "#", count: 100_000)),
  ("quotes", String(repeating: "'", count: 100_000)),
  ("backticks", String(repeating: "`", count: 100_000)),
  ("newlines", String(repeating: "\n", count: 99_999) + "1"),
  ("emoji", "'" + String(repeating: "😀", count: 99_990) + "'"),
  ("types", "[[" + String(repeating: "{'a':[1]},", count: 9_000) + "{'a':[1]}]]"),
  ("mixed", "[" + String(repeating: "1,'a',1.0,", count: 9_000) + "1]"),
  ("typo", String(repeating: "lisst.all(x, x) && ", count: 5000) + "true"),
  ("macro chain", "list" + String(repeating: ".map(x,x)", count: 240)),
  ("macro chain filter", "list" + String(repeating: ".filter(x,x>0)", count: 240)),
  ("opt chain", "d" + String(repeating: ".?a", count: 30_000)),
  ("index chain", "d" + String(repeating: "[0]", count: 33_000)),
]
for (name, source) in deep {
  let start = now()
  switch env.compile(source) {
  case .failure(let errors):
    tell(name, now() - start, "\(errors.errors.count) errors: \(errors.errors.first?.message.prefix(80) ?? "")")
  case .success(let program):
    var outcome = "ok"
    if case .failure(let error) = program.evaluate(act) { outcome = error.code.rawValue }
    _ = program.cost()
    _ = program.expression.formatted
    _ = program.residual(Activation())
    tell(name, now() - start, outcome)
  }
}
print("\(cases.count + deep.count) worst cases, \(slow) over 50 ms")
exit(slow == 0 ? 0 : 1)
