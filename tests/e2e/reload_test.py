"""A changed configuration comes into force while the program runs, whole or
not at all."""

import os
import signal
import threading
import unittest

import web
from harness import EXPORTER, KEY, E2eTestCase
from process import Process, wait_for

LOADED = "bsg_exporter_config_last_reload_successful"
LOADED_AT = "bsg_exporter_config_last_reload_success_timestamp_seconds"
HASH = "bsg_exporter_config_hash"


class ReloadTest(E2eTestCase):
    def setUp(self):
        super().setUp()
        self.api = self.simulator(campaigns=3)
        self.ids = self.api.ids()
        self.path = self.configure()
        self.served = self.exporter(self.path, log_level="info")

    def configure(self, campaigns=None, scrape=None, **web_section):
        return self.config(
            self.account(self.api, campaigns or self.ids[:2]),
            scrape={"timeout": "30s", "request_timeout": "30s",
                    **(scrape or {})},
            web={"enable_reload": True, **web_section})

    def post(self):
        return self.served.get("/-/reload", "POST")

    def logged(self, words):
        return sum(words in line for line in self.served.stderr)

    def hang_up(self, words, count=1):
        """SIGHUP, and the log line that tells what came of it."""
        self.served.send(signal.SIGHUP)
        self.served.wait_for_lines("stderr", words, count)

    def served_ids(self):
        return sorted(int(labels["campaign_id"]) for _, labels, _ in
                      self.served.scrape().families["bsg_campaign_up"].samples)

    def test_both_ways_put_a_changed_file_in_force(self):
        self.assertEqual(self.served_ids(), self.ids[:2])
        self.configure(self.ids)
        self.hang_up("configuration loaded")
        self.assertEqual(self.served_ids(), self.ids)
        self.configure(self.ids[1:])
        answer = self.post()
        self.assertEqual((answer.status, answer.text),
                         (200, "configuration loaded\n"))
        self.assertEqual(self.served_ids(), self.ids[1:])
        self.assertEqual(self.api.requests_to("login"), 1)

    def test_a_pipe_in_its_place_is_refused_and_not_waited_for(self):
        self.path.unlink()
        os.mkfifo(self.path)
        answer = self.post()
        self.assertEqual((answer.status, answer.text), (
            500, f"cannot read '{self.path}': not a regular file\n"))
        self.assertEqual(self.served.stop(), 0)

    def test_a_bad_file_changes_nothing_and_says_all_that_is_wrong(self):
        before = self.served.scrape()
        shown = self.served.get("/config").text
        self.write("exporter.toml", '[scrape]\nconcurency = 3\n'
                                    'timeout = "soon"\n')
        answer = self.post()
        self.assertEqual(answer.status, 500)
        self.assertEqual(answer.headers["content-type"],
                         "text/plain; charset=utf-8")
        problems = answer.text.splitlines()
        self.assertEqual(len(problems), 3, answer.text)
        for place in ("2:1: unknown key 'scrape.concurency'", "3:1: "):
            self.assertIn(f"{self.path}:{place}", answer.text)
        after = self.served.scrape()
        self.assertEqual(after.value(LOADED), 0)
        for name in (LOADED_AT, HASH):
            self.assertEqual(after.value(name), before.value(name))
        self.assertEqual(self.served_ids(), self.ids[:2])
        self.assertEqual(self.served.get("/config").text, shown)
        self.assertEqual(
            self.logged("level=error"), len(problems), self.served.output())

        self.hang_up("level=error", 2 * len(problems))
        self.assertEqual(self.served.scrape().value(LOADED), 0)
        self.configure()
        self.assertEqual(self.post().status, 200)
        mended = self.served.scrape()
        self.assertEqual(mended.value(LOADED), 1)
        self.assertGreater(mended.value(LOADED_AT), before.value(LOADED_AT))
        self.assertEqual(mended.value(HASH), before.value(HASH))

    def test_no_answer_and_no_line_holds_a_key(self):
        self.write("main.key", f"{KEY} and_more\n")
        answer = self.post()
        self.assertEqual(answer.status, 500)
        self.assertIn("api_key_file", answer.text)
        self.hang_up("level=error", 2)
        for text in (answer.text, self.served.get("/config").text,
                     self.served.output()):
            self.assertNotIn(KEY, text)

    def test_the_hash_tells_configurations_apart(self):
        first = self.served.scrape().value(HASH)
        self.path.write_text("# a remark\n" + self.path.read_text())
        self.post()
        self.assertEqual(self.served.scrape().value(HASH), first)
        self.configure(probe_any=True)
        self.post()
        self.assertNotEqual(self.served.scrape().value(HASH), first)

    def test_what_a_page_is_made_of_changes_with_the_next_request(self):
        self.configure(telemetry_path="/own")
        connection = web.connect(self.served.address)
        self.addCleanup(connection.close)
        self.assertEqual(web.ask(connection, "GET", "/own").status, 404)
        self.assertEqual(web.ask(connection, "POST", "/-/reload").status, 200)
        self.assertEqual(web.ask(connection, "GET", "/own").status, 200)
        self.assertEqual(web.ask(connection, "GET", "/metrics").status, 404)
        self.configure(enable_reload=False)
        self.assertEqual(web.ask(connection, "POST", "/-/reload").status, 200)
        refused = web.ask(connection, "POST", "/-/reload")
        self.assertEqual(refused.status, 404)
        self.assertIn("enable_reload", refused.text)

    def test_a_scrape_under_way_ends_as_it_began(self):
        self.served.scrape()
        self.api.fault("hang")
        pages = []
        client = threading.Thread(
            target=lambda: pages.append(self.served.scrape(timeout=3)))
        client.start()
        wait_for(lambda: self.api.answers("hang"), "the API to be asked")
        self.configure(self.ids[2:], telemetry_path="/own")
        self.assertEqual(self.post().status, 200)
        client.join()
        self.assertEqual(
            sorted(int(labels["campaign_id"]) for _, labels, _ in
                   pages[0].families["bsg_campaign_up"].samples),
            self.ids[:2])

    def test_flags_still_beat_the_file(self):
        shown = self.served.get("/config").text
        self.assertIn('level = "info"', shown)
        self.config(self.account(self.api, self.ids[:1]),
                    log={"level": "error"}, web={"listen": ["127.0.0.1:1"],
                                                 "enable_reload": True})
        self.assertEqual(self.post().status, 200)
        shown = self.served.get("/config").text
        self.assertIn('level = "info"', shown)
        self.assertIn('listen = ["127.0.0.1:0"]', shown)
        self.assertEqual(self.logged("takes a restart"), 0)

    def test_only_post_reloads(self):
        for method in ("GET", "HEAD", "PUT"):
            answer = self.served.get("/-/reload", method)
            self.assertEqual((answer.status, answer.headers["allow"]),
                             (405, "POST"))
        self.assertEqual(self.logged("configuration loaded"), 0)


