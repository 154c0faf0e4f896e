"""Expressions from a seed: directed by types, so that most of them check and evaluate.

A production is a line of a table: the type it gives, its precedence, its text with holes. `<int|5>` is a hole for an
int that binds at least as tightly as 5; `<bool;$x=U>` one in whose scope `$x` has the type that `U` stands for.
"""
import random
import re

TERNARY, OR, AND, RELATION, SUM, PRODUCT, UNARY, NUMBER, PRIMARY = range(9)
SCALARS = ["int", "uint", "double", "bool", "string", "bytes", "timestamp", "duration", "null_type", "type"]
KEYS = ["int", "uint", "bool", "string"]
ORDERED = ["int", "uint", "double", "bool", "string", "bytes", "timestamp", "duration"]

PRODUCTIONS = r"""
int 4 <int|4> + <int|5>
int 4 <int|4> - <int|5>
int 5 <int|5> * <int|6>
int 5 <int|5> / <int|6>
int 5 <int|5> % <int|6>
int 6 -<int|8>
uint 4 <uint|4> + <uint|5>
uint 4 <uint|4> - <uint|5>
uint 5 <uint|5> * <uint|6>
uint 5 <uint|5> / <uint|6>
uint 5 <uint|5> % <uint|6>
double 4 <double|4> + <double|5>
double 4 <double|4> - <double|5>
double 5 <double|5> * <double|6>
double 5 <double|5> / <double|6>
double 6 -<double|8>
string 4 <string|4> + <string|5>
bytes 4 <bytes|4> + <bytes|5>
list(T) 4 <list(T)|4> + <list(T)|5>
duration 4 <duration|4> + <duration|5>
duration 4 <duration|4> - <duration|5>
duration 4 <timestamp|4> - <timestamp|5>
timestamp 4 <timestamp|4> + <duration|5>
timestamp 4 <duration|4> + <timestamp|5>
timestamp 4 <timestamp|4> - <duration|5>
bool 1 <bool|2> || <bool|2>
bool 1 <bool|2> || <bool|2> || <bool|2>
bool 2 <bool|3> && <bool|3>
bool 2 <bool|3> && <bool|3> && <bool|3>
bool 6 !<bool|8>
bool 3 <T|4> == <T|4>
bool 3 <T|4> != <T|4>
bool 3 dyn(<T>) == dyn(<U>)
bool 3 dyn(<N>) == <M|4>
bool 3 dyn(<N>) != <M|4>
bool 3 <O|4> < <O|4>
bool 3 <O|4> <= <O|4>
bool 3 <O|4> > <O|4>
bool 3 <O|4> >= <O|4>
bool 3 dyn(<N>) < <M|4>
bool 3 <N|4> >= dyn(<M>)
bool 3 <N|4> <= dyn(<M>)
bool 3 <T|4> in <list(T)|4>
bool 3 <K|4> in <map(K,V)|4>
bool 3 dyn(<N>) in <list(M)|4>
bool 3 dyn(<N>) in <map(K,V)|4>
T 0 <bool|1> ? <T|1> : <T|1>
T 0 <bool|1> ? <T|1> : <T|0>
T 8 <list(T)|8>[<small>]
T 8 <list(T)|8>[dyn(<index>)]
T 8 <map(K,T)|8>[<K>]
T 8 <map(string,T)|8>[<name>]
T 8 <map(string,T)|8>.<field>
T 8 {<name>: <T>, 'zz': <T>}.zz
T 8 cel.bind($x, <U>, <T;$x=U>)
T 8 [<T>, <T>, <T>][<third>]
dyn 8 <document|8>.<path>
dyn 8 dyn(<T>)
dyn 8 [<T>, <U>][<small>]
bool 8 has(<map(string,V)|8>.<field>)
bool 8 has(<document|8>.<path>)
bool 8 <list(U)|8>.all($x, <bool;$x=U>)
bool 8 <list(U)|8>.exists($x, <bool;$x=U>)
bool 8 <list(U)|8>.exists_one($x, <bool;$x=U>)
bool 8 <map(K,V)|8>.all($x, <bool;$x=K>)
bool 8 <map(K,V)|8>.exists($x, <bool;$x=K>)
bool 8 <map(K,V)|8>.exists_one($x, <bool;$x=K>)
bool 8 <list(U)|8>.all($x, $y, <bool;$x=int,$y=U>)
bool 8 <list(U)|8>.exists($x, $y, <bool;$x=int,$y=U>)
bool 8 <map(K,V)|8>.all($x, $y, <bool;$x=K,$y=V>)
bool 8 <map(K,V)|8>.exists($x, $y, <bool;$x=K,$y=V>)
bool 8 <list(U)|8>.existsOne($x, $y, <bool;$x=int,$y=U>)
list(T) 8 <list(U)|8>.map($x, <T;$x=U>)
list(T) 8 <list(U)|8>.map($x, <bool;$x=U>, <T;$x=U>)
list(T) 8 <list(T)|8>.filter($x, <bool;$x=T>)
list(T) 8 <list(U)|8>.transformList($x, $y, <T;$x=int,$y=U>)
list(T) 8 <list(U)|8>.transformList($x, $y, <bool;$x=int,$y=U>, <T;$x=int,$y=U>)
list(O) 8 <map(K,V)|8>.map($x, <O;$x=K>).sort()
int 8 size(<map(K,V)|8>.filter($x, <bool;$x=K>))
int 8 size(<string>)
int 8 size(<bytes>)
int 8 size(<list(U)>)
int 8 size(<map(K,V)>)
int 8 <string|8>.size()
int 8 <bytes|8>.size()
int 8 <list(U)|8>.size()
int 8 <map(K,V)|8>.size()
int 8 int(<uint>)
int 8 int(<double>)
int 8 int(<int>)
int 8 int(<timestamp>)
int 8 int(<number>)
uint 8 uint(<int>)
uint 8 uint(<double>)
uint 8 uint(<uint>)
uint 8 uint(<number>)
double 8 double(<int>)
double 8 double(<uint>)
double 8 double(<double>)
double 8 double(<number>)
bool 8 bool(<truth>)
bool 8 bool(<bool>)
string 8 string(<int>)
string 8 string(<uint>)
string 8 string(<double>)
string 8 string(<bool>)
string 8 string(<bytes>)
string 8 string(<timestamp>)
string 8 string(<duration>)
string 8 string(<string>)
bytes 8 bytes(<string>)
bytes 8 bytes(<bytes>)
timestamp 8 timestamp(<int>)
timestamp 8 timestamp(<timestamp>)
timestamp 8 timestamp(<moment>)
duration 8 duration(<span>)
duration 8 duration(<duration>)
type 8 type(<T>)
bool 3 type(<T>) == type(<U>)
bool 8 <string|8>.contains(<string>)
bool 8 <string|8>.startsWith(<string>)
bool 8 <string|8>.endsWith(<string>)
bool 8 <string|8>.matches(<pattern>)
bool 8 matches(<string>, <pattern>)
int 8 <timestamp|8>.getFullYear()
int 8 <timestamp|8>.getMonth()
int 8 <timestamp|8>.getDate()
int 8 <timestamp|8>.getDayOfMonth()
int 8 <timestamp|8>.getDayOfWeek()
int 8 <timestamp|8>.getDayOfYear()
int 8 <timestamp|8>.getHours()
int 8 <timestamp|8>.getMinutes()
int 8 <timestamp|8>.getSeconds()
int 8 <timestamp|8>.getMilliseconds()
int 8 <timestamp|8>.getHours(<zone>)
int 8 <timestamp|8>.getMinutes(<zone>)
int 8 <timestamp|8>.getDate(<zone>)
int 8 <timestamp|8>.getDayOfWeek(<zone>)
int 8 <timestamp|8>.getDayOfYear(<zone>)
int 8 <timestamp|8>.getFullYear(<zone>)
int 8 <duration|8>.getHours()
int 8 <duration|8>.getMinutes()
int 8 <duration|8>.getSeconds()
int 8 <duration|8>.getMilliseconds()
string 8 <string|8>.charAt(<small>)
int 8 <string|8>.indexOf(<string>)
int 8 <string|8>.indexOf(<string>, <small>)
int 8 <string|8>.lastIndexOf(<string>)
int 8 <string|8>.lastIndexOf(<string>, <small>)
string 8 <list(string)|8>.join()
string 8 <list(string)|8>.join(<string>)
string 8 <string|8>.lowerAscii()
string 8 <string|8>.upperAscii()
string 8 <string|8>.replace(<string>, <string>)
string 8 <string|8>.replace(<string>, <string>, <small>)
list(string) 8 <string|8>.split(<string>)
list(string) 8 <string|8>.split(<string>, <small>)
string 8 <string|8>.substring(<small>)
string 8 <string|8>.substring(<small>, <small>)
string 8 <string|8>.trim()
string 8 <string|8>.reverse()
string 8 strings.quote(<string>)
string 8 '%d'.format([<int>])
string 8 '%d %b'.format([<uint>, <int>])
string 8 '%x|%X|%o'.format([<int>, <uint>, <int>])
string 8 '%x-%X'.format([<string>, <bytes>])
string 8 '%s'.format([<T>])
string 8 '%s %s%%'.format([<T>, <U>])
string 8 '%.3f'.format([<double>])
string 8 '%e'.format([<double>])
string 8 '%f %.0f'.format([<double>, <double>])
string 8 '%b'.format([<bool>])
N 8 math.greatest(<N>, <N>)
N 8 math.least(<N>, <N>)
N 8 math.greatest(<N>)
N 8 math.least([<N>, <N>, <N>])
N 8 math.greatest(<list(N)>)
N 8 math.abs(<N>)
N 8 math.sign(<N>)
double 8 math.ceil(<double>)
double 8 math.floor(<double>)
double 8 math.round(<double>)
double 8 math.trunc(<double>)
double 8 math.sqrt(<N>)
bool 8 math.isNaN(<double>)
bool 8 math.isInf(<double>)
bool 8 math.isFinite(<double>)
I 8 math.bitAnd(<I>, <I>)
I 8 math.bitOr(<I>, <I>)
I 8 math.bitXor(<I>, <I>)
I 8 math.bitNot(<I>)
I 8 math.bitShiftLeft(<I>, <small>)
I 8 math.bitShiftRight(<I>, <small>)
bool 8 sets.contains(<list(T)>, <list(T)>)
bool 8 sets.equivalent(<list(T)>, <list(T)>)
bool 8 sets.intersects(<list(T)>, <list(T)>)
list(T) 8 <list(T)|8>.distinct()
list(T) 8 <list(T)|8>.reverse()
list(T) 8 <list(T)|8>.slice(<small>, <small>)
list(O) 8 <list(O)|8>.sort()
list(T) 8 <list(T)|8>.sortBy($x, <O;$x=T>)
list(dyn) 8 <list(list(T))|8>.flatten()
list(dyn) 8 <list(list(list(T)))|8>.flatten(<small>)
list(int) 8 lists.range(<few>)
string 8 base64.encode(<bytes>)
bytes 8 base64.decode(<base64>)
string 8 regex.replace(<string>, <pattern>, <rewrite>)
string 8 regex.replace(<string>, <pattern>, <rewrite>, <few>)
list(string) 8 regex.extractAll(<string>, <pattern>)
opt(string) 8 regex.extract(<string>, <pattern>)
opt(T) 8 optional.of(<T>)
opt(T) 8 optional.ofNonZeroValue(<T>)
opt(T) 8 optional.none()
opt(T) 8 <map(string,T)|8>.?<field>
opt(T) 8 <map(K,T)|8>[?<K>]
opt(T) 8 <list(T)|8>[?<small>]
opt(T) 8 <opt(T)|8>.or(<opt(T)>)
opt(T) 8 <opt(U)|8>.optMap($x, <T;$x=U>)
opt(T) 8 <opt(U)|8>.optFlatMap($x, <opt(T);$x=U>)
opt(T) 8 <list(T)|8>.first()
opt(T) 8 <list(T)|8>.last()
T 8 <opt(T)|8>.orValue(<T>)
T 8 <opt(T)|8>.value()
bool 8 <opt(T)|8>.hasValue()
bool 3 <opt(T)|4> == <opt(T)|4>
list(T) 8 [?<opt(T)>, <T>]
map(string,T) 8 {?'a': <opt(T)>, 'b': <T>}
"""

