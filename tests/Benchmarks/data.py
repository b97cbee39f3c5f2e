"""Reads and writes of one record through the service against pgbench with the same SQL. Usage: data.py BENCHMARKS_DLL read|write

PostgreSQL and the service share core 0, callers and pgbench share core 1; sixteen callers on either side, one call at a time each. Compared is
the CPU that PostgreSQL and the service spend on a call: calls per second would be those of the callers, which cost more than pgbench.
"""
import os
import re
import subprocess
import sys
import tempfile

from measure import LOAD_CORE, ROUNDS, SCALE, TICKS, Report, Server

ROWS = 10_000
SECONDS = max(2, int(5 * SCALE))
PGBENCH = "/usr/lib/postgresql/15/bin/pgbench"
SCRIPTS = {
    "read": r"""\set n random(1, 10000)
select body, hash, version from organizations where name = 'organizations/o-' || :n::text;
""",
    "write": """begin;
insert into organizations (name, version, body, hash, create_time, update_time, index_version)
    values ('organizations/' || gen_random_uuid(), 1, decode(repeat('61', 150), 'hex'), sha256('x'), now(), now(), 1);
insert into change (resource_type, name, version, kind, actor, body, hash)
    values ('egov.countries.v1.Organization', 'organizations/' || gen_random_uuid(), 1, 'created', 'tester', decode(repeat('61', 150), 'hex'), sha256('x'));
insert into idempotency (subject, method, request_id, digest, answer)
    values ('tester', 'CreateOrganization', gen_random_uuid()::text, sha256('x'), decode(repeat('61', 150), 'hex'));
commit;
""",
}
TARGETS = {"read": 0.40, "write": 0.50}


def cpu_seconds(pid):
    """Of a process and all below it, those that have ended included."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as f:
            fields = f.read().rpartition(")")[2].split()
        below = []
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as f:
                below += f.read().split()
    except (FileNotFoundError, ProcessLookupError):
        # It ended meanwhile; its parent counts it next time.
        return 0
    return sum(int(t) for t in fields[11:15]) / TICKS + sum(cpu_seconds(child) for child in below)


class Side:
    """One side of the comparison: the microseconds that PostgreSQL and the service spend on one call."""

    def __init__(self, server, pattern, command, **environment):
        self.server, self.pattern, self.command = server, pattern, ["taskset", "-c", LOAD_CORE, *command]
        self.environment = {**os.environ, **environment}

    def run(self):
        before = cpu_seconds(self.server.process.pid)
        output = subprocess.run(self.command, stdout=subprocess.PIPE, text=True, check=True, env=self.environment, timeout=120).stdout
        cpu = cpu_seconds(self.server.process.pid) - before
        if "failed transactions" in output and "failed transactions: 0 " not in output:
            raise SystemExit(output)
        calls = int(re.search(self.pattern, output).group(1))
        return {"side": self.command[3], "calls": calls, "rate": calls / SECONDS, "cpu_us": cpu / calls * 1e6}

    def warm(self):
        """Until three runs in a row cost the same within 5 %: on one core the runtime compiles behind the calls."""
        costs = []
        while len(costs) < 5 or (max(costs[-3:]) > 1.05 * min(costs[-3:]) and len(costs) < 20):
            costs.append(self.run()["cpu_us"])


def main(dll, kind):
    server = Server("countries", "dotnet", dll, "data", "serve", str(ROWS))
    facts, report = server.facts, Report(kind)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(SCRIPTS[kind])
        script.flush()
        ours = Side(server, r'"calls":(\d+)', ["dotnet", dll, "data", kind, facts["grpc"], facts["token"], facts["database"], str(SECONDS)])
        bare = Side(server, r"actually processed: (\d+)", [PGBENCH, "-n", "-M", "prepared", "-c", "16", "-j", "1", "-T", str(SECONDS), "-f", script.name, facts["bare"]],
                    PGHOST=facts["host"], PGPORT=str(facts["port"]), PGUSER=facts["user"], PGPASSWORD=facts["password"])
        ours.warm()
        ratios, costs = [], []
        for number in range(ROUNDS):
            runs = [side.run() for side in (ours, bare, bare, ours)]
            print(f"round {number}: {' '.join('%.0f' % r['cpu_us'] for r in runs)} microseconds of CPU, {' '.join('%.0f' % r['rate'] for r in runs)} a second", file=sys.stderr, flush=True)
            report.runs.extend(runs)
            costs += [runs[0]["cpu_us"], runs[3]["cpu_us"]]
            ratios.append((runs[1]["cpu_us"] + runs[2]["cpu_us"]) / (runs[0]["cpu_us"] + runs[3]["cpu_us"]))
    server.process.stdin.close()
    server.process.wait(60)
    report.add(f"{kind}_vs_pgbench", ratios, ">=", TARGETS[kind], "CPU of PostgreSQL and service; gRPC over h2c, token, policy, scope, deadline, metrics on; fsync on; 16 callers")
    report.add(f"{kind}_cpu_us", costs)
    return report.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
