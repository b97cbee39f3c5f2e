#!/bin/bash
# Does all the set-up, builds, and runs all the tests; ./test.sh NAME... runs only the test projects whose names contain one of them.
# --no-build runs what the last build left. The last line says `N passed, N failed`. See docs/testing.md.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")" || exit 1
. eng/setup.sh

parallel=${EGOV_TEST_PARALLEL:-2}
limit=${EGOV_TEST_LIMIT:-2400}
results=$PWD/artifacts/test-results
# No process lives long enough here to earn back what instrumenting its code costs.
export DOTNET_TieredPGO=0
# Compilers and tests make many objects: they need not be collected every 2 MiB (ADR 26).
export DOTNET_GCgen0size=0x2000000
servers_pid=
running=()

cleanup() {
    local pid
    for pid in "${running[@]}" $servers_pid; do kill "$pid" 2>/dev/null; done
    [ -z "$servers_pid" ] || wait "$servers_pid" 2>/dev/null
    [ -z "${data:-}" ] || rm -rf "$data"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

# Ends with the plain line even when nothing could run.
stop() {
    printf 'error: %s\n' "$1" >&2
    printf '0 passed, 1 failed\n'
    exit 1
}
fail() { stop "$*"; }

select_projects() {
    local project name wanted
    for project in tests/*/*.csproj; do
        name=$(basename "$project" .csproj)
        ! grep -q '<IsTestProject>false' "$project" || continue
        # A project without sources has nothing to run yet.
        compgen -G "tests/$name/*.cs" >/dev/null || compgen -G "tests/$name/*/*.cs" >/dev/null || continue
        if [ $# -eq 0 ]; then echo "$name"; continue; fi
        for wanted in "$@"; do
            [[ ${name,,} == *"${wanted,,}"* ]] && { echo "$name"; break; }
        done
    done
}

build() {
    say "building"
    dotnet restore EGovPlatform.sln --locked-mode -v q </dev/null || stop "restore failed; after a change of packages run: dotnet restore --force-evaluate"
    local target
    for target in "$@"; do
        dotnet build "$target" -c Debug --no-restore -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || stop "$target does not build"
    done
}

check_contracts() {
    [ -f buf.yaml ] || return 0
    say "checking contracts"
    local buf=.tools/node/node_modules/.bin/buf
    $buf lint || stop "buf lint found faults"
    [ ! -f docs/api/baseline.binpb ] || $buf breaking --against docs/api/baseline.binpb || stop "the contracts break their released form"
}

# One PostgreSQL, RabbitMQ and Redis for all projects; they end with their parent, however that ends.
start_servers() {
    say "starting servers"
    data=$(mktemp -d "${TMPDIR:-/tmp}/egov-test.XXXXXX")
    coproc SERVERS { exec dotnet artifacts/bin/Servers/debug/Servers.dll "$data" 2>"$results/Servers.log"; }
    servers_pid=$SERVERS_PID
    exec {from_servers}<&"${SERVERS[0]}"
    local line
    while IFS= read -r -t 120 line <&"$from_servers"; do
        [ "$line" = ready ] && return 0
        export "${line?}"
    done
    cat "$results/Servers.log" >&2
    stop "the test servers did not start"
}

run_project() {
    local name=$1
    timeout -k 10 "$limit" dotnet "artifacts/bin/$name/debug/$name.dll" --no-ansi --no-progress \
        --results-directory "$results" --report-xunit --report-xunit-filename "$name.xml" </dev/null >"$results/$name.log" 2>&1
    echo $? >"$results/$name.code"
}

passed=0 failed=0 skipped=0
# Adds one finished project to the sums. A crash, a timeout and a run without tests each count as one failure.
report() {
    local name=$1 code p=0 f=0 s=0 note=
    code=$(cat "$results/$name.code" 2>/dev/null || echo none)
    if [ -s "$results/$name.xml" ]; then
        p=$(count "$name" passed) f=$(count "$name" failed) s=$(count "$name" skipped)
        f=$((f + $(count "$name" errors)))
    fi
    if [ "$code" = 124 ] || [ "$code" = 137 ]; then note=" (stopped after $limit s)" f=$((f + 1))
    elif [ $((p + f + s)) = 0 ]; then note=" (no tests ran, exit code $code)" f=1
    elif [ "$code" != 0 ] && [ "$f" = 0 ]; then note=" (exit code $code)" f=1
    fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    printf '%-28s %5d passed %4d failed %4d skipped %5d s%s\n' "$name" "$p" "$f" "$s" "$(($(date +%s) - ${started[$name]}))" "$note"
    [ "$f" != 0 ] || return 0
    { printf '%s%s\n' "$name" "$note"; python3 eng/failures.py "$results/$name.xml" 2>/dev/null || tail -n 60 "$results/$name.log" | cut -c1-500 | sed "s/^/    /"; } >"$results/$name.failed"
    cat "$results/$name.failed"
}

# Sums one attribute over the report's <assembly> elements.
count() {
    grep -o '<assembly [^>]*' "$results/$1.xml" | grep -o " $2=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'
}

build=yes
if [ "${1:-}" = --no-build ]; then build=no; shift; fi
mapfile -t projects < <(select_projects "$@")
[ ${#projects[@]} -gt 0 ] || stop "no test project matches: $*"

rm -rf "$results"
mkdir -p "$results"
need git python3 libicu72 postgresql-15 rabbitmq-server redis-server nodejs npm python3-grpcio ruby-grpc chromium poppler-utils strace gcc libc6-dev
need_dotnet
need_node_programs
if [ $build = no ]; then :
elif [ $# -eq 0 ]; then
    build EGovPlatform.sln
else
    build tests/Servers/Servers.csproj $(printf 'tests/%s ' "${projects[@]}")
fi
check_contracts
start_servers

say "running ${#projects[@]} test projects, $parallel at a time"
declare -A started name_of
queue=("${projects[@]}")
while [ ${#queue[@]} -gt 0 ] || [ ${#running[@]} -gt 0 ]; do
    while [ ${#queue[@]} -gt 0 ] && [ ${#running[@]} -lt "$parallel" ]; do
        name=${queue[0]}
        queue=("${queue[@]:1}")
        started[$name]=$(date +%s)
        run_project "$name" &
        name_of[$!]=$name
        running+=($!)
    done
    wait -n -p done_pid "${running[@]}"
    report "${name_of[$done_pid]}"
    still=()
    for pid in "${running[@]}"; do [ "$pid" = "$done_pid" ] || still+=("$pid"); done
    running=("${still[@]}")
done

line="$passed passed, $failed failed"
[ $skipped = 0 ] || line="$line, $skipped skipped"
cleanup
trap - EXIT
# Once more, where it is looked for.
[ "$failed" = 0 ] || cat "$results"/*.failed
printf '%s\n' "$line"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
