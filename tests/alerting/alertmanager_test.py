"""The shipped configuration of Alertmanager: who is told, what, and what is
kept from whom."""

import functools
import itertools
import json
import pathlib
import re
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/e2e"))

from alertmanager import (  # noqa: E402
    EXAMPLES, SHIPPED, TEMPLATES, Alertmanager, key, with_example)
from harness import E2eTestCase, tool  # noqa: E402
from process import run, wait_for  # noqa: E402

RULES = SOURCE / "deploy/prometheus/alerts.yml"
RANK = {"info": 0, "warning": 1, "critical": 2}


def read(path):
    return path.read_text(encoding="utf-8")


@functools.cache
def severities():
    """{alert: severity} of the rules."""
    return dict(re.findall(r"- alert: (\w+)\n(?:.*\n)+?"
                           r" +severity: (\w+)\n", read(RULES)))


def alerts(*beginnings, but=()):
    return {name for name in severities()
            if name.startswith(beginnings)
            and name not in (*but, "BsgApiDrift")}  # of all accounts


# Everything that is said about an account.
OF_ACCOUNT = ("BsgAccount", "BsgApi", "BsgCampaign", "BsgDiscovery")


@functools.cache
def inhibitions():
    """{alert: what nobody is told of while it fires}: of the same account, and
    where the last is true, of the same campaign only."""
    return {
        "BsgAccountUnwatched": (alerts(*OF_ACCOUNT), False),
        "BsgApiLoginRefused": (
            alerts(*OF_ACCOUNT, but=["BsgAccountUnwatched"]), False),
        "BsgApiFailing": (
            alerts("BsgAccountBalance", "BsgApiThrottled", "BsgCampaign",
                   "BsgDiscovery"), False),
        "BsgApiThrottled": (
            {"BsgAccountBalanceUnknown", "BsgCampaignDataStale",
             "BsgCampaignsDeferred", "BsgDiscoveryFailing"}, False),
        "BsgCampaignsDeferred": ({"BsgCampaignDataStale"}, False),
        "BsgCampaignDeliveryCollapsed": (
            {"BsgCampaignCostHigh", "BsgCampaignDeliveryRateLow",
             "BsgCampaignFallbackShareHigh"}, True),
        "BsgCampaignOutOfBalance": ({"BsgCampaignPaused"}, True),
    }


def silences(source, target, of_campaign):
    # The one campaign's alert that concerns the whole account.
    if (source, target) == ("BsgCampaignOutOfBalance", "BsgAccountBalanceLow"):
        return True
    targets, needs_campaign = inhibitions().get(source, (set(), False))
    return target in targets - {source} and of_campaign >= needs_campaign


class ConfigurationTest(unittest.TestCase):
    def check(self, path):
        done = run([tool("amtool"), "check-config", path])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_it_is_valid(self):
        found = self.check(SHIPPED)
        for what in "3 receivers", "1 templates":
            self.assertIn(what, found)

    def test_the_receivers_that_are_comments_are_valid_too(self):
        text = read(SHIPPED)
        for kind in EXAMPLES:
            text = with_example(text, kind)
        self.assertEqual(re.findall(r"#  .*_(?:configs|file):", text), [])
        copy = SHIPPED.with_name(".alertmanager_test.yml")
        self.addCleanup(lambda: copy.unlink(missing_ok=True))
        copy.write_text(text, encoding="utf-8")
        self.check(copy)

    def receiver(self, **labels):
        done = run([tool("amtool"), "config", "routes", "test",
                    f"--config.file={SHIPPED}",
                    *[f"{k}={v}" for k, v in labels.items()]])
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def test_who_is_told(self):
        for severity, receiver in {"critical": "pager", "warning": "tickets",
                                   "info": "nobody"}.items():
            name = min(n for n, s in severities().items() if s == severity)
            self.assertEqual(
                self.receiver(alertname=name, severity=severity), receiver)
        # Whatever has no severity, or is none of ours, is not lost.
        self.assertEqual(self.receiver(alertname="BsgNew"), "tickets")
        self.assertEqual(
            self.receiver(alertname="Watchdog", severity="info"), "tickets")

    def test_names_in_inhibitions_are_names_of_alerts(self):
        section = read(SHIPPED).partition("inhibit_rules:")[2]
        values = re.findall(r'alertname!?=~?"(.+?)"', section)
        self.assertGreater(len(values), 15)
        for value in values:
            for one in re.split(r"\|(?![^(]*\))", value):
                with self.subTest(one):
                    self.assertTrue([name for name in severities()
                                     if re.fullmatch(one, name)])

    def test_nothing_silences_what_is_more_severe(self):
        """Save the alert that nobody is told of and that is there for it."""
        rank = {name: RANK[s] for name, s in severities().items()}
        for source, (targets, _) in inhibitions().items():
            if source != "BsgAccountUnwatched":
                self.assertEqual({t for t in targets
                                  if rank[t] > rank[source]}, set(), source)