HOLE = re.compile(r"<([a-zA-Z_0-9(),]+)(?:\|(\d))?(?:;([^>]*))?>")
PLACEHOLDER = re.compile(r"\$[xy]")
GENERIC = {"T", "U", "V", "K", "N", "M", "O", "I"}


def parse_type(text):
    """`map(string,list(int))` as nested tuples; names stay names."""
    head, _, rest = text.partition("(")
    if not rest:
        return head
    parts, depth, start = [], 0, 0
    inner = rest[:-1]
    for index, character in enumerate(inner):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append(inner[start:index])
            start = index + 1
    parts.append(inner[start:])
    return (head, *map(parse_type, parts))


def substitute(type_, bound):
    if isinstance(type_, tuple):
        return (type_[0], *(substitute(part, bound) for part in type_[1:]))
    return bound.get(type_, type_)


def unify(pattern, type_, bound):
    """Binds the type parameters of a production's result so that it is the type that is wanted."""
    if isinstance(pattern, tuple):
        return (isinstance(type_, tuple) and len(type_) == len(pattern) and type_[0] == pattern[0]
                and all(unify(a, b, bound) for a, b in zip(pattern[1:], type_[1:])))
    if pattern not in GENERIC:
        return pattern == type_
    allowed = {"N": ("int", "uint", "double"), "I": ("int", "uint"), "O": ORDERED, "K": KEYS}.get(pattern)
    if allowed and type_ not in allowed or isinstance(type_, tuple) and type_[0] == "opt":
        return False
    return bound.setdefault(pattern, type_) == type_


