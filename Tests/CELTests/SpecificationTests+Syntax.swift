extension SpecificationTests {
  /// Lexis, literals and grammar.
  static let syntax = Table(
    #"""
    1  ==>  1
    0  ==>  0
    -1  ==>  -1
    007  ==>  7
    0x1F  ==>  31
    0xff  ==>  255
    -0x10  ==>  -16
    0xFFu  ==>  255u
    0xABCDEFabcdef  ==>  188900977659375
    9223372036854775807  ==>  9223372036854775807
    -9223372036854775808  ==>  -9223372036854775808
    9223372036854775808  ==>  syntax error
    - 9223372036854775808  ==>  -9223372036854775808
    --9223372036854775808  ==>  error: overflow
    -0x8000000000000000  ==>  -9223372036854775808
    0x8000000000000000  ==>  syntax error
    0xFFFFFFFFFFFFFFFFu  ==>  18446744073709551615u
    0xFFFFFFFFFFFFFFFF  ==>  syntax error
    18446744073709551615u  ==>  18446744073709551615u
    18446744073709551615U  ==>  18446744073709551615u
    18446744073709551616u  ==>  syntax error
    -1u  ==>  check error
    0x  ==>  syntax error
    0X1  ==>  syntax error
    1.5  ==>  1.5
    .5  ==>  0.5
    -.5  ==>  -0.5
    1e3  ==>  1000.0
    1E3  ==>  1000.0
    1e+3  ==>  1000.0
    1e-3  ==>  0.001
    1.5e3  ==>  1500.0
    .5e1  ==>  5.0
    1e400  ==>  syntax error
    -1e400  ==>  syntax error
    1e-400  ==>  0.0
    1.  ==>  syntax error
    1.e3  ==>  check error
    1e  ==>  syntax error
    1.5u  ==>  syntax error
    1_000  ==>  syntax error
    1L  ==>  syntax error
    ''  ==>  ''
    ""  ==>  ''
    'a'  ==>  'a'
    "a"  ==>  'a'
    '"'  ==>  '"'
    "'"  ==>  '''
    '\''  ==>  '''
    '\"'  ==>  '"'
    '\\'  ==>  '\'
    '\?'  ==>  '?'
    '\`'  ==>  '`'
    '\a\b\f\n\r\t\v' == '\x07\x08\x0c\x0a\x0d\x09\x0b'  ==>  true
    '\x41'  ==>  'A'
    '\X41'  ==>  'A'
    '\101'  ==>  'A'
    '\377' == 'ÿ'  ==>  true
    '\400'  ==>  syntax error
    '\u0041'  ==>  'A'
    '\u00e9' == 'é'  ==>  true
    '\u00E9' == '\u00e9'  ==>  true
    '\U0001F600' == '😀'  ==>  true
    '\ud800'  ==>  syntax error
    '\ud83d\ude00'  ==>  syntax error
    '\U00110000'  ==>  syntax error
    '\U0010FFFF' == '\U0010ffff'  ==>  true
    '\s'  ==>  syntax error
    '\d'  ==>  syntax error
    '\u12'  ==>  syntax error
    '\x4'  ==>  syntax error
    '\1'  ==>  syntax error
    '\18'  ==>  syntax error
    '\'  ==>  syntax error
    r'\'  ==>  '\'
    r'\n' == '\\n'  ==>  true
    R"\d+" == '\\d+'  ==>  true
    r'''a\''' == 'a\\'  ==>  true
    '''a'b''c''' == "a'b''c"  ==>  true
    """a"b""" == 'a"b'  ==>  true
    '''''' == ''  ==>  true
    b''  ==>  b''
    b'abc'  ==>  b'abc'
    B"abc"  ==>  b'abc'
    b'ÿ'  ==>  b'\xc3\xbf'
    b'\xff'  ==>  b'\xff'
    b'\377'  ==>  b'\xff'
    b'\303\277' == b'ÿ'  ==>  true
    b'\u00ff'  ==>  syntax error
    b'\U000000ff'  ==>  syntax error
    b'\a\n'  ==>  b'\x07\x0a'
    br'\n'  ==>  b'\n'
    bR'\n'  ==>  b'\n'
    Br"\x41"  ==>  b'\x41'
    rb'a'  ==>  syntax error
    b'''a'b'''  ==>  b'a'b'
    "a  ==>  syntax error
    'a  ==>  syntax error
    '''a  ==>  syntax error
    'a' 'b'  ==>  syntax error
    'a'b  ==>  syntax error
    true  ==>  true
    false  ==>  false
    null  ==>  null
    True  ==>  check error
    nil  ==>  check error
    true // a comment  ==>  true
    // only a comment  ==>  syntax error
    1 + // between  ==>  syntax error
    /* no */ 1  ==>  syntax error
    [1, 2,]  ==>  [1, 2]
    [,]  ==>  syntax error
    [1,,2]  ==>  syntax error
    {'a': 1,}  ==>  {'a': 1}
    {,}  ==>  syntax error
    {'a'}  ==>  syntax error
    {'a': 1 'b': 2}  ==>  syntax error
    size([1],)  ==>  syntax error
    ()  ==>  syntax error
    (1)  ==>  1
    ((1))  ==>  1
    1 +  ==>  syntax error
    +1  ==>  syntax error
    1 + + 1  ==>  syntax error
    !  ==>  syntax error
    !!true  ==>  true
    !!!true  ==>  false
    !-1  ==>  check error
    -!true  ==>  syntax error
    ---1  ==>  -1
    1 - -1  ==>  2
    1--1  ==>  2
    1 -1  ==>  0
    2 * 3 + 4  ==>  10
    2 + 3 * 4  ==>  14
    (2 + 3) * 4  ==>  20
    10 - 3 - 2  ==>  5
    100 / 10 / 2  ==>  5
    7 % 4 % 2  ==>  1
    2 * 3 % 4  ==>  2
    1 + 2 == 3  ==>  true
    1 < 2 == true  ==>  true
    1 == 1 == true  ==>  true
    true || false && false  ==>  true
    (true || false) && false  ==>  false
    true ? 1 : 2  ==>  1
    false ? 1 : true ? 2 : 3  ==>  2
    true ? false ? 1 : 2 : 3  ==>  syntax error
    true ? (false ? 1 : 2) : 3  ==>  2
    (true ? false : true) ? 1 : 2  ==>  2
    true || false ? 1 : 2  ==>  1
    1 in [1] && true  ==>  true
    !true || true  ==>  true
    !(1 in [2])  ==>  true
    -2 * 3  ==>  -6
    -(2)  ==>  -2
    [1][0]  ==>  1
    {'a': [1]}.a[0]  ==>  1
    {'a': {'b': {'c': 1}}}.a.b.c  ==>  1
    {'a': {'b': 1}}['a'].b  ==>  1
    [[1, 2], [3]][0][1]  ==>  2
    'abc'.size()  ==>  3
    'abc' .size ( )  ==>  3
    [1].map(x,x+1)[0]  ==>  2
    1.size()  ==>  check error
    a.b.  ==>  syntax error
    .1.  ==>  syntax error
    as  ==>  syntax error
    break  ==>  syntax error
    const  ==>  syntax error
    continue  ==>  syntax error
    else  ==>  syntax error
    for  ==>  syntax error
    function  ==>  syntax error
    if  ==>  syntax error
    import  ==>  syntax error
    let  ==>  syntax error
    loop  ==>  syntax error
    package  ==>  syntax error
    namespace  ==>  syntax error
    return  ==>  syntax error
    var  ==>  syntax error
    void  ==>  syntax error
    while  ==>  syntax error
    in  ==>  syntax error
    {'as': 1}.as  ==>  1
    {'break': 1}.break  ==>  1
    {'for': 1}.for  ==>  1
    {'if': 1}.if  ==>  1
    {'namespace': 1}.namespace  ==>  1
    {'package': 1}.package  ==>  1
    {'while': 1}.while  ==>  1
    {'in': 1}.in  ==>  syntax error
    {'true': 1}.true  ==>  syntax error
    {'false': 1}.false  ==>  syntax error
    {'null': 1}.null  ==>  syntax error
    {'in': 1}['in']  ==>  1
    {'a-b': 1}.`a-b`  ==>  1
    {'a.b': 1}.`a.b`  ==>  1
    {'a b': 1}.`a b`  ==>  1
    {'a/b': 1}.`a/b`  ==>  1
    {'in': 1}.`in`  ==>  1
    {'a': 1}.`a`  ==>  1
    {'a': 1}.``  ==>  syntax error
    {'a$b': 1}.`a$b`  ==>  syntax error
    {'a': 1}.`a  ==>  syntax error
    has({'a-b': 1}.`a-b`)  ==>  true
    `a`  ==>  syntax error
    1 = 1  ==>  syntax error
    1 === 1  ==>  syntax error
    1 <> 2  ==>  syntax error
    1 & 2  ==>  syntax error
    1 | 2  ==>  syntax error
    1 ^ 2  ==>  syntax error
    a ? b  ==>  syntax error
    a : b  ==>  syntax error
    [1  ==>  syntax error
    (1  ==>  syntax error
    {'a': 1  ==>  syntax error
    1]  ==>  syntax error
    1)  ==>  syntax error
    a b  ==>  syntax error
    a; b  ==>  syntax error
    #  ==>  syntax error
    @a  ==>  syntax error
    $a  ==>  syntax error
    a@b  ==>  syntax error
    "a" + 'b'  ==>  'ab'
    1 ** 2  ==>  syntax error
    x++  ==>  syntax error
    """#)
}
