"""Shards share out what one instance would serve."""

import unittest

from harness import E2eTestCase, EXPORTER
from process import run

CAMPAIGNS = "bsg_campaign_"
# When a document was read is each instance's own affair.
OF_THE_READING = "bsg_campaign_data_timestamp_seconds"


class ShardsTest(E2eTestCase):
    def setUp(self):
        super().setUp()
        self.api = self.simulator(mixed=60, accounts={"main": "live_main_key",
                                                      "second": "live_second"})
        ids = {name: [c["id"] for c in self.api.control("campaigns", "GET")
                      if c["account"] == name] for name in ("main", "second")}
        self.count = sum(len(i) for i in ids.values())
        self.file = self.config(
            self.account(self.api, ids["main"][:10], discovery={
                "enabled": True, "created_within": "60d",
                "types": ["rcs", "sms", "whatsapp"]}),
            self.account(self.api, ids["second"], name="second",
                         key="live_second"),
            refresh={"retire_after": "365d"})

    def series(self, page):
        return {key: value for key, value in page.series(CAMPAIGNS).items()
                if key[0] != OF_THE_READING}

    def test_the_union_of_the_shards_is_the_whole_without_overlap(self):
        whole = self.series(self.exporter(self.file).scrape())
        union, sizes, balances = {}, [], []
        for ordinal in range(3):
            page = self.exporter(self.file, f"--shard={ordinal}/3").scrape()
            part = self.series(page)
            self.assertEqual(union.keys() & part.keys(), set())
            union.update(part)
            sizes.append(len(page.find("bsg_campaign_up")))
            balances += page.label_values("bsg_account_balance", "account")
            self.assertEqual(page.value("bsg_exporter_shards"), 3)
            self.assertEqual(page.value("bsg_exporter_shard_ordinal"), ordinal)
        self.assertEqual(union, whole)
        self.assertGreater(min(sizes), 0)
        self.assertEqual(sorted(balances), ["main", "second"])

    def test_a_shard_that_cannot_be_is_refused(self):
        done = run([EXPORTER, "check", f"--config.file={self.file}",
                    "--shard=3/3"])
        self.assertEqual(done.returncode, 2)
        self.assertIn("--shard", done.stderr)


if __name__ == "__main__":
    unittest.main()
