"""Lists over many records against the same over few. Usage: countries.py BENCHMARKS_DLL

Both databases are served by one process, turn by turn, so that neighbors slow both. EGOV_BENCH_SCALE makes both smaller.
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
        report.add(f"{name}_p50_vs_small", [r[1] / r[0] for r in rounds])
        report.add(f"{name}_p99_vs_small", [r[3] / r[2] for r in rounds], "<=", 1.2, f"{large} rows against {small}; {ON}")
        # A search sorts the few it found; all other pages come in order from an index.
        whole = re.findall(r"Seq Scan on \w+" if name.endswith("_named") else r"Seq Scan on \w+|Sort Key", figure["plan"])
        report.add(f"{name}_reads_or_sorts_whole_table", [len(whole)], "<=", 0, "of its plan")
    return report.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
