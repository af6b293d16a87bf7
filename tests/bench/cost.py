"""What a scrape costs in CPU, beside a loop that only fetches."""

import statistics

from bounds import Measured
from programs import Setting, thread_cpu_seconds


def microseconds(seconds, campaigns):
    return f"{seconds / campaigns * 1e6:.1f}"


def median_cpu(costs):
    return statistics.median(cpu for cpu, _ in costs)


def measure(effort):
    return {**beside_the_bare_loop(effort), **many_campaigns(effort)}


def beside_the_bare_loop(effort):
    """The turns alternate, so that a busy moment strikes each of them."""
    count = effort.campaigns
    bare, identity, gzip = [], [], []
    with Setting(count, pinned=True) as setting:
        exporter, loop = setting.exporter(), setting.bare_loop()
        setting.scrape(exporter), setting.scrape(exporter), loop.run()
        for _ in range(effort.scrapes):
            bare.append(loop.run())
            identity.append(setting.scrape(exporter))
            gzip.append(setting.scrape(exporter, gzip=True))
    bare, identity, gzip = map(median_cpu, (bare, identity, gzip))
    beside = f"and {microseconds(bare, count)} µs/campaign"
    return {
        "scrape": Measured(identity / bare,
                           f"{microseconds(identity, count)} {beside}"),
        "scrape_gzip": Measured(gzip / bare,
                                f"{microseconds(gzip, count)} {beside}"),
    }


def many_campaigns(effort):
    few, many = effort.campaigns, 10 * effort.campaigns
    few_costs, many_costs, shares = [], [], []
    with (Setting(few, pinned=True) as one,
          Setting(many, pinned=True) as ten):
        small, large = one.exporter(), ten.exporter()
        one.scrape(small), ten.scrape(large)
        io_thread = busiest_thread(large, lambda: healthy(large))
        for _ in range(effort.large_scrapes):
            few_costs += [one.scrape(small) for _ in range(5)]
            many_costs.append(ten.scrape(large))
            costs = thread_costs(large, lambda: ten.scrape(large, gzip=True))
            shares.append((costs[io_thread] / sum(costs.values()),
                           costs[io_thread]))
    per_few = median_cpu(few_costs) / few
    per_many = median_cpu(many_costs) / many
    return {
        "scrape_10000": Measured(
            per_many / per_few, f"{microseconds(per_many, 1)} and "
            f"{microseconds(per_few, 1)} µs/campaign"),
        "io_thread": share_of(statistics.median_low(shares)),
    }


def share_of(pair):
    share, seconds = pair
    return Measured(100 * share, f"{1e3 * seconds:.2f} ms of "
                    f"{1e3 * seconds / share:.0f} ms")


def healthy(exporter):
    """What only the I/O thread has to do with."""
    for _ in range(200):
        exporter.get("/-/healthy")


def thread_costs(exporter, work):
    before = thread_cpu_seconds(exporter.pid)
    work()
    return {thread: seconds - before.get(thread, 0) for thread, seconds
            in thread_cpu_seconds(exporter.pid).items()}


def busiest_thread(exporter, work):
    costs = thread_costs(exporter, work)
    return max(costs, key=costs.get)
