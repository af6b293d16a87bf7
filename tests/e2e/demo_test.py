"""deploy/demo, with the programs of this build: what it shows, and that
nothing outlives it however it ends."""

import os
import pathlib
import re
import shutil
import signal
import unittest

import web
from harness import BINARIES, SOURCE
from process import Process, wait_for


# What the person on call is told first, with links that lead somewhere.
MESSAGE = re.compile(r"""
--- (?:pager|tickets): [A-Z]+ (Bsg\w+), account demo, campaign (\d+): (.+)
    \3

    Campaign \2 of account demo(?: \(.+\))?, since .+ UTC
      Campaign \2 \(.+
      http://127.0.0.1:\d+/d/bsg-campaign\?var-account=demo&var-campaign_id=\2

    What to do: http://127.0.0.1:\d+/runbooks/\1
    Silence: amtool --alertmanager.url='http://127.0.0.1:\d+' silence add .+
    Query: http://127.0.0.1:\d+/graph\?g0.expr=.+""")


def processes_with(mark):
    """Command lines of the processes whose environment has the mark."""
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (entry / "environ").read_bytes():
                line = (entry / "cmdline").read_bytes().decode()
                found.append(line.replace("\0", " "))
        except OSError:
            pass  # ended meanwhile, or another user's
    return found


class DemoTest(unittest.TestCase):
    def demo(self, *arguments):
        self.mark = f"DEMO_TEST={self.id()}-{os.getpid()}"
        demo = Process([SOURCE / "deploy/demo", f"--bin-dir={BINARIES}",
                        *arguments], env=dict([self.mark.split("=")]))
        self.addCleanup(lambda: demo.stop())
        return demo

    def expect_nothing_left(self):
        wait_for(lambda: not processes_with(self.mark),
                 "the demo's processes to end")

    def folder_of(self, demo):
        """Where the demo said that its logs are; removed with the test."""
        folder = pathlib.Path(demo.wait_for_lines(
            "stdout", r"^Configuration, logs (/\S+/demo/\S+)$")[0][1])
        self.addCleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        return folder

    def test_shows_samples_that_went_through_prometheus(self):
        demo = self.demo("--once")
        self.assertEqual(demo.wait(), 0, demo.output())
        self.expect_nothing_left()
        output = demo.output()
        self.assertRegex(output, r'(?m)^bsg_campaign_up\{account="demo",'
                                 r'campaign_id="\d+"\} 1$')
        self.assertRegex(output, r'(?m)^\{account="demo"\} => [1-9]\d* @')
        self.assertRegex(output, r'(?m)^\{channel="\w+", status="\w+"\} => ')
        self.assertRegex(output, MESSAGE)
        self.assertFalse(self.folder_of(demo).exists())

    def test_a_signal_ends_everything(self):
        demo = self.demo()
        demo.wait_for_lines("stdout", "^Ctrl-C ends everything")
        (link,) = demo.wait_for_lines(
            "stdout", r"What to do: http://(\S+?)(/runbooks/(\w+))$")
        runbook = web.request(link[1], link[2])
        self.assertEqual(runbook.status, 200)
        self.assertIn(link[3], runbook.text)
        self.assertEqual(web.request(link[1], "/runbooks/../x").status, 404)
        for name in ("bsg_simulator", "bsg_exporter", "prometheus",
                     "alertmanager", "on_call"):
            self.assertTrue(any(name in line
                                for line in processes_with(self.mark)), name)
        demo.send(signal.SIGTERM)
        self.assertEqual(demo.wait(), 0, demo.output())
        self.expect_nothing_left()

    def test_the_end_of_one_program_is_the_end_of_all(self):
        demo = self.demo()
        folder = self.folder_of(demo)
        demo.wait_for_lines("stdout", "^Waiting for the first scrape")
        os.kill(int((folder / "exporter.pid").read_text()), signal.SIGKILL)
        self.assertEqual(demo.wait(), 1, demo.output())
        self.assertIn("exporter ended by itself", demo.output())
        self.expect_nothing_left()
        self.assertTrue((folder / "exporter.log").exists())

    def test_nothing_outlives_a_killed_demo(self):
        demo = self.demo()
        self.folder_of(demo)
        demo.wait_for_lines("stdout", "^Waiting for the first scrape")
        demo.send(signal.SIGKILL)
        demo.wait()
        self.expect_nothing_left()

    def test_a_key_needs_a_campaign(self):
        demo = self.demo("--once", f"--api-key-file={os.devnull}")
        self.assertEqual(demo.wait(), 1)
        self.assertIn("--api-key-file and --campaign go together",
                      demo.output())


if __name__ == "__main__":
    unittest.main()
