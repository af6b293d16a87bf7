"""The pages for people in a real browser: what they look like, on a desk and
on a phone, light and dark; that they can be used with a keyboard, by those who
do not see, and without a script; that they load nothing from elsewhere."""

import json
import os
import pathlib
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/e2e"))

from chromium import Browser  # noqa: E402
from harness import E2eTestCase, PAYLOADS  # noqa: E402
from process import wait_for  # noqa: E402

PICTURES = SOURCE / "build/pictures"
AXE = pathlib.Path(os.environ.get(
    "AXE", SOURCE / "build/browser/node_modules/axe-core/axe.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
         "best-practice"]
HOSTILE = "\u202e<script>window.hacked = 1</script>\"'><img src=x onerror=x>"
DESK, PHONE = 1280, 360

browser = None


def setUpModule():
    global browser
    browser = Browser()
    unittest.addModuleCleanup(browser.close)
    PICTURES.mkdir(parents=True, exist_ok=True)


class PagesTest(E2eTestCase):
    def setUp(self):
        super().setUp()
        browser.scripts(True)
        browser.look(DESK, "light")
        browser.open("about:blank")
        browser.complaints()
        browser.loaded()

    def hostile_document(self):
        document = json.loads(
            (PAYLOADS / "01_rcs_data_read_sms_fallback.json").read_text())
        document["data"].update(name=HOSTILE, sender=HOSTILE,
                                status="on_<hold>")
        document["data"]["statistics"]["<b>clicked</b>"] = 3
        folder = self.folder / "documents"
        folder.mkdir()
        (folder / "hostile.json").write_text(json.dumps(document))
        return folder, document["data"]["id"]

    def everything(self):
        """Campaigns of all sorts, some that cannot be read, three accounts."""
        folder, hostile = self.hostile_document()
        api = self.simulator(
            accounts={"main": "live_main_key", "trial": "test_trial_key"},
            documents=folder, arguments=["--scenario=demo"])
        mine = [c["id"] for c in api.control("campaigns", "GET")
                if c.get("account") == "main"]
        api.fault("404", campaign=mine[0])
        api.fault("500", campaign=mine[1])
        exporter = self.exporter(self.config(
            self.account(api, [(mine[10], {"team": "growth"}), *mine[:10],
                               *mine[11:], hostile],
                         discovery={"enabled": True}),
            self.account(api, [], name="trial", key="test_trial_key",
                         discovery={"enabled": True}),
            self.account("http://127.0.0.1:1", [7], name="unreachable"),
            scrape={"retries": 0}))
        exporter.scrape()
        exporter.scrape()
        return exporter, mine[10]

    def sending(self, campaigns):
        api = self.simulator(campaigns=campaigns)
        exporter = self.exporter(self.config(self.account(api, api.ids())))
        exporter.scrape()
        return exporter, api.ids()

    def open(self, exporter, target="/"):
        browser.open(f"http://{exporter.address}{target}")

    def width(self):
        return browser.run("return document.documentElement.scrollWidth")

    def check_that_it_is_well(self, exporter):
        self.assertEqual(browser.complaints(), [])
        self.assertEqual([url for url in browser.loaded() if not
                          url.startswith((f"http://{exporter.address}/",
                                          "data:", "about:"))], [])

    def test_everybody_can_read_every_page_in_light_and_dark(self):
        exporter, campaign = self.everything()
        axe = AXE.read_text(encoding="utf-8")
        pages = {"home": "/", "campaign": f"/campaign?account=main&id={campaign}"}
        for name, target in pages.items():
            for width in (DESK, PHONE):
                for scheme in ("light", "dark"):
                    with self.subTest(page=name, width=width, scheme=scheme):
                        browser.look(width, scheme)
                        self.open(exporter, target)
                        picture = f"{name}-{width}-{scheme}.png"
                        (PICTURES / picture).write_bytes(browser.picture())
                        self.assertLessEqual(self.width(), width)
                        self.check_with(axe)
        self.check_that_it_is_well(exporter)

    def check_with(self, axe):
        browser.run(axe)
        found = browser.run_async(
            "axe.run(document, {runOnly: arguments[0]})"
            ".then((r) => arguments[1]([r.passes.length, r.violations.map("
            "(v) => [v.id, v.nodes.map((n) => [n.html.slice(0, 200),"
            " n.failureSummary])])]))", RULES)
        self.assertGreater(found[0], 10)
        self.assertEqual(found[1], [])

    def test_a_hostile_campaign_is_only_text(self):
        exporter, _ = self.everything()
        self.open(exporter, "/?q=hacked")
        self.assertEqual(browser.texts("tbody .name"), [HOSTILE])
        browser.click("tbody .name")
        wait_for(lambda: browser.texts("h1") == [HOSTILE], "its page")
        self.assertIn("counter <b>clicked</b>", browser.texts("#facts li"))
        self.assertIsNone(browser.run("return window.hacked"))
        self.check_that_it_is_well(exporter)

    def test_a_keyboard_is_enough(self):
        exporter, ids = self.sending(3)
        self.open(exporter)
        browser.press("Tab")
        self.assertEqual(browser.run("return document.activeElement.className"),
                         "skip")
        seen = []
        while "sort-cost" not in seen:
            browser.press("Tab")
            seen.append(browser.run("return document.activeElement.id ||"
                                    " document.activeElement.name || ''"))
            self.assertNotEqual(browser.run(
                "return getComputedStyle(document.activeElement).outlineStyle"),
                "none", seen)
            self.assertLess(len(seen), 40)
        self.assertEqual([name for name in seen if name], [
            "q", "status", "sort", "order", "auto", "sort-name", "sort-status",
            "sort-messages", "sort-delivered", "sort-read", "sort-failed",
            "sort-cost"])
        for order in ("descending", "ascending"):
            browser.press("Enter")
            wait_for(lambda: browser.run(
                "return document.activeElement.id === 'sort-cost' &&"
                " document.querySelector('th[aria-sort]')?.ariaSort")
                == order, order)
        self.assertTrue(browser.url.endswith("/?sort=cost&order=asc"))
        self.check_that_it_is_well(exporter)

    def test_filtering_needs_no_new_page_and_can_be_linked(self):
        exporter, ids = self.sending(3)
        self.open(exporter)
        browser.run("window.still = true")
        browser.type("[name=q]", str(ids[1]))
        browser.wait_for_texts("#count", ["1 of 3 campaigns"])
        self.assertEqual(browser.run("return document.activeElement.name"), "q")
        self.assertIn(f"q={ids[1]}", browser.url)
        self.assertTrue(browser.run("return window.still"))
        browser.open(browser.url)
        self.assertEqual(browser.texts("#count"), ["1 of 3 campaigns"])
        self.check_that_it_is_well(exporter)

    def test_going_back_brings_back_the_order(self):
        exporter, _ = self.sending(3)
        self.open(exporter)
        browser.click("#sort-cost")
        browser.wait_for_texts("th[aria-sort] a", ["Cost"])
        browser.run("history.back()")
        browser.wait_for_texts("th[aria-sort] a", [])
        self.assertEqual(browser.run(
            "return document.forms.filter.elements.sort.value"), "attention")

    def test_it_works_without_a_script(self):
        exporter, ids = self.sending(250)
        browser.scripts(False)
        self.open(exporter)
        self.assertFalse(browser.run(
            "return document.getElementById('auto').checkVisibility()"))
        browser.click("#sort-cost")
        browser.wait_for_texts("th[aria-sort] a", ["Cost"])
        browser.click("#next")
        browser.wait_for_texts(".pager span", ["Page 2 of 2"])
        browser.type("[name=q]", str(ids[0]))
        browser.click("#filter button")
        browser.wait_for_texts("#count", ["1 of 250 campaigns"])
        self.assertIn("sort=cost&order=desc", browser.url)
        self.check_that_it_is_well(exporter)

    def later(self):
        browser.run("const now = Date.now; Date.now = () => now() + 31000")

    def test_it_keeps_itself_up_to_date_unless_told_otherwise(self):
        exporter, ids = self.sending(1)
        self.open(exporter)
        browser.run("document.querySelector('tbody').dataset.old = 'yes'")
        browser.click("#auto")
        self.later()
        marked = ("return document.querySelector('tbody').dataset.old"
                  " === undefined")
        self.assertFalse(browser.run(marked))
        browser.click("#auto")
        wait_for(lambda: browser.run(marked), "the list to be new")
        self.check_that_it_is_well(exporter)

    def test_it_says_when_the_exporter_does_not_answer(self):
        exporter, _ = self.sending(1)
        self.open(exporter)
        exporter.stop()
        self.later()
        wait_for(lambda: browser.texts("#trouble")[0].startswith(
            "The exporter does not answer. What stands here is of "),
            "the note")
        self.assertEqual(browser.texts("#count"), ["1 of 1 campaigns"])


if __name__ == "__main__":
    unittest.main()
