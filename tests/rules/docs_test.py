"""The documents tell the truth: what they show is run, what they list is
compared with the program, both ways."""

import pathlib
import re
import shlex
import subprocess
import sys
import tomllib
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/e2e"))

from harness import BINARIES, EXPORTER, E2eTestCase  # noqa: E402
from process import run  # noqa: E402

README = SOURCE / "README.md"
EXAMPLE = SOURCE / "config/bsg_exporter.toml"
CONFIG_README = SOURCE / "config/README.md"


def read(path):
    if not path.exists():
        raise AssertionError(f"{path.relative_to(SOURCE)} is missing")
    return path.read_text(encoding="utf-8")


def between(text, mark):
    match = re.search(rf"<!-- {mark} -->\n(.*?)<!-- /{mark} -->", text,
                      re.DOTALL)
    if not match:
        raise AssertionError(f"nothing between the marks '{mark}'")
    return match[1]


def table(text):
    """The rows of a Markdown table, cells stripped; the head left out."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")]
            for line in text.splitlines() if line.startswith("|")]
    return rows[2:]


def code_blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text,
                      re.DOTALL | re.MULTILINE)


def names(cell):
    return [re.sub(r"\{.*", "", name) for name in re.findall(r"`(.+?)`", cell)]


def tracked_files():
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=SOURCE,
                             capture_output=True, check=True).stdout
    return [p for p in listing.decode().split("\0") if p]


class MetricsTableTest(E2eTestCase):
    """README's table of metrics against pages on which every family is."""

    def pages(self):
        """The pages of an exporter that lives through good and bad times."""
        api = self.simulator(mixed=20)
        ids = api.ids()
        config = self.config(
            self.account(api, [(ids[0], {"team": "growth"}), *ids[1:]],
                         discovery={"enabled": True}),
            self.account("http://127.0.0.1:1", [1], name="dead"),
            scrape={"timeout": "5s"},
            refresh={"balance": "0s", "settled": "1s"})
        exporter = self.exporter(config)
        yield exporter.scrape()
        api.fault("429", retry_after=60)
        yield exporter.scrape()
        yield exporter.scrape()

    def test_table_and_pages_have_the_same_metrics_and_labels(self):
        on_pages = {}
        for page in self.pages():
            for family in page.families.values():
                labels = on_pages.setdefault(family.name, set())
                for _, own, _ in family.samples:
                    labels |= {re.sub(r"^label_.*", "label_*", name)
                               for name in own if name != "le"}
        in_table = {}
        for row in table(between(read(README), "metrics")):
            self.assertEqual(len(row), 3, row)
            labels = {re.sub(r"^label_.*", "label_*", label)
                      for label in re.findall(r"[a-z_]+(?:[*]|<name>)?", row[1])
                      if label != "none"}
            for name in names(row[0]):
                self.assertNotIn(name, in_table, "twice in the table")
                in_table[name] = labels
            self.assertNotEqual(row[2], "")
        self.assertEqual(in_table, on_pages)


class PathsTest(unittest.TestCase):
    def served(self):
        """Those of all pages; that of the metrics is ""."""
        routes = re.search(r"routes_\{\n(.*?)\n      \}",
                           read(SOURCE / "exporter/web/exporter_handler.cc"),
                           re.DOTALL)[1]
        return re.findall(r'\{(?:"(.*?)"|options_\.telemetry_path),', routes)

    def test_table_and_program_have_the_same_paths(self):
        table_of_paths = re.search(r"(?m)^\| path \| answers \|\n(?:\|.*\n)+",
                                   read(README))[0]
        documented = [re.sub(r"\?.*", "", name)
                      for row in table(table_of_paths) for name in names(row[0])]
        self.assertEqual(sorted(documented),
                         sorted(path or "/metrics" for path in self.served()))

    def test_metrics_cannot_take_the_path_of_another_page(self):
        others = sorted(path for path in self.served() if path)
        sentence = re.search(r"The paths of other pages are (.*?)\.\n",
                             read(SOURCE / "config/README.md"))[1]
        self.assertEqual(sorted(names(sentence)), others)
        own = re.search(r"kOwnPaths = \{(.*?)\};",
                        read(SOURCE / "exporter/config/values.cc"),
                        re.DOTALL)[1]
        # "/" alone is no path for metrics anyway.
        self.assertEqual(sorted(["/", *re.findall(r'"(.*?)"', own)]), others)


class FlagsTest(unittest.TestCase):
    def test_readme_shows_the_help_text_as_it_is(self):
        (block,) = re.findall(r"^```\w*\n(.*?)^```$",
                              between(read(README), "help"),
                              re.DOTALL | re.MULTILINE)
        done = run([EXPORTER, "--help"])
        self.assertEqual(done.stdout.strip(), block.strip())


