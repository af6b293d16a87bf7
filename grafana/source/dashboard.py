"""The frame of a dashboard: variables, annotations, links, and where its
panels stand."""

from panels import DATASOURCE
from queries import firing_alerts, of_exporter

TITLES = {"bsg-overview": "BSG / Overview", "bsg-campaign": "BSG / Campaign",
          "bsg-exporter": "BSG / Exporter"}

# What a link from one to another takes along, but for the time range.
VARIABLES = "${datasource:queryparam}&${job:queryparam}&${instance:queryparam}"


def dashboard(uid, description, rows, variables=(), annotations=(),
              time_from="now-6h"):
    """`rows` are row() and lists of panels, each with its width and height."""
    return {
        "annotations": {"list": list(annotations)},
        "description": description,
        "editable": False,
        "fiscalYearStartMonth": 0,
        "graphTooltip": 1,
        "id": None,
        "links": links(uid),
        "panels": placed(rows),
        "refresh": "1m",
        "schemaVersion": 39,
        "tags": ["bsg"],
        "templating": {"list": [*common_variables(), *variables]},
        "time": {"from": time_from, "to": "now"},
        "timepicker": {},
        "timezone": "browser",
        "title": TITLES[uid],
        "uid": uid,
        "version": 1,
        "weekStart": "",
    }


# --- where panels stand -----------------------------------------------------

def row(title, *lines, collapsed=False):
    """A heading, and what stands below it."""
    return {"row": title, "lines": lines, "collapsed": collapsed}


def line(height, *panels_with_width):
    """line(4, (6, panel), (18, panel))"""
    assert sum(width for width, _ in panels_with_width) == 24
    return height, panels_with_width


def placed(rows):
    """Panels with their grid positions and ids, in the order of reading."""
    found, y = [], 0
    for part in rows:
        if "row" in part:
            heading = {"type": "row", "title": part["row"], "panels": [],
                       "collapsed": part["collapsed"],
                       "gridPos": {"h": 1, "w": 24, "x": 0, "y": y}}
            found.append(heading)
            y += 1
        inside = heading["panels"] if part["collapsed"] else found
        for height, panels in part["lines"]:
            x = 0
            for width, one in panels:
                inside.append({**one, "gridPos": {"h": height, "w": width,
                                                  "x": x, "y": y}})
                x += width
            y += height
    number(found, 1)
    return found


def number(panels, first):
    for one in panels:
        one["id"] = first
        first = number(one.get("panels", []), first + 1)
    return first


# --- variables --------------------------------------------------------------

def common_variables():
    job = 'label_values(bsg_exporter_build_info, job)'
    instance = 'label_values(bsg_exporter_build_info{job=~"$job"}, instance)'
    account = f"label_values({of_exporter('bsg_account_info')}, account)"
    return [datasource_variable(),
            variable("job", "Job", job),
            variable("instance", "Instance", instance),
            variable("account", "Account", account)]


def datasource_variable():
    return {"hide": 0, "includeAll": False,
            "label": "Data source", "multi": False, "name": "datasource",
            "options": [], "query": "prometheus", "refresh": 1, "regex": "",
            "skipUrlSync": False, "type": "datasource"}


def variable(name, label, query, many=True, regex="", sort=1, kind=1):
    """`kind`: 1 for label_values, 3 for query_result."""
    made = {
        "datasource": DATASOURCE,
        "definition": query,
        "hide": 0,
        "includeAll": many,
        "label": label,
        "multi": many,
        "name": name,
        "options": [],
        "query": {"qryType": kind, "query": query,
                  "refId": f"PrometheusVariableQueryEditor-{name}"},
        "refresh": 2,
        "regex": regex,
        "skipUrlSync": False,
        "sort": sort,
        "type": "query",
    }
    if many:
        made["allValue"] = ".+"
        made["current"] = {"selected": True, "text": ["All"],
                           "value": ["$__all"]}
    return made


# --- links and annotations --------------------------------------------------

def links(uid):
    """To the others, by tag, with what is chosen here."""
    return [{"asDropdown": False, "icon": "dashboard", "includeVars": True,
             "keepTime": True, "tags": [], "targetBlank": False,
             "title": title.removeprefix("BSG / "), "tooltip": "",
             "type": "link", "url": f"/d/{other}"}
            for other, title in TITLES.items() if other != uid]


def campaign_link(account="Account", campaign="ID"):
    """From a row of a table to the campaign that it tells of."""
    return [{"targetBlank": False, "title": "Show this campaign",
             "url": f"/d/bsg-campaign?{VARIABLES}"
                    f"&var-account=${{__data.fields.{account}}}"
                    f"&var-campaign_id=${{__data.fields.{campaign}}}"
                    "&${__url_time_range}"}]


def annotation(name, expr, colour, title, text, enable=True):
    return {"datasource": DATASOURCE, "enable": enable, "expr": expr,
            "hide": False, "iconColor": colour, "name": name,
            "step": "60s", "tagKeys": "", "textFormat": text,
            "titleFormat": title, "useValueForTime": False}


def alert_annotation(*matchers):
    alerts = firing_alerts('severity!="info"', *matchers)
    return annotation(
        "Alerts", f"max by (alertname, severity, account, campaign_id)"
        f" ({alerts})", "red", "{{alertname}}",
        "{{severity}} {{account}} {{campaign_id}}")


def status_annotation(campaigns, enable=True):
    """One that was not there two minutes ago has not changed: its exporter has
    just come to know it."""
    current = campaigns.statuses() + " == 1"
    status = campaigns.select("bsg_campaign_status")
    known = campaigns.select("bsg_campaign_data_timestamp_seconds")
    return annotation(
        "Status changes",
        f"({current}) unless on (account, campaign_id, status)"
        f" ({status} offset 2m == 1)"
        f" and on (account, campaign_id) {known} offset 2m",
        "blue", "{{campaign_id}}: {{status}}", "{{account}}", enable)
