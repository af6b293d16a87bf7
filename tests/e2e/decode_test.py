"""`bsg_exporter decode` with a configuration and with flags. What it makes of
each document: payloads_test.py."""

import unittest

from exposition import Page
from harness import EXPORTER, E2eTestCase
from payloads import path_of
from process import run

# Its times have no zone.
ZONELESS = path_of("01_rcs_data_read_sms_fallback")
# It has a counter and a field that nobody knows.
STRANGE = path_of("10_rcs_number_price_unknown_counter")
CREATED = "bsg_campaign_created_timestamp_seconds"
THREE_HOURS = 3 * 3600


class AccountTest(E2eTestCase):
    def account_in(self, zone, name):
        return self.account("https://one-api.example", [1], name=name,
                            time_zone=zone)

    def created(self, *arguments):
        """(label `account`, when) of a document that is decoded so."""
        page = Page(self.check_output("decode", ZONELESS, *arguments))
        ((_, labels), when), = page.series(CREATED).items()
        return dict(labels)["account"], when

    def test_times_are_in_the_zone_of_the_account_that_is_the_label(self):
        config = self.config(self.account_in("Europe/Moscow", "main"),
                             self.account_in("Etc/GMT-6", "north"))
        file = f"--config.file={config}"
        _, utc = self.created()
        self.assertEqual(self.created(file), ("main", utc - THREE_HOURS))
        self.assertEqual(self.created(file, "--account=main"),
                         ("main", utc - THREE_HOURS))
        self.assertEqual(self.created(file, "--account=north"),
                         ("north", utc - 2 * THREE_HOURS))

    def test_a_file_without_the_default_account_has_a_zone_all_the_same(self):
        config = self.config(self.account_in("Europe/Moscow", "north"))
        self.assertEqual(self.created(f"--config.file={config}"),
                         self.created())

    def test_an_account_that_the_file_does_not_have_is_a_usage_error(self):
        config = self.config(self.account_in("UTC", "main"),
                             self.account_in("UTC", "north"))
        done = run([EXPORTER, "decode", ZONELESS, "--account=nobody",
                    f"--config.file={config}"])
        self.assertEqual(
            (done.returncode, done.stdout, done.stderr),
            (2, "", "bsg_exporter: --account: expected one of main, north, "
                    "got 'nobody'\n"))

    def test_without_a_file_any_name_will_do(self):
        self.assertEqual(self.created("--account=nobody")[0], "nobody")


class CampaignTest(E2eTestCase):
    def decode(self, document, *arguments):
        path = self.write("document.json", document)
        done = run([EXPORTER, "decode", path, *arguments])
        return done.returncode, done.stdout, done.stderr

    def test_a_document_without_an_id_needs_one(self):
        document = ('{"data": {"status": "done", "type": "sms",'
                    ' "statistics": {"delivered": 7}}}')
        code, out, err = self.decode(document)
        self.assertEqual((code, out), (1, ""))
        self.assertIn("the document has no id: give --campaign=ID", err)
        code, out, err = self.decode(document, "--campaign=9")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(
            Page(out).value("bsg_campaign_messages", campaign_id="9",
                            status="delivered"), 7)

    def test_it_is_one_campaigns(self):
        self.assertEqual(
            self.decode("{}", "--campaign=9", "--campaign=10"),
            (2, "", "bsg_exporter: decode takes one --campaign\n"))


class LogTest(E2eTestCase):
    def log(self, *arguments):
        done = run([EXPORTER, "decode", STRANGE, *arguments])
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr

    def test_what_is_strange_is_said_as_the_flags_want_it(self):
        self.assertRegex(self.log(), r"\A(ts=\S+ level=warn .*\n){2}\Z")
        self.assertRegex(self.log("--log.format=json"),
                         r'\A(\{"ts":"\S+","level":"warn",.*\}\n){2}\Z')
        self.assertEqual(self.log("--log.level=error"), "")

    def test_the_file_says_how_and_a_flag_beats_it(self):
        config = self.config(
            self.account("https://one-api.example", [1]),
            log={"level": "error", "format": "json"})
        file = f"--config.file={config}"
        self.assertEqual(self.log(file), "")
        self.assertRegex(self.log(file, "--log.level=warn"), r'\A\{"ts":')


if __name__ == "__main__":
    unittest.main()
