#!/bin/bash
# Measures ratios in one run: tests/bench.sh NAME [--no-build] [OPTION...], where NAME is a script in tests/Benchmarks. Prints one line
# per metric, `name value >= target` or `name value <= target`, and exits 1 when one is missed.
# Servers run on core 0, the load on core 1. EGOV_BENCH_ROUNDS (5) and EGOV_BENCH_SCALE (1) make it longer or shorter.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.." || exit 1
. eng/setup.sh
# As deployed (ADR 26); the peers on .NET have it too.
export DOTNET_GCgen0size=${DOTNET_GCgen0size:-0x2000000}

name=${1:-}
if [ -z "$name" ] || [ ! -f "tests/Benchmarks/$name.sh" ]; then
    fail "usage: tests/bench.sh NAME, with one of: $(cd tests/Benchmarks && printf '%s ' *.sh | sed 's/\.sh//g')"
fi
shift

build=yes
if [ "${1:-}" = --no-build ]; then build=no; shift; fi

build_dotnet() {
    [ $build = yes ] || return 0
    dotnet build tests/Benchmarks/Benchmarks.csproj -c Release -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "tests/Benchmarks does not build"
}

. "tests/Benchmarks/$name.sh"
