"""Panels as Grafana's JSON has them; a function for each sort."""

from look import override, thresholds

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}


def target(expr, legend="", instant=False, table=False, ref="A"):
    return {
        "datasource": DATASOURCE,
        "editorMode": "code",
        "expr": expr,
        "format": "table" if table else "time_series",
        "instant": instant,
        "legendFormat": legend or "__auto",
        "range": not instant,
        "refId": ref,
    }


def now(expr, legend=""):
    return target(expr, legend, instant=True)


def over_time(expr, legend=""):
    return target(expr, legend)


def table_of(expr):
    return target(expr, instant=True, table=True)


def panel(kind, title, description, targets, unit, defaults, options,
          overrides=(), **more):
    """`targets` get their letters here."""
    return {
        "type": kind,
        "title": title,
        "description": description,
        "datasource": DATASOURCE,
        "targets": [{**t, "refId": chr(ord("A") + i)}
                    for i, t in enumerate(targets)],
        "fieldConfig": {
            "defaults": {"unit": unit, "mappings": [],
                         "thresholds": thresholds(), **defaults},
            "overrides": list(overrides)},
        "options": options,
        **more,
    }


def reduced(calculation="lastNotNull", fields=""):
    return {"calcs": [calculation], "fields": fields, "values": False}


def stat(title, description, *targets, unit="short", steps=None, text="auto",
         colour="value", overrides=(), mappings=(), orientation="auto",
         size=None, **defaults):
    """One big number; where there are several, each with its name."""
    return panel(
        "stat", title, description, targets, unit,
        {"color": {"mode": "thresholds"}, "mappings": list(mappings),
         "thresholds": steps or thresholds(), **defaults},
        {"colorMode": colour, "graphMode": "none", "justifyMode": "auto",
         "orientation": orientation, "reduceOptions": reduced(),
         "showPercentChange": False, "textMode": text, "wideLayout": True,
         **({"text": {"titleSize": size, "valueSize": size + 2}}
            if size else {})},
        overrides)


def gauge_bars(title, description, *targets, unit="short", overrides=(),
               **defaults):
    """Horizontal bars, one a series."""
    return panel(
        "bargauge", title, description, targets, unit,
        {"color": {"mode": "palette-classic"}, "min": 0, **defaults},
        {"displayMode": "basic", "maxVizHeight": 24, "minVizHeight": 10,
         "minVizWidth": 8, "namePlacement": "left", "orientation": "horizontal",
         "reduceOptions": reduced(), "showUnfilled": True, "sizing": "manual",
         "text": {"titleSize": 12, "valueSize": 14}, "valueMode": "color"},
        overrides)


def lines(title, description, *targets, unit="short", stack=False,
          overrides=(), legend=(), **defaults):
    """Values over time; `legend` names what it tells of each series."""
    return panel(
        "timeseries", title, description, targets, unit,
        {"color": {"mode": "palette-classic"}, "min": 0,
         "custom": {
             "axisSoftMin": 0,
             "drawStyle": "line",
             "fillOpacity": 60 if stack else 0,
             "lineInterpolation": "linear",
             "lineWidth": 0 if stack else 2,
             "showPoints": "auto",
             "spanNulls": False,
             "stacking": {"group": "A",
                          "mode": "normal" if stack else "none"}},
         **defaults},
        {"legend": {"calcs": list(legend),
                    "displayMode": "table" if legend else "list",
                    "placement": "right" if legend else "bottom",
                    "showLegend": True},
         "tooltip": {"mode": "multi", "sort": "desc"}},
        overrides)


def timeline(title, description, *targets, mappings, **defaults):
    """States over time, a line each."""
    return panel(
        "state-timeline", title, description, targets, "none",
        {"color": {"mode": "thresholds"}, "mappings": mappings,
         "custom": {"fillOpacity": 80, "lineWidth": 0}, **defaults},
        {"alignValue": "left",
         "legend": {"calcs": [], "displayMode": "list",
                    "placement": "bottom", "showLegend": False},
         "mergeValues": True, "rowHeight": 0.85, "showValue": "auto",
         "tooltip": {"mode": "single", "sort": "none"}})


def table(title, description, *targets, columns, empty, hide=(), sort=None,
          descending=True, transformations=()):
    """`columns` are (name in the result, heading, properties of the column),
    from left to right; what is to be hidden goes by its name in the result;
    `empty` stands there when there is no row at all. The rows of several
    queries become one where their labels are equal."""
    order = {name: i for i, (name, _, _) in enumerate(columns)}
    organise = {"id": "organize", "options": {
        "excludeByName": {name: True for name in hide},
        "includeByName": {},
        "indexByName": order,
        "renameByName": {name: heading for name, heading, _ in columns}}}
    merge = [{"id": "merge", "options": {}}] if len(targets) > 1 else []
    return panel(
        "table", title, description, targets, "none",
        {"color": {"mode": "thresholds"}, "noValue": empty,
         "custom": {"align": "auto", "cellOptions": {"type": "auto"},
                    "filterable": False, "inspect": False}},
        {"cellHeight": "sm", "showHeader": True,
         "sortBy": [{"desc": descending, "displayName": sort}] if sort else []},
        [override(heading, noValue="", **properties)
         for _, heading, properties in columns],
        transformations=[*transformations, *merge, organise])
