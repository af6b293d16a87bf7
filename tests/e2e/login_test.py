"""Tokens: one login at a time, renewed and replaced as they should be, and
never a storm of them."""

import concurrent.futures
import unittest

from harness import E2eTestCase, wait_for_value
from process import wait_for

UP = "bsg_campaign_up"


class LoginTest(E2eTestCase):
    def start_api(self, campaigns=40, key=None, **options):
        self.api = self.simulator(campaigns=campaigns, **options)
        self.ids = self.api.ids()
        keys = {"key": key} if key else {}
        return self.exporter(self.config(
            self.account(self.api, self.ids, **keys)))

    def logins(self):
        return self.api.requests_to("login")

    def test_many_scrapes_of_many_campaigns_share_one(self):
        exporter = self.start_api()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            pages = [pool.submit(exporter.scrape) for _ in range(16)]
        for page in pages:
            self.assertEqual(page.result().find(UP), [1] * 40)
        self.assertEqual(self.logins(), 1)

    def test_a_revoked_token_is_replaced_within_the_scrape(self):
        exporter = self.start_api()
        exporter.scrape()
        self.api.control("revoke", account="main")
        page = exporter.scrape()
        self.assertEqual(page.find(UP), [1] * 40)
        self.assertEqual(self.logins(), 2)
        self.assertEqual(
            page.value("bsg_api_token_refreshes_total", account="main"), 2)

    def test_a_wrong_key_is_not_tried_again_and_again(self):
        exporter = self.start_api(campaigns=10, key="live_wrong_key")
        for _ in range(10):
            page = exporter.scrape()
            self.assertEqual(page.find(UP), [0] * 10)
            self.assertEqual(
                page.label_values("bsg_campaign_failure_info", "reason"),
                ["unauthorized"] * 10)
        self.assertEqual(self.api.requests_to("detail"), 0)
        self.assertGreaterEqual(self.logins(), 1)
        self.assertLessEqual(self.logins(), 10)

    def test_a_login_that_hangs_is_a_timeout_and_ends_the_scrape(self):
        """Also where the tries of one scrape last longer than min_interval."""
        self.api = self.simulator(campaigns=3)
        self.api.fault("hang", endpoint="login")
        exporter = self.exporter(self.config(
            self.account(self.api, self.api.ids()),
            scrape={"timeout": "10s", "request_timeout": "300ms",
                    "min_interval": "200ms", "retries": 1}))
        page = exporter.scrape()
        self.assertEqual(
            page.label_values("bsg_campaign_failure_info", "reason"),
            ["timeout"] * 3)
        self.assertLessEqual(self.logins(), 2)

    def test_a_key_that_is_put_right_ends_it(self):
        exporter = self.start_api(campaigns=3, key="live_wrong_key")
        exporter.scrape()
        self.account(self.api, self.ids)  # writes the key's file anew
        wait_for_value(exporter, 1, UP, campaign_id=str(self.ids[0]))
        self.assertEqual(exporter.scrape().find(UP), [1] * 3)

    def test_one_that_answers_401_for_ever_costs_the_others_nothing(self):
        exporter = self.start_api(campaigns=10)
        exporter.scrape()
        self.api.fault("401", campaign=self.ids[0])
        for _ in range(5):
            page = exporter.scrape()
            self.assertEqual(page.find(UP), [0] + [1] * 9)
        self.assertEqual(
            page.value("bsg_campaign_failure_info",
                       campaign_id=str(self.ids[0]), reason="unauthorized"), 1)
        self.assertLessEqual(self.logins(), 2)

    def test_a_token_is_renewed_before_it_expires(self):
        exporter = self.start_api(campaigns=3, arguments=["--token-ttl=3s"])

        def second_login():
            self.assertEqual(exporter.scrape().find(UP), [1] * 3)
            return self.logins() >= 2

        wait_for(second_login, "a second login")
        self.assertEqual(self.api.answers("401"), 0)

    def test_a_token_that_has_expired_already_is_used_all_the_same(self):
        exporter = self.start_api(
            campaigns=3, arguments=["--token-claim-offset=-31d"])
        for _ in range(5):
            self.assertEqual(exporter.scrape().find(UP), [1] * 3)
        self.assertLessEqual(self.logins(), 5)


if __name__ == "__main__":
    unittest.main()
