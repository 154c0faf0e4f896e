"""The peer: cel-cpp through its Python package, its answers as values of the suite's JSON format."""
import base64
import datetime
import math
import re

from cel_expr_python import cel

EXTENSIONS = ["strings", "math", "optional", "bindings", "encoders", "lists", "sets", "regex", "two-var-comprehensions"]
UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)

# What each variable holds, in three activations; types as the generator writes them.
DECLARED = {
    "i": "int", "j": "int", "big": "int", "u": "uint", "ubig": "uint", "f": "double", "g": "double", "p": "bool",
    "q": "bool", "s": "string", "t": "string", "by": "bytes", "n": "null_type", "at": "timestamp", "took": "duration",
    "li": ("list", "int"), "lu": ("list", "uint"), "lf": ("list", "double"), "ls": ("list", "string"),
    "lb": ("list", "bool"), "ll": ("list", ("list", "int")), "msi": ("map", "string", "int"),
    "mis": ("map", "int", "string"), "mus": ("map", "uint", "string"), "mbi": ("map", "bool", "int"),
    "mss": ("map", "string", "string"), "msd": ("map", "string", "dyn"), "ld": ("list", "dyn"), "d": "dyn",
    "doc": "dyn",
}


def moment(text, microseconds=0):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=UTC) + datetime.timedelta(microseconds=microseconds)


VALUES = [
    {"i": 7, "j": -3, "big": 2**63 - 1, "u": 5, "ubig": 2**64 - 1, "f": 1.5, "g": -0.25, "p": True, "q": False,
     "s": "hello", "t": "a😀b", "by": b"\x01\xff", "n": None, "at": moment("2024-02-29T12:34:56", 789000),
     "took": datetime.timedelta(hours=1, microseconds=1500), "li": [1, 2, 3], "lu": [0, 7], "lf": [0.5, -0.0],
     "ls": ["a", "b", "a"], "lb": [True, False], "ll": [[1], [], [2, 3]], "msi": {"a": 1, "b": 2},
            "mis": {1: "a", -2: "b"},
     "mus": {0: "z", 2**63: "h"}, "mbi": {True: 1}, "mss": {"k": "v", "a": "é"}, "msd": {"a": 1, "b": "x", "k": [1]},
     "ld": [1, "a", None], "d": {"a": {"b": 1}, "s": "x", "n": None, "l": [1, 2.5]},
     "doc": {"a": [1, "x", {"b": True}], "b": 2.0, "t": True, "e": {}, "m": {"k": "v"}}},
    {"i": 0, "j": -2**63, "big": 2**53 + 1, "u": 0, "ubig": 2**63, "f": math.inf, "g": math.nan, "p": False, "q": True,
     "s": "", "t": "e\u0301é", "by": b"abc", "n": None, "at": moment("1970-01-01T00:00:00"),
     "took": datetime.timedelta(0), "li": [], "lu": [2**64 - 1], "lf": [math.nan, 1.0], "ls": [""], "lb": [], "ll": [],
     "msi": {}, "mis": {2**62: ""}, "mus": {}, "mbi": {True: 0, False: -1}, "mss": {}, "msd": {}, "ld": [],
     "d": {}, "doc": {"a": None, "b": [], "f": 0.1, "l": [[1]], "z": {"y": 0}}},
    {"i": -1, "j": 42, "big": -2**53 - 1, "u": 2**32, "ubig": 10, "f": 1e19, "g": 2.5, "p": True, "q": True,
     "s": "foo bar foo", "t": "ÀB", "by": b"\xc3\xa9", "n": None, "at": moment("0002-03-01T00:00:00"),
     "took": -datetime.timedelta(seconds=90061, microseconds=1), "li": [5, -5, 2**63 - 1], "lu": [1, 1],
     "lf": [1e308, 2.0],
     "ls": ["x", "é", "Z", "a b"], "lb": [True], "ll": [[0], [0]], "msi": {"k": -1}, "mis": {0: "0", 1: "1", 2: "2"},
     "mus": {1: "a"}, "mbi": {False: 2}, "mss": {"b": ""}, "msd": {"a": None, "zz": {"b": [0]}},
     "ld": [[1], {"a": 2}, 3.0, True], "d": {"a": [0, 1, {"b": 2}], "m": {"k": 1}, "f": -1.5},
     "doc": {"l": [True, "s"], "s": "αβγ", "n": 0, "t": "2020-01-01T00:00:00Z", "z": {"y": None}}},
]


def type_text(type_):
    """A type as the suite writes it."""
    if isinstance(type_, str):
        return type_
    head = {"opt": "optional_type"}.get(type_[0], type_[0])
    return "%s(%s)" % (head, ", ".join(type_text(part) for part in type_[1:]))


def nanoseconds_text(nanos):
    sign, nanos = ("-" if nanos < 0 else ""), abs(nanos)
    seconds, rest = divmod(nanos, 10**9)
    return "%s%d%ss" % (sign, seconds, (".%09d" % rest).rstrip("0") if rest else "")


def double_text(value):
    if math.isnan(value):
        return "NaN"
    return ("-" if value < 0 else "") + "Infinity" if math.isinf(value) else repr(value)


