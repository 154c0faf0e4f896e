extension SpecificationTests {
  /// Logic, macros, fields and places.
  static let logic = Table(
    #"""
    true && true  ==>  true
    true && false  ==>  false
    false && true  ==>  false
    false || true  ==>  true
    false || false  ==>  false
    true && 1  ==>  check error
    1 && true  ==>  check error
    'a' || true  ==>  check error
    true && dyn(1)  ==>  error: no-such-overload
    false && dyn(1)  ==>  false
    dyn(1) && false  ==>  false
    dyn('a') || true  ==>  true
    true || dyn('a')  ==>  true
    dyn('a') || false  ==>  error: no-such-overload
    false || dyn(1)  ==>  error: no-such-overload
    dyn(1) && dyn(2)  ==>  error: no-such-overload
    dyn(1) || dyn(2)  ==>  error: no-such-overload
    1 / 0 == 1 && false  ==>  false
    false && 1 / 0 == 1  ==>  false
    1 / 0 == 1 || true  ==>  true
    true || 1 / 0 == 1  ==>  true
    1 / 0 == 1 || false  ==>  error: divide-by-zero
    1 / 0 == 1 && true  ==>  error: divide-by-zero
    true && 1 / 0 == 1  ==>  error: divide-by-zero
    1 / 0 == 1 && 1 / 0 == 1  ==>  error: divide-by-zero
    1 / 0 == 1 && dyn('a')  ==>  error: divide-by-zero
    true && true && true && false  ==>  false
    (1 / 0 == 1 || true) && true  ==>  true
    !(1 / 0 == 1)  ==>  error: divide-by-zero
    !(1 / 0 == 1 && false)  ==>  true
    true ? 1 : 1 / 0  ==>  1
    false ? 1 / 0 : 2  ==>  2
    1 / 0 == 1 ? 1 : 2  ==>  error: divide-by-zero
    true ? 'a' : 'b'  ==>  'a'
    true ? 1 : 'a'  ==>  check error
    true ? dyn(1) : 'a'  ==>  1
    true ? 1 : dyn('a')  ==>  1
    dyn(1) ? 1 : 2  ==>  error: no-such-overload
    dyn('true') ? 1 : 2  ==>  error: no-such-overload
    1 ? 1 : 2  ==>  check error
    null ? 1 : 2  ==>  check error
    true ? null : timestamp(0)  ==>  null
    true ? null : 1  ==>  check error
    true ? [] : [1]  ==>  []
    true ? {} : {'a': 1}  ==>  {}
    (true ? 1 : 2) + 1  ==>  2
    [1, 2, 3].all(x, x > 0)  ==>  true
    [1, 2, 3].all(x, x > 1)  ==>  false
    [].all(x, x > 0)  ==>  true
    [1, 2, 3].all(x, 6 / (2 - x) == 6)  ==>  false
    [1, 2, 3].all(x, 6 / (2 - x) != 0)  ==>  error: divide-by-zero
    [0].all(x, 1 / x == 1)  ==>  error: divide-by-zero
    [dyn(1), dyn('a')].all(x, x == 1)  ==>  false
    [dyn(1), dyn('a')].all(x, x < 5)  ==>  error: no-such-overload
    [dyn('a'), dyn(7)].all(x, x < 5)  ==>  false
    [1].all(x, dyn(x))  ==>  error: no-such-overload
    [1].all(x, x)  ==>  check error
    {'a': 1, 'b': 2}.all(k, k < 'c')  ==>  true
    {'a': 1}.all(k, {'a': 1}[k] == 1)  ==>  true
    {}.all(k, false)  ==>  true
    [1, 2, 3].exists(x, x > 2)  ==>  true
    [1, 2, 3].exists(x, x > 3)  ==>  false
    [].exists(x, true)  ==>  false
    [1, 2, 3].exists(x, 6 / (2 - x) == 6)  ==>  true
    [2].exists(x, 6 / (2 - x) == 6)  ==>  error: divide-by-zero
    [0, 1].exists(x, 1 / x == 1)  ==>  true
    [dyn(1), dyn('a')].exists(x, x == 'a')  ==>  true
    {'a': 1}.exists(k, k == 'a')  ==>  true
    [1, 2, 2].exists_one(x, x == 2)  ==>  false
    [1, 2].exists_one(x, x == 2)  ==>  true
    [1, 2].existsOne(x, x == 2)  ==>  true
    [].exists_one(x, true)  ==>  false
    [1, 2].exists_one(x, x > 5)  ==>  false
    [0, 1].exists_one(x, 1 / x == 1)  ==>  error: divide-by-zero
    {'a': 1, 'b': 2}.exists_one(k, k == 'a')  ==>  true
    [1, 2].exists_one(x, dyn(x))  ==>  error: no-such-overload
    [1, 2, 3].map(x, x * 2)  ==>  [2, 4, 6]
    [].map(x, x)  ==>  []
    [1, 2, 3].map(x, x > 1, x * 2)  ==>  [4, 6]
    [1, 2, 3].map(x, x > 9, x)  ==>  []
    [1, 0].map(x, 1 / x)  ==>  error: divide-by-zero
    [1, 0].map(x, x != 0, 1 / x)  ==>  [1]
    [1].map(x, 'a', x)  ==>  check error
    {'a': 1}.map(k, k + '!')  ==>  ['a!']
    {'a': 1, 'b': 2}.map(k, k == 'a', k)  ==>  ['a']
    [1, 2, 3].filter(x, x % 2 == 1)  ==>  [1, 3]
    [1, 2].filter(x, false)  ==>  []
    [1, 0].filter(x, 1 / x == 1)  ==>  error: divide-by-zero
    [1].filter(x, x)  ==>  check error
    [dyn(1)].filter(x, x)  ==>  error: no-such-overload
    {'a': 1, 'b': 2}.filter(k, k == 'b')  ==>  ['b']
    'abc'.map(x, x)  ==>  check error
    1.all(x, true)  ==>  check error
    dyn(1).all(x, true)  ==>  error: no-such-overload
    dyn('abc').exists(x, true)  ==>  error: no-such-overload
    null.all(x, true)  ==>  check error
    [[1, 2], [3]].map(x, x.map(y, y * 10))  ==>  [[10, 20], [30]]
    [1, 2].map(x, [3, 4].map(y, x * y))  ==>  [[3, 4], [6, 8]]
    [1].map(x, [2].map(x, x))  ==>  [[2]]
    [1, 2].all(x, [x].exists(y, y == x))  ==>  true
    [[1], [2]].exists(x, x.all(x, x == 2))  ==>  true
    [1, 2].filter(x, x > 1).map(y, y * 2).all(z, z == 4)  ==>  true
    [1, 2].map(x, x).size()  ==>  2
    [1].map(x.y, x)  ==>  syntax error
    [1].map(1, 1)  ==>  syntax error
    [1].map('x', 1)  ==>  syntax error
    [1].map(.x, 1)  ==>  syntax error
    [1].all(x)  ==>  check error
    [1].all()  ==>  check error
    [1].map(x, 1, 2, 3)  ==>  check error
    [1].filter(x, true, 1)  ==>  check error
    all(x, true)  ==>  check error
    map([1], x, x)  ==>  check error
    [1].all(__x, __x == 1)  ==>  true
    [1].all(x, y == 1)  ==>  check error
    [1, 2].all(x, x > 0) && x > 0  ==>  check error
    has({'a': 1}.a)  ==>  true
    has({'a': 1}.b)  ==>  false
    has({'a': null}.a)  ==>  true
    has({'a': {'b': 1}}.a.b)  ==>  true
    has({'a': {}}.a.b)  ==>  false
    has({}.a.b)  ==>  error: no-such-field
    has(dyn({}).a.b)  ==>  error: no-such-field
    has({1: 2}.a)  ==>  false
    has(dyn(1).a)  ==>  error: no-such-overload
    has(1.a)  ==>  check error
    has([1].a)  ==>  check error
    has(dyn([]).a)  ==>  error: no-such-overload
    has('a'.b)  ==>  check error
    has(dyn(null).a)  ==>  error: no-such-overload
    has({'a': 1}['a'])  ==>  syntax error
    has({'a': 1})  ==>  syntax error
    has(a)  ==>  syntax error
    has()  ==>  check error
    has({'a': 1}.a, 1)  ==>  check error
    has('a')  ==>  syntax error
    has({'a': 1}.a.size())  ==>  syntax error
    !has({'a': 1}.b)  ==>  true
    has({'a': 1 / 0}.a)  ==>  error: divide-by-zero
    [{'a': 1}, {}].filter(x, has(x.a)).size()  ==>  1
    {'a': 1}.a  ==>  1
    {'a': 1}.b  ==>  error: no-such-field
    {1: 'a'}.a  ==>  error: no-such-field
    {'a': 1}['a']  ==>  1
    {'a': 1}['b']  ==>  error: no-such-key
    {'a': {'b': 2}}.a.b  ==>  2
    {'a': {'b': 2}}.a['b']  ==>  2
    dyn({'a': 1}).a  ==>  1
    dyn(1).a  ==>  error: no-such-overload
    1.a  ==>  check error
    'a'.b  ==>  check error
    null.a  ==>  check error
    [1].a  ==>  check error
    {1: 'a'}[1]  ==>  'a'
    {1: 'a'}[2]  ==>  error: no-such-key
    {1: 'a'}[dyn(1u)]  ==>  'a'
    {1: 'a'}[dyn(1.0)]  ==>  'a'
    {1: 'a'}[dyn(1.5)]  ==>  error: no-such-key
    {1u: 'a'}[dyn(1)]  ==>  'a'
    {1: 'a'}[1.0]  ==>  check error
    {1: 'a'}[1u]  ==>  check error
    {1: 'a'}[dyn('1')]  ==>  error: no-such-key
    {'a': 1}[dyn(null)]  ==>  error: no-such-key
    {true: 'a'}[true]  ==>  'a'
    {true: 'a'}[dyn(1)]  ==>  error: no-such-key
    {'a': 1}[1]  ==>  check error
    {'a': 1, 1: 2}[1]  ==>  2
    [1, 2][0]  ==>  1
    [1, 2][1]  ==>  2
    [1, 2][2]  ==>  error: index-out-of-range
    [1, 2][-1]  ==>  error: index-out-of-range
    [1, 2][0u]  ==>  1
    [1, 2][dyn(0u)]  ==>  1
    [1, 2][dyn(1.0)]  ==>  2
    [1, 2][dyn(0.5)]  ==>  error: invalid-argument
    [1, 2][0.0]  ==>  check error
    [1, 2][dyn('0')]  ==>  error: no-such-overload
    [1, 2]['0']  ==>  check error
    [][0]  ==>  error: index-out-of-range
    'abc'[0]  ==>  check error
    dyn('abc')[0]  ==>  error: no-such-overload
    dyn(1)[0]  ==>  error: no-such-overload
    null[0]  ==>  check error
    [1, 2][9223372036854775807]  ==>  error: index-out-of-range
    [1, 2][dyn(18446744073709551615u)]  ==>  error: index-out-of-range
    {1: 1, 1: 2}  ==>  error: duplicate-key
    {'a': 1, 'a': 1}  ==>  error: duplicate-key
    {1: 1, 1u: 2}  ==>  error: duplicate-key
    {1: 1, dyn(1.0): 2}  ==>  error: invalid-argument
    {true: 1, 1: 2, '1': 3}  ==>  {true: 1, 1: 2, '1': 3}
    {null: 1}  ==>  error: invalid-argument
    {1.5: 1}  ==>  error: invalid-argument
    {b'a': 1}  ==>  error: invalid-argument
    {[1]: 1}  ==>  error: invalid-argument
    {timestamp(0): 1}  ==>  error: invalid-argument
    {dyn(null): 1}  ==>  error: invalid-argument
    {'a': 1 / 0}  ==>  error: divide-by-zero
    [1 / 0]  ==>  error: divide-by-zero
    size({'a': 1})  ==>  1
    size([1, 2])  ==>  2
    size('é')  ==>  1
    size(b'é')  ==>  2
    size('👩‍👩‍👧')  ==>  5
    size(1)  ==>  check error
    size(null)  ==>  check error
    size(dyn(1))  ==>  error: no-such-overload
    size()  ==>  check error
    {'a': 1}.size()  ==>  1
    [].size()  ==>  0
    ''.size()  ==>  0
    b''.size()  ==>  0
    dyn([1]).size()  ==>  1
    """#)
}
