"""Canaries for every secret there is, on every way through the program: none
comes out anywhere but in the request that needs it."""

import signal
import unittest

from fake_api import FakeApi, json_answer
from harness import EXPORTER, PAYLOADS, E2eTestCase
from process import run, wait_for
from tls_test import HASH, PASSWORD, TlsTestCase, basic

KEY = "live_canary_key_5f1c"
TOKEN = "canary.token.9a7e"
BODY = "canary-body-3d2b"

PATHS = ("/metrics", "/", "/campaign?account=main&id=1", "/config", "/sd",
         "/probe?campaign=1", "/probe?campaign=99", "/-/healthy", "/-/ready",
         f"/nothing/{'x' * 100}", "/metrics")
OPEN_METRICS = {"Accept": "application/openmetrics-text;version=1.0.0"}


class SilentTestCase(TlsTestCase):
    """The API tells everything it knows in every answer."""

    def setUp(self):
        super().setUp()
        self.elsewhere = self.fake_api(lambda request: json_answer({}))
        self.api = self.fake_api(self.respond)
        self.tokens = set()
        self.secrets = [KEY, TOKEN, BODY, "canary", PASSWORD, "wrong horse",
                        HASH, HASH[7:],
                        basic("prometheus", PASSWORD)["Authorization"][6:]]
        with open(self.path("server.key"), encoding="ascii") as key:
            self.secrets += key.read().splitlines()[1:-1]

    def fake_api(self, respond):
        api = FakeApi(respond)
        self.addCleanup(api.stop)
        return api

    def respond(self, request):
        if request.path == "/api/auth/login":
            self.assertIn(KEY.encode(), request.sent_body)
            return json_answer({"bearer": TOKEN})
        self.tokens.add(request.headers["Authorization"])
        echo = {"X-Echo": f"{TOKEN} {KEY} {BODY}"}
        everything = f"{BODY} {TOKEN} {KEY}"
        number = request.path.split("/")[3]
        answers = {
            "1": (200, echo, "{" + everything),
            "2": json_answer({"data": {"message": everything}}, 200, echo),
            "3": json_answer({"message": everything}, 500, echo),
            "4": (302, {**echo,
                        "Location": f"{self.elsewhere.url}/{TOKEN}"}, ""),
            "5": json_answer({"data": {
                "id": 5, "name": "five", "status": "done",
                "type": "rcs", "comment": everything,
                "created_at": everything, "total_price": everything,
                "statistics": {"delivered": 1}}}, 200, echo),
        }
        return answers.get(number, (401, echo, everything))

    def configure(self, name="exporter.toml", **web_keys):
        return self.config(
            self.account(self.api.url, [1, 2, 3, 4, 5], key=KEY), name=name,
            web={"enable_reload": True, **web_keys})

    def with_all_doors(self):
        return self.configure(
            basic_auth_users={"prometheus": HASH},
            tls={"cert_file": "server.pem", "key_file": "server.key"})

    def assert_silent(self, text):
        for secret in self.secrets:
            self.assertNotIn(secret, text)


