"""Reads and writes of one record through the service against pgbench with the same SQL. Usage: data.py BENCHMARKS_DLL read|write

PostgreSQL and the service share core 0, callers and pgbench share core 1; sixteen callers on either side, one call at a time each.
"""
import os
import re
import subprocess
import sys
import tempfile

from measure import LOAD_CORE, ROUNDS, SCALE, Report, Server

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


def ours(dll, kind, facts):
    command = ["taskset", "-c", LOAD_CORE, "dotnet", dll, "data", kind, facts["grpc"], facts["token"], facts["database"], str(SECONDS)]
    output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=120).stdout
    return float(re.search(r'"rate":([\d.]+)', output).group(1))


def pgbench(facts, *arguments):
    environment = {**os.environ, "PGHOST": facts["host"], "PGPORT": str(facts["port"]), "PGUSER": facts["user"], "PGPASSWORD": facts["password"]}
    command = ["taskset", "-c", LOAD_CORE, PGBENCH, "-n", "-M", "prepared", "-c", "16", "-j", "1", "-T", str(SECONDS), *arguments, facts["bare"]]
    output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment, timeout=120).stdout
    if "number of failed transactions: 0 " not in output:
        raise SystemExit(output)
    return float(re.search(r"tps = ([\d.]+)", output).group(1))


def main(dll, kind):
    server = Server("countries", "dotnet", dll, "data", "serve", str(ROWS))
    report = Report(kind)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(SCRIPTS[kind])
        script.flush()
        ratios = []
        # The first round warms up.
        for number in range(ROUNDS + 1):
            rates = [ours(dll, kind, server.facts), pgbench(server.facts, "-f", script.name), pgbench(server.facts, "-f", script.name), ours(dll, kind, server.facts)]
            print(f"round {number}: {' '.join(f'{r:.0f}' for r in rates)} a second", file=sys.stderr, flush=True)
            if number > 0:
                report.runs.append(rates)
                ratios.append((rates[0] + rates[3]) / (rates[1] + rates[2]))
    server.process.stdin.close()
    server.process.wait(60)
    report.add(f"{kind}_vs_pgbench", ratios, ">=", TARGETS[kind], "gRPC over h2c, token, policy, scope, deadline, metrics on; fsync on; 16 callers")
    return report.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
