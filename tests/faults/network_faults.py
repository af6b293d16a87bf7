"""What lies between the exporter and the API, and an API that goes away,
comes back and has another clock."""

import concurrent.futures
import glob
import signal
import time

from process import wait_for
from proxy import Proxy
from rig import (CAMPAIGNS, RETRIES, Rig, expect, expect_descriptors,
                 expect_few_lines, expect_whole, scrape, wait_until_well)

def reasons_of(page, ids):
    return {reason for i in ids for reason in page.label_values(
        "bsg_campaign_failure_info", "reason", campaign_id=str(i))}


def check_struck(rig, page, reasons, has_data):
    """Account a fails for one of the reasons, or is late; b is well."""
    struck, healthy = rig.ids["a"], rig.ids["b"]
    expect_whole(rig, page, healthy)
    said = reasons_of(page, struck)
    expect(said and said <= reasons | {"pending"}
           and (has_data or said & reasons), f"reasons {sorted(said)}")
    kept = [page.find("bsg_campaign_total_messages", campaign_id=str(i))
            for i in struck]
    expect(all(len(found) == has_data for found in kept), "data lost or made")


class Between(Rig):
    """A proxy stands between the exporter and the API of account a."""

    def __init__(self):
        super().__init__(url=self._proxy)

    def _proxy(self, api):
        self.proxy = Proxy(api.address)
        self.addCleanup(self.proxy.stop)
        return self.proxy


def through_a_proxy(mode, reasons, after=0):
    """Cold, then well, then struck again, then well."""
    def row():
        with Between() as rig:
            rig.start_exporter()
            times = []
            for has_data in (False, True):
                lines = len(rig.served.stderr)
                rig.proxy.strike(mode, after)
                page, took = scrape(rig)
                times.append(took)
                if reasons:
                    check_struck(rig, page, reasons, has_data)
                else:
                    expect_whole(rig, page, rig.all_ids(), "not whole")
                most = (CAMPAIGNS + 2) * (2 + RETRIES)
                expect(rig.proxy.requests <= most,
                       f"{rig.proxy.requests} requests")
                rig.proxy.strike("pass")
                wait_until_well(rig)
                expect_few_lines(rig, lines)
            expect_descriptors(rig)
            return ", ".join(f"{took:.2f} s" for took in times)
    return row


class Restarting(Rig):
    """The API's address outlives it."""

    def __enter__(self):
        super().__enter__()
        self._address = self.api.address
        return self

    def end_api(self):
        self.api.stop(signal.SIGKILL)

    def restart(self):
        """It listens at an address of its own as well, for us."""
        self.end_api()
        self.api = self.start_api(f"--listen={self._address}")


def restarts_between_scrapes():
    with Restarting() as rig:
        rig.start_exporter()
        lines = len(rig.served.stderr)
        scrape(rig)
        for _ in range(3):
            rig.restart()  # its tokens are others, its connections gone
            page, took = scrape(rig)
            expect_whole(rig, page, rig.all_ids(), "not whole")
        expect(rig.api.requests_to("login") == 2, "more logins than one each")
        expect_few_lines(rig, lines)
        expect_descriptors(rig)
        return f"{took:.2f} s"


def restarts_in_mid_scrape():
    with Restarting() as rig:
        rig.start_exporter()
        scrape(rig)
        rig.api.fault("latency", endpoint="detail", ms=400)
        asked = rig.api.requests_to("detail")
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            answer = pool.submit(scrape, rig)
            wait_for(lambda: rig.api.requests_to("detail") > asked,
                     "requests under way")
            rig.restart()
            page, took = answer.result()
        expect(len(page.find("bsg_campaign_total_messages"))
               == 2 * CAMPAIGNS, "data lost")
        expect(reasons_of(page, rig.all_ids()) <= {"connect"}, "reasons")
        expect(sum(rig.api.control("requests", "GET")["by_endpoint"].values())
               <= 2 * (CAMPAIGNS + 2) * (1 + RETRIES), "too many requests")
        wait_until_well(rig)
        expect_descriptors(rig)
        return f"{took:.2f} s"


def is_away():
    """Nothing listens for a while."""
    with Restarting() as rig:
        rig.start_exporter()
        scrape(rig)
        lines = len(rig.served.stderr)
        rig.end_api()
        for _ in range(3):
            page, took = scrape(rig)
            expect(reasons_of(page, rig.all_ids()) == {"connect"}, "reasons")
            expect(len(page.find("bsg_campaign_total_messages"))
                   == 2 * CAMPAIGNS, "data lost")
        rig.restart()
        wait_until_well(rig)
        expect_few_lines(rig, lines)
        expect_descriptors(rig)
        return f"{took:.2f} s"


