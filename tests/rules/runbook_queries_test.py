"""Every query of the runbooks is one that Prometheus takes, and answers where
what it asks for is there: a small world of series, kept by promtool."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import runbooks

sys.path.insert(0, str(runbooks.SOURCE / "tests/e2e"))

from harness import tool  # noqa: E402

# The campaign of the pages, one more, and one that nobody reads any longer;
# two hours, a sample a minute.
ACCOUNT = 'account="main"'
CAMPAIGN = f'{ACCOUNT}, campaign_id="53651994"'
GONE = f'{ACCOUNT}, campaign_id="53651995"'
RCS = f'{CAMPAIGN}, channel="rcs", role="primary"'
SMS = f'{CAMPAIGN}, channel="sms", role="alternative"'
FAILURES = f'{ACCOUNT}, endpoint="%s", reason="%s"'

WORLD = [
    ("up", "", "1x120"),
    ("bsg_campaign_up", CAMPAIGN, "1x120"),
    ("bsg_campaign_up", GONE, "1x100 stale"),
    ("bsg_campaign_failure_info", f'{CAMPAIGN}, reason="timeout"', "1x120"),
    ("bsg_campaign_data_timestamp_seconds", CAMPAIGN, "0+60x120"),
    ("bsg_campaign_planned_start_timestamp_seconds", CAMPAIGN, "60x120"),
    ("bsg_campaign_total_messages", CAMPAIGN, "9000x120"),
    ("bsg_campaign_total_price", f'{CAMPAIGN}, currency="EUR"', "1+1x120"),
    ("bsg_campaign_messages", f'{RCS}, status="delivered"', "10+10x120"),
    ("bsg_campaign_messages", f'{RCS}, status="sending"', "9000-10x120"),
    ("bsg_campaign_messages", f'{RCS}, status="not_service_user"', "1x120"),
    ("bsg_campaign_messages", f'{SMS}, status="delivered"', "5x120"),
    *[("bsg_campaign_status", f'{CAMPAIGN}, status="{status}"', "1x120")
      for status in ("sending", "paused", "spam")],
    ("bsg_account_balance", f'{ACCOUNT}, currency="EUR"', "20x120"),
    ("bsg_account_credit", f'{ACCOUNT}, currency="EUR"', "5x120"),
    ("bsg_account_info", f'{ACCOUNT}, key_type="test"', "1x120"),
    ("bsg_account_failure_info", f'{ACCOUNT}, reason="timeout"', "1x120"),
    ("bsg_account_campaigns", f'{ACCOUNT}, source="discovered"', "2x120"),
    ("bsg_account_discovery_timestamp_seconds", ACCOUNT, "0+60x120"),
    ("bsg_account_discovery_skipped", f'{ACCOUNT}, reason="max_campaigns"',
     "3x120"),
    ("bsg_api_requests_total", f'{ACCOUNT}, endpoint="detail", code="200"',
     "0+9x120"),
    ("bsg_api_request_failures_total", FAILURES % ("detail", "timeout"),
     "0+9x120"),
    ("bsg_api_request_failures_total", FAILURES % ("login", "unauthorized"),
     "0+9x120"),
    ("bsg_api_request_failures_total", FAILURES % ("list", "server_error"),
     "0+9x120"),
    ("bsg_api_throttled_until_timestamp_seconds", ACCOUNT, "9000x120"),
    ("bsg_scrape_campaigns", f'{ACCOUNT}, outcome="deferred"', "7x120"),
    ("bsg_scrape_duration_seconds", "", "9x120"),
    ("bsg_scrape_timeout_seconds", "", "9.5x120"),
    ("bsg_exporter_unexpected_values_total", 'field="status"', "1x120"),
    ("bsg_exporter_config_last_reload_success_timestamp_seconds", "", "5x120"),
    ("bsg_exporter_shards", "", "3x120"),
    ("bsg_exporter_shard_ordinal", "", "1x120"),
]
TARGET = 'job="bsg_exporter", instance="localhost:10274"'


def promtool_tests(queries):
    """Each query has an answer, of however many series."""
    return {"tests": [{
        "interval": "1m",
        "input_series": [
            {"series": f"{name}{{{TARGET}, {labels}}}", "values": values}
            for name, labels, values in WORLD],
        "promql_expr_test": [
            {"expr": f"count({query}\n) > bool 0", "eval_time": "2h",
             "exp_samples": [{"labels": "{}", "value": 1}]}
            for query in queries]}]}


class RunbookQueriesTest(unittest.TestCase):
    def test_the_world_has_the_metrics_and_labels_of_the_exporter(self):
        known = runbooks.metrics() | {"up": set()}
        for name, labels, _ in WORLD:
            names = {pair.split("=")[0].strip()
                     for pair in labels.split(",") if pair}
            self.assertEqual(names, known[name], name)

    def test_every_query_has_an_answer(self):
        queries = [query for page in runbooks.pages().values()
                   for query in runbooks.code_blocks(page, "promql")]
        self.assertGreater(len(queries), len(runbooks.pages()))
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "queries.yml")
            file.write_text(json.dumps(promtool_tests(queries)))
            done = subprocess.run(
                [tool("promtool"), "test", "rules", file],
                capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
