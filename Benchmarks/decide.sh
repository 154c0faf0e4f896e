#!/usr/bin/env bash
# Routing and a vote on the shipped rules and workflows: pure, and through the database beside the disk's own sync.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d "${ASSENT_BENCH_DIR:-$PWD}/.decide-XXXXXX")
trap 'rm -rf "$work"' EXIT
ASSENT_BENCHMARKS=1 swift build -c release --product DecideBenchmark 2>&1 | tail -1
XDG_CACHE_HOME=$work .build/release/DecideBenchmark "$PWD" "$work" "${1:-200}"
