# Sourced by tests/bench.sh: the build of another commit is replaced by this one under load, taken back, and replaced again
# (docs/reliability.md, F14). Builds that commit beside this one the first time.
#   tests/bench.sh upgrade [--no-build] [--before COMMIT | --bin FOLDER]
before=HEAD~1 bin=
while [ $# -gt 0 ]; do
    case $1 in
        --before) before=$2; shift 2 ;;
        --bin) bin=$2; shift 2 ;;
        *) fail "upgrade knows --before COMMIT and --bin FOLDER, not $1" ;;
    esac
done
need git postgresql-15 rabbitmq-server redis-server libicu72 gcc libc6-dev
need_dotnet
[ $build = no ] || dotnet build tests/Faults.Tests -c Debug -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "tests/Faults.Tests does not build"
mkdir -p artifacts/bench
if [ -z "$bin" ]; then
    commit=$(git rev-parse --verify "$before^{commit}") || fail "no commit $before"
    tree=${TMPDIR:-/tmp}/egov-before.$commit
    [ -d "$tree" ] || git worktree add --detach "$tree" "$commit" >/dev/null || fail "git worktree add does not work"
    dotnet build "$tree/EGovPlatform.AppHost" -c Debug -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "$commit does not build"
    bin=$tree/artifacts/bin
fi
raw=artifacts/bench/upgrade.txt
: >"$raw"
EGOV_FAULT_BEFORE=$(realpath "$bin") EGOV_FAULT_LOG=$PWD/$raw \
    dotnet artifacts/bin/Faults.Tests/debug/Faults.Tests.dll --no-ansi --no-progress --explicit only --filter-class '*UpgradeTests' \
    >artifacts/bench/upgrade.log 2>&1 </dev/null
code=$?
cat "$raw"
[ $code = 0 ] || tail -n 40 artifacts/bench/upgrade.log
exit $code
