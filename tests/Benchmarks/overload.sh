# Sourced by tests/bench.sh: three times the writes that the platform can take, in an open loop through the gateway, then half of them
# (docs/reliability.md, F15). All on both cores, load included.
need python3 postgresql-15 rabbitmq-server redis-server libicu72 gcc libc6-dev
need_dotnet
[ $build = no ] || dotnet build tests/Faults.Tests -c Debug -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "tests/Faults.Tests does not build"
mkdir -p artifacts/bench
raw=artifacts/bench/overload.txt
: >"$raw"
EGOV_FAULT_LOG=$PWD/$raw dotnet artifacts/bin/Faults.Tests/debug/Faults.Tests.dll --no-ansi --no-progress --explicit only --filter-class '*OverloadTests' \
    >artifacts/bench/overload.log 2>&1 </dev/null || { tail -n 40 artifacts/bench/overload.log; exit 1; }
python3 - "$raw" <<'PYTHON'
import sys
seen = dict(line.split() for line in open(sys.argv[1], encoding="utf-8"))
seen = {name: float(value) for name, value in seen.items()}
goals = {"goodput_vs_peak": (">=", 0.8), "shed_without_retry_info": ("<=", 0), "other_errors": ("<=", 0), "recovered_seconds": ("<=", 10)}
missed = 0
for name, value in seen.items():
    sign, goal = goals.get(name, ("", None))
    print(f"overload_{name} {value:g}" + (f" {sign} {goal:g}" if goal is not None else ""))
    missed += goal is not None and not (value >= goal if sign == ">=" else value <= goal)
sys.exit(1 if missed or not seen.keys() >= goals.keys() else 0)
PYTHON
