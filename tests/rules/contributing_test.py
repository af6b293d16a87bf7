"""The commands that CONTRIBUTING shows: each is tried as far as that takes no
time, and names nothing that is not there."""

import os
import re
import shlex
import subprocess
import unittest

from docs_test import BINARIES, SOURCE, read

# The build that the tests run from; its preset's name stands in the commands.
BUILD = BINARIES.parent


def commands():
    """Those of the console blocks and of the table, without comments."""
    text = read(SOURCE / "CONTRIBUTING.md")
    shown = re.findall(r"(?m)^\$ (.*)$", text)
    shown += re.findall(r"(?m)^\| `(tests/[^`]+)` \|", text)
    for line in shown:
        line = line.split("  #")[0].strip("() ")
        yield from (part.strip() for part in re.split(r"&&", line))


def output(*arguments, **options):
    done = subprocess.run([str(a) for a in arguments], cwd=SOURCE, text=True,
                          capture_output=True, timeout=60, check=False,
                          **options)
    return done.returncode, done.stdout + done.stderr


class ContributingTest(unittest.TestCase):
    def test_every_command_can_be_given(self):
        tried = 0
        for command in commands():
            with self.subTest(command):
                self.try_out(shlex.split(command))
                tried += 1
        self.assertGreater(tried, 20)

    def try_out(self, words):
        while "=" in words[0]:  # the environment of the command
            words = words[1:]
        program = words[0].removeprefix("./")
        if program == "setarch":
            return self.try_out(words[2:])
        if program in ("cd", "cpack"):
            return
        if program == "gdb":
            return self.assertTrue((SOURCE / words[-1]).exists())
        if program == "cmake":
            return self.try_cmake(words)
        if program == "ctest":
            return self.try_ctest(words)
        if program == "python3":
            return self.assertTrue(
                (SOURCE / "tests/e2e" / words[-1]).with_suffix(".py").exists())
        if program.startswith("build/"):
            return self.try_test_program(words)
        path = SOURCE / program
        self.assertTrue(os.access(path, os.X_OK), program)
        if program == "tests/package/run":
            return [self.assertTrue((path.parent / w).exists())
                    for w in words[1:]]
        code, text = output(path, "--help")
        self.assertEqual(code, 0, text)
        for flag in re.findall(r"--[a-z-]+", " ".join(words[1:])):
            self.assertIn(flag, text)

    def try_cmake(self, words):
        presets = read(SOURCE / "CMakePresets.json")
        self.assertIn(f'"name": "{words[words.index("--preset") + 1]}"',
                      presets)
        if "--target" in words:
            target = words[words.index("--target") + 1]
            code, text = output("ninja", "-C", BUILD, "-t", "query", target)
            self.assertEqual(code, 0, text)

    def try_ctest(self, words):
        chosen = [w for w in words[3:] if w != "--verbose"]
        _, text = output("ctest", "--test-dir", BUILD, "-N", *chosen)
        self.assertRegex(text, r"Total Tests: [1-9]")

    def try_test_program(self, words):
        program = BUILD / words[0].removeprefix("build/release/")
        _, text = output(program, "--gtest_list_tests", *words[1:])
        self.assertRegex(text, r"(?m)^  \w")


if __name__ == "__main__":
    unittest.main()
