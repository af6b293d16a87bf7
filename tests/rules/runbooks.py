"""What the tests of alerts, runbooks and dashboards read: the three, each as
the people who use it have it before them."""

import collections
import json
import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parents[2]
RUNBOOKS = SOURCE / "deploy/runbooks"
DASHBOARDS = SOURCE / "grafana/dashboards"
ALERTS = SOURCE / "deploy/prometheus/alerts.yml"

Alert = collections.namedtuple("Alert", "name severity runbook dashboard")


def read(path):
    return path.read_text(encoding="utf-8")


def alerts():
    """{name: Alert}. The rules are text of a plain form: a rule begins with
    `- alert:` or `- record:`, and these values stand on one line."""
    found = {}
    for rule in re.split(r"(?m)^ *- (?=alert: |record: )", read(ALERTS))[1:]:
        if not rule.startswith("alert: "):
            continue

        def value(key, text=rule):
            (only,) = re.findall(rf"(?m)^ *{key}: (.+)$", text)
            return only.strip("\"'")

        alert = Alert(value("alert"), value("severity"), value("runbook_url"),
                      value("dashboard_url"))
        assert alert.name not in found, f"{alert.name} is there twice"
        found[alert.name] = alert
    assert found, f"no alert in {ALERTS}"
    return found


def labels_when_firing(name):
    """The alert's labels in the first case of its own test in which it fires;
    severity and configured ones left out."""
    text = read(SOURCE / f"tests/alerting/rules/{name}.yml")
    case = re.search(
        r"exp_labels:\n((?: +\w+: .*\n)+?) +exp_annotations:", text)
    return {label for label in re.findall(r"(?m)^ +(\w+):", case[1])
            if label != "severity" and not label.startswith("label_")}


def pages():
    """{name: text} of the pages, the index left out."""
    return {path.stem: read(path) for path in sorted(RUNBOOKS.glob("*.md"))
            if path.stem != "README"}


def sections(page):
    """[(heading, text)] of a page."""
    parts = re.split(r"(?m)^## (.+)\n", page)[1:]
    return list(zip(parts[::2], parts[1::2]))


def code_blocks(page, language):
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", page)


def dashboards():
    """{uid: dashboard}"""
    found = [json.loads(read(path)) for path in DASHBOARDS.glob("*.json")]
    return {dashboard["uid"]: dashboard for dashboard in found}


def variables(dashboard):
    return {v["name"] for v in dashboard["templating"]["list"]}


def metrics():
    """{name: labels} of README's table, which is held against the program
    elsewhere; `label_*` stands for those that are configured."""
    table = re.search(r"<!-- metrics -->\n(.*?)<!-- /metrics -->",
                      read(SOURCE / "README.md"), re.DOTALL)[1]
    found = {}
    for line in table.splitlines()[2:]:
        names, labels = line.strip("|").split("|")[:2]
        labels = {re.sub(r"^label_.*", "label_*", label) for label in
                  re.findall(r"[a-z_]+(?:<name>)?", labels)} - {"none"}
        for name in re.findall(r"`(.+?)`", names):
            found[name] = labels
    return found


def shown_alerts():
    """The matchers of every ALERTS in a dashboard: [(label, operator, value)]
    each."""
    found = []
    for path in DASHBOARDS.glob("*.json"):
        for selector in re.findall(r"\bALERTS\{(.*?)\}", read(path)):
            found.append(re.findall(r'(\w+)(=~|!~|!=|=)"(.*?)"',
                                    selector.replace('\\"', '"')))
    return found
