"""SECURITY.md promises nothing that no test holds: each row of its table names
tests, and the tests are there."""

import ast
import re
import unittest

from docs_test import README, SOURCE, between, read, table, tracked_files

CPP_TEST = re.compile(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\)", re.MULTILINE)


def cpp_tests(text):
    return {".".join(names) for names in CPP_TEST.findall(text)}


def python_tests(text):
    return {f"{kind.name}.{test.name}"
            for kind in ast.parse(text).body if isinstance(kind, ast.ClassDef)
            for test in kind.body if isinstance(test, ast.FunctionDef)
            and test.name.startswith("test_")}


def all_tests():
    found = set()
    for name in tracked_files():
        if name.startswith("tests/") and name.endswith("_test.cc"):
            found |= cpp_tests(read(SOURCE / name))
        elif name.startswith("tests/") and name.endswith("_test.py"):
            found |= python_tests(read(SOURCE / name))
    return found


class SecurityTest(unittest.TestCase):
    def test_every_promise_names_tests_that_exist(self):
        there = all_tests()
        rows = table(between(read(SOURCE / "SECURITY.md"), "doors"))
        self.assertGreater(len(rows), 10)
        for who, what, tests in rows:
            with self.subTest(who):
                self.assertNotEqual(what, "")
                named = re.findall(r"`([^`]+)`", tests)
                self.assertNotEqual(named, [])
                self.assertEqual(set(named) - there, set())

    def test_no_flag_takes_a_secret(self):
        flags = re.findall(r"--[a-z.-]+", between(read(README), "help"))
        self.assertIn("--config.file", flags)
        self.assertEqual([f for f in flags
                          if re.search("key|token|password|secret", f)], [])

    def test_names_are_read_from_both_languages(self):
        self.assertEqual(cpp_tests("TEST_F(A,\n       B) {\n// TEST(C, D)"),
                         {"A.B"})
        self.assertEqual(python_tests("class A:\n  def test_b(self): pass\n"
                                      "  def other(self): pass"), {"A.test_b"})


if __name__ == "__main__":
    unittest.main()