class Production:
    def __init__(self, line):
        result, precedence, text = line.split(" ", 2)
        self.result, self.precedence, self.text = parse_type(result), int(precedence), text
        self.parts, position = [], 0
        for match in HOLE.finditer(text):
            self.parts.append(text[position:match.start()])
            scope = [pair.split("=") for pair in (match[3] or "").split(",") if pair]
            self.parts.append((parse_type(match[1]), int(match[2] or 0), [(n, parse_type(t)) for n, t in scope]))
            position = match.end()
        self.parts.append(text[position:])


TABLE = [Production(line) for line in PRODUCTIONS.strip().splitlines()]


class Node:
    """A generated expression: its text, how tightly it binds, what it is made of, and the names it needs."""
    __slots__ = ("text", "precedence", "label", "type", "children", "free")

    def __init__(self, text, precedence, label, type_, children=(), free=frozenset()):
        self.text, self.precedence, self.label, self.type = text, precedence, label, type_
        self.children, self.free = children, free

    def subexpressions(self):
        yield self
        for child in self.children:
            yield from child.subexpressions()


INTEGERS = ["0", "1", "2", "3", "7", "10", "-1", "-2", "-3", "42", "0x1F", "0XA", "255", "1000000007", "2147483647",
            "2147483648", "-2147483648", "4294967295", "9007199254740991", "9007199254740993", "-9007199254740993",
            "9223372036854775807", "-9223372036854775808", "-9223372036854775807", "9223372036854774784",
            "0x7fffffffffffffff", "-0x8000000000000000", "253402300799", "253402300800", "-62135596800",
            "-62135596801", "315576000000", "1577836800"]
