extension SpecificationTests {
  /// Conversions and types as values.
  static let conversions = Table(
    #"""
    int(1)  ==>  1
    int(1u)  ==>  1
    int(9223372036854775808u)  ==>  error: invalid-argument
    int(1.9)  ==>  1
    int(-1.9)  ==>  -1
    int(9223372036854775807.0)  ==>  error: invalid-argument
    int(9223372036854774784.0)  ==>  9223372036854774784
    int(-9223372036854775808.0)  ==>  error: invalid-argument
    int(-9223372036854774784.0)  ==>  -9223372036854774784
    int(1e99)  ==>  error: invalid-argument
    int(0.0 / 0.0)  ==>  error: invalid-argument
    int(1.0 / 0.0)  ==>  error: invalid-argument
    int('1')  ==>  1
    int('-1')  ==>  -1
    int('+1')  ==>  error: invalid-argument
    int('007')  ==>  7
    int('')  ==>  error: invalid-argument
    int(' 1')  ==>  error: invalid-argument
    int('1 ')  ==>  error: invalid-argument
    int('0x1')  ==>  error: invalid-argument
    int('1.0')  ==>  error: invalid-argument
    int('1e3')  ==>  error: invalid-argument
    int('9223372036854775807')  ==>  9223372036854775807
    int('9223372036854775808')  ==>  error: invalid-argument
    int('-9223372036854775808')  ==>  -9223372036854775808
    int('a')  ==>  error: invalid-argument
    int('１')  ==>  error: invalid-argument
    int(true)  ==>  check error
    int(null)  ==>  error: no-such-overload
    int(b'1')  ==>  check error
    int(timestamp('2026-01-01T00:00:00Z'))  ==>  1767225600
    int(timestamp('1969-12-31T23:59:59Z'))  ==>  -1
    int(timestamp('1970-01-01T00:00:00.9Z'))  ==>  0
    int(timestamp('1969-12-31T23:59:59.5Z'))  ==>  -1
    int(duration('1s'))  ==>  check error
    int(dyn(true))  ==>  error: no-such-overload
    uint(1)  ==>  1u
    uint(-1)  ==>  error: invalid-argument
    uint(1u)  ==>  1u
    uint(1.9)  ==>  1u
    uint(-0.5)  ==>  error: invalid-argument
    uint(-1.0)  ==>  error: invalid-argument
    uint(18446744073709551615.0)  ==>  error: invalid-argument
    uint(18446744073709549568.0)  ==>  18446744073709549568u
    uint(0.0 / 0.0)  ==>  error: invalid-argument
    uint('1')  ==>  1u
    uint('-1')  ==>  error: invalid-argument
    uint('+1')  ==>  error: invalid-argument
    uint('1u')  ==>  error: invalid-argument
    uint('18446744073709551615')  ==>  18446744073709551615u
    uint('18446744073709551616')  ==>  error: invalid-argument
    uint(true)  ==>  check error
    double(1)  ==>  1.0
    double(1u)  ==>  1.0
    double(9007199254740993)  ==>  9007199254740992.0
    double(18446744073709551615u)  ==>  18446744073709552000.0
    double('1')  ==>  1.0
    double('1.5')  ==>  1.5
    double('-1.5e3')  ==>  -1500.0
    double('.5')  ==>  0.5
    double('1.')  ==>  1.0
    double('NaN')  ==>  NaN
    double('Infinity')  ==>  Infinity
    double('-Infinity')  ==>  -Infinity
    double('1e400')  ==>  error: invalid-argument
    double('1e-400')  ==>  0.0
    double('')  ==>  error: invalid-argument
    double(' 1')  ==>  error: invalid-argument
    double('1,5')  ==>  error: invalid-argument
    double('a')  ==>  error: invalid-argument
    double(true)  ==>  check error
    double(timestamp(0))  ==>  check error
    string(1)  ==>  '1'
    string(-1)  ==>  '-1'
    string(1u)  ==>  '1'
    string(1.0)  ==>  '1'
    string(1.5)  ==>  '1.5'
    string(-0.0)  ==>  '-0'
    string(1e6)  ==>  '1000000'
    string(1e20)  ==>  '100000000000000000000'
    string(0.1)  ==>  '0.1'
    string(123456789.125)  ==>  '123456789.125'
    string(-4.5e-3)  ==>  '-0.0045'
    string(0.0 / 0.0)  ==>  'NaN'
    string(1.0 / 0.0)  ==>  'Infinity'
    string(-1.0 / 0.0)  ==>  '-Infinity'
    string(true)  ==>  'true'
    string('a')  ==>  'a'
    string(b'abc')  ==>  'abc'
    string(b'\303\251')  ==>  'é'
    string(b'\xff')  ==>  error: invalid-argument
    string(b'\xc0\x80')  ==>  error: invalid-argument
    string(b'\xed\xa0\x80')  ==>  error: invalid-argument
    string(timestamp('2026-01-01T00:00:00Z'))  ==>  '2026-01-01T00:00:00Z'
    string(timestamp('2026-01-01T01:00:00+01:00'))  ==>  '2026-01-01T00:00:00Z'
    string(timestamp('2026-01-01T00:00:00.5Z'))  ==>  '2026-01-01T00:00:00.5Z'
    string(timestamp('2026-01-01T00:00:00.000000001Z'))  ==>  '2026-01-01T00:00:00.000000001Z'
    string(timestamp(-1))  ==>  '1969-12-31T23:59:59Z'
    string(duration('1h'))  ==>  '3600s'
    string(duration('1.5s'))  ==>  '1.5s'
    string(duration('-0.5s'))  ==>  '-0.5s'
    string(duration('0s'))  ==>  '0s'
    string(duration('1ms'))  ==>  '0.001s'
    string(null)  ==>  error: no-such-overload
    string([1])  ==>  check error
    string({})  ==>  check error
    string(dyn(null))  ==>  error: no-such-overload
    string(type(1))  ==>  check error
    string(ip('::1'))  ==>  '::1'
    string(cidr('10.0.0.0/8'))  ==>  '10.0.0.0/8'
    bytes('abc')  ==>  b'abc'
    bytes('é')  ==>  b'\xc3\xa9'
    bytes('')  ==>  b''
    bytes(b'a')  ==>  b'a'
    bytes(1)  ==>  check error
    bool(true)  ==>  true
    bool('true')  ==>  true
    bool('TRUE')  ==>  true
    bool('True')  ==>  true
    bool('t')  ==>  true
    bool('1')  ==>  true
    bool('false')  ==>  false
    bool('FALSE')  ==>  false
    bool('False')  ==>  false
    bool('f')  ==>  false
    bool('0')  ==>  false
    bool('tRuE')  ==>  error: invalid-argument
    bool('yes')  ==>  error: invalid-argument
    bool('')  ==>  error: invalid-argument
    bool(1)  ==>  check error
    bool(dyn(1))  ==>  error: no-such-overload
    timestamp(0)  ==>  1970-01-01T00:00:00Z
    timestamp(-62135596800)  ==>  0001-01-01T00:00:00Z
    timestamp(-62135596801)  ==>  error: invalid-argument
    timestamp(253402300799)  ==>  9999-12-31T23:59:59Z
    timestamp(253402300800)  ==>  error: invalid-argument
    timestamp(timestamp(5))  ==>  1970-01-01T00:00:05Z
    timestamp('2026-02-28T23:59:59Z')  ==>  2026-02-28T23:59:59Z
    timestamp('2026-02-29T00:00:00Z')  ==>  error: invalid-argument
    timestamp('2024-02-29T00:00:00Z')  ==>  2024-02-29T00:00:00Z
    timestamp('1900-02-29T00:00:00Z')  ==>  error: invalid-argument
    timestamp('2000-02-29T00:00:00Z')  ==>  2000-02-29T00:00:00Z
    timestamp('2026-01-01T00:00:00+00:00')  ==>  2026-01-01T00:00:00Z
    timestamp('2026-01-01T00:00:00-08:00')  ==>  2026-01-01T08:00:00Z
    timestamp('2026-01-01T00:00:00+05:45')  ==>  2025-12-31T18:15:00Z
    timestamp('2026-01-01T00:00:00.123456789Z')  ==>  2026-01-01T00:00:00.123456789Z
    timestamp('2026-01-01T00:00:00.Z')  ==>  error: invalid-argument
    timestamp('2026-01-01T00:00:00')  ==>  error: invalid-argument
    timestamp('2026-01-01 00:00:00Z')  ==>  error: invalid-argument
    timestamp('2026-01-01')  ==>  error: invalid-argument
    timestamp('2026-13-01T00:00:00Z')  ==>  error: invalid-argument
    timestamp('2026-00-01T00:00:00Z')  ==>  error: invalid-argument
    timestamp('2026-01-00T00:00:00Z')  ==>  error: invalid-argument
    timestamp('2026-01-32T00:00:00Z')  ==>  error: invalid-argument
    timestamp('2026-01-01T24:00:00Z')  ==>  error: invalid-argument
    timestamp('2026-01-01T00:60:00Z')  ==>  error: invalid-argument
    timestamp('2026-01-01T00:00:60Z')  ==>  error: invalid-argument
    timestamp('0000-12-31T23:59:59Z')  ==>  error: invalid-argument
    timestamp('10000-01-01T00:00:00Z')  ==>  error: invalid-argument
    timestamp('0001-01-01T00:00:00+00:01')  ==>  error: invalid-argument
    timestamp('9999-12-31T23:59:59-00:01')  ==>  error: invalid-argument
    timestamp('')  ==>  error: invalid-argument
    timestamp('now')  ==>  error: invalid-argument
    timestamp(1.5)  ==>  check error
    timestamp(1u)  ==>  check error
    timestamp(true)  ==>  check error
    duration('0')  ==>  0s
    duration('-0')  ==>  0s
    duration('0s')  ==>  0s
    duration('1h')  ==>  3600s
    duration('1h30m')  ==>  5400s
    duration('1.5h')  ==>  5400s
    duration('-1.5s')  ==>  -1.5s
    duration('+1s')  ==>  1s
    duration('1h1m1s1ms1us1ns')  ==>  3661.001001001s
    duration('1µs')  ==>  0.000001s
    duration('.5s')  ==>  0.5s
    duration('1.s')  ==>  1s
    duration('1')  ==>  error: invalid-argument
    duration('')  ==>  error: invalid-argument
    duration('s')  ==>  error: invalid-argument
    duration('.s')  ==>  error: invalid-argument
    duration('1d')  ==>  error: invalid-argument
    duration('1w')  ==>  error: invalid-argument
    duration('1s2')  ==>  error: invalid-argument
    duration('1 s')  ==>  error: invalid-argument
    duration('1S')  ==>  error: invalid-argument
    duration('1h-1m')  ==>  error: invalid-argument
    duration('--1s')  ==>  error: invalid-argument
    duration('0.0000000001s')  ==>  0s
    duration(duration('1s'))  ==>  1s
    duration(1)  ==>  check error
    duration(1.5)  ==>  check error
    dyn(1)  ==>  1
    dyn([1, 'a'])  ==>  [1, 'a']
    dyn(null)  ==>  null
    type(1)  ==>  int
    type(1u)  ==>  uint
    type(1.0)  ==>  double
    type('a')  ==>  string
    type(b'a')  ==>  bytes
    type(true)  ==>  bool
    type(null)  ==>  null_type
    type([])  ==>  list
    type({})  ==>  map
    type(timestamp(0))  ==>  google.protobuf.Timestamp
    type(duration('0s'))  ==>  google.protobuf.Duration
    type(type(1))  ==>  type
    type(int)  ==>  type
    type(type)  ==>  type
    type(optional.none())  ==>  optional_type
    type(ip('::1'))  ==>  net.IP
    type(cidr('::/0'))  ==>  net.CIDR
    type(dyn(1))  ==>  int
    type([1]) == type(['a'])  ==>  true
    type({'a': 1}) == map  ==>  true
    type([]) == list  ==>  true
    type(1) == int  ==>  true
    type(1u) == uint  ==>  true
    type(1.0) == double  ==>  true
    type('') == string  ==>  true
    type(b'') == bytes  ==>  true
    type(true) == bool  ==>  true
    type(null) == null_type  ==>  true
    type(timestamp(0)) == google.protobuf.Timestamp  ==>  true
    type(duration('0s')) == google.protobuf.Duration  ==>  true
    type(optional.of(1)) == optional_type  ==>  true
    type(ip('::1')) == net.IP  ==>  true
    type(cidr('::/0')) == net.CIDR  ==>  true
    type(int) == type  ==>  true
    type(1) == string  ==>  false
    type(1) == uint  ==>  false
    int == int  ==>  true
    int  ==>  int
    string  ==>  string
    list  ==>  list
    map  ==>  map
    type  ==>  type
    dyn  ==>  dyn
    null_type  ==>  null_type
    bool  ==>  bool
    bytes  ==>  bytes
    double  ==>  double
    uint  ==>  uint
    timestamp  ==>  check error
    duration  ==>  check error
    type(1) in [int, uint]  ==>  true
    type(dyn('a')) in [int, uint]  ==>  false
    [int, string].exists(t, t == type(1))  ==>  true
    """#)

  /// Parts of times.
  static let times = Table(
    #"""
    timestamp('2026-11-26T04:05:06.789Z').getFullYear()  ==>  2026
    timestamp('2026-11-26T04:05:06.789Z').getMonth()  ==>  10
    timestamp('2026-11-26T04:05:06.789Z').getDate()  ==>  26
    timestamp('2026-11-26T04:05:06.789Z').getDayOfMonth()  ==>  25
    timestamp('2026-11-26T04:05:06.789Z').getDayOfWeek()  ==>  4
    timestamp('2026-11-29T04:05:06.789Z').getDayOfWeek()  ==>  0
    timestamp('2026-11-26T04:05:06.789Z').getDayOfYear()  ==>  329
    timestamp('2026-01-01T00:00:00Z').getDayOfYear()  ==>  0
    timestamp('2024-12-31T00:00:00Z').getDayOfYear()  ==>  365
    timestamp('2026-11-26T04:05:06.789Z').getHours()  ==>  4
    timestamp('2026-11-26T04:05:06.789Z').getMinutes()  ==>  5
    timestamp('2026-11-26T04:05:06.789Z').getSeconds()  ==>  6
    timestamp('2026-11-26T04:05:06.789Z').getMilliseconds()  ==>  789
    timestamp('2026-11-26T04:05:06.7899Z').getMilliseconds()  ==>  789
    timestamp('1969-12-31T23:59:59.5Z').getMilliseconds()  ==>  500
    timestamp('1969-12-31T23:59:59.5Z').getSeconds()  ==>  59
    timestamp('0001-01-01T00:00:00Z').getFullYear()  ==>  1
    timestamp('0001-01-01T00:00:00Z').getDayOfWeek()  ==>  1
    timestamp('9999-12-31T23:59:59Z').getDayOfYear()  ==>  364
    timestamp('2026-11-26T04:05:06Z').getHours('UTC')  ==>  4
    timestamp('2026-11-26T04:05:06Z').getHours('+01:00')  ==>  5
    timestamp('2026-11-26T04:05:06Z').getHours('01:00')  ==>  5
    timestamp('2026-11-26T04:05:06Z').getHours('-05:30')  ==>  22
    timestamp('2026-11-26T04:05:06Z').getMinutes('-05:30')  ==>  35
    timestamp('2026-11-26T04:05:06Z').getDate('-05:30')  ==>  25
    timestamp('2026-01-01T00:00:00Z').getFullYear('-00:01')  ==>  2025
    timestamp('2026-01-01T00:00:00Z').getMonth('-00:01')  ==>  11
    timestamp('2026-01-01T00:00:00Z').getDayOfYear('-00:01')  ==>  364
    timestamp('2026-01-01T00:00:00Z').getDayOfWeek('-00:01')  ==>  3
    timestamp('2026-12-31T23:59:59Z').getFullYear('+00:01')  ==>  2027
    timestamp('2026-11-26T04:05:06Z').getHours('+24:00')  ==>  error: invalid-argument
    timestamp('2026-11-26T04:05:06Z').getHours('+1:00')  ==>  error: invalid-argument
    timestamp('2026-11-26T04:05:06Z').getHours('+01:60')  ==>  error: invalid-argument
    timestamp('2026-11-26T04:05:06Z').getHours('Mars/Olympus')  ==>  error: invalid-argument
    timestamp('2026-11-26T04:05:06Z').getHours(1)  ==>  check error
    timestamp('2026-11-26T04:05:06Z').getHours(dyn(1))  ==>  error: no-such-overload
    duration('3661.5s').getHours()  ==>  1
    duration('3661.5s').getMinutes()  ==>  61
    duration('3661.5s').getSeconds()  ==>  3661
    duration('3661.5s').getMilliseconds()  ==>  500
    duration('-3661.5s').getHours()  ==>  -1
    duration('-3661.5s').getSeconds()  ==>  -3661
    duration('-1.25s').getMilliseconds()  ==>  -250
    duration('59m').getHours()  ==>  0
    duration('1s').getFullYear()  ==>  check error
    duration('1s').getHours('UTC')  ==>  check error
    dyn(1).getHours()  ==>  error: no-such-overload
    1.getHours()  ==>  check error
    '2026'.getFullYear()  ==>  check error
    """#)
}
