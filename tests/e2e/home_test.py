"""The pages for people, as a client without a script gets them."""

import html
import json
import re
import unittest

import web
from harness import E2eTestCase, PAYLOADS
from process import wait_for

HOSTILE = "\u202e</title><script>alert('1')</script>\" onload=\"x"


class HomeTest(E2eTestCase):
    def page(self, exporter, target="/"):
        answer = exporter.get(target)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(answer.headers["content-type"],
                         "text/html; charset=utf-8")
        return answer.text

    def ids(self, page):
        return [int(i) for i in re.findall(r'href="campaign\?[^"]*id=(\d+)"',
                                           page)]

    def test_the_list_shows_what_scrapes_have_read(self):
        api = self.simulator(campaigns=3)
        exporter = self.exporter(self.config(self.account(api, api.ids())))
        self.assertEqual(self.page(exporter).count(">not read yet<"), 3)
        exporter.scrape()
        page = self.page(exporter)
        self.assertNotIn(">not read yet<", page)
        self.assertEqual(page.count("badge s-sending"), 3)
        self.assertEqual(page.count(">live key<"), 1)

    def test_no_page_asks_the_api_for_anything(self):
        api = self.simulator(campaigns=2)
        exporter = self.exporter(self.config(self.account(api, api.ids())))
        exporter.scrape()
        before = api.control("requests", "GET")["by_endpoint"]
        for target in ("/", "/?sort=cost", f"/campaign?id={api.ids()[0]}",
                       "/campaign?id=1"):
            exporter.get(target)
        self.assertEqual(api.control("requests", "GET")["by_endpoint"], before)

    def test_the_query_sorts_filters_and_pages(self):
        api = self.simulator(campaigns=250)
        ids = api.ids()
        exporter = self.exporter(self.config(self.account(api, ids)))
        exporter.scrape()
        first = self.ids(self.page(exporter, "/?sort=id&order=asc"))
        self.assertEqual(first, ids[:200])
        second = self.page(exporter, "/?sort=id&order=asc&page=2")
        self.assertEqual(self.ids(second), ids[200:])
        self.assertEqual(self.ids(self.page(exporter, f"/?q={ids[7]}")),
                         [ids[7]])
        self.assertEqual(self.ids(self.page(exporter, "/?status=done")), [])

    def test_links_of_the_list_lead_where_they_say(self):
        api = self.simulator(campaigns=1)
        exporter = self.exporter(self.config(
            self.account(api, api.ids(), name="a & b")))
        exporter.scrape()
        (link,) = re.findall(r'href="(campaign\?[^"]*)"', self.page(exporter))
        page = self.page(exporter, "/" + html.unescape(link))
        self.assertIn("<bdi>a &amp; b</bdi>", page)
        self.assertRegex(page, r"<dt>Took</dt><dd>\d+ (ms|s)</dd>")
        (probe,) = re.findall(r'href="(probe\?[^"]*)"', page)
        self.assertEqual(exporter.get("/" + html.unescape(probe)).status, 200)

    def test_a_failure_is_told_in_words(self):
        api = self.simulator(campaigns=2)
        failing = api.ids()[0]
        api.fault("404", campaign=failing)
        exporter = self.exporter(self.config(self.account(api, api.ids())))
        exporter.scrape()
        page = self.page(exporter, "/?status=failing")
        self.assertEqual(self.ids(page), [failing])
        self.assertIn("<code>not_found</code>: the API does not know it", page)
        self.assertIn("<code>not_found</code>",
                      self.page(exporter, f"/campaign?id={failing}"))

    def test_what_the_api_says_is_never_markup(self):
        document = json.loads(
            (PAYLOADS / "01_rcs_data_read_sms_fallback.json").read_text())
        campaign = document["data"]
        for key in ("name", "sender", "status", "currency"):
            campaign[key] = HOSTILE
        folder = self.folder / "documents"
        folder.mkdir()
        (folder / "hostile.json").write_text(json.dumps(document))
        api = self.simulator(documents=folder)
        exporter = self.exporter(
            self.config(self.account(api, [campaign["id"]])))
        exporter.scrape()
        for target in ("/", f"/campaign?id={campaign['id']}"):
            page = self.page(exporter, target)
            self.assertNotIn("<script>alert", page)
            self.assertIn("\u202e&lt;/title&gt;&lt;script&gt;alert", page)

    def test_an_unknown_campaign_is_a_page_of_its_own(self):
        api = self.simulator(campaigns=1)
        exporter = self.exporter(self.config(self.account(api, api.ids())))
        answer = exporter.get("/campaign?account=main&id=1")
        self.assertEqual(answer.status, 404)
        self.assertIn("<h1>No such campaign</h1>", answer.text)

    def test_a_page_comes_at_once_while_the_api_hangs(self):
        api = self.simulator(campaigns=1)
        api.fault("hang")
        exporter = self.exporter(self.config(self.account(api, api.ids())))
        connection = web.connect(exporter.address)
        self.addCleanup(connection.close)
        connection.request("GET", "/metrics")
        wait_for(lambda: api.control("requests", "GET")["by_status"]
                 .get("hang"), "the scrape to wait for the API")
        self.assertIn("not read yet", self.page(exporter))


if __name__ == "__main__":
    unittest.main()
