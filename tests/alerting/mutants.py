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
    """(rule, change) of those that no test can notice."""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return {(rule, change) for entry in listed["equivalent"]
            for rule in entry["rules"] for change in entry["changes"]}


def outdated(listed, rules):
    """What is listed and is no change of any rule (any more)."""
    return listed - {(rule.name, change) for rule in rules.rules
                     for change, _ in mutants(rule)}


def first_case(text):
    """A test's text up to the end of its first case, which catches most."""
    return "\n  - name: ".join(text.split("\n  - name: ")[:2]) + "\n"


def texts_for(rule, rules):
    """(alerts, text) of the tests of an alert, or of the alerts that ask for
    a record; short ones first."""
    seen = sorted((tests_of(path) for path in RULE_TESTS.glob("*.yml")
                   if path.stem.partition("_")[0] in
                   rules.alerts_of(rule.name)),
                  key=lambda one: len(one[0]))
    yield seen[0][1], first_case(seen[0][0])
    for text, alerts in seen:
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
    caught = wrong = 0
    for rule, change in sorted(outdated(listed, rules)):
        wrong += 1
        print(f"{rule}: {change}: listed, but there is no such change")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda one: is_noticed(one[2], rules), tried)
        for (rule, change, _), noticed in zip(tried, results):
            caught += noticed
            if noticed == ((rule, change) in listed):
                wrong += 1
                print(f"{rule}: {change}: " + (
                    "listed as equivalent, but noticed" if noticed
                    else "no test notices"), flush=True)
    print(f"{len(tried)} mutants, {caught} caught, {wrong} wrong, "
          f"{time.monotonic() - begin:.0f} s")
    return 1 if wrong or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
