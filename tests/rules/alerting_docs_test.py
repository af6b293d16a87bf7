"""Alerts, runbooks and dashboards name each other, and all that is named is
there: whoever is woken at night follows links that lead somewhere."""

import re
import shlex
import unittest
import urllib.parse

import runbooks

HEADINGS = ["Meaning", "Impact", "Look at", "Likely causes", "Do",
            "False alarms", "Silence"]
RUNBOOK_BASE = "https://runbooks.example/bsg/"
DASHBOARD_BASE = "https://grafana.example"
# As an alert's description says it, and as a page does.
TEMPLATE = re.compile(r"\{\{.*?\}\}")
SUBJECT = re.compile(r"(?m)^\*\*(\w+)\*\* · [^(\n]+(?:\(labels? (.+)\))?$")


class TiesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.alerts = runbooks.alerts()
        cls.pages = runbooks.pages()
        cls.dashboards = runbooks.dashboards()

    def check_dashboard_link(self, link):
        """A path of Grafana leads to a dashboard that has its variables."""
        url = urllib.parse.urlsplit(TEMPLATE.sub("x", link))
        self.assertRegex(url.path, r"^/d/[a-z-]+$")
        uid = url.path.removeprefix("/d/")
        self.assertIn(uid, self.dashboards)
        for name, value in urllib.parse.parse_qsl(url.query,
                                                  strict_parsing=True):
            self.assertRegex(name, "^var-")
            self.assertIn(name.removeprefix("var-"),
                          runbooks.variables(self.dashboards[uid]))
            self.assertNotEqual(value, "")

    def test_each_alert_has_a_page_and_each_page_an_alert(self):
        self.assertEqual(sorted(self.pages), sorted(self.alerts))

    def test_alerts_name_their_pages(self):
        self.assertEqual({a.name: a.runbook for a in self.alerts.values()},
                         {name: RUNBOOK_BASE + name for name in self.alerts})

    def test_alerts_name_dashboards_that_exist(self):
        for alert in self.alerts.values():
            with self.subTest(alert.name):
                self.assertTrue(alert.dashboard.startswith(DASHBOARD_BASE))
                self.check_dashboard_link(
                    alert.dashboard.removeprefix(DASHBOARD_BASE))

    def test_pages_lead_to_dashboards_that_exist(self):
        for name, page in self.pages.items():
            with self.subTest(name):
                links = re.findall(r"`(/d/[^`]*)`", page)
                self.assertNotEqual(links, [])
                for link in links:
                    self.check_dashboard_link(link)

    def test_a_page_and_its_alert_lead_to_the_same_dashboard(self):
        for name, page in self.pages.items():
            with self.subTest(name):
                shown = re.findall(r"`(/d/[a-z-]+)", page)
                there = urllib.parse.urlsplit(
                    TEMPLATE.sub("x", self.alerts[name].dashboard)).path
                self.assertIn(there, shown)

    def test_every_alert_is_shown_on_a_dashboard(self):
        shown = runbooks.shown_alerts()
        for alert in self.alerts.values():
            account = "" if alert.name.startswith("BsgExporter") else "main"
            series = {"alertname": alert.name, "severity": alert.severity,
                      "alertstate": "firing", "account": account}
            self.assertTrue(any(selects(matchers, series)
                                for matchers in shown), alert.name)

    def test_no_dashboard_asks_for_an_alert_that_does_not_exist(self):
        for matchers in runbooks.shown_alerts():
            for label, operator, value in matchers:
                if label == "alertname":
                    self.assertTrue(any(
                        selects([(label, operator, value)],
                                {"alertname": name})
                        for name in self.alerts), value)


def selects(matchers, series):
    """Whether PromQL's matchers take a series of these labels, where every
    account is chosen."""
    def one(label, operator, value):
        has = series.get(label, "")
        value = value.replace("$account", ".+")
        equal = (re.fullmatch(value, has) is not None if "~" in operator
                 else value == has)
        return equal != operator.startswith("!")
    return all(one(*matcher) for matcher in matchers)


