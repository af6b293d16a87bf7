"""What both tables stand on: the simulated API with twelve campaigns in two
accounts, the exporter in front of it, and the promises that hold for both."""

import os
import re
import time

import truth
from harness import E2eTestCase
from process import wait_for

CAMPAIGNS = 6  # of each account, all of them read at once
# What Prometheus would say, and what the exporter makes of it.
HEADER_S, BUDGET_S = 5.0, 4.5
# Two tries of a request fit into the budget, with what is waited in between.
REQUEST_MS, RETRIES = 1500, 1
# What a busy machine may add to the budget.
GRACE_S = 0.5
# What an answer may have; so little that a busy machine reads it in time.
MAX_BYTES = 1 << 16


class Broken(AssertionError):
    """A promise that did not hold; the message is the cell's text."""


def expect(holds, text):
    if not holds:
        raise Broken(text)


class Rig(E2eTestCase):
    """`api` are more arguments of the simulator, `scrape` more keys of that
    section, `url` is where account a finds the API: a function of the
    simulator, or what it is for b."""

    def __init__(self, api=(), scrape=None, url=None):
        super().__init__()
        self._api, self._scrape, self._url = api, scrape or {}, url

    def __enter__(self):
        self.setUp()
        first = 58_000_001
        self.ids = {"a": range(first, first + CAMPAIGNS),
                    "b": range(first + CAMPAIGNS, first + 2 * CAMPAIGNS)}
        self.api = self.start_api()
        return self

    def __exit__(self, *_):
        self.doCleanups()

    def start_api(self, *arguments):
        campaigns = [f"--campaign={i}:sending:sms:{name}"
                     for name, ids in self.ids.items() for i in ids]
        return self.simulator(
            accounts={"a": "live_a", "b": "live_b"},
            arguments=["--shape=spec", *campaigns, *self._api, *arguments])

    def write_config(self, **sections):
        urls = {"a": self._url(self.api) if self._url else self.api.url,
                "b": self.api.url}
        accounts = [self.account(urls[name], list(ids), name=name,
                                 key=f"live_{name}",
                                 allow_insecure_http=True)
                    for name, ids in self.ids.items()]
        return self.config(
            *accounts, refresh={"settled": "1s"},
            scrape={"request_timeout": f"{REQUEST_MS}ms", "retries": RETRIES,
                    "concurrency": CAMPAIGNS, **self._scrape},
            http={"max_response_bytes": MAX_BYTES}, **sections)

    def start_exporter(self, env=None, **sections):
        self.served = self.exporter(self.write_config(**sections),
                                    log_level="info", env=env)
        self.idle = self.open_files()
        return self.served

    def open_files(self):
        return len(os.listdir(f"/proc/{self.served.pid}/fd"))

    def threads(self):
        return len(os.listdir(f"/proc/{self.served.pid}/task"))

    def all_ids(self):
        return [*self.ids["a"], *self.ids["b"]]

    def affected(self, scope):
        if scope == "all":
            return self.all_ids()
        return [self.ids["a"][0]] if scope == "campaign" else self.ids["a"]

    def strike(self, kind, details, scope):
        if scope == "campaign":
            details = {**details, "endpoint": "detail",
                       "campaign": self.ids["a"][0]}
        elif scope == "account":
            details = {**details, "account": "a"}
        self.api.fault(kind, **details)

    def expected(self, ids):
        found = {}
        for campaign_id in ids:
            found.update(truth.series(self.api.truth(campaign_id)))
        return found


def ask(rig):
    """(answer, seconds), which are within the budget."""
    begin = time.monotonic()
    answer = rig.served.get(headers={
        "X-Prometheus-Scrape-Timeout-Seconds": str(HEADER_S)})
    took = time.monotonic() - begin
    expect(took < BUDGET_S + GRACE_S, f"answered after {took:.2f} s")
    return answer, took


def scrape(rig):
    answer, took = ask(rig)
    return answer.page(), took


def told_of(page, ids):
    """What the page says of these campaigns and their documents."""
    names = {str(i) for i in ids}
    return {key: value for key, value in
            truth.of_the_document(page.series("bsg_campaign_")).items()
            if dict(key[1])["campaign_id"] in names}


def expect_whole(rig, page, ids, text="a healthy campaign is not whole"):
    expect(told_of(page, ids) == rig.expected(ids), text)


def wait_until_well(rig):
    """All campaigns are right again, and it is the same exporter."""
    ids = rig.all_ids()
    wait_for(lambda: told_of(scrape(rig)[0], ids)
             == rig.expected(ids), "all to be well again", every=0.1)
    expect(rig.served.running(), "the exporter has ended")


def expect_descriptors(rig):
    """No more than those of an exporter that has nothing to do, and the
    connections to the API that it keeps."""
    most = rig.idle + 2 * CAMPAIGNS
    wait_for(lambda: rig.open_files() <= most, f"{most} descriptors",
             deadline=15, every=0.1)


def expect_few_lines(rig, since):
    """A line for each campaign and some for each account."""
    lines = [line for line in rig.served.stderr[since:]
             if not re.search(r"level\W+(debug|info)", line)]
    most = 2 * CAMPAIGNS + 8
    expect(len(lines) <= most, f"{len(lines)} lines of log")
