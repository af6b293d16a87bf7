"""The dashboards keep the rules, but for the exceptions that have a reason."""

import re
import subprocess
import sys
import tomllib
import unittest

import dashboards
import history
import own_rules
import rules

EXCEPTIONS = dashboards.SOURCE / "tests/grafana/exceptions.toml"
ALL_RULES = {**rules.LINTER, **own_rules.OWN}

# Prometheus' own, and what is asked of histograms.
OTHER_METRICS = {"ALERTS", "up"}


class LintTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dashboards = dashboards.load()

    def test_rules_are_kept(self):
        exceptions = tomllib.loads(EXCEPTIONS.read_text("utf-8"))["exception"]
        used = []
        for name, check in ALL_RULES.items():
            for uid, dashboard in self.dashboards.items():
                for where, what in check(dashboard):
                    allowed = [e for e in exceptions if e["rule"] == name
                               and re.search(rf"\b{e['metric']}\b", what)]
                    used += allowed
                    with self.subTest(name, dashboard=uid):
                        self.assertTrue(allowed, f"{where}: {what}")
        for exception in exceptions:
            self.assertIn(exception, used, "not needed any more")
            self.assertGreater(len(exception["reason"]), 20)

    def test_files_are_what_the_script_writes(self):
        done = subprocess.run(
            [sys.executable, dashboards.SOURCE / "grafana/generate", "--check"],
            capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_file_is_called_as_its_dashboard(self):
        self.assertEqual({f"{uid}.json" for uid in self.dashboards},
                         {f.name for f in dashboards.FOLDER.glob("*.json")})

    def used_metrics(self):
        return {re.sub(r"_seconds_(bucket|sum|count)$", "_seconds", metric)
                for dashboard in self.dashboards.values()
                for query in dashboards.queries(dashboard)
                for metric in dashboards.metrics(query.expr)}

    def test_metrics_that_are_used_are_exposed_and_the_other_way_round(self):
        self.assertEqual(self.used_metrics() - OTHER_METRICS,
                         dashboards.exposed_metrics())

    def test_a_status_has_one_colour(self):
        """But for the dashboard of the exporter, which tells of none: what is
        read or failed there is a campaign's read."""
        found = {}
        for uid in ("bsg-overview", "bsg-campaign"):
            for status, colour in own_rules.colours(self.dashboards[uid]):
                found.setdefault(status, set()).add(colour)
        self.assertEqual(set(found), dashboards.documented_statuses())
        for status, colours in found.items():
            self.assertEqual(len(colours), 1, status)

    def test_alerts_that_the_history_tells_of_are_there(self):
        """By name and severity, as far as rules can be read line by line."""
        text = (dashboards.SOURCE / "deploy/prometheus/alerts.yml").read_text(
            "utf-8")
        rules_of_alerts = dict(re.findall(
            r"- alert: (\w+)\n.*?severity: (\w+)", text, re.DOTALL))
        told = [*history.ALERTS.values(), (history.OUTAGE["alertname"],
                                           history.OUTAGE["severity"])]
        for alert, severity in told:
            self.assertEqual(rules_of_alerts.get(alert), severity, alert)


if __name__ == "__main__":
    unittest.main()
