"""Every dashboard in a real browser, drawn by Grafana's own libraries over six
hours of what the real exporter said: nothing is complained of, no panel is
empty, and people read the numbers of the simulated API.
Pictures are kept in build/pictures/grafana."""

import json
import pathlib
import tempfile
import unittest

from renderer import SOURCE  # noqa: I001
import dashboards
from history import MISSING
from process import wait_for
from shown import CAMPAIGN, UIDS, Shown

PICTURES = SOURCE / "build/pictures/grafana"
NARROW = 760
SUCCESS = ("delivered", "read")
OPEN = ("scheduled", "moderation", "accepted", "sending", "sent")


def total(counters, statuses):
    return sum(counters[status] for status in statuses)


class DashboardsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dashboards = dashboards.load()
        cls.folder = pathlib.Path(cls.enterClassContext(
            tempfile.TemporaryDirectory(prefix="bsg_dashboards_")))
        for uid, dashboard in cls.dashboards.items():
            cls.serve(uid, dashboard)
        cls.shown = cls.enterClassContext(Shown(cls.folder))
        cls.page = cls.shown.page
        PICTURES.mkdir(parents=True, exist_ok=True)

    @classmethod
    def serve(cls, uid, dashboard):
        (cls.folder / f"{uid}.json").write_text(json.dumps(dashboard))

    def setUp(self):
        self.page.browser.complaints()

    # --- all of them ----------------------------------------------------------

    def test_every_panel_is_drawn_and_nothing_is_complained_of(self):
        for uid in UIDS:
            for theme in ("light", "dark"):
                with self.subTest(uid, theme=theme):
                    self.shown.open(uid, theme=theme)
                    self.check(uid, f"{uid}-{theme}")

    def check(self, uid, name):
        (PICTURES / f"{name}.png").write_bytes(self.page.picture())
        shown = self.page.panels()
        self.assertEqual(
            sorted(title for title, _ in shown),
            sorted(panel["title"] for panel in dashboards.panels(
                self.dashboards[uid]) if panel["type"] != "row"))
        self.assertEqual([title for title, text in shown
                          if text == "No data"], [])
        self.assertEqual(self.page.problems(), [])
        self.assertEqual(self.page.browser.complaints(), [])

    # --- what people read -----------------------------------------------------

    def with_status(self, *statuses):
        return [c for c in self.shown.history.truth if c["status"] in statuses]

    def test_overview_in_a_narrow_window_and_from_it_to_a_campaign(self):
        self.shown.open("bsg-overview", width=NARROW)
        self.check("bsg-overview", "bsg-overview-narrow")
        self.check_counts()
        self.check_money()
        self.check_lines(self.page.table("Campaigns"))
        self.follow_link(str(CAMPAIGN))
        self.check_campaign()

    def check_counts(self):
        for title, statuses in (
                ("Sending", ["sending"]), ("Paused", ["paused"]),
                ("Rejected", ["spam"]),
                ("Waiting", ["creation", "moderation", "scheduled"])):
            self.assertEqual(self.page.text(title),
                             str(len(self.with_status(*statuses))), title)

    def check_money(self):
        """Each currency of each account by itself."""
        funds = self.shown.values(
            "max by (account, currency) (bsg_account_balance)"
            " + max by (account, currency) (bsg_account_credit)")
        self.assertEqual({m["currency"] for m, _ in funds}, {"EUR", "USD"})
        self.assertEqual(self.page.text("Funds"), " ".join(sorted(
            f"{m['account']} {m['currency']} {value:,.2f}"
            for m, value in funds)))

    def check_lines(self, lines):
        shown = {line["ID"]: line for line in lines}
        self.assertEqual(len(lines), len(shown))
        self.assertEqual(
            set(shown), {str(MISSING), *(str(c["id"])
                                         for c in self.shown.history.truth)})
        names = self.shown.names()
        for c in self.shown.history.truth:
            line = shown[str(c["id"])]
            counters = c["statistics"]
            ended = sum(counters.values()) - total(counters, OPEN)
            self.assertEqual(
                (line["Name"], line["Status"], line["Messages"],
                 line["Progress"], line["Cost"]),
                (names[c["id"]], c["status"], f"{c['total_messages']:,}",
                 f"{ended / c['total_messages']:.0%}",
                 f"{float(c['total_price']):,.2f}"))

    def follow_link(self, text):
        (href,) = set(self.page.browser.run(
            "return [...document.querySelectorAll('[role=gridcell] a')]"
            ".filter((a) => a.innerText === arguments[0])"
            ".map((a) => a.href)", text))
        self.page.browser.open(href)
        self.page.wait()

    def check_campaign(self):
        (truth,) = [c for c in self.shown.history.truth if c["id"] == CAMPAIGN]
        body = self.page.browser.texts("body")[0]
        self.assertIn("from=2026-01-15T06:00:00.000Z&to=2026-01-15T12:00:00."
                      "000Z", self.page.browser.url)
        self.assertIn(self.shown.names()[CAMPAIGN], body)
        self.assertEqual(self.page.text("Status"), "sending")
        reached = total(truth["statistics"], SUCCESS) + total(
            truth["alternative_channels"]["sms"], SUCCESS)
        self.assertEqual(self.page.text("Reached").replace(" ", ""),
                         f"{reached / truth['total_messages']:.1%}")

    # --- that mistakes are seen -----------------------------------------------

    def test_a_mistake_in_a_dashboard_is_seen(self):
        broken = json.loads(json.dumps(self.dashboards["bsg-overview"])
                            .replace('"Value #D": "Progress"',
                                     '"Value #D": "Progres"')
                            .replace('"custom.width"', '"custom.widht"'))
        (table,) = [p for p in dashboards.panels(broken)
                    if p["title"] == "Campaigns" and p["type"] == "table"]
        broken.update(uid="broken", panels=[table])
        self.serve("broken", broken)
        self.addCleanup((self.folder / "broken.json").unlink)
        self.shown.open("broken")
        self.assertEqual(self.page.problems(),
                         ["Campaigns: no field Progress"])
        wait_for(lambda: any("no property custom.widht" in line for line
                             in self.page.browser.complaints()), "a complaint")


if __name__ == "__main__":
    unittest.main()
