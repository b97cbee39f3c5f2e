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

# publish_platform [OPTION...]: publishes all processes to $published, compiled ahead as they are deployed.
published=artifacts/bench/published
publish_platform() {
    local project
    need_dotnet
    [ $build = yes ] || return 0
    for project in Countries Activities Training Reporting Integration Gateway; do
        dotnet publish src/$project "$@" -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o $published/$project -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "src/$project does not publish"
    done
}

# explicit_test CLASS [VARIABLE=VALUE...]: runs one test of tests/Faults.Tests that is not part of a normal run; its measures come to $raw.
explicit_test() {
    local class=$1 code=0
    shift
    need_dotnet
    [ $build = no ] || dotnet build tests/Faults.Tests -c Debug -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "tests/Faults.Tests does not build"
    mkdir -p artifacts/bench
    raw=artifacts/bench/$name.txt
    : >"$raw"
    env "$@" EGOV_FAULT_LOG="$PWD/$raw" dotnet artifacts/bin/Faults.Tests/debug/Faults.Tests.dll --no-ansi --no-progress --explicit only --filter-class "*$class" \
        >"artifacts/bench/$name.log" 2>&1 </dev/null || code=$?
    [ $code = 0 ] || { cat "$raw"; tail -n 40 "artifacts/bench/$name.log"; }
    return $code
}

. "tests/Benchmarks/$name.sh"
