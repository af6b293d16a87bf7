"""OpenMetrics 1.0.0 by content negotiation: the same series as in the text
format, whatever the API calls its campaigns."""

import json
import unittest

import openmetrics
from harness import E2eTestCase

AWKWARD = {
    "data": {
        "id": 58000001,
        "name": "# EOF\n# TYPE a counter\\n \"quoted\" {x=\"1\"} 5 # {} 1",
        "sender": "\\",
        "status": "brand \"new\"\n",
        "type": "rcs",
        "created_at": "2026-02-11 09:30:05",
        "statistics": {"delivered": 3, "sent": 0, "знак €,\u2028=\r": 7},
        "alternative_channels": {
            "rcs": {"statistics": {"delivered": 1}},
            "a\\\"b\nc": {"statistics": {"delivered": 2, "": 4}}},
        "total_messages": 9007199254740993,
        "total_price": "0.1000000",
        "currency": " {}",
    }
}


class OpenMetricsTest(E2eTestCase):
    def setUp(self):
        super().setUp()
        documents = self.folder / "documents"
        documents.mkdir()
        (documents / "awkward.json").write_text(json.dumps(AWKWARD),
                                                encoding="utf-8")
        api = self.simulator(mixed=20, documents=documents)
        awkward = AWKWARD["data"]["id"]
        others = [i for i in api.ids() if i != awkward]
        # Read once: pages then differ by what tells of the scrape alone.
        self.served = self.exporter(
            self.config(self.account(api, [*others, (awkward, {
                            "team": "a \"b\"\\"})]),
                        scrape={"min_interval": "1h"}))
        self.served.scrape()

    def ask(self, accept, target="/metrics"):
        return self.served.get(target, headers={"Accept": accept})

    def test_an_independent_parser_reads_what_the_text_page_says(self):
        text = self.served.scrape()
        answer = self.ask(openmetrics.PROMETHEUS_2)
        self.assertEqual(answer.headers["content-type"],
                         openmetrics.CONTENT_TYPE)
        page = openmetrics.Page(answer.text)
        self.assertIn(AWKWARD["data"]["name"],
                      text.label_values("bsg_campaign_info", "campaign_name"))
        self.assertLessEqual(
            set(AWKWARD["data"]["statistics"]),
            set(text.label_values("bsg_campaign_messages", "status")))
        for of_the_api in ("bsg_campaign_", "bsg_account_"):
            self.assertGreater(len(text.series(of_the_api)), 5)
            self.assertEqual(page.series(of_the_api), text.series(of_the_api))
        self.assertEqual(set(page.series()), set(text.series()))
        self.check_families(page, text)

    def check_families(self, page, text):
        self.assertEqual(len(page.families), len(text.families))
        for family in text.families.values():
            name = family.name
            if family.type == "counter":
                name = name.removesuffix("_total")
            other = page.families[name]
            self.assertEqual((other.type, other.documentation),
                             (family.type, family.help))
            unit = name.rpartition("_")[2]
            self.assertEqual(other.unit,
                             unit if unit in ("seconds", "bytes") else "")

    def test_a_probe_is_negotiated_too(self):
        target = f"/probe?campaign={AWKWARD['data']['id']}"
        answer = self.ask(openmetrics.PROMETHEUS_2, target)
        self.assertEqual(answer.headers["content-type"],
                         openmetrics.CONTENT_TYPE)
        self.assertEqual(openmetrics.Page(answer.text).series(),
                         self.served.get(target).page().series())

    def test_prometheus_3_gets_the_escaping_that_it_asks_for(self):
        answer = self.ask(openmetrics.PROMETHEUS_3)
        self.assertEqual(answer.headers["content-type"],
                         openmetrics.CONTENT_TYPE + "; escaping=allow-utf-8")
        self.assertGreater(len(openmetrics.Page(answer.text).families), 20)

    def test_everybody_else_gets_text(self):
        for accept in ("*/*", "text/html,*/*;q=0.8", "text/plain",
                       "application/openmetrics-text;q=0", "garbage;;=,"):
            with self.subTest(accept):
                answer = self.ask(accept)
                self.assertEqual(answer.headers["content-type"],
                                 "text/plain; version=0.0.4; charset=utf-8")
                answer.page()

    def test_caches_are_told_what_the_answer_depends_on(self):
        for accept in (openmetrics.PROMETHEUS_2, "*/*"):
            self.assertEqual(self.ask(accept).headers["vary"],
                             "Accept, Accept-Encoding")


if __name__ == "__main__":
    unittest.main()
