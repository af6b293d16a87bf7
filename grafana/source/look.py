"""Colours, and the values that they stand for: one status has one colour in
all dashboards. The names are Grafana's own, which suit its light and its dark
theme alike."""

GREY = "#8e8e8e"

# The furthest in its life has the highest number: where two replicas have read
# a campaign at different times, the maximum is what came last.
CAMPAIGN_STATUSES = ("creation", "moderation", "scheduled", "sending",
                     "paused", "stopped", "spam", "done")

COLOURS = {
    # Of campaigns; some are words for messages, too.
    "creation": "super-light-blue",
    "moderation": "purple",
    "scheduled": "light-blue",
    "sending": "blue",
    "paused": "orange",
    "stopped": GREY,
    "spam": "red",
    "done": "green",
    # Of messages.
    "accepted": "semi-dark-blue",
    "sent": "dark-blue",
    "delivered": "light-green",
    "read": "dark-green",
    "failed": "dark-red",
    "undelivered": "dark-orange",
    "expired": "yellow",
    "unknown": "#b0b0b0",
    "not_rcs_user": "#a0785a",
    "not_viber_user": "#c9a583",
    # Of scrapes: how they came by a campaign.
    "cached": "super-light-green",
    "deferred": "light-yellow",
    "stale": "light-orange",
}

# From the first to the last that a message can be in.
MESSAGE_STATUSES = (
    "read", "delivered", "sent", "accepted", "sending", "moderation",
    "scheduled", "unknown", "expired", "undelivered", "not_rcs_user",
    "not_viber_user", "failed")


def fixed(name, colour):
    """The series of that name has that colour."""
    return override(name, color={"mode": "fixed", "fixedColor": colour})


def fixed_by_end(status):
    """The series whose names end so."""
    return {**fixed("", COLOURS[status]),
            "matcher": {"id": "byRegexp", "options": f"/ {status}$/"}}


def override(name, **properties):
    """`properties` by their ids, "__" standing for a dot."""
    return {"matcher": {"id": "byName", "options": name},
            "properties": [{"id": key.replace("__", "."), "value": value}
                           for key, value in properties.items()]}


def colours_of(names):
    return [fixed(name, COLOURS[name]) for name in names]


def status_mapping():
    """Of the number that queries.status_code() makes."""
    options = {"0": {"text": "other", "color": "light-yellow", "index": 0}}
    for number, status in enumerate(CAMPAIGN_STATUSES, 1):
        options[str(number)] = {"text": status, "color": COLOURS[status],
                                "index": number}
    return [{"type": "value", "options": options}]


def value_mapping(**texts):
    """of_1=("ok", "green"): what stands in place of a number."""
    options = {}
    for index, (key, (text, colour)) in enumerate(texts.items()):
        options[key.removeprefix("of_")] = {"text": text, "color": colour,
                                            "index": index}
    return [{"type": "value", "options": options}]


def thresholds(base="text", **steps):
    """orange=1, red=5: from that value on; `base` below all."""
    return {"mode": "absolute",
            "steps": [{"color": base, "value": None}]
            + [{"color": colour, "value": value}
               for colour, value in steps.items()]}