def clock_of_the_api(hours):
    """A token's end is told by its clock, and so are a campaign's times."""
    def row():
        shift = 3600 * hours
        with Rig(api=[f"--time={time.time() + shift:.0f}", "--token-ttl=30m",
                      f"--token-claim-offset={shift}s"]) as rig:
            rig.start_exporter()
            for _ in range(5):
                page, took = scrape(rig)
                expect_whole(rig, page, rig.all_ids(), "not whole")
            logins = rig.api.requests_to("login")
            expect(logins <= 2 * 5, f"{logins} logins")
            expect(rig.api.answers("401") == 0, "a token was refused")
            return f"{took:.2f} s"
    return row


def tokens_expire_in_mid_scrape():
    """Each token serves to its end; then three different requests have to be
    refused before it is given up: one alone may be the campaign's fault."""
    life = 2
    with Rig(api=[f"--token-ttl={life}s", "--token-claim-offset=1h"],
             scrape={"concurrency": 1}) as rig:
        rig.api.fault("latency", endpoint="detail", ms=200)
        rig.start_exporter()
        begin = time.monotonic()
        for _ in range(4):
            page, took = scrape(rig)
            expect_whole(rig, page, rig.all_ids(), "not whole")
        lives = 1 + (time.monotonic() - begin) / life
        logins = rig.api.requests_to("login")
        expect(2 < logins <= 2 * lives, f"{logins} logins")
        refused = rig.api.answers("401")
        expect(0 < refused <= 3 * logins, f"{refused} requests refused")
        return f"{took:.2f} s"


def tokens_are_revoked_in_mid_scrape():
    with Rig(scrape={"concurrency": 2}) as rig:
        rig.api.fault("latency", endpoint="detail", ms=200)
        rig.start_exporter()
        scrape(rig)
        asked = rig.api.requests_to("detail")
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            answer = pool.submit(scrape, rig)
            wait_for(lambda: rig.api.requests_to("detail") > asked + 4,
                     "requests under way")
            rig.api.control("revoke")
            page, took = answer.result()
        expect_whole(rig, page, rig.all_ids(), "not whole")
        logins = rig.api.requests_to("login")
        expect(logins == 4, f"{logins} logins instead of two each")
        return f"{took:.2f} s"


def own_clock_jumps():
    """libfaketime moves the wall clock of the program and leaves it the one
    that never jumps."""
    with Rig() as rig:
        shift = rig.write("shift", "+0\n")
        rig.start_exporter(env={
            "LD_PRELOAD": libfaketime(), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_TIMESTAMP_FILE": str(shift),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1"})
        scrape(rig)
        lines = len(rig.served.stderr)
        for days in (40, -40, 0):
            rig.write("shift", f"{days:+}d\n")
            for _ in range(3):
                page, took = scrape(rig)
                expect_whole(rig, page, rig.all_ids(), "not whole")
            seen = page.value("bsg_campaign_data_timestamp_seconds",
                              campaign_id=str(rig.ids["a"][0]))
            expect(abs(seen - time.time() - days * 86400) < 60,
                   "the jump was not seen")
        logins = rig.api.requests_to("login")
        expect(logins <= 2 * 4, f"{logins} logins")
        expect_few_lines(rig, lines)
        return f"{took:.2f} s"


def libfaketime():
    """Where Debian's package has it."""
    found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    expect(found, "libfaketime is missing: apt-get install faketime")
    return found[0]


FAILS, HANGS = {"connect"}, {"timeout"}
ROWS = [
    ("every byte 0.2 s late", through_a_proxy("late", None)),
    ("ten bytes a second, both ways", through_a_proxy("trickle", HANGS)),
    ("answers end in the head", through_a_proxy("cut", FAILS, 20)),
    ("answers end in the body", through_a_proxy("cut", FAILS, 300)),
    ("a reset in the head", through_a_proxy("reset", FAILS, 20)),
    ("a reset in the body", through_a_proxy("reset", FAILS, 300)),
    ("connections are taken, nothing answers",
     through_a_proxy("mute", HANGS)),
    ("a head and never a body", through_a_proxy("headless", HANGS)),
    ("closed as soon as accepted", through_a_proxy("refuse", FAILS)),
    ("garbage instead of HTTP",
     through_a_proxy("garbage", {"server_error"})),
    ("the API restarts between scrapes", restarts_between_scrapes),
    ("the API restarts in mid-scrape", restarts_in_mid_scrape),
    ("nothing listens for three scrapes", is_away),
    ("the API's clock is an hour ahead", clock_of_the_api(1)),
    ("the API's clock is an hour behind", clock_of_the_api(-1)),
    ("tokens expire in mid-scrape", tokens_expire_in_mid_scrape),
    ("tokens are revoked in mid-scrape", tokens_are_revoked_in_mid_scrape),
    ("the exporter's clock jumps 40 days", own_clock_jumps),
]