def bound(value, type_="dyn"):
    """A Python value of an activation as a typed value of the suite."""
    if value is None:
        return {"type": "null"}
    if isinstance(value, bool):
        return {"type": "bool", "value": value}
    if isinstance(value, int):
        return {"type": "uint" if type_ == "uint" else "int", "value": str(value)}
    if isinstance(value, float):
        return {"type": "double", "value": double_text(value)}
    if isinstance(value, str):
        return {"type": "string", "value": value}
    if isinstance(value, bytes):
        return {"type": "bytes", "base64": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        return {"type": "timestamp", "value": value.replace(tzinfo=None).isoformat() + "Z"}
    if isinstance(value, datetime.timedelta):
        return {"type": "duration", "value": nanoseconds_text(value // datetime.timedelta(microseconds=1) * 1000)}
    if isinstance(value, list):
        item = type_[1] if type_ != "dyn" else "dyn"
        return {"type": "list", "value": [bound(v, item) for v in value]}
    key, item = type_[1:] if type_ != "dyn" else ("string", "dyn")
    return {"type": "map", "entries": [{"key": bound(k, key), "value": bound(v, item)} for k, v in value.items()]}


TYPED = [{name: bound(values[name], type_) for name, type_ in DECLARED.items()} for values in VALUES]
TYPE_NAMES = {"INT": "int", "UINT": "uint", "DOUBLE": "double", "BOOL": "bool", "STRING": "string", "BYTES": "bytes",
              "NULL": "null_type", "TIMESTAMP": "timestamp", "DURATION": "duration", "DYN": "dyn", "LIST": "list",
              "MAP": "map", "TYPE": "type", "optional_type": "optional_type", "ANY": "any"}
DURATION_PART = re.compile(r"(\d*\.?\d+)(h|ms|us|ns|m|s)")
UNITS = {"h": 3600 * 10**9, "m": 60 * 10**9, "s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}


class Unreadable(Exception):
    """The peer gave something that its Python package cannot show."""


def declared_type(type_):
    if isinstance(type_, tuple):
        parts = [declared_type(part) for part in type_[1:]]
        return cel.Type.List(parts[0]) if type_[0] == "list" else cel.Type.Map(*parts)
    return getattr(cel.Type, {"null_type": "NULL"}.get(type_, type_.upper()))


def suite_type(text):
    """The peer's spelling of a type, as the suite writes it."""
    return re.sub(r"\w+", lambda m: TYPE_NAMES.get(m[0], m[0]), text).replace("<", "(").replace(">", ")")


def typed(value):
    """A value of the peer as a typed value of the suite."""
    name = value.type().name()
    if name == "INT" or name == "UINT":
        return {"type": name.lower(), "value": str(value.value())}
    if name == "BOOL" or name == "STRING":
        return {"type": name.lower(), "value": value.value()}
    if name == "DOUBLE":
        return {"type": "double", "value": double_text(value.value())}
    if name == "NULL":
        return {"type": "null"}
    if name == "BYTES":
        return {"type": "bytes", "base64": base64.b64encode(bytes(value.value())).decode()}
    text = repr(value)
    if name == "TIMESTAMP":
        year, rest = text.split("-", 1)
        return {"type": "timestamp", "value": "%s-%s" % (year.zfill(4), rest)}
    if name == "DURATION":
        total = 0
        for amount, unit in DURATION_PART.findall(text):
            whole, _, part = amount.partition(".")
            scale = UNITS[unit]
            total += int(whole or 0) * scale + (int(part) * scale // 10**len(part) if part else 0)
        return {"type": "duration", "value": nanoseconds_text(-total if text.startswith("-") else total)}
    if name.startswith("TYPE"):
        return {"type": "type", "value": text.split("<")[0]}
    if name.startswith("LIST"):
        return {"type": "list", "value": [typed(item) for item in value.value()]}
    if name.startswith("MAP"):
        return {"type": "map", "entries": [{"key": key(k, text), "value": typed(v)} for k, v in value.value().items()]}
    raise Unreadable(name)


def key(value, shown):
    """A map's key. Python gives int and uint alike: how the map is shown tells them apart."""
    if isinstance(value, bool):
        return {"type": "bool", "value": value}
    if isinstance(value, str):
        return {"type": "string", "value": value}
    wrapped = value - 2**64 if value >= 2**63 else value
    is_unsigned = re.search(r"[{ ]%du: " % wrapped, shown)
    if is_unsigned and re.search(r"[{ ]%d: " % value, shown):
        raise Unreadable("a key that is an int here and a uint there")
    return {"type": "uint" if is_unsigned else "int", "value": str(value)}


class Peer:
    def __init__(self):
        names = "".join("  - name: %s\n" % name for name in EXTENSIONS)
        config = cel.NewEnvConfigFromYaml("name: differential\nextensions:\n" + names)
        variables = {name: declared_type(type_) for name, type_ in DECLARED.items()}
        self.environment = cel.NewEnv(config=config, variables=variables)
        self.activations = [self.environment.Activation(values) for values in VALUES]

    def answer(self, text, is_checked, activation):
        """(phase, type, value or error): phase is `refused`, `error` or `value`; the type is the checker's."""
        try:
            program = self.environment.compile(text, disable_check=not is_checked)
        except RuntimeError as error:
            return "refused", None, str(error).split("\n")[0]
        type_ = suite_type(program.return_type().name())
        try:
            result = program.eval(self.activations[activation])
            if result.type().name() == "ERROR":
                shown = repr(result)
                if shown.startswith("optional."):
                    raise Unreadable("an optional")
                return "error", type_, shown
            return "value", type_, typed(result)
        except TypeError as error:
            raise Unreadable(str(error)) from error
        except (RuntimeError, ValueError, IndexError, OverflowError) as error:
            return "error", type_, "%s: %s" % (type(error).__name__, str(error).split("\n")[0])
