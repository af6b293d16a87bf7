"""Every query of every dashboard, executed by a real Prometheus over six hours
of what the real exporter said: it returns data, of metrics that exist, and
the numbers are those of the simulated API, once, however many replicas."""

import pathlib
import re
import tempfile
import time
import unittest

import dashboards
import history
from history import ALERTS, END, FIRST, MISSING, OUTAGE_AT, START
from process import wait_for
from prometheus import Prometheus

RETENTION = "--storage.tsdb.retention.time=100y"  # it is data of long ago
STEP = 120
CAMPAIGN_STATUSES = ("creation", "moderation", "scheduled", "sending",
                     "paused", "stopped", "spam", "done")
BEFORE = START - 86400

# Between them they have everything that a campaign can have.
SENDING, FINISHED, STUCK = "62000220", "62000331", "61000006"

REPORTED = {"delivered", "read", "failed", "undelivered", "expired"}
SUCCESS = {"delivered", "read"}
OPEN = {"scheduled", "moderation", "accepted", "sending", "sent"}


def substituted(expr, **values):
    """As Grafana does it where everything is chosen."""
    values = {"$job": ".+", "$instance": ".+", "$account": ".+",
              "$campaign_id": SENDING, "$__rate_interval": "8m",
              "${__from:date:seconds}": str(START),
              **{f"${name}": value for name, value in values.items()}}
    for name, value in values.items():
        expr = expr.replace(name, value)
    assert "$" not in expr, expr
    return expr


def total(counters, statuses):
    return sum(n for status, n in counters.items() if status in statuses)


CONFIG = """\
scrape_configs:
  - job_name: bsg
    scrape_interval: 1s
    scrape_timeout: 1s
    static_configs: [{{targets: ["{0}", "{1}"]}}]
"""

# What a few seconds cannot tell, though six hours can.
TAKES_TIME = {
    "bsg-overview / Firing alerts / A",  # no rules
    "bsg-overview / Funds last for / A",  # minutes of spending
    "bsg-campaign / Time to finish / A",  # minutes of sending
}


class QueriesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="bsg_grafana_")
        cls.addClassCleanup(folder.cleanup)
        path = pathlib.Path(folder.name)
        cls.history = history.History()
        cls.addClassCleanup(cls.history.doCleanups)
        cls.history.make(path / "tsdb")
        addresses = [target.address for target in cls.history.targets]
        cls.prometheus = Prometheus(path, CONFIG.format(*addresses), RETENTION)
        cls.addClassCleanup(cls.prometheus.stop)
        cls.dashboards = dashboards.load()
        cls.queries = [q for d in cls.dashboards.values()
                       for q in dashboards.queries(d)]

    # --- queries ------------------------------------------------------------

    def instant(self, expr, at=END, **values):
        """[({label: value}, value)]"""
        data = self.prometheus.api(
            "query", query=substituted(expr, **values), time=at)
        return [(s["metric"], float(s["value"][1])) for s in data["result"]]

    def over_time(self, expr, **values):
        return self.prometheus.api(
            "query_range", query=substituted(expr, **values), start=START,
            end=END, step=STEP)["result"]

    def returns_data(self, query):
        """What a query asks for need not be there of every campaign, nor at
        every time."""
        for campaign in (SENDING, FINISHED, STUCK):
            if query.instant:
                if any(self.instant(query.expr, at, campaign_id=campaign)
                       for at in (END, OUTAGE_AT)):
                    return True
            elif self.over_time(query.expr, campaign_id=campaign):
                return True
            if "$campaign_id" not in query.expr:
                return False
        return False

    def query(self, uid, title, letter="A"):
        (found,) = [q for q in self.queries
                    if str(q) == f"{uid} / {title} / {letter}"]
        return found

    # --- all of them --------------------------------------------------------

    def test_every_query_returns_data(self):
        self.assertEqual([str(q) for q in self.queries
                          if not self.returns_data(q)], [])

    def test_they_return_data_of_a_live_exporter(self):
        """As it is scraped, and not as we wrote it into the past."""
        wait_for(lambda: self.instant("min(count_over_time(up[1h])) >= 3",
                                      time.time()), "three scrapes")
        empty = {str(q) for q in self.queries if q.instant and not any(
            self.instant(q.expr, time.time(), campaign_id=campaign)
            for campaign in (SENDING, FINISHED))}
        self.assertEqual(empty, TAKES_TIME)

    def test_every_metric_exists(self):
        known = set(self.prometheus.api("label/__name__/values"))
        for query in self.queries:
            used = dashboards.metrics(query.expr)
            self.assertNotEqual(used, set(), query)
            self.assertLessEqual(used, known, query)

    def test_where_there_is_nothing_there_is_no_error(self):
        """Zeros are shown of what is counted, where it says so."""
        for query in self.queries:
            for _, value in self.instant(query.expr, BEFORE):
                self.assertEqual(value, 0, query)
                self.assertIn("vector(0)", query.expr)

    def test_a_second_replica_changes_nothing(self):
        """Of what is about campaigns and accounts."""
        for query in self.queries:
            if (str(query).startswith("bsg-exporter")
                    or query.owner.get("type") == "query"):
                continue
            alone = self.instant(query.expr, instance=FIRST)
            both = self.instant(query.expr)
            self.assertEqual(len(alone), len(both), query)
            for (labels, value), (other_labels, other) in zip(
                    by_labels(alone), by_labels(both)):
                self.assertEqual(labels, other_labels, query)
                # They are read one after the other.
                self.assertAlmostEqual(value, other, None, query, 0.5)

    def test_an_account_is_chosen(self):
        """Only the choice itself knows the others."""
        for query in self.queries:
            if query.owner.get("name") == "account":
                continue
            for labels, _ in self.instant(query.expr, account="travel"):
                self.assertIn(labels.get("account", "travel"), ("travel", ""),
                              query)

    # --- what they say ------------------------------------------------------

    def shown(self, title, letter="A", uid="bsg-overview", **values):
        return self.instant(self.query(uid, title, letter).expr, **values)

    def check_column(self, letter, expected, title="Campaigns"):
        """`expected` of a campaign as the API has it; None for no value."""
        wanted = {c["id"]: expected(c) for c in self.history.truth}
        wanted = {i: value for i, value in wanted.items() if value is not None}
        shown = {int(labels["campaign_id"]): value
                 for labels, value in self.shown(title, letter)}
        self.assertEqual(set(shown), set(wanted))
        for campaign_id, value in wanted.items():
            self.assertAlmostEqual(shown[campaign_id], value, 6, campaign_id)

    def test_counts_of_campaigns(self):
        statuses = [c["status"] for c in self.history.truth]
        for title, counted in (
                ("Sending", {"sending"}), ("Paused", {"paused"}),
                ("Waiting", {"creation", "moderation", "scheduled"}),
                ("Rejected", {"spam"})):
            count = sum(status in counted for status in statuses)
            self.assertEqual(self.shown(title), [({}, count)], title)

    def test_a_line_of_the_table_for_each_campaign(self):
        shown = {(labels["account"], int(labels["campaign_id"])):
                 [labels.get(name) for name in
                  ("campaign_name", "sender", "message_type")]
                 for labels, _ in self.shown("Campaigns")}
        unread = (None, None, None)
        self.assertEqual(shown.pop(("retail", MISSING)), [*unread])
        self.assertEqual(
            {key: (sender, kind) for key, (_, sender, kind) in shown.items()},
            {(c["account"], c["id"]): (c["sender"], c["type"])
             for c in self.history.truth})

    def test_columns_of_the_table(self):
        def share(a, b):
            return a / b if b else None

        def price(c):
            return float(c["total_price"])

        def reached(c):
            return total(c["statistics"], SUCCESS) + total(
                c["alternative_channels"].get("sms", {}), SUCCESS)

        def ended(c):
            return (sum(c["statistics"].values())
                    - total(c["statistics"], OPEN))

        self.check_column("B", lambda c: CAMPAIGN_STATUSES.index(
            c["status"]) + 1)
        self.check_column("C", lambda c: c["total_messages"])
        self.check_column("D", lambda c: share(ended(c), c["total_messages"]))
        self.check_column("E", lambda c: share(
            total(c["statistics"], SUCCESS), total(c["statistics"], REPORTED)))
        self.check_column("F", lambda c: share(
            c["statistics"]["read"], total(c["statistics"], SUCCESS))
            if c["type"] != "sms" else None)
        self.check_column("G", lambda c: share(
            sum(c["alternative_channels"]["sms"].values()), ended(c))
            if c["alternative_channels"] else None)
        self.check_column("H", price)
        self.check_column("I", lambda c: share(price(c), reached(c)))

    def test_money_by_account_and_currency(self):
        balance = self.instant("max by (account, currency)"
                               " (bsg_account_balance)")
        credit = self.instant("max by (account, currency)"
                              " (bsg_account_credit)")
        self.assertEqual(
            by_labels(self.shown("Funds")),
            [(labels, value + more) for (labels, value), (_, more)
             in zip(by_labels(balance), by_labels(credit))])

    def test_how_long_the_money_lasts(self):
        """As the balance fell within the last hour, if that goes on."""
        fallen = self.instant("max by (account, currency) (bsg_account_balance"
                              " offset 1h - bsg_account_balance)")
        funds = by_labels(self.shown("Funds"))
        shown = by_labels(self.shown("Funds last for"))
        for (labels, hours), (_, money), (_, spent) in zip(
                shown, funds, by_labels(fallen), strict=True):
            self.assertAlmostEqual(hours / (money / spent), 1, None, labels,
                                   0.15)

    def test_campaigns_to_look_at(self):
        kinds = {c["id"]: c["kind"] for c in self.history.campaigns}
        found = sorted((kinds.get(int(labels["campaign_id"]), "missing"),
                        labels["why"])
                       for labels, _ in self.shown("Campaigns to look at"))
        self.assertEqual(found, [
            ("late", "start is overdue"), ("missing", "cannot be read"),
            ("paused", "paused"), ("spam", "rejected by moderation"),
            ("stuck", "nothing ends for 30 minutes")])

    def test_alerts_that_fire(self):
        self.assertEqual(
            sorted(labels["alertname"] for labels, _ in self.instant(
                self.query("bsg-overview", "Firing alerts").expr)),
            sorted(alert for alert, _ in ALERTS.values()))

    def test_exporters_are_told_from_other_targets(self):
        for letter, count in (("A", 2), ("B", 0)):
            self.assertEqual(self.shown("Exporters that answer", letter,
                                        "bsg-exporter"), [({}, count)])

    def test_choice_of_campaigns(self):
        """By what Grafana makes of the series: name{labels} value time."""
        variable = dashboards.variables(
            self.dashboards["bsg-campaign"])["campaign_id"]
        regex = re.compile(variable["regex"].strip("/")
                           .replace("(?<", "(?P<"))
        (query,) = [q for q in self.queries if q.owner is variable]
        choices = {}
        self.assertIn("sort_desc", query.expr)
        self.assertEqual(variable["sort"], 0)
        for labels, value in self.instant(query.expr):
            text = ",".join(f'{k}="{v}"' for k, v in sorted(labels.items()))
            match = regex.search(f"{{{text}}} {value:g} {END}000")
            choices[match["value"]] = match["text"]
        since = {str(c["id"]): c["actual_start"] or c["created"]
                 for c in self.history.truth}
        self.assertEqual(set(choices), {*since, str(MISSING)})
        in_order = [since.get(i, 0) for i in choices]
        self.assertEqual(in_order, sorted(in_order, reverse=True))
        for campaign_id in since:
            self.assertRegex(choices[campaign_id],
                             rf"^{campaign_id} \w+ api campaign / 20.*\d$")


def by_labels(samples):
    return sorted(samples, key=lambda s: sorted(s[0].items()))


if __name__ == "__main__":
    unittest.main()
