"""What all measurements share: servers on one core, h2load on the other, ABBA rounds, medians, lines with targets."""
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.request

ROUNDS = int(os.environ.get("EGOV_BENCH_ROUNDS", "5"))
SCALE = float(os.environ.get("EGOV_BENCH_SCALE", "1"))
SERVER_CORE, LOAD_CORE = "0", "1"
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """A process that tells its ports in one line of JSON."""

    def __init__(self, name, *command):
        self.name = name
        self.process = subprocess.Popen(["taskset", "-c", SERVER_CORE, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{name} did not start: {' '.join(command)}")
        self.facts = json.loads(line)

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as f:
            fields = f.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def allocated(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.facts['http']}/allocated", timeout=20) as answer:
            return int(answer.read())

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


class Load:
    """One kind of call: a URL, how often, and how many bytes of data each answer must have."""

    def __init__(self, server, url, calls, data_per_call, body=None, http1=False, connections=8, streams=16):
        self.server, self.calls, self.data_per_call = server, max(1, int(calls * SCALE)), data_per_call
        self.command = ["taskset", "-c", LOAD_CORE, "h2load", "-c", str(connections), "-m", str(streams), "-t", "1"]
        if http1:
            self.command += ["--h1"]
        if body:
            self.command += ["-d", body, "-H", "content-type: application/grpc", "-H", "te: trailers", "-H", "grpc-timeout: 30S"]
        self.url = url

    def run(self):
        """Makes the calls and asserts that each had its data: h2load takes a failed gRPC call for a success."""
        before = self.server.cpu_seconds()
        output = subprocess.run([*self.command, "-n", str(self.calls), self.url], capture_output=True, text=True, check=True, timeout=600).stdout
        cpu = self.server.cpu_seconds() - before
        done = int(re.search(r"(\d+) succeeded", output).group(1))
        data = int(re.search(r"\((\d+)\) data", output).group(1))
        expected = self.calls * self.data_per_call
        if done != self.calls or data != expected:
            raise SystemExit(f"{self.server.name}: {done} of {self.calls} calls, {data} bytes of data, expected {expected}\n{output}")
        rate = float(re.search(r"([\d.]+) req/s", output).group(1))
        return {"server": self.server.name, "url": self.url, "calls": self.calls, "rate": rate, "cpu_us": cpu / self.calls * 1e6}

    def warm(self):
        """
        Runs at least eight times and twenty at most, until 900,000 calls are done and three runs in a row cost the same within 5 %: on one core
        the runtime compiles behind the calls, with counters in the code meanwhile, and a plateau can be one of those.
        """
        costs = []
        while len(costs) < 8 or (len(costs) < 20 and (len(costs) * self.calls < 900_000 or max(costs[-3:]) > 1.05 * min(costs[-3:]))):
            costs.append(self.run()["cpu_us"])

    def p99_us(self, rate, seconds):
        """Latency in an open loop at so many calls a second."""
        with tempfile.NamedTemporaryFile() as log:
            connections = int(self.command[self.command.index("-c", 3) + 1])
            subprocess.run([*self.command, "-D", str(seconds), "--warm-up-time", "1", f"--rps={rate / connections:.1f}", f"--log-file={log.name}", self.url],
                           capture_output=True, check=True, timeout=600)
            times = sorted(int(line.split()[2]) for line in open(log.name, encoding="ascii"))
        return times[int(len(times) * 0.99)]


def compare(ours, other, runs):
    """Runs ours, other, other, ours, round by round; both have the figures of all rounds after it."""
    ours.warm()
    other.warm()
    rounds = []
    for _ in range(ROUNDS):
        results = [load.run() for load in (ours, other, other, ours)]
        runs.extend(results)
        a, b = (results[0], results[3]), (results[1], results[2])
        rounds.append({k: (statistics.mean(r[k] for r in a), statistics.mean(r[k] for r in b)) for k in ("rate", "cpu_us")})
    return rounds


class Report:
    """Prints one line per metric, and keeps spread and raw runs in a file."""

    def __init__(self, name):
        self.path = os.path.abspath(os.path.join("artifacts", "bench", f"{name}.json"))
        self.metrics, self.runs, self.missed = [], [], []

    def add(self, name, values, sign=None, target=None, on=""):
        value = statistics.median(values)
        line = f"{name} {value:.3g}"
        if sign:
            line += f" {sign} {target}"
            if not (value >= target if sign == ">=" else value <= target):
                self.missed.append(name)
        print(line + (f"  # {on}" if on else ""), flush=True)
        self.metrics.append({"name": name, "median": value, "min": min(values), "max": max(values), "sign": sign, "target": target, "on": on})

    def skip(self, name, why):
        print(f"{name} skipped: {why}", flush=True)
        self.metrics.append({"name": name, "skipped": why})

    def end(self):
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        with open(self.path, "w", encoding="utf-8") as f:
            json.dump({"metrics": self.metrics, "runs": self.runs, "loadavg": os.getloadavg(), "cores": os.cpu_count()}, f, indent=1)
        print(f"spread and raw runs: {self.path}")
        for name in self.missed:
            print(f"missed: {name}", file=sys.stderr)
        return 1 if self.missed else 0
