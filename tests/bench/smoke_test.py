"""tests/bench/run still measures everything that is promised. What it finds is
not judged here: these sizes mean nothing."""

import pathlib
import subprocess
import unittest

import bounds

RUN = pathlib.Path(__file__).resolve().parent / "run"


class SmokeTest(unittest.TestCase):
    def test_every_row_is_measured(self):
        done = subprocess.run([str(RUN), "--smoke"], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        rows = [[cell.strip() for cell in line.strip("|").split("|")]
                for line in done.stdout.splitlines()][2:]
        self.assertEqual([row[0] for row in rows],
                         [what for what, *_ in bounds.ROWS.values()])
        for what, _, measured, _, verdict in rows:
            self.assertRegex(measured, r"^-?\d", what)
            self.assertIn(verdict, ("", "ok", "over"), what)


class ReadmeTest(unittest.TestCase):
    """README quotes a run of today's rows in which nothing was over."""

    def test_readme_shows_every_row_within_its_bound(self):
        text = (RUN.parents[2] / "README.md").read_text(encoding="utf-8")
        table = text.split("<!-- bench -->\n")[1].split("\n<!-- /bench -->")[0]
        rows = [self.cells(line) for line in table.splitlines()]
        self.assertEqual([row[:2] for row in rows[2:]], [
            self.cells(bounds.row(key, None))[:2] for key in bounds.ROWS])
        self.assertEqual({row[4] for row in rows[2:]}, {"", "ok"})

    @staticmethod
    def cells(line):
        return [cell.strip() for cell in line.strip("|").split("|")]


class TableTest(unittest.TestCase):
    """What a bound means, and that a gap is shown as one."""

    def test_verdicts(self):
        measured = {"page": bounds.Measured(11.9, "a"),
                    "decode": bounds.Measured(2.5),
                    "gzip": bounds.Measured(123.4)}
        lines = bounds.table(measured).splitlines()[2:]
        found = {key: [cell.strip() for cell in line.strip("|").split("|")][1:]
                 for key, line in zip(bounds.ROWS, lines)}
        self.assertEqual(found["page"], ["≥ 12 ×", "11.9 ×", "a", "over"])
        self.assertEqual(found["decode"], ["≤ 2.5 ×", "2.5 ×", "", "ok"])
        self.assertEqual(found["gzip"], ["", "123 ns/series", "", ""])
        self.assertEqual(found["first"], ["≤ 40 ms", "", "", "not measured"])


if __name__ == "__main__":
    unittest.main()
