"""Measures the gRPC stack against bare Kestrel and C++ gRPC. Usage: grpc.py BENCHMARKS_DLL [CPP_SERVER]

Throughput is calls per second of the server's CPU: on one core that is calls per second, and neighbors move it less.
"""
import os
import struct
import sys
import tempfile

from measure import Load, Report, Server, compare

ON = "scope, deadline, policy, metrics on; no token"


def frame(path, *fields):
    """A framed message of strings and small integers, by field number."""
    payload = b""
    for number, value in enumerate(fields, 1):
        if isinstance(value, int):
            payload += bytes([number << 3]) + (bytes([value]) if value < 128 else bytes([value & 127 | 128, value >> 7]))
        else:
            payload += bytes([number << 3 | 2, len(value)]) + value.encode()
    with open(path, "wb") as f:
        f.write(b"\0" + struct.pack(">I", len(payload)) + payload)
    return path


def method(server, name):
    return f"http://127.0.0.1:{server.facts['grpc']}/egov.bench.v1.BenchService/{name}"


def bare_url(server, count, length):
    """A path as long as that of the call it stands for."""
    return method(server, f"{count}x{length}")


def rates(rounds):
    return [ours_and_other[1] / ours_and_other[0] for ours_and_other in (r["cpu_us"] for r in rounds)]


def main(dll, cpp=None):
    report = Report("grpc")
    servers = [Server("ours", "dotnet", dll, "grpc", "ours"), Server("bare", "dotnet", dll, "grpc", "bare")]
    ours, bare = servers
    try:
        with tempfile.TemporaryDirectory() as folder:
            bodies = {size: frame(os.path.join(folder, size), f"records/{size}") for size in ("small", "large", "whole")}
            watch = frame(os.path.join(folder, "watch"), "records/small", 1000)
            unary = {}
            for size, label in (("small", "64"), ("large", "4096"), ("whole", "4096_bytes")):
                length = ours.facts[size]
                unary[size] = Load(ours, method(ours, "Get"), 100_000, length, bodies[size])
                plain = Load(bare, bare_url(bare, 1, length), 100_000, length, bodies[size])
                rounds = compare(unary[size], plain, report.runs)
                report.add(f"grpc_unary_{label}_vs_bare", rates(rounds), ">=", 0.85, ON)
                report.add(f"grpc_unary_{label}_cpu_us", [r["cpu_us"][0] for r in rounds])
                before = ours.allocated()
                unary[size].run()
                report.add(f"grpc_unary_{label}_allocated_bytes", [(ours.allocated() - before) / unary[size].calls])

            length = ours.facts["small"] * 1000
            stream = Load(ours, method(ours, "Watch"), 400, length, watch)
            plain = Load(bare, bare_url(bare, 1000, ours.facts["small"]), 400, length, watch)
            report.add("grpc_stream_1000_vs_bare", rates(compare(stream, plain, report.runs)), on=ON)
            against_json(report, ours, unary["small"])
            if cpp:
                servers.append(Server("cpp", cpp))
                against_cpp(report, unary["small"], Load(servers[2], method(servers[2], "Get"), 100_000, ours.facts["small"], bodies["small"]))
            else:
                report.skip("grpc_unary_vs_cpp", "libgrpc++-dev, libprotobuf-dev, protobuf-compiler-grpc or g++ is not installed")
    finally:
        for server in servers:
            server.stop()
    return report.end()


def against_json(report, ours, grpc):
    url = f"http://127.0.0.1:{ours.facts['http']}/v1/records/small"
    json = Load(ours, url, 100_000, json_length(url), http1=True)
    rounds = compare(json, grpc, report.runs)
    report.add("json_cpu_vs_grpc", [a / b for a, b in (r["cpu_us"] for r in rounds)], "<=", 2.0, f"HTTP/1.1, {ON}")
    report.add("json_cpu_us", [r["cpu_us"][0] for r in rounds])


def json_length(url):
    import urllib.request
    with urllib.request.urlopen(url, timeout=20) as answer:
        return len(answer.read())


def against_cpp(report, ours, cpp):
    rounds = compare(ours, cpp, report.runs)
    report.add("grpc_unary_vs_cpp", rates(rounds), ">=", 3.0, f"ours: {ON}; C++: callback server")
    rate = 0.7 * min(r["rate"][1] for r in rounds)
    ratios = [ours.p99_us(rate, 4) / cpp.p99_us(rate, 4) for _ in range(3)]
    report.add("grpc_p99_vs_cpp", ratios, "<=", 1.0, "at 70 % of what the C++ server takes, open loop")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
