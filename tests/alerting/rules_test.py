"""The rules are valid, say what is promised for all of them, and do what their
tests say."""

import concurrent.futures
import os
import re
import tempfile
import unittest

from promtool import promtool, run_test
from rule_file import RULE_TESTS, SOURCE, load, tests_of

RULES = SOURCE / "deploy/prometheus"
COUNTERS = re.compile(r"\w+_(total|count|sum|bucket)$")
# Alerts about what is read: while nothing is, they go on.
HELD = re.compile(r"Bsg(Campaign|Account|Discovery|Api)")
# These inhibit others: what has ended just before them must not be told as
# resolved, so they outlast Alertmanager's group_interval.
HOLDING_BACK = {"BsgAccountUnwatched", "BsgExporterAbsent",
                "BsgApiLoginRefused", "BsgApiFailing"}


def seconds(duration):
    return int(duration[:-1]) * {"s": 1, "m": 60, "h": 3600}[duration[-1]]


class RulesTest(unittest.TestCase):
    def setUp(self):
        self.rules = load()

    def alerts(self):
        for alert in self.rules.alerts:
            with self.subTest(alert.name):
                yield alert

    def test_promtool_has_nothing_to_say_against_them(self):
        checked = promtool("check", "rules", "--lint=all", "--lint-fatal",
                           RULES / "alerts.yml", RULES / "recordings.yml")
        self.assertEqual(checked.returncode, 0, checked.stdout)
        self.assertIn(f"SUCCESS: {len(self.rules.rules)} rules found",
                      checked.stdout)

    def test_each_alert_has_a_file_of_tests_and_the_other_way_round(self):
        scenarios = {"outage", "exporter_dies"}
        files = {path.stem for path in RULE_TESTS.glob("*.yml")} - scenarios
        self.assertEqual({name.partition("_")[0] for name in files},
                         {alert.name for alert in self.rules.alerts})

    def test_a_file_tells_in_full_what_its_alert_says(self):
        for alert in self.alerts():
            text, alerts = tests_of(RULE_TESTS / f"{alert.name}.yml")
            self.assertIn(alert.name, alerts)
            self.assertIn(
                f"              summary: {alert.field('summary')}\n", text)

    def test_severities_and_where_to_look(self):
        for alert in self.alerts():
            self.assertIn(alert.field("severity"),
                          ("critical", "warning", "info"))
            for annotation in ("summary", "description"):
                self.assertRegex(alert.field(annotation), r"\S.*\.$")
            self.assertEqual(alert.field("runbook_url"),
                             f"https://runbooks.example/bsg/{alert.name}")
            self.assertRegex(
                alert.field("dashboard_url"),
                r"^https://grafana\.example/d/"
                r"bsg-(overview|campaign|exporter)(\?var-|$)")

    def test_a_summary_is_the_same_for_all_that_are_grouped(self):
        for alert in self.alerts():
            self.assertNotIn("{{", alert.field("summary"))

    def test_about_campaigns_they_link_to_the_campaign_and_name_it(self):
        for alert in self.alerts():
            if re.match("BsgCampaign[^s]", alert.name):
                self.assertIn("/bsg-campaign?var-account={{ $labels.account",
                              alert.field("dashboard_url"))
                self.assertIn("campaign_name!=''", alert.field("description"))
                self.assertRegex(
                    alert.expr, r"\+ on \(account, campaign_id\) "
                    r"group_right \([\w, ]*\) "
                    r"campaign:bsg_campaign_labels:identity$")

    def test_an_alert_waits_before_it_begins(self):
        # A value that is counted once is not going to change its mind.
        at_once = {"BsgApiDrift"}
        for alert in self.alerts():
            if alert.name not in at_once:
                self.assertGreaterEqual(seconds(alert.field("for")), 120)

    def test_what_is_known_by_reading_is_held_while_nothing_is_read(self):
        unwatched = next(a for a in self.rules.alerts
                         if a.name == "BsgAccountUnwatched")
        for alert in self.alerts():
            held = alert.field("keep_firing_for")
            if alert.name in HOLDING_BACK:
                self.assertGreaterEqual(seconds(held), 600)
            elif not HELD.match(alert.name):
                self.assertIsNone(held)
            elif alert.name.startswith("BsgCampaign"):
                self.assertEqual(held, "30m")
            else:
                # A notification may take as long again to be grouped.
                self.assertGreaterEqual(
                    seconds(held), 2 * seconds(unwatched.field("for")))

    def test_gauges_are_no_counters(self):
        for rule in self.rules.rules:
            for found in re.finditer(
                    r"\b(?:rate|irate|increase|resets|changes|delta|idelta)"
                    r"\( *(\w+)", rule.expr):
                self.assertRegex(found[1], COUNTERS, rule.name)
            self.assertNotRegex(rule.expr, r"\bderiv\(|predict_linear\(")

    def test_the_past_is_asked_of_what_was_scraped(self):
        """A record has no past after an installation."""
        for rule in self.rules.rules:
            self.assertNotRegex(
                rule.expr, r"\w:\w+(\{[^}]*\})?( offset|\[)", rule.name)

    def test_each_threshold_is_used(self):
        for rule in self.rules.rules:
            if rule.name.startswith("bsg_threshold:"):
                self.assertRegex(rule.expr, r"^vector\([\d.]+\)$")
                self.assertTrue([r for r in self.rules.rules
                                 if f"scalar({rule.name})" in r.expr],
                                rule.name)

    def test_metrics_are_those_that_readme_lists(self):
        readme = (SOURCE / "README.md").read_text(encoding="utf-8")
        listed = set(re.findall(r"`(bsg_\w+)", readme))
        self.assertGreater(len(listed), 30)
        for rule in self.rules.rules:
            used = set(re.findall(r"(?<![\w:])bsg_\w+(?![\w:])", rule.expr))
            histograms = {name.removesuffix("_count") for name in used}
            self.assertEqual(histograms - listed, set(), rule.name)

    def test_they_do_what_their_tests_say(self):
        paths = sorted(RULE_TESTS.glob("*.yml"))

        def run(path):
            with tempfile.TemporaryDirectory() as folder:
                return run_test(path, self.rules, folder)

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for path, ran in zip(paths, pool.map(run, paths)):
                with self.subTest(path.name):
                    self.assertEqual(ran.returncode, 0, ran.stdout)

    def test_alerts_that_a_test_does_not_know_would_be_seen(self):
        """The runner is no rubber stamp: a test of nothing fails."""
        broken = load()
        alert = broken.alerts[0]
        alert.text = alert.text.replace(" == 0", " == 2", 1)
        with tempfile.TemporaryDirectory() as folder:
            ran = run_test(RULE_TESTS / f"{alert.name}.yml", broken, folder)
        self.assertEqual(ran.returncode, 1, ran.stdout)


class RecordingsTest(unittest.TestCase):
    def test_names_tell_level_metric_and_operation(self):
        rules = load(RULES / "recordings.yml").rules
        self.assertEqual(len(rules), 5)
        for rule in rules:
            self.assertRegex(
                rule.name,
                r"^campaign(_channel)?:bsg_campaign_messages_\w+:(sum|ratio)$")

    def test_they_do_what_their_test_says(self):
        ran = promtool("test", "rules",
                       SOURCE / "tests/alerting/recordings.yml")
        self.assertEqual(ran.returncode, 0, ran.stdout)


if __name__ == "__main__":
    unittest.main()
