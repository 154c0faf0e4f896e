#!/usr/bin/env bash
# Fuzzes CEL: parse, check, evaluate, print, estimate, residual, trace.
#
#     Tests/Fuzzing/run.sh [SECONDS]     60 by default
#
# Seeds are the expressions of the official suite, where it is there, and what earlier runs found. A finding is printed
# with its source and kept as crash-*; the folder of the corpus is $TMPDIR/assent-fuzzing.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-60}
work=${TMPDIR:-/tmp}/assent-fuzzing
mkdir -p "$work/corpus" "$work/found"
python3 seeds.py "$work"
swift build -c release --product CELFuzzer -Xswiftc -sanitize=fuzzer -Xswiftc -sanitize=address \
  -Xswiftc -sanitize-coverage=edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table \
  -Xswiftc -use-ld=lld -Xlinker -z -Xlinker nostart-stop-gc 2>&1 | tail -1
# What is made once and kept for good is no leak.
ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no .build/release/CELFuzzer -max_total_time="$seconds" \
  -timeout=10 -dict="$work/cel.dict" -artifact_prefix="$work/found/" -print_final_stats=1 "$work/corpus" 2>&1 \
  | grep -vE '^#[0-9]+\s+(NEW|REDUCE|pulse)|DEDUP|Uses:|recommended dictionary'
