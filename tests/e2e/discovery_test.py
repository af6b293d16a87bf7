"""Campaigns that nobody configured are found through the API's list."""

import unittest

import truth
from harness import E2eTestCase, Simulator, wait_for_value

UP = "bsg_campaign_up"
DISCOVERY = {"enabled": True, "types": ["rcs", "sms", "whatsapp"],
             "refresh_interval": "10s", "created_within": "60d"}


class DiscoveryTest(E2eTestCase):
    def listable(self, api):
        """What the list shows: it knows no viber."""
        return [c["id"] for c in api.control("campaigns", "GET")
                if c["type"] != "viber"]

    def serve(self, api, campaigns=(), **discovery):
        return self.exporter(self.config(
            self.account(api, list(campaigns),
                         discovery={**DISCOVERY, **discovery}),
            refresh={"retire_after": "365d"}))

    def test_the_first_page_has_every_campaign_as_the_api_has_it(self):
        api = self.simulator(mixed=120, arguments=["--shape=spec"])
        ids = self.listable(api)
        self.assertGreater(len(ids), 60)
        page = self.serve(api).scrape()
        self.assertEqual(sorted(int(i) for i in page.label_values(
            UP, "campaign_id")), sorted(ids))
        expected = {}
        for campaign_id in ids:
            expected.update(truth.series(api.truth(campaign_id)))
        self.assertEqual(truth.of_the_document(page.series()), expected)
        self.assertEqual(page.value("bsg_account_discovery_up"), 1)
        self.assertEqual(page.value("bsg_account_campaigns",
                                    source="discovered"), len(ids))

    def test_pages_of_thirty_and_campaigns_that_are_configured_as_well(self):
        api = self.simulator(campaigns=200)
        ids = self.listable(api)
        page = self.serve(api, ids[:10]).scrape()
        self.assertEqual(len(page.find(UP)), len(ids))
        self.assertEqual(page.value("bsg_account_campaigns",
                                    source="configured"), 10)
        self.assertEqual(page.value("bsg_account_campaigns",
                                    source="discovered"), len(ids) - 10)

    def test_too_many_are_cut_off_and_that_is_said(self):
        api = self.simulator(campaigns=80)
        ids = self.listable(api)
        page = self.serve(api, max_campaigns=50).scrape()
        self.assertEqual(len(page.find(UP)), 50)
        self.assertEqual(page.value("bsg_account_discovery_skipped",
                                    reason="max_campaigns"), len(ids) - 50)

    def test_a_type_that_the_api_does_not_list_costs_the_others_nothing(self):
        api = self.simulator(campaigns=8)
        page = self.serve(api, types=["rcs", "viber", "sms"]).scrape()
        self.assertEqual(page.find(UP), [1] * 4)
        self.assertEqual(page.value("bsg_account_discovery_up"), 0)
        self.assertEqual(page.value("bsg_api_requests_total", endpoint="list",
                                    code="422"), 1)

    def test_a_failing_list_costs_freshness_alone(self):
        api = self.simulator(campaigns=8)
        exporter = self.serve(api)
        self.assertEqual(exporter.scrape().find(UP), [1] * 6)
        api.fault("500", endpoint="list")
        page = wait_for_value(exporter, 0, "bsg_account_discovery_up")
        self.assertEqual(page.find(UP), [1] * 6)
        api.control("campaign", id=70_000_001, kind="sending", type="rcs",
                    account="main")
        api.clear_faults()
        page = wait_for_value(exporter, 1, UP, campaign_id="70000001")
        self.assertEqual(page.value("bsg_account_discovery_up"), 1)

    def test_one_scrape_and_check_find_them_too(self):
        api = self.simulator(campaigns=4)
        config = self.config(self.account(api, [], discovery=DISCOVERY))
        page = self.check_output("scrape", f"--config.file={config}")
        self.assertEqual(page.count(f"\n{UP}{{"), 3)
        table = self.check_output("check", "--live",
                                  f"--config.file={config}")
        for i in (0, 1, 3):
            self.assertIn(str(Simulator.FIRST_ID + i), table)


if __name__ == "__main__":
    unittest.main()
