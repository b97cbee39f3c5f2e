"""Measurements that one process makes by itself, round by round. Usage: rounds.py BENCHMARKS_DLL relay|growth"""
import json
import math
import subprocess
import sys

from measure import ROUNDS, SCALE, Report


def run(dll, *arguments):
    output = subprocess.run(["dotnet", dll, *map(str, arguments)], stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(output.splitlines()[-1])


def relay(dll, report):
    rounds = run(dll, "relay", int(40_000 * SCALE), ROUNDS)
    report.runs.extend(rounds)
    report.add("relay_vs_raw_confirms", [(r[0] + r[3]) / (r[1] + r[2]) for r in rounds], ">=", 1.0, "persistent, confirmed, quorum queue; 256 messages unconfirmed at once on the raw side")


def growth(dll, report):
    small, large = int(10_000 * SCALE), int(1_000_000 * SCALE)
    rounds = run(dll, "growth", small, large, ROUNDS)
    report.runs.extend(rounds)
    report.add("keyed_read_growth_exponent", [math.log(r[1] / r[0], large / small) for r in rounds], "<=", 0.05, f"medians over gRPC, {small} and {large} rows")


if __name__ == "__main__":
    kind = sys.argv[2]
    result = Report(kind)
    {"relay": relay, "growth": growth}[kind](sys.argv[1], result)
    sys.exit(result.end())
