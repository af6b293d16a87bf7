"""Every fault that the simulated API knows, struck at one campaign, at one
account and at everybody, at a cold exporter and at one that has data."""

import re
import time

import truth
from harness import E2eTestCase
from process import wait_for

# The fault, its parameters, and the reasons that it may have; none: what it
# does is no failure.
FAULTS = [
    ("latency", {"ms": 50}, None),
    ("latency", {"ms": 5000}, {"timeout"}),
    ("hang", {}, {"timeout"}),
    ("reset", {}, {"connect"}),
    ("truncated_transfer", {}, {"connect"}),
    ("401", {}, {"unauthorized"}),
    ("403", {}, {"forbidden", "unauthorized"}),
    ("404", {}, {"not_found", "unauthorized"}),
    ("422", {}, {"client_error", "unauthorized"}),
    ("429", {}, {"throttled"}),
    ("429", {"retry_after": 1}, {"throttled"}),
    ("500", {}, {"server_error"}),
    ("502", {}, {"server_error"}),
    ("503", {"retry_after": 1}, {"throttled"}),
    ("maintenance", {}, {"server_error", "throttled"}),
    ("maintenance", {"status": 200}, {"invalid_json"}),
    ("redirect", {"url": "http://127.0.0.1:1/"}, {"redirect"}),
    ("truncated_json", {}, {"invalid_json"}),
    ("huge", {"bytes": 1 << 21}, {"too_large"}),
    ("huge", {"bytes": 1 << 21, "chunked": 1}, {"too_large"}),
    ("v1_error", {}, {"invalid_document"}),
    ("no_document", {}, {"invalid_document"}),
    ("wrong_type", {}, {"invalid_document"}),
    ("invalid_utf8", {}, {"invalid_json"}),
    ("deep_nesting", {}, {"invalid_json"}),
    ("unknown_counter", {}, None),
    ("unknown_status", {}, None),
    ("unknown_type", {}, None),
    ("wrong_id", {}, None),
]
SCOPES = ("campaign", "account", "all")
TEMPERATURES = ("cold", "warm")

# Twelve campaigns in two accounts; the budget is the header less the offset.
CAMPAIGNS = 6
HEADER_S, BUDGET_S, REQUEST_MS, RETRIES = 4.0, 3.5, 1000, 1
# What a busy machine may add to the budget.
GRACE_S = 0.5


class Broken(AssertionError):
    """A promise that did not hold; the message is the cell's text."""


def expect(holds, text):
    if not holds:
        raise Broken(text)


class Rig(E2eTestCase):
    """The simulated API and an exporter in front of it."""

    def __enter__(self):
        self.setUp()
        first = 58_000_001
        self.ids = {"a": range(first, first + CAMPAIGNS),
                    "b": range(first + CAMPAIGNS, first + 2 * CAMPAIGNS)}
        arguments = [f"--campaign={i}:sending:sms:{name}"
                     for name, ids in self.ids.items() for i in ids]
        self.api = self.simulator(accounts={"a": "live_a", "b": "live_b"},
                                  arguments=["--shape=spec", *arguments])
        self.accounts = [self.account(self.api, list(ids), name=name,
                                      key=f"live_{name}")
                         for name, ids in self.ids.items()]
        return self

    def __exit__(self, *_):
        self.doCleanups()

    def start_exporter(self):
        self.served = self.exporter(
            self.config(*self.accounts, scrape={
                "request_timeout": f"{REQUEST_MS}ms", "retries": RETRIES},
                refresh={"settled": "1s"}), log_level="info")
        return self.served

    def affected(self, scope):
        if scope == "all":
            return [*self.ids["a"], *self.ids["b"]]
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


