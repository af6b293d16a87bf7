"""Every way in which the API can fail on one campaign: the right reason, the
others unharmed, and all well again afterwards."""

import unittest

from harness import E2eTestCase, wait_for_value

UP = "bsg_campaign_up"
FAILURE = "bsg_campaign_failure_info"

# Fault, what is particular about it, reason.
FAULTS = [
    ("hang", {}, "timeout"),
    ("latency", {"ms": 5000}, "timeout"),
    ("reset", {}, "connect"),
    ("truncated_transfer", {}, "connect"),
    ("401", {}, "unauthorized"),
    ("403", {}, "forbidden"),
    ("404", {}, "not_found"),
    ("422", {}, "client_error"),
    ("429", {}, "throttled"),
    ("500", {}, "server_error"),
    ("502", {}, "server_error"),
    ("redirect", {"url": "http://127.0.0.1:1/"}, "redirect"),
    ("maintenance", {"status": 200}, "invalid_json"),
    ("truncated_json", {}, "invalid_json"),
    ("invalid_utf8", {}, "invalid_json"),
    ("deep_nesting", {}, "invalid_json"),
    ("huge", {"bytes": 1 << 21}, "too_large"),
    ("huge", {"bytes": 1 << 21, "chunked": 1}, "too_large"),
    ("wrong_type", {}, "invalid_document"),
    ("no_document", {}, "invalid_document"),
    ("v1_error", {}, "invalid_document"),
]


class FaultsTest(E2eTestCase):
    def setUp(self):
        super().setUp()
        self.api = self.simulator(campaigns=4, arguments=["--shape=spec"])
        self.ids = [str(i) for i in self.api.ids()]
        self.bad, *self.healthy = self.ids
        self.served = self.exporter(self.config(
            self.account(self.api, self.api.ids()),
            scrape={"request_timeout": "1s", "retries": 0},
            refresh={"waiting": "0s", "finishing": "0s", "settled": "1s"}))

    def test_each_has_its_reason_and_hurts_nobody_else(self):
        good = self.served.scrape()
        self.assertEqual(good.find(UP), [1] * 4)
        for kind, details, reason in FAULTS:
            with self.subTest(kind, **details):
                self.api.fault(kind, endpoint="detail", campaign=self.bad,
                               **details)
                page = wait_for_value(self.served, 1, FAILURE,
                                      campaign_id=self.bad, reason=reason)
                self.assertEqual(len(page.find(FAILURE)), 1)
                self.assertEqual(page.value(UP, campaign_id=self.bad), 0)
                for campaign_id in self.healthy:
                    self.assertEqual(
                        page.value(UP, campaign_id=campaign_id), 1)
                self.api.clear_faults()
                page = wait_for_value(self.served, 1, UP,
                                      campaign_id=self.bad)
                self.assertEqual(page.find(FAILURE), [])

    def test_old_data_is_served_with_its_age_while_it_fails(self):
        before = self.served.scrape()
        self.api.fault("500", campaign=self.bad)
        page = wait_for_value(self.served, 0, UP, campaign_id=self.bad)
        own = {"campaign_id": self.bad}
        for name in ("bsg_campaign_total_messages",
                     "bsg_campaign_data_timestamp_seconds"):
            self.assertEqual(page.value(name, **own), before.value(name, **own))
        self.assertEqual(page.value("bsg_scrape_campaigns", outcome="stale"),
                         1)

    def test_an_account_that_is_told_to_wait_waits(self):
        self.served.scrape()
        self.api.fault("429", retry_after=60)
        wait_for_value(self.served, 0, UP, campaign_id=self.bad)
        asked = self.api.requests_to("detail")
        for _ in range(3):
            page = self.served.scrape()
        self.assertEqual(self.api.requests_to("detail"), asked)
        self.assertGreater(
            page.value("bsg_api_throttled_until_timestamp_seconds",
                       account="main"), 0)

    def test_a_retry_within_the_scrape_hides_a_passing_failure(self):
        served = self.exporter(self.config(
            self.account(self.api, self.api.ids()),
            scrape={"retries": 2}))
        self.api.fault("500", endpoint="detail", campaign=self.bad, times=1)
        page = served.scrape()
        self.assertEqual(page.find(UP), [1] * 4)
        self.assertEqual(page.value("bsg_api_retries_total", account="main"),
                         1)


class DriftTest(E2eTestCase):
    """What nobody documented is exported under its own name and counted."""

    def drift(self, kind, field):
        api = self.simulator(campaigns=1, arguments=["--shape=spec"])
        api.fault(kind)
        served = self.exporter(self.config(self.account(api, api.ids())))
        for _ in range(2):  # counted once, however often it is read
            page = served.scrape()
        self.assertEqual(page.find(UP), [1])
        self.assertEqual(
            page.value("bsg_exporter_unexpected_values_total", field=field), 1)
        return page

    def test_a_counter(self):
        page = self.drift("unknown_counter", "statistics")
        self.assertEqual(page.value("bsg_campaign_messages",
                                    role="primary", status="teleported"), 3)

    def test_a_status(self):
        page = self.drift("unknown_status", "status")
        name = "bsg_campaign_status"
        self.assertEqual(page.value(name, status="archived"), 1)
        self.assertEqual(sorted(page.find(name)), [0] * 8 + [1])

    def test_a_type(self):
        page = self.drift("unknown_type", "type")
        self.assertEqual(page.label_values("bsg_campaign_info",
                                           "message_type"), ["telegram"])

    def test_another_campaigns_document(self):
        page = self.drift("wrong_id", "id")
        self.assertEqual(set(page.label_values(UP, "campaign_id")),
                         set(page.label_values("bsg_campaign_total_messages",
                                               "campaign_id")))


if __name__ == "__main__":
    unittest.main()
