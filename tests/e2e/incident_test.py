"""A night on call, in seconds: simulated API -> exporter -> Prometheus with
the shipped rules -> Alertmanager with the shipped configuration -> whoever is
told. Durations are divided by DIVIDE; all else is as it is shipped."""

import re
import signal
import sys
import unittest

import alertmanager
from harness import SOURCE, E2eTestCase
from process import Timeout, run, wait_for
from prometheus import Prometheus

DIVIDE = 180
# A scrape and an evaluation a minute, before the division.
CONFIG = """\
global:
  scrape_interval: 333ms
  scrape_timeout: 333ms
  evaluation_interval: 333ms
rule_files: ["{rules}/*.yml"]  # none, to begin with
scrape_configs:
  - job_name: bsg_exporter
    static_configs: [{{targets: ["{exporter}"]}}]
alerting:
  alertmanagers:
    - static_configs: [{{targets: ["{alertmanager}"]}}]
"""

STUCK, ALSO_STUCK, FINE, ELSEWHERE = range(71_000_001, 71_000_005)
KEYS = {"main": "live_main_key", "other": "live_other_key"}


def subject(alert):
    """What it is about, as exactly as it says."""
    return next(alert["labels"][name]
                for name in ("campaign_id", "account", "instance")
                if name in alert["labels"])


