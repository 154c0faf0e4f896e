"""cel-cpp (PyPI: cel-expr-python) asked for its answer, and the answer written as a case of the suite."""
import base64
import datetime
import json
import re
from decimal import Decimal

from cel_expr_python import cel

EXTENSIONS = ["strings", "math", "optional", "bindings", "encoders", "lists", "sets", "regex", "two-var-comprehensions"]
UTC = datetime.timezone.utc
CONTAINER = "com.acme"

# What is declared: name to type (as the generator says it).
DECLARED = {
    "vi": "int", "vu": "uint", "vd": "double", "vb": "bool", "vs": "string", "vy": "bytes", "vt": "timestamp",
    "vr": "duration", "vn": "null", "li": ("list", "int"), "ls": ("list", "string"), "ld": ("list", "double"),
    "lu": ("list", "uint"), "lb": ("list", "bool"), "mi": ("map", "string", "int"), "ms": ("map", "string", "string"),
    "mk": ("map", "int", "string"), "mu": ("map", "uint", "string"), "md": ("map", "string", "dyn"), "any": "dyn",
    "obj": "dyn", "ml": ("map", "string", ("list", "int")), "ll": ("list", ("list", "int")),
}
# Names for the resolution in a container.
QUALIFIED = {
    "com.acme.q": "int", "com.q": "string", "q": "bool", "com.acme.r": ("map", "string", "int"), "com.acme.r.a": "string",
    "com.t": ("map", "string", "int"), "t.a": "int", "acme.q": "double",
}


def suite_type(kind):
  if isinstance(kind, tuple):
    return kind[0] + "(" + ", ".join(map(suite_type, kind[1:])) + ")"
  return "null_type" if kind == "null" else kind


def peer_type(kind):
  if isinstance(kind, tuple):
    make = cel.Type.List if kind[0] == "list" else cel.Type.Map
    return make(*map(peer_type, kind[1:]))
  return getattr(cel.Type, kind.upper())


