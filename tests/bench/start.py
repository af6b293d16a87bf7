"""From exec to the first page."""

import statistics
import time

from bounds import Measured
from programs import Setting, cpu_seconds


def measure(effort):
    listening, answered, cpu = [], [], []
    with Setting(1) as setting:
        for _ in range(effort.starts):
            begin = time.perf_counter()
            exporter = setting.exporter()
            listening.append(1e3 * (time.perf_counter() - begin))
            assert exporter.get().status == 200
            answered.append(1e3 * (time.perf_counter() - begin))
            cpu.append(1e3 * cpu_seconds(exporter.pid))
            exporter.stop()
    return {"first": Measured(
        statistics.median(answered),
        f"listening after {statistics.median(listening):.1f} ms, "
        f"CPU {statistics.median(cpu):.1f} ms")}
