#!/usr/bin/env python3
"""Six hours of Prometheus' data in seconds, made by the real programs:

    tests/grafana/history.py FOLDER

The simulated API's time is moved on step by step, the exporter is scraped
after each move, and promtool writes what it said, stamped with the simulated
time, into FOLDER; it prints between which times that is. Times and campaigns
are always the same; only what the programs measure of themselves differs from
run to run.

What the exporter takes from its own clock is moved to the simulated time, too.
It reads at every scrape what it may, so bsg_campaign_refresh_interval_seconds
is 0 but for campaigns that are settled."""

import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

from harness import KEY, E2eTestCase, tool  # noqa: E402
from process import wait_for  # noqa: E402
from samples import READ, Target, sample  # noqa: E402

END = 1_768_478_400  # 2026-01-15 12:00 UTC
MINUTES = 360
STEP = 2  # minutes
START = END - MINUTES * 60

JOB = "bsg"
FIRST, SECOND = "bsg-exporter-0:10274", "bsg-exporter-1:10274"
SECOND_COMES = MINUTES - 60  # a replica that was added late

ACCOUNTS = {"retail": KEY, "travel": "live_travel_key"}
MONEY = {"retail": "EUR:1400", "travel": "USD:300"}
# Besides one of every kind: lives that begin or end within these hours, some
# still being sent when they are over.
LIVES = ("62000063:living:viber:retail", "62000220:living:rcs:retail",
         "62000331:living:rcs:retail", "62000267:living:sms:retail",
         "62000106:living:rcs:travel", "62000229:living:whatsapp:travel",
         "62000256:living:rcs:travel", "62000158:living:viber:travel")
THROTTLED = "bsg_api_throttled_until_timestamp_seconds"
MISSING = 99_000_001  # configured, but the API knows no such campaign
LABELS = {"team": "growth", "brand": "acme"}

# What goes wrong meanwhile: (from, until, fault), in minutes.
FAULTS = (
    (60, 62, {"kind": "unknown_counter", "account": "retail", "times": 1}),
    (150, 162, {"kind": "500", "account": "travel"}),
    (226, 230, {"kind": "latency", "ms": 30}),
    (240, 242, {"kind": "429", "account": "travel", "retry_after": 1}),
    (300, 304, {"kind": "truncated_json", "account": "retail",
                "endpoint": "detail", "times": 2}),
)

# Rules fire as time goes by. In a past that was made the alerts of these
# campaigns are only said to fire, {kind: (alert, severity)}, and the outage's.
ALERTS = {
    "stuck": ("BsgCampaignStuck", "critical"),
    "collapsing": ("BsgCampaignDeliveryCollapsed", "critical"),
    "late": ("BsgCampaignStartMissed", "warning"),
    "paused": ("BsgCampaignPaused", "warning"),
    "spam": ("BsgCampaignRejected", "warning"),
    "gap": ("BsgCampaignAccountingGap", "info"),
}
ALERTS_FROM = 10
OUTAGE = {"alertname": "BsgApiFailing", "severity": "critical",
          "account": "travel"}
OUTAGE_FIRES = range(157, 167)
OUTAGE_AT = START + 160 * 60


class History(E2eTestCase):
    """Not a test, but its programs end as those of a test do: with
    doCleanups()."""

    def runTest(self):
        pass

    def make(self, folder):
        self.setUp()
        self.start_programs()
        text = self.folder / "history.om"
        with open(text, "w", encoding="utf-8") as file:
            for minute in range(0, MINUTES + 1, STEP):
                file.writelines(f"{line}\n" for line in self.step(minute))
            file.write("# EOF\n")
        self.read_truth()
        write_blocks(text, folder)

    def start_programs(self):
        # Whether a campaign is settled is asked of the exporter's clock: the
        # simulated time has to be close to it, and is moved in the samples.
        begin = int(time.time()) - MINUTES * 60
        self.api = self.simulator(
            accounts={name: f"{key}:{MONEY[name]}"
                      for name, key in ACCOUNTS.items()},
            arguments=["--scenario=demo", "--shape=spec", f"--time={begin}",
                       *(f"--campaign={life}" for life in LIVES)])
        self.campaigns = self.api.control("campaigns", "GET")
        config = self.configuration()
        self.targets = [Target(self.exporter(config, log_level="info"), JOB,
                               instance, START - begin)
                        for instance in (FIRST, SECOND)]

    def configuration(self):
        retail = self.account(
            self.api, [*self.configured("retail"), MISSING], "retail",
            ACCOUNTS["retail"])
        # The API lists no others than these two.
        found = ("rcs", "sms")
        travel = self.account(
            self.api, self.configured("travel", but=found), "travel",
            ACCOUNTS["travel"],
            discovery={"enabled": True, "created_within": "60d",
                       "types": found})
        always = ("active", "waiting", "finishing", "balance")
        return self.config(
            retail, travel, scrape={"retries": 1},
            refresh={"settled": "1s", **{name: "0s" for name in always}})

    def read_truth(self):
        """What there is to be seen at the end."""
        self.truth = [self.api.truth(c["id"]) for c in self.campaigns]

    def configured(self, account, but=()):
        """Every third has labels."""
        ids = [c["id"] for c in self.campaigns
               if c["account"] == account and c["type"] not in but]
        return [(i, LABELS) if i % 3 == 0 else i for i in ids]

    # --- a step -------------------------------------------------------------

    def step(self, minute):
        now = START + minute * 60
        self.api.control("time", advance=STEP * 60 if minute else 0)
        self.set_faults(minute)
        if minute == MINUTES:
            self.wait_for_new_data()
        targets = self.targets if minute >= SECOND_COMES else self.targets[:1]
        for target in targets:
            yield from target.scrape(now)
        yield sample("up", 1, now, job="node", instance="elsewhere:9100")
        yield from self.alerts(minute, now)

    def set_faults(self, minute):
        for begin, end, fault in FAULTS:
            if minute == end:
                self.api.clear_faults()
                self.wait_for_the_end_of_throttling()
            if minute == begin:
                self.api.fault(**fault)

    def wait_for_the_end_of_throttling(self):
        """It lasts for a second of the exporter's own time."""
        wait_for(lambda: not self.targets[0].page().find(THROTTLED),
                 "the exporter to be free to ask again")

    def wait_for_new_data(self):
        """At the end the settled ones, too, are as the API has them."""
        moved = time.time()
        for target in self.targets:
            wait_for(lambda: min(target.page().find(READ)) >= moved,
                     "everything to be read again")

    def alerts(self, minute, now):
        if minute in OUTAGE_FIRES:
            yield sample("ALERTS", 1, now, alertstate="firing", **OUTAGE)
        for campaign in self.campaigns:
            alert, severity = ALERTS.get(campaign["kind"], (None, None))
            if alert and minute >= ALERTS_FROM:
                yield sample("ALERTS", 1, now, alertname=alert,
                             alertstate="firing", severity=severity,
                             account=campaign["account"],
                             campaign_id=campaign["id"])


def write_blocks(text, folder):
    done = subprocess.run(
        [tool("promtool"), "tsdb", "create-blocks-from", "openmetrics",
         "--quiet", str(text), str(folder)],
        capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    folder = pathlib.Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    history = History()
    try:
        history.make(folder)
    finally:
        history.doCleanups()
    print(f"from={START}000 to={END}000")


if __name__ == "__main__":
    main(sys.argv[1:])
