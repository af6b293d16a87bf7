"""The manual page and the completion say what the program does: both are made
of its table of flags, and what is not is compared here."""

import os
import pathlib
import pty
import re
import select
import sys
import tempfile
import time
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/e2e"))

from docs_test import README, names, read, table  # noqa: E402
from harness import BINARIES, EXPORTER  # noqa: E402
from process import DEADLINE, run  # noqa: E402

MADE = BINARIES.parent / "deploy"


def section(title):
    page = (MADE / "bsg_exporter.1").read_text(encoding="utf-8")
    return re.search(rf"(?ms)^\.Sh {title}\n(.*?)(?=^\.Sh |\Z)", page)[1]


def help_rows(text):
    """{first word of a row: its text} of a help text's tables."""
    rows = re.findall(r"(?m)^  (\S+)(?: \S+)*? {2,}(\S.*)$", text)
    return {name.split(",")[-1]: about for name, about in rows}


def manual_rows(text):
    """{flag or command: its text} of a list in mdoc."""
    rows = {}
    for head, about in re.findall(r"(?m)^\.It (.*)\n([^.].*)\.$", text):
        words = head.replace("Fl ", "-").split(" Ns ")[0].split()
        rows[[w for w in words if w not in ("Cm", "Ar", ",", "...")][-1]] = (
            about)
    return rows


class ManualTest(unittest.TestCase):
    def test_it_has_the_flags_and_commands_of_the_help_text(self):
        helped = help_rows(run([EXPORTER, "--help"]).stdout)
        of_commands = {}
        for command in ("serve", "check", "scrape", "decode"):
            of_commands |= help_rows(run([EXPORTER, command, "--help"]).stdout)
        manual = manual_rows(section("OPTIONS") + section("COMMANDS"))
        self.assertEqual(manual, {**of_commands, **helped})

    def test_it_has_the_paths_of_the_readme(self):
        paths = re.search(r"(?m)^\| path \| answers \|\n(?:\|.*\n)+",
                          read(README))[0]
        documented = {re.sub(r"\?.*", "", name)
                      for row in table(paths) for name in names(row[0])}
        in_manual = set(re.findall(r"(?m)^\.It Pa (\S+)",
                                   section("HTTP PATHS")))
        self.assertEqual(in_manual, documented)

    def test_it_tells_the_version(self):
        page = (MADE / "bsg_exporter.1").read_text(encoding="utf-8")
        version = run([EXPORTER, "--version"]).stdout.split()[1]
        self.assertIn(f".Os bsg_exporter {version}\n", page)


class Terminal:
    """A bash of today's, with a person in front of it."""

    ALL = "\x1b*"  # insert every completion that there is
    NEXT = "\t"

    def __init__(self, folder):
        child, self._terminal = pty.fork()
        if child == 0:
            os.chdir(folder)
            os.execvpe("bash", ["bash", "--norc", "--noprofile"],
                       {"PATH": os.environ["PATH"], "PS1": "", "PS2": "",
                        "TERM": "dumb", "INPUTRC": "/dev/null",
                        "HISTFILE": "", "LC_ALL": "C.UTF-8"})
        self._child = child
        self._type(f". {MADE}/bsg_exporter.bash; echo rea''dy\n")
        self._read_until("ready\r\n")

    def complete(self, line, key):
        """The words of the line, once the key has been pressed at its end."""
        self._type(f"{line}{key}\x01printf '<%s>' \x05 'e''nd'\n")
        said = self._read_until("<end>")
        words = re.findall(r"<([^<>]*)>", said[said.rindex("<bsg_exporter>"):])
        return words[1:-1]

    def close(self):
        os.close(self._terminal)
        os.waitpid(self._child, 0)

    def _type(self, text):
        os.write(self._terminal, text.encode())

    def _read_until(self, end):
        said, until = "", time.monotonic() + DEADLINE
        while not said.endswith(end):
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._terminal], [], [],
                                              left)[0]:
                raise AssertionError(f"no {end!r} in {said!r}")
            said += os.read(self._terminal, 65536).decode()
        return said


class CompletionTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for name in ("one.toml", "with blank.toml"):
            pathlib.Path(folder.name, name).touch()
        self.terminal = Terminal(folder.name)
        self.addCleanup(self.terminal.close)

    def assert_completes(self, line, expected, key=Terminal.NEXT):
        with self.subTest(line):
            self.assertEqual(self.terminal.complete(line, key), expected)

    def test_commands(self):
        self.assert_completes("bsg_exporter ",
                              ["check", "decode", "scrape", "serve"],
                              Terminal.ALL)
        self.assert_completes("bsg_exporter de", ["decode"])
        self.assert_completes("bsg_exporter --log.level=info c",
                              ["--log.level=info", "check"])
        self.assert_completes("bsg_exporter check s", ["check", "s"])

    def test_flags(self):
        every = [f"{name}=" for name in (
            "--campaign", "--config.file")] + ["--help"] + [
            f"{name}=" for name in ("--log.format", "--log.level", "--shard")
        ] + ["--version", "--web.listen-address="]
        self.assert_completes("bsg_exporter -", every, Terminal.ALL)
        self.assert_completes("bsg_exporter check -",
                              ["check", *sorted(every + ["--live"])],
                              Terminal.ALL)
        self.assert_completes("bsg_exporter --vers", ["--version"])
        self.assert_completes("bsg_exporter decode --acc",
                              ["decode", "--account="])

    def test_values_joined_by_an_equals_sign_or_not(self):
        for between in ("=", " "):
            flag = f"bsg_exporter --log.level{between}"
            words = (lambda value: [f"--log.level={value}"]
                     if between == "=" else ["--log.level", value])
            self.assert_completes(flag + "de", words("debug"))
            self.assert_completes(flag + "x", words("x"))
        self.assert_completes("bsg_exporter --log.format=",
                              ["--log.format=json", "logfmt"], Terminal.ALL)

    def test_names_of_files(self):
        self.assert_completes("bsg_exporter --config.file=on",
                              ["--config.file=one.toml"])
        self.assert_completes("bsg_exporter --config.file with",
                              ["--config.file", "with blank.toml"])
        self.assert_completes("bsg_exporter decode on", ["decode", "one.toml"])
        self.assert_completes("bsg_exporter check on", ["check", "on"])


if __name__ == "__main__":
    unittest.main()
