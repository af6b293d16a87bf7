"""A scrape answers in time with everything that was ready by then; what is
still under way is not lost."""

import time
import unittest

from harness import E2eTestCase, wait_for_value

UP = "bsg_campaign_up"
FAILURE = "bsg_campaign_failure_info"


class DeadlineTest(E2eTestCase):
    def setUp(self):
        super().setUp()
        self.api = self.simulator(campaigns=5)
        self.ids = [str(i) for i in self.api.ids()]
        self.slow, *self.healthy = self.ids

    def serve(self, **scrape):
        return self.exporter(self.config(
            self.account(self.api, self.api.ids()),
            scrape={"request_timeout": "60s", "retries": 0, **scrape}))

    def scrape_in_time(self, exporter, timeout=2):
        began = time.monotonic()
        page = exporter.scrape(timeout=timeout)
        self.assertLess(time.monotonic() - began, timeout)
        return page

    def outcomes(self, page):
        return {outcome: value for outcome in
                ("read", "cached", "deferred", "stale", "failed")
                if (value := page.value("bsg_scrape_campaigns",
                                        account="main", outcome=outcome))}

    def test_one_that_hangs_from_the_start_is_pending(self):
        self.api.fault("hang", campaign=self.slow)
        page = self.scrape_in_time(self.serve())
        for campaign_id in self.healthy:
            self.assertEqual(page.value(UP, campaign_id=campaign_id), 1)
        self.assertEqual(page.value(UP, campaign_id=self.slow), 0)
        self.assertEqual(page.label_values(FAILURE, "reason"), ["pending"])
        self.assertEqual(self.outcomes(page), {"read": 4, "deferred": 1})
        self.assertEqual(page.value("bsg_scrape_timeout_seconds"), 1.5)

    def test_one_that_hangs_later_keeps_its_data_and_is_up(self):
        exporter = self.serve()
        before = exporter.scrape()
        self.api.fault("hang", campaign=self.slow)
        page = self.scrape_in_time(exporter)
        self.assertEqual(page.find(UP), [1] * 5)
        self.assertEqual(page.find(FAILURE), [])
        self.assertEqual(self.outcomes(page), {"read": 4, "deferred": 1})
        stamp = "bsg_campaign_data_timestamp_seconds"
        self.assertEqual(page.value(stamp, campaign_id=self.slow),
                         before.value(stamp, campaign_id=self.slow))
        for campaign_id in self.healthy:
            self.assertGreater(page.value(stamp, campaign_id=campaign_id),
                               before.value(stamp, campaign_id=campaign_id))

    def test_the_requests_own_time_limit_is_a_failure(self):
        exporter = self.serve(request_timeout="300ms")
        exporter.scrape()
        self.api.fault("hang", campaign=self.slow)
        page = exporter.scrape()
        self.assertEqual(page.value(UP, campaign_id=self.slow), 0)
        self.assertEqual(page.value(FAILURE, campaign_id=self.slow,
                                    reason="timeout"), 1)
        self.assertEqual(self.outcomes(page), {"read": 4, "stale": 1})

    def test_an_answer_that_comes_late_is_on_the_next_page(self):
        self.api.fault("latency", campaign=self.slow, ms=2500, times=1)
        exporter = self.serve()
        page = self.scrape_in_time(exporter, timeout=1)
        self.assertEqual(page.value(UP, campaign_id=self.slow), 0)
        page = wait_for_value(exporter, 1, UP, campaign_id=self.slow)
        self.assertEqual(page.find(FAILURE), [])
        self.assertEqual(
            self.api.control("requests", "GET")["by_campaign"]["detail"]
            [self.slow], 1, "the late answer was not waited for")

    def test_a_set_too_large_for_one_scrape_is_read_over_several(self):
        self.api.fault("latency", ms=400)
        exporter = self.serve(concurrency=1)
        first = self.scrape_in_time(exporter)
        self.assertIn(0, first.find(UP))
        page = first
        for _ in range(10):
            if page.find(UP) == [1] * 5:
                break
            page = self.scrape_in_time(exporter)
        self.assertEqual(page.find(UP), [1] * 5)

    def test_the_configured_budget_holds_without_a_header(self):
        self.api.fault("hang", campaign=self.slow)
        exporter = self.serve(timeout="1s", timeout_offset="100ms")
        page = exporter.scrape()
        self.assertEqual(page.value("bsg_scrape_timeout_seconds"), 1)
        self.assertEqual(self.outcomes(page), {"read": 4, "deferred": 1})
        page = self.scrape_in_time(exporter, timeout=30)
        self.assertEqual(page.value("bsg_scrape_timeout_seconds"), 1)


if __name__ == "__main__":
    unittest.main()