UNSIGNED = ["0u", "1u", "2u", "3u", "7u", "10U", "42u", "0xFFu", "0x1fU", "2147483648u", "4294967295u",
            "9007199254740993u", "9223372036854775807u", "9223372036854775808u", "18446744073709551615u",
            "18446744073709549568u"]
DOUBLES = ["0.0", "1.0", "-1.0", "-0.0", "0.5", "1.5", "2.5", "-2.5", "0.1", "0.3", "3.14", "1e3", "1E-3", "1.5e+10",
           "1e21", "1e20", "123456789.125", "9007199254740992.0", "9007199254740993.0", "9223372036854775807.0",
           "9223372036854774784.0", "-9223372036854775808.0", "18446744073709551615.0", "18446744073709549568.0",
           "1e19", "1.7976931348623157e308", "5e-324", "2.2250738585072014e-308", ".5", "1e-7", "0.000001", "1e308",
           "double('NaN')", "double('Infinity')", "double('-Infinity')", "4.35", "1.2345", "-1e-5", "100.0", "0.045"]
STRINGS = ["''", "'a'", "'abc'", "\"b\"", "'b'", "'A'", "'Zz'", "'foo bar'", "' pad '", "'\\t x\\n'", "'αβγ'",
           "'\\u00e9'", "'e\\u0301'", "'é'", "'😀'", "'a😀b'", "'\\U0001F600'", "'\\x41'", "'\\101'", "'\\''", "\"\\\"\"",
           "'\\\\'", "r'a\\b'", "R\"\\n\"", "'''tri'ple'''", "\"\"\"x\ny\"\"\"", "'\\a\\b\\f\\v\\r'", "'\\?\\`'",
           "'\\u200b'", "'ab ab'",
           "'1'", "'-5'", "'true'", "'1.5'", "'\\ufeffx'", "'\\x7f'", "'\\u0085'", "'\\u2003x\\u00a0'", "'İ'", "'ß'",
           "'\\0001'",
           "'k'", "'x'", "'Ａ'", "'\\u0000'", "'100%'", "'a,b,c'", "','", "'ba'", "'\\U0010FFFF'", "'\\uFFFD'",
           "'\\uE000'"]
