import CEL
import Testing

/// The functions beside the standard ones, by library.
@Suite struct LibraryTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let source: String
    let expected: String
    var testDescription: String { source }

    init(_ source: String, _ expected: String) {
      self.source = source
      self.expected = expected
    }
  }

  /// The value of an expression, or the code of its error.
  private func outcome(_ source: String) -> String {
    var environment = Environment()
    environment.refusesFailingLiterals = false
    switch environment.compile(source) {
    case .failure(let errors): return "does not compile: " + (errors.errors.first?.code ?? "")
    case .success(let program):
      switch program.evaluate(Activation()) {
      case .success(let value): return value.display
      case .failure(let error): return "error: " + error.code.rawValue
      }
    }
  }

  @Test(arguments: strings + formats + lists + math + optionals + pairs + regexes + network + encoders)
  func `A function of a library does what the table says`(_ row: Row) {
    #expect(outcome(row.source) == row.expected)
  }

  private static let strings: [Row] = [
    Row("'tacocat'.charAt(3)", "'o'"), Row("'abc'.charAt(3)", "''"),
    Row("'abc'.charAt(4)", "error: index-out-of-range"),
    Row("'abc'.charAt(-1)", "error: index-out-of-range"), Row("'ta©o©αT'.indexOf('©', 3)", "4"),
    Row("'abc'.indexOf('d')", "-1"),
    Row("'abc'.indexOf('')", "0"), Row("'abc'.indexOf('a', 9)", "error: index-out-of-range"),
    Row("'tacocat'.lastIndexOf('a')", "5"),
    Row("'tacocat'.lastIndexOf('a', 3)", "1"), Row("'abc'.lastIndexOf('')", "3"), Row("''.lastIndexOf('a')", "-1"),
    Row("'abc'.lastIndexOf('a', -1)", "error: index-out-of-range"), Row("'abcd'.substring(1, 3)", "'bc'"),
    Row("'abc'.substring(3)", "''"),
    Row("'abc'.substring(4)", "error: index-out-of-range"), Row("'abc'.substring(2, 1)", "error: index-out-of-range"),
    Row("'a,b,c'.split(',')", "['a', 'b', 'c']"), Row("'a,b,c'.split(',', 2)", "['a', 'b,c']"),
    Row("'a,b'.split(',', 0)", "[]"),
    Row("'abc'.split('')", "['a', 'b', 'c']"), Row("'abc'.split('', 2)", "['a', 'bc']"), Row("''.split(',')", "['']"),
    Row("'aaa'.replace('a', 'b', 2)", "'bba'"), Row("'abc'.replace('', '-')", "'-a-b-c-'"),
    Row("'abc'.replace('b', '')", "'ac'"),
    Row("'TacoCÆt'.lowerAscii()", "'tacocÆt'"), Row("'straße'.upperAscii()", "'STRAßE'"),
    Row("' \\u2003a '.trim()", "'a'"), Row("'  '.trim()", "''"),
    Row("'e\\u0301x'.reverse()", "'x\u{301}e'"), Row("['a', 'b'].join('-')", "'a-b'"), Row("[].join()", "''"),
    Row("[1].join()", "does not compile: no-matching-overload"),
    Row("strings.quote('a\"\\n\\\\')", "'\"a\\\"\\n\\\\\"'"),
    Row("'a'.charAt('b')", "does not compile: no-matching-overload"),
  ]

  private static let formats: [Row] = [
    Row("'%s %s %s'.format([1, 'a', true])", "'1 a true'"), Row("'%d%%'.format([5])", "'5%'"),
    Row("'%.3f'.format([1.2345])", "'1.234'"),
    Row("'%.0f'.format([2.5])", "'2'"), Row("'%.20f'.format([0.1])", "'0.10000000000000000555'"),
    Row("'%.2f'.format([999.999])", "'1000.00'"),
    Row("'%f'.format([-0.0])", "'-0.000000'"), Row("'%.1f'.format([5e-324])", "'0.0'"),
    Row("'%.2f'.format([3])", "'3.00'"),
    Row("'%.0e'.format([9.9])", "'1e+01'"), Row("'%e'.format([0.0])", "'0.000000e+00'"),
    Row("'%.3e'.format([0.00099999])", "'1.000e-03'"),
    Row("'%.2e'.format([1.7976931348623157e308])", "'1.80e+308'"),
    Row("'%b %o %x %X'.format([5, 8, 255, -255])", "'101 10 ff -FF'"),
    Row("'%x'.format(['hi'])", "'6869'"),
    Row("'%s'.format([{'b': [1.5, null], 'a': duration('1m')}])", "'{a: 60s, b: [1.5, null]}'"),
    Row("'%d'.format([1.5])", "'1.5'"), Row("'%f'.format(['x'])", "error: no-such-overload"),
    Row("'%q'.format([1])", "error: invalid-argument"),
    Row("'%s %s'.format([1])", "error: index-out-of-range"), Row("'%'.format([1])", "error: invalid-argument"),
    Row("'%.101f'.format([1.0])", "error: invalid-argument"),
    Row("'%.f'.format([1.0])", "error: invalid-argument"), Row("'%s'.format([usd(5)])", "'5.00 USD'"),
  ]

  private static let lists: [Row] = [
    Row("[1, 2, 2u, 1.0, 'a'].distinct()", "[1, 2, 'a']"), Row("[[1], [2, 3]].flatten()", "[1, 2, 3]"),
    Row("[1, [2, [3, [4]]]].flatten(2)", "[1, 2, 3, [4]]"),
    Row("[1].flatten(-1)", "error: invalid-argument"), Row("lists.range(3)", "[0, 1, 2]"), Row("lists.range(-1)", "[]"),
    Row("lists.range(1000000000)", "error: budget-exceeded"),
    Row("[1, 2, 3].slice(1, 2)", "[2]"), Row("[1].slice(0, 2)", "error: index-out-of-range"),
    Row("[3, 1, 2].sort()", "[1, 2, 3]"),
    Row("[usd(2), usd(1)].sort()", "[1.00 USD, 2.00 USD]"),
    Row("[[1]].sort()", "does not compile: no-matching-overload"),
    Row("dyn([1, 'a']).sort()", "error: no-such-overload"),
    Row("[{'n': 2, 'k': 'b'}, {'n': 1, 'k': 'a'}].sortBy(e, e.n).map(e, e.k)", "['a', 'b']"),
    Row("[1, 2].reverse()", "[2, 1]"),
    Row("[1, 2].first().value() + [1, 2].last().value()", "3"), Row("[].first().hasValue()", "false"),
    Row("sets.contains([1, 2], dyn([2u]))", "true"),
    Row("sets.contains([1], ['a'])", "does not compile: no-matching-overload"),
    Row("sets.contains([1], [2])", "false"), Row("sets.equivalent([1, 2, 2], [2, 1])", "true"),
    Row("sets.intersects([[1]], [[1]])", "true"), Row("sets.intersects([1], [])", "false"),
  ]

  private static let math: [Row] = [
    Row("math.greatest(1, 2.5, 2u)", "2.5"), Row("math.least([3, 1, 2])", "1"),
    Row("math.greatest([])", "error: invalid-argument"),
    Row("math.greatest('a')", "does not compile: no-matching-overload"),
    Row("math.greatest(dyn('a'))", "error: no-such-overload"), Row("math.ceil(1.2)", "2"),
    Row("math.floor(-1.2)", "-2"), Row("math.round(-0.5)", "-1"), Row("math.round(2.5)", "3"),
    Row("math.trunc(-1.9)", "-1"), Row("math.ceil(1)", "does not compile: no-matching-overload"),
    Row("math.ceil(dyn(1))", "error: no-such-overload"), Row("math.abs(-3)", "3"),
    Row("math.abs(-9223372036854775808)", "error: overflow"), Row("math.sign(-2.5)", "-1"),
    Row("math.isNaN(0.0 / 0.0)", "true"), Row("math.isInf(-1.0 / 0.0)", "true"), Row("math.isFinite(1.0)", "true"),
    Row("math.bitAnd(6, 3)", "2"), Row("math.bitOr(4, -2)", "-2"), Row("math.bitXor(5u, 1u)", "4"),
    Row("math.bitNot(0)", "-1"), Row("math.bitShiftLeft(1, 64)", "0"),
    Row("math.bitShiftLeft(1, -1)", "error: invalid-argument"),
    Row("math.bitShiftRight(-1024, 3)", "2305843009213693824"),
    Row("math.bitAnd(1, 1u)", "does not compile: no-matching-overload"), Row("math.sqrt(9)", "3"),
  ]

  private static let optionals: [Row] = [
    Row("{'a': 1}.?a.orValue(0)", "1"), Row("{'a': 1}.?b.orValue(0)", "0"), Row("{'a': {'b': 2}}.?a.b.value()", "2"),
    Row("{'a': {}}.?a.b.hasValue()", "false"), Row("[1][?5].hasValue()", "false"),
    Row("[1][?0].value()", "1"), Row("[?optional.of(1), ?optional.none(), 3]", "[1, 3]"),
    Row("{?'a': optional.none(), 'b': 1}", "{'b': 1}"), Row("optional.none().value()", "error: invalid-argument"),
    Row("optional.ofNonZeroValue(0).hasValue()", "false"), Row("optional.of(1).or(optional.of(1 / 0)).value()", "1"),
    Row("optional.none().orValue(1 / 0)", "error: divide-by-zero"),
    Row("optional.of(2).optMap(x, x * 2).value()", "4"),
    Row("optional.of({'a': 1}).optFlatMap(m, m.?b).hasValue()", "false"),
    Row("optional.none() == optional.none()", "true"),
    Row("optional.of(1) == optional.of(1.0)", "does not compile: no-matching-overload"),
    Row("dyn(1).?a", "error: no-such-overload"), Row("{'a': dyn(1)}.?a.b", "error: no-such-overload"),
    Row("has({'a': {'b': 1}}.?a.b)", "true"), Row("has({}.?a.b)", "false"),
    Row("[?1]", "does not compile: no-matching-overload"),
    Row("type(optional.none()) == optional_type", "true"), Row("[optional.of(1), optional.none()].unwrapOpt()", "[1]"),
    Row("1.optMap(x, x)", "does not compile: not-an-optional"),
  ]

  private static let pairs: [Row] = [
    Row("{'a': 1, 'b': 2}.all(k, v, k != '' && v > 0)", "true"), Row("[5, 6].exists(i, v, i == 1 && v == 6)", "true"),
    Row("[1, 1].existsOne(i, v, v == 1)", "false"),
    Row("{'a': 1}.transformMap(k, v, v * 2)", "{'a': 2}"),
    Row("{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v)", "{'b': 2}"),
    Row("[3, 4].transformList(i, v, i * v)", "[0, 4]"),
    Row("{'a': 'b'}.transformMapEntry(k, v, {v: k})", "{'b': 'a'}"),
    Row("[1, 2].transformMapEntry(i, v, {'x': v})", "error: duplicate-key"), Row("cel.bind(x, 2 + 3, x * x)", "25"),
    Row("cel.bind(x, 1 / 0, true)", "true"), Row("cel.bind(x, 1 / 0, x)", "error: divide-by-zero"),
    Row("cel.block([1, cel.index(0) + 1], cel.index(1) * 2)", "4"),
    Row("[2, 0].transformList(i, v, 1 / v)", "error: divide-by-zero"),
  ]

  private static let regexes: [Row] = [
    Row("regex.replace('banana', 'a', 'o', 2)", "'bonona'"),
    Row("regex.replace('foo bar', '(o+) (b)', '\\\\2\\\\1')", "'fbooar'"),
    Row("regex.replace('a', '(', '')", "error: invalid-argument"),
    Row("regex.replace('a', 'a', '\\\\1')", "error: invalid-argument"),
    Row("regex.replace('äbc', '', '-')", "'-ä-b-c-'"), Row("regex.extract('id: 42', '[0-9]+').value()", "'42'"),
    Row("regex.extract('id: 42', 'id: ([0-9]+)').value()", "'42'"),
    Row("regex.extract('x', 'y').hasValue()", "false"), Row("regex.extract('ab', '(a)(b)')", "error: invalid-argument"),
    Row("regex.extractAll('a1b2', '[0-9]')", "['1', '2']"), Row("'aaa'.matches('^a{2}$')", "false"),
  ]

  private static let network: [Row] = [
    Row("cidr('10.0.0.0/8').containsIP('10.1.2.3')", "true"),
    Row("cidr('10.0.0.0/8').containsIP(ip('11.0.0.1'))", "false"), Row("string(ip('2001:DB8::1'))", "'2001:db8::1'"),
    Row("string(ip('1:0:0:2:0:0:0:3'))", "'1:0:0:2::3'"),
    Row("ip('::ffff:c0a8:1') == ip('192.168.0.1')", "true"), Row("isIP('1.2.3')", "false"),
    Row("isIP('01.2.3.4')", "false"), Row("isIP('::1%eth0')", "false"),
    Row("ip('1.2.3.256')", "error: invalid-argument"), Row("ip(dyn('x'))", "error: invalid-argument"),
    Row("cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24')", "true"),
    Row("cidr('::1/129')", "error: invalid-argument"),
    Row("cidr('10.0.0.0/8').containsCIDR('10.0.0.0/7')", "false"), Row("ip('127.0.0.1').isLoopback()", "true"),
    Row("ip('fe80::1').isLinkLocalUnicast()", "true"),
    Row("type(ip('::')) == net.IP", "true"), Row("ip('::').isUnspecified()", "true"),
    Row("ip('8.8.8.8').isGlobalUnicast()", "true"), Row("ip('224.0.0.1').isLinkLocalMulticast()", "true"),
    Row("cidr('0.0.0.0/0').prefixLength()", "0"),
  ]

  private static let encoders: [Row] = [
    Row("base64.encode(b'hello')", "'aGVsbG8='"), Row("string(base64.decode('aGVsbG8'))", "'hello'"),
    Row("base64.decode(dyn('a'))", "error: invalid-argument"),
    Row("base64.decode(dyn('a-b_'))", "error: invalid-argument"), Row("base64.decode('')", ""),
  ]
}
