# Sourced by tests/bench.sh: one node of each kind of the clusters (docs/reliability.md) is killed under load. No write for as long
# and no report for as long as it prints; nothing acknowledged may be lost.
need python3 postgresql-15 rabbitmq-server redis-server patroni etcd-server libicu72 gcc libc6-dev
need_dotnet
[ $build = no ] || dotnet build tests/Faults.Tests -c Debug -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "tests/Faults.Tests does not build"
mkdir -p artifacts/bench
raw=artifacts/bench/ha.txt
: >"$raw"
EGOV_FAULT_LOG=$PWD/$raw dotnet artifacts/bin/Faults.Tests/debug/Faults.Tests.dll --no-ansi --no-progress --explicit only --filter-class '*ClusterTests' \
    >artifacts/bench/ha.log 2>&1 </dev/null
code=$?
python3 - "$raw" <<'PYTHON'
import sys
missed = 0
for line in open(sys.argv[1], encoding="utf-8"):
    name, value = line.split()
    goal = 15 if name.endswith("_seconds") else 0 if name == "broken_rules" else None
    print(f"ha_{name} {float(value):g}" + (f" <= {goal}" if goal is not None else ""))
    missed += goal is not None and float(value) > goal
print(f"raw runs: {sys.argv[1]}")
sys.exit(1 if missed else 0)
PYTHON
result=$?
[ $code = 0 ] || { tail -n 40 artifacts/bench/ha.log; exit 1; }
exit $result