BYTES = ["b''", "b'a'", "b'abc'", "B\"b\"", "b'\\xff'", "b'\\377\\000'", "b'é'", "b'😀'", "br'\\x'", "b'\\x00\\x01'",
         "b'''q'q'''", "b'\\n'", "b'\\303\\251'", "b'\\xed\\xa0\\x80'", "b'\\xc0\\x80'", "b'\\xf0\\x9f'"]
MOMENTS = ["'2020-01-01T00:00:00Z'", "'2009-02-13T23:31:30Z'", "'1970-01-01T00:00:00.5Z'", "'0001-01-01T00:00:00Z'",
           "'9999-12-31T23:59:59.999999999Z'", "'2024-02-29T12:34:56.123456789Z'", "'2023-12-31T23:59:59+01:00'",
           "'1969-12-31T23:59:59.999Z'", "'2021-03-14T09:59:59Z'", "'2021-11-07T08:30:00Z'", "'1900-01-01T00:00:00Z'",
           "'2020-06-15T06:07:08.009-07:30'", "'2000-02-29T00:00:00Z'", "'2100-02-28T23:59:59Z'"]
BAD_MOMENTS = ["'2020-01-01'", "'2020-13-01T00:00:00Z'", "'2023-02-29T00:00:00Z'", "'x'", "''",
               "'10000-01-01T00:00:00Z'",
               "'2020-01-01T24:00:00Z'", "'2020-01-01 00:00:00Z'", "'2020-01-01T00:00:00'", "'0000-01-01T00:00:00Z'"]
SPANS = ["'0s'", "'1s'", "'1h'", "'90m'", "'1h30m'", "'-1.5s'", "'1ms'", "'1us'", "'1ns'", "'100ms'", "'86400s'",
         "'1h1m1.001s'", "'0.5h'", "'123.456789s'", "'-1h'", "'1.000000001s'", "'-0.000000001s'", "'9000h'", "'+1s'",
         "'.5s'", "'0'", "'1m0.5s'"]
