#!/usr/bin/env bash
# CEL beside cel-cpp on the conditions of a policy workload: CPU time per expression, in the same run.
#
#     Benchmarks/cel.sh [FOLDER]     a folder with rules.jsonl and requests.jsonl; else one is generated
set -euo pipefail
cd "$(dirname "$0")"
work=${TMPDIR:-/tmp}/assent-benchmarks
mkdir -p "$work"
folder=${1:-$work/policy}
if [ ! -f "$folder/rules.jsonl" ]; then
  generator=../../shared/bench/policy/gen_workload.py
  if [ ! -f "$generator" ]; then
    echo "no workload: give a folder with rules.jsonl and requests.jsonl (../shared/bench/policy is not here)"
    exit 0
  fi
  python3 "$generator" --out "$folder" > /dev/null
fi
swift build -c release --product CELBenchmark 2>&1 | tail -1
ours=$(.build/release/CELBenchmark "$folder/rules.jsonl" "$folder/requests.jsonl")
peer=
if [ ! -x "$work/venv/bin/python" ]; then python3 -m venv "$work/venv"; fi
if "$work/venv/bin/python" -c 'import cel_expr_python' 2> /dev/null \
  || "$work/venv/bin/pip" install -q cel-expr-python 2> /dev/null; then
  peer=$("$work/venv/bin/python" cel_peer.py "$folder/rules.jsonl" "$folder/requests.jsonl")
else
  echo "cel-cpp could not be installed: our figures stand alone"
fi
OURS=$ours PEER=$peer python3 - <<'END'
import json, os
ours = json.loads(os.environ["OURS"])
peer = json.loads(os.environ["PEER"]) if os.environ["PEER"] else None
print("%-8s %20s %10s %26s" % ("engine", "ns per expression", "held", "compile"))
for row in filter(None, (ours, peer)):
    print("%-8s %20d %10d %15d ms for %6d" % (
        row["engine"], row["ns_per_expression"], row["held"], row["compile_ms"], row["compiled"]))
if peer:
    print("ratio    %20.2f" % (ours["ns_per_expression"] / peer["ns_per_expression"]))
    assert ours["held"] == peer["held"], "the engines do not agree"
END
