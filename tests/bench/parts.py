"""The parts by themselves, as parts_bench times them."""

import json
import statistics
import subprocess

from bounds import Measured
from harness import BINARIES


def run_benchmarks(effort):
    """{name: {"ns": median CPU time of one turn, counter: value}}. The turns
    of all benchmarks are mixed, so that a busy moment strikes each of them."""
    done = subprocess.run(
        [str(BINARIES / "parts_bench"), "--benchmark_format=json",
         "--benchmark_enable_random_interleaving=true",
         f"--benchmark_repetitions={effort.repetitions}",
         f"--benchmark_min_time={effort.part_seconds}"],
        stdout=subprocess.PIPE, check=True, text=True)
    turns = {}
    for run in json.loads(done.stdout)["benchmarks"]:
        if run["run_type"] == "iteration":
            turns.setdefault(run["name"], []).append(run)
    return {name: {**runs[0],
                   "ns": statistics.median(r["cpu_time"] for r in runs)}
            for name, runs in turns.items()}


def measure(effort):
    found = run_benchmarks(effort)
    page, theirs = found["PageOurs"], found["PageTheirs"]
    series = page["series"]
    decode, dom = found["DecodeOurs"]["ns"], found["DecodeTheirs"]["ns"]
    gzip = found["Gzip"]
    return {
        "page": Measured(theirs["ns"] / page["ns"],
                         f"{page['ns'] / series:.1f} and "
                         f"{theirs['ns'] / series:.0f} ns/series"),
        "allocations": Measured(page["allocations_per_series"],
                                f"{series:.0f} series"),
        "gzip": Measured(gzip["ns"] / series,
                         f"{gzip['bytes'] / gzip['ns'] * 1e3:.0f} MB/s, "
                         f"to 1/{gzip['smaller']:.1f}"),
        "decode": Measured(decode / dom,
                           f"{decode / 1e3:.2f} and {dom / 1e3:.2f} µs"),
    }