class SecretsTest(SilentTestCase):
    def test_no_output_of_any_command_tells_one(self):
        file_flag = f"--config.file={self.with_all_doors()}"
        leak = self.write("leak.json", f'{{"data": "{BODY}", {BODY}')
        for arguments in (["check", file_flag],
                          ["check", "--live", file_flag],
                          ["scrape", file_flag, "--log.level=debug"],
                          ["decode", leak],
                          ["decode", PAYLOADS / "20_auth_login_ok.json"]):
            with self.subTest(arguments[:2]):
                done = run([EXPORTER, *arguments])
                self.assertNotEqual(done.stdout + done.stderr, "")
                self.assert_silent(done.stdout + done.stderr)
        self.assertEqual(self.tokens, {f"Bearer {TOKEN}"})

    def test_no_page_and_no_log_line_tells_one(self):
        config_file = self.with_all_doors()
        login = basic("prometheus", PASSWORD)
        for log_format in ("logfmt", "json"):
            with self.subTest(log_format):
                # At the level that tells all that the others do, and more.
                exporter = self.exporter(
                    config_file, f"--log.format={log_format}",
                    log_level="debug")
                self.ask_everything(exporter, login)
                self.assertEqual(exporter.stop(), 0)
                self.assert_silent(exporter.output())
        self.assertEqual(self.tokens, {f"Bearer {TOKEN}"})

    def ask_everything(self, exporter, login):
        for headers in (login, {**login, **OPEN_METRICS},
                        basic("prometheus", "wrong horse")):
            for path in PATHS:
                answer = self.get(exporter, path, headers)
                self.assert_silent(answer.text + str(answer.headers))

    def test_a_token_stays_with_the_host_that_it_is_for(self):
        """A redirect is not followed, neither with it nor without."""
        exporter = self.exporter(self.configure())
        page = exporter.scrape()
        self.assertEqual(page.label_values("bsg_campaign_failure_info",
                                           "reason", campaign_id="4"),
                         ["redirect"])
        self.assertEqual(self.elsewhere.requests, [])

    def test_a_bad_file_is_told_of_without_what_stands_in_it(self):
        exporter = self.exporter(self.configure())
        self.config(self.account(self.api.url, [1], key=f"{KEY} two"),
                    web={"enable_reload": True,
                         "basic_auth_users": {"a": HASH + "x",
                                              "b": PASSWORD}})
        answer = exporter.get("/-/reload", "POST")
        self.assertEqual(answer.status, 500)
        self.assertIn("basic_auth_users", answer.text)
        done = run([EXPORTER, "check",
                    f"--config.file={self.folder / 'exporter.toml'}"])
        self.assertEqual(done.returncode, 2)
        self.assertEqual(exporter.stop(), 0)
        self.assert_silent(answer.text + exporter.output() + done.stdout
                           + done.stderr)

    def test_a_problem_with_the_key_does_not_quote_it(self):
        broken = self.write("broken.key", f"{KEY} and\nmore\n")
        config = self.write("broken.toml", (
            '[[account]]\nname = "main"\ncampaigns = [1]\n'
            f'api_key_file = "{broken}"\n'))
        done = run([EXPORTER, "check", f"--config.file={config}"])
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assert_silent(done.stdout + done.stderr)

    def test_a_crash_says_nothing(self):
        exporter = self.exporter(self.configure())
        exporter.scrape()
        exporter.stop(signal.SIGABRT)
        self.assert_silent(exporter.output())

    def test_no_secret_is_in_the_command_line_or_the_environment(self):
        """Which others on the machine, or the children of it, can read."""
        exporter = self.exporter(self.with_all_doors())
        for name in ("cmdline", "environ"):
            with open(f"/proc/{exporter.pid}/{name}", "rb") as file:
                self.assert_silent(file.read().decode("utf-8", "replace"))

    def test_a_proxy_that_cannot_be_used_is_named_without_its_password(self):
        config = self.config(
            self.account(self.api.url, [1], key=KEY),
            http={"proxy": f"http://user:{BODY}@127.0.0.1:1"})
        done = run([EXPORTER, "check", f"--config.file={config}"])
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assert_silent(done.stdout + done.stderr)


class ProxyTest(E2eTestCase):
    """A proxy on the way to an API without TLS is handed the requests; what
    it answers in the API's place is no more trusted than that."""

    def test_what_it_was_handed_does_not_come_out(self):
        proxy = FakeApi(lambda request: json_answer(
            {"bearer": TOKEN} if request.path.endswith("/login")
            else {"data": {"message": TOKEN + KEY}}))
        self.addCleanup(proxy.stop)
        exporter = self.exporter(self.config(
            self.account("http://api.example", [1], key=KEY,
                         allow_insecure_http=True),
            http={"proxy": proxy.url}))
        exporter.scrape()
        wait_for(lambda: any(path.endswith("/detail")
                             for _, path in proxy.requests), "a request")
        self.assertEqual(exporter.stop(), 0)
        for secret in (KEY, TOKEN):
            self.assertNotIn(secret, exporter.output())


if __name__ == "__main__":
    unittest.main()
