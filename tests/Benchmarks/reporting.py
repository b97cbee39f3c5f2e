"""Reports of the running service against hand-written SQL in psql, over one mart: ABBA rounds, medians of times.

Each file in reporting/ but generate.sql is one named report: its first line is the request in JSON, the rest the best SQL we
know for the same numbers: records without a key and countries named by way of an organization included. Before anything is timed, both must give the same numbers. No cache is configured, so every
request is computed; names of records are left out of the request, as a list of names is no part of a number.

EGOV_BENCH_DATA names a folder that keeps the filled mart for further runs; --fill fills it and ends.
"""
import json
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import measure

HERE = pathlib.Path(__file__).parent / "reporting"
BIN = pathlib.Path(sys.argv[1])
SCALE = float(os.environ.get("EGOV_BENCH_SCALE", "1"))
ACTIVITIES = int(1_000_000 * SCALE)
KEPT = os.environ.get("EGOV_BENCH_DATA")


def dll(project, name):
    return str(BIN / project / "release" / f"{name}.dll")


class Database:
    """A server and database of its own, asked by one psql that stays open."""

    def __init__(self, folder):
        self.servers = subprocess.Popen(["dotnet", dll("Servers", "Servers"), folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        settings = {}
        for line in self.servers.stdout:
            if line.strip() == "ready":
                break
            key, _, value = line.strip().partition("=")
            settings[key] = value
        self.text = settings["EGOV_TEST_POSTGRES"]
        parts = {k.strip().lower(): v for k, _, v in (p.partition("=") for p in self.text.split(";") if p)}
        self.psql = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", parts["host"], "-p", parts["port"], "-U", parts["username"]]
        os.environ["PGPASSWORD"] = parts.get("password", "")
        # As the service has it: both sides may hash as much in memory.
        os.environ["PGOPTIONS"] = "-c work_mem=64MB"
        self.name = f"bench{ACTIVITIES}"

    def filled(self):
        """Whether the mart is there, of as many activities as asked for. It is named only when it is whole."""
        return self.run("select datname from pg_database where datname like 'bench%'", "postgres").strip() == self.name

    def fill(self, migrate):
        for old in self.run("select datname from pg_database where datname like 'bench%' or datname = 'filling'", "postgres").split():
            self.run(f"drop database {old}", "postgres")
        self.run("create database filling", "postgres")
        migrate(self.connection("filling"))
        self.run((HERE / "generate.sql").read_text(), "filling", activities=ACTIVITIES)
        self.run(f"alter database filling rename to {self.name}", "postgres")

    def connection(self, database):
        return re.sub(r"Database=[^;]*;?", "", self.text).rstrip(";") + f";Database={database}"

    def run(self, sql, database=None, **variables):
        command = [*self.psql, "-d", database or self.name]
        for key, value in variables.items():
            command += ["-v", f"{key}={value}"]
        done = subprocess.run(command, input=sql, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{sql[:200]}\n{done.stderr}")
        return done.stdout

    def timed(self, sql, times):
        """Rows, and the milliseconds each of several runs took in one session."""
        output = self.run("\\timing on\n" + (sql.strip().rstrip(";") + ";\n") * times)
        taken = [float(t) for t in re.findall(r"^Time: ([\d.]+) ms", output, re.M)]
        rows = [line for line in re.split(r"^Time: .*$", output, flags=re.M)[0].split("\n") if "|" in line]
        return rows, taken

    def stop(self):
        self.servers.stdin.close()
        self.servers.wait(30)


class Service:
    """The Reporting service in a process of its own, without broker and cache."""

    def __init__(self, database, folder):
        key = os.path.join(folder, "key.pem")
        subprocess.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key], check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.environment = {
            **os.environ,
            "DOTNET_ENVIRONMENT": "Development", "ASPNETCORE_ENVIRONMENT": "Development", "ConnectionStrings__reportingdb": database.connection(database.name),
            "Access__DevelopmentKey": key, "Personal__MasterKey": "A" * 43 + "=", "Logging__LogLevel__Default": "Warning",
            "Kestrel__Endpoints__http__Url": self.url, "Kestrel__Endpoints__http__Protocols": "Http1",
        }
        self.command = ["dotnet", dll("Reporting", "EGovPlatform.ReportingService")]

    def migrate(self, connection):
        subprocess.run([*self.command, "migrate"], env={**self.environment, "ConnectionStrings__reportingdb": connection}, check=True, stdout=subprocess.DEVNULL)

    def start(self):
        self.process = subprocess.Popen(self.command, env=self.environment, stdout=subprocess.DEVNULL)
        signed = subprocess.run(["dotnet", dll("Cli", "egov"), "token", "--role", "viewer"], env=self.environment, capture_output=True, text=True, check=True)
        self.token = signed.stdout.strip().split("\n")[-1]
        for _ in range(150):
            try:
                self.ask("GET", "/v1/reports/catalog")
                return
            except OSError as e:
                last = e
                time.sleep(0.2)
        raise SystemExit(f"the service did not start within 30 s: {last}")

    def ask(self, method, path, body=None):
        request = urllib.request.Request(self.url + path, method=method, data=json.dumps(body).encode() if body else None,
                                         headers={"authorization": "Bearer " + self.token, "content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=300) as answer:
            return json.loads(answer.read())

    def timed(self, method, path, body=None):
        started = time.perf_counter()
        answer = self.ask(method, path, body)
        return answer, (time.perf_counter() - started) * 1000

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def numbers(answer):
    """Rows as key|number, as the hand-written SQL gives them."""
    return ["|".join([*(d.get("key", "") for d in row.get("dimensions", [])), row["values"][0]["sum"].get("value", "0")]) for row in answer["rows"]]


def main():
    missed = False
    raw = {}
    with tempfile.TemporaryDirectory(prefix="egov-bench.") as folder:
        database = Database(KEPT or folder)
        try:
            service = Service(database, folder)
            if database.filled():
                service.migrate(database.connection(database.name))
            else:
                database.fill(service.migrate)
            if "--fill" in sys.argv:
                return 0
            try:
                service.start()
                reports = sorted(p for p in HERE.glob("*.sql") if p.name not in ("generate.sql", "brief.sql"))
                for report in reports:
                    first, _, sql = report.read_text().partition("\n")
                    body = json.loads(first.removeprefix("--"))
                    body["omitRecordNames"] = True
                    ours = numbers(service.ask("POST", "/v1/reports/summary", body))
                    theirs, _ = database.timed(sql, 1)
                    if sorted(ours) != sorted(theirs) or not ours:
                        raise SystemExit(f"{report.stem}: the numbers differ: {ours[:3]} {theirs[:3]}")
                    a, b = [], []
                    for n in range(measure.ROUNDS):
                        for side in ("ab" if n % 2 == 0 else "ba"):
                            if side == "a":
                                a.append(service.timed("POST", "/v1/reports/summary", body)[1])
                            else:
                                b += database.timed(sql, 1)[1]
                    missed |= line(f"report_{report.stem}_vs_sql", statistics.median(a) / statistics.median(b), 1.15, raw, a, b)
                sql = (HERE / "brief.sql").read_text()
                a, b = [], []
                for n in range(measure.ROUNDS * 2):
                    a.append(service.timed("GET", "/v1/reports/briefs/countries/XA")[1])
                    b.append(sum(database.timed(sql, 1)[1]))
                missed |= line("country_brief_vs_keyed_reads", statistics.median(a) / statistics.median(b), 5, raw, a, b)
            finally:
                service.stop()
        finally:
            database.stop()
    path = pathlib.Path("artifacts/bench/reporting.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(raw, indent=1))
    print(f"raw: {path}; {ACTIVITIES} activities, {ACTIVITIES * 5} participations; scope, policy and deadline are on, the cache is off")
    return 1 if missed else 0


def line(name, value, target, raw, a, b):
    raw[name] = {"ours_ms": a, "sql_ms": b}
    print(f"{name} {value:.2f} <= {target}", flush=True)
    return value > target


sys.exit(main())
