"""The reader that the other tests trust: what it takes and what it refuses."""

import unittest

from exposition import Malformed, Page

GOOD = """\
# HELP a_total Counts "things" with \\\\ and \\n.
# TYPE a_total counter
a_total{x="1",y="q\\"b\\\\n\\n"} 3
a_total{x="2",y=""} 1.5e-07
# HELP h_seconds Times.
# TYPE h_seconds histogram
h_seconds_bucket{le="+Inf"} 2
h_seconds_sum 0.25
h_seconds_count 2
"""

HEAD = "# HELP a A.\n# TYPE a gauge\n"


class ExpositionTest(unittest.TestCase):
    def test_reads_families_labels_and_values(self):
        page = Page(GOOD)
        self.assertEqual(list(page.families), ["a_total", "h_seconds"])
        self.assertEqual(page.families["h_seconds"].type, "histogram")
        self.assertEqual(page.samples[0],
                         ("a_total", {"x": "1", "y": 'q"b\\n\n'}, 3.0))
        self.assertEqual(page.value("a_total", x="2"), 1.5e-07)
        self.assertEqual(page.find("a_total", x="3"), [])

    def test_refuses_what_prometheus_would_let_pass(self):
        bad = {
            "no line feed": HEAD + "a 1",
            "duplicate series": HEAD + 'a{x="1",y="2"} 1\na{y="2",x="1"} 2\n',
            "stands outside its family": HEAD + "a 1\nb 1\n",
            "begins a second time": HEAD + "a 1\n# HELP b B.\n"
                                   "# TYPE b gauge\nb 1\n" + HEAD + "a 2\n",
            "a header without samples": HEAD,
            "without a timestamp": HEAD + "a 1 1700000000\n",
            "no such type": "# HELP a A.\n# TYPE a gouge\na 1\n",
            "does not follow": "# TYPE a gauge\na 1\n",
            "malformed labels": HEAD + 'a{x="\\t"} 1\n',
            "a label twice": HEAD + 'a{x="1",x="2"} 1\n',
            "no number": HEAD + "a 1_0\n",
            "neither a header": HEAD + "a 1\n\n",
        }
        for message, text in bad.items():
            with self.subTest(message):
                with self.assertRaisesRegex(Malformed, message):
                    Page(text)


if __name__ == "__main__":
    unittest.main()
