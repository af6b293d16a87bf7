"""deploy/prometheus/adapt exchanges what it is asked to, and nothing else."""

import pathlib
import re
import subprocess
import tempfile
import unittest

from promtool import promtool
from rule_file import ALERTS, SOURCE, load

ADAPT = SOURCE / "deploy/prometheus/adapt"
RECORDINGS = SOURCE / "deploy/prometheus/recordings.yml"

RULE = """\
groups:
  - name: some
    interval: 1m
    rules:
      # [30m] in a remark is a duration, too.
      - record: bsg_threshold:a:seconds
        expr: vector(900)
      - record: bsg_threshold:a:ratio
        expr: vector(0.5)
      - alert: A
        expr: |-
          max_over_time(a{job=~"bsg([-_].*)?"}[1h30m:5m] offset 1d) > 60
        for: 5m
        keep_firing_for: 30m
        labels:
          severity: info
        annotations:
          summary: For 30m, offset 5m, and [5m].
          runbook_url: https://runbooks.example/bsg/A
          dashboard_url: https://grafana.example/d/bsg-overview
"""


class AdaptTestCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.rule = self.folder / "rule.yml"
        self.rule.write_text(RULE, encoding="utf-8")

    def run_adapt(self, *arguments):
        return subprocess.run([ADAPT, *map(str, arguments)], text=True,
                              capture_output=True, check=False)

    def adapt(self, *arguments):
        ran = self.run_adapt(*arguments)
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        return ran.stdout

    def changed_lines(self, *arguments):
        """What became of those lines of RULE that are different now."""
        made = self.adapt(*arguments, self.rule).splitlines()
        self.assertEqual(len(made), len(RULE.splitlines()))
        return [new.strip() for old, new in zip(RULE.splitlines(), made)
                if old != new]


class ChangesTest(AdaptTestCase):
    def test_nothing_asked_for_is_nothing_changed(self):
        self.assertEqual(self.adapt(ALERTS),
                         ALERTS.read_text(encoding="utf-8"))

    def test_addresses_with_or_without_a_slash_at_their_end(self):
        for end in ("", "/"):
            self.assertEqual(
                self.changed_lines(f"--runbooks=https://wiki.example/on{end}",
                                   f"--grafana=http://grafana:3000{end}"),
                ["runbook_url: https://wiki.example/on/A",
                 "dashboard_url: http://grafana:3000/d/bsg-overview"])

    def test_a_job_is_a_regular_expression_in_a_string(self):
        self.assertEqual(
            self.changed_lines(r'--job=my\.job|"x"'),
            [r'max_over_time(a{job=~"my\\.job|\"x\""}[1h30m:5m] offset 1d)'
             " > 60"])

    def test_all_durations_are_divided_and_no_other_number(self):
        self.assertEqual(
            self.changed_lines("--divide=60"),
            ["interval: 1s", "# [30s] in a remark is a duration, too.",
             "expr: vector(15)",
             'max_over_time(a{job=~"bsg([-_].*)?"}[90s:5s] offset 24m) > 60',
             "for: 5s", "keep_firing_for: 30s"])

    def test_what_is_left_may_be_less_than_a_second(self):
        self.assertIn("for: 750ms", self.changed_lines("--divide=400"))
        self.assertIn("for: 10m", self.changed_lines("--divide=0.5"))


class RulesTest(AdaptTestCase):
    def test_the_rules_are_valid_afterwards(self):
        made = self.folder / "made"
        self.assertEqual(
            self.adapt("--runbooks=https://r.example", "--divide=60",
                       "--grafana=https://g.example/grafana", "--job=x.*",
                       f"--output={made}", ALERTS, RECORDINGS), "")
        checked = promtool("check", "rules", "--lint=all", "--lint-fatal",
                           made / "alerts.yml", made / "recordings.yml")
        self.assertEqual(checked.returncode, 0, checked.stdout)
        text = (made / "alerts.yml").read_text(encoding="utf-8")
        self.assertNotRegex(text, r"\.example/bsg|grafana\.example|job=~\"bsg")

    def test_thresholds_that_are_no_time_stay(self):
        def thresholds(file):
            return {r.name: float(re.search(r"vector\((.+)\)", r.expr)[1])
                    for r in file.rules
                    if r.name.startswith("bsg_threshold:")}

        self.adapt("--divide=60", f"--output={self.folder}", ALERTS)
        before = thresholds(load())
        after = thresholds(load(self.folder / "alerts.yml"))
        self.assertGreater(len(before), 20)
        for name, value in before.items():
            by = 60 if name.endswith(":seconds") else 1
            self.assertEqual(after[name], value / by, name)

    def test_waiting_times_are_divided(self):
        self.adapt("--divide=60", f"--output={self.folder}", ALERTS)
        for before, after in zip(
                load().alerts, load(self.folder / "alerts.yml").alerts):
            with self.subTest(before.name):
                for field in ("for", "keep_firing_for"):
                    if before.field(field):
                        self.assertEqual(
                            after.field(field).replace("1m", "60s"),
                            before.field(field).replace("1h", "60m")
                            .replace("m", "s"))
                self.assertNotRegex(after.expr, r"\[\d+h\]")


class RefusalsTest(AdaptTestCase):
    def refused(self, message, *arguments):
        ran = self.run_adapt(*arguments)
        self.assertEqual((ran.returncode, ran.stdout), (2, ""))
        self.assertIn(message, ran.stderr)

    def test_what_is_no_file_of_rules(self):
        self.refused("No such file", self.folder / "none.yml")
        other = self.folder / "other.yml"
        other.write_text("global: {}\n", encoding="utf-8")
        self.refused("not a file of rules", other)
        other.write_bytes(b"\xff\n")
        self.refused("can't decode", other)
        self.refused("required: FILE")

    def test_addresses(self):
        for bad in ("", "wiki", "ftp://x", "https://", "https://a b",
                    "https://a/?q", "https://a/{{"):
            self.refused("not an http address", f"--runbooks={bad}", self.rule)
            self.refused("not an http address", f"--grafana={bad}", self.rule)

    def test_jobs(self):
        self.refused("unterminated", "--job=(a", self.rule)
        for bad in ("", "a\nb"):
            self.refused("not one line", f"--job={bad}", self.rule)

    def test_divisors(self):
        for bad in ("0", "-1", "x", "inf", "nan"):
            self.refused("not a number above 0", f"--divide={bad}", self.rule)
        self.refused("less than a millisecond", "--divide=1e9", self.rule)

    def test_an_option_that_finds_nothing(self):
        self.refused("--job: no file has", "--job=x", RECORDINGS)
        self.refused("--grafana: no file has", "--grafana=http://x",
                     RECORDINGS)

    def test_where_to(self):
        self.refused("several files need --output", ALERTS, self.rule)
        self.refused("would be overwritten", f"--output={self.folder}",
                     self.rule)
        self.refused("the same name", f"--output={self.folder}/x", ALERTS,
                     ALERTS)
        self.refused("--output: ", f"--output={self.rule}/x", ALERTS)
        self.assertEqual(self.rule.read_text(encoding="utf-8"), RULE)


if __name__ == "__main__":
    unittest.main()
