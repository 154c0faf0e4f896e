#!/usr/bin/env python3
"""The policy workload in other engines, beside ours, in one run: load, and CPU time of a decision.

usage: policy_peers.py BINARY [--work DIR] [--workload DIR] [--sizes 10,100,1000,10000] [--only opa,cedar,...]

Every engine gets the same rules, written in its own language in the form that suits it best, and the same documents as
JSON bytes. What it finds must equal the expected matches of the workload, document by document; the script fails where
it does not. Times are CPU time of all threads of a process of its own, median of 5 rounds; loading is the best of two processes and
includes the first decision, since some engines compile on it. Fewer documents are asked where a round takes long.

The peers come from PyPI into a virtual environment under DIR (the default lies in the folder for temporary files). One
that cannot be had is said so and left out.

  OPA      one partial set, one rule each, equalities and `in` with constants, so that its index applies;
           called through the C interface of the binding with ready bytes
  Cedar    one policy each over the request's context; the binding's batch call with ready JSON
  cel-cpp  list expressions of conditions, each below the engine's limit of 100,000 code points; what the lists say is
           not taken over into Python within the time
  ZEN      one decision table that collects, with a column for each fact
"""
import argparse
import importlib
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
SIZES = (10, 100, 1000, 10000)
SYMBOLS = {"eq": "==", "ne": "!=", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
quoted = json.dumps


# MARK: - Rules in other languages


def rego(rule):
    """One rule of a partial set."""

    def term(path, op, value):
        path = "input." + path
        if op in SYMBOLS:
            return f"{path} {SYMBOLS[op]} {quoted(value)}"
        if op == "in":
            return f"{path} in {{{', '.join(map(quoted, value))}}}"
        if op == "contains":
            return f"{quoted(value)} in {path}"
        if op == "prefix":
            return f"startswith({path}, {quoted(value)})"
        return f"{path} == {op}"

    body = "\n".join("\t" + term(t["path"], t["op"], t["value"]) for t in rule["terms"])
    return f"match contains {quoted(rule['id'])} if {{\n{body}\n}}\n"


def cedar(rule):
    """One policy."""

    def term(path, op, value):
        path = "context." + path
        if op in SYMBOLS:
            return f"{path} {SYMBOLS[op]} {quoted(value)}"
        if op == "in":
            return f"{quoted(value)}.contains({path})"
        if op == "contains":
            return f"{path}.contains({quoted(value)})"
        if op == "prefix":
            return f"{path} like {quoted(value + '*')}"
        return path if op == "true" else "!" + path

    body = " && ".join(term(t["path"], t["op"], t["value"]) for t in rule["terms"])
    return f"permit(principal, action, resource) when {{ {body} }};\n"


def zen_table(rules):
    """One decision table: columns are facts, cells are tests of them, an empty cell is anything."""
    columns = list(dict.fromkeys(t["path"] for rule in rules for t in rule["terms"]))
    names = {path: f"c{number}" for number, path in enumerate(columns)}

    def cell(op, value):
        if op == "eq":
            return quoted(value)
        if op in SYMBOLS:
            return f"{SYMBOLS[op]} {quoted(value)}"
        if op == "in":
            return ", ".join(map(quoted, value))
        if op == "contains":
            return f"contains($, {quoted(value)})"
        if op == "prefix":
            return f"startsWith($, {quoted(value)})"
        return op

    rows = []
    for number, rule in enumerate(rules):
        row = {"_id": f"row{number}", "out": quoted(rule["id"])}
        row.update({name: "" for name in names.values()})
        row.update({names[t["path"]]: cell(t["op"], t["value"]) for t in rule["terms"]})
        rows.append(row)
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {
                "id": "table", "type": "decisionTableNode", "name": "table", "position": {"x": 200, "y": 0},
                "content": {
                    "hitPolicy": "collect",
                    "inputs": [{"id": names[path], "name": path, "field": path} for path in columns],
                    "outputs": [{"id": "out", "name": "id", "field": "id"}],
                    "rules": rows,
                },
            },
            {"id": "end", "type": "outputNode", "name": "end", "position": {"x": 400, "y": 0}},
        ],
        "edges": [
            {"id": "e1", "type": "edge", "sourceId": "in", "targetId": "table"},
            {"id": "e2", "type": "edge", "sourceId": "table", "targetId": "end"},
        ],
    }


# MARK: - Engines: each gives its version, and a function from JSON bytes to an answer, and one from an answer to numbers


def opa(rules, folder):
    import ctypes

    from opa_bindings import _native

    library = _native.load()
    engine = library.OpaNew()

    def taken(pointer):
        text = json.loads(ctypes.string_at(pointer))
        library.OpaFreeString(pointer)
        if text.get("error"):
            sys.exit(f"OPA: {text['error']}")
        return text

    source = "package workload\n\n" + "\n".join(map(rego, rules))
    taken(library.OpaAddPolicy(engine, b"workload.rego", source.encode()))
    evaluate, free = library.OpaEvalQuery, library.OpaFreeString

    def ask(document):
        return evaluate(engine, b"data.workload.match", document, 0, 0)

    def matches(pointer):
        result = taken(pointer)["result"][0]["expressions"][0]["value"]
        return sorted(int(name[1:]) for name in result)

    return (lambda d: d), ask, matches, free


