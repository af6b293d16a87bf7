"""Every example document of the API, through the whole program, against a
second reading of it and against the pages that are known to be right."""

import shutil
import unittest

import payloads
from exposition import Page
from harness import EXPORTER, PAYLOADS, E2eTestCase, tool
from payloads import BALANCE, REFUSED, SAMPLES, campaign_id, decode
from process import run
from truth import OF_THE_READING, of_the_document


class DecodeTest(unittest.TestCase):
    def test_every_document_is_spoken_for(self):
        self.assertEqual(
            sorted([f"{name}.json" for name in SAMPLES] + list(REFUSED)
                   + [BALANCE]),
            sorted(p.name for p in PAYLOADS.iterdir() if p.name[0].isdigit()))

    def test_says_what_the_second_reading_says(self):
        for name in SAMPLES:
            with self.subTest(name):
                done = decode(name)
                self.assertEqual(done.returncode, 0, done.stderr)
                expected = payloads.oracle(payloads.path_of(name))
                self.assertGreater(len(expected), 20)
                self.assertEqual(
                    of_the_document(Page(done.stdout).series()),
                    of_the_document(expected))

    def test_pages_are_the_golden_ones_byte_for_byte(self):
        self.assertEqual(sorted(p.name for p in payloads.GOLDEN.iterdir()),
                         sorted(f"{name}.prom" for name in SAMPLES))
        for name in SAMPLES:
            with self.subTest(name):
                golden = payloads.golden_path(name).read_bytes()
                self.assertEqual(decode(name).stdout.encode(), golden)

    def test_promtool_has_nothing_to_say_about_the_golden_pages(self):
        promtool = tool("promtool")
        for name, samples in SAMPLES.items():
            with self.subTest(name):
                text = payloads.golden_path(name).read_text(encoding="utf-8")
                self.assertEqual(len(Page(text).samples), samples)
                done = run([promtool, "check", "metrics"], stdin=text)
                self.assertEqual((done.returncode, done.stdout, done.stderr),
                                 (0, "", ""))

    def test_what_is_no_campaign_is_refused_with_the_reason(self):
        for name, reason in REFUSED.items():
            with self.subTest(name):
                done = run([EXPORTER, "decode", PAYLOADS / name])
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn(reason, done.stderr)
                self.assertIn(name, done.stderr)
                self.assertIn(f": {reason}: ",
                              payloads.read_again(PAYLOADS / name).stderr)

    def test_a_balance_is_decoded_as_one(self):
        done = run([EXPORTER, "decode", PAYLOADS / BALANCE,
                    "--account=main"])
        self.assertEqual(done.returncode, 0, done.stderr)
        page = Page(done.stdout)
        self.assertEqual(
            page.value("bsg_account_balance", account="main", currency="EUR"),
            -12.5)
        self.assertEqual(
            page.value("bsg_account_credit", account="main", currency="EUR"),
            250)


class ScrapeTest(E2eTestCase):
    """The same documents, over HTTP."""

    def test_reading_over_http_changes_nothing(self):
        # Two of the documents are one campaign at two times.
        later = "09b_rcs_evolution_t1"
        self.check([name for name in SAMPLES if name != later])
        self.check([later])

    def check(self, names):
        documents = self.folder / f"documents{len(names)}"
        documents.mkdir()
        for name in names:
            shutil.copy(payloads.path_of(name), documents)
        simulator = self.simulator(campaigns=0, documents=documents)
        config = self.config(self.account(
            simulator, [campaign_id(name) for name in names]))
        page = Page(self.check_output("scrape", f"--config.file={config}"))
        expected = {}
        for name in names:
            expected.update(Page(decode(name).stdout).series())
        self.assertEqual(of_the_document(page.series("bsg_campaign_")),
                         of_the_document(expected))
        for name in names:
            for of_reading in OF_THE_READING:
                page.value(of_reading, campaign_id=str(campaign_id(name)))


if __name__ == "__main__":
    unittest.main()
