"""Why the two differ, where they do: each cause with the rule it turns on and who keeps it.

A cause is tried on the smallest part of an expression on which the two differ.
"""
import re

from generator import parse_type


class Difference:
    """One difference: `kind` is `refused` (the peer refuses), `compile` (ours does), `type` or `value`."""

    def __init__(self, subject, kind, said):
        self.text, self.label, self.kind, self.said = subject.text, subject.node.label, kind, said
        self.phase, self.type, self.peer = subject.phase, subject.type, subject.peer_shown

    @property
    def is_peer_error(self):
        return self.kind == "value" and self.phase == "error"

    @property
    def our_error(self):
        """The message of our error where the peer gives a value."""
        return self.said.partition(", got error: ")[2] if self.kind == "value" and self.phase == "value" else ""

    @property
    def is_value_against_value(self):
        return self.kind == "value" and self.phase == "value" and ", got error: " not in self.said


class Cause:
    def __init__(self, name, right, rule, fits):
        self.name, self.right, self.rule, self.fits = name, right, rule, fits



OURS, PEER, OPEN = "ours", "the peer", "both (left open)"
TYPE_VALUES = re.compile(r"type\(")
FREE = re.compile(r"\[\]|\{\}|optional\.none\(\)")


def got(difference):
    """What ours gave, as the judge shows it."""
    return difference.said.partition(", got ")[2]


def without_type_values(text):
    """A type in which it is left open which type a type value is of."""
    result, depth, position = "", 0, 0
    while position < len(text):
        if text.startswith("type(", position) and (position == 0 or not text[position - 1].isalnum()
                                                   and text[position - 1] != "_"):
            end, depth = position + 5, 1
            while depth:
                depth += (text[end] == "(") - (text[end] == ")")
                end += 1
            result, position = result + "type", end
        else:
            result, position = result + text[position], position + 1
    return result


def is_type_value(difference):
    """Both find types that differ only in which type a type value is of."""
    mine = difference.said.rpartition(", got ")[2]
    return (difference.kind == "type" and bool(TYPE_VALUES.search(difference.type + mine))
            and without_type_values(difference.type) == without_type_values(mine))


def is_more_general(difference):
    """Ours finds the peer's type, with `dyn` in some places."""
    def covers(mine, theirs):
        if mine == "dyn" or mine == theirs:
            return True
        return (isinstance(mine, tuple) and isinstance(theirs, tuple) and mine[0] == theirs[0]
                and len(mine) == len(theirs) and all(covers(a, b) for a, b in zip(mine[1:], theirs[1:])))

    mine = difference.said.rpartition(", got ")[2]
    if difference.kind != "type":
        return False
    return covers(*(parse_type(text.replace(" ", "")) for text in (mine, difference.type)))


SPELLING = {
    # What the peer's spelling shows, and what is made of it in both texts before they are compared.
    "double": re.compile(r"-?\b(?:nan|inf|NaN|Infinity|\d+(?:\.\d+)?(?:e[+-]?\d+)?)\b"),
    "fraction": re.compile(r"(\.\d*?)0+(?=[Zs])"),
    "year": re.compile(r"\b0{1,3}(?=\d{1,3}-\d\d-\d\dT)"),
}


def is_spelled(kind):
    """The two values are alike but for how numbers of that kind are written in their texts."""
    def fits(difference):
        if not difference.is_value_against_value or not re.search(r"string\(|format\(", difference.text):
            return False
        theirs, _, mine = difference.said.removeprefix("expected ").partition(", got ")
        shape = SPELLING[kind]
        if kind == "double":
            plain = [shape.sub("#", text) for text in (mine, theirs)]
            return plain[0] == plain[1] or len(shape.findall(mine)) == len(shape.findall(theirs))
        kept = r"\1" if kind == "fraction" else ""
        plain = [re.sub(r"\.(?=[Zs])", "", shape.sub(kept, text)) for text in (mine, theirs)]
        return plain[0] == plain[1] or bool(shape.search(theirs + mine))
    return fits


def refused(pattern):
    found = re.compile(pattern)
    return lambda difference: difference.kind == "refused" and bool(found.search(difference.peer))


def has_other_order(difference):
    """Whether the two gave lists of the same elements, which came from the keys of a map."""
    if not difference.is_value_against_value:
        return False
    peer, _, ours = difference.said.partition("expected ")[2].partition(", got ")
    lists = [text[1:-1].split(", ") for text in (peer, ours) if text.startswith("[") and text.endswith("]")]
    return len(lists) == 2 and lists[0] != lists[1] and sorted(lists[0]) == sorted(lists[1])


