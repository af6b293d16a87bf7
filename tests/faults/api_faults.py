"""Every fault that the simulated API knows, struck at one campaign, at one
account and at everybody, at a cold exporter and at one that has data."""

from rig import (CAMPAIGNS, MAX_BYTES, RETRIES, Rig, expect,
                 expect_descriptors, expect_few_lines, expect_whole, scrape,
                 wait_until_well)

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
    ("huge", {"bytes": 2 * MAX_BYTES}, {"too_large"}),
    ("huge", {"bytes": 2 * MAX_BYTES, "chunked": 1}, {"too_large"}),
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

def cell(fault, scope, temperature):
    """"1.02 s": how long the scrape took that met the fault; raises Broken."""
    kind, details, reasons = fault
    with Rig() as rig:
        rig.start_exporter()
        if temperature == "warm":
            page, _ = scrape(rig)
            expect(page.find("bsg_campaign_up") == [1] * 2 * CAMPAIGNS,
                   "not all well before")
        rig.api.control("requests/reset")
        lines = len(rig.served.stderr)
        rig.strike(kind, details, scope)
        page, took = scrape(rig)
        check_page(rig, page, scope, temperature, reasons)
        check_requests(rig)
        rig.api.clear_faults()
        wait_until_well(rig)
        expect_few_lines(rig, lines)
        expect_descriptors(rig)
        return f"{took:.2f} s"


def check_page(rig, page, scope, temperature, reasons):
    affected = rig.affected(scope)
    expect_whole(rig, page,
                 [i for i in rig.all_ids() if i not in affected])
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
                scrape(rig)
                rig.api.clear_faults()
                scrape(rig)
            page, _ = scrape(rig)
            return (page.value("process_resident_memory_bytes"),
                    page.value("process_open_fds"))

        one_round()
        before = one_round()
        for _ in range(rounds):
            after = one_round()
        return after[0] - before[0], after[1] - before[1]


def no_growth():
    gained, descriptors = growth(rounds=2)
    expect(gained <= 2 << 20, f"{gained} bytes more")
    expect(descriptors <= 2 * CAMPAIGNS, f"{descriptors} descriptors more")
    return f"{gained / 1024:.0f} KiB, {descriptors:.0f} descriptors more"


ROWS = [("every fault, four times over", no_growth)]
