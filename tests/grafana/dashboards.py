"""The dashboards as they are in the repository, and what is in them."""

import json
import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FOLDER = SOURCE / "grafana/dashboards"


def load():
    """{uid: dashboard}"""
    read = [json.loads(file.read_text("utf-8"))
            for file in sorted(FOLDER.glob("*.json"))]
    assert read, f"no dashboards in {FOLDER}"
    return {dashboard["uid"]: dashboard for dashboard in read}


def panels(dashboard):
    """All of them, those of rows that are folded up, too."""
    for panel in dashboard["panels"]:
        yield panel
        yield from panel.get("panels", [])


def charts(dashboard):
    """Panels that show data."""
    return [p for p in panels(dashboard) if p["type"] not in ("row", "text")]


def variables(dashboard):
    return {v["name"]: v for v in dashboard["templating"]["list"]}


class Query:
    """`where` is for people, `owner` what it stands in."""

    def __init__(self, where, expr, instant, owner):
        self.where = where
        self.expr = expr
        self.instant = instant
        self.owner = owner

    def __str__(self):
        return self.where


def queries(dashboard):
    """Of panels, annotations and variables."""
    uid = dashboard["uid"]
    for panel in charts(dashboard):
        for target in panel["targets"]:
            yield Query(f"{uid} / {panel['title']} / {target['refId']}",
                        target["expr"], target["instant"], panel)
    for annotation in dashboard["annotations"]["list"]:
        yield Query(f"{uid} / annotation {annotation['name']}",
                    annotation["expr"], False, annotation)
    for variable in variables(dashboard).values():
        if variable["type"] == "query":
            expr = of_variable(variable["query"]["query"])
            if expr:
                yield Query(f"{uid} / variable {variable['name']}", expr, True,
                            variable)


def of_variable(query):
    """The PromQL in label_values(…) or query_result(…)."""
    kind, inside = re.fullmatch(r"(\w+)\((.*)\)", query).groups()
    if kind == "query_result":
        return inside
    assert kind == "label_values", query
    return re.fullmatch(r"(.+), \w+", inside)[1]


# --- PromQL -----------------------------------------------------------------

_STRING = r'"(?:[^"\\]|\\.)*"'
_SELECTOR = re.compile(
    r"(?P<function>\w*)(?P<open>\(*)(?<![\w:$])(?P<metric>[a-zA-Z_:][\w:]*)"
    r"\{(?P<matchers>(?:[^{}\"]|" + _STRING + r")*)\}(?P<range>\[[^\]]*\])?")
# Without braces: ours, or a recording.
_BARE = re.compile(
    r"(?<![\w:${[])((?:bsg|process)_\w+|[a-zA-Z_]\w*:[\w:]+)(?![\w{])")


class Selector:
    def __init__(self, match):
        self.metric = match["metric"]
        self.matchers = dict(
            (label, (operator, value)) for label, operator, value in
            re.findall(r'(\w+)(=~|!~|!=|=)"((?:[^"\\]|\\.)*)"',
                       match["matchers"]))
        self.function = match["function"]  # that it stands in directly
        self.range = match["range"]


def selectors(expr):
    return [Selector(match) for match in _SELECTOR.finditer(expr)]


def metrics(expr):
    """Names in selectors, and names without braces."""
    return ({s.metric for s in selectors(expr)}
            | {m for m in _BARE.findall(re.sub(_STRING, '""', expr))})


# --- what the project says of itself -----------------------------------------

def exposed_metrics():
    """Of README's table, which a test compares with the exporter's pages."""
    table = re.search(r"<!-- metrics -->\n(.*?)<!-- /metrics -->",
                      (SOURCE / "README.md").read_text("utf-8"), re.DOTALL)[1]
    rows = re.findall(r"(?m)^\| ([^|]*)", table)
    return set(re.findall(r"`((?:bsg|process)_\w+)", "\n".join(rows)))


def documented_statuses():
    """Of messages and of campaigns."""
    header = (SOURCE / "include/bsg_exporter/bsg/campaign.h").read_text("utf-8")
    lists = re.findall(r"k(?:Statuses|Counters) = \{(.*?)\}", header, re.DOTALL)
    return set(re.findall(r'"(\w+)"', "".join(lists)))