class AdaptTest(unittest.TestCase):
    def adapt(self, *arguments):
        return run([SHIPPED.with_name("adapt"), *arguments])

    def changed(self, *arguments):
        """The lines of the configuration that these make others of."""
        done = self.adapt(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        before, after = read(SHIPPED).split("\n"), done.stdout.split("\n")
        self.assertEqual(len(before), len(after))
        return [new.strip() for old, new in zip(before, after) if old != new]

    def test_what_is_asked_for_changes_and_nothing_else(self):
        self.assertEqual(self.changed(), [])
        self.assertEqual(self.changed("--pager=http://a/p?x=1"),
                         ["- url: 'http://a/p?x=1'"])
        self.assertEqual(self.changed("--tickets=http://a/t"),
                         ["- url: 'http://a/t'"])
        self.assertEqual(self.changed("--templates=/etc/of ours"),
                         ["templates: ['/etc/of ours/*.tmpl']"])
        self.assertEqual(self.changed("--divide=60"), [
            "group_wait: 500ms", "group_interval: 5000ms",
            "repeat_interval: 1440000ms", "repeat_interval: 240000ms"])

    def test_a_file_without_the_receiver_is_refused(self):
        done = self.adapt("--pager=http://a/", __file__)
        self.assertEqual((done.returncode, done.stderr), (
            1, "adapt: no webhook of the receiver 'pager'\n"))


class InhibitionTest(E2eTestCase):
    """Each pair of alerts in an account of its own, for the real Alertmanager
    to say which it would not tell of."""

    def setUp(self):
        super().setUp()
        self.alertmanager = self.start(Alertmanager(self.folder, SHIPPED))
        self.sentinels = 0

    def labels(self, name, account, campaign="1"):
        labels = {"alertname": name, "severity": severities()[name]}
        if name.startswith("BsgExporter"):
            return {**labels, "job": account, "instance": name}
        if name != "BsgApiDrift":
            labels["account"] = account
        if name.startswith("BsgCampaign") and name != "BsgCampaignsDeferred":
            labels["campaign_id"] = campaign
        return labels

    def inhibited(self, *label_sets):
        """Posts these alerts: which are inhibited, once all have been seen."""
        self.alertmanager.post(*label_sets)
        self.sentinels += 1
        account = f"sentinel {self.sentinels}"
        target = self.labels("BsgCampaignStuck", account)
        self.alertmanager.post(self.labels("BsgApiFailing", account), target)
        found = wait_for(
            lambda: self.seen(key(target)), "Alertmanager to see all alerts")
        return {labels for labels, inhibited in found.items()
                if inhibited and labels != key(target)}

    def seen(self, target):
        found = self.alertmanager.inhibited()
        return found if found.get(target) else None

    def pairs(self, campaign="1", prefix=""):
        """Two alerts of one account, which is theirs alone, for any two. The
        second is of that campaign, and its account has that prefix."""
        names = [n for n in severities() if not n.startswith("BsgExporter")]
        for first, second in itertools.combinations(sorted(names), 2):
            account = f"{first}/{second}"
            yield self.labels(first, account), self.labels(
                second, prefix + account, campaign)

    def check(self, pairs, of_campaign):
        pairs = list(pairs)
        expected = {key(target) for pair in pairs
                    for source, target in (pair, pair[::-1])
                    if silences(source["alertname"], target["alertname"],
                                of_campaign)}
        self.assertEqual(self.inhibited(*itertools.chain(*pairs)), expected)
        return expected

    def test_within_one_campaign(self):
        self.assertGreater(len(self.check(self.pairs(), True)), 50)

    def test_of_another_campaign_only_by_what_concerns_the_account(self):
        self.check(self.pairs(campaign="2"), False)

    def test_of_another_account_never(self):
        pairs = self.pairs(prefix="other ")
        self.assertEqual(self.inhibited(*itertools.chain(*pairs)), set())

    def test_exporters(self):
        down = self.labels("BsgExporterDown", "bsg")
        missing = self.labels("BsgExporterShardMissing", "bsg")
        elsewhere = self.labels("BsgExporterShardMissing", "bsg-eu")
        others = [self.labels(name, "bsg") for name in severities()
                  if name not in ("BsgExporterAbsent", "BsgAccountUnwatched",
                                  "BsgApiLoginRefused", "BsgApiFailing",
                                  *inhibitions())]
        self.assertEqual(self.inhibited(down, elsewhere, *others),
                         {key(missing)})
        absent = {"alertname": "BsgExporterAbsent", "severity": "critical"}
        self.assertEqual(
            {key(one) for one in (down, missing, elsewhere, *others)}
            - self.inhibited(absent), set())
        self.assertFalse(self.alertmanager.inhibited()[key(absent)])


def alert(campaign=None, status="firing", **labels):
    """An alert as a notification has it, of one campaign of a few."""
    found = {"status": status,
             "labels": {"alertname": "BsgCampaignStuck", "account": "main",
                        "severity": "critical", **labels},
             "annotations": {
                 "summary": "A campaign that is being sent does not move.",
                 "description": f'Campaign "Spring {campaign}" has 400 '
                                "messages left.",
                 "runbook_url": "https://runbooks.example/bsg/BsgCampaignStuck",
                 "dashboard_url": "https://grafana.example/d/bsg-campaign"
                                  f"?var-campaign_id={campaign}"},
             "startsAt": "2026-03-01T03:12:44+02:00",
             "endsAt": "2026-03-01T02:40:00Z",
             "generatorURL": "http://prometheus.example/graph?g0.expr=up"}
    if campaign is not None:
        found["labels"]["campaign_id"] = str(campaign)
    return found


def common(dictionaries):
    return dict(set.intersection(*[set(d.items()) for d in dictionaries]))


class TemplateTest(E2eTestCase):
    def render(self, template, *found):
        firing = any(a["status"] == "firing" for a in found)
        data = self.write("data.json", json.dumps({
            "receiver": "pager", "status": "firing" if firing else "resolved",
            "alerts": found, "externalURL": "http://alertmanager.example",
            "commonLabels": common([a["labels"] for a in found]),
            "commonAnnotations": common([a["annotations"] for a in found])}))
        done = run([tool("amtool"), "template", "render",
                    f"--template.glob={TEMPLATES}",
                    f'--template.text={{{{ template "{template}" . }}}}',
                    f"--template.data={data}"])
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_one_campaign(self):
        one = alert(53651994, label_team="growth")
        self.assertEqual(self.render("bsg.title", one), (
            "CRITICAL BsgCampaignStuck, account main, campaign 53651994: "
            "A campaign that is being sent does not move."))
        self.assertEqual(self.render("bsg.text", one), """\
A campaign that is being sent does not move.

Campaign 53651994 of account main (label_team growth), since 2026-03-01 01:12 \
UTC
  Campaign "Spring 53651994" has 400 messages left.
  https://grafana.example/d/bsg-campaign?var-campaign_id=53651994

What to do: https://runbooks.example/bsg/BsgCampaignStuck
Silence: amtool --alertmanager.url='http://alertmanager.example' silence add \
--duration=4h --comment='being worked on' 'alertname="BsgCampaignStuck"' \
'account="main"' 'campaign_id="53651994"'
Query: http://prometheus.example/graph?g0.expr=up
""")

    def test_fifty_campaigns_are_twelve_and_more(self):
        fifty = [alert(i) for i in range(1, 51)]
        self.assertEqual(self.render("bsg.title", *fifty), (
            "CRITICAL (50) BsgCampaignStuck, account main: "
            "A campaign that is being sent does not move."))
        text = self.render("bsg.text", *fifty)
        self.assertEqual(re.findall(r"(?m)^Campaign (\d+) of account main, "
                                    r"since 2026-03-01 01:12 UTC$", text),
                         [str(i) for i in range(1, 13)])
        self.assertIn("""\
  https://grafana.example/d/bsg-campaign?var-campaign_id=12

and 38 more

What to do: https://runbooks.example/bsg/BsgCampaignStuck
""", text)
        self.assertTrue(text.endswith("""\
 'alertname="BsgCampaignStuck"' 'account="main"'
  (all of these; for one campaign add campaign_id=ID)
Query: http://prometheus.example/graph?g0.expr=up
"""), text)

    def test_the_end_of_one_of_two(self):
        two = alert(1), alert(2, status="resolved")
        self.assertEqual(self.render("bsg.title", *two), (
            "CRITICAL BsgCampaignStuck, account main, campaign 1: "
            "A campaign that is being sent does not move."))
        self.assertEqual(self.render("bsg.text", *two), """\
A campaign that is being sent does not move.

Campaign 1 of account main, since 2026-03-01 01:12 UTC
  Campaign "Spring 1" has 400 messages left.
  https://grafana.example/d/bsg-campaign?var-campaign_id=1

RESOLVED:

Campaign 2 of account main, from 2026-03-01 01:12 to 2026-03-01 02:40 UTC
  It was: Campaign "Spring 2" has 400 messages left.

What to do: https://runbooks.example/bsg/BsgCampaignStuck
Silence: amtool --alertmanager.url='http://alertmanager.example' silence add \
--duration=4h --comment='being worked on' 'alertname="BsgCampaignStuck"' \
'account="main"' 'campaign_id="1"'
Query: http://prometheus.example/graph?g0.expr=up
""")

    def test_the_end_of_all(self):
        one = alert(7, status="resolved")
        self.assertEqual(self.render("bsg.title", one), (
            "RESOLVED BsgCampaignStuck, account main, campaign 7: "
            "A campaign that is being sent does not move."))
        self.assertEqual(self.render("bsg.text", one), """\
A campaign that is being sent does not move.
It is over.

Campaign 7 of account main, from 2026-03-01 01:12 to 2026-03-01 02:40 UTC
  It was: Campaign "Spring 7" has 400 messages left.
""")

    def test_where_is_said_by_what_there_is(self):
        of_account = alert(currency="EUR")
        of_exporter = alert(job="bsg", instance="host:1")
        of_all = alert(alertname="BsgExporterAbsent")
        del of_exporter["labels"]["account"], of_all["labels"]["account"]
        for one, where in ((of_account, "Account main (currency EUR)"),
                           (of_exporter, "Instance host:1 (job bsg)"),
                           (of_all, "BsgExporterAbsent")):
            self.assertEqual(self.render("bsg.text", one).split("\n")[2],
                             f"{where}, since 2026-03-01 01:12 UTC")

    def test_a_title_is_never_longer_than_a_short_message(self):
        title = self.render("bsg.title", alert(
            53651994, account="ä" * 128))
        self.assertEqual(len(title), 120)
        self.assertTrue(title.startswith(
            "CRITICAL BsgCampaignStuck, account " + "ä" * 32
            + ", campaign 53651994: A camp"), title)

    def test_the_command_silences_this_alert_and_no_other(self):
        """As a shell understands it, whatever the account is called."""
        served = self.start(Alertmanager(self.folder, SHIPPED))
        account = "it's \"my\" \\n `shop` $HOME; ü"
        one = alert(5, account=account)
        command = re.search("(?m)^Silence: amtool (.*)$",
                            self.render("bsg.text", one))[1]
        command = command.replace("http://alertmanager.example",
                                  f"http://{served.address}")
        subprocess.run(f"{tool('amtool')} {command}", shell=True, check=True,
                       capture_output=True)
        others = [{**one["labels"], "campaign_id": "6"},
                  {**one["labels"], "account": "main"},
                  {**one["labels"], "alertname": "BsgCampaignPaused"}]
        served.post(one["labels"], *others)
        silenced = [a["labels"] for a in served.api("alerts")
                    if a["status"]["silencedBy"]]
        self.assertEqual(silenced, [one["labels"]])

    def test_no_command_without_a_name(self):
        mixed = alert(1), alert(1, alertname="BsgCampaignPaused")
        self.assertNotIn("amtool", self.render("bsg.text", *mixed))


if __name__ == "__main__":
    unittest.main()
