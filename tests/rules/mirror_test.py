"""Every file of a layer has its test beside it in name, or another that is
known to try it, and every test is run."""

import pathlib
import re
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]

# What is tried through a door of more than one file, and by which test. One in
# Python starts the program and only has to be there.
COVERED_BY = {
    "app/app.cc": "e2e/program_test.py",
    "app/check.cc": "e2e/program_test.py",
    "app/decode.cc": "e2e/decode_test.py",
    "app/flags.cc": "app/options_test.cc",
    "app/manual.cc": "rules/manual_test.py",
    "app/print.cc": "e2e/program_test.py",
    "app/scrape.cc": "e2e/program_test.py",
    "app/serve.cc": "e2e/lifecycle_test.py",
    "base/reason.cc": "base/result_test.cc",
    "bsg/campaign_members.cc": "bsg/campaign_fields_test.cc",
    "bsg/envelope.cc": "bsg/decode_campaign_test.cc",
    "collect/account_answers.cc": "collect/login_test.cc",
    "collect/account_listing.cc": "collect/listing_test.cc",
    "collect/account_outcomes.cc": "collect/retry_test.cc",
    "collect/account_plan.cc": "collect/outage_test.cc",
    "collect/account_reader.cc": "collect/reader_test.cc",
    "collect/account_snapshot.cc": "collect/stale_test.cc",
    "collect/account_succession.cc": "collect/reload_under_way_test.cc",
    "collect/jobs.cc": "collect/probe_test.cc",
    "config/account.cc": "config/loader_test.cc",
    "config/campaign_merge.cc": "config/campaign_files_test.cc",
    "config/campaigns.cc": "config/campaign_files_test.cc",
    "config/sections.cc": "config/loader_test.cc",
    "config/toml_node.cc": "config/table_reader_test.cc",
    "config/toml_text.cc": "config/loader_test.cc",
    "config/toml_writer.cc": "config/render_test.cc",
    "config/web.cc": "config/loader_test.cc",
    "http/curl_answer.cc": "http/curl_transfer_test.cc",
    "web/account_cards.cc": "web/home_page_test.cc",
    "web/beast_parser.cc": "web/request_reader_test.cc",
    "web/campaign_cards.cc": "web/campaign_page_test.cc",
    "web/campaign_table.cc": "web/home_page_test.cc",
    "web/filter_form.cc": "web/home_page_test.cc",
    "web/html_parts.cc": "web/home_page_test.cc",
    "web/listener.cc": "web/server_test.cc",
    "web/page.cc": "web/exporter_handler_test.cc",
    "web/page_frame.cc": "web/home_page_test.cc",
    "web/page_script.cc": "browser/pages_test.py",
    "web/page_style.cc": "browser/pages_test.py",
    "web/tls_clients.cc": "e2e/tls_test.py",
    "web/tls_files.cc": "web/tls_context_test.cc",
}


def includes(path):
    """The headers of ours that a file includes, if there is such a file."""
    if not path.is_file():
        return []
    return re.findall(r'(?m)^#include "([^"]+)"',
                      path.read_text(encoding="utf-8"))


def doors(root, test):
    """The headers that a test includes, itself or through what tests share."""
    found, todo = set(), [f"tests/{test}"]
    while todo:
        for header in set(includes(root / todo.pop())) - found:
            found.add(header)
            if header.startswith("tests/"):
                todo += [header, header.removesuffix(".h") + ".cc"]
    return {header for header in found if not header.startswith("tests/")}


def leads_to(root, test, name):
    """Whether the test opens a door behind which the file is: it includes a
    header of the file, or one that includes it, or that is the first of ours
    in a source that does. A file without a header of its name has those of its
    layer that it includes."""
    layer = name.partition("/")[0]
    folders = (f"exporter/{layer}/", f"bsg_exporter/{layer}/")
    included = {header for header in includes(root / "exporter" / name)
                if header.startswith(folders)}
    own_name = "/" + name.removesuffix(".cc") + ".h"
    own = {header for header in included
           if header.endswith(own_name)} or included
    opened = doors(root, test)
    behind = set(opened)
    for door in opened:
        if door.startswith(folders):
            behind.update(includes(root / door),
                          includes(root / "include" / door))
    for source in (root / "exporter" / layer).glob("*.cc"):
        if opened.intersection(includes(source)[:1]):
            behind.update(includes(source))
    return not own.isdisjoint(behind)


def problems(root, covered_by):
    """What is wrong with the tests of exporter/<layer>/*.cc."""
    files = {path.relative_to(root / "exporter").as_posix()
             for path in (root / "exporter").glob("*/*.cc")}
    mirrored = {name for name in files if (
        root / "tests" / (name.removesuffix(".cc") + "_test.cc")).is_file()}
    found = [f"{name}: no test" for name in files - mirrored - set(covered_by)]
    for name, test in covered_by.items():
        if name not in files:
            found.append(f"{name}: stands here, but is no file")
        if name in mirrored:
            found.append(f"{name}: stands here, but has a test of its own")
        if not (root / "tests" / test).is_file():
            found.append(f"{name}: {test} is no file")
        elif (test.endswith(".cc") and name in files
              and not leads_to(root, test, name)):
            found.append(f"{name}: {test} does not lead there")
    return sorted(found)


class MirrorTest(unittest.TestCase):
    def test_every_test_in_python_is_one_of_ctest(self):
        for folder in {path.parent for path
                       in (SOURCE / "tests").glob("*/*_test.py")}:
            with self.subTest(folder.name):
                listed = re.findall(
                    r"bsg_add_python_tests\(\S+\s+\S+\s+([^)]*)\)",
                    (folder / "CMakeLists.txt").read_text(encoding="utf-8"))
                self.assertEqual(
                    sorted(" ".join(listed).split()),
                    sorted(path.stem.removesuffix("_test")
                           for path in folder.glob("*_test.py")))

    def test_every_test_in_cpp_is_built(self):
        for path in (SOURCE / "tests").glob("*/*_test.cc"):
            with self.subTest(path.name):
                listed = (path.parent / "CMakeLists.txt").read_text(
                    encoding="utf-8")
                self.assertIn(path.name, listed.split())

    def test_every_file_has_its_test(self):
        self.assertEqual(problems(SOURCE, COVERED_BY), [])

    def test_the_rule_sees_each_kind_of_gap(self):
        known = dict(COVERED_BY)
        del known["app/app.cc"]
        known["app/nothing.cc"] = "app/options_test.cc"
        known["base/log.cc"] = "base/result_test.cc"
        known["web/page.cc"] = "web/nothing_test.cc"
        known["web/page_frame.cc"] = "web/budget_test.cc"
        known["bsg/envelope.cc"] = "bsg/time_zone_test.cc"
        self.assertEqual(problems(SOURCE, known), [
            "app/app.cc: no test",
            "app/nothing.cc: stands here, but is no file",
            "base/log.cc: base/result_test.cc does not lead there",
            "base/log.cc: stands here, but has a test of its own",
            "bsg/envelope.cc: bsg/time_zone_test.cc does not lead there",
            "web/page.cc: web/nothing_test.cc is no file",
            "web/page_frame.cc: web/budget_test.cc does not lead there"])


if __name__ == "__main__":
    unittest.main()
