extension SpecificationTests {
  /// Optionals, and macros of two variables.
  static let optionals = Table(
    #"""
    optional.of(1)  ==>  optional.of(1)
    optional.none()  ==>  optional.none()
    optional.of(1).hasValue()  ==>  true
    optional.none().hasValue()  ==>  false
    optional.of(1).value()  ==>  1
    optional.none().value()  ==>  error: invalid-argument
    optional.of(null).hasValue()  ==>  true
    optional.of(optional.none()).hasValue()  ==>  true
    optional.ofNonZeroValue(1).hasValue()  ==>  true
    optional.ofNonZeroValue(0).hasValue()  ==>  false
    optional.ofNonZeroValue(0u).hasValue()  ==>  false
    optional.ofNonZeroValue(0.0).hasValue()  ==>  false
    optional.ofNonZeroValue('').hasValue()  ==>  false
    optional.ofNonZeroValue(b'').hasValue()  ==>  false
    optional.ofNonZeroValue(false).hasValue()  ==>  false
    optional.ofNonZeroValue([]).hasValue()  ==>  false
    optional.ofNonZeroValue({}).hasValue()  ==>  false
    optional.ofNonZeroValue(null).hasValue()  ==>  false
    optional.ofNonZeroValue(duration('0s')).hasValue()  ==>  false
    optional.ofNonZeroValue([0]).hasValue()  ==>  true
    optional.ofNonZeroValue('a').value()  ==>  'a'
    optional.of(1).or(optional.of(2)).value()  ==>  1
    optional.none().or(optional.of(2)).value()  ==>  2
    optional.none().or(optional.none()).hasValue()  ==>  false
    optional.of(1).or(optional.of(1 / 0)).value()  ==>  1
    optional.none().or(optional.of(1 / 0)).hasValue()  ==>  error: divide-by-zero
    optional.of(1).orValue(2)  ==>  1
    optional.none().orValue(2)  ==>  2
    optional.of(1).orValue(1 / 0)  ==>  1
    optional.of(1).or(1)  ==>  check error
    optional.of(1).orValue('a')  ==>  check error
    optional.of(1) == optional.of(1)  ==>  true
    optional.of(1) == optional.of(2)  ==>  false
    optional.of(1) != optional.none()  ==>  true
    optional.none() == optional.none()  ==>  true
    optional.of(dyn(1)) == optional.of(1.0)  ==>  true
    optional.of(1) == 1  ==>  check error
    dyn(optional.of(1)) == 1  ==>  false
    {'a': 1}.?a  ==>  optional.of(1)
    {'a': 1}.?b  ==>  optional.none()
    {'a': 1}.?a.value()  ==>  1
    {'a': 1}.?b.orValue(2)  ==>  2
    {'a': {'b': 1}}.?a.b  ==>  optional.of(1)
    {'a': {'b': 1}}.?a.?b  ==>  optional.of(1)
    {'a': {'b': 1}}.?x.b  ==>  optional.none()
    {'a': {'b': 1}}.?x.?b  ==>  optional.none()
    {'a': {'b': 1}}.?a.x  ==>  optional.none()
    {'a': {'b': 1}}.?a['b']  ==>  optional.of(1)
    {'a': [1]}.?a[0]  ==>  optional.of(1)
    {'a': [1]}.?a[1]  ==>  optional.none()
    {'a': [1]}.?x[0]  ==>  optional.none()
    {'a': 1}[?'a']  ==>  optional.of(1)
    {'a': 1}[?'b']  ==>  optional.none()
    {1: 2}[?1]  ==>  optional.of(2)
    {1: 2}[?dyn(1u)]  ==>  optional.of(2)
    {1: 2}[?dyn(1.0)]  ==>  optional.of(2)
    [1, 2][?0]  ==>  optional.of(1)
    [1, 2][?2]  ==>  optional.none()
    [1, 2][?-1]  ==>  optional.none()
    [1, 2][?dyn('a')]  ==>  error: no-such-overload
    [1, 2][?'a']  ==>  check error
    [[1]][?0][?0]  ==>  optional.of(1)
    [[1]][?1][?0]  ==>  optional.none()
    1.?a  ==>  check error
    dyn(1).?a  ==>  error: no-such-overload
    dyn(1)[?0]  ==>  error: no-such-overload
    'a'.?b  ==>  check error
    'a'[?0]  ==>  check error
    optional.of({'a': 1}).a  ==>  optional.of(1)
    optional.of({'a': 1}).b  ==>  optional.none()
    optional.of({'a': 1}).?a  ==>  optional.of(1)
    optional.of({'a': 1})['a']  ==>  optional.of(1)
    optional.of({'a': 1})[?'b']  ==>  optional.none()
    optional.of([1])[0]  ==>  optional.of(1)
    optional.of([1])[1]  ==>  optional.none()
    optional.none().a  ==>  optional.none()
    optional.none()[0]  ==>  optional.none()
    optional.none().?a.b.c  ==>  optional.none()
    optional.of(1).a  ==>  check error
    optional.of(dyn(1)).a  ==>  error: no-such-overload
    optional.of(dyn(1))[0]  ==>  error: no-such-overload
    {'a': 1}.?`a`  ==>  optional.of(1)
    {'a-b': 1}.?`a-b`.value()  ==>  1
    {}.?a.hasValue()  ==>  false
    {'a': null}.?a.hasValue()  ==>  true
    {'a': null}.?a.orValue(1)  ==>  check error
    [?optional.of(1)]  ==>  [1]
    [?optional.none()]  ==>  []
    [1, ?optional.none(), 3]  ==>  [1, 3]
    [?1]  ==>  check error
    [?dyn(1)]  ==>  error: no-such-overload
    [?{'a': 1}.?a, ?{'a': 1}.?b]  ==>  [1]
    {?'a': optional.of(1)}  ==>  {'a': 1}
    {?'a': optional.none()}  ==>  {}
    {'b': 1, ?'a': optional.none()}  ==>  {'b': 1}
    {?'a': 1}  ==>  check error
    {?'a': dyn(1)}  ==>  error: no-such-overload
    {?'a': {'x': 1}.?x, ?'b': {'x': 1}.?y}  ==>  {'a': 1}
    optional.of(1).optMap(x, x + 1)  ==>  optional.of(2)
    optional.none().optMap(x, x + 1)  ==>  optional.none()
    optional.of('a').optMap(x, x.size()).value()  ==>  1
    optional.of(1).optMap(x, 1 / 0)  ==>  error: divide-by-zero
    optional.none().optMap(x, 1 / 0)  ==>  optional.none()
    optional.of(1).optFlatMap(x, optional.of(x + 1))  ==>  optional.of(2)
    optional.of(1).optFlatMap(x, optional.none())  ==>  optional.none()
    optional.none().optFlatMap(x, optional.of(1))  ==>  optional.none()
    optional.of(1).optFlatMap(x, 1)  ==>  check error
    optional.of(1).optMap(1, 1)  ==>  syntax error
    1.optMap(x, x)  ==>  check error
    dyn(1).optMap(x, x)  ==>  error: no-such-overload
    optional.of(1).optMap(x, [1].map(x, x))  ==>  optional.of([1])
    has(optional.of({'a': 1}).a)  ==>  true
    has(optional.of({'a': 1}).b)  ==>  false
    has(optional.none().a)  ==>  false
    has({'a': {'b': 1}}.?a.b)  ==>  true
    has({}.?a.b)  ==>  false
    has({'a': optional.none()}.a)  ==>  true
    optional.unwrap([optional.of(1), optional.none(), optional.of(2)])  ==>  [1, 2]
    [optional.of(1), optional.none()].unwrapOpt()  ==>  [1]
    optional.unwrap([])  ==>  []
    optional.unwrap([1])  ==>  check error
    optional.unwrap(dyn([1]))  ==>  error: no-such-overload
    type(optional.of(1))  ==>  optional_type
    type(optional.of(1)) == type(optional.none())  ==>  true
    optional.of(1) + 1  ==>  check error
    optional.of(1).value() + 1  ==>  2
    optional.of()  ==>  check error
    optional.of(1, 2)  ==>  check error
    optional.none(1)  ==>  check error
    optional.some(1)  ==>  check error
    {'a': optional.of(1)}.a.orValue(0)  ==>  1
    [optional.of(1), optional.none()].map(x, x.orValue(0))  ==>  [1, 0]
    {'k': {'sub': 'v'}}.?k.optFlatMap(k, k.?sub).value()  ==>  'v'
    [1, 2, 3].all(i, v, i < v)  ==>  true
    [1, 2, 3].all(i, v, v > 1)  ==>  false
    {'a': 'b', 'c': 'c'}.all(k, v, k != v)  ==>  false
    {}.all(k, v, false)  ==>  true
    [].all(i, v, 1 / 0 == 1)  ==>  true
    [1, 0].all(i, v, 1 / v == 1)  ==>  error: divide-by-zero
    [0, 2].all(i, v, 1 / v == 1)  ==>  false
    [1, 2].exists(i, v, i == 1 && v == 2)  ==>  true
    [1, 2].exists(i, v, i == v)  ==>  false
    {'greeting': 'hello'}.exists(k, v, k.startsWith('greet') && v.endsWith('lo'))  ==>  true
    [0, 1].exists(i, v, 1 / v == 1)  ==>  true
    [1, 2, 1].existsOne(i, v, v == 1)  ==>  false
    [1, 2].existsOne(i, v, v == 1)  ==>  true
    [1, 2].exists_one(i, v, v == 1)  ==>  true
    {'i': 0, 'j': 1}.existsOne(k, v, v == 1)  ==>  true
    [0, 1].existsOne(i, v, 1 / v == 1)  ==>  error: divide-by-zero
    [1, 2, 3].transformList(i, v, i * v + v)  ==>  [1, 4, 9]
    [1, 2, 3].transformList(i, v, i % 2 == 0, v)  ==>  [1, 3]
    {'a': 1}.transformList(k, v, k + string(v))  ==>  ['a1']
    {'a': 1, 'b': 2}.transformList(k, v, v > 1, k)  ==>  ['b']
    [].transformList(i, v, v)  ==>  []
    [0].transformList(i, v, 1 / v)  ==>  error: divide-by-zero
    [1, 2, 3].transformMap(i, v, v * v)  ==>  {0: 1, 1: 4, 2: 9}
    [1, 2, 3].transformMap(i, v, i > 0, v)  ==>  {1: 2, 2: 3}
    {'a': 1}.transformMap(k, v, v + 1)  ==>  {'a': 2}
    {'a': 1, 'b': 2}.transformMap(k, v, k == 'b', v)  ==>  {'b': 2}
    {}.transformMap(k, v, v)  ==>  {}
    {'a': 0}.transformMap(k, v, 1 / v)  ==>  error: divide-by-zero
    {'a': 'b'}.transformMapEntry(k, v, {v: k})  ==>  {'b': 'a'}
    [1, 2].transformMapEntry(i, v, {v: i})  ==>  {1: 0, 2: 1}
    [1, 2].transformMapEntry(i, v, i == 0, {v: i})  ==>  {1: 0}
    [1].transformMapEntry(i, v, {'x': i, 'y': v})  ==>  {'x': 0, 'y': 1}
    [1].transformMapEntry(i, v, {})  ==>  {}
    [1, 1].transformMapEntry(i, v, {v: i})  ==>  error: duplicate-key
    {'a': 'x', 'b': 'x'}.transformMapEntry(k, v, {v: k})  ==>  error: duplicate-key
    [0, 1].transformMapEntry(i, v, {i == 0 ? dyn(1) : dyn(1u): v})  ==>  error: duplicate-key
    [1].transformMapEntry(i, v, v)  ==>  check error
    [1].transformMapEntry(i, v, dyn(v))  ==>  error: no-such-overload
    [1].all(x, x, true)  ==>  syntax error
    [1].all(i, 1, true)  ==>  syntax error
    [1].all(1, v, true)  ==>  syntax error
    [1].all(i, v.x, true)  ==>  syntax error
    [1].transformList(i, v)  ==>  check error
    1.transformList(i, v, v)  ==>  check error
    dyn(1).transformMap(i, v, v)  ==>  error: no-such-overload
    [1].exists(i, v, v)  ==>  check error
    [[1, 2]].all(i, v, v.all(j, w, w > j))  ==>  true
    [1].transformList(i, v, [2].transformList(i, v, v + i))  ==>  [[2]]
    """#)
}
