"""Rules of this project; see rules.py."""

import json
import re

import dashboards

OWN = {}

_COUNTERS = re.compile(r"_(total|bucket|sum|count)$")
_OF_COUNTERS = ("rate", "irate", "increase", "resets")


def rule(function):
    OWN[function.__name__.replace("_", "-")] = function
    return function


@rule
def same_frame(dashboard):
    """What all of them have in common."""
    wanted = {"id": None, "schemaVersion": 39, "refresh": "1m", "tags": ["bsg"],
              "graphTooltip": 1, "version": 1, "timezone": "browser"}
    for key, value in wanted.items():
        if dashboard[key] != value:
            yield "dashboard", f"{key} is not {value}"
    names = list(dashboards.variables(dashboard))
    if names[:4] != ["datasource", "job", "instance", "account"]:
        yield "variables", f"are {names}"


@rule
def unique_names(dashboard):
    """Ids for Grafana, titles for people."""
    for key, panels in (("id", dashboards.panels(dashboard)),
                        ("title", dashboards.charts(dashboard))):
        values = [panel[key] for panel in panels]
        for value in {v for v in values if values.count(v) > 1}:
            yield "panels", f"the {key} {value} is there twice"
    for panel in dashboards.charts(dashboard):
        letters = [target["refId"] for target in panel["targets"]]
        if len(set(letters)) != len(letters):
            yield panel["title"], "two queries of one name"


@rule
def grid(dashboard):
    taken = {}
    for panel in dashboards.panels(dashboard):
        at = panel["gridPos"]
        if at["x"] < 0 or at["x"] + at["w"] > 24:
            yield panel["title"], "beside the grid of 24 columns"
        for x in range(at["x"], at["x"] + at["w"]):
            for y in range(at["y"], at["y"] + at["h"]):
                other = taken.setdefault((x, y), panel["title"])
                if other != panel["title"]:
                    yield panel["title"], f"lies over {other}"


@rule
def nothing_of_one_machine(dashboard):
    text = json.dumps(dashboard)
    for found in re.findall(r"https?://|localhost|\d+\.\d+\.\d+\.\d+", text):
        yield "dashboard", f"names {found}"
    for uid in re.findall(r'"uid": "([^"]*)"', text):
        if uid not in ("${datasource}", dashboard["uid"]):
            yield "dashboard", f"names a thing by its uid {uid}"


@rule
def no_rates_of_gauges(dashboard):
    for query in dashboards.queries(dashboard):
        for selector in dashboards.selectors(query.expr):
            if (selector.function in _OF_COUNTERS
                    and not _COUNTERS.search(selector.metric)):
                yield query, f"{selector.function} of {selector.metric}"


@rule
def no_recordings(dashboard):
    for query in dashboards.queries(dashboard):
        for metric in dashboards.metrics(query.expr):
            if ":" in metric:
                yield query, f"needs the recording {metric}"


@rule
def links_lead_somewhere(dashboard):
    known = dashboards.load()
    links = re.findall(r'"url": "([^"]*)"', json.dumps(dashboard))
    for link in links:
        path, _, query = link.partition("?")
        uid = path.removeprefix("/d/")
        if uid not in known:
            yield "links", f"{link} leads nowhere"
            continue
        for name in re.findall(r"var-(\w+)=|\{(\w+):queryparam\}", query):
            if "".join(name) not in dashboards.variables(known[uid]):
                yield "links", f"{uid} has no variable {''.join(name)}"
    if len({link for link in links if "?" not in link}) != len(known) - 1:
        yield "links", "not to each of the others"


@rule
def overrides_match_something(dashboard):
    for panel in dashboards.charts(dashboard):
        known = names_in(panel)
        for override in panel["fieldConfig"]["overrides"]:
            name = override["matcher"]["options"]
            if override["matcher"]["id"] == "byRegexp":
                name = re.fullmatch(r"/ (\w+)\$/", name)[1]
            if name not in known:
                yield panel["title"], f"nothing is called {name}"


def names_in(panel):
    """What series and columns of that panel can be called."""
    names = set()
    for target in panel["targets"]:
        names |= {target["legendFormat"]}
        names |= set(re.findall(r'label_replace\(.*?"([^"]*)", "", ""\)',
                                target["expr"]))
        if "{{status}}" in target["legendFormat"]:
            names |= dashboards.documented_statuses()
    for transformation in panel.get("transformations", []):
        names |= set(transformation["options"].get("renameByName", {})
                     .values())
    return names


# --- of all of them together -------------------------------------------------

def colours(dashboard):
    """[(status, colour)], wherever a status has one."""
    known = dashboards.documented_statuses()
    for panel in dashboards.charts(dashboard):
        config = panel["fieldConfig"]
        for override in config["overrides"]:
            name = re.sub(r"^/ |\$/$", "", override["matcher"]["options"])
            for part in override["properties"]:
                if part["id"] == "color" and name in known:
                    yield name, part["value"]["fixedColor"]
        for mapping in mappings(config):
            for result in mapping["options"].values():
                if isinstance(result, dict) and result.get("text") in known:
                    yield result["text"], result["color"]


def mappings(config):
    yield from config["defaults"]["mappings"]
    for override in config["overrides"]:
        for part in override["properties"]:
            if part["id"] == "mappings":
                yield from part["value"]
