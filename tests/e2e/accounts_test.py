"""Accounts do not know of each other's troubles."""

import unittest

from harness import KEY, E2eTestCase, wait_for_value

UP = "bsg_campaign_up"


class AccountsTest(E2eTestCase):
    def setUp(self):
        super().setUp()
        self.good = self.simulator(campaigns=4)
        self.ids = self.good.ids()

    def serve(self, *others):
        return self.exporter(self.config(
            self.account(self.good, self.ids, name="good"), *others,
            scrape={"timeout": "10s", "request_timeout": "4s", "retries": 0},
            refresh={"balance": "0s"}))

    def assert_good(self, page):
        self.assertEqual(page.find(UP, account="good"), [1] * 4)
        self.assertEqual(page.value("bsg_account_up", account="good"), 1)
        self.assertEqual(page.value("bsg_scrape_campaigns", account="good",
                                    outcome="read"), 4)

    def test_a_dead_host_costs_the_others_nothing(self):
        exporter = self.serve(
            self.account("http://127.0.0.1:1", [1, 2], name="dead"))
        for _ in range(3):
            page = exporter.scrape()
            self.assert_good(page)
            self.assertEqual(page.find(UP, account="dead"), [0, 0])
            self.assertEqual(
                page.label_values("bsg_campaign_failure_info", "reason"),
                ["connect"] * 2)
            self.assertEqual(
                page.value("bsg_account_failure_info", account="dead",
                           reason="connect"), 1)
        self.assertLessEqual(
            page.value("bsg_api_request_failures_total", account="dead",
                       endpoint="login", reason="connect"), 3,
            "more than one login a scrape")

    def test_a_host_that_hangs_costs_the_others_nothing(self):
        hanging = self.simulator(campaigns=2)
        hanging.fault("hang")
        exporter = self.serve(self.account(hanging, hanging.ids(),
                                           name="hanging"))
        for _ in range(2):
            page = exporter.scrape(timeout=2)
            self.assert_good(page)
            self.assertEqual(page.find(UP, account="hanging"), [0, 0])
        hanging.clear_faults()
        for campaign_id in hanging.ids():
            wait_for_value(exporter, 1, UP, account="hanging",
                           campaign_id=str(campaign_id))

    def test_the_same_campaign_of_two_accounts_is_two(self):
        exporter = self.serve(self.account(self.good, self.ids[:1],
                                           name="again"))
        page = exporter.scrape()
        self.assert_good(page)
        self.assertEqual(len(page.find(UP, campaign_id=str(self.ids[0]))), 2)

    def test_each_account_logs_in_with_its_own_key(self):
        other = self.simulator(accounts={"other": "test_other_key"},
                               campaigns=2)
        exporter = self.serve(
            self.account(other, other.ids(), name="other",
                         key="test_other_key"),
            self.account(other, other.ids(), name="mistaken", key=KEY))
        page = exporter.scrape()
        self.assert_good(page)
        self.assertEqual(page.find(UP, account="other"), [1, 1])
        self.assertEqual(page.find(UP, account="mistaken"), [0, 0])
        self.assertEqual(
            page.value("bsg_account_info", account="other", key_type="test"),
            1)


if __name__ == "__main__":
    unittest.main()
