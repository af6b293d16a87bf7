"""What is said: every line can be read by a machine."""

import json
import re
import unittest

from harness import E2eTestCase

LOGFMT = re.compile(r'([a-z_]+)=("(?:[^"\\]|\\.)*"|[^\s"=]+)(?: |\Z)')
TIMESTAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


def read_logfmt(line):
    fields, at = [], 0
    while at < len(line):
        match = LOGFMT.match(line, at)
        if not match:
            raise ValueError(f"no logfmt from column {at}: {line}")
        fields.append((match[1], match[2].strip('"')))
        at = match.end()
    return fields


class FormatTest(E2eTestCase):
    def run_through_troubles(self, log_format):
        """The lines of a run in which much goes wrong."""
        api = self.simulator(campaigns=3)
        ids = api.ids()
        exporter = self.exporter(
            self.config(self.account(api, ids + [999999999999]),
                        self.account("http://127.0.0.1:1", [5], name="dead"),
                        scrape={"timeout": "5s"}),
            f"--log.format={log_format}")
        exporter.scrape()
        api.fault("maintenance", campaign=ids[0])
        api.fault("404", campaign=ids[1])
        exporter.scrape()
        exporter.get('/no="such"\\path')
        self.assertEqual(exporter.stop(), 0)
        self.assertGreater(len(exporter.stderr), 8)
        return exporter.stderr

    def check_fields(self, fields):
        self.assertEqual([name for name, _ in fields[:3]],
                         ["ts", "level", "msg"])
        values = dict(fields)
        self.assertEqual(len(values), len(fields), "a field twice")
        self.assertRegex(values["ts"], rf"\A{TIMESTAMP}\Z")
        self.assertIn(values["level"], ("debug", "info", "warn", "error"))

    def test_every_line_is_logfmt(self):
        for line in self.run_through_troubles("logfmt"):
            self.check_fields(read_logfmt(line))

    def test_every_line_is_json(self):
        for line in self.run_through_troubles("json"):
            self.check_fields(json.loads(line, object_pairs_hook=list))


if __name__ == "__main__":
    unittest.main()
