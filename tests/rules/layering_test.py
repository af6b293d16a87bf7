"""The layers: what includes what, and which library stands behind which door.

The table here is the one that exporter/README.md shows and that the CMake
files repeat as USES.
"""

import pathlib
import re
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]

# In order: a layer uses none of those below it.
LAYERS = {
    "base": [],
    "http": ["base"],
    "bsg": ["base", "http"],
    "metrics": ["base", "bsg"],
    "collect": ["base", "http", "bsg", "metrics"],
    "web": ["base", "bsg", "metrics", "collect"],
    "config": ["base"],
    "app": ["base", "http", "bsg", "metrics", "collect", "web", "config"],
}

# A library's headers (by the beginning of what stands in the include) and
# where they may be included.
DOORS = {
    "curl/": ["exporter/http/curl_", "tests/bench/bare_loop.cc"],
    "rapidjson/": ["exporter/bsg/json.cc", "tests/bench/parts_bench.cc"],
    "toml++/": ["exporter/config/loader.cc", "exporter/config/table_reader.h",
                "exporter/config/toml_"],
    "boost/": ["exporter/web/server.cc", "exporter/web/listener.",
               "exporter/web/beast_parser.cc"],
    "openssl/": ["exporter/http/ca_file.cc", "exporter/web/tls_",
                 "exporter/web/authenticator.cc", "exporter/web/credentials.cc",
                 "exporter/web/html_headers.cc", "exporter/web/password.cc",
                 "tests/http/tls_server.cc",
                 "tests/support/test_certificate.cc", "tests/web/tls_"],
    "crypt.h": ["exporter/web/password.cc", "tests/web/password_test.cc"],
    "isa-l": ["exporter/web/gzip.cc"],
    "zlib.h": ["exporter/web/gzip.cc", "tests/"],
    "cctz/": ["exporter/bsg/time_zone.cc"],
    "CLI/": ["exporter/app/options.cc", "tests/simulator/options.cc"],
    "prometheus/": ["exporter/metrics/", "include/bsg_exporter/metrics/",
                    "include/bsg_exporter/collect/collectable.h",
                    "tests/bench/parts_bench.cc",
                    "tests/metrics/page_test.cc"],
    "gtest/": ["tests/"],
    "gmock/": ["tests/"],
    "benchmark/": ["tests/"],
}

# Neither the language's nor a library's: the operating system's.
SYSTEM = re.compile(r"(sys|netinet|arpa|linux)/[a-z_]+\.h|"
                    r"(unistd|fcntl|signal|stdlib|strings|poll|netdb|pthread|"
                    r"dirent|glob)\.h")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
OURS = re.compile(r"(?:bsg_exporter|exporter)/(\w+)/")


def sources(root):
    """{path from the root: text} of every C++ file of ours."""
    found = {}
    for top in ("exporter", "include", "tests"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".h", ".cc", ".in") and path.is_file():
                found[path.relative_to(root).as_posix()] = path.read_text(
                    encoding="utf-8")
    return found


def layer_of(path):
    """The layer that a file belongs to; none for tests."""
    if path == "exporter/main.cc":
        return "app"
    match = re.match(r"(?:exporter|include/bsg_exporter)/(\w+)/", path)
    return match[1] if match else None


def problem_of_ours(path, header):
    """What is wrong with including a header of the project's own, if
    anything."""
    if header.startswith("tests/"):
        return None if path.startswith("tests/") else "a test's header"
    match = OURS.match(header)
    if not match or match[1] not in LAYERS:
        return "not named from the root"
    used, own = match[1], layer_of(path)
    private = header.startswith("exporter/")
    # Fuzzers are tests, too: of any door that takes what others write.
    tests = (f"tests/{used}/", "tests/fuzz/")
    if private and used != own and not path.startswith(tests):
        return f"private to {used} and its tests"
    if own and used != own and used not in LAYERS[own]:
        return f"{own} may not use {used}"
    return None


def problem_of_library(path, header):
    for prefix, doors in DOORS.items():
        if header.startswith(prefix):
            if any(path.startswith(door) for door in doors):
                return None
            return f"only {', '.join(doors)} may include it"
    if SYSTEM.fullmatch(header) or re.fullmatch(r"[a-z_]+", header):
        return None
    return "a library without a door"


def problems(files):
    found = []
    for path, text in files.items():
        for quote, header in INCLUDE.findall(text):
            judge = problem_of_ours if quote == '"' else problem_of_library
            problem = judge(path, header)
            if problem:
                found.append(f"{path}: {header}: {problem}")
    return found


def unused_headers(files):
    """Headers under include/ that neither another layer nor a test needs, be
    it through another header under include/."""
    needed = {path: False for path in files if path.startswith("include/")}
    includes = {path: {"include/" + header for _, header
                       in INCLUDE.findall(text)} & set(needed)
                for path, text in files.items()}
    todo = [header for path, headers in includes.items() for header in headers
            if layer_of(path) != layer_of(header)]
    while todo:
        header = todo.pop()
        if not needed[header]:
            needed[header] = True
            todo += includes[header]
    return [path for path, is_needed in needed.items() if not is_needed]


