"""The program as it was linked: what stops an overlooked error from becoming
somebody else's code."""

import pathlib
import re
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/e2e"))

from harness import EXPORTER  # noqa: E402


def readelf(*options):
    return subprocess.run(["readelf", "--wide", *options, EXPORTER],
                          capture_output=True, text=True, check=True).stdout


class HardeningTest(unittest.TestCase):
    def test_it_lies_at_another_address_in_every_process(self):
        self.assertRegex(readelf("--dynamic"), r"FLAGS_1\).* PIE\b")

    def test_what_the_loader_resolved_is_read_only(self):
        self.assertIn("GNU_RELRO", readelf("--program-headers"))
        self.assertRegex(readelf("--dynamic"), r"FLAGS_1\).* NOW\b")

    def test_nothing_that_can_be_written_can_be_run(self):
        flags = re.findall(r"(?m)^  (\w+) .* (R?)( ?W?)( ?E?) +0x\w+$",
                           readelf("--program-headers"))
        names = [name for name, *_ in flags]
        self.assertIn("GNU_STACK", names)
        self.assertGreater(names.count("LOAD"), 1)
        for name, _, writable, executable in flags:
            self.assertFalse(writable.strip() and executable.strip(), name)

    def test_the_stack_and_the_buffers_are_watched(self):
        symbols = readelf("--dyn-syms")
        self.assertIn(" __stack_chk_fail@", symbols)
        self.assertRegex(symbols, r" __\w+_chk@")

    def test_the_standard_library_checks_its_bounds(self):
        self.assertIn("__glibcxx_assert_fail", readelf("--dyn-syms"))

    def test_libraries_come_from_where_the_system_has_them(self):
        self.assertNotRegex(readelf("--dynamic"), r"\((RPATH|RUNPATH)\)")


if __name__ == "__main__":
    unittest.main()
