"""Ten thousand campaigns on one page: a real Prometheus takes it."""

import unittest

from harness import E2eTestCase
from process import wait_for
from prometheus import Prometheus

CAMPAIGNS = 10_000
CAMPAIGN_PREFIX = "bsg_campaign_"
SCRAPE = {"timeout": "60s", "concurrency": 64, "min_interval": "10m"}
CONFIG = """\
global:
  scrape_interval: 5s
  scrape_timeout: 5s
scrape_configs:
  - job_name: bsg
    static_configs:
      - targets: ["{target}"]
"""


class LargePageTest(E2eTestCase):
    def test_a_real_prometheus_takes_every_series(self):
        api = self.simulator(mixed=CAMPAIGNS, arguments=["--shape=spec"])
        ids = api.ids()
        self.assertEqual(len(ids), CAMPAIGNS)
        exporter = self.exporter(
            self.config(self.account(api, ids), scrape=SCRAPE),
            log_level="info")
        page = exporter.scrape(timeout=60)
        self.assertEqual(page.value("bsg_scrape_campaigns", outcome="read"),
                         CAMPAIGNS)
        series = len(page.series(CAMPAIGN_PREFIX))
        self.assertGreater(series, 300_000)
        prometheus = self.start(Prometheus(
            self.folder, CONFIG.format(target=exporter.address)))
        wait_for(lambda: prometheus.value(
            'count({__name__=~"bsg_campaign_.+"})') == series,
            "every series of the page")
        self.assertEqual(prometheus.value("sum(bsg_campaign_up)"), CAMPAIGNS)


if __name__ == "__main__":
    unittest.main()
