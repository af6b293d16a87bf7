#!/usr/bin/env python3
"""Whether others take the pages that are made of documents: `promtool check
metrics` has nothing to say, and the parser of Python's client finds families
with series that come once.

  tests/fuzz/pages.py [FOLDER …]   default: what the fuzzers found of interest

BSG_BIN_DIR names the folder of the program that reads them."""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path += ["/usr/lib/python3/dist-packages", str(SOURCE / "tests/e2e")]
sys.dont_write_bytecode = True

from prometheus_client.parser import (  # noqa: E402
    text_string_to_metric_families)

from harness import EXPORTER, tool  # noqa: E402

CORPORA = [SOURCE / "build/corpus" / target
           for target in ("campaign_document", "account_documents")]
REFUSED = re.compile(rb"(^|\n)bsg_exporter: .*: invalid_(json|document): .+\n$")


def page_of(path):
    """The page; nothing if the document is refused."""
    done = subprocess.run([EXPORTER, "decode", path], capture_output=True,
                          timeout=60, check=False)
    if done.returncode == 0:
        return done.stdout.decode("utf-8", "strict")
    if done.returncode == 1 and REFUSED.search(done.stderr):
        return None
    raise ValueError(f"exit {done.returncode}, {done.stderr[-500:]!r}")


def check(page):
    said = subprocess.run([tool("promtool"), "check", "metrics"], input=page,
                          text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False).stdout
    if said:
        raise ValueError(f"promtool: {said}")
    series = [(sample.name, *sorted(sample.labels.items()))
              for family in text_string_to_metric_families(page)
              for sample in family.samples]
    if not series:
        raise ValueError("no series")
    if len(set(series)) < len(series):
        raise ValueError("a series comes twice")


def judge(path):
    """"page", "refused", or what is wrong."""
    try:
        page = page_of(path)
        if page is None:
            return "refused"
        check(page)
        return "page"
    except (ValueError, subprocess.TimeoutExpired) as error:
        return f"{path}: {error}"


def main():
    folders = [pathlib.Path(name) for name in sys.argv[1:]] or CORPORA
    paths = sorted(path for folder in folders for path in folder.rglob("*")
                   if path.is_file())
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        verdicts = list(pool.map(judge, paths))
    wrong = [v for v in verdicts if v not in ("page", "refused")]
    for verdict in wrong[:20]:
        print(verdict)
    print(f"{len(paths)} documents, {verdicts.count('page')} pages that others "
          f"take, {verdicts.count('refused')} refused, {len(wrong)} wrong")
    return 1 if wrong or "page" not in verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
