"""Every query of every dashboard, executed by a real Prometheus over six hours
of what the real exporter said: it returns data, of metrics that exist, and
the numbers are those of the simulated API, once, however many replicas."""

import math
import pathlib
import re
import tempfile
import unittest

import dashboards
from history import END, FIRST, START, History  # first: it finds the harness
from prometheus import Prometheus

RETENTION = "--storage.tsdb.retention.time=100y"  # it is data of long ago
CHOSEN = "62000220"
STEP = 60

# Queries that may have no answer, and why.
MAY_BE_EMPTY = {
    "bsg-overview / Sending / B": "",
}

FINAL = {"delivered", "read", "failed", "undelivered", "expired"}
OPEN = {"scheduled", "moderation", "accepted", "sending", "sent"}


def substituted(expr, campaign=CHOSEN, **values):
    """As Grafana does it where everything is chosen."""
    values = {"job": ".+", "instance": ".+", "account": ".+",
              "campaign_id": campaign, "__rate_interval": "4m",
              "{__from:date:seconds}": str(START), **values}
    for name, value in values.items():
        expr = expr.replace(f"${name}", value)
    assert "$" not in expr, expr
    return expr


class QueriesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="bsg_grafana_")
        cls.addClassCleanup(folder.cleanup)
        path = pathlib.Path(folder.name)
        cls.history = History()
        cls.history.make(path / "tsdb")
        cls.prometheus = Prometheus(path, "global: {}", RETENTION)
        cls.addClassCleanup(cls.prometheus.stop)
        cls.dashboards = dashboards.load()
        cls.queries = [q for d in cls.dashboards.values()
                       for q in dashboards.queries(d)]

    def instant(self, expr, time=END, **values):
        return self.prometheus.api("query", query=substituted(expr, **values),
                                   time=time)["result"]

    def result(self, query):
        if query.instant:
            return self.instant(query.expr)
        return self.prometheus.api(
            "query_range", query=substituted(query.expr), start=START,
            end=END, step=STEP)["result"]

    def test_every_query_returns_data(self):
        empty = {str(q) for q in self.queries if not self.result(q)}
        self.assertEqual(empty, set(MAY_BE_EMPTY))
