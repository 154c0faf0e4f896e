#!/usr/bin/env python3
"""Times cel-cpp (PyPI: cel-expr-python) on the conditions of a policy workload.

    cel_peer.py RULES.jsonl REQUESTS.jsonl

In its best form: the conditions as one list expression, so that what the binding to Python costs is paid once for
hundreds of conditions. Prints one JSON object: CPU time, median of rounds.
"""
import json
import statistics
import sys
import time

from cel_expr_python import cel

rules, requests = sys.argv[1:3]
conditions = [json.loads(line)["when"] for line in open(rules)][:1000]
documents = [json.loads(line) for line in open(requests)][:200]

environment = cel.NewEnv(variables={name: cel.Type.DYN for name in documents[0]})
start = time.process_time()
# Two lists: cel-cpp takes at most 100,000 code points.
halves = [conditions[:len(conditions) // 2], conditions[len(conditions) // 2:]]
programs = [environment.compile("[" + ", ".join("(%s)" % text for text in half) + "]")
            for half in halves]
compiled = time.process_time() - start
activations = [environment.Activation(document) for document in documents]
held = sum(sum(item.value() for item in program.eval(activation).value())
           for program in programs for activation in activations)
rounds = []
for _ in range(7):
    start = time.process_time()
    for program in programs:
        for activation in activations:
            program.eval(activation)
    rounds.append(time.process_time() - start)
print(json.dumps({
    "engine": "cel-cpp", "conditions": len(conditions), "documents": len(documents), "held": held,
    "ns_per_expression": round(statistics.median(rounds) / len(conditions) / len(documents) * 1e9),
    "compiled": len(conditions), "compile_ms": round(compiled * 1000),
}))
