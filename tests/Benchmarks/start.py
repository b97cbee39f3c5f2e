"""Measures how long all processes of the platform take to be ready, and their memory. Usage: start.py PUBLISHED SERVERS_DLL

Six processes are started at once and asked every 10 ms until each says that it is ready; then as many of `dotnet new web`.
"""
import base64
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from gateway import free_port
from measure import ROUNDS, Report

SERVICES = ("countries", "activities", "training", "reporting", "integration")
IDLE_SECONDS = float(os.environ.get("EGOV_BENCH_IDLE", "60"))
ON = "as published (ReadyToRun); 5 services and the gateway with databases, broker and Redis; migrations done before"


def dll(published, service):
    project = service.capitalize()
    return f"{published}/{project}/EGovPlatform.{project}{'' if service == 'gateway' else 'Service'}.dll"


class Servers:
    """PostgreSQL, RabbitMQ and Redis of this run."""

    def __init__(self, program, folder):
        self.process = subprocess.Popen(["dotnet", program, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.found = {}
        for line in self.process.stdout:
            if line.strip() == "ready":
                break
            name, _, value = line.strip().partition("=")
            self.found[name] = value
        self.postgres = self.found["EGOV_TEST_POSTGRES"]

    def database(self, name):
        parts = dict(p.split("=", 1) for p in self.postgres.split(";"))
        environment = {**os.environ, "PGPASSWORD": parts["Password"]}
        subprocess.run(["psql", "-q", "-h", parts["Host"], "-p", parts["Port"], "-U", parts["Username"], "-c", f"create database {name}", "postgres"], env=environment, check=True)
        return self.postgres.replace("Database=postgres", f"Database={name}")

    def stop(self):
        self.process.stdin.close()
        self.process.wait(60)


class Program:
    """One process and the address that tells whether it is ready."""

    def __init__(self, path, port, url, settings):
        self.command, self.url = ["dotnet", path], f"http://127.0.0.1:{port}{url}"
        self.folder, self.environment = os.path.dirname(path), {**os.environ, **settings}
        self.process = None

    def start(self):
        self.process = subprocess.Popen(self.command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ready(self):
        try:
            with urllib.request.urlopen(self.url, timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def pss_mib(self):
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as f:
            return int(next(line for line in f if line.startswith("Pss:")).split()[1]) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def seconds_until_ready(programs):
    began = time.monotonic()
    for program in programs:
        program.start()
    waiting = list(programs)
    while waiting:
        waiting = [p for p in waiting if not p.ready()]
        if time.monotonic() - began > 120:
            raise SystemExit(f"not ready within 120 s: {[p.command[1] for p in waiting]}")
        time.sleep(0.01)
    return time.monotonic() - began


def platform(published, servers, folder):
    """The programs, their databases migrated."""
    ports = {s: (free_port(), free_port()) for s in (*SERVICES, "gateway")}
    common = {"ASPNETCORE_ENVIRONMENT": "Development", "Access__DevelopmentKey": f"{folder}/key.pem", "Personal__MasterKey": base64.b64encode(secrets.token_bytes(32)).decode()}
    common |= {"ConnectionStrings__messaging": servers.found["EGOV_TEST_RABBITMQ"], "ConnectionStrings__cache": servers.found["EGOV_TEST_REDIS"]}
    programs = []
    for service, (http, grpc) in ports.items():
        settings = {**common, "Kestrel__Endpoints__http__Url": f"http://127.0.0.1:{http}", "Kestrel__Endpoints__grpc__Url": f"http://127.0.0.1:{grpc}"}
        for other in SERVICES:
            if other != service:
                settings[f"services__{other}__http__0"] = f"http://127.0.0.1:{ports[other][0]}"
                settings[f"services__{other}__grpc__0"] = f"http://127.0.0.1:{ports[other][1]}"
        path = os.path.abspath(dll(published, service))
        if service != "gateway":
            settings[f"ConnectionStrings__{service}db"] = servers.database(f"{service}db")
            subprocess.run(["dotnet", path, "migrate"], cwd=os.path.dirname(path), env={**os.environ, **settings}, stdout=subprocess.DEVNULL, check=True)
        programs.append(Program(path, http, "/health", settings))
    return programs


def plain(folder):
    """As many programs as the template makes."""
    subprocess.run(["dotnet", "new", "web", "-o", f"{folder}/web", "--no-restore"], stdout=subprocess.DEVNULL, check=True)
    subprocess.run(["dotnet", "build", f"{folder}/web", "-c", "Release", "-v", "q", "--nologo"], stdout=subprocess.DEVNULL, check=True)
    built = next(os.path.join(at, "web.dll") for at, _, names in os.walk(f"{folder}/web/bin/Release") if "web.dll" in names)
    ports = [free_port() for _ in (*SERVICES, "gateway")]
    return [Program(built, port, "/", {"ASPNETCORE_URLS": f"http://127.0.0.1:{port}"}) for port in ports]


def main(published, servers_dll):
    report = Report("start")
    with tempfile.TemporaryDirectory() as folder:
        servers = Servers(servers_dll, f"{folder}/servers")
        try:
            ours, theirs = platform(published, servers, folder), plain(folder)
            ratios = []
            for number in range(ROUNDS):
                times = {}
                for which in ("ours", "theirs") if number % 2 == 0 else ("theirs", "ours"):
                    programs = ours if which == "ours" else theirs
                    times[which] = seconds_until_ready(programs)
                    if which == "ours" and number == ROUNDS - 1:
                        time.sleep(IDLE_SECONDS)
                        sizes = {p.command[1].split(".")[-2]: p.pss_mib() for p in programs}
                    for program in programs:
                        program.stop()
                report.runs.append(times)
                ratios.append(times["ours"] / times["theirs"])
            report.runs.append(sizes)
            report.add("all_ready_vs_dotnet_new_web", ratios, "<=", 2.5, ON)
            report.add("all_pss_mib", [sum(sizes.values())], "<=", 450, f"after {IDLE_SECONDS:.0f} s idle: " + ", ".join(f"{n} {s:.0f}" for n, s in sizes.items()))
        finally:
            servers.stop()
    return report.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