def cedar_engine(rules, folder):
    from cedarpy import _internal

    policies = _internal.PolicySet.from_str("".join(map(cedar, rules)))
    entities = _internal.Entities.from_json_str("[]", None)

    def prepare(document):
        return [{
            "principal": 'User::"a"', "action": 'Action::"b"', "resource": 'Thing::"c"',
            "context": document.decode(),
        }]

    def ask(request):
        return _internal.is_authorized_batch(request, policies, entities, None, False)

    def matches(answers):
        answer = json.loads(answers[0])["diagnostics"]
        if answer["errors"]:
            sys.exit(f"Cedar: {answer['errors'][:3]}")
        return sorted(int(name.removeprefix("policy")) for name in answer["reason"])

    return prepare, ask, matches, None


def cel_cpp(rules, folder):
    from cel_expr_python import cel

    environment = cel.NewEnv(variables={"request": cel.Type.DYN})
    lists, texts, length = [], [], 0
    for rule in rules:
        text = "(" + rule["when"] + ")"
        if length + len(text) + 2 > 95_000:
            lists.append(texts)
            texts, length = [], 0
        texts.append(text)
        length += len(text) + 2
    lists.append(texts)
    programs = [environment.compile("[" + ", ".join(texts) + "]") for texts in lists]

    def ask(document):
        activation = environment.Activation(json.loads(document))
        return [program.eval(activation) for program in programs]

    def matches(answers):
        held = [item.value() for answer in answers for item in answer.value()]
        return [number for number, is_true in enumerate(held) if is_true is True]

    return (lambda d: d), ask, matches, None


def zen(rules, folder):
    import zen

    decision = zen.ZenEngine().create_decision(json.dumps(zen_table(rules)))

    def ask(document):
        return decision.evaluate(document)

    def matches(answer):
        return sorted(int(row["id"][1:]) for row in answer["result"])

    return (lambda d: d), ask, matches, None


ENGINES = {
    "opa": ("OPA", "opa-golib-python-bindings", opa),
    "cedar": ("Cedar", "cedarpy", cedar_engine),
    "cel-cpp": ("cel-cpp", "cel-expr-python", cel_cpp),
    "zen": ("ZEN", "zen-engine", zen),
}


MODULES = {"opa": "opa_bindings._native", "cedar": "cedarpy", "cel-cpp": "cel_expr_python", "zen": "zen"}


def measure(name, size, documents, folder, workload):
    """Runs in a process of its own; prints one JSON object."""
    with open(os.path.join(workload, "rules.jsonl")) as file:
        rules = [json.loads(line) for _, line in zip(range(size), file)]
    with open(os.path.join(workload, "requests.jsonl"), "rb") as file:
        lines = file.read().splitlines()
    with open(os.path.join(workload, f"expected-{size}.jsonl")) as file:
        expected = [json.loads(line) for line in file]
    # The modules and libraries are there before; loading is of rules.
    sys.path.insert(0, os.path.join(folder, "opa"))
    module = importlib.import_module(MODULES[name])
    if name == "opa":
        module.load()
    start = time.process_time()
    prepare, ask, matches, free = ENGINES[name][2](rules, folder)
    first = ask(prepare(lines[0]))
    load = (time.process_time() - start) * 1000
    if free:
        free(first)
    if documents == 0:
        print(json.dumps({"load_ms": load}))
        return
    prepared = [prepare(line) for line in lines[:documents]]
    # Equality over as many documents as the times are taken of, at least.
    wrong = sum(matches(ask(item)) != want for item, want in zip(prepared, expected))
    if wrong:
        sys.exit(f"{ENGINES[name][0]}: {wrong} of {documents} documents do not match as expected")
    rounds = []
    for _ in range(5):
        start = time.process_time()
        if free:
            for item in prepared:
                free(ask(item))
        else:
            for item in prepared:
                ask(item)
        rounds.append((time.process_time() - start) / documents * 1e6)
    print(json.dumps({"load_ms": load, "cpu_us": statistics.median(rounds), "documents": documents}))


# MARK: - The table


