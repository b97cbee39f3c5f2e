"""Imports against COPY of the same records. Usage: import.py BIN LOAD_FILE

Countries, Activities and Integration run as processes of their own with databases and broker; both cores are shared. An import is
timed from the upload to the end of its operation: read, checked with the owners, written with change log and idempotency. COPY puts the
rows that it made into tables with the same indexes, in the same server.
"""
import base64
import io
import json
import math
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile

from gateway import free_port
from measure import ROUNDS, SCALE, Report
from start import Program, Servers

SERVICES = ("countries", "activities", "integration")
PARTS = (0.25, 0.5, 1)
ROWS = int(4000 * SCALE)
ON = "upload, check and apply, with scope, policy, references, change log and request ids; both cores shared"


class Desk:
    """The services over databases of their own, and what an officer does with files."""

    def __init__(self, built, servers, folder):
        self.servers = servers
        ports = {s: (free_port(), free_port()) for s in SERVICES}
        subprocess.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{folder}/key.pem"], check=True)
        common = {"DOTNET_ENVIRONMENT": "Development", "ASPNETCORE_ENVIRONMENT": "Development", "Access__DevelopmentKey": f"{folder}/key.pem",
                  "Personal__MasterKey": base64.b64encode(secrets.token_bytes(32)).decode(), "Logging__LogLevel__Default": "Warning",
                  "ConnectionStrings__messaging": servers.found["EGOV_TEST_RABBITMQ"]}
        self.programs = {}
        for service, (http, grpc) in ports.items():
            settings = {**common, "Kestrel__Endpoints__http__Url": f"http://127.0.0.1:{http}", "Kestrel__Endpoints__grpc__Url": f"http://127.0.0.1:{grpc}"}
            for other in SERVICES:
                settings |= {f"services__{other}__http__0": f"http://127.0.0.1:{ports[other][0]}", f"services__{other}__grpc__0": f"http://127.0.0.1:{ports[other][1]}"}
            settings[f"ConnectionStrings__{service}db"] = servers.database(f"{service}db")
            project = service.capitalize()
            path = os.path.abspath(f"{built}/{project}/release/EGovPlatform.{project}Service.dll")
            subprocess.run(["dotnet", path, "migrate"], cwd=os.path.dirname(path), env={**os.environ, **settings}, stdout=subprocess.DEVNULL, check=True)
            self.programs[service] = Program(path, http, "/health", settings)
        signed = subprocess.run(["dotnet", f"{built}/Cli/release/egov.dll", "token", "--role", "editor", "--role", "viewer"], env={**os.environ, **common}, capture_output=True, text=True, check=True)
        self.token, self.url = signed.stdout.strip().split("\n")[-1], f"http://127.0.0.1:{ports['integration'][0]}"

    def start(self, service):
        program = self.programs[service]
        program.start()
        until = time.monotonic() + 60
        while not program.ready():
            if time.monotonic() > until:
                raise SystemExit(f"{service} is not ready within 60 s")
            time.sleep(0.05)

    def stop(self):
        for program in self.programs.values():
            if program.process:
                program.stop()

    def peak_mib(self):
        with open(f"/proc/{self.programs['integration'].process.pid}/status", encoding="ascii") as f:
            return int(re.search(r"VmHWM:\s+(\d+)", f.read()).group(1)) / 1024

    def ask(self, method, path, body=None, kind="application/json"):
        request = urllib.request.Request(self.url + path, method=method, data=body, headers={"authorization": "Bearer " + self.token, "content-type": kind})
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as e:
            raise SystemExit(f"{method} {path}: {e.code} {e.read()[:2000]}") from e

    def done(self, operation):
        until = time.monotonic() + 400
        while not self.ask("GET", f"/v1/{operation}").get("done"):
            if time.monotonic() > until:
                raise SystemExit(f"{operation} does not end within 400 s")
            time.sleep(0.05)

    def run(self, name, content, reason=""):
        """Seconds until all is written, and the records written."""
        began = time.perf_counter()
        imported = self.ask("POST", "/v1/imports:upload", content, f"application/octet-stream; name=\"{urllib.parse.quote(name)}\"; group=\"programs\"")
        self.done(imported["operation"])
        checked = time.perf_counter() - began
        operation = self.ask("POST", f"/v1/{imported['name']}:apply", json.dumps({"skipBadRows": True, "reason": reason}).encode())
        self.done(operation["name"])
        seconds = time.perf_counter() - began
        counts = self.ask("GET", f"/v1/{imported['name']}")["counts"]
        if int(counts.get("failed", 0)) or not int(counts.get("written", 0)):
            raise SystemExit(f"{name}: {counts}")
        return {"seconds": seconds, "check_seconds": checked, "written": int(counts["written"])}

    def sql(self, service, text):
        parts = dict(p.split("=", 1) for p in self.servers.postgres.split(";"))
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", parts["Host"], "-p", parts["Port"], "-U", parts["Username"], "-d", f"{service}db"],
                              input=text, capture_output=True, text=True, env={**os.environ, "PGPASSWORD": parts["Password"]})
        if done.returncode:
            raise SystemExit(f"{text[:200]}\n{done.stderr}")
        return done.stdout

    def copy_seconds(self, tables, folder, where):
        """Seconds of COPY of the newest rows of these tables into others with the same indexes."""
        total = 0.0
        for service, table in tables:
            file = f"{folder}/{table}.copy"
            self.sql(service, f"\\copy (select * from {table} where {where}) to '{file}'\ndrop table if exists copied; create table copied (like {table} including all);")
            output = self.sql(service, f"\\timing on\n\\copy copied from '{file}'\n")
            total += float(re.search(r"Time: ([\d.]+) ms", output).group(1)) / 1000
        return total


