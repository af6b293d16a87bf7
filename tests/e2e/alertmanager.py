"""A real Alertmanager, its API, and somebody to notify."""

import datetime
import json
import re

import web
from fake_api import FakeApi
from harness import SOURCE, tool
from process import Process

SHIPPED = SOURCE / "deploy/alertmanager/alertmanager.yml"
TEMPLATES = SOURCE / "deploy/alertmanager/templates/*.tmpl"
EXAMPLES = ("pagerduty_configs", "opsgenie_configs", "email_configs",
            "slack_configs")
# Where it says that it is: a notification's text does not depend on the port.
EXTERNAL_URL = "http://alertmanager.example"


class Alertmanager(Process):
    """Runs with that file as its configuration; `folder` is its own."""

    def __init__(self, folder, config):
        super().__init__([tool("alertmanager"), f"--config.file={config}",
                          f"--storage.path={folder / 'alertmanager'}",
                          f"--web.external-url={EXTERNAL_URL}",
                          "--web.listen-address=127.0.0.1:0",
                          "--cluster.listen-address="])
        self.address = self.wait_for_lines(
            "stderr", r'msg="Listening on" address=(127\S+)')[0][1]

    def api(self, path, method="GET", body=None):
        answer = web.request(
            self.address, f"/api/v2/{path}", method,
            {"Content-Type": "application/json"},
            None if body is None else json.dumps(body))
        assert answer.status == 200, f"{answer.status}: {answer.text}"
        return answer.json() if answer.body else None

    def post(self, *label_sets, ended=False, annotations=None):
        """Alerts that fire from now on for an hour, or have just ended."""
        end = datetime.datetime.now(datetime.timezone.utc)
        if not ended:
            end += datetime.timedelta(hours=1)
        self.api("alerts", "POST", [
            {"labels": labels, "annotations": annotations or {},
             "endsAt": end.isoformat()} for labels in label_sets])

    def inhibited(self):
        """{labels of an alert, as a tuple of pairs: is it inhibited?}"""
        return {key(alert["labels"]): bool(alert["status"]["inhibitedBy"])
                for alert in self.api("alerts")}


class Receiver(FakeApi):
    """Takes what Alertmanager posts: `posts` are (path, document)."""

    def __init__(self):
        self.posts = []
        super().__init__(self._take)

    def _take(self, request):
        self.posts.append((request.path, json.loads(request.sent_body)))
        return 200, {}, ""


def with_example(text, kind):
    """The configuration with what it shows as a comment in force."""
    block = re.search(rf"(?m)^    # {kind}:\n(?:    #   .*\n)+", text)[0]
    return text.replace(block, re.sub(r"(?m)^    # ", "    ", block))


def key(labels):
    return tuple(sorted(labels.items()))