BAD_SPANS = ["'1d'", "'1'", "''", "'s'", "'1 s'", "'1h-1m'", "'abc'", "'--1s'", "'99999999999999999999s'"]
LEAVES = {
    "small": ["0", "1", "2", "3", "0", "1", "-1", "4", "100", "64"], "third": ["0", "1", "2"],
    "index": ["0", "1", "0u", "1u", "0.0", "1.0", "0.5", "2", "true", "'a'"], "few": ["0", "1", "2", "3", "5"],
    "name": ["'a'", "'a'", "'a'", "'b'", "'b'", "'zz'", "'k'", "'no'"],
    "field": ["a", "a", "a", "a", "b", "b", "zz", "k", "no", "`a`"],
    "path": ["a", "b", "a.b", "a[0]", "n", "t", "s", "f", "a[2].b", "missing", "e", "m.k", "l", "l[1]", "z.y",
             "a.size()", "a", "s"],
    "zone": ["'UTC'", "'US/Central'", "'America/New_York'", "'Europe/Berlin'", "'Asia/Kolkata'", "'+11:00'", "'-02:30'",
             "'02:00'", "'Australia/Sydney'", "'Pacific/Apia'", "'Nowhere/City'", "''"],
    "pattern": ["'a'", "'^a'", "'b$'", "'[a-c]+'", "'.'", "'\\\\d+'", "'(a)(b)?'", "'(?i)A'", "''", "'a|b'", "'\\\\pL'",
                "'x*'", "'(a'", "'[é]'", "'^$'", "r'\\s+'", "'(?P<n>b)'", "'a{2}'", "r'\\bfoo\\b'"],
    "rewrite": ["''", "'-'", "'\\\\0'", "'[\\\\1]'", "'$1'", "'\\\\\\\\'", "'\\\\9'"],
    "number": ["'1'", "'-1'", "'1.5'", "'007'", "'0x1f'", "' 1'", "'1e3'", "''", "'9223372036854775807'",
               "'9223372036854775808'", "'-9223372036854775808'", "'18446744073709551615'", "'18446744073709551616'",
               "'abc'", "'+1'", "'1.'", "'.5'", "'inf'", "'NaN'", "'-0'", "'1e400'", "'1_0'", "'0.1'", "'3'"],
    "truth": ["'true'", "'false'", "'True'", "'TRUE'", "'t'", "'f'", "'1'", "'0'", "'F'", "'yes'", "'tRUE'", "''",
              "'T'"],
    "moment": MOMENTS + BAD_MOMENTS[:4], "span": SPANS + BAD_SPANS[:4],
    "base64": ["'YQ=='", "'YQ'", "''", "'aGVsbG8='", "'aGVsbG8'", "'_-8='", "'!!'", "'YWI='", "'/+8='"],
}
TYPES = ["int", "uint", "double", "bool", "string", "bytes", "null_type", "type", "list", "map",
         "google.protobuf.Timestamp",
         "google.protobuf.Duration"]
OTHER_TYPES = SCALARS + [("list", "int"), ("map", "string", "int"), ("list", "string"), ("opt", "int")]


