"""Lists over many records against the same over few. Usage: countries.py BENCHMARKS_DLL

The databases are served by one process, turn by turn, so that neighbors slow all. The small one stands there twice: how far its two
copies differ is what the measurement itself is unsure of. EGOV_BENCH_SCALE makes all smaller, EGOV_BENCH_DATA names a folder
that keeps them for the next run, EGOV_BENCH_ONLY is a part of the names of the lists to measure.
"""
import json
import re
import subprocess
import sys

from measure import ROUNDS, SCALE, Report

ON = "gRPC over h2c, token, policy, metrics on; pages of 20"


def main(dll):
    small, large = int(10_000 * SCALE), int(1_000_000 * SCALE)
    command = ["dotnet", dll, "countries", str(small), str(large), str(ROUNDS)]
    figures = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[-1])
    report = Report("countries")
    for name, figure in figures.items():
        report.runs.append({"name": name, **figure})
        rounds = figure["rounds"]
        # Of each round: p50 of the small one, its copy and the large one, then p99 of the same.
        report.add(f"{name}_p50_vs_small", [2 * r[2] / (r[0] + r[1]) for r in rounds])
        report.add(f"{name}_p99_copy_vs_small", [r[4] / r[3] for r in rounds])
        report.add(f"{name}_p99_vs_small", [2 * r[5] / (r[3] + r[4]) for r in rounds], "<=", 1.2, f"{large} rows against {small}; {ON}")
        # A search sorts the few it found; all other pages come in order from an index.
        whole = re.findall(r"Seq Scan on \w+" if name.endswith("_named") else r"Seq Scan on \w+|Sort Key", figure["plan"])
        report.add(f"{name}_reads_or_sorts_whole_table", [len(whole)], "<=", 0, "of its plan")
    return report.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
