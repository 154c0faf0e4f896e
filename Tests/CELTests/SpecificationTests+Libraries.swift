extension SpecificationTests {
  /// Math, lists, maps, sets, encoders, bindings, patterns, networks.
  static let libraries = Table(
    #"""
    math.greatest(1)  ==>  1
    math.greatest(1, 2)  ==>  2
    math.greatest(1, 2, 3)  ==>  3
    math.greatest(1, 2.5)  ==>  2.5
    math.greatest(1, 1u)  ==>  1
    math.greatest(1u, 1)  ==>  1u
    math.greatest(1.0, 1)  ==>  1.0
    math.greatest(-1, 0u, -2.5, 7)  ==>  7
    math.greatest([1, 2])  ==>  2
    math.greatest([1, 2.5, 3u])  ==>  3u
    math.greatest([])  ==>  error: invalid-argument
    math.greatest(dyn([]))  ==>  error: invalid-argument
    math.greatest()  ==>  check error
    math.greatest('a')  ==>  check error
    math.greatest(dyn('a'))  ==>  error: no-such-overload
    math.greatest(1, dyn('a'))  ==>  error: no-such-overload
    math.greatest([1, dyn('a')])  ==>  error: no-such-overload
    math.greatest(1, 'a')  ==>  check error
    math.greatest(9223372036854775807, 18446744073709551615u)  ==>  18446744073709551615u
    math.least(1, 2)  ==>  1
    math.least(-1, 0u)  ==>  -1
    math.least(1, 1.0)  ==>  1
    math.least(1.0, 1)  ==>  1.0
    math.least(3, 2, 1)  ==>  1
    math.least([3u, 2.5])  ==>  2.5
    math.least(dyn(1), 'a')  ==>  check error
    math.ceil(1.2)  ==>  2.0
    math.ceil(-1.2)  ==>  -1.0
    math.ceil(1)  ==>  check error
    math.ceil(dyn(1))  ==>  error: no-such-overload
    math.ceil(0.0 / 0.0)  ==>  NaN
    math.floor(1.2)  ==>  1.0
    math.floor(-1.2)  ==>  -2.0
    math.floor(dyn('a'))  ==>  error: no-such-overload
    math.round(1.5)  ==>  2.0
    math.round(-1.5)  ==>  -2.0
    math.round(2.5)  ==>  3.0
    math.round(-0.4)  ==>  -0.0
    math.round(0.49999999999999994)  ==>  0.0
    math.round(0.0 / 0.0)  ==>  NaN
    math.round(1.0 / 0.0)  ==>  Infinity
    math.trunc(-1.9)  ==>  -1.0
    math.trunc(1.9)  ==>  1.0
    math.trunc(1)  ==>  check error
    math.abs(-1)  ==>  1
    math.abs(1u)  ==>  1u
    math.abs(-1.5)  ==>  1.5
    math.abs(-0.0)  ==>  0.0
    math.abs(-9223372036854775808)  ==>  error: overflow
    math.abs('a')  ==>  check error
    math.sign(-42)  ==>  -1
    math.sign(0)  ==>  0
    math.sign(42u)  ==>  1u
    math.sign(0u)  ==>  0u
    math.sign(-0.3)  ==>  -1.0
    math.sign(0.0)  ==>  0.0
    math.sign(0.0 / 0.0)  ==>  NaN
    math.sign(dyn('a'))  ==>  error: no-such-overload
    math.isNaN(0.0 / 0.0)  ==>  true
    math.isNaN(1.0)  ==>  false
    math.isNaN(1)  ==>  check error
    math.isInf(1.0 / 0.0)  ==>  true
    math.isInf(-1.0 / 0.0)  ==>  true
    math.isInf(1.0)  ==>  false
    math.isFinite(1.0)  ==>  true
    math.isFinite(0.0 / 0.0)  ==>  false
    math.isFinite(dyn(1))  ==>  error: no-such-overload
    math.sqrt(81)  ==>  9.0
    math.sqrt(81u)  ==>  9.0
    math.sqrt(2.0)  ==>  1.4142135623730951
    math.sqrt(-1.0)  ==>  NaN
    math.sqrt('a')  ==>  check error
    math.bitAnd(3, 5)  ==>  1
    math.bitAnd(-3, -5)  ==>  -7
    math.bitAnd(3u, 2u)  ==>  2u
    math.bitAnd(1, 1u)  ==>  check error
    math.bitOr(1u, 2u)  ==>  3u
    math.bitOr(-2, -4)  ==>  -2
    math.bitXor(1, 3)  ==>  2
    math.bitXor(3u, 5u)  ==>  6u
    math.bitNot(1)  ==>  -2
    math.bitNot(-1)  ==>  0
    math.bitNot(0u)  ==>  18446744073709551615u
    math.bitNot(1.0)  ==>  check error
    math.bitShiftLeft(1, 2)  ==>  4
    math.bitShiftLeft(-1, 2)  ==>  -4
    math.bitShiftLeft(1u, 2)  ==>  4u
    math.bitShiftLeft(1, 63)  ==>  -9223372036854775808
    math.bitShiftLeft(1, 64)  ==>  0
    math.bitShiftLeft(1u, 200)  ==>  0u
    math.bitShiftLeft(1, -1)  ==>  error: invalid-argument
    math.bitShiftLeft(1u, -1)  ==>  error: invalid-argument
    math.bitShiftLeft(1, 1u)  ==>  check error
    math.bitShiftRight(1024, 2)  ==>  256
    math.bitShiftRight(1024u, 2)  ==>  256u
    math.bitShiftRight(-1024, 3)  ==>  2305843009213693824
    math.bitShiftRight(-1, 1)  ==>  9223372036854775807
    math.bitShiftRight(-1, 64)  ==>  0
    math.bitShiftRight(1024u, 64)  ==>  0u
    math.bitShiftRight(1, -1)  ==>  error: invalid-argument
    math.bitAnd(dyn(1), 1u)  ==>  error: no-such-overload
    math.pow(1, 2)  ==>  check error
    .math.abs(-1)  ==>  1
    .lists.range(2)  ==>  [0, 1]
    [1].map(math, math.abs(-math))  ==>  [1]
    [1, 2, 2, 3].distinct()  ==>  [1, 2, 3]
    ['b', 'b', 'a'].distinct()  ==>  ['b', 'a']
    [1, 'b', 2, 'b'].distinct()  ==>  [1, 'b', 2]
    [1, 1u, 1.0].distinct()  ==>  [1]
    [[1], [1]].distinct()  ==>  [[1]]
    [{'a': 1}, {'a': 1.0}].distinct()  ==>  [{'a': 1}]
    [null, null].distinct()  ==>  [null]
    [].distinct()  ==>  []
    [0.0 / 0.0, 0.0 / 0.0].distinct()  ==>  [NaN, NaN]
    'aa'.distinct()  ==>  check error
    [1, [2, 3], [4]].flatten()  ==>  [1, 2, 3, 4]
    [1, [2, [3, 4]]].flatten()  ==>  [1, 2, [3, 4]]
    [1, 2, [], [], [3, 4]].flatten()  ==>  [1, 2, 3, 4]
    [1, [2, [3, [4]]]].flatten(2)  ==>  [1, 2, 3, [4]]
    [1, [2, [3, [4]]]].flatten(0)  ==>  [1, [2, [3, [4]]]]
    [1, [2]].flatten(-1)  ==>  error: invalid-argument
    [].flatten()  ==>  []
    [[1, 2], [3]].flatten()  ==>  [1, 2, 3]
    [1, 2].flatten()  ==>  check error
    dyn([1, 2]).flatten()  ==>  [1, 2]
    lists.range(5)  ==>  [0, 1, 2, 3, 4]
    lists.range(1)  ==>  [0]
    lists.range(0)  ==>  []
    lists.range(-5)  ==>  []
    lists.range(1u)  ==>  check error
    [5, 3, 1, 2].reverse()  ==>  [2, 1, 3, 5]
    [].reverse()  ==>  []
    ['a', 'b'].reverse()  ==>  ['b', 'a']
    [1, 2, 3, 4].slice(1, 3)  ==>  [2, 3]
    [1, 2, 3, 4].slice(2, 4)  ==>  [3, 4]
    [1, 2].slice(0, 0)  ==>  []
    [1, 2].slice(2, 2)  ==>  []
    [1, 2].slice(0, 3)  ==>  error: index-out-of-range
    [1, 2].slice(2, 1)  ==>  error: index-out-of-range
    [1, 2].slice(-1, 1)  ==>  error: index-out-of-range
    [1, 2].slice(3, 3)  ==>  error: index-out-of-range
    [].slice(0, 0)  ==>  []
    [3, 2, 1].sort()  ==>  [1, 2, 3]
    ['b', 'c', 'a'].sort()  ==>  ['a', 'b', 'c']
    [2u, 1u].sort()  ==>  [1u, 2u]
    [2.5, -1.0].sort()  ==>  [-1.0, 2.5]
    [true, false].sort()  ==>  [false, true]
    [b'b', b'a'].sort()  ==>  [b'a', b'b']
    [duration('2s'), duration('1s')].sort()  ==>  [1s, 2s]
    [timestamp(2), timestamp(1)].sort()  ==>  [1970-01-01T00:00:01Z, 1970-01-01T00:00:02Z]
    [].sort()  ==>  []
    [1].sort()  ==>  [1]
    [1, 'b'].sort()  ==>  error: no-such-overload
    [1, 2u].sort()  ==>  error: no-such-overload
    [[1, 2]].sort()  ==>  check error
    [{}].sort()  ==>  check error
    dyn([null]).sort()  ==>  error: no-such-overload
    dyn([[1]]).sort()  ==>  error: no-such-overload
    [0.0 / 0.0, 1.0].sort()  ==>  error: no-such-overload
    [{'n': 2}, {'n': 1}].sortBy(e, e.n)  ==>  [{'n': 1}, {'n': 2}]
    ['bb', 'a', 'cc'].sortBy(s, size(s))  ==>  ['a', 'bb', 'cc']
    [3, 1, 2].sortBy(x, -x)  ==>  [3, 2, 1]
    [].sortBy(x, x)  ==>  []
    [1, 2].sortBy(x, [x])  ==>  check error
    [1, 2].sortBy(x, dyn([x]))  ==>  error: no-such-overload
    [1, 2].sortBy(x, x == 1 ? dyn('a') : dyn(1))  ==>  error: no-such-overload
    [1, 0].sortBy(x, 1 / x)  ==>  error: divide-by-zero
    [1].sortBy(1, 1)  ==>  syntax error
    [1, 2, 3].first()  ==>  optional.of(1)
    [1, 2, 3].first().value()  ==>  1
    [].first().hasValue()  ==>  false
    [].first().orValue('x')  ==>  'x'
    [1, 2, 3].last().value()  ==>  3
    [].last().orValue('x')  ==>  'x'
    {'a': 1}.merge({'b': 2})  ==>  {'a': 1, 'b': 2}
    {'a': 1}.merge({'a': 2})  ==>  {'a': 2}
    {}.merge({})  ==>  {}
    {'a': {'x': 1}}.merge({'a': {'y': 2}})  ==>  {'a': {'y': 2}}
    dyn({1: 'a'}).merge(dyn({1u: 'b'}))  ==>  {1: 'b'}
    {'a': 1}.merge([1])  ==>  check error
    sets.contains([], [])  ==>  true
    sets.contains([], [1])  ==>  false
    sets.contains([1, 2, 3, 4], [2, 3])  ==>  true
    sets.contains([1, 2.0, 3u], [1.0, 2u, 3])  ==>  true
    sets.contains([1], [1, 2])  ==>  false
    sets.contains([[1], [2, 3]], [[2, 3.0]])  ==>  true
    sets.contains(['a'], [1])  ==>  check error
    sets.contains([null], [null])  ==>  true
    sets.contains([0.0 / 0.0], [0.0 / 0.0])  ==>  false
    sets.contains([{'a': 1}], [{'a': 1u}])  ==>  check error
    sets.equivalent([], [])  ==>  true
    sets.equivalent([1], [1, 1])  ==>  true
    sets.equivalent([1], [1u, 1.0])  ==>  true
    sets.equivalent([1, 2, 3], [3u, 2.0, 1])  ==>  true
    sets.equivalent([1, 2], [1])  ==>  false
    sets.equivalent([1, 2], [2, 2, 2])  ==>  false
    sets.intersects([1], [])  ==>  false
    sets.intersects([1], [1, 2])  ==>  true
    sets.intersects([1], [2])  ==>  false
    sets.intersects([[1], [2, 3]], [[1, 2], [2, 3.0]])  ==>  true
    sets.intersects([dyn('1')], [1])  ==>  false
    sets.contains([1], 1)  ==>  check error
    base64.encode(b'hello')  ==>  'aGVsbG8='
    base64.encode(b'')  ==>  ''
    base64.encode(b'\xff\xfe')  ==>  '//4='
    base64.encode('hello')  ==>  check error
    base64.decode('aGVsbG8=')  ==>  b'hello'
    base64.decode('aGVsbG8')  ==>  b'hello'
    base64.decode('')  ==>  b''
    base64.decode('//4=')  ==>  b'\xff\xfe'
    base64.decode('_-4=')  ==>  error: invalid-argument
    base64.decode('a')  ==>  error: invalid-argument
    base64.decode('a===')  ==>  error: invalid-argument
    base64.decode('aGVs bG8=')  ==>  error: invalid-argument
    base64.decode('aGVsbG8=') == b'hello'  ==>  true
    base64.decode(b'aGVsbG8=')  ==>  check error
    json.encode('hello')  ==>  '"hello"'
    json.encode([1, 'two', true])  ==>  '[1,"two",true]'
    json.encode({'items': [1, 'two', false]})  ==>  '{"items":[1,"two",false]}'
    json.encode({'b': null, 'a': 1.5})  ==>  '{"a":1.5,"b":null}'
    json.encode(9007199254740991)  ==>  '9007199254740991'
    json.encode(9007199254740993)  ==>  '"9007199254740993"'
    json.encode(18446744073709551615u)  ==>  '"18446744073709551615"'
    json.encode(b'hi')  ==>  '"aGk="'
    json.encode(timestamp(0))  ==>  '"1970-01-01T00:00:00Z"'
    json.encode(duration('1.5s'))  ==>  '"1.5s"'
    json.encode(0.0 / 0.0)  ==>  '"NaN"'
    json.encode({1: 2})  ==>  error: invalid-argument
    json.encode(int)  ==>  error: invalid-argument
    json.encode(optional.of(1))  ==>  error: invalid-argument
    cel.bind(x, 1, x + 1)  ==>  2
    cel.bind(a, 'hello', cel.bind(b, 'world', a + b + b + a))  ==>  'helloworldworldhello'
    cel.bind(x, 1, cel.bind(x, x + 1, x + 1))  ==>  3
    cel.bind(x, [1, 2], x.exists(x, x == 2) && size(x) == 2)  ==>  true
    cel.bind(x, 1, [2].map(x, x))  ==>  [2]
    [1, 2].map(x, cel.bind(y, x * 2, y + x))  ==>  [3, 6]
    cel.bind(x, 1 / 0, true)  ==>  true
    cel.bind(x, 1 / 0, x)  ==>  error: divide-by-zero
    cel.bind(x, 1 / 0, x == 1 || true)  ==>  true
    cel.bind(x, {'y': 1}, x.y)  ==>  1
    cel.bind(x.y, 1, 1)  ==>  syntax error
    cel.bind('x', 1, 1)  ==>  syntax error
    cel.bind(x, 1)  ==>  check error
    cel.bind(x, y, 1)  ==>  check error
    cel.bind(x, 'a', x + 1)  ==>  check error
    cel.block([1, cel.index(0) + 1], cel.index(1) * 10)  ==>  20
    cel.block([], 1)  ==>  1
    cel.block([1], cel.index(1))  ==>  check error
    cel.block([1, cel.block([2], cel.index(0))], cel.index(0))  ==>  1
    cel.block([[1, 2, 3]], cel.index(0).map(cel.iterVar(0, 0), cel.iterVar(0, 0) + 1))  ==>  [2, 3, 4]
    cel.block(1, 2)  ==>  syntax error
    cel.block([cel.index(0)], 1)  ==>  check error
    regex.replace('hello world hello', 'hello', 'hi')  ==>  'hi world hi'
    regex.replace('banana', 'a', 'x', 0)  ==>  'banana'
    regex.replace('banana', 'a', 'x', 1)  ==>  'bxnana'
    regex.replace('banana', 'a', 'x', 2)  ==>  'bxnxna'
    regex.replace('banana', 'a', 'x', 9)  ==>  'bxnxnx'
    regex.replace('banana', 'a', 'x', -12)  ==>  'bxnxnx'
    regex.replace('foo bar', '(fo)o (ba)r', r'\2 \1')  ==>  'ba fo'
    regex.replace('foo', '(o)', r'<\1\1>')  ==>  'f<oo><oo>'
    regex.replace('foo', 'o', r'<\0>')  ==>  'f<o><o>'
    regex.replace('a.b', r'\.', '')  ==>  'ab'
    regex.replace('test', '(.)', '$1')  ==>  '$1$1$1$1'
    regex.replace('abc', '$', '!')  ==>  'abc!'
    regex.replace('', 'x', 'y')  ==>  ''
    regex.replace('héllo', '[^a-z]', '')  ==>  'hllo'
    regex.replace('foo', '(o)', r'\2')  ==>  error: invalid-argument
    regex.replace('foo', 'o', r'\a')  ==>  error: invalid-argument
    regex.replace('foo', 'o', '\\')  ==>  error: invalid-argument
    regex.replace('foo', '(', 'x')  ==>  error: invalid-argument
    regex.replace('foo', 'o', 1)  ==>  check error
    regex.replace('foo', dyn(1), 'x')  ==>  error: no-such-overload
    regex.extract('hello world', 'hello(.*)')  ==>  optional.of(' world')
    regex.extract('item-A, item-B', r'item-(\w+)')  ==>  optional.of('A')
    regex.extract('HELLO', 'hello')  ==>  optional.none()
    regex.extract('HELLO', 'hello').hasValue()  ==>  false
    regex.extract('HELLO', '(?i)hello').value()  ==>  'HELLO'
    regex.extract('testuser@testdomain', '(.*)@([^.]*)')  ==>  error: invalid-argument
    regex.extract('ab', '(?:a)(b)').value()  ==>  'b'
    regex.extract('a', '[')  ==>  error: invalid-argument
    regex.extractAll('id:123, id:456', r'id:\d+')  ==>  ['id:123', 'id:456']
    regex.extractAll('id:123, id:456', r'id:(\d+)')  ==>  ['123', '456']
    regex.extractAll('id:123, id:456', 'assa')  ==>  []
    regex.extractAll('testuser@testdomain', '(.*)@([^.]*)')  ==>  error: invalid-argument
    regex.extractAll('a', '[')  ==>  error: invalid-argument
    regex.extractAll('', 'a*')  ==>  ['']
    regex.extractAll(1, 'a')  ==>  check error
    ip('192.168.0.1')  ==>  192.168.0.1
    ip('255.255.255.255')  ==>  255.255.255.255
    ip('192.168.0.256')  ==>  error: invalid-argument
    ip('192.168.0')  ==>  error: invalid-argument
    ip('192.168.0.1.0')  ==>  error: invalid-argument
    ip('192.168.00.1')  ==>  error: invalid-argument
    ip('192.168.0.01')  ==>  error: invalid-argument
    ip(' 192.168.0.1')  ==>  error: invalid-argument
    ip('')  ==>  error: invalid-argument
    ip('localhost')  ==>  error: invalid-argument
    ip('::')  ==>  ::
    ip('::1')  ==>  ::1
    ip('2001:DB8::68')  ==>  2001:db8::68
    ip('2001:db8:0:0:0:0:0:68')  ==>  2001:db8::68
    ip('2001:db8:::68')  ==>  error: invalid-argument
    ip('2001:db8::68::1')  ==>  error: invalid-argument
    ip('12345::')  ==>  error: invalid-argument
    ip('1:2:3:4:5:6:7')  ==>  error: invalid-argument
    ip('1:2:3:4:5:6:7:8')  ==>  1:2:3:4:5:6:7:8
    ip('1:2:3:4:5:6:7:8:9')  ==>  error: invalid-argument
    ip('1:2:3:4:5:6:7::')  ==>  1:2:3:4:5:6:7:0
    ip('0:0:1:0:0:0:1:0')  ==>  0:0:1::1:0
    ip('1:0:2:3:4:5:6:7')  ==>  1:0:2:3:4:5:6:7
    ip('fe80::1%eth0')  ==>  error: invalid-argument
    ip('::ffff:192.168.0.1')  ==>  error: invalid-argument
    ip('[::1]')  ==>  error: invalid-argument
    ip(1)  ==>  check error
    isIP('192.168.0.1')  ==>  true
    isIP('2001:db8::1')  ==>  true
    isIP('192.168.0.1/24')  ==>  false
    isIP('fe80::1%eth0')  ==>  false
    isIP('::ffff:192.168.0.1')  ==>  false
    isIP('')  ==>  false
    isIP(1)  ==>  check error
    ip.isCanonical('127.0.0.1')  ==>  true
    ip.isCanonical('2001:db8::68')  ==>  true
    ip.isCanonical('2001:DB8::68')  ==>  false
    ip.isCanonical('2001:db8:0::68')  ==>  false
    ip.isCanonical('x')  ==>  error: invalid-argument
    ip('127.0.0.1').family()  ==>  4
    ip('::1').family()  ==>  6
    ip('0.0.0.0').isUnspecified()  ==>  true
    ip('::').isUnspecified()  ==>  true
    ip('127.0.0.1').isUnspecified()  ==>  false
    ip('127.0.0.1').isLoopback()  ==>  true
    ip('127.255.255.255').isLoopback()  ==>  true
    ip('128.0.0.1').isLoopback()  ==>  false
    ip('::1').isLoopback()  ==>  true
    ip('::2').isLoopback()  ==>  false
    ip('224.0.0.1').isLinkLocalMulticast()  ==>  true
    ip('224.0.1.1').isLinkLocalMulticast()  ==>  false
    ip('ff02::1').isLinkLocalMulticast()  ==>  true
    ip('ff05::1').isLinkLocalMulticast()  ==>  false
    ip('169.254.1.1').isLinkLocalUnicast()  ==>  true
    ip('169.255.1.1').isLinkLocalUnicast()  ==>  false
    ip('fe80::1').isLinkLocalUnicast()  ==>  true
    ip('fec0::1').isLinkLocalUnicast()  ==>  false
    ip('8.8.8.8').isGlobalUnicast()  ==>  true
    ip('10.0.0.1').isGlobalUnicast()  ==>  true
    ip('224.0.0.1').isGlobalUnicast()  ==>  false
    ip('255.255.255.255').isGlobalUnicast()  ==>  false
    ip('0.0.0.0').isGlobalUnicast()  ==>  false
    ip('2001:db8::1').isGlobalUnicast()  ==>  true
    ip('ff02::1').isGlobalUnicast()  ==>  false
    ip('fe80::1').isGlobalUnicast()  ==>  false
    ip('::1').isGlobalUnicast()  ==>  false
    ip('::ffff:7f00:1').isLoopback()  ==>  true
    ip('::ffff:c0a8:1') == ip('192.168.0.1')  ==>  true
    ip('10.0.0.1') == ip('10.0.0.2')  ==>  false
    ip('10.0.0.1') == '10.0.0.1'  ==>  check error
    string(ip('2001:DB8:0::68'))  ==>  '2001:db8::68'
    cidr('192.168.0.0/24')  ==>  192.168.0.0/24
    cidr('192.168.0.1/24')  ==>  192.168.0.1/24
    cidr('2001:db8::/32')  ==>  2001:db8::/32
    cidr('0.0.0.0/0')  ==>  0.0.0.0/0
    cidr('10.0.0.0/33')  ==>  error: invalid-argument
    cidr('::/129')  ==>  error: invalid-argument
    cidr('10.0.0.0/-1')  ==>  error: invalid-argument
    cidr('10.0.0.0/08')  ==>  error: invalid-argument
    cidr('10.0.0.0/')  ==>  error: invalid-argument
    cidr('10.0.0.0')  ==>  error: invalid-argument
    cidr('/8')  ==>  error: invalid-argument
    cidr('fe80::1%eth0/64')  ==>  error: invalid-argument
    cidr('::ffff:10.0.0.0/104')  ==>  error: invalid-argument
    isCIDR('10.0.0.0/8')  ==>  true
    isCIDR('10.0.0.0')  ==>  false
    isCIDR('10.0.0.0/33')  ==>  false
    isCIDR('2001:db8::/32')  ==>  true
    cidr('192.168.0.0/24').containsIP('192.168.0.1')  ==>  true
    cidr('192.168.0.0/24').containsIP(ip('192.168.1.1'))  ==>  false
    cidr('192.168.0.0/24').containsIP('x')  ==>  error: invalid-argument
    cidr('10.0.0.0/8').containsIP('::1')  ==>  false
    cidr('2001:db8::/32').containsIP('2001:db8:1::1')  ==>  true
    cidr('0.0.0.0/0').containsIP('255.255.255.255')  ==>  true
    cidr('::/0').containsIP('1.2.3.4')  ==>  false
    cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')  ==>  true
    cidr('10.0.0.0/8').containsCIDR(cidr('10.0.0.0/8'))  ==>  true
    cidr('10.0.0.0/8').containsCIDR('0.0.0.0/0')  ==>  false
    cidr('10.0.0.0/8').containsCIDR('11.0.0.0/16')  ==>  false
    cidr('10.0.0.0/8').containsCIDR('x')  ==>  error: invalid-argument
    cidr('10.0.0.0/8').containsCIDR('::/0')  ==>  false
    cidr('192.168.1.5/24').ip()  ==>  192.168.1.5
    cidr('192.168.1.5/24').masked()  ==>  192.168.1.0/24
    cidr('192.168.1.5/0').masked()  ==>  0.0.0.0/0
    cidr('2001:db8::1/32').masked()  ==>  2001:db8::/32
    cidr('192.168.1.5/24').prefixLength()  ==>  24
    cidr('192.168.1.5/24') == cidr('192.168.1.5/24')  ==>  true
    cidr('192.168.1.5/24') == cidr('192.168.1.0/24')  ==>  false
    string(cidr('2001:DB8::/32'))  ==>  '2001:db8::/32'
    type(ip('::1')) == type(cidr('::/0'))  ==>  false
    """#)
}
