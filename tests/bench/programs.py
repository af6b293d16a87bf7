"""The programs that are measured: the simulated API, the exporter in front of
it, the bare loop beside it, and what the kernel knows of them."""

import os
import pathlib
import subprocess
import tempfile
import time

import web
from harness import BINARIES, KEY, Exporter, Simulator, toml


class Setting:
    """A simulated API with so many campaigns, all of which are read by every
    scrape of an exporter. `pinned`: each side of the wire has a core of its
    own, so that a CPU's caches are not the other's doing. Ends with the
    `with`."""

    def __init__(self, campaigns, concurrency=16, pinned=False, faults=()):
        self.campaigns, self.concurrency = campaigns, concurrency
        self._cores = sorted(os.sched_getaffinity(0)) if pinned else []
        self._folder = tempfile.TemporaryDirectory(prefix="bsg_bench_")
        self.api = Simulator(campaigns, arguments=[
            f"--fault={fault}" for fault in faults])
        self._pin(self.api.pid, 0)
        self._programs = [self.api]
        self._config = self._write_config()

    def _pin(self, pid, side):
        if len(self._cores) > 1:
            os.sched_setaffinity(pid, {self._cores[side]})

    def _write_config(self):
        folder = pathlib.Path(self._folder.name)
        key, path = folder / "key", folder / "exporter.toml"
        key.write_text(KEY, encoding="utf-8")
        first = self.api.FIRST_ID
        path.write_text(
            "[[account]]\n" + toml({
                "name": "main", "base_url": self.api.url,
                "api_key_file": str(key),
                "campaigns": list(range(first, first + self.campaigns))})
            + "[scrape]\n" + toml({"min_interval": "0s", "timeout": "60s",
                                   "concurrency": self.concurrency})
            + "[refresh]\n" + toml({"balance": "off"}), encoding="utf-8")
        return path

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for program in reversed(self._programs):
            program.stop()
        self._folder.cleanup()

    def exporter(self):
        exporter = Exporter(self._config, log_level="info")
        self._pin(exporter.pid, 1)
        self._programs.append(exporter)
        return exporter

    def bare_loop(self):
        loop = BareLoop(self)
        self._pin(loop.pid, 1)
        self._programs.append(loop)
        return loop

    def scrape(self, exporter, gzip=False):
        """(CPU, wall) seconds of a scrape that read every campaign."""
        self.api.control("requests/reset")
        cost = scrape(exporter, gzip)
        read = self.api.requests_to("detail")
        assert read == self.campaigns, f"{read} of {self.campaigns} were read"
        return cost


def scrape(exporter, gzip=False):
    headers = {"Accept-Encoding": "gzip" if gzip else "identity"}
    cpu, wall = cpu_seconds(exporter.pid), time.perf_counter()
    answer = exporter.get(headers=headers)
    wall = time.perf_counter() - wall
    assert answer.status == 200, answer.status
    return cpu_seconds(exporter.pid) - cpu, wall


class BareLoop:
    """bare_loop, which fetches all documents once for each line it is told."""

    def __init__(self, setting):
        token = web.request(
            setting.api.address, "/api/auth/login", "POST",
            {"Content-Type": "application/json"},
            '{"api_key": "%s"}' % KEY).json()["bearer"]
        self._child = subprocess.Popen(
            [BINARIES / "bare_loop", setting.api.url, token,
             str(setting.api.FIRST_ID), str(setting.campaigns),
             str(setting.concurrency)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.pid = self._child.pid

    def run(self):
        """(CPU, wall) seconds of one round."""
        self._child.stdin.write("\n")
        self._child.stdin.flush()
        words = self._child.stdout.readline().split()
        assert words[::2] == ["cpu", "wall"], words
        return float(words[1]), float(words[3])

    def stop(self):
        self._child.communicate()


def cpu_seconds(pid):
    """To the nanosecond: the clock that clock_getcpuclockid(3) names."""
    return time.clock_gettime((~pid << 3) | 2)


def thread_cpu_seconds(pid):
    """{thread: CPU seconds}"""
    return {int(task.name): int((task / "schedstat").read_text().split()[0])
            / 1e9 for task in pathlib.Path(f"/proc/{pid}/task").iterdir()}


def memory_mib(pid, field):
    """A field of /proc/PID/status, or of smaps_rollup."""
    for name in "status", "smaps_rollup":
        text = pathlib.Path(f"/proc/{pid}/{name}").read_text()
        for line in text.splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
    raise KeyError(field)
