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


def run_test(path, rules, folder):
    """Runs one test against the rules of a RuleFile; `folder` is its own."""
    text, alerts = tests_of(path)
    written = pathlib.Path(folder, "rules.yml")
    written.write_text(rules.only(alerts), encoding="utf-8")
    test = pathlib.Path(folder, path.name)
    test.write_text(text.replace(RULE_FILES, f"rule_files: [{written}]\n"),
                    encoding="utf-8")
    return promtool("test", "rules", test)
