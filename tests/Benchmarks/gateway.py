"""Measures the gateway against nginx, as calls per second of the proxy's CPU. Usage: gateway.py BENCHMARKS_DLL GATEWAY_DLL

The service behind the proxies and the load share the other core.
"""
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from measure import LOAD_CORE, SERVER_CORE, Load, Report, Server, compare

AREAS = ("countries", "activities", "training", "reporting", "integration")
CALLS = 60_000
ON = "routes of all services, shared limits in Redis with leases, RateLimit headers, header hygiene, framing, size limit, health checks, places at the service; token and trace context forwarded, no traces exported"
PATH = "egov.countries.v1.CountryService/GetCountry"
NGINX = """
daemon off; master_process off; worker_processes 1; pid {folder}/pid; error_log stderr crit;
events {{ worker_connections 4096; }}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  upstream service {{ server 127.0.0.1:{target}; keepalive 256; keepalive_requests 100000000; }}
  server {{
    listen 127.0.0.1:{port} http2; keepalive_requests 100000000; http2_max_concurrent_streams 1000;
    location / {{ grpc_pass grpc://service; grpc_socket_keepalive on; }}
  }}
}}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Plain(Server):
    """A process that says nothing; it is ready when its port answers."""

    def __init__(self, name, port, command, environment=None, core=SERVER_CORE):
        self.name, self.facts = name, {"grpc": port}
        self.process = subprocess.Popen(["taskset", "-c", core, *command], env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        for _ in range(300):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
        raise SystemExit(f"{name} did not open port {port} within 30 s")


def nginx(folder, target):
    port = free_port()
    path = os.path.join(folder, "nginx.conf")
    with open(path, "w", encoding="ascii") as f:
        f.write(NGINX.format(folder=folder, target=target, port=port))
    return Plain("nginx", port, [shutil.which("nginx") or "/usr/sbin/nginx", "-p", folder, "-c", path])


def gateway(dll, target, redis):
    http, grpc = free_port(), free_port()
    settings = {
        "ASPNETCORE_ENVIRONMENT": "Production", "Mtls__Enabled": "false",
        "Kestrel__Endpoints__http__Url": f"http://127.0.0.1:{http}",
        "Kestrel__Endpoints__grpc__Url": f"http://127.0.0.1:{grpc}",
        "ConnectionStrings__cache": f"127.0.0.1:{redis}",
        "Gateway__CallBurst": "100000000",
        "Gateway__CallsPerSecond": "100000000",
        "Gateway__CallsAtWork": "1000",
    }
    for area in AREAS:
        settings[f"services__{area}__grpc__0"] = settings[f"services__{area}__http__0"] = f"http://127.0.0.1:{target}"
    return Plain("gateway", grpc, ["dotnet", dll, "--contentRoot", os.path.dirname(os.path.abspath(dll))], settings)


class Canned(Server):
    """The service behind the proxies, on the load's core."""

    def __init__(self, dll):
        self.name = "service"
        self.process = subprocess.Popen(["taskset", "-c", LOAD_CORE, "dotnet", dll, "gateway", "service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.facts = json.loads(self.process.stdout.readline())


def load(server, body, length):
    made = Load(server, f"http://127.0.0.1:{server.facts['grpc']}/{PATH}", CALLS, length, body)
    made.command += ["-H", f"authorization: Bearer {'x' * 600}"]
    return made


def main(benchmarks, gateway_dll):
    report = Report("gateway")
    servers = []
    with tempfile.TemporaryDirectory() as folder:
        body = os.path.join(folder, "body")
        with open(body, "wb") as f:
            f.write(b"\0\0\0\0\x0e\x0a\x0ccountries/PE")
        try:
            service = Canned(benchmarks)
            servers.append(service)
            target, length = service.facts["grpc"], service.facts["bytes"]
            redis_port = free_port()
            servers.append(Plain("redis", redis_port, ["redis-server", "--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--dir", folder], core=LOAD_CORE))
            ours, theirs = gateway(gateway_dll, target, redis_port), nginx(folder, target)
            servers += [ours, theirs]
            bare = Server("yarp", "dotnet", benchmarks, "gateway", "yarp", f"http://127.0.0.1:{target}")
            servers.append(bare)
            against = load(theirs, body, length)
            for name, server, sign in (("gateway_vs_nginx", ours, (">=", 1.0)), ("bare_yarp_vs_nginx", bare, (None, None))):
                rounds = compare(load(server, body, length), against, report.runs)
                report.add(name, [r["cpu_us"][1] / r["cpu_us"][0] for r in rounds], *sign, on=ON if server is ours else "one route")
                report.add(f"{server.name}_cpu_us", [r["cpu_us"][0] for r in rounds])
        finally:
            for server in reversed(servers):
                server.stop()
    return report.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