class PageTest(unittest.TestCase):
    """What every page has, and what it says of the program."""

    @classmethod
    def setUpClass(cls):
        cls.alerts = runbooks.alerts()
        cls.pages = runbooks.pages()

    def test_it_has_a_title_these_headings_and_text_below_each(self):
        for name, page in self.pages.items():
            with self.subTest(name):
                self.assertEqual(page.splitlines()[0], f"# {name}")
                self.assertEqual([heading for heading, _ in
                                  runbooks.sections(page)], HEADINGS)
                for heading, text in runbooks.sections(page):
                    self.assertNotEqual(text.strip(), "", heading)

    def test_it_fits_on_a_screen(self):
        for name, page in self.pages.items():
            with self.subTest(name):
                self.assertLessEqual(len(page.splitlines()), 70)

    def test_it_says_the_severity(self):
        for name, page in self.pages.items():
            with self.subTest(name):
                self.assertEqual(SUBJECT.search(page)[1],
                                 self.alerts[name].severity)

    def test_it_says_the_labels(self):
        for name, page in self.pages.items():
            with self.subTest(name):
                said = re.findall(r"\w+", SUBJECT.search(page)[2] or "")
                self.assertEqual(set(said), runbooks.labels_when_firing(name))

    def test_the_silence_is_for_this_alert_and_no_other_subject(self):
        for name, page in self.pages.items():
            with self.subTest(name):
                (block,) = runbooks.code_blocks(page, "console")
                words = shlex.split(block[2:].replace("\\\n", ""))
                self.assertEqual(words[:3], ["amtool", "silence", "add"])
                flags = [w.split("=")[0] for w in words if w[:2] == "--"]
                self.assertEqual(flags, ["--duration", "--comment"])
                matchers = dict(w.split("=", 1) for w in words[3:]
                                if w[:2] != "--")
                self.assertEqual(matchers.pop("alertname"), name)
                labels = re.findall(r"\w+", SUBJECT.search(page)[2] or "")
                # A campaign is silenced as a whole, whatever its channel.
                if "campaign_id" in labels:
                    labels = ["account", "campaign_id"]
                self.assertEqual(list(matchers), labels)

    def test_metrics_that_it_names_exist(self):
        known = set(runbooks.metrics()) | {"bsg_exporter", "bsg_exporter.toml"}
        for name, page in self.pages.items():
            with self.subTest(name):
                named = re.findall(r"\bbsg_\w+(?:\.toml)?", page)
                self.assertEqual(set(named) - known, set())

    def test_keys_of_the_configuration_that_it_names_exist(self):
        reference = runbooks.read(runbooks.SOURCE / "config/README.md")
        keys = set(re.findall(r"(?m)^\| `([a-z_.]+)` \|", reference))
        sections = {key.split(".")[0] for key in keys if "." in key}
        self.assertGreater(len(keys), 20)
        for name, page in self.pages.items():
            with self.subTest(name):
                for key in re.findall(r"`([a-z_]+\.[a-z_.]+)", page):
                    if key.split(".")[0] in sections:
                        self.assertIn(key, keys)

    def test_pages_of_the_exporter_that_it_names_exist(self):
        paths = set(re.findall(r"(?m)^\| `(/[^`?]*)",
                               runbooks.read(runbooks.SOURCE / "README.md")))
        self.assertIn("/campaign", paths)
        for name, page in self.pages.items():
            with self.subTest(name):
                for path in re.findall(r"`(?:http://\w+:\d+)?(/[^`?]*)", page):
                    if not path.startswith(("/d/", "/etc/")):
                        self.assertIn(path, paths)


class IndexTest(unittest.TestCase):
    def test_it_lists_every_alert_under_its_severity(self):
        listed = {}
        for severity, text in runbooks.sections(
                runbooks.read(runbooks.RUNBOOKS / "README.md")):
            for name, target in re.findall(r"(?m)^\| \[(\w+)\]\((\S+)\) \|",
                                           text):
                self.assertEqual(target, f"{name}.md")
                self.assertNotIn(name, listed, "twice")
                listed[name] = severity
        self.assertEqual(listed, {a.name: a.severity
                                  for a in runbooks.alerts().values()})


if __name__ == "__main__":
    unittest.main()
