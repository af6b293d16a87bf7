"""How long scrapes take when the API does: the machine then mostly waits."""

import math
import statistics

from bounds import Measured
from programs import Setting


def measure(effort):
    found = {}
    for campaigns in 100, 1000:
        for concurrency in 16, 64:
            found |= warm(effort, campaigns, concurrency)
    return {**found, **cold(effort)}


def slow_api(effort, campaigns, concurrency):
    return Setting(campaigns, concurrency, faults=[
        f"kind=latency&endpoint=detail&ms={effort.latency_ms}"])


def warm(effort, campaigns, concurrency):
    """From the second scrape on: connections and a token are there."""
    with slow_api(effort, campaigns, concurrency) as setting:
        exporter, loop = setting.exporter(), setting.bare_loop()
        setting.scrape(exporter), loop.run()
        costs, bare = [], []
        for _ in range(effort.waits):
            costs.append(setting.scrape(exporter))
            bare.append(1e3 * loop.run()[1])
    wall = statistics.median(1e3 * wall for _, wall in costs)
    cpu = statistics.median(1e3 * cpu for cpu, _ in costs)
    least = math.ceil(campaigns / concurrency) * effort.latency_ms
    found = {f"wall_{campaigns}_{concurrency}": Measured(
        wall / least, f"{wall:.0f} ms of {least}; "
        f"bare loop {statistics.median(bare):.0f} ms")}
    if (campaigns, concurrency) == (1000, 64):
        found["overlap"] = Measured(
            (wall - least) / cpu,
            f"{wall - least:.1f} ms, CPU {cpu:.1f} ms")
    return found


def cold(effort):
    """As many campaigns as requests at a time, so that all could go out
    together as soon as there is a token."""
    walls = []
    with slow_api(effort, 64, 64) as setting:
        for _ in range(effort.waits):
            exporter = setting.exporter()
            walls.append(1e3 * setting.scrape(exporter)[1])
            exporter.stop()
    wall = statistics.median(walls)
    return {"cold": Measured(wall / effort.latency_ms, f"{wall:.1f} ms")}
