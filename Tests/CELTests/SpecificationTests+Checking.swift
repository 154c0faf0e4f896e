extension SpecificationTests {
  /// The types of expressions.
  static let types = Table(
    #"""
    1  ==>  int
    1u  ==>  uint
    1.0  ==>  double
    'a'  ==>  string
    b'a'  ==>  bytes
    true  ==>  bool
    null  ==>  null_type
    []  ==>  list(dyn)
    {}  ==>  map(dyn, dyn)
    [1]  ==>  list(int)
    [1, 2u]  ==>  list(dyn)
    [1, null]  ==>  list(dyn)
    [null, timestamp(0)]  ==>  list(timestamp)
    [[]]  ==>  list(list(dyn))
    [[], [1]]  ==>  list(list(int))
    [[1], []]  ==>  list(list(int))
    [[], [[]], [[[]]]]  ==>  list(list(list(list(dyn))))
    {'a': 1}  ==>  map(string, int)
    {'a': 1, 'b': 'c'}  ==>  map(string, dyn)
    {'a': 1, 2: 3}  ==>  map(dyn, int)
    {'a': [], 'b': [1]}  ==>  map(string, list(int))
    [{}, {'a': 1}]  ==>  list(map(string, int))
    [1, dyn(1)]  ==>  list(dyn)
    [dyn(1), 1]  ==>  list(dyn)
    [[1], [dyn(1)]]  ==>  list(list(dyn))
    true ? 1 : 2  ==>  int
    true ? [] : [1]  ==>  list(int)
    true ? dyn(1) : 'a'  ==>  dyn
    true ? null : timestamp(0)  ==>  timestamp
    1 + 1  ==>  int
    dyn(1) + 1  ==>  int
    1 + dyn(1)  ==>  int
    dyn(1) + dyn(1)  ==>  dyn
    dyn(1) + 'a'  ==>  string
    dyn(1) + [1]  ==>  list(int)
    dyn(1) - timestamp(0)  ==>  duration
    timestamp(0) - timestamp(0)  ==>  duration
    timestamp(0) - duration('1s')  ==>  timestamp
    timestamp(0) - dyn(1)  ==>  dyn
    [1] + [2]  ==>  list(int)
    [] + [1]  ==>  list(int)
    [1] + []  ==>  list(int)
    -1  ==>  int
    -dyn(1)  ==>  dyn
    !dyn(1)  ==>  bool
    1 < 2  ==>  bool
    dyn(1) == 'a'  ==>  bool
    1 in [1]  ==>  bool
    [1][0]  ==>  int
    [[1]][0]  ==>  list(int)
    [][0]  ==>  dyn
    {'a': 1}['a']  ==>  int
    {'a': 1}.a  ==>  int
    {'a': {'b': 1u}}.a.b  ==>  uint
    dyn({}).a  ==>  dyn
    dyn([])[0]  ==>  dyn
    has({'a': 1}.a)  ==>  bool
    [1].all(x, x > 0)  ==>  bool
    [1].map(x, x * 2)  ==>  list(int)
    [1].map(x, string(x))  ==>  list(string)
    [1].map(x, [x])  ==>  list(list(int))
    [].map(x, x)  ==>  list(dyn)
    [1].filter(x, x > 0)  ==>  list(int)
    {'a': 1}.map(k, k)  ==>  list(string)
    {'a': 1}.filter(k, true)  ==>  list(string)
    {1: 'a'}.map(k, k + 1)  ==>  list(int)
    dyn([1]).map(x, x)  ==>  list(dyn)
    [1].map(x, x > 0, 'a')  ==>  list(string)
    [1].transformList(i, v, string(v))  ==>  list(string)
    {'a': 1}.transformList(k, v, k)  ==>  list(string)
    [1].transformMap(i, v, string(v))  ==>  map(int, string)
    {'a': 1}.transformMap(k, v, [v])  ==>  map(string, list(int))
    {'a': 1}.transformMapEntry(k, v, {v: k})  ==>  map(int, string)
    [1].transformMapEntry(i, v, {})  ==>  map(dyn, dyn)
    cel.bind(x, 1, [x])  ==>  list(int)
    cel.bind(x, [], x)  ==>  list(dyn)
    optional.none()  ==>  optional_type(dyn)
    optional.of(1)  ==>  optional_type(int)
    optional.of([])  ==>  optional_type(list(dyn))
    optional.of(1).value()  ==>  int
    optional.none().value()  ==>  dyn
    optional.of(1).or(optional.none())  ==>  optional_type(int)
    optional.none().or(optional.of(1))  ==>  optional_type(int)
    optional.none().orValue(1)  ==>  int
    [optional.none(), optional.of(1)]  ==>  list(optional_type(int))
    [optional.of(dyn(1)), optional.of(1)]  ==>  list(optional_type(dyn))
    [optional.of(1), null]  ==>  list(optional_type(int))
    {'a': 1}.?a  ==>  optional_type(int)
    {'a': {'b': 1}}.?a.b  ==>  optional_type(int)
    [1][?0]  ==>  optional_type(int)
    optional.of({'a': 1}).a  ==>  optional_type(int)
    optional.of([1])[0]  ==>  optional_type(int)
    [?optional.of(1)]  ==>  list(int)
    {?'a': optional.of(1)}  ==>  map(string, int)
    optional.of(1).optMap(x, string(x))  ==>  optional_type(string)
    optional.of(1).optFlatMap(x, optional.of(string(x)))  ==>  optional_type(string)
    optional.of([1]).optMap(x, x[0])  ==>  optional_type(int)
    optional.unwrap([optional.of(1)])  ==>  list(int)
    type(1)  ==>  type(int)
    type([1])  ==>  type(list(int))
    type(type(1))  ==>  type(type(int))
    int  ==>  type(int)
    list  ==>  type(list(dyn))
    map  ==>  type(map(dyn, dyn))
    type  ==>  type(type)
    [type([]), int]  ==>  list(type(dyn))
    [int, type([])]  ==>  list(type(dyn))
    true ? int : string  ==>  type(dyn)
    type(1) == int  ==>  bool
    type(dyn(1))  ==>  type(dyn)
    size([1])  ==>  int
    dyn([1])  ==>  dyn
    'a'.split(',')  ==>  list(string)
    ['a'].join()  ==>  string
    '%s'.format([1])  ==>  string
    math.greatest(1, 2)  ==>  int
    math.greatest(1, 2.0)  ==>  dyn
    math.greatest([1.0])  ==>  double
    math.greatest(1, 2, 3)  ==>  int
    math.abs(-1)  ==>  int
    math.abs(1u)  ==>  uint
    math.sqrt(4)  ==>  double
    [1].distinct()  ==>  list(int)
    [[1]].flatten()  ==>  list(int)
    [[1]].flatten(1)  ==>  list(dyn)
    [1].sort()  ==>  list(int)
    ['a'].sortBy(x, x)  ==>  list(string)
    [1].first()  ==>  optional_type(int)
    [].first()  ==>  optional_type(dyn)
    [1].slice(0, 1)  ==>  list(int)
    lists.range(1)  ==>  list(int)
    {'a': 1}.merge({})  ==>  map(string, int)
    sets.contains([1], [1])  ==>  bool
    regex.extract('a', 'a')  ==>  optional_type(string)
    regex.extractAll('a', 'a')  ==>  list(string)
    ip('::1')  ==>  net.IP
    cidr('::/0')  ==>  net.CIDR
    cidr('::/0').ip()  ==>  net.IP
    cidr('::/0').prefixLength()  ==>  int
    timestamp(0).getHours()  ==>  int
    """#)

  /// Expressions that were not checked.
  static let unchecked = Table(
    #"""
    x  ==>  error: unbound
    x || true  ==>  true
    x && false  ==>  false
    f_unknown(1)  ==>  error: undeclared
    f_unknown(1) || true  ==>  true
    'a'.unknown()  ==>  error: undeclared
    1 + 'a'  ==>  error: no-such-overload
    1 + 1u  ==>  error: no-such-overload
    1 == 'a'  ==>  false
    1 == 1.0  ==>  true
    1 == 1u  ==>  true
    1 < 'a'  ==>  error: no-such-overload
    1 < 1.5  ==>  true
    1 in 1  ==>  error: no-such-overload
    1 in {1u: 2}  ==>  true
    'a' in 'abc'  ==>  error: no-such-overload
    true ? 1 : 'a'  ==>  1
    1 ? 1 : 2  ==>  error: no-such-overload
    [1] + ['a']  ==>  [1, 'a']
    [1][0.0]  ==>  1
    [1][1.0]  ==>  error: index-out-of-range
    {1: 2}[1.0]  ==>  2
    {'a': 1}.a  ==>  1
    {'a': 1}.b  ==>  error: no-such-field
    1.a  ==>  error: no-such-overload
    null.a  ==>  error: no-such-overload
    null.?a  ==>  error: no-such-overload
    has(1.a)  ==>  error: no-such-overload
    has({}.a)  ==>  false
    has({}.a.b)  ==>  error: no-such-field
    -1u  ==>  error: no-such-overload
    !1  ==>  error: no-such-overload
    size(1)  ==>  error: no-such-overload
    int(true)  ==>  error: no-such-overload
    string(null)  ==>  error: no-such-overload
    string([1])  ==>  error: no-such-overload
    timestamp(1u)  ==>  error: no-such-overload
    duration(1)  ==>  error: no-such-overload
    bool(1)  ==>  error: no-such-overload
    bytes(1)  ==>  error: no-such-overload
    double(true)  ==>  error: no-such-overload
    math.abs(-1)  ==>  1
    math.ceil(1)  ==>  error: no-such-overload
    math.foo(1)  ==>  error: undeclared
    math.greatest('a')  ==>  error: no-such-overload
    math.greatest(1, 'a', 2)  ==>  error: no-such-overload
    math.greatest()  ==>  error: no-such-overload
    math.least([])  ==>  error: invalid-argument
    optional.of(1).orValue('a')  ==>  1
    [?1]  ==>  error: no-such-overload
    {?'a': 1}  ==>  error: no-such-overload
    1.optMap(x, x)  ==>  error: no-such-overload
    [1].all(x, y == 1)  ==>  error: unbound
    [1].all(x, x)  ==>  error: no-such-overload
    [1].exists(x, x.y == 1)  ==>  error: no-such-overload
    [1].map(x, x.y)  ==>  error: no-such-overload
    1.all(x, true)  ==>  error: no-such-overload
    [1].map(x)  ==>  error: undeclared
    type(1) == int  ==>  true
    google.protobuf.Timestamp == type(timestamp(0))  ==>  true
    int  ==>  int
    foo  ==>  error: unbound
    foo.bar  ==>  error: unbound
    .int  ==>  int
    sets.contains(['a'], [1])  ==>  false
    [1, 'a'].sort()  ==>  error: no-such-overload
    [[1]].sort()  ==>  error: no-such-overload
    [1, 2].flatten()  ==>  [1, 2]
    'abc'[0]  ==>  error: no-such-overload
    'a'.charAt('b')  ==>  error: no-such-overload
    'a'.matches('(')  ==>  error: invalid-argument
    '%d'.format(['a'])  ==>  error: no-such-overload
    ip('::1').family()  ==>  6
    ip(1)  ==>  error: no-such-overload
    regex.extract(1, 'a')  ==>  error: no-such-overload
    cel.bind(x, 1, x + 1)  ==>  2
    cel.bind(x)  ==>  error: undeclared
    cel.bind(x, 1, y)  ==>  error: unbound
    base64.encode('a')  ==>  error: no-such-overload
    json.encode([1])  ==>  '[1]'
    timestamp(0).getHours(1)  ==>  error: no-such-overload
    """#)
}
