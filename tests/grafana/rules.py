"""Rules that dashboards have to keep. A rule is a function of a dashboard that
yields (where, what is wrong). First those of Grafana's dashboard-linter under
its own names, as far as they concern Prometheus; that expressions can be
parsed is for queries_test.py, where a Prometheus does it."""

import dashboards

LINTER = {}

SHOWING_NUMBERS = ("stat", "singlestat", "graph", "table", "timeseries",
                   "gauge")


def rule(name):
    def add(function):
        LINTER[name] = function
        return function
    return add


@rule("template-datasource")
def datasource_variable(dashboard):
    found = [v for v in dashboards.variables(dashboard).values()
             if v["type"] == "datasource"]
    if [(v["name"], v["label"]) for v in found] != [("datasource",
                                                     "Data source")]:
        yield "variables", "one data source, named so, is wanted"


def common_variable(name, label):
    def check(dashboard):
        found = dashboards.variables(dashboard).get(name, {})
        wanted = {"type": "query", "label": label, "multi": True,
                  "includeAll": True, "allValue": ".+",
                  "datasource": {"type": "prometheus",
                                 "uid": "${datasource}"}}
        for key, value in wanted.items():
            if found.get(key) != value:
                yield f"variable {name}", f"{key} is not {value}"
    return check


LINTER["template-job"] = common_variable("job", "Job")
LINTER["template-instance"] = common_variable("instance", "Instance")


@rule("template-label-promql")
def variable_queries(dashboard):
    for name, variable in dashboards.variables(dashboard).items():
        if variable["type"] == "query":
            query = variable["query"]["query"]
            if not query.startswith(("label_values(", "query_result(")):
                yield f"variable {name}", "asks neither for labels nor results"


@rule("template-on-time-change-reload")
def variables_reload(dashboard):
    for name, variable in dashboards.variables(dashboard).items():
        if variable["type"] == "query" and variable["refresh"] != 2:
            yield f"variable {name}", "refresh is not 2"


@rule("panel-datasource")
def panel_datasource(dashboard):
    for panel in dashboards.charts(dashboard):
        for part in (panel, *panel["targets"]):
            if part["datasource"]["uid"] != "${datasource}":
                yield panel["title"], "another data source"


@rule("panel-title-description")
def described(dashboard):
    """Of every panel, whatever shows it."""
    for panel in dashboards.panels(dashboard):
        if not panel["title"].strip():
            yield f"panel {panel['id']}", "no title"
        if panel["type"] != "row" and not panel["description"].strip():
            yield panel["title"], "no description"


@rule("panel-units")
def units(dashboard):
    for panel in dashboards.charts(dashboard):
        if panel["type"] in SHOWING_NUMBERS:
            if not panel["fieldConfig"]["defaults"].get("unit"):
                yield panel["title"], "no unit"


@rule("panel-no-targets")
def targets(dashboard):
    for panel in dashboards.charts(dashboard):
        if not panel["targets"]:
            yield panel["title"], "no targets"


@rule("target-rate-interval")
def rate_interval(dashboard):
    for query in dashboards.queries(dashboard):
        for selector in dashboards.selectors(query.expr):
            if (selector.function in ("rate", "irate")
                    and selector.range != "[$__rate_interval]"):
                yield query, f"{selector.function} over {selector.range}"


def has_matcher(label):
    def check(dashboard):
        for query in dashboards.queries(dashboard):
            if query.owner.get("name") in ("job", "instance"):
                continue  # what is chosen there is not known yet
            for selector in dashboards.selectors(query.expr):
                if selector.matchers.get(label) != ("=~", f"${label}"):
                    yield query, f"{selector.metric} of any {label}"
    return check


LINTER["target-job"] = has_matcher("job")
LINTER["target-instance"] = has_matcher("instance")


@rule("target-counter-agg")
def counters_in_rates(dashboard):
    for query in dashboards.queries(dashboard):
        for selector in dashboards.selectors(query.expr):
            if (selector.metric.endswith("_total") and selector.function
                    not in ("rate", "irate", "increase")):
                yield query, f"{selector.metric} as it is"


@rule("uneditable-dashboard")
def uneditable(dashboard):
    if dashboard["editable"]:
        yield "dashboard", "is editable"
