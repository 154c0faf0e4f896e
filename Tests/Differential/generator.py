"""Expressions from a seed: directed by types, so that most of them check and evaluate, and wrong on purpose now and then.

A type is a text or a tuple: "int", ("list", T), ("map", K, V), ("opt", T). Every production gives text and the level
of its outermost operator, so that parentheses stand only where they must, or by whim.
"""
import datetime
import random

PRIMARY, UNARY, MULTIPLY, ADD, RELATION, AND, OR, CONDITIONAL = 7, 6, 5, 4, 3, 2, 1, 0
SCALARS = ["int", "uint", "double", "bool", "string", "bytes", "timestamp", "duration"]
KEYS = ["int", "uint", "string", "bool"]
ZONES = ["'UTC'", "'US/Central'", "'Europe/Berlin'", "'Asia/Kolkata'", "'+11:00'", "'-09:30'", "'02:00'",
         "'America/St_Johns'", "'Australia/Lord_Howe'", "'Nowhere/None'", "''"]
INTS = ["0", "1", "-1", "2", "3", "7", "10", "-5", "42", "100", "63", "64", "255", "0x1F", "-0xa", "2147483648",
        "9007199254740993", "9223372036854775807", "-9223372036854775808", "4611686018427387904", "1000000007"]
UINTS = ["0u", "1u", "2U", "3u", "10u", "0xFFu", "64u", "9223372036854775808u", "18446744073709551615u",
         "9007199254740993u"]
DOUBLES = ["0.0", "-0.0", "1.0", "-1.0", "0.5", "-2.5", "1.5", "2.5", "3.14159", "1e3", "1E-7", "1e21", "1e16", ".5",
           "123456789.125", "0.1", "0.3", "1.7976931348623157e308", "5e-324", "2.2250738585072014e-308",
           "9007199254740993.0", "9223372036854775807.0", "-9223372036854775808.0", "18446744073709551615.0",
           "1e+2", "0.000001", "1234.5678", "99999999999999990000.0"]
STRINGS = ["''", "'a'", "\"b\"", "'abc'", "'hello world'", "'h\\u00e9llo'", "'\\U0001F600x'", "'😀a😀'", "'πέντε'",
           "'e\\u0301'", "'\\x41\\101'", "r'raw\\n'", "'''it's'''", "\"\"\"two\nlines\"\"\"", "'a,b,,c'", "' trim\\t\\n'",
           "'tab\\there'", "'quote\\'s\\\"'", "'1'", "'-42'", "'true'", "'TRUE'", "'3.5'", "'0x10'", "'1e5'",
           "'aGVsbG8='", "'aGVsbG8'", "'a|b'", "'(a+)(b?)'", "'\\a\\b\\f\\v\\?\\`'", "'\\0'", "'ABC xyz'", "'ßıİǅ'",
           "'%s'", "'\\\\'", "'aXbXc'", "'X'", "'nul\\u0000'", "'ab' 'c'", "'z'", "'{\"a\":1}'", "'NaN'", "'Infinity'"]
BYTES = ["b''", "b'a'", "b'abc'", "b'\\xff\\x00'", "b'\\303\\277'", "b'é'", "B\"x\"", "br'\\n'", "b'''q'''", "b'😀'",
         "b'\\xe2\\x82'", "rb'x'"]
TIMESTAMPS = ["2020-02-29T12:34:56Z", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z",
              "2021-03-28T01:30:00+01:00", "2009-02-13T23:31:30.123456789Z", "1969-12-31T23:59:59.5Z",
              "2024-12-31T23:59:59-08:00", "2000-01-01T00:00:00.000001Z", "2023-11-05T06:30:00Z", "2020-02-30T00:00:00Z",
              "2020-01-01", "2020-01-01T24:00:00Z", "2020-01-01t00:00:00z", "0000-01-01T00:00:00Z",
              "2016-12-31T23:59:60Z", "10000-01-01T00:00:00Z", "1900-03-01T12:00:00Z"]