class IncidentTest(E2eTestCase):
    def setUp(self):
        super().setUp()
        self.told = alertmanager.Receiver()
        self.addCleanup(self.told.stop)
        self.api = self.simulator(
            accounts={name: f"{key}:EUR:100000" for name, key in KEYS.items()},
            speed=DIVIDE, arguments=[
                "--shape=spec", f"--campaign={STUCK}:stuck:rcs:main",
                f"--campaign={ALSO_STUCK}:stuck:sms:main",
                f"--campaign={FINE}:sending:rcs:main",
                f"--campaign={ELSEWHERE}:sending:sms:other"])
        self.configuration = self.config(
            self.account(self.api, [STUCK, ALSO_STUCK, FINE]),
            self.account(self.api, [ELSEWHERE], "other", KEYS["other"]),
            scrape={"timeout_offset": "50ms"}, refresh={"balance": "1s"})
        self.served = self.exporter(self.configuration)
        self.watch()

    def watch(self):
        self.alertmanager = self.start(alertmanager.Alertmanager(
            self.folder, self.write("alertmanager.yml", self.notifying())))
        rules = self.folder / "rules"
        self.prometheus = self.start(Prometheus(
            self.folder, CONFIG.format(
                rules=rules, exporter=self.served.address,
                alertmanager=self.alertmanager.address)))
        # It takes seconds to begin, which would be many minutes here.
        wait_for(lambda: self.prometheus.value("up"), "the first scrape")
        self.adapt("deploy/prometheus/adapt", f"--divide={DIVIDE}",
                   f"--output={rules}", "deploy/prometheus/alerts.yml")
        self.prometheus.send(signal.SIGHUP)

    def adapt(self, *arguments):
        done = run([sys.executable, *arguments], cwd=SOURCE)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def notifying(self):
        """Alertmanager's configuration: beside the webhooks, the services
        that it shows as examples, at our address."""
        text = self.adapt(
            "deploy/alertmanager/adapt", f"--divide={DIVIDE}",
            f"--pager={self.told.url}/pager",
            f"--tickets={self.told.url}/tickets",
            f"--templates={alertmanager.TEMPLATES.parent}")
        for kind in "pagerduty_configs", "slack_configs":
            text = alertmanager.with_example(text, kind)
        self.write("slack_url", f"{self.told.url}/slack")
        self.write("pagerduty_key", "key")
        return (text.replace("/etc/alertmanager", str(self.folder))
                + f"global: {{pagerduty_url: '{self.told.url}/pagerduty'}}\n")

    def pages(self):
        """All that came so far: (firing or resolved, alert, of what …)."""
        return [(post["status"], post["commonLabels"]["alertname"],
                 *sorted(subject(alert) for alert in post["alerts"]))
                for path, post in self.told.posts if path == "/pager"]

    def wait_for_page(self, status, *what):
        try:
            wait_for(lambda: (status, *what) in self.pages(), "a page")
        except Timeout:
            self.fail(f"no {(status, *what)} among {self.pages()}")

    def wait_for_rule(self, alert, count):
        """Until it fires for so many."""
        query = f'count(ALERTS{{alertname="{alert}",alertstate="firing"}})'
        wait_for(lambda: (self.prometheus.value(query) or 0) == count,
                 f"{alert} to fire for {count}")

    def test_a_night(self):
        stuck = ("BsgCampaignStuck", str(STUCK), str(ALSO_STUCK))
        self.wait_for_page("firing", *stuck)
        self.check_text()

        # So long that the rule lets go of what cannot be seen any more.
        self.api.fault("500", account="main")
        self.wait_for_page("firing", "BsgApiFailing", "main")
        self.wait_for_rule("BsgCampaignStuck", 0)
        self.api.clear_faults()
        self.wait_for_page("resolved", "BsgApiFailing", "main")

        address = self.served.address
        self.served.stop(signal.SIGKILL)
        self.wait_for_page("firing", "BsgExporterDown", address)
        # Until the rule lets go, and no longer: who holds it back outlasts it.
        self.wait_for_rule("BsgCampaignStuck", 0)
        self.exporter(self.configuration, listen=[address])
        self.wait_for_page("resolved", "BsgExporterDown", address)
        self.wait_for_rule("BsgCampaignStuck", 2)

        self.api.control("campaign/resume", id=STUCK)
        self.api.control("campaign/resume", id=ALSO_STUCK)
        self.wait_for_page("resolved", *stuck)
        # One message for each, and not one more before the last of them.
        self.assertEqual(self.pages(), [
            ("firing", *stuck),
            ("firing", "BsgApiFailing", "main"),
            ("resolved", "BsgApiFailing", "main"),
            ("firing", "BsgExporterDown", address),
            ("resolved", "BsgExporterDown", address),
            ("resolved", *stuck)])
        self.check_nothing_was_left_for_the_morning()

    def check_text(self):
        sent = self.wait_for_post("/pagerduty")
        self.assertEqual((sent["event_action"], sent["payload"]["summary"]), (
            "trigger", "CRITICAL (2) BsgCampaignStuck, account main: "
            "A campaign is being sent, but nothing moves."))
        text = sent["payload"]["custom_details"]["text"]
        self.assertTrue(text.startswith(
            "A campaign is being sent, but nothing moves.\n\n"
            f"Campaign {STUCK} of account main, since "), text)
        for campaign, kind in ((STUCK, "RCS"), (ALSO_STUCK, "SMS")):
            self.assertRegex(
                text, rf"(?m)^  Campaign {campaign} \({kind} api campaign / "
                r"[^)]+\) of account main has been sending for 30 minutes, .* "
                rf"[\d.]+k? are still open\..*\n  https://.*{campaign}$")
        self.assertIn("\nWhat to do: https://runbooks.example/bsg/"
                      "BsgCampaignStuck\nSilence: amtool --alertmanager.url="
                      f"'{alertmanager.EXTERNAL_URL}' silence add ", text)

    def check_nothing_was_left_for_the_morning(self):
        self.alertmanager.post(
            {"alertname": "BsgTheLast", "severity": "warning"},
            annotations={"summary": "This is the first ticket."})
        sent = self.wait_for_post("/slack")
        self.assertEqual(sent["attachments"][0]["title"],
                         "WARNING BsgTheLast: This is the first ticket.")

    def wait_for_post(self, path):
        """The first to that path."""
        return wait_for(lambda: next(
            (post for to, post in self.told.posts if to == path), None),
            f"a message to {path}")


if __name__ == "__main__":
    unittest.main()