class ConfigurationTest(E2eTestCase):
    def example_keys(self):
        def flatten(prefix, value):
            if isinstance(value, list) and value and isinstance(value[0], dict):
                for item in value:
                    yield from flatten(prefix, item)
            elif isinstance(value, dict) and not prefix.endswith("labels"):
                for key, inner in value.items():
                    yield from flatten(f"{prefix}.{key}" if prefix else key,
                                       inner)
            else:
                yield prefix
        return set(flatten("", tomllib.loads(read(EXAMPLE))))

    def test_the_example_passes_the_check(self):
        key = self.write("api.key", "live_example\n")
        text, replaced = re.subn(r'(?m)^api_key_file = ".*"',
                                 f'api_key_file = "{key}"', read(EXAMPLE))
        self.assertEqual(replaced, 1)
        config = self.write("example.toml", text)
        done = run([EXPORTER, "check", f"--config.file={config}"])
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_reference_and_the_example_have_the_same_keys(self):
        documented = set()
        for line in read(CONFIG_README).splitlines():
            match = re.match(r"\|\s*`([a-z_.]+)`\s*\|", line)
            if match:
                self.assertNotIn(match[1], documented, "twice")
                documented.add(match[1])
        in_example = self.example_keys()
        self.assertGreater(len(in_example), 20)
        # A comment shows what cannot stand beside what the example uses.
        commented = set(re.findall(r"(?m)^#\s*([a-z_]+) = ", read(EXAMPLE)))
        self.assertEqual(in_example - documented, set())
        self.assertEqual({key for key in documented - in_example
                          if key.split(".")[-1] not in commented}, set())

    def test_keys_that_readme_names_exist(self):
        known = self.example_keys() | {
            match[1] for match in re.finditer(r"(?m)^\|\s*`([a-z_.]+)`",
                                              read(CONFIG_README))}
        sections = {key.split(".")[0] for key in known if "." in key}
        for word in re.findall(r"`([a-z_]+\.[a-z_.]+)`", read(README)):
            if word.split(".")[0] in sections:
                self.assertIn(word, known)


class VersionTest(unittest.TestCase):
    IMAGE = re.compile(r"(?:bsg-exporter:|ARG VERSION=|newTag: )(\d[\w.]*)")

    def version(self):
        return re.search(r"project\(bsg_exporter VERSION (\S+)",
                         read(SOURCE / "CMakeLists.txt"))[1]

    def test_images_are_named_by_it_where_the_release_recipe_says(self):
        named = {name: set(self.IMAGE.findall(read(SOURCE / name)))
                 for name in tracked_files() if name.startswith("deploy/")}
        recipe = re.search(r"## A release\n(.*?)```",
                           read(SOURCE / "CONTRIBUTING.md"), re.DOTALL)[1]
        self.assertEqual({name: found for name, found in named.items()
                          if found},
                         {name: {self.version()} for name in names(recipe)
                          if (SOURCE / name).is_file()
                          and name.startswith("deploy/")})

    def test_one_version_everywhere(self):
        version = self.version()
        newest = re.search(r"(?m)^## \[?v?(\d+\.\d+\.\d+)",
                           read(SOURCE / "CHANGELOG.md"))
        self.assertIsNotNone(newest, "CHANGELOG.md has no entry")
        self.assertEqual(newest[1], version)
        done = run([EXPORTER, "--version"])
        self.assertEqual(done.stdout.split()[:2], ["bsg_exporter", version])


class ShownCommandsTest(unittest.TestCase):
    """Blocks of the language `console`: lines after "$ " are commands, what
    follows is what they print; a line of "…" stands for any lines."""

    OFFLINE = ("--version", "--help", "decode", "check")

    def shown(self):
        for name in tracked_files():
            if pathlib.Path(name).name != "README.md":
                continue
            relative, path = pathlib.Path(name), SOURCE / name
            for block in code_blocks(read(path), "console"):
                for part in re.split(r"(?m)^\$ ", block)[1:]:
                    command, _, output = part.partition("\n")
                    yield relative, command, output

    def test_outputs_are_what_the_commands_print(self):
        compared = 0
        for where, command, output in self.shown():
            words = shlex.split(command, comments=True)
            if (pathlib.Path(words[0]).name != "bsg_exporter"
                    or len(words) < 2 or words[1] not in self.OFFLINE):
                continue
            with self.subTest(file=str(where), command=command):
                done = subprocess.run(
                    command.replace(words[0], str(EXPORTER), 1), shell=True,
                    cwd=SOURCE, capture_output=True, text=True, check=False)
                pattern = "(?:.*\n)*".join(
                    re.escape(piece) for piece in re.split(r"(?m)^…\n",
                                                           output))
                self.assertRegex(done.stdout + done.stderr,
                                 rf"\A{pattern}\Z")
                compared += 1
        self.assertGreater(compared, 0, "README.md shows no output to compare")

    def test_commands_that_are_shown_exist(self):
        for where, command, _ in self.shown():
            first = shlex.split(command, comments=True)[0]
            if first.startswith("./") and not first.startswith("./build/"):
                with self.subTest(file=str(where)):
                    self.assertTrue((SOURCE / first).exists(), command)

    def test_files_that_are_linked_exist(self):
        for name in tracked_files():
            if not name.endswith(".md"):
                continue
            path = SOURCE / name
            for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", read(path)):
                if not re.match(r"[a-z]+:", target):
                    self.assertTrue((path.parent / target).exists(),
                                    f"{name}: {target}")


class WordsTest(unittest.TestCase):
    """Words that say that something is unfinished or not of this project.
    Put together from pieces, so that this file is not the one place."""

    FORBIDDEN = [
        r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b", r"not imple" r"mented",
        r"DIS" r"ABLED_", r"GTEST_" r"SKIP", r"unittest\.sk" r"ip",
        r"(?:^|[^\w.])/(?:wo" r"rk|fa" r"rm)/", r"\.\./sha" r"red",
        r"\b(?:des" r"ign|bsg-a" r"pi|measured-fa" r"cts)\.md\b",
        r"sleep" r"_for|\bus" r"leep\b|\btime\.sl" r"eep\b",
    ]

    def test_none_of_them_stands_anywhere(self):
        pattern = re.compile("|".join(self.FORBIDDEN), re.MULTILINE)
        found = []
        for name in tracked_files():
            path = SOURCE / name
            try:
                text = path.read_text(encoding="utf-8")
            except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
                continue
            found += [f"{name}:{text.count(chr(10), 0, m.start()) + 1}: {m[0]}"
                      for m in pattern.finditer(text)]
        self.assertEqual(found, [])


if __name__ == "__main__":
    print(f"against the programs in {BINARIES}", file=sys.stderr)
    unittest.main()
