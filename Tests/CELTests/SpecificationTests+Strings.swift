extension SpecificationTests {
  /// Strings, patterns and formats.
  static let strings = Table(
    #"""
    'abc'.contains('b')  ==>  true
    'abc'.contains('')  ==>  true
    ''.contains('a')  ==>  false
    'é'.contains('e')  ==>  false
    'e\u0301'.contains('e')  ==>  true
    'abc'.startsWith('ab')  ==>  true
    'abc'.startsWith('')  ==>  true
    'abc'.startsWith('abcd')  ==>  false
    'abc'.endsWith('bc')  ==>  true
    'abc'.endsWith('')  ==>  true
    'abc'.endsWith('ab')  ==>  false
    'abc'.contains(1)  ==>  check error
    contains('abc', 'b')  ==>  check error
    1.contains('a')  ==>  check error
    dyn(1).contains('a')  ==>  error: no-such-overload
    'abc'.matches('b')  ==>  true
    'abc'.matches('^b')  ==>  false
    'abc'.matches('^abc$')  ==>  true
    'abc'.matches('')  ==>  true
    matches('abc', 'a.c')  ==>  true
    'abc'.matches('[a-c]+')  ==>  true
    'a\nb'.matches('a.b')  ==>  false
    'a\nb'.matches('(?s)a.b')  ==>  true
    'ABC'.matches('(?i)abc')  ==>  true
    'λ'.matches(r'^\pL$')  ==>  true
    'é'.matches('^.$')  ==>  true
    '👍'.matches('^.$')  ==>  true
    'abc'.matches('(')  ==>  error: invalid-argument
    'abc'.matches('a(?=b)')  ==>  error: invalid-argument
    'abc'.matches(r'(a)\1')  ==>  error: invalid-argument
    'abc'.matches('[')  ==>  error: invalid-argument
    'abc'.matches('a{1001}')  ==>  error: invalid-argument
    'abc'.matches(dyn('('))  ==>  error: invalid-argument
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(a+)+$')  ==>  false
    'tacocat'.charAt(3)  ==>  'o'
    'tacocat'.charAt(7)  ==>  ''
    'tacocat'.charAt(8)  ==>  error: index-out-of-range
    'tacocat'.charAt(-1)  ==>  error: index-out-of-range
    '©αT'.charAt(1)  ==>  'α'
    '😀a'.charAt(1)  ==>  'a'
    'tacocat'.indexOf('')  ==>  0
    'tacocat'.indexOf('ac')  ==>  1
    'tacocat'.indexOf('none')  ==>  -1
    'tacocat'.indexOf('', 3)  ==>  3
    'tacocat'.indexOf('a', 3)  ==>  5
    'tacocat'.indexOf('at', 3)  ==>  5
    'tacocat'.indexOf('', 7)  ==>  7
    'tacocat'.indexOf('a', 7)  ==>  -1
    'tacocat'.indexOf('a', 8)  ==>  error: index-out-of-range
    'tacocat'.indexOf('a', -1)  ==>  error: index-out-of-range
    ''.indexOf('')  ==>  0
    ''.indexOf('a')  ==>  -1
    'ta©o©αT'.indexOf('©')  ==>  2
    'ta©o©αT'.indexOf('©', 3)  ==>  4
    'ta©o©αT'.indexOf('©αT', 3)  ==>  4
    'tacocat'.lastIndexOf('')  ==>  7
    'tacocat'.lastIndexOf('at')  ==>  5
    'tacocat'.lastIndexOf('none')  ==>  -1
    'tacocat'.lastIndexOf('a', 3)  ==>  1
    'tacocat'.lastIndexOf('', 3)  ==>  3
    'tacocat'.lastIndexOf('a', 0)  ==>  -1
    'tacocat'.lastIndexOf('t', 0)  ==>  0
    'tacocat'.lastIndexOf('a', 7)  ==>  5
    'tacocat'.lastIndexOf('a', 8)  ==>  error: index-out-of-range
    'tacocat'.lastIndexOf('a', -1)  ==>  error: index-out-of-range
    'ta©o©αT'.lastIndexOf('©')  ==>  4
    'ta©o©αT'.lastIndexOf('©', 3)  ==>  2
    ''.lastIndexOf('')  ==>  0
    'a'.lastIndexOf('aa')  ==>  -1
    ['x', 'y'].join()  ==>  'xy'
    ['x', 'y'].join('-')  ==>  'x-y'
    [].join()  ==>  ''
    [].join('-')  ==>  ''
    ['x'].join('-')  ==>  'x'
    ['x', ' '].join('|')  ==>  'x| '
    ['x', 1].join()  ==>  error: no-such-overload
    [1, 2].join()  ==>  check error
    dyn(['x', 1]).join('-')  ==>  error: no-such-overload
    'TacoCat'.lowerAscii()  ==>  'tacocat'
    'TacoCÆt'.lowerAscii()  ==>  'tacocÆt'
    'tacoCat'.upperAscii()  ==>  'TACOCAT'
    'tacoCαt'.upperAscii()  ==>  'TACOCαT'
    ''.upperAscii()  ==>  ''
    '12 days 12 hours'.replace('{0}', '2')  ==>  '12 days 12 hours'
    '{0} days {0} hours'.replace('{0}', '2')  ==>  '2 days 2 hours'
    '{0} days {0} hours'.replace('{0}', '2', 1)  ==>  '2 days {0} hours'
    '{0} days {0} hours'.replace('{0}', '2', 0)  ==>  '{0} days {0} hours'
    '{0} days {0} hours'.replace('{0}', '2', -1)  ==>  '2 days 2 hours'
    '1 ©αT taco'.replace('αT', 'o©α')  ==>  '1 ©o©α taco'
    'abc'.replace('', '_')  ==>  '_a_b_c_'
    'abc'.replace('', '_', 1)  ==>  '_abc'
    ''.replace('', '_')  ==>  '_'
    'aaa'.replace('aa', 'b')  ==>  'ba'
    'abc'.replace('b', '')  ==>  'ac'
    'hello world'.split(' ')  ==>  ['hello', 'world']
    'hello world events!'.split(' ', 0)  ==>  []
    'hello world events!'.split(' ', 1)  ==>  ['hello world events!']
    'hello world events!'.split(' ', 2)  ==>  ['hello', 'world events!']
    'hello world events!'.split(' ', -1)  ==>  ['hello', 'world', 'events!']
    'o©o©o©o'.split('©', -1)  ==>  ['o', 'o', 'o', 'o']
    'abc'.split('')  ==>  ['a', 'b', 'c']
    'abc'.split('', 2)  ==>  ['a', 'bc']
    ''.split(',')  ==>  ['']
    ''.split('')  ==>  []
    ',a,'.split(',')  ==>  ['', 'a', '']
    'tacocat'.substring(4)  ==>  'cat'
    'tacocat'.substring(7)  ==>  ''
    'tacocat'.substring(8)  ==>  error: index-out-of-range
    'tacocat'.substring(-1)  ==>  error: index-out-of-range
    'tacocat'.substring(0, 4)  ==>  'taco'
    'tacocat'.substring(4, 4)  ==>  ''
    'tacocat'.substring(2, 1)  ==>  error: index-out-of-range
    'tacocat'.substring(0, 8)  ==>  error: index-out-of-range
    'tacocat'.substring(-1, 2)  ==>  error: index-out-of-range
    'ta©o©αT'.substring(2, 6)  ==>  '©o©α'
    'ta©o©αT'.substring(7, 7)  ==>  ''
    ' \f\n\r\t\vtext  '.trim()  ==>  'text'
    '\u0085\u00a0\u1680text'.trim()  ==>  'text'
    'text\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009'.trim()  ==>  'text'
    '\u200atext\u2028\u2029\u202F\u205F\u3000'.trim()  ==>  'text'
    '\u180etext'.trim() == '\u180etext'  ==>  true
    '\u200b\u200c\u200d\u2060\ufefftext'.trim() == '\u200b\u200c\u200d\u2060\ufefftext'  ==>  true
    '  '.trim()  ==>  ''
    ''.trim()  ==>  ''
    'gums'.reverse()  ==>  'smug'
    ''.reverse()  ==>  ''
    'palindrome'.reverse()  ==>  'emordnilap'
    'ta©o'.reverse()  ==>  'o©at'
    'e\u0301'.reverse() == '\u0301e'  ==>  true
    strings.quote('first\nsecond') == "\"first\\nsecond\""  ==>  true
    strings.quote("bell\a") == "\"bell\\a\""  ==>  true
    strings.quote("\bbackspace") == "\"\\bbackspace\""  ==>  true
    strings.quote("form feed\f") == "\"form feed\\f\""  ==>  true
    strings.quote("\rcr") == "\"\\rcr\""  ==>  true
    strings.quote("tab\t") == "\"tab\\t\""  ==>  true
    strings.quote("vertical\v") == "\"vertical\\v\""  ==>  true
    strings.quote("a\\b") == "\"a\\\\b\""  ==>  true
    strings.quote('"q"') == "\"\\\"q\\\"\""  ==>  true
    strings.quote("'") == "\"'\""  ==>  true
    strings.quote('ta©o') == '"ta©o"'  ==>  true
    strings.quote('') == '""'  ==>  true
    strings.quote(1)  ==>  check error
    'abc'.charAt('1')  ==>  check error
    'abc'.substring(1u)  ==>  check error
    1.charAt(0)  ==>  check error
    '%s'.format(['a'])  ==>  'a'
    '%s'.format([1])  ==>  '1'
    '%s'.format([1u])  ==>  '1'
    '%s'.format([1.0])  ==>  '1'
    '%s'.format([1.5])  ==>  '1.5'
    '%s'.format([1e21])  ==>  '1000000000000000000000'
    '%s'.format([1e-7])  ==>  '0.0000001'
    '%s'.format([-0.0])  ==>  '-0'
    '%s'.format([0.0 / 0.0])  ==>  'NaN'
    '%s'.format([-1.0 / 0.0])  ==>  '-Infinity'
    '%s'.format([true])  ==>  'true'
    '%s'.format([null])  ==>  'null'
    '%s'.format([b'xyz'])  ==>  'xyz'
    '%s'.format([b'\xff\xfeab']) == '\ufffdab'  ==>  true
    '%s'.format([timestamp('2026-01-01T01:00:00+01:00')])  ==>  '2026-01-01T00:00:00Z'
    '%s'.format([duration('1h45m47s')])  ==>  '6347s'
    '%s'.format([duration('-1.5s')])  ==>  '-1.5s'
    '%s'.format([type(1)])  ==>  'int'
    '%s'.format([[1, 'a', null, [2.5]]])  ==>  '[1, a, null, [2.5]]'
    '%s'.format([{'b': 1, 'a': [true]}])  ==>  '{a: [true], b: 1}'
    '%s'.format([{2: 'x', 10: 'y'}])  ==>  '{10: y, 2: x}'
    '%s'.format([optional.of(1)])  ==>  error: no-such-overload
    '%s'.format([ip('::1')])  ==>  error: no-such-overload
    '%s %s'.format(['a', 'b'])  ==>  'a b'
    '%s %s'.format(['a'])  ==>  error: index-out-of-range
    '%s'.format(['a', 'b'])  ==>  'a'
    '%s'.format([])  ==>  error: index-out-of-range
    '%%'.format([])  ==>  '%'
    '%%%s%%'.format(['a'])  ==>  '%a%'
    '%'.format([])  ==>  error: invalid-argument
    '100%'.format([])  ==>  error: invalid-argument
    '%q'.format([1])  ==>  error: invalid-argument
    '%S'.format(['a'])  ==>  error: invalid-argument
    '%E'.format([1.0])  ==>  error: invalid-argument
    '%5d'.format([1])  ==>  error: invalid-argument
    '%-d'.format([1])  ==>  error: invalid-argument
    '%d'.format([42])  ==>  '42'
    '%d'.format([-42])  ==>  '-42'
    '%d'.format([42u])  ==>  '42'
    '%d'.format([3.14])  ==>  '3.14'
    '%d'.format([0.0 / 0.0])  ==>  'NaN'
    '%d'.format(['a'])  ==>  error: no-such-overload
    '%d'.format([null])  ==>  error: no-such-overload
    '%d'.format([true])  ==>  error: no-such-overload
    '%d'.format([duration('1s')])  ==>  error: no-such-overload
    '%f'.format([2.71828])  ==>  '2.718280'
    '%f'.format([2])  ==>  '2.000000'
    '%f'.format([2u])  ==>  '2.000000'
    '%.0f'.format([2.5])  ==>  '2'
    '%.0f'.format([3.5])  ==>  '4'
    '%.0f'.format([-0.5])  ==>  '-0'
    '%.3f'.format([1.2345])  ==>  '1.234'
    '%.3f'.format([-123.4999])  ==>  '-123.500'
    '%.10f'.format([1.0])  ==>  '1.0000000000'
    '%.2f'.format([1e15])  ==>  '1000000000000000.00'
    '%.1f'.format([0.25])  ==>  '0.2'
    '%.1f'.format([0.35])  ==>  '0.3'
    '%f'.format([1.0 / 0.0])  ==>  'Infinity'
    '%f'.format(['a'])  ==>  error: no-such-overload
    '%f'.format([null])  ==>  error: no-such-overload
    '%.f'.format([1.0])  ==>  error: invalid-argument
    '%.-1f'.format([1.0])  ==>  error: invalid-argument
    '%e'.format([2.71828])  ==>  '2.718280e+00'
    '%e'.format([0.0])  ==>  '0.000000e+00'
    '%e'.format([1234567.0])  ==>  '1.234567e+06'
    '%.3e'.format([1234567.0])  ==>  '1.235e+06'
    '%.0e'.format([15.0])  ==>  '2e+01'
    '%.0e'.format([25.0])  ==>  '2e+01'
    '%e'.format([-0.00012])  ==>  '-1.200000e-04'
    '%e'.format([5e-324])  ==>  '4.940656e-324'
    '%e'.format([1])  ==>  '1.000000e+00'
    '%e'.format([1u])  ==>  '1.000000e+00'
    '%e'.format([-1.0 / 0.0])  ==>  '-Infinity'
    '%e'.format(['a'])  ==>  error: no-such-overload
    '%b'.format([5])  ==>  '101'
    '%b'.format([-5])  ==>  '-101'
    '%b'.format([5u])  ==>  '101'
    '%b'.format([true])  ==>  '1'
    '%b'.format([false])  ==>  '0'
    '%b'.format([1.0])  ==>  error: no-such-overload
    '%b'.format(['a'])  ==>  error: no-such-overload
    '%o'.format([64])  ==>  '100'
    '%o'.format([-64])  ==>  '-100'
    '%o'.format([64u])  ==>  '100'
    '%o'.format([1.0])  ==>  error: no-such-overload
    '%x'.format([255])  ==>  'ff'
    '%X'.format([255])  ==>  'FF'
    '%x'.format([-255])  ==>  '-ff'
    '%x'.format([255u])  ==>  'ff'
    '%x'.format(['é'])  ==>  'c3a9'
    '%X'.format(['Hi!'])  ==>  '486921'
    '%x'.format([b'\x0f\xff'])  ==>  '0fff'
    '%X'.format([b'\x0f\xff'])  ==>  '0FFF'
    '%x'.format([1.0])  ==>  error: no-such-overload
    '%x'.format([null])  ==>  error: no-such-overload
    '%x'.format([''])  ==>  ''
    '%d'.format([9223372036854775807])  ==>  '9223372036854775807'
    '%x'.format([18446744073709551615u])  ==>  'ffffffffffffffff'
    '%b'.format([-9223372036854775808])  ==>  '-1000000000000000000000000000000000000000000000000000000000000000'
    '%s'.format('a')  ==>  check error
    '%s'.format()  ==>  check error
    1.format([1])  ==>  check error
    dyn('%s').format([1])  ==>  '1'
    '%s'.format(dyn([1]))  ==>  '1'
    '%s'.format(dyn('a'))  ==>  error: no-such-overload
    """#)
}
