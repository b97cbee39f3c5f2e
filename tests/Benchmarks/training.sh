# Sourced by tests/bench.sh: how long the planner of business meetings takes for 200 officials, 100 companies and 30 slots, everyone
# free in every slot (flow and coloring) and with busy slots (slot by slot). Seconds of one process, checks of the result not counted.
need_dotnet
tests=artifacts/bin/Training.Tests/release/Training.Tests.dll
[ $build = no ] || dotnet build tests/Training.Tests -c Release -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "tests/Training.Tests does not build"
raw=artifacts/bench/training.txt
mkdir -p artifacts/bench
: >"$raw"
for _ in $(seq "${EGOV_BENCH_ROUNDS:-5}"); do
    dotnet "$tests" --no-ansi --no-progress --show-live-output on --filter-method '*Two_hundred_by_a_hundred*' >>"$raw" || fail "the planner's tests fail: $raw"
done
python3 - "$raw" <<'PYTHON'
import re, statistics, sys
seconds = {"free": [], "busy": []}
for busy, took in re.findall(r"busy: ([\d.]+)\)\] \d+ meetings, .* (\d+) ms", open(sys.argv[1], encoding="utf-8").read()):
    seconds["busy" if float(busy) else "free"].append(int(took) / 1000)
missed = 0
for kind, values in seconds.items():
    value = statistics.median(values)
    missed += value > 2
    print(f"planner_200x100x30_{kind}_seconds {value:.3f} <= 2")
print(f"raw runs: {sys.argv[1]}")
sys.exit(1 if missed else 0)
PYTHON
exit
