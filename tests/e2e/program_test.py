"""The program from outside: exit codes, subcommands, signals."""

import json
import re
import signal
import socket
import threading
import time
import unittest

from exposition import Page
from fake_api import FakeApi, json_answer
from harness import EXPORTER, PAYLOADS, SOURCE, E2eTestCase
from process import run, wait_for

# "Within a second", and what a busy machine with sanitizers may add to it.
# Anything that waited for the API would take ten times as long.
STOP_LIMIT = 3.0


def exporter(*arguments, env=None):
    return run([EXPORTER, *arguments], env=env)


class UsageTest(E2eTestCase):
    def assert_usage_error(self, done, *words):
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(done.stdout, "")
        for word in words:
            self.assertIn(word, done.stderr)

    def test_help_and_version_go_well(self):
        for flag in ("--help", "-h"):
            done = exporter(flag)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
        for word in ("serve", "check", "scrape", "decode", "--config.file",
                     "--web.listen-address", "--log.level", "--log.format",
                     "--campaign", "--shard", "--version"):
            self.assertIn(word, exporter("--help").stdout)

    def test_version_is_the_one_of_cmake(self):
        text = (SOURCE / "CMakeLists.txt").read_text(encoding="utf-8")
        version = re.search(r"project\(bsg_exporter VERSION (\S+)", text)[1]
        done = exporter("--version")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout,
                         rf"\Absg_exporter {re.escape(version)} .+\n\Z")

    def test_nothing_to_serve_is_a_usage_error(self):
        self.assert_usage_error(exporter(), "--config.file")
        self.assert_usage_error(exporter("check"), "--config.file")
        self.assert_usage_error(exporter("check", "--campaign=1"),
                                "BSG_API_KEY")

    def test_wrong_flags_are_usage_errors(self):
        self.assert_usage_error(exporter("--no-such-flag"), "--no-such-flag")
        self.assert_usage_error(exporter("no-such-command"))
        self.assert_usage_error(exporter("decode"))
        self.assert_usage_error(exporter("check", "--log.level=loud"))
        self.assert_usage_error(exporter("--campaign=1",
                                         "--web.listen-address=nope",
                                         env={"BSG_API_KEY": "live_x"}),
                                "--web.listen-address")
        self.assert_usage_error(exporter("check", "--campaign=x",
                                         env={"BSG_API_KEY": "live_x"}))
        missing = self.folder / "missing.toml"
        self.assert_usage_error(exporter(f"--config.file={missing}"),
                                str(missing))

    def test_a_bad_configuration_is_named_by_file_line_and_column(self):
        path = self.write("bad.toml", '[scrape]\nconcurency = 3\n'
                                      'timeout = "soon"\n')
        for command in ((), ("serve",), ("check",), ("scrape",)):
            with self.subTest(command):
                done = exporter(*command, f"--config.file={path}")
                self.assert_usage_error(
                    done, f"{path}:2:1: unknown key 'scrape.concurency'",
                    f"{path}:3:")

    def test_without_a_file_the_environment_has_the_key(self):
        done = exporter("check", "--campaign=1", "--campaign=2",
                        env={"BSG_API_KEY": "live_key"})
        self.assertEqual(done.returncode, 0, done.stderr)