def install(folder):
    """Makes the virtual environment; gives the versions of what it holds."""
    python = os.path.join(folder, "venv", "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", os.path.join(folder, "venv")], check=True)
    pip = [python, "-m", "pip", "-q", "--disable-pip-version-check"]
    for package in ("cedarpy", "cel-expr-python", "zen-engine"):
        if not version(python, package):
            subprocess.run(pip + ["install", package], capture_output=True)
    target = os.path.join(folder, "opa")
    if not os.path.isdir(target):
        # The wheel asks for a newer Python than its library needs: it is unpacked, and called through ctypes.
        with tempfile.TemporaryDirectory() as downloads:
            subprocess.run(
                pip + ["download", "--no-deps", "--only-binary=:all:", "--python-version", "3.14", "-d", downloads,
                       "opa-golib-python-bindings"], capture_output=True)
            for name in os.listdir(downloads):
                with zipfile.ZipFile(os.path.join(downloads, name)) as wheel:
                    wheel.extractall(target)
    versions = {}
    for key, (title, package, _) in ENGINES.items():
        if key == "opa":
            versions[key] = engine_version(os.path.join(target, "opa_bindings", "libopabridge.so"))
        else:
            versions[key] = version(python, package)
        if not versions[key]:
            print(f"{title}: the package {package} cannot be had here; left out")
    return python, versions


def engine_version(library):
    """The version of OPA in a library, which the binding's own version does not say."""
    if not os.path.exists(library):
        return None
    with open(library, "rb") as file:
        found = re.search(rb"github.com/open-policy-agent/opa[@\t]v([0-9.]+)", file.read())
    return found[1].decode() if found else "unknown"


def version(python, package):
    done = subprocess.run(
        [python, "-c", f"import importlib.metadata as m; print(m.version({package!r}))"], capture_output=True,
        text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def ours(binary, size, workload, cache):
    """Load and CPU time of a decision of our binary, and whether all matches are as expected."""
    environment = dict(os.environ, XDG_CACHE_HOME=cache)
    command = [binary, "evaluate", "--rules", os.path.join(workload, f"rules-{size}"),
               os.path.join(workload, "requests.jsonl"), "--matches", "--timing"]
    loads, times = [], []
    for number in range(6):
        if number < 3:
            subprocess.run(["rm", "-rf", cache])
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode != 0:
            sys.exit(f"assent: exit {done.returncode}: {done.stderr}")
        timing = json.loads(done.stderr.splitlines()[-1])
        cpu = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000
        if number < 3:
            # All that is not decisions: start, reading, compiling, keeping in the cache.
            loads.append(cpu - timing["cpu_us"] * timing["documents"] / 1000)
        times.append(timing["cpu_us"])
    with open(os.path.join(workload, f"expected-{size}.jsonl")) as file:
        for line, want in zip(done.stdout.splitlines(), file):
            if [int(name[1:]) for name in json.loads(line)] != json.loads(want):
                sys.exit("assent: the matches are not as expected")
    return min(loads), statistics.median(times), timing["documents"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--work", default=os.path.join(tempfile.gettempdir(), "assent-benchmarks", "peers"))
    parser.add_argument("--workload")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--only", default=",".join(ENGINES))
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    workload = options.workload or os.path.join(options.work, "workload")
    if options.measure:
        name, size, documents = options.measure
        measure(name, int(size), int(documents), options.work, workload)
        return
    generator = os.path.join(HERE, "..", "..", "shared", "bench", "policy", "gen_workload.py")
    if not os.path.exists(os.path.join(workload, "rules.jsonl")):
        if not os.path.exists(generator):
            print("no workload: give one with --workload (../shared/bench/policy is not here)")
            return
        subprocess.run([sys.executable, generator, "--out", workload], check=True, stdout=subprocess.DEVNULL)
    os.makedirs(options.work, exist_ok=True)
    python, versions = install(options.work)
    binary = os.path.abspath(options.binary)
    said = subprocess.run([binary, "--version"], capture_output=True, text=True).stdout.strip()
    print(f"{'engine':<10}{'version':<16}{'rules':>7}{'load ms':>10}{'documents':>11}{'us a decision':>15}"
          f"{'x ours':>10}   CPU time, all matches equal")
    for size in map(int, options.sizes.split(",")):
        load, base, count = ours(binary, size, workload, os.path.join(options.work, "cache"))
        print(f"{'assent':<10}{said:<16}{size:>7}{load:>10.0f}{count:>11}{base:>15.2f}{1:>10.1f}", flush=True)
        for name in options.only.split(","):
            if not versions.get(name):
                continue
            documents = {10: 1000, 100: 1000, 1000: 300, 10000: 60}.get(size, 100)

            def run(count):
                return subprocess.run(
                    [python, os.path.abspath(__file__), binary, "--work", options.work, "--workload", workload,
                     "--measure", name, str(size), str(count)], capture_output=True, text=True)

            done = run(documents)
            title = ENGINES[name][0]
            if done.returncode != 0:
                print(f"{title:<10}{versions[name]:<16}{size:>7}   failed: {done.stderr.strip()[-200:]}", flush=True)
                continue
            row, again = json.loads(done.stdout), run(0)
            load = min([row["load_ms"]] + ([json.loads(again.stdout)["load_ms"]] if again.returncode == 0 else []))
            print(f"{title:<10}{versions[name]:<16}{size:>7}{load:>10.0f}{documents:>11}{row['cpu_us']:>15.2f}"
                  f"{row['cpu_us'] / base:>10.1f}", flush=True)


if __name__ == "__main__":
    main()