CAUSES = [
    Cause("types of type values", OURS,
          "langdef, Gradual Type Checking: a list of several types is a list of dyn, so one of several type values "
          "says "
          "no more than `type(dyn)`; the peer takes the first",
          is_type_value),
    Cause("no element type is known", OURS,
          "langdef, Gradual Type Checking: what nothing binds is dyn and fits every overload; the peer takes one "
          "overload",
          lambda d: bool(FREE.search(d.text)) and (d.kind == "type" and "dyn" in d.said.rpartition(", got ")[2]
                                                   or d.kind == "refused" and "no matching overload" in d.peer)),
    Cause("a range of no known type", OURS,
          "langdef, Macros: an operand of type dyn may be a list or a map; the peer refuses a type that nothing binds",
          refused(r"expression of type 'dyn' cannot be the range")),
    Cause("null where an optional stands", OURS,
          "the reference checker lets null stand for an abstract type (suite: null_assignable_to_abstract)",
          refused(r"expected type 'optional_type")),
    Cause("operands of math.greatest and math.least", OPEN,
          "math library: a literal that is no number, and an empty list, are errors; the peer has a macro that says so "
          "while parsing, ours the checker, or evaluation",
          refused(r"math\.(greatest|least)\(\) ")),
    Cause("receiver of sortBy", OPEN,
          "lists library: sortBy is for lists; the peer's macro refuses other literals while parsing, ours the "
          "checker, "
          "or evaluation",
          refused(r"sortBy can only be applied")),
    Cause("an index into null", OURS,
          "langdef, Standard Definitions: `_[_]` has overloads for lists and maps only",
          lambda d: d.kind == "compile" and bool(re.search(r"_\[\??_\]` applied to `\(null_type", d.said))),
    Cause("years before 1000 as text", OURS,
          "RFC 3339, 5.6: a year has four digits",
          is_spelled("year")),
    Cause("fractions of seconds as text", OPEN,
          "RFC 3339 and langdef leave the number of digits open; the peer pads to 3, 6 or 9",
          is_spelled("fraction")),
    Cause("doubles as text", OPEN,
          "langdef, string(double): the spelling is left open; ours is the shortest that reads back, and double() "
          "reads it",
          is_spelled("double")),
    Cause("numbers in text", OURS,
          "langdef, int(string): decimal digits; the peer also takes blanks and a plus sign around them",
          lambda d: d.label.endswith("(<number>)") and bool(d.our_error) and bool(re.search(r"'\s|'\+|\s'", d.text))),
    Cause("a double out of range in text", OURS,
          "langdef, Runtime Errors: a conversion whose result the type cannot hold is an error; the peer gives "
          "infinity",
          lambda d: "Infinity" in d.peer and "is no double" in d.our_error),
    Cause("flatten's element type", OURS,
          "lists library: flattening list(list(T)) by one level gives list(T); the peer says list(dyn), of any list",
          lambda d: ".flatten(" in d.text and (d.kind == "type" or "`flatten` applied" in d.said)),
    Cause("substring to the end", OURS,
          "strings library: the range is half open, so its end may be the size of the string",
          lambda d: d.label == "<string|8>.substring(<small>, <small>)" and d.is_peer_error
          and "is greater than <string>.size()" in d.peer),
    Cause("NaN among what is sorted", OPEN,
          "langdef, Ordering: NaN has no order, so a list that holds it has no sorted form; the peer gives some order",
          lambda d: "sort" in d.text and "has an order" in d.our_error),
    Cause("dyn beside a known type", OURS,
          "langdef, Gradual Type Checking: what joins dyn and T is dyn; the peer keeps T where T comes first",
          is_more_general),
    Cause("sortBy by a key of type dyn", OURS,
          "lists library: sortBy gives a list of the elements' type, whatever the key's type; the peer says dyn",
          lambda d: d.kind == "type" and "sortBy" in d.text and "dyn" in d.type),
    Cause("an index that is a uint", OPEN,
          "langdef, Field Selection: at run time any number that is a whole one is an index; ours lets the checker "
          "agree",
          refused(r"'_\[\??_\]' applied to '\(list\(.*, (uint|double)\)'")),
    Cause("order across numbers, checked", OPEN,
          "langdef, Ordering: int, uint and double compare with one another; the reference checker asks for a flag to "
          "agree",
          refused(r"overload for '_[<>]=?_' applied to '\((int|uint|double), (int|uint|double)\)'")),
    Cause("null as an operand", OURS,
          "langdef, Standard Definitions: `+ - < <= > >=` have no overload for null: an error either way, ours from "
          "the checker",
          lambda d: d.kind == "compile" and d.phase == "error" and "null_type" in d.said
          and bool(re.search(r"`_([-+]|[<>]=?)_` applied", d.said))),
    Cause("a key given twice is no error value", OURS,
          "langdef, Logical Operators: an error on one side is absorbed where the other decides; the peer ends "
          "evaluation",
          lambda d: d.is_peer_error and "ALREADY_EXISTS" in d.peer),
    Cause("minus a duration, unchecked", OPEN,
          "langdef lists int and double; the reference run time negates durations too, and so does ours",
          lambda d: d.is_peer_error and "-_(duration)" in d.peer),
    Cause("in a map that cannot have the key", OPEN,
          "langdef, `in`: takes a key of any type A; ours says false of what is no key, the peer that there is no "
          "overload",
          lambda d: d.is_peer_error and "overloads found : @in" in d.peer and got(d) == "false"),
    Cause("splitting nothing", OURS,
          "strings library, after Go's strings.SplitN: the empty text split at the empty text is no parts",
          lambda d: d.label.startswith("<string|8>.split(") and got(d) == "[]"),
    Cause("matches of nothing are extracted", OPEN,
          "regex library: all matches; the peer leaves out those that are empty",
          lambda d: "regex.extractAll(" in d.text and d.is_value_against_value and "''" in got(d)),
    Cause("replacing nothing some times", OURS,
          "regex library: replaces the first matches from left to right; the peer stays at the first place",
          lambda d: d.label.startswith("regex.replace(") and d.is_value_against_value),
    Cause("replacing zero times", OPEN,
          "regex library: a pattern or group that is wrong is an error; the peer does not look where nothing is "
          "replaced",
          lambda d: "regex.replace(" in d.text and bool(re.search("no pattern|no group", d.our_error))),
    Cause("blanks in base64", OURS,
          "encoders library, RFC 4648, 3.3: characters outside the alphabet are refused; the peer skips blanks",
          lambda d: d.label.startswith("base64.decode") and "is no base64" in d.our_error),
    Cause("bytes that are no text", OURS,
          "langdef, String and Bytes Values: a string is valid Unicode; the peer formats bytes into one that is not",
          lambda d: d.is_peer_error and "UnicodeDecodeError" in d.peer
          or d.is_value_against_value and "%s" in d.text and bool(re.search(r"\bby\b|b'|base64|bytes", d.text))),
    Cause("short parts of a time in text", OURS,
          "RFC 3339, 5.6: a year has four digits, an hour two; the peer takes fewer",
          lambda d: "is no timestamp" in d.our_error and bool(re.search(r"['\"]\d{1,3}-\d|[-T:]\d[-T:.Z]", d.text))),
    Cause("more than nine digits of a second", OPEN,
          "langdef: times count nanoseconds; the peer drops what is finer, ours refuses it",
          lambda d: "is no timestamp" in d.our_error and bool(re.search(r"\.\d{10,}", d.text))),
    Cause("sortBy by what has no order", OURS,
          "lists library: keys are of one type that has an order; the peer finds out only where there is a key",
          lambda d: d.kind == "compile" and "has no order" in d.said),
    Cause("durations from and to ints", OURS,
          "langdef, Standard Definitions: neither duration(int) nor int(duration); the peer's checker has them, its "
          "run time "
          "does not",
          lambda d: d.kind == "compile" and d.phase == "error"
          and bool(re.search(r"`duration` applied to `\(int\)`|`int` applied to `\(duration\)`", d.said))),
    Cause("an optional place of a dyn", OURS,
          "optionals library: `[?x]` and `.?x` give an optional, of dyn where nothing more is known; the peer says dyn",
          lambda d: "optional_type" in d.said and (d.kind == "compile" or d.kind == "type" and d.type == "dyn")
          and bool(re.search(r"\[\?|\.\?", d.text))),
    Cause("null from optFlatMap", OURS,
          "optionals library: optFlatMap takes an expression that gives an optional; the peer passes null on",
          lambda d: "optFlatMap" in d.text and "is no optional" in d.our_error),
    Cause("null beside a type that takes it", OURS,
          "langdef, Gradual Type Checking: null and a type that null may stand for join to that type; the peer takes "
          "null",
          lambda d: d.kind == "type" and "null_type" in d.type),
    Cause("sortBy of no list, unchecked", OURS,
          "langdef, Macros: the range of a macro is a list or a map, else an error; the peer goes over nothing",
          lambda d: "sortBy" in d.text and "goes over lists" in d.our_error),
    Cause("lists of two types, added", OPEN,
          "langdef: list(A) + list(A), and A may be dyn; the peer's checker does not join the two types, ours does",
          refused(r"overload for '_\+_' applied to '\(list\(.*\), list\(")),
    Cause("a variable of no known type", OPEN,
          "langdef, Gradual Type Checking: what ranges over nothing has no type yet; its first use gives it one, and "
          "which "
          "of several overloads that is, is left open",
          lambda d: d.kind == "compile" and bool(FREE.search(d.text)) and "no matching overload" in d.said),
    Cause("dyn as a value, unchecked", OURS,
          "langdef, Standard Definitions: `dyn` denotes a type; the peer's run time does not know the name",
          lambda d: d.is_peer_error and 'No value with name "dyn"' in d.peer),
    Cause("sortBy on a map", OPEN,
          "lists library: sortBy is for lists; ours goes over a map's keys as the other macros do",
          lambda d: "sortBy" in d.text and "@sortByAssociatedKeys" in d.peer),
    Cause("a double literal out of range", OURS,
          "langdef, Numeric Values: a literal is a value of its type; the peer makes it infinity",
          lambda d: d.kind == "compile" and "is not a double in range" in d.said),
    Cause("macros of two variables within optMap", OURS,
          "langdef, Macros: a macro expands wherever it stands; the peer loses the variables of one in optMap's target",
          lambda d: d.kind == "refused" and "undeclared reference" in d.peer
          and bool(re.search(r"\.opt(Flat)?Map\(", d.text))),
    Cause("the type of a target with two variables", OURS,
          "lists and two-variable comprehensions: the value's type is the list's; the peer mixes up variables of one "
          "name",
          lambda d: d.kind == "type" and bool(re.search(r"\.opt(Flat)?Map\(", d.text)) and "transform" in d.text),
    Cause("a bound variable in another's place", OURS,
          "bindings library, langdef, Macros: a bound variable shadows the macro's of its name and keeps its value; "
          "in the "
          "peer it takes on what a macro between them ranged over",
          lambda d: d.kind == "value" and bool(re.search(r"\.\w+\((\w), .*cel\.bind\(\1,", d.text, re.S))),
    Cause("a variable bound after a macro", OURS,
          "langdef, Macros: a macro's variables are its own; in the peer a later macro's or bind's variable may hold "
          "what an earlier macro ranged over",
          lambda d: d.is_value_against_value
          and bool(re.search(r"\.(all|exists|exists_one|existsOne|map|filter)\(\w+, .*(cel\.bind|sortBy)\(",
                             d.text, re.S))),
    Cause("a key that no map can have", OPEN,
          "langdef, Aggregate Values: keys are ints, uints, bools and strings; the peer's checker says so, ours the "
          "evaluation",
          refused("unsupported map key type")),
    Cause("a range lost before sortBy", OURS,
          "langdef, Macros: the range of a macro is what stands before it; the peer finds no list in one that is",
          lambda d: d.is_peer_error and "<iter_range>" in d.peer and "sortBy(" in d.text),
    Cause("an optional place that is a uint, unchecked", OPEN,
          "langdef, Field Selection: at run time any whole number is an index; the peer has no overload for `[?uint]`",
          lambda d: d.is_peer_error and "_[?_](list, " in d.peer),
    Cause("transformList with an index as value", OURS,
          "two-variable comprehensions: the value may be the index; the peer mixes the types of the two variables",
          lambda d: d.kind in ("refused", "type") and "transformList(" in d.text and "optMap(" in d.text),
    Cause("a message literal", OPEN,
          "langdef, Syntax: `name{...}` makes a message; there are none here, so ours refuses it and the peer errs",
          lambda d: d.kind == "compile" and d.phase == "error" and "Invalid struct creation" in d.peer),
    Cause("order of a map's keys", OPEN,
          "langdef, Macros: the keys of a map come in no order that is defined; the peer's changes from run to run",
          has_other_order),
    Cause("int of a bool, unchecked", OURS,
          "langdef, Standard Definitions: int has no overload for bool; the peer's run time has one",
          lambda d: "`int` has no overload for (bool)" in d.our_error),
]
