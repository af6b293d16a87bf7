"""What a scrape costs in CPU, beside a loop that only fetches."""

import statistics

from bounds import Measured
from programs import Setting, thread_cpu_seconds


def measure(effort):
    return {**beside_the_bare_loop(effort), **many_campaigns(effort)}


def compare(turns, ours, theirs):
    """Measures both in turn, each time `theirs` before and after `ours`, and
    takes the median of the turns' ratios: what else the machine does mostly
    strikes both sides of one turn. The least costs are what a quiet machine
    would show. Costs are CPU seconds per campaign."""
    costs, beside = [], [theirs()]
    for _ in range(turns):
        costs.append(ours())
        beside.append(theirs())
    ratios = [cost / statistics.mean(beside[i:i + 2])
              for i, cost in enumerate(costs)]
    return Measured(statistics.median(ratios),
                    f"{1e6 * statistics.median(costs):.1f} and "
                    f"{1e6 * statistics.median(beside):.1f} µs/campaign, "
                    f"least {1e6 * min(costs):.1f} and {1e6 * min(beside):.1f}")


def beside_the_bare_loop(effort):
    count = effort.campaigns
    with Setting(count, pinned=True) as setting:
        exporter, loop = setting.exporter(), setting.bare_loop()

        def bare():
            return loop.run()[0] / count

        def scrape(gzip):
            return setting.scrape(exporter, gzip)[0] / count

        bare(), scrape(gzip=False), scrape(gzip=True)
        return {"scrape": compare(effort.scrapes,
                                  lambda: scrape(gzip=False), bare),
                "scrape_gzip": compare(effort.scrapes,
                                       lambda: scrape(gzip=True), bare)}


def many_campaigns(effort):
    few, many = effort.campaigns, 10 * effort.campaigns
    with (Setting(few, pinned=True) as one,
          Setting(many, pinned=True) as ten):
        small, large = one.exporter(), ten.exporter()
        one.scrape(small), ten.scrape(large)

        def scrape_few():
            return statistics.mean(one.scrape(small)[0] / few
                                   for _ in range(5))

        ratio = compare(effort.large_scrapes,
                        lambda: ten.scrape(large)[0] / many, scrape_few)
        return {"scrape_10000": ratio,
                "io_thread": io_thread_share(effort, ten, large)}


def io_thread_share(effort, setting, exporter):
    """Of scrapes with gzip."""
    thread = busiest_thread(exporter, lambda: healthy(exporter))
    shares = []
    for _ in range(effort.large_scrapes):
        costs = thread_costs(exporter, lambda: setting.scrape(exporter, True))
        shares.append((costs[thread] / sum(costs.values()), costs[thread]))
    share, seconds = statistics.median_low(shares)
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
