# Sourced by tests/bench.sh: what an honest client waits while hostile requests run, against good reads by as many senders.
#   tests/bench.sh attack [--no-build] [--requests N] [--seed S]
requests=100000 seed=20180528
while [ $# -gt 0 ]; do
    case $1 in
        --requests) requests=$2; shift 2 ;;
        --seed) seed=$2; shift 2 ;;
        *) fail "attack knows --requests N and --seed S, not $1" ;;
    esac
done
need postgresql-15 rabbitmq-server redis-server libicu72
need_dotnet
[ $build = no ] || dotnet build tests/Integration.Tests -c Debug -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "tests/Integration.Tests does not build"
mkdir -p artifacts/bench
raw=artifacts/bench/attack.txt
: >"$raw"
EGOV_TEST_HOSTILE=$requests EGOV_TEST_SEED=$seed EGOV_ATTACK_LOG=$PWD/$raw \
    dotnet artifacts/bin/Integration.Tests/debug/Integration.Tests.dll --no-ansi --no-progress --filter-class '*AttackTests' >artifacts/bench/attack.log 2>&1 \
    || { tail -n 40 artifacts/bench/attack.log; fail "a process ended, an exception was left unhandled or the honest client was not answered"; }
python3 - "$raw" <<'PYTHON'
import sys
lines = [line.split() for line in open(sys.argv[1], encoding="utf-8")]
missed = len(lines) != 3
for transport, count, _, alone, _, good, _, attacked, *_ in lines:
    name, ratio = transport.lower(), float(attacked) / float(good)
    print(f"attack_{name}_p99_vs_good_reads {ratio:.2f} <= 2  # {count} hostile requests; honest p99 {alone} ms alone, {good} ms beside good reads, {attacked} ms under attack")
    missed |= ratio > 2
print(f"raw runs: {sys.argv[1]}")
sys.exit(1 if missed else 0)
PYTHON
exit $?
