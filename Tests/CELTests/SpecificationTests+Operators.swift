extension SpecificationTests {
  /// Arithmetic and its bounds.
  static let arithmetic = Table(
    #"""
    1 + 2  ==>  3
    1u + 2u  ==>  3u
    1.0 + 2.0  ==>  3.0
    1 + 1u  ==>  check error
    1 + 1.0  ==>  check error
    dyn(1) + 1u  ==>  error: no-such-overload
    dyn(1) + dyn(1.0)  ==>  error: no-such-overload
    'a' + 'b'  ==>  'ab'
    b'a' + b'b'  ==>  b'ab'
    'a' + b'b'  ==>  check error
    [1] + [2]  ==>  [1, 2]
    [] + []  ==>  []
    [1] + ['a']  ==>  [1, 'a']
    [1] + 1  ==>  check error
    {} + {}  ==>  check error
    null + null  ==>  check error
    true + true  ==>  check error
    'a' + 1  ==>  check error
    9223372036854775807 + 1  ==>  error: overflow
    -9223372036854775808 + -1  ==>  error: overflow
    9223372036854775807 + -1  ==>  9223372036854775806
    18446744073709551615u + 1u  ==>  error: overflow
    9223372036854775806 + 1  ==>  9223372036854775807
    0u - 1u  ==>  error: overflow
    1u - 1u  ==>  0u
    -9223372036854775808 - 1  ==>  error: overflow
    9223372036854775807 - -1  ==>  error: overflow
    1.5 - 2.0  ==>  -0.5
    5 - 3  ==>  2
    3 * 4  ==>  12
    3u * 4u  ==>  12u
    1.5 * 2.0  ==>  3.0
    9223372036854775807 * 2  ==>  error: overflow
    -9223372036854775808 * -1  ==>  error: overflow
    4611686018427387904 * 2  ==>  error: overflow
    4294967296u * 4294967296u  ==>  error: overflow
    4294967296 * -2147483648  ==>  -9223372036854775808
    1e308 * 10.0  ==>  Infinity
    -1e308 * 10.0  ==>  -Infinity
    7 / 2  ==>  3
    -7 / 2  ==>  -3
    7 / -2  ==>  -3
    -7 / -2  ==>  3
    7u / 2u  ==>  3u
    7.0 / 2.0  ==>  3.5
    1 / 0  ==>  error: divide-by-zero
    1u / 0u  ==>  error: divide-by-zero
    1.0 / 0.0  ==>  Infinity
    -1.0 / 0.0  ==>  -Infinity
    0.0 / 0.0  ==>  NaN
    1.0 / -0.0  ==>  -Infinity
    -9223372036854775808 / -1  ==>  error: overflow
    7 % 3  ==>  1
    -7 % 3  ==>  -1
    7 % -3  ==>  1
    -7 % -3  ==>  -1
    7u % 3u  ==>  1u
    1 % 0  ==>  error: divide-by-zero
    1u % 0u  ==>  error: divide-by-zero
    -9223372036854775808 % -1  ==>  error: overflow
    5.0 % 2.0  ==>  check error
    dyn(5.0) % 2.0  ==>  check error
    -(5)  ==>  -5
    -(-5)  ==>  5
    -(5.0)  ==>  -5.0
    -(0.0)  ==>  -0.0
    -(-9223372036854775808)  ==>  error: overflow
    -dyn(1u)  ==>  error: no-such-overload
    -dyn('a')  ==>  error: no-such-overload
    -dyn(null)  ==>  error: no-such-overload
    -duration('1s')  ==>  check error
    !true  ==>  false
    !1  ==>  check error
    !dyn(1)  ==>  error: no-such-overload
    !dyn('a')  ==>  error: no-such-overload
    1 + 2 * 3 - 4 / 2 % 3  ==>  5
    0.1 + 0.2  ==>  0.30000000000000004
    0.1 + 0.2 == 0.30000000000000004  ==>  true
    1e16 + 1.0  ==>  10000000000000000.0
    5e-324 / 2.0  ==>  0.0
    duration('1h') + duration('30m')  ==>  5400s
    duration('1h') - duration('90m')  ==>  -1800s
    timestamp('2026-01-01T00:00:00Z') + duration('24h')  ==>  2026-01-02T00:00:00Z
    duration('24h') + timestamp('2026-01-01T00:00:00Z')  ==>  2026-01-02T00:00:00Z
    timestamp('2026-01-01T00:00:00Z') - duration('1ns')  ==>  2025-12-31T23:59:59.999999999Z
    timestamp('2026-01-02T00:00:00Z') - timestamp('2026-01-01T00:00:00Z')  ==>  86400s
    timestamp('2026-01-01T00:00:00Z') - timestamp('2026-01-02T00:00:00.5Z')  ==>  -86400.5s
    timestamp(0) + timestamp(0)  ==>  check error
    duration('1s') - timestamp(0)  ==>  check error
    duration('1s') * 2  ==>  check error
    duration('1s') + 1  ==>  check error
    timestamp(0) + 1  ==>  check error
    timestamp('9999-12-31T23:59:59Z') + duration('1s')  ==>  error: overflow
    timestamp('9999-12-31T23:59:59Z') + duration('999999999ns')  ==>  9999-12-31T23:59:59.999999999Z
    timestamp('0001-01-01T00:00:00Z') - duration('1ns')  ==>  error: overflow
    timestamp('9999-12-31T00:00:00Z') - timestamp('0001-01-01T00:00:00Z')  ==>  error: overflow
    timestamp('2200-01-01T00:00:00Z') - timestamp('1970-01-01T00:00:00Z')  ==>  7258118400s
    duration('9223372036s') + duration('9223372036s')  ==>  error: overflow
    duration('-9223372036s') - duration('9223372036s')  ==>  error: overflow
    duration('9223372036.854775807s')  ==>  9223372036.854775807s
    duration('9223372036.854775808s')  ==>  error: invalid-argument
    duration('-9223372036.854775808s')  ==>  -9223372036.854775808s
    duration('-9223372036.854775809s')  ==>  error: invalid-argument
    duration('9223372036.854775807s') + duration('1ns')  ==>  error: overflow
    duration('2562047h47m16.854775807s')  ==>  9223372036.854775807s
    duration('2562047h47m16.854775808s')  ==>  error: invalid-argument
    """#)

  /// Equality, order and membership.
  static let comparisons = Table(
    #"""
    1 == 1  ==>  true
    1 != 1  ==>  false
    1u == 1u  ==>  true
    1.0 == 1.0  ==>  true
    'a' == 'a'  ==>  true
    'a' == 'A'  ==>  false
    b'a' == b'a'  ==>  true
    true == true  ==>  true
    null == null  ==>  true
    null != null  ==>  false
    1 == 2  ==>  false
    1 == 1u  ==>  check error
    1 == 1.0  ==>  check error
    1u == 1.0  ==>  check error
    1 == 'a'  ==>  check error
    'a' == b'a'  ==>  check error
    true == 1  ==>  check error
    null == 1  ==>  check error
    null == 'a'  ==>  check error
    null == true  ==>  check error
    null == [1]  ==>  check error
    null == {}  ==>  check error
    timestamp(0) == null  ==>  false
    duration('0s') == null  ==>  false
    dyn(1) == 1u  ==>  true
    dyn(1) == 1.0  ==>  true
    dyn(1u) == 1.0  ==>  true
    dyn(1) == dyn('1')  ==>  false
    dyn(1) == true  ==>  false
    dyn(null) == 1  ==>  false
    dyn(1) == null  ==>  false
    dyn([]) == null  ==>  false
    dyn('a') == dyn(b'a')  ==>  false
    dyn(timestamp(0)) == 0  ==>  false
    dyn(duration('1s')) == '1s'  ==>  false
    dyn(1) != 1u  ==>  false
    dyn(1) != 'a'  ==>  true
    dyn(-1) == 18446744073709551615u  ==>  false
    dyn(9223372036854775807) == 9223372036854775807.0  ==>  true
    dyn(9223372036854775807) == 9223372036854775808.0  ==>  true
    dyn(18446744073709551615u) == 18446744073709551615.0  ==>  true
    dyn(9007199254740993) == 9007199254740992.0  ==>  true
    dyn(1) == 1.1  ==>  false
    0.0 == -0.0  ==>  true
    0.0 / 0.0 == 0.0 / 0.0  ==>  false
    0.0 / 0.0 != 0.0 / 0.0  ==>  true
    dyn(0.0 / 0.0) == 1  ==>  false
    1.0 / 0.0 == 1.0 / 0.0  ==>  true
    1.0 / 0.0 == -1.0 / 0.0  ==>  false
    '\u00e9' == 'e\u0301'  ==>  false
    '' == ''  ==>  true
    [] == []  ==>  true
    [1, 2] == [1, 2]  ==>  true
    [1, 2] == [2, 1]  ==>  false
    [1] == [1, 1]  ==>  false
    [1, 2, 3] == [1.0, 2u, 3]  ==>  true
    dyn([1, 2]) == dyn([1.0, 2u])  ==>  true
    [[1]] == [[1]]  ==>  true
    [[1]] == [[2]]  ==>  false
    [0.0 / 0.0] == [0.0 / 0.0]  ==>  false
    [null] == [null]  ==>  true
    [dyn(1)] == [dyn('a')]  ==>  false
    dyn([1]) == dyn({0: 1})  ==>  false
    {} == {}  ==>  true
    {'a': 1} == {'a': 1}  ==>  true
    {'a': 1} == {'a': 2}  ==>  false
    {'a': 1} == {'b': 1}  ==>  false
    {'a': 1, 'b': 2} == {'b': 2, 'a': 1}  ==>  true
    {'a': 1} == {'a': 1, 'b': 2}  ==>  false
    dyn({1: 'a'}) == dyn({1u: 'a'})  ==>  true
    dyn({'a': 1}) == dyn({'a': 1.0})  ==>  true
    {'a': 0.0 / 0.0} == {'a': 0.0 / 0.0}  ==>  false
    {'a': [1]} == {'a': [1]}  ==>  true
    {true: 1} == {true: 1}  ==>  true
    [1] == ['a']  ==>  check error
    {'a': 1} == {'a': 'b'}  ==>  check error
    timestamp('2026-01-01T01:00:00+01:00') == timestamp('2026-01-01T00:00:00Z')  ==>  true
    duration('60s') == duration('1m')  ==>  true
    type(1) == type(2)  ==>  true
    type(1) == type('a')  ==>  false
    int == int  ==>  true
    int == string  ==>  false
    optional.of(1) == optional.of(1)  ==>  true
    optional.of(1) == optional.none()  ==>  false
    ip('::1') == ip('0:0:0:0:0:0:0:1')  ==>  true
    1 < 2  ==>  true
    2 < 1  ==>  false
    1 <= 1  ==>  true
    1 > 1  ==>  false
    1 >= 1  ==>  true
    1 < 2u  ==>  true
    1 < 1.5  ==>  true
    1u < 2  ==>  true
    1u < 1.5  ==>  true
    1.5 < 2  ==>  true
    1.5 < 2u  ==>  true
    -1 < 0u  ==>  true
    0u > -1  ==>  true
    18446744073709551615u > 9223372036854775807  ==>  true
    9223372036854775807 < 9223372036854775808.0  ==>  false
    9223372036854775807 <= 9223372036854775808.0  ==>  true
    dyn(1) < 'a'  ==>  error: no-such-overload
    dyn(1) < null  ==>  check error
    dyn(null) < dyn(null)  ==>  error: no-such-overload
    null < null  ==>  check error
    true < false  ==>  false
    false < true  ==>  true
    false <= false  ==>  true
    'a' < 'b'  ==>  true
    'a' < 'B'  ==>  false
    'a' < 'aa'  ==>  true
    '' < 'a'  ==>  true
    '\uFFFF' < '\U00010000'  ==>  true
    'z' < 'é'  ==>  true
    b'a' < b'b'  ==>  true
    b'' < b'\x00'  ==>  true
    b'\x7f' < b'\xff'  ==>  true
    timestamp(0) < timestamp(1)  ==>  true
    timestamp(1) >= timestamp(1)  ==>  true
    duration('1s') < duration('1m')  ==>  true
    duration('-1s') < duration('0s')  ==>  true
    timestamp(0) < duration('1s')  ==>  check error
    [1] < [2]  ==>  check error
    {} < {}  ==>  check error
    dyn([1]) < dyn([2])  ==>  error: no-such-overload
    type(1) < type(2)  ==>  check error
    0.0 / 0.0 < 1.0  ==>  false
    0.0 / 0.0 >= 1.0  ==>  false
    1.0 < 0.0 / 0.0  ==>  false
    dyn(0.0 / 0.0) < 1  ==>  false
    -0.0 < 0.0  ==>  false
    'a' < 1  ==>  check error
    1 < '1'  ==>  check error
    true < 1  ==>  check error
    1 in [1, 2]  ==>  true
    3 in [1, 2]  ==>  false
    1 in []  ==>  false
    'a' in ['a']  ==>  true
    dyn(1) in [1.0, 2.0]  ==>  true
    1.0 in [dyn(1)]  ==>  true
    dyn(1u) in [1, 'a']  ==>  true
    'a' in [1, 'a']  ==>  true
    null in [null]  ==>  true
    null in [1, null]  ==>  true
    0.0 / 0.0 in [0.0 / 0.0]  ==>  false
    [1] in [[1], [2]]  ==>  true
    'a' in {'a': 1}  ==>  true
    'b' in {'a': 1}  ==>  false
    1 in {1: 'a'}  ==>  true
    dyn(1u) in {1: 'a'}  ==>  true
    dyn(1.0) in {1: 'a'}  ==>  true
    dyn(1.5) in {1: 'a'}  ==>  false
    dyn('1') in {1: 'a'}  ==>  false
    true in {true: 1}  ==>  true
    dyn(null) in {1: 'a'}  ==>  false
    dyn([1]) in {1: 'a'}  ==>  false
    1 in ['a']  ==>  check error
    1 in 1  ==>  check error
    1 in dyn(1)  ==>  error: no-such-overload
    'a' in 'abc'  ==>  check error
    'a' in dyn('abc')  ==>  error: no-such-overload
    """#)
}
