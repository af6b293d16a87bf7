"""What the exporter takes of the machine's memory."""

import threading

from bounds import Measured
from programs import Setting, memory_mib, scrape


def measure(effort):
    return {**before_the_first_scrape(), **a_thousand(effort),
            "peak_gzip": peak(effort, scrapes_at_once=1, gzip=True),
            "peak_identity": peak(effort, scrapes_at_once=2, gzip=False),
            **growth(effort)}


def before_the_first_scrape():
    with Setting(1) as setting:
        pid = setting.exporter().pid
        return {"anonymous": Measured(memory_mib(pid, "Anonymous")),
                "resident": Measured(memory_mib(pid, "VmRSS"))}


def a_thousand(effort):
    with Setting(effort.campaigns) as setting:
        exporter = setting.exporter()
        start = memory_mib(exporter.pid, "VmRSS")
        for _ in range(20):
            setting.scrape(exporter, gzip=True)
        return {"resident_1000": Measured(memory_mib(exporter.pid, "VmRSS"),
                                          f"{start:.1f} MiB at start")}


def peak(effort, scrapes_at_once, gzip):
    with Setting(10 * effort.campaigns) as setting:
        exporter = setting.exporter()
        start = memory_mib(exporter.pid, "VmRSS")
        for _ in range(3):
            at_once = [threading.Thread(target=scrape, args=(exporter, gzip))
                       for _ in range(scrapes_at_once)]
            for thread in at_once:
                thread.start()
            for thread in at_once:
                thread.join()
        return Measured(memory_mib(exporter.pid, "VmHWM"),
                        f"{start:.1f} MiB at start")


def growth(effort):
    """A hundred campaigns, gzip, as Prometheus asks."""
    with Setting(100) as setting:
        exporter = setting.exporter()
        for _ in range(effort.long_run // 10):
            scrape(exporter, gzip=True)
        early = memory_mib(exporter.pid, "VmRSS")
        for _ in range(effort.long_run - effort.long_run // 10):
            scrape(exporter, gzip=True)
        late = memory_mib(exporter.pid, "VmRSS")
    return {"growth": Measured(late / early,
                               f"{late:.1f} and {early:.1f} MiB")}
