"""From exec to the first page, beside a program that links libcurl and ends
at once: most of the time is the dynamic linker's."""

import resource
import statistics
import subprocess
import time

from bounds import Measured
from harness import BINARIES
from programs import Setting, cpu_seconds


def measure(effort):
    walls, cpus, bare_walls, bare_cpus = [], [], [], []
    with Setting(1) as setting:
        for _ in range(effort.starts):
            wall, cpu = first_page(setting)
            bare_wall, bare_cpu = bare_start()
            walls.append(wall)
            cpus.append(cpu)
            bare_walls.append(bare_wall)
            bare_cpus.append(bare_cpu)
    wall, cpu, bare_wall, bare_cpu = (
        1e3 * statistics.median(seconds)
        for seconds in (walls, cpus, bare_walls, bare_cpus))
    return {"first": Measured(
        wall, f"CPU {cpu:.1f} ms; libcurl alone {bare_wall:.1f} ms, "
        f"CPU {bare_cpu:.1f} ms")}


def first_page(setting):
    """(wall, CPU) seconds."""
    begin = time.perf_counter()
    exporter = setting.exporter()
    assert exporter.get().status == 200
    wall, cpu = time.perf_counter() - begin, cpu_seconds(exporter.pid)
    exporter.stop()
    return wall, cpu


def bare_start():
    """(wall, CPU) seconds of bare_loop, which without arguments only says
    that it wants some."""
    begin, before = time.perf_counter(), children_cpu_seconds()
    subprocess.run([BINARIES / "bare_loop"], stderr=subprocess.DEVNULL,
                   check=False)
    return time.perf_counter() - begin, children_cpu_seconds() - before


def children_cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
