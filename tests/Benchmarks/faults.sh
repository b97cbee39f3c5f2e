# Sourced by tests/bench.sh: a soak under faults drawn from seeds (docs/reliability.md). A line for each schedule as soon as it is over.
#   tests/bench.sh faults [--no-build] [--schedules N] [--seed S]
schedules=200 seed=1
while [ $# -gt 0 ]; do
    case $1 in
        --schedules) schedules=$2; shift 2 ;;
        --seed) seed=$2; shift 2 ;;
        *) fail "faults knows --schedules N and --seed S, not $1" ;;
    esac
done
need postgresql-15 rabbitmq-server redis-server libicu72 strace gcc libc6-dev
# Compiled ahead, a process is back sooner. Its places to die at need a build of their own.
published=artifacts/crashable/published
publish_platform -p:CrashPoints=true "-p:ArtifactsPath=$PWD/artifacts/crashable"
[ $build = no ] || dotnet build tests/Faults.Tests -c Debug -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "tests/Faults.Tests does not build"
mkdir -p artifacts/bench
raw=artifacts/bench/faults.txt
: >"$raw"
EGOV_FAULT_BUILT=$PWD/$published EGOV_FAULT_SCHEDULES=$schedules EGOV_FAULT_SEED=$seed EGOV_FAULT_LOG=$PWD/$raw \
    dotnet artifacts/bin/Faults.Tests/debug/Faults.Tests.dll --no-ansi --no-progress --filter-class '*FaultTests' >artifacts/bench/faults.log 2>&1 </dev/null &
run=$!
tail -n +1 -f --pid=$run "$raw"
wait $run
code=$?
python3 - "$raw" "$schedules" <<'PYTHON'
import re, sys
lines = [line for line in open(sys.argv[1], encoding="utf-8") if line.startswith("seed ")]
held = sum(line.rstrip().endswith("All held.") for line in lines)
slowest = max([float(s) for s in re.findall(r"Converged ([\d.]+) s", "\n".join(lines))], default=float("nan"))
calls = sum(int(n) for n in re.findall(r"\. (\d+) calls", "\n".join(lines)))
writes = sum(int(n) for n in re.findall(r"(\d+) (?:created|changed|booked)", "\n".join(lines)))
print(f"faults_schedules_run {len(lines)} >= {sys.argv[2]}")
print(f"faults_schedules_with_broken_rules {len(lines) - held} <= 0")
print(f"faults_converged_seconds_slowest {slowest:.1f} <= 5")
print(f"{calls} calls, {writes} acknowledged writes; raw runs: {sys.argv[1]}")
sys.exit(0 if len(lines) == int(sys.argv[2]) and held == len(lines) and slowest <= 5 else 1)
PYTHON
result=$?
[ $code = 0 ] || { tail -n 40 artifacts/bench/faults.log; exit 1; }
exit $result
