#!/bin/sh
# Compares the expression language with cel-cpp on random expressions: run.sh [--count N] [--seed N] [--show N] [--jobs N]
#
# Installs the peer (PyPI: cel-expr-python) into a virtual environment where it is missing, and builds the judge in
# release mode; JUDGE names another build of it, PEER_VENV another environment.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
venv=${PEER_VENV:-$root/.build/peer}
export PYTHONDONTWRITEBYTECODE=1
if ! "$venv/bin/python" -c 'import cel_expr_python' 2>/dev/null; then
  if ! { python3 -m venv "$venv" && "$venv/bin/pip" install -q cel-expr-python==0.1.3; }; then
    echo "differential: cel-expr-python cannot be installed here; nothing was compared"
    exit 0
  fi
fi
if [ -z "${JUDGE:-}" ]; then
  swift build --package-path "$root" -c release -j 2 --product cel-conformance
  JUDGE=$(swift build --package-path "$root" -c release --show-bin-path)/cel-conformance
fi
exec "$venv/bin/python" "$here/differential.py" --judge "$JUDGE" "$@"
