"""promtool's tests of rules, with those rules that a test is about."""

import pathlib
import subprocess
import sys

from rule_file import RULE_FILES, SOURCE, tests_of

sys.path.insert(0, str(SOURCE / "tests/e2e"))

from harness import tool  # noqa: E402


def promtool(*arguments):
    """CompletedProcess with one text: what it printed, on either side."""
    return subprocess.run(
        [tool("promtool"), *map(str, arguments)], text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def run_text(text, rules, folder):
    """Runs the text of a test against the text of rules, in a folder that
    nobody else uses."""
    written = pathlib.Path(folder, "rules.yml")
    written.write_text(rules, encoding="utf-8")
    test = pathlib.Path(folder, "test.yml")
    test.write_text(text.replace(RULE_FILES, f"rule_files: [{written}]\n"),
                    encoding="utf-8")
    return promtool("test", "rules", test)


def run_test(path, rules, folder):
    """Runs one test against those rules of a RuleFile that it needs."""
    text, alerts = tests_of(path)
    return run_text(text, rules.only(alerts), folder)
