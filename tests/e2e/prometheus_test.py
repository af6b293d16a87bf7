"""Simulated API -> exporter -> a real Prometheus -> its query API: every value
of every campaign arrives as the API had it."""

import re
import unittest

import truth
from harness import SOURCE, E2eTestCase
from process import wait_for
from prometheus import OF_PROMETHEUS, Prometheus

CONFIG = """\
global:
  scrape_interval: 1s
  scrape_timeout: 1s
scrape_configs:
  - job_name: bsg
    static_configs:
      - targets: ["{target}"]
"""


class PrometheusTest(E2eTestCase):
    def start_all(self, **options):
        self.api = self.simulator(**options)
        self.ids = self.api.ids()
        self.served = self.exporter(self.config(
            self.account(self.api, self.ids)))
        self.prometheus = self.start(
            Prometheus(self.folder,
                       CONFIG.format(target=self.served.address)))
        wait_for(lambda: self.prometheus.value("sum(bsg_campaign_up)")
                 == len(self.ids), "all campaigns to be up in Prometheus")
        # The first scrape is not the one to judge: some series come with it.
        wait_for(lambda: (self.prometheus.value("count_over_time(up[1h])")
                          or 0) >= 3, "three scrapes")

    def expected(self):
        found = {}
        for campaign_id in self.ids:
            found.update(truth.series(self.api.truth(campaign_id)))
        return found

    def test_every_value_of_every_campaign_arrives(self):
        self.start_all(mixed=24, arguments=["--shape=spec"])
        types = {self.api.truth(i)["type"] for i in self.ids}
        self.assertLessEqual({"rcs", "sms", "viber"}, types)
        self.assertTrue(any(self.api.truth(i)["alternative_channels"]
                            for i in self.ids), "no campaign falls back")
        stored = self.prometheus.series('{__name__=~"bsg_campaign_.+"}')
        self.assertEqual(truth.of_the_document(stored), self.expected())
        self.check_nothing_is_lost()
        self.check_metadata()
        self.check_shown_queries()

    def check_shown_queries(self):
        text = (SOURCE / "grafana/README.md").read_text(encoding="utf-8")
        queries = re.findall(r"(?ms)^```promql\n(.*?)^```$", text)
        self.assertEqual(len(queries), 2)
        for query in queries:
            with self.subTest(query):
                self.assertNotEqual(self.prometheus.series(query), {})

    def check_nothing_is_lost(self):
        query = self.prometheus.value
        self.assertEqual(query("up"), 1)
        self.assertEqual(query("min_over_time(up[1h])"), 1)
        page = self.served.scrape()

        def same():
            stored = {key for key in self.prometheus.series('{job="bsg"}')
                      if key[0] not in OF_PROMETHEUS}
            return stored == set(page.series()) and stored

        stored = wait_for(same, "Prometheus to have the page's series")
        self.assertEqual(query("scrape_samples_scraped"), len(stored))
        self.assertEqual(query("scrape_samples_post_metric_relabeling"),
                         len(stored))

    def check_metadata(self):
        """As OpenMetrics has it, which is what Prometheus asks for."""
        metadata = self.prometheus.api("metadata")
        for family in self.served.scrape().families.values():
            name = family.name
            if family.type == "counter":
                name = name.removesuffix("_total")
            unit = name.rpartition("_")[2]
            if unit not in ("seconds", "bytes"):
                unit = ""
            self.assertEqual(metadata[name], [
                {"type": family.type, "help": family.help, "unit": unit}])

    def test_every_shape_of_document_says_the_same(self):
        """A counter that is 0 may be left out, a price may be rounded."""
        self.start_all(mixed=24)
        stored = truth.of_the_document(
            self.prometheus.series('{__name__=~"bsg_campaign_.+"}'))
        expected = self.expected()
        self.assertEqual(set(stored) - set(expected), set())
        for key, value in expected.items():
            with self.subTest(key):
                if key[0] == "bsg_campaign_messages" and value == 0:
                    self.assertEqual(stored.get(key, 0), 0)
                elif key[0] == "bsg_campaign_total_price":
                    self.assertAlmostEqual(stored[key], value, delta=0.00501)
                else:
                    self.assertEqual(stored.get(key), value)


if __name__ == "__main__":
    unittest.main()