def cmake_uses(root):
    """{layer: what it USES} as the CMake files have it."""
    found = {}
    for path in sorted((root / "exporter").glob("*/CMakeLists.txt")):
        for name, body in re.findall(r"bsg_add_layer\(\s*(\w+)([^)]*)\)",
                                     path.read_text(encoding="utf-8")):
            match = re.search(r"\bUSES\b(.*?)(?:\b(?:LINK|SOURCES)\b|\Z)",
                              body, re.DOTALL)
            found[name] = match[1].split() if match else []
    return found


def cmake_order(root):
    text = (root / "exporter/CMakeLists.txt").read_text(encoding="utf-8")
    return re.findall(r"add_subdirectory\((\w+)\)", text)


def readme_table(text):
    """{layer: what it may use}, in order, from between the marks."""
    match = re.search(r"<!-- layers -->(.*?)<!-- /layers -->", text, re.DOTALL)
    if not match:
        return None
    rows = [[cell.strip(" `") for cell in line.strip("| ").split("|")]
            for line in match[1].splitlines() if line.startswith("|")]
    return {row[0]: [w for w in re.split(r"[,\s]+", row[1])
                     if re.fullmatch(r"\w+", w)]
            for row in rows[2:]}


class LayeringTest(unittest.TestCase):
    def setUp(self):
        self.files = sources(SOURCE)

    def test_the_table_itself_never_points_down(self):
        order = list(LAYERS)
        for layer, uses in LAYERS.items():
            self.assertEqual(uses, [l for l in order[:order.index(layer)]
                                    if l in uses], layer)
        self.assertEqual([l for l, uses in LAYERS.items() if "config" in uses],
                         ["app"], "the configuration is known to app only")

    def test_includes_follow_the_table(self):
        self.assertGreater(len(self.files), 40)
        self.assertEqual(problems(self.files), [])

    def test_public_headers_are_needed_outside_their_layer(self):
        self.assertEqual(unused_headers(self.files), [])

    def test_cmake_says_the_same(self):
        uses = cmake_uses(SOURCE)
        # The listener is a part of web that stands alone for the simulator.
        uses["web"] = [l for l in uses["web"] if l != "listener"]
        self.assertEqual(uses, {l: uses for l, uses in LAYERS.items()})
        self.assertEqual(cmake_order(SOURCE), list(LAYERS))

    def test_readme_says_the_same(self):
        path = SOURCE / "exporter/README.md"
        self.assertTrue(path.exists(), "exporter/README.md is missing")
        table = readme_table(path.read_text(encoding="utf-8"))
        self.assertIsNotNone(table, "no table between the marks 'layers'")
        self.assertEqual(table, LAYERS)
        self.assertEqual(list(table), list(LAYERS), "the order")


class RulesAreLiveTest(unittest.TestCase):
    """A tree with every kind of fault: each one is found, nothing else is."""

    BAD = {
        "include/bsg_exporter/base/up.h": '#include "bsg_exporter/http/a.h"\n',
        "include/bsg_exporter/http/a.h": '#include <vector>\n',
        "include/bsg_exporter/bsg/lonely.h": "",
        "exporter/bsg/lonely.cc": '#include "bsg_exporter/bsg/lonely.h"\n'
                                  '  #  include <rapidjson/document.h>\n',
        "exporter/bsg/json.cc": '#include <rapidjson/document.h>\n'
                                '#include "json.h"\n',
        "exporter/collect/x.cc": '#include "bsg_exporter/config/config.h"\n'
                                 '#include <curl/curl.h>\n'
                                 '#include "tests/support/files.h"\n',
        "exporter/main.cc": '#include "bsg_exporter/http/a.h"\n'
                            '#include "exporter/bsg/private.h"\n',
        "tests/bsg/a_test.cc": '#include "exporter/bsg/private.h"\n'
                               '#include "exporter/http/private.h"\n',
        "tests/http/a_test.cc": '#include <gtest/gtest.h>\n'
                                '#include <nlohmann/json.hpp>\n'
                                '#include "bsg_exporter/base/up.h"\n',
    }

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = pathlib.Path(folder.name)
        for name, text in self.BAD.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.files = sources(root)

    def test_every_forbidden_include_is_found(self):
        found = [": ".join(p.split(": ")[:2]) for p in problems(self.files)]
        self.assertEqual(sorted(found), [
            "exporter/bsg/json.cc: json.h",
            "exporter/bsg/lonely.cc: rapidjson/document.h",
            "exporter/collect/x.cc: bsg_exporter/config/config.h",
            "exporter/collect/x.cc: curl/curl.h",
            "exporter/collect/x.cc: tests/support/files.h",
            "exporter/main.cc: exporter/bsg/private.h",
            "include/bsg_exporter/base/up.h: bsg_exporter/http/a.h",
            "tests/bsg/a_test.cc: exporter/http/private.h",
            "tests/http/a_test.cc: nlohmann/json.hpp",
        ])

    def test_a_header_without_a_reader_outside_is_found(self):
        self.assertEqual(unused_headers(self.files),
                         ["include/bsg_exporter/bsg/lonely.h"])

    def test_the_table_is_read_from_markdown(self):
        self.assertEqual(readme_table(
            "x\n<!-- layers -->\n| layer | may use | is |\n"
            "| --- | --- | --- |\n"
            "| base | – | Result |\n| `http` | base | curl |\n"
            "| bsg | base, http | it |\n<!-- /layers -->\n"),
            {"base": [], "http": ["base"], "bsg": ["base", "http"]})
        self.assertIsNone(readme_table("nothing"))


if __name__ == "__main__":
    unittest.main()