class Generator:
    """Draws expressions. `variables` maps each declared name to its type."""

    def __init__(self, seed, variables):
        self.random = random.Random(seed)
        self.variables = {}
        for name, type_ in variables.items():
            self.variables.setdefault(type_, []).append(name)
        self.fitting = {}
        self.slips = 0.0

    def case(self):
        """One expression and whether it is to be checked before it is evaluated."""
        draw = self.random.random()
        self.slips = 0.12 if draw < 0.15 else 0.0
        checked = self.random.random() < (0.5 if draw < 0.15 else 0.93)
        depth = self.random.choice([1, 2, 2, 3, 3, 3, 4, 4, 5])
        node = self.expression(self.value_type(2), depth, ())
        if 0.15 <= draw < 0.18:
            return Node(self.garbled(node.text), PRIMARY, "garbled", node.type), checked
        return node, checked

    def value_type(self, depth, choice=None):
        draw = self.random.random()
        if depth and draw < 0.15:
            return ("list", self.value_type(depth - 1))
        if depth and draw < 0.23:
            return ("map", self.random.choice(KEYS), self.value_type(depth - 1))
        if draw < 0.27:
            return "dyn"
        return self.random.choices(SCALARS, [6, 3, 4, 8, 6, 2, 3, 3, 1, 1])[0]

    def productions(self, type_):
        if type_ not in self.fitting:
            found = []
            for production in TABLE:
                bound = {}
                if unify(production.result, type_, bound):
                    # What fits every type should not crowd out what fits this one.
                    found.append((production, bound, 0.4 if production.result == "T" else 1.0))
            self.fitting[type_] = ([f[:2] for f in found], [f[2] for f in found])
        return self.fitting[type_]

    def expression(self, type_, depth, scope):
        choose = self.random
        if type_ in LEAVES:
            if choose.random() < 0.8 or type_ in ("field", "path"):
                text = choose.choice(LEAVES[type_])
                kind = "string" if text[0] in "'\"r" else "int"
                return Node(text, UNARY if text[0] == "-" else PRIMARY, "leaf", kind)
            if type_ in ("third", "few", "index"):
                return Node("1", NUMBER, "leaf", "int")
            type_ = "int" if type_ == "small" else "string"
        if type_ == "document":
            return self.variable(choose.choice(self.variables["dyn"]), "dyn")
        if depth <= 0 or choose.random() < 0.12:
            return self.leaf(type_, scope)
        if type_ != "dyn" and choose.random() < 0.03 and not (isinstance(type_, tuple) and type_[0] == "opt"):
            child = self.expression(type_, depth - 1, scope)
            return Node("dyn(%s)" % child.text, PRIMARY, "dyn(<T>)", type_, (child,), child.free)
        candidates, weights = self.productions(type_)
        if not candidates:
            return self.leaf(type_, scope)
        production, bound = choose.choices(candidates, weights)[0]
        return self.filled(production, dict(bound), type_, depth, scope)

    def filled(self, production, bound, type_, depth, scope):
        choose = self.random
        names = {"$x": choose.choice("xyek"), "$y": choose.choice("vwji")}
        text, children, free = "", [], frozenset()
        for part in production.parts:
            if isinstance(part, str):
                text += PLACEHOLDER.sub(lambda match: names[match[0]], part) if "$" in part else part
                continue
            pattern, binding, bindings = part
            wanted = substitute(self.settled(pattern, bound), bound)
            inner = tuple((names[name], substitute(self.settled(t, bound), bound)) for name, t in bindings) + scope
            if self.slips and wanted not in ("field", "path") and choose.random() < self.slips:
                wanted = choose.choice(OTHER_TYPES)
            child = self.expression(wanted, depth - 1, inner)
            children.append(child)
            free = free | (child.free - {names[name] for name, _ in bindings})
            loose = child.precedence < binding or choose.random() < 0.02 and wanted not in ("field", "path")
            text += "(%s)" % child.text if loose else child.text
        return Node(text, production.precedence, production.text, type_, tuple(children), free)

    def settled(self, pattern, bound):
        """Chooses types for the parameters of a hole that nothing has bound so far."""
        if isinstance(pattern, tuple):
            for part in pattern[1:]:
                self.settled(part, bound)
        elif pattern in GENERIC and pattern not in bound:
            choices = {"K": KEYS, "N": KEYS[:2] + ["double"], "M": KEYS[:2] + ["double"], "I": KEYS[:2], "O": ORDERED}
            bound[pattern] = (self.random.choice(choices[pattern]) if pattern in choices else self.value_type(1))
        return pattern

    def variable(self, name, type_):
        return Node(name, PRIMARY, "variable", type_)

    def leaf(self, type_, scope):
        choose = self.random
        near = [name for index, (name, t) in enumerate(scope)
                if t == type_ and all(other != name for other, _ in scope[:index])]
        if near and choose.random() < 0.7:
            name = choose.choice(near)
            return Node(name, PRIMARY, "local", type_, (), frozenset([name]))
        hidden = {name for name, _ in scope}
        declared = [name for name in self.variables.get(type_, []) if name not in hidden]
        if declared and choose.random() < 0.4:
            return self.variable(choose.choice(declared), type_)
        if isinstance(type_, tuple):
            return self.aggregate(type_, scope)
        return self.literal(type_, scope)

    def aggregate(self, type_, scope):
        choose = self.random
        count = choose.choice([0, 1, 1, 2, 2, 3])
        if type_[0] == "opt":
            if not count:
                return Node("optional.none()", PRIMARY, "optional.none()", type_)
            child = self.leaf(type_[1], scope)
            return Node("optional.of(%s)" % child.text, PRIMARY, "optional.of(<T>)", type_, (child,), child.free)
        children, entries, free = [], [], frozenset()
        for index in range(count):
            parts = [self.leaf(part, scope) for part in type_[1:]]
            if type_[1] == "string" and type_[0] == "map" and choose.random() < 0.7:
                parts[0] = Node(["'a'", "'b'", choose.choice(LEAVES["name"])][index], PRIMARY, "leaf", "string")
            children += parts
            free = free.union(*(part.free for part in parts))
            entries.append(": ".join(part.text for part in parts))
        # A key twice is an error: rare, but there.
        if type_[0] == "map" and choose.random() < 0.95:
            entries = list({entry.split(": ")[0]: entry for entry in entries}.values())
        shape = "[%s]" if type_[0] == "list" else "{%s}"
        return Node(shape % ", ".join(entries), PRIMARY, shape % "...", type_, tuple(children), free)

    def literal(self, type_, scope):
        choose = self.random
        if type_ == "dyn":
            child = self.leaf(choose.choice(SCALARS), scope)
            return Node("dyn(%s)" % child.text, PRIMARY, "dyn(<T>)", type_, (child,), child.free)
        if type_ == "bool":
            return Node(choose.choice(["true", "false"]), PRIMARY, "literal", type_)
        if type_ == "null_type":
            return Node("null", PRIMARY, "literal", type_)
        if type_ == "type":
            return Node(choose.choice(TYPES), PRIMARY, "literal", type_)
        if type_ in ("timestamp", "duration"):
            good, bad = (MOMENTS, BAD_MOMENTS) if type_ == "timestamp" else (SPANS, BAD_SPANS)
            argument = choose.choice(bad if choose.random() < 0.04 else good)
            return Node("%s(%s)" % (type_, argument), PRIMARY, "literal", type_)
        texts = {"int": INTEGERS, "uint": UNSIGNED, "double": DOUBLES, "string": STRINGS, "bytes": BYTES}[type_]
        few = {"int": 9, "uint": 6, "double": 13, "string": 12, "bytes": 4}[type_]
        text = choose.choice(texts[:few] if choose.random() < 0.6 else texts)
        if type_ == "double" and choose.random() < 0.1:
            text = repr(choose.uniform(0, 10) * 10 ** choose.randint(-20, 20))
        if type_ == "int" and choose.random() < 0.1:
            text = str(choose.getrandbits(choose.randint(1, 63)))
        isNumber = type_ in ("int", "uint", "double") and not text.startswith("double")
        return Node(text, (UNARY if text[0] == "-" else NUMBER) if isNumber else PRIMARY, "literal", type_)

    def garbled(self, text):
        """The text with one or two places cut, doubled or overwritten: what a parser must refuse, or read alike."""
        choose = self.random
        for _ in range(choose.choice([1, 1, 2])):
            at = choose.randrange(len(text) + 1)
            end = min(len(text), at + choose.choice([0, 1, 1, 2, 4]))
            scraps = ["", "", text[at:end] * 2, " ", "(", ")", "[", "]", "{", "}", ".", ",", "'", "\"", "\\", "-",
                      "!", "?",
                      ":", "0", "x", "u", "e", "&&", "||", "in", " in ", "//", "\n", "=", "<", "null", "@", "`", "$",
                      "#",
                      "é", "\t", "%", "+", "b'", "r", "1.", "0x", "as", "if "]
            text = text[:at] + choose.choice(scraps) + text[end:]
        return text or "'"
