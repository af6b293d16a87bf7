"""What is said: every line can be read by a machine, none tells a secret."""

import json
import re
import unittest

from fake_api import FakeApi, json_answer
from harness import EXPORTER, PAYLOADS, E2eTestCase
from process import run

KEY = "live_canary_key_5f1c"
TOKEN = "canary.token.9a7e"
BODY = "canary-body-3d2b"

LOGFMT = re.compile(r'([a-z_]+)=("(?:[^"\\]|\\.)*"|[^\s"=]+)(?: |\Z)')
TIMESTAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


def read_logfmt(line):
    fields, at = [], 0
    while at < len(line):
        match = LOGFMT.match(line, at)
        if not match:
            raise ValueError(f"no logfmt from column {at}: {line}")
        fields.append((match[1], match[2].strip('"')))
        at = match.end()
    return fields


class FormatTest(E2eTestCase):
    def run_through_troubles(self, log_format):
        """The lines of a run in which much goes wrong."""
        api = self.simulator(campaigns=3)
        ids = api.ids()
        exporter = self.exporter(
            self.config(self.account(api, ids + [999999999999]),
                        self.account("http://127.0.0.1:1", [5], name="dead"),
                        scrape={"timeout": "5s"}),
            f"--log.format={log_format}")
        exporter.scrape()
        api.fault("maintenance", campaign=ids[0])
        api.fault("404", campaign=ids[1])
        exporter.scrape()
        exporter.get('/no="such"\\path')
        self.assertEqual(exporter.stop(), 0)
        self.assertGreater(len(exporter.stderr), 8)
        return exporter.stderr

    def check_fields(self, fields):
        self.assertEqual([name for name, _ in fields[:3]],
                         ["ts", "level", "msg"])
        values = dict(fields)
        self.assertEqual(len(values), len(fields), "a field twice")
        self.assertRegex(values["ts"], rf"\A{TIMESTAMP}\Z")
        self.assertIn(values["level"], ("debug", "info", "warn", "error"))

    def test_every_line_is_logfmt(self):
        for line in self.run_through_troubles("logfmt"):
            self.check_fields(read_logfmt(line))

    def test_every_line_is_json(self):
        for line in self.run_through_troubles("json"):
            self.check_fields(json.loads(line, object_pairs_hook=list))


class SecretsTest(E2eTestCase):
    """An API that tells everything it knows in every answer."""

    def setUp(self):
        super().setUp()
        self.api = FakeApi(self.respond)
        self.addCleanup(self.api.stop)
        self.tokens = set()
        self.config_file = self.config(
            self.account(self.api.url, [1, 2, 3, 4, 5], key=KEY))

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
            "4": (302, {**echo, "Location": f"{self.api.url}/{TOKEN}"}, ""),
            "5": json_answer({"data": {
                "id": 5, "name": "five", "status": "done",
                "type": "rcs", "comment": everything,
                "created_at": everything, "total_price": everything,
                "statistics": {"delivered": 1}}}, 200, echo),
        }
        return answers.get(number, (401, echo, everything))

    def assert_silent(self, text):
        for secret in (KEY, TOKEN, BODY, "canary"):
            self.assertNotIn(secret, text)

    def test_no_output_of_any_command_tells_one(self):
        file_flag = f"--config.file={self.config_file}"
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
        for log_format in ("logfmt", "json"):
            with self.subTest(log_format):
                exporter = self.exporter(self.config_file,
                                         f"--log.format={log_format}")
                for path in ("/metrics", "/", "/-/healthy",
                             "/nothing", "/metrics"):
                    answer = exporter.get(path)
                    self.assert_silent(answer.text + str(answer.headers))
                self.assertEqual(exporter.stop(), 0)
                self.assert_silent(exporter.output())
        self.assertEqual(self.tokens, {f"Bearer {TOKEN}"})

    def test_a_problem_with_the_key_does_not_quote_it(self):
        broken = self.write("broken.key", f"{KEY} and\nmore\n")
        config = self.write("broken.toml", (
            '[[account]]\nname = "main"\ncampaigns = [1]\n'
            f'api_key_file = "{broken}"\n'))
        done = run([EXPORTER, "check", f"--config.file={config}"])
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assert_silent(done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