class World:
  """Variables and what they are bound to."""

  def __init__(self, random, is_qualified):
    self.container = CONTAINER if is_qualified else ""
    self.types = dict(DECLARED)
    if is_qualified:
      self.types.update(QUALIFIED)
    self.values = {name: self.value(kind, random) for name, kind in self.types.items()}
    config = cel.NewEnvConfigFromYaml("name: peer\nextensions:\n" + "".join("  - name: %s\n" % e for e in EXTENSIONS))
    self.environment = cel.NewEnv(
        config=config, container=self.container, variables={n: peer_type(k) for n, k in self.types.items()})
    self.activation = self.environment.Activation(self.values)
    self.declarations = {
        n: {"kind": "variable", "name": n, "type": suite_type(k)} for n, k in self.types.items()}
    self.bindings = {n: self.typed(self.values[n], k) for n, k in self.types.items()}
    self.words = re.compile("[A-Za-z_][A-Za-z_0-9]*")

  def value(self, kind, random, depth=2):
    if isinstance(kind, tuple):
      count = random.choice([0, 1, 2, 3])
      if kind[0] == "list":
        return [self.value(kind[1], random, depth - 1) for _ in range(count)]
      if kind[1] == "string":
        return {k: self.value(kind[2], random, depth - 1) for k in random.sample(["a", "b", "key", "x_y"], count)}
      return {k: self.value(kind[2], random, depth - 1) for k in random.sample(range(5), count)}
    if kind == "dyn":
      names = ["bool", "int", "double", "string", "null"]
      if depth > 0:
        names += [("list", "dyn"), ("map", "string", "dyn")] * 2
      return self.value(random.choice(names), random, depth - 1)
    return {
        "int": lambda: random.choice([0, 1, -1, 5, 2**63 - 1, -2**63, random.randrange(-1000, 1000)]),
        "uint": lambda: random.choice([0, 1, 2, 7, 2**64 - 1, 2**63]),
        "double": lambda: random.choice([0.0, -0.0, 1.5, -2.25, 1e300, float("inf"), float("nan"), 0.1, 3.0]),
        "bool": lambda: random.random() < 0.5,
        "string": lambda: random.choice(["", "a", "abc", "hello", "\U0001F600b", "e\u0301", "a,b", "A\tz", "42"]),
        "bytes": lambda: random.choice([b"", b"abc", b"\xff\x00", "\u00e9".encode()]),
        "timestamp": lambda: datetime.datetime(
            random.choice([1, 1600, 1969, 2000, 2024, 9999]), random.randrange(1, 13), random.randrange(1, 29),
            random.randrange(24), random.randrange(60), random.randrange(60), random.choice([0, 1, 250000]), UTC),
        "duration": lambda: datetime.timedelta(microseconds=random.choice([0, 1, -1, 1500000, 86400 * 10**6, -10**13])),
        "null": lambda: None,
    }[kind]()

  def typed(self, value, kind):
    """A bound value as the suite writes it."""
    if value is None:
      return {"type": "null"}
    if isinstance(kind, tuple):
      if kind[0] == "list":
        return {"type": "list", "value": [self.typed(item, kind[1]) for item in value]}
      return {"type": "map", "entries": [
          {"key": self.typed(k, kind[1]), "value": self.typed(v, kind[2])} for k, v in value.items()]}
    if kind == "dyn":
      if isinstance(value, list):
        return self.typed(value, ("list", "dyn"))
      if isinstance(value, dict):
        return self.typed(value, ("map", "string", "dyn"))
      kind = {bool: "bool", int: "int", float: "double", str: "string"}[type(value)]
    if kind == "timestamp":
      return {"type": kind, "value": value.strftime("%04d-%%m-%%dT%%H:%%M:%%S.%%fZ" % value.year)}
    if kind == "duration":
      return {"type": kind, "value": seconds(Decimal(value // datetime.timedelta(microseconds=1)) / 10**6)}
    return scalar(kind, value)

  def case(self, name, text, is_checked):
    """The case, and what the peer said of it in words; nothing where its answer cannot be told."""
    words = set(self.words.findall(text))
    used = [n for n in self.types if n.split(".")[0] in words or n.split(".")[-1] in words]
    case = {"id": name, "expr": text, "disable_check": not is_checked, "container": self.container,
            "type_env": [self.declarations[n] for n in used], "bindings": {n: self.bindings[n] for n in used}}
    try:
      program = self.environment.compile(text, disable_check=not is_checked)
    except RuntimeError as error:
      case["check_only"] = True
      case["expect"] = {"error": [str(error)]}
      return case, "refuses: " + str(error)
    try:
      answer = program.eval(self.activation)
      if answer.type().name() == "ERROR":
        message = repr(answer)
        if message.startswith("optional."):
          return None
        case["expect"] = {"error": [message, "unbound function"] if "o matching overload" in message else [message]}
        return case, "error: " + message
      value = told(answer)
    except Untold:
      return None
    except (RuntimeError, ValueError) as error:
      case["expect"] = {"error": [str(error), "unbound function"]}
      return case, "error: " + str(error)
    if is_checked:
      case["expect"] = {"typed_result": {"deduced_type": type_text(program.return_type().name()), "result": value}}
    else:
      case["expect"] = {"value": value}
    return case, "value: " + repr(answer)


class Untold(Exception):
  """A value that the suite's format has no words for."""


def type_text(name):
  """The peer's name of a type in the suite's spelling."""
  return name.replace("<", "(").replace(">", ")").lower().replace("null", "null_type")


def scalar(kind, value):
  if kind == "double":
    if value != value:
      return {"type": kind, "value": "NaN"}
    if value in (float("inf"), float("-inf")):
      return {"type": kind, "value": "Infinity" if value > 0 else "-Infinity"}
    return {"type": kind, "value": repr(value)}
  if kind == "bytes":
    return {"type": kind, "base64": base64.b64encode(bytes(value)).decode()}
  if kind in ("int", "uint"):
    return {"type": kind, "value": str(value)}
  return {"type": kind, "value": value}


UNITS = {"h": Decimal(3600), "m": Decimal(60), "s": Decimal(1), "ms": Decimal("1e-3"), "us": Decimal("1e-6"),
         "ns": Decimal("1e-9")}


def seconds(count):
  text = format(count, ".9f").rstrip("0").rstrip(".")
  return text + "s"


def told(answer):
  """A value of the peer as the suite writes it. Its own conversion loses nanoseconds and the kind of keys."""
  kind = answer.type().name()
  if kind.startswith("LIST"):
    return {"type": "list", "value": [told(item) for item in answer.value()]}
  if kind.startswith("MAP"):
    words, entries = repr(answer), []
    for key, item in answer.value().items():
      if isinstance(key, bool):
        key_kind = "bool"
      elif isinstance(key, str):
        key_kind = "string"
      else:
        signed = key - 2**64 if key >= 2**63 else key
        key_kind = "uint" if re.search(r"[{ ]%du: " % signed, words) else "int"
      entries.append({"key": scalar(key_kind, key), "value": told(item)})
    return {"type": "map", "entries": entries}
  words = repr(answer)
  if kind == "NULL":
    return {"type": "null"}
  if kind == "TIMESTAMP":
    return {"type": "timestamp", "value": words}
  if kind == "DURATION":
    total = sum((Decimal(n) * UNITS[u] for n, u in re.findall(r"([0-9.]+)(h|ms|m|s|us|ns)", words)), Decimal(0))
    return {"type": "duration", "value": seconds(-total if words[0] == "-" else total)}
  if kind in ("BOOL", "INT", "UINT", "DOUBLE", "STRING", "BYTES"):
    return scalar(kind.lower(), answer.value())
  if kind.startswith("TYPE"):
    return {"type": "type", "value": words.split("<")[0].split("(")[0]}
  raise Untold(kind)


def write_suite(path, cases):
  with open(path, "w") as file:
    json.dump({"file": "differential", "description": "expressions with the answer of cel-cpp", "tests": cases}, file)
