"""Whether the tests notice when a rule changes: every change of mutation.py
must fail a test, or be listed in equivalent.toml with the reason why none can
notice it. What is listed there and noticed all the same has to be taken off.

mutants.py [--all] [RULE …]: one in so many, always the same ones, or all."""

import argparse
import concurrent.futures
import os
import sys
import tempfile
import time
import tomllib
import zlib

from mutation import mutants
from promtool import run_text
from rule_file import RULE_TESTS, SOURCE, RuleFile, load, tests_of

EQUIVALENT = SOURCE / "tests/alerting/equivalent.toml"
# One in so many is tried unless all are asked for; all take ten minutes.
ONE_IN = 10


def equivalent():
    """{(rule, change): reason}"""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return {(entry["rule"], change): entry["reason"]
            for entry in listed["equivalent"] for change in entry["changes"]}


def first_case(text):
    """A test's text up to the end of its first case, which catches most."""
    return "\n  - name: ".join(text.split("\n  - name: ")[:2]) + "\n"


def texts_for(rule, rules):
    """(alerts, text) of the tests that see the rule, its own first."""
    seen = [(path, *tests_of(path)) for path in sorted(RULE_TESTS.glob("*"))]
    seen = [(path, text, alerts) for path, text, alerts in seen
            if rule.name in rules.needed(alerts)]
    seen.sort(key=lambda one: (not one[0].stem.startswith(rule.name),
                               len(one[1])))
    if seen:
        _, text, alerts = seen[0]
        yield alerts, first_case(text)
    for _, text, alerts in seen:
        yield alerts, text


def is_noticed(mutant, rules):
    """Whether a test fails with this rule in place of the one it came from."""
    changed = RuleFile(rules.text)
    changed.rules = [mutant if r.name == mutant.name else r
                     for r in rules.rules]
    changed.needed = rules.needed
    with tempfile.TemporaryDirectory() as folder:
        return any(run_text(text, changed.only(alerts), folder).returncode
                   for alerts, text in texts_for(mutant, rules))


def chosen(rules, arguments):
    """(rule's name, change, mutant) of those to try."""
    for rule in rules.rules:
        if arguments.rules and rule.name not in arguments.rules:
            continue
        for change, mutant in mutants(rule):
            number = zlib.crc32(f"{rule.name} {change}".encode())
            if arguments.all or arguments.rules or number % ONE_IN == 0:
                yield rule.name, change, mutant


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("rules", nargs="*")
    rules, listed, begin = load(), equivalent(), time.monotonic()
    tried = list(chosen(rules, parser.parse_args()))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        noticed = list(pool.map(lambda m: is_noticed(m[2], rules), tried))
    bad = 0
    for (rule, change, _), caught in zip(tried, noticed):
        if caught == ((rule, change) in listed):
            bad += 1
            print(f"{rule}: {change}: " + (
                "listed as equivalent, but noticed" if caught
                else "no test notices"))
    print(f"{len(tried)} mutants, {sum(noticed)} caught, {bad} wrong, "
          f"{time.monotonic() - begin:.0f} s")
    return 1 if bad or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
