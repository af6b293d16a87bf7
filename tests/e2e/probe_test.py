"""/probe: one campaign, on its own page."""

import concurrent.futures
import unittest

import truth
from exposition import Page
from harness import E2eTestCase

TEXT = "text/plain; version=0.0.4; charset=utf-8"


class ProbeTest(E2eTestCase):
    def setUp(self):
        super().setUp()
        self.api = self.simulator(campaigns=3, arguments=["--shape=spec"])
        self.ids = self.api.ids()

    def serve(self, **scrape):
        return self.exporter(self.config(
            self.account(self.api, [(self.ids[0], {"team": "growth"}),
                                    *self.ids[1:]]),
            scrape=scrape))

    def test_a_page_has_the_families_of_that_campaign_alone(self):
        exporter = self.serve(min_interval="1h")
        whole = exporter.scrape().series("bsg_campaign_")
        for campaign_id in self.ids:
            answer = exporter.get(f"/probe?campaign={campaign_id}")
            self.assertEqual(answer.headers["content-type"], TEXT)
            series = answer.page().series()
            self.assertEqual(series, {
                key: value for key, value in whole.items()
                if ("campaign_id", str(campaign_id)) in key[1]})
            expected = truth.series(self.api.truth(campaign_id))
            if campaign_id == self.ids[0]:
                expected[("bsg_campaign_labels", (
                    ("account", "main"), ("campaign_id", str(campaign_id)),
                    ("label_team", "growth")))] = 1
            self.assertEqual(truth.of_the_document(series), expected)

    def test_the_account_may_be_named_and_other_parameters_are_ignored(self):
        exporter = self.serve(min_interval="1h")
        page = exporter.get(f"/probe?campaign={self.ids[0]}").page()
        for query in (f"campaign={self.ids[0]}&account=main",
                      f"account=m%61in&campaign={self.ids[0]}&account_id=7",
                      f"module=x&module=y&campaign={self.ids[0]}"):
            with self.subTest(query):
                self.assertEqual(exporter.get(f"/probe?{query}").page()
                                 .series(), page.series())

    def test_a_campaign_that_cannot_be_read_says_why(self):
        self.api.fault("404", campaign=self.ids[0])
        exporter = self.serve(retries=0)
        page = exporter.get(f"/probe?campaign={self.ids[0]}").page()
        self.assertEqual(page.find("bsg_campaign_up"), [0])
        self.assertEqual(page.label_values("bsg_campaign_failure_info",
                                           "reason"), ["not_found"])

    def test_it_answers_within_the_budget_of_prometheus(self):
        self.api.fault("hang")
        exporter = self.serve()
        page = exporter.get(
            f"/probe?campaign={self.ids[0]}",
            headers={"X-Prometheus-Scrape-Timeout-Seconds": "0.5"}).page()
        self.assertEqual(page.find("bsg_campaign_up"), [0])
        self.assertEqual(page.label_values("bsg_campaign_failure_info",
                                           "reason"), ["pending"])

    def test_an_unknown_campaign_is_a_404_with_the_remedy(self):
        answer = self.serve().get("/probe?campaign=7")
        self.assertEqual(answer.status, 404)
        self.assertEqual(
            answer.text,
            "campaign 7 is not known here: add it to `campaigns`, switch on "
            "discovery, set web.probe_any = true, or ask the shard that "
            "serves it\n")

    def test_a_wrong_query_is_a_400_that_names_the_parameter(self):
        exporter = self.serve()
        known = self.ids[0]
        for query, parameter in (
                ("", "campaign"), ("account=main", "campaign"),
                ("campaign=", "campaign"), ("campaign=010", "campaign"),
                ("campaign=+5", "campaign"), ("campaign=5.0", "campaign"),
                ("campaign=0", "campaign"), ("campaign=-5", "campaign"),
                (f"campaign={known}%20", "campaign"),
                (f"campaign={known}%00", "campaign"),
                ("campaign=9223372036854775808", "campaign"),
                (f"campaign={'9' * 5000}", "campaign"),
                (f"campaign={known}&campaign={known}", "campaign"),
                (f"campaign={known}&account=main&account=main", "account"),
                (f"campaign={known}&account=%", "account"),
                (f"campaign={known}&x=%zz", "x")):
            with self.subTest(query[:60]):
                answer = exporter.get(f"/probe?{query}")
                self.assertEqual(answer.status, 400)
                self.assertIn(f"parameter '{parameter}'", answer.text)
                self.assertEqual(answer.text.count("\n"), 1)
        self.assertEqual(exporter.get("/probe").status, 400)

    def test_head_and_gzip(self):
        exporter = self.serve(min_interval="1h")
        target = f"/probe?campaign={self.ids[0]}"
        plain = exporter.get(target)
        head = exporter.get(target, "HEAD")
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(head.headers["content-length"],
                         str(len(plain.body)))
        packed = exporter.get(target, headers={"Accept-Encoding": "gzip"})
        self.assertEqual(packed.headers["content-encoding"], "gzip")
        self.assertEqual(packed.headers["vary"],
                         "Accept, Accept-Encoding")
        self.assertEqual(Page(packed.text).series(), plain.page().series())

    def test_many_at_once_are_each_answered(self):
        exporter = self.serve()
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            pages = list(pool.map(
                lambda i: exporter.get(
                    f"/probe?campaign={self.ids[i % 3]}").page(), range(48)))
        for i, page in enumerate(pages):
            self.assertEqual(page.value("bsg_campaign_up", account="main",
                                        campaign_id=str(self.ids[i % 3])), 1)


if __name__ == "__main__":
    unittest.main()
