"""Dashboards are what Grafana's own types say that they are."""

import json
import pathlib
import tempfile
import unittest

from renderer import SOURCE, modules, node  # noqa: I001
import dashboards
from process import run


class TypesTest(unittest.TestCase):
    CHECK = SOURCE / "tests/grafana/types/check.mjs"

    def check(self, *files):
        return run([node(), self.CHECK, modules(), *files])

    def test_dashboards_are_what_the_schema_says(self):
        done = self.check(*sorted(dashboards.FOLDER.glob("*.json")))
        self.assertEqual(done.stdout + done.stderr, "")
        self.assertEqual(done.returncode, 0)

    def test_a_mistake_is_seen(self):
        text = json.dumps(dashboards.load()["bsg-overview"], indent=2)
        with tempfile.TemporaryDirectory() as folder:
            bad = pathlib.Path(folder) / "bad.json"
            bad.write_text(text.replace('"custom.width"', '"custom.widht"', 1))
            done = self.check(bad)
        self.assertRegex(done.stdout, r'^bad\.json:\d+: .*"custom\.widht"')
        self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    unittest.main()