class OtherReloadTest(E2eTestCase):
    def serve(self, *arguments, env=None):
        served = self.start(Process([EXPORTER, *arguments], env=env))
        address = served.wait_for_lines(
            "stderr", r"msg=listening address=(\S+)")[0][1]
        return served, address

    def test_another_address_takes_a_restart(self):
        api = self.simulator(campaigns=1)
        account = self.account(api, api.ids())
        path = self.config(account, web={"listen": ["127.0.0.1:0"]})
        served, address = self.serve(f"--config.file={path}")
        self.config(account, web={"listen": ["127.0.0.1:1"]})
        served.send(signal.SIGHUP)
        served.wait_for_lines("stderr", "web.listen has changed: that takes a "
                              "restart.* in_force=127.0.0.1:0 "
                              "file=127.0.0.1:1")
        served.wait_for_lines("stderr", "configuration loaded")
        self.assertIn('listen = ["127.0.0.1:0"]',
                      web.request(address, "/config").text)

    def test_without_a_file_there_is_nothing_to_load(self):
        served, address = self.serve(
            "--campaign=1", "--web.listen-address=127.0.0.1:0",
            env={"BSG_API_KEY": KEY})
        served.send(signal.SIGHUP)
        served.wait_for_lines("stderr", "level=warn .*--config.file")
        self.assertEqual(web.request(address, "/-/ready").status, 200)


if __name__ == "__main__":
    unittest.main()
