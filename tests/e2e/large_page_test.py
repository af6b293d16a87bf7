"""Ten thousand campaigns on one page: a real Prometheus takes it."""

import unittest

from harness import E2eTestCase, PAYLOADS
from process import wait_for
from prometheus import Prometheus

CAMPAIGNS = 10_000
SERIES = 46  # of each: 13 counters, twice; the statuses; the rest
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
    def documents(self):
        """As many campaigns with a fallback, each in a file of its own."""
        text = (PAYLOADS / "01_rcs_data_read_sms_fallback.json").read_text(
            encoding="utf-8")
        folder = self.folder / "documents"
        folder.mkdir()
        ids = range(61_300_000, 61_300_000 + CAMPAIGNS)
        for campaign_id in ids:
            (folder / f"{campaign_id}.json").write_text(
                text.replace("61204417", str(campaign_id)), encoding="utf-8")
        return folder, list(ids)

    def test_a_real_prometheus_takes_every_series(self):
        folder, ids = self.documents()
        api = self.simulator(documents=folder)
        exporter = self.exporter(
            self.config(self.account(api, [(i, {"team": "a"}) for i in ids]),
                        scrape=SCRAPE),
            log_level="info")
        text = exporter.get().text
        self.assertEqual(text.count("\nbsg_campaign_"), CAMPAIGNS * SERIES)
        prometheus = self.start(Prometheus(
            self.folder, CONFIG.format(target=exporter.address)))
        wait_for(lambda: prometheus.value(
            'count({__name__=~"bsg_campaign_.+"})') == CAMPAIGNS * SERIES,
            "every series of the page")
        self.assertEqual(prometheus.value("up"), 1)
        self.assertEqual(prometheus.value("sum(bsg_campaign_up)"), CAMPAIGNS)
        self.assertEqual(prometheus.value(
            'sum(bsg_campaign_messages{status="delivered"})'),
            CAMPAIGNS * (610 + 96))


if __name__ == "__main__":
    unittest.main()
