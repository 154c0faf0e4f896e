#!/usr/bin/env bash
# The benchmarks, against the release binary. Each prints its figure beside the physical limit of the same run.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=${1:-.build/release/assent}
python3 Benchmarks/cold.py "$binary"
bash Benchmarks/cel.sh
python3 Benchmarks/policy_peers.py "$binary"
bash Benchmarks/worst.sh
bash Benchmarks/decide.sh
