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
need git python3 postgresql-15 rabbitmq-server redis-server libicu72 gcc libc6-dev
need_dotnet
if [ -z "$bin" ]; then
    commit=$(git rev-parse --verify "$before^{commit}") || fail "no commit $before"
    tree=${TMPDIR:-/tmp}/egov-before.$commit
    [ -d "$tree" ] || git worktree add --detach "$tree" "$commit" >/dev/null || fail "git worktree add does not work"
    dotnet build "$tree/EGovPlatform.AppHost" -c Debug -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "$commit does not build"
    bin=$tree/artifacts/bin
fi
explicit_test UpgradeTests EGOV_FAULT_BEFORE="$(realpath "$bin")" || exit 1
python3 tests/Benchmarks/judged.py "$raw" upgrade 'failed_calls<=0' 'broken_rules<=0' 'differences_of_reporting<=0'
