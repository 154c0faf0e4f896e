#!/usr/bin/env bash
# The expressions that would take the longest: each is refused, or stops at the budget, within 50 ms of CPU time.
set -euo pipefail
cd "$(dirname "$0")"
swift build -c release --product CELWorstCases 2>&1 | tail -1
.build/release/CELWorstCases