DURATIONS = ["0s", "1s", "1h30m", "-1.5s", "100ms", "3us", "1ns", "1.5h", "0", "24h", "-0.000000001s", "2562047h47m16s",
             "1m1s", "3600s", "1000000s", "60.001s", ".5s", "1.s", "1d", "s", "", "-", "1", "1h-1m", "+1s", "1µs",
             "9223372036s", "9223372037s", "0.0000000001s", "1h 1m"]
PATTERNS = ["'a'", "'^a'", "'[a-c]+'", "'(a)(b)?'", "'.*'", "'\\\\d+'", "'o$'", "'(?i)ABC'", "''", "'('", "'[[:alpha:]]'",
            "'\\\\pL'", "'x*'", "'(?P<n>b)'", "'a|b'", "'\\\\bw'", "'(?=a)'", "'^$'"]
RESERVED = ["as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
            "namespace", "return", "var", "void", "while", "in", "true", "null"]
FIELDS = ["a", "b", "key", "x_y"]
FORMATS = ["%s", "%d", "%f", "%.2f", "%e", "%.3e", "%b", "%x", "%X", "%o", "%%", "%.0f", "%q", "%", "a%sb", "%.15f"]


class Generator:
  """One stream of expressions. `names` are the variables that may be read: name to type."""

  def __init__(self, seed, names):
    self.random = random.Random(seed)
    self.globals = list(names.items())
    self.scope = []
    self.count = 0

  # Choices

  def chance(self, share):
    return self.random.random() < share

  def pick(self, items):
    return items[int(self.random.random() * len(items))]

  def any_type(self, depth=1):
    roll = self.random.random()
    if depth <= 0 or roll < 0.62:
      return self.pick(SCALARS)
    if roll < 0.80:
      return ("list", self.any_type(depth - 1))
    if roll < 0.93:
      return ("map", self.pick(KEYS), self.any_type(depth - 1))
    return self.pick(["type", "null", "dyn"])

  def expression(self):
    """A whole expression, small or large."""
    self.scope, self.count = [], 0
    self.wrong = 0.05 if self.chance(0.3) else 0.0
    self.vague = 0.1 if self.chance(0.3) else 0.01
    depth = self.pick([1, 2, 2, 3, 3, 4, 5])
    kind = self.any_type(2)
    if self.chance(0.08):
      kind = ("opt", kind)
    text = self.make(kind, depth)[0]
    if kind[0] == "opt":
      text = "[?" + self.at(kind, depth, CONDITIONAL) + "]"
    if self.chance(0.05):
      text = self.damaged(text)
    return text

  def damaged(self, text):
    """A text with one thing changed that no grammar foresaw."""
    place = int(self.random.random() * (len(text) + 1))
    other = int(self.random.random() * (len(text) + 1))
    low, high = min(place, other), max(place, other)
    roll = self.random.random()
    if roll < 0.3:
      return text[:place] + text[place + 1:]
    if roll < 0.5:
      extra = self.pick(list("()[]{}.,?:!-+*/%<>=&|'\"`@#$;\\ \n01xu") + RESERVED + ["&&", "||", "==", "in ", "?."])
      return text[:place] + extra + text[place:]
    if roll < 0.7:
      return text[:low] + text[high:high + 3] + text[low:high]
    if roll < 0.85:
      return text[:low] + text[low:high] * 2 + text[high:]
    return text[:high]

  # Text

  def at(self, kind, depth, level):
    """An expression of a type, in parentheses where its operator binds less than `level`."""
    text, own = self.make(kind, depth)
    if own < level or self.chance(0.03):
      return "(" + text + ")"
    return text

  def operand(self, kind, depth):
    return self.at(kind, depth, PRIMARY)

  def argument(self, kind, depth):
    return self.at(kind, depth, CONDITIONAL)

  def make(self, kind, depth):
    self.count += 1
    if self.wrong and self.chance(self.wrong):
      kind = self.any_type(1)
    if self.chance(self.vague) and kind != "dyn" and kind[0] != "opt":
      return "dyn(" + self.make(kind, depth - 1)[0] + ")", PRIMARY
    if depth <= 0 or self.count > 60 or self.chance(0.12):
      return self.leaf(kind, depth)
    if self.chance(0.16):
      made = self.general(kind, depth - 1)
      if made:
        return made
    name = kind if isinstance(kind, str) else kind[0]
    return getattr(self, "make_" + name)(kind, depth - 1)

  def variable(self, kind):
    fitting = [name for name, type_ in self.scope if type_ == kind] * 3
    fitting += [name for name, type_ in self.globals if type_ == kind]
    return self.pick(fitting) if fitting else None

  def leaf(self, kind, depth):
    if self.chance(0.5):
      name = self.variable(kind)
      if name:
        return name, PRIMARY
    if kind == "int":
      text = self.pick(INTS) if self.chance(0.4) else str(self.random.randrange(-12, 13))
      return text, UNARY if text[0] == "-" else PRIMARY
    if kind == "uint":
      return (self.pick(UINTS) if self.chance(0.4) else "%du" % self.random.randrange(0, 12)), PRIMARY
    if kind == "double":
      if self.chance(0.1):
        return self.pick(["(0.0 / 0.0)", "(1.0 / 0.0)", "(-1.0 / 0.0)", "double('NaN')"]), PRIMARY
      text = self.pick(DOUBLES) if self.chance(0.6) else repr(self.random.randrange(-40, 41) / 4)
      return text, UNARY if text[0] == "-" else PRIMARY
    if kind == "bool":
      return self.pick(["true", "false"]), PRIMARY
    if kind == "string":
      return self.pick(STRINGS) if self.chance(0.7) else "'" + self.pick(["a", "b", "c", "ab", "abc", "bca"]) + "'", PRIMARY
    if kind == "bytes":
      return self.pick(BYTES[:-1]) if self.chance(0.98) else BYTES[-1], PRIMARY
    if kind == "timestamp":
      texts = TIMESTAMPS[:10] if self.chance(0.9) else TIMESTAMPS
      return "timestamp('%s')" % self.pick(texts), PRIMARY
    if kind == "duration":
      texts = DURATIONS[:17] if self.chance(0.9) else DURATIONS
      return "duration('%s')" % self.pick(texts), PRIMARY
    if kind == "null":
      return "null", PRIMARY
    if kind == "type":
      return self.pick(["int", "uint", "double", "bool", "string", "bytes", "list", "map", "null_type", "type",
                        "google.protobuf.Timestamp", "google.protobuf.Duration"]), PRIMARY
    if kind == "dyn":
      return "dyn(" + self.leaf(self.any_type(0), 0)[0] + ")", PRIMARY
    if kind[0] == "list":
      if depth <= -2:
        return "[]", PRIMARY
      return "[" + ", ".join(self.argument(kind[1], depth - 2) for _ in range(self.pick([0, 1, 2, 2, 3]))) + "]", PRIMARY
    if kind[0] == "map":
      if depth <= -2:
        return "{}", PRIMARY
      return "{" + ", ".join(
          self.argument(kind[1], -1) + ": " + self.argument(kind[2], depth - 2)
          for _ in range(self.pick([0, 1, 1, 2, 3]))) + "}", PRIMARY
    if depth <= -3 or self.chance(0.3):
      return "optional.none()", PRIMARY
    return "optional.of(" + self.argument(kind[1], depth - 1) + ")", PRIMARY

  # What fits every type

  def general(self, kind, depth):
    roll = self.random.random()
    if roll < 0.30:
      return (self.at("bool", depth, OR) + " ? " + self.at(kind, depth, OR) + " : "
              + self.at(kind, depth, CONDITIONAL)), CONDITIONAL
    if roll < 0.42:
      return self.operand(("list", kind), depth) + "[" + self.argument("int", 0) + "]", PRIMARY
    if roll < 0.54:
      key = self.pick(KEYS)
      whole = self.operand(("map", key, kind), depth)
      if key == "string" and self.chance(0.6):
        return whole + "." + self.pick(FIELDS), PRIMARY
      return whole + "[" + self.argument(key, 0) + "]", PRIMARY
    if kind[0] == "opt":
      return None
    if roll < 0.64:
      name, type_ = self.fresh(), self.any_type(1)
      value = self.argument(type_, depth)
      with Scope(self, (name, type_)):
        return "cel.bind(%s, %s, %s)" % (name, value, self.argument(kind, depth)), PRIMARY
    if roll < 0.78:
      return self.operand(("opt", kind), depth) + ".orValue(" + self.argument(kind, depth - 1) + ")", PRIMARY
    if roll < 0.84:
      return self.operand(("opt", kind), depth) + ".value()", PRIMARY
    return None

  def fresh(self):
    return self.pick(["x", "y", "z", "e", "acc", "s", "i"])

  def call(self, target, name, *arguments):
    return target + "." + name + "(" + ", ".join(arguments) + ")", PRIMARY

  def binary(self, operator, kind, depth, level):
    text = self.at(kind, depth, level) + " " + operator + " " + self.at(kind, depth, level + 1)
    return text, level

  # Each type

  def number(self, kind, depth, operators):
    operator = self.pick(operators)
    return self.binary(operator, kind, depth, ADD if operator in "+-" else MULTIPLY)

  def make_int(self, kind, depth):
    a = self.argument
    roll = int(self.random.random() * 24)
    if roll < 7:
      return self.number("int", depth, ["+", "-", "*", "/", "%"])
    if roll == 7:
      return "-" + self.at("int", depth, UNARY), UNARY
    if roll < 10:
      kind = self.pick(["string", "bytes", ("list", self.any_type(1)), ("map", self.pick(KEYS), self.any_type(0))])
      if self.chance(0.5):
        return "size(" + a(kind, depth) + ")", PRIMARY
      return self.call(self.operand(kind, depth), "size")
    if roll < 13:
      return "int(" + a(self.pick(["int", "uint", "double", "string", "timestamp"]), depth) + ")", PRIMARY
    if roll < 16:
      name = self.pick(["getFullYear", "getMonth", "getDayOfYear", "getDate", "getDayOfMonth", "getDayOfWeek",
                        "getHours", "getMinutes", "getSeconds", "getMilliseconds"])
      zone = [self.pick(ZONES[:8] if self.chance(0.9) else ZONES)] if self.chance(0.4) else []
      return self.call(self.operand("timestamp", depth), name, *zone)
    if roll < 18:
      name = self.pick(["getHours", "getMinutes", "getSeconds", "getMilliseconds"])
      return self.call(self.operand("duration", depth), name)
    if roll < 20:
      rest = [a("int", 0)] if self.chance(0.3) else []
      return self.call(self.operand("string", depth), self.pick(["indexOf", "lastIndexOf"]), a("string", 0), *rest)
    return self.math("int", depth)

  def math(self, kind, depth):
    a = self.argument
    roll = self.random.random()
    if roll < 0.3:
      name = self.pick(["math.greatest", "math.least"])
      if self.chance(0.2):
        return name + "(" + a(("list", kind), depth) + ")", PRIMARY
      return name + "(" + ", ".join(a(kind, depth - 1) for _ in range(self.pick([1, 2, 2, 3, 4]))) + ")", PRIMARY
    if roll < 0.5:
      return self.pick(["math.abs", "math.sign"]) + "(" + a(kind, depth) + ")", PRIMARY
    if roll < 0.65:
      return "math.bitNot(" + a(kind, depth) + ")", PRIMARY
    if roll < 0.82:
      name = self.pick(["math.bitAnd", "math.bitOr", "math.bitXor"])
      return name + "(" + a(kind, depth) + ", " + a(kind, depth) + ")", PRIMARY
    return self.pick(["math.bitShiftLeft", "math.bitShiftRight"]) + "(%s, %s)" % (a(kind, depth), a("int", 0)), PRIMARY

  def make_uint(self, kind, depth):
    roll = self.random.random()
    if roll < 0.5:
      return self.number("uint", depth, ["+", "-", "*", "/", "%"])
    if roll < 0.75:
      return "uint(" + self.argument(self.pick(["int", "uint", "double", "string"]), depth) + ")", PRIMARY
    return self.math("uint", depth)

  def make_double(self, kind, depth):
    roll = self.random.random()
    if roll < 0.4:
      return self.number("double", depth, ["+", "-", "*", "/"])
    if roll < 0.47:
      return "-" + self.at("double", depth, UNARY), UNARY
    if roll < 0.65:
      return "double(" + self.argument(self.pick(["int", "uint", "double", "string"]), depth) + ")", PRIMARY
    if roll < 0.72:
      return "math.sqrt(" + self.argument(self.pick(["int", "uint", "double"]), depth) + ")", PRIMARY
    if roll < 0.8:
      name = self.pick(["math.greatest", "math.least", "math.abs", "math.sign"])
      return name + "(" + self.argument("double", depth) + ")", PRIMARY
    return self.pick(["math.ceil", "math.floor", "math.round", "math.trunc"]) + "(%s)" % self.argument("double", depth), PRIMARY

  def make_bool(self, kind, depth):
    a = self.argument
    roll = int(self.random.random() * 30)
    if roll < 4:
      operator = self.pick(["<", "<=", ">", ">="])
      return self.binary(operator, self.pick(SCALARS), depth, RELATION)
    if roll < 6:
      operator = self.pick(["<", "<=", ">", ">=", "==", "!="])
      first, second = self.pick(["int", "uint", "double"]), self.pick(["int", "uint", "double"])
      return "dyn(%s) %s %s" % (a(first, depth), operator, self.at(second, depth, ADD)), RELATION
    if roll < 9:
      return self.binary(self.pick(["==", "!="]), self.any_type(2), depth, RELATION)
    if roll == 9:
      operator = self.pick(["==", "!="])
      return "dyn(%s) %s dyn(%s)" % (a(self.any_type(2), depth), operator, a(self.any_type(2), depth)), RELATION
    if roll < 12:
      if self.chance(0.5):
        type_ = self.any_type(1)
        return self.at(type_, depth, ADD) + " in " + self.at(("list", type_), depth, ADD), RELATION
      key = self.pick(KEYS)
      return self.at(key, depth, ADD) + " in " + self.at(("map", key, self.any_type(0)), depth, ADD), RELATION
    if roll < 15:
      return self.binary("&&", "bool", depth, AND)
    if roll < 18:
      return self.binary("||", "bool", depth, OR)
    if roll == 18:
      return "!" + self.at("bool", depth, UNARY), UNARY
    if roll < 22:
      return self.quantifier(depth)
    if roll == 22:
      return "has(" + self.operand(("map", "string", self.any_type(0)), depth) + "." + self.pick(FIELDS) + ")", PRIMARY
    if roll < 25:
      name = self.pick(["startsWith", "endsWith", "contains"])
      return self.call(self.operand("string", depth), name, a("string", 0))
    if roll == 25:
      if self.chance(0.3):
        return "matches(%s, %s)" % (a("string", depth), self.pick(PATTERNS)), PRIMARY
      return self.call(self.operand("string", depth), "matches", self.pick(PATTERNS))
    if roll == 26:
      return "bool(" + a(self.pick(["bool", "string"]), depth) + ")", PRIMARY
    if roll == 27:
      type_ = self.any_type(0)
      name = self.pick(["sets.contains", "sets.equivalent", "sets.intersects"])
      return name + "(%s, %s)" % (a(("list", type_), depth), a(("list", type_), depth)), PRIMARY
    if roll == 28:
      return self.pick(["math.isNaN", "math.isInf", "math.isFinite"]) + "(" + a("double", depth) + ")", PRIMARY
    return self.call(self.operand(("opt", self.any_type(0)), depth), "hasValue")

  def quantifier(self, depth):
    name = self.fresh()
    macro = self.pick(["all", "exists", "exists_one"])
    if self.chance(0.15):
      second = self.pick(["v", "w"])
      type_ = self.any_type(0)
      is_map = self.chance(0.5)
      first, whole = ("string", ("map", "string", type_)) if is_map else ("int", ("list", type_))
      target = self.operand(whole, depth)
      macro = self.pick(["all", "exists", "existsOne"])
      with Scope(self, (name, first), (second, type_)):
        return self.call(target, macro, name, second, self.argument("bool", depth))
    type_, whole = self.iterated()
    target = self.operand(whole, depth)
    with Scope(self, (name, type_)):
      return self.call(target, macro, name, self.argument("bool", depth))

  def iterated(self):
    if self.chance(0.2):
      key = self.pick(KEYS)
      return key, ("map", key, self.any_type(0))
    type_ = self.any_type(1)
    return type_, ("list", type_)

  def make_string(self, kind, depth):
    a = self.argument
    o = self.operand("string", depth)
    roll = int(self.random.random() * 22)
    if roll < 4:
      return self.binary("+", "string", depth, ADD)
    if roll < 8:
      return "string(" + a(self.pick(SCALARS), depth) + ")", PRIMARY
    if roll == 8:
      return self.call(o, "charAt", a("int", 0))
    if roll < 11:
      return self.call(o, "substring", *[a("int", 0) for _ in range(self.pick([1, 2]))])
    if roll < 13:
      return self.call(o, "replace", a("string", 0), a("string", 0), *([a("int", 0)] if self.chance(0.3) else []))
    if roll < 16:
      return self.call(o, self.pick(["lowerAscii", "upperAscii", "trim", "reverse"]))
    if roll == 16:
      return "strings.quote(" + a("string", depth) + ")", PRIMARY
    if roll == 17:
      return self.call(self.operand(("list", "string"), depth), "join", *([a("string", 0)] if self.chance(0.6) else []))
    if roll == 18:
      return "base64.encode(" + a("bytes", depth) + ")", PRIMARY
    if roll == 19:
      count = [a("int", 0)] if self.chance(0.3) else []
      swap = self.pick(["'x'", "'\\\\1'", "'<\\\\0>'", "'\\\\2\\\\1'", "'\\\\9'", "'\\\\'", "''"])
      return "regex.replace(" + ", ".join([a("string", depth), self.pick(PATTERNS), swap] + count) + ")", PRIMARY
    wanted = {"%d": ["int", "uint"], "%b": ["int", "uint", "bool"], "%o": ["int", "uint"], "%x": ["int", "string", "bytes"]}
    clauses = [self.pick(FORMATS) for _ in range(self.pick([1, 1, 2, 3]))]
    arguments = []
    for clause in clauses:
      if clause == "%%":
        continue
      kind = self.pick(wanted.get(clause.lower(), ["double"] if clause[-1] in "fe" else [self.any_type(1)]))
      arguments.append(a(kind, depth - 1))
    if self.chance(0.05):
      arguments = arguments[1:]
    return "'" + " ".join(clauses) + "'.format([" + ", ".join(arguments) + "])", PRIMARY

  def make_bytes(self, kind, depth):
    roll = self.random.random()
    if roll < 0.45:
      return self.binary("+", "bytes", depth, ADD)
    if roll < 0.8:
      return "bytes(" + self.argument(self.pick(["string", "bytes"]), depth) + ")", PRIMARY
    if self.chance(0.6):
      return "base64.decode(base64.encode(" + self.argument("bytes", depth) + "))", PRIMARY
    return "base64.decode(" + self.argument("string", depth) + ")", PRIMARY

  def make_timestamp(self, kind, depth):
    roll = self.random.random()
    if roll < 0.55:
      return self.at("timestamp", depth, ADD) + self.pick([" + ", " - "]) + self.at("duration", depth, MULTIPLY), ADD
    if roll < 0.65:
      return self.at("duration", depth, ADD) + " + " + self.at("timestamp", depth, MULTIPLY), ADD
    return "timestamp(" + self.argument(self.pick(["int", "timestamp", "string"]), depth) + ")", PRIMARY

  def make_duration(self, kind, depth):
    roll = self.random.random()
    if roll < 0.45:
      return self.binary(self.pick(["+", "-"]), "duration", depth, ADD)
    if roll < 0.8:
      return self.binary("-", "timestamp", depth, ADD)
    return "duration(" + self.argument(self.pick(["duration", "string"]), depth) + ")", PRIMARY

  def make_null(self, kind, depth):
    return self.leaf(kind, depth)

  def make_type(self, kind, depth):
    return "type(" + self.argument(self.any_type(2), depth) + ")", PRIMARY

  def make_dyn(self, kind, depth):
    return "dyn(" + self.argument(self.any_type(2), depth) + ")", PRIMARY

  def make_list(self, kind, depth):
    item = kind[1]
    roll = int(self.random.random() * 22)
    whole = self.operand(kind, depth) if roll < 17 else ""
    if roll < 3:
      return self.binary("+", kind, depth, ADD)
    if roll < 7:
      name = self.fresh()
      type_, source = self.iterated()
      target = self.operand(source, depth)
      with Scope(self, (name, type_)):
        if self.chance(0.25):
          return self.call(target, "map", name, self.argument("bool", depth), self.argument(item, depth))
        return self.call(target, "map", name, self.argument(item, depth))
    if roll < 10:
      name = self.fresh()
      with Scope(self, (name, item)):
        return self.call(whole, "filter", name, self.argument("bool", depth))
    if roll < 12:
      return self.call(whole, self.pick(["reverse", "distinct", "sort"]))
    if roll == 12:
      return self.call(whole, "slice", self.argument("int", -1), self.argument("int", -1))
    if roll == 13:
      name = self.fresh()
      with Scope(self, (name, item)):
        return self.call(whole, "sortBy", name, self.argument(self.pick(["int", "string", "double"]), depth - 1))
    if roll == 14:
      return self.call("[" + whole + ", " + self.argument(kind, depth) + "]", "flatten")
    if roll == 15:
      name, second, type_ = self.fresh(), self.pick(["v", "w"]), self.any_type(0)
      target = self.operand(("list", type_), depth)
      with Scope(self, (name, "int"), (second, type_)):
        return self.call(target, "transformList", name, second, self.argument(item, depth))
    if roll == 16:
      return "[?" + self.argument(("opt", item), depth) + ", " + self.argument(item, depth) + "]", PRIMARY
    if item == "string":
      if self.chance(0.5):
        rest = [self.argument("int", -1)] if self.chance(0.3) else []
        return self.call(self.operand("string", depth), "split", self.argument("string", 0), *rest)
      return "regex.extractAll(%s, %s)" % (self.argument("string", depth), self.pick(PATTERNS)), PRIMARY
    if item == "int" and self.chance(0.5):
      return "lists.range(%d)" % self.random.randrange(0, 5), PRIMARY
    return self.leaf(kind, depth)

  def make_map(self, kind, depth):
    if self.chance(0.2):
      return "{?" + self.argument(kind[1], 0) + ": " + self.argument(("opt", kind[2]), depth) + "}", PRIMARY
    if self.chance(0.6) and kind[1] == "string":
      fields = self.random.sample(FIELDS, self.pick([1, 2, 3]))
      return "{" + ", ".join("'%s': %s" % (f, self.argument(kind[2], depth)) for f in fields) + "}", PRIMARY
    return self.leaf(kind, depth)

  def make_opt(self, kind, depth):
    item = kind[1]
    roll = self.random.random()
    if roll < 0.15:
      return self.operand(("map", "string", item), depth) + ".?" + self.pick(FIELDS), PRIMARY
    if roll < 0.25:
      return self.operand(("list", item), depth) + "[?" + self.argument("int", -1) + "]", PRIMARY
    if roll < 0.35:
      return self.call(self.operand(kind, depth), "or", self.argument(kind, depth))
    if roll < 0.6:
      name, type_ = self.fresh(), self.any_type(0)
      target = self.operand(("opt", type_), depth)
      with Scope(self, (name, type_)):
        if self.chance(0.6):
          return self.call(target, "optMap", name, self.argument(item, depth))
        return self.call(target, "optFlatMap", name, self.argument(kind, depth))
    if roll < 0.7:
      return self.call(self.operand(("list", item), depth), self.pick(["first", "last"]))
    if roll < 0.8:
      return "optional.ofNonZeroValue(" + self.argument(item, depth) + ")", PRIMARY
    if roll < 0.9 and item == "string":
      return "regex.extract(%s, %s)" % (self.argument("string", depth), self.pick(PATTERNS)), PRIMARY
    return self.leaf(kind, depth)


class Scope:
  """Names that hold while a macro's body is made."""

  def __init__(self, generator, *names):
    self.generator, self.names = generator, names

  def __enter__(self):
    self.kept = self.generator.scope
    shadowed = {name for name, _ in self.names}
    self.generator.scope = [pair for pair in self.kept if pair[0] not in shadowed] + list(self.names)

  def __exit__(self, *_):
    self.generator.scope = self.kept