def cell(fault, scope, temperature):
    """"1.02 s": how long the scrape took that met the fault; raises Broken."""
    kind, details, reasons = fault
    with Rig() as rig:
        rig.start_exporter()
        if temperature == "warm":
            page = rig.served.scrape(HEADER_S)
            expect(page.find("bsg_campaign_up") == [1] * 2 * CAMPAIGNS,
                   "not all well before")
        rig.api.control("requests/reset")
        lines = len(rig.served.stderr)
        rig.strike(kind, details, scope)
        begin = time.monotonic()
        page = rig.served.scrape(HEADER_S)
        took = time.monotonic() - begin
        expect(took < BUDGET_S + GRACE_S, f"answered after {took:.2f} s")
        check_page(rig, page, scope, temperature, reasons)
        check_requests(rig)
        rig.api.clear_faults()
        check_recovery(rig)
        check_log(rig, lines)
        return f"{took:.2f} s"


def check_page(rig, page, scope, temperature, reasons):
    affected = rig.affected(scope)
    healthy = [i for ids in rig.ids.values() for i in ids
               if i not in affected]
    stored = truth.of_the_document(page.series("bsg_campaign_"))

    def of(ids):
        names = {str(i) for i in ids}
        return {key: value for key, value in stored.items()
                if dict(key[1])["campaign_id"] in names}

    expect(of(healthy) == rig.expected(healthy),
           "a healthy campaign is not whole")
    ups = [page.value("bsg_campaign_up", campaign_id=str(i))
           for i in affected]
    if reasons is None:
        expect(ups == [1] * len(affected), "failed, but is no failure")
        return
    told = {str(i): page.label_values("bsg_campaign_failure_info", "reason",
                                      campaign_id=str(i)) for i in affected}
    said = {reason for found in told.values() for reason in found}
    # A campaign whose turn did not come is not tried, and keeps its data. Of
    # an account that is held back from its login on, none is.
    if not (temperature == "cold" and scope != "campaign"
            and "throttled" in reasons):
        expect(said & reasons, f"reasons {sorted(said)}")
    expect(said <= reasons | {"pending"}, f"reasons {sorted(said)}")
    for up, (campaign_id, found) in zip(ups, told.items()):
        expect(len(found) == (0 if up else 1), f"{campaign_id}: {found}")
        expect(not up or temperature == "warm", f"{campaign_id} is up")
        data = page.find("bsg_campaign_total_messages",
                         campaign_id=campaign_id)
        expect(len(data) == (temperature == "warm" and "not_found"
                             not in found or bool(data)),
               f"{campaign_id} lost its data")


def check_requests(rig):
    """A try and its retries for each campaign, once more where a connection
    that was kept turned out to be dead, and some for each account."""
    by_endpoint = rig.api.control("requests", "GET")["by_endpoint"]
    most = 2 * CAMPAIGNS * (2 + RETRIES)
    expect(by_endpoint["detail"] <= most, f"{by_endpoint['detail']} requests")
    others = sum(by_endpoint.values()) - by_endpoint["detail"]
    expect(others <= 2 * 2 * (1 + RETRIES) + 4, f"{others} other requests")


def check_recovery(rig):
    ids = [i for ids in rig.ids.values() for i in ids]

    def is_well():
        page = rig.served.scrape(HEADER_S)
        stored = truth.of_the_document(page.series("bsg_campaign_"))
        return stored == rig.expected(ids)

    wait_for(is_well, "all to be well again", every=0.1)
    expect(rig.served.running(), "the exporter has ended")


def check_log(rig, since):
    lines = [line for line in rig.served.stderr[since:]
             if not re.search(r"level\W+(debug|info)", line)]
    most = 2 * CAMPAIGNS + 8
    expect(len(lines) <= most, f"{len(lines)} lines of log")


def growth(rounds):
    """Bytes and descriptors that an exporter has gained by all faults, over
    and over, beyond those of the first round: (bytes, descriptors)."""
    with Rig() as rig:
        rig.start_exporter()

        def one_round():
            for kind, details, _ in FAULTS:
                if kind in ("hang", "latency"):
                    continue  # waiting adds nothing
                rig.strike(kind, details, "all")
                rig.served.scrape(HEADER_S)
                rig.api.clear_faults()
                rig.served.scrape(HEADER_S)
            page = rig.served.scrape(HEADER_S)
            return (page.value("process_resident_memory_bytes"),
                    page.value("process_open_fds"))

        one_round()
        before = one_round()
        for _ in range(rounds):
            after = one_round()
        return after[0] - before[0], after[1] - before[1]