class CommandTest(E2eTestCase):
    def setUp(self):
        super().setUp()
        self.api = self.simulator(campaigns=3)
        self.ids = self.api.ids()

    def configure(self, **sections):
        return self.config(self.account(self.api, self.ids), **sections)

    def test_check_says_that_all_is_well_without_asking_the_api(self):
        done = exporter("check", f"--config.file={self.configure()}")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotEqual(done.stdout, "")
        self.assertEqual(self.api.requests_to("login"), 0)

    def test_check_live_reads_every_campaign_and_shows_a_table(self):
        done = exporter("check", "--live",
                        f"--config.file={self.configure()}")
        self.assertEqual(done.returncode, 0, done.stderr)
        for campaign_id in self.ids:
            self.assertRegex(done.stdout, rf"(?m)^.*\b{campaign_id}\b.*$")

    def test_check_live_fails_when_a_campaign_does(self):
        self.api.fault("404", campaign=self.ids[1])
        done = exporter("check", "--live",
                        f"--config.file={self.configure()}")
        self.assertEqual(done.returncode, 1, done.stderr)
        rows = {i: next(line for line in done.stdout.splitlines()
                        if re.search(rf"\b{i}\b", line)) for i in self.ids}
        self.assertIn("not_found", rows[self.ids[1]])
        self.assertNotIn("not_found", rows[self.ids[0]])

    def test_check_live_keeps_what_the_api_says_on_its_line(self):
        text = (PAYLOADS / "01_rcs_data_read_sms_fallback.json").read_text(
            encoding="utf-8")
        document = json.loads(text)
        document["data"]["name"] = "a\n99  ok  \x1b]0;b\x07\u009bc"
        api = FakeApi(lambda request: json_answer(
            {"bearer": "token"} if request.path.endswith("/login")
            else document))
        self.addCleanup(api.stop)
        config = self.config(self.account(api.url, [document["data"]["id"]]),
                             refresh={"balance": "off"})
        done = exporter("check", "--live", f"--config.file={config}")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(r"a\x0a99  ok  \x1b]0;b\x07\x9bc", done.stdout)
        self.assertEqual(len(done.stdout.splitlines()), 3)

    def test_scrape_prints_one_page(self):
        done = exporter("scrape", f"--config.file={self.configure()}")
        self.assertEqual(done.returncode, 0, done.stderr)
        page = Page(done.stdout)
        self.assertEqual(page.find("bsg_campaign_up"), [1] * 3)
        self.assertEqual(
            page.value("bsg_scrape_campaigns", account="main",
                       outcome="read"), 3)

    def through_shell(self, redirection, *arguments):
        return run(["sh", "-c", 'exec "$@" ' + redirection, "sh", EXPORTER,
                    *arguments])

    def test_output_that_cannot_be_written_is_a_failure(self):
        config = f"--config.file={self.configure()}"
        for command in (("--version",), ("--help",), ("check", config),
                        ("scrape", config)):
            for lost in (">/dev/full", ">&-"):
                with self.subTest(f"{command[0]} {lost}"):
                    done = self.through_shell(lost, *command)
                    self.assertEqual(done.returncode, 1, done.stderr)
                    self.assertIn("standard output", done.stderr)

    def test_a_stray_key_in_the_environment_goes_nowhere(self):
        done = exporter("scrape", f"--config.file={self.configure()}",
                        env={"BSG_API_KEY": "live_of_somebody_else"})
        self.assertEqual(Page(done.stdout).find("bsg_campaign_up"), [1] * 3)

    def test_decode_of_a_file_that_is_not_there_fails(self):
        missing = self.folder / "missing.json"
        done = exporter("decode", missing)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn(str(missing), done.stderr)

    def test_an_address_that_is_taken_fails(self):
        taken = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(taken.close)
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = exporter(f"--config.file={self.configure()}",
                        f"--web.listen-address={address}")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(address, done.stderr)

    def test_a_flag_beats_the_file(self):
        config = self.configure(web={"listen": ["127.0.0.1:1"]},
                                log={"format": "json", "level": "error"})
        served = self.exporter(config, "--log.format=logfmt")
        self.assertNotIn("127.0.0.1:1", served.addresses)
        self.assertTrue(all(line.startswith("ts=") for line in served.stderr))


class SignalTest(E2eTestCase):
    def setUp(self):
        super().setUp()
        self.api = self.simulator(campaigns=2)
        self.served = self.exporter(self.config(
            self.account(self.api, self.api.ids()),
            scrape={"timeout": "30s", "request_timeout": "30s"}))

    def end(self, number):
        began = time.monotonic()
        code = self.served.stop(number)
        self.assertEqual(code, 0, self.served.output())
        self.assertLess(time.monotonic() - began, STOP_LIMIT)

    def test_sigterm_and_sigint_end_it_well(self):
        self.served.scrape()
        self.end(signal.SIGTERM)

    def test_sigint_ends_it_before_the_first_scrape(self):
        self.end(signal.SIGINT)

    def test_a_scrape_under_way_does_not_hold_it_up(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number):
                self.setUp()
                self.end_during_a_scrape(number)

    def end_during_a_scrape(self, number):
        self.api.fault("hang")
        outcome = []

        def scrape():
            try:
                outcome.append(self.served.get().status)
            except OSError as error:
                outcome.append(error)

        client = threading.Thread(target=scrape)
        client.start()
        wait_for(lambda: self.api.answers("hang"), "the API to be asked")
        self.end(number)
        client.join(STOP_LIMIT)
        self.assertEqual(len(outcome), 1, "the scrape is left waiting")


if __name__ == "__main__":
    unittest.main()