def xml_part(text, share, mark):
    """A share of the activities, each under an identifier of this run."""
    head, first, rest = text.partition("<iati-activity ")
    body, _, end = (first + rest).rpartition("</iati-activities>")
    activities = [a for a in re.split(r"(?=<iati-activity )", body) if a.strip()]
    kept = activities[: max(1, int(len(activities) * share * min(SCALE, 1)))]
    renamed = [re.sub(r"(<iati-identifier>[^<]*?)(\s*</iati-identifier>)", rf"\g<1>-{mark}\g<2>", a, count=1) for a in kept]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("load.xml", head + "".join(renamed) + "</iati-activities>" + end)
    return packed.getvalue()


def table_part(rows, mark):
    return ("name,names[0].text,topics\n" + "".join(f"{mark}-{i},Program {mark} {i},e-Government\n" for i in range(rows))).encode()


def growth(times):
    """Exponent of seconds over size, from a quarter to the whole."""
    return math.log(times[-1] / times[0]) / math.log(PARTS[-1] / PARTS[0])


def main(built, load):
    report = Report("import")
    with open(load, encoding="utf-8") as f:
        text = f.read()
    with tempfile.TemporaryDirectory() as folder:
        servers = Servers(f"{built}/Servers/release/Servers.dll", f"{folder}/servers")
        desk = None
        try:
            desk = Desk(built, servers, folder)
            for service in SERVICES:
                desk.start(service)
            desk.run("warm.zip", xml_part(text, 0.1, "W"))
            desk.run("warm.csv", table_part(200, "warm"))
            kinds = {
                "iati": (lambda part, mark: ("load.zip", xml_part(text, part, mark)), (("activities", "projects"), ("countries", "organizations"))),
                "table": (lambda part, mark: ("programs.csv", table_part(int(ROWS * part), mark)), (("activities", "programs"),)),
            }
            for kind, (make, tables) in kinds.items():
                runs = {part: [] for part in PARTS}
                ratios, peaks = [], {}
                for number in range(ROUNDS):
                    for part in PARTS if number % 2 == 0 else reversed(PARTS):
                        # A process of its own for each size, so that the peak is of this size.
                        desk.programs["integration"].stop()
                        desk.start("integration")
                        since = desk.sql("activities", "select now()").strip()
                        run = desk.run(*make(part, f"{kind[0]}{number}x{int(part * 100)}"))
                        peaks.setdefault(part, []).append(desk.peak_mib())
                        runs[part].append(run["seconds"])
                        if part == 1:
                            run["copy_seconds"] = desk.copy_seconds(tables, folder, f"create_time >= '{since}'")
                            ratios.append(run["copy_seconds"] / run["seconds"])
                        report.runs.append({"kind": kind, "part": part, "peak_mib": peaks[part][-1], **run})
                whole = [r for r in report.runs if r["kind"] == kind and r["part"] == 1]
                report.add(f"import_{kind}_records_per_second", [r["written"] / r["seconds"] for r in whole], on=f"{whole[0]['written']} records; {ON}")
                report.add(f"import_{kind}_vs_indexed_copy", ratios, ">=", 0.35, ON)
                report.add(f"import_{kind}_growth_exponent", [growth([runs[p][n] for p in PARTS]) for n in range(ROUNDS)], "<=", 1.1, "seconds over size, a quarter to the whole")
                report.add(f"import_{kind}_peak_memory_growth", [w / q for w, q in zip(peaks[1], peaks[0.25])], "<=", 1.2, "peak of Integration, the whole against a quarter")
        finally:
            if desk:
                desk.stop()
            servers.stop()
    return report.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
