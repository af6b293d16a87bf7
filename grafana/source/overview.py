"""What is going on in all campaigns, what they cost, and who needs help."""

from dashboard import (alert_annotation, campaign_link, dashboard, line, row,
                       status_annotation)
from look import (CAMPAIGN_STATUSES, COLOURS, MESSAGE_STATUSES, colours_of,
                  status_mapping, thresholds, value_mapping)
from panels import (gauge_bars, lines, now, over_time, stat, table, table_of,
                    timeline)
from queries import (ALTERNATIVE, BY_CAMPAIGN, ENDED, LOST, OPEN, PRIMARY,
                     REPORTED, SUCCESS, Campaigns, firing_alerts, funds,
                     spent_per_hour)

ALL = Campaigns()
SENDING = f"({ALL.status('sending')} == 1)"


def overview():
    return dashboard(
        "bsg-overview",
        "All campaigns of BSG's One API: what is going on, what it costs, "
        "and who needs help.",
        [row("Now", now_line(), help_line()),
         row("Campaigns", line(12, (24, campaigns_table()))),
         row("Messages", flow_line(), status_line()),
         row("Money", money_line()),
         row("States", line(11, (10, statuses_over_time()),
                             (14, campaign_timeline())))],
        annotations=[alert_annotation(), status_annotation(ALL, enable=False)])


# --- now --------------------------------------------------------------------

def in_status(title, statuses, description, colour, steps=None):
    counted = f"sum ({ALL.status(statuses)})"
    return stat(title, description, now(counted), unit="short",
                steps=steps or thresholds(colour))


def now_line():
    return line(
        4,
        (3, in_status("Sending", "sending",
                      "Campaigns that are being sent now.",
                      COLOURS["sending"])),
        (3, in_status("Waiting", "creation|moderation|scheduled",
                      "Campaigns in creation, in moderation, or scheduled for "
                      "later. One that stays here past its planned start is "
                      "listed below.", COLOURS["scheduled"])),
        (3, in_status("Paused", "paused",
                      "Campaigns that somebody paused, or that ran out of "
                      "balance. Look at the funds first, then ask who paused "
                      "them.", "text", thresholds("text", orange=1))),
        (3, in_status("Rejected", "spam",
                      "Campaigns that moderation refused. They send nothing: "
                      "change text or sender and create them anew. They stay "
                      "here as long as they are configured.", "text",
                      thresholds("text", orange=1))),
        (4, reached_now()),
        (4, oldest_data()),
        (4, alerts_now()))


def reached_now():
    success = ALL.messages(SUCCESS)
    total = ALL.total_messages()
    reached = (f"sum ({success} and on ({BY_CAMPAIGN}) {SENDING})"
               f" / sum ({total} and on ({BY_CAMPAIGN}) {SENDING})")
    return stat("Reached",
                "Share of the messages of the campaigns being sent that have "
                "reached their recipients, by whichever channel. It grows "
                "while they are sent; nothing is wrong when it is low at the "
                "start.", now(reached), unit="percentunit", max=1,
                noValue="nothing is sent")


def oldest_data():
    late = (f"{ALL.age()}"
            f" - {ALL.value('bsg_campaign_refresh_interval_seconds')}")
    return stat("Data is late by",
                "How much older the data of the worst campaign is than it is "
                "meant to be. Beyond ten minutes the numbers here are not to "
                "be trusted: see the dashboard Exporter.",
                now(f"round(clamp_min(max({late}), 0))"), unit="s",
                steps=thresholds("text", orange=300, red=600))


def alerts_now():
    def firing(severity):
        alerts = firing_alerts(f'severity="{severity}"')
        return now(f"count({alerts}) or vector(0)", severity)

    return stat("Alerts",
                "Firing alerts of the rules that come with the exporter, by "
                "severity. Critical ones want somebody now. 0 also where no "
                "rules are loaded.", firing("critical"), firing("warning"),
                overrides=[severity("critical", "red"),
                           severity("warning", "orange")])


def severity(name, colour):
    return {"matcher": {"id": "byName", "options": name},
            "properties": [{"id": "thresholds",
                            "value": thresholds("text", **{colour: 1})}]}


# --- who needs help ---------------------------------------------------------

def help_line():
    return line(8, (12, alerts_table()), (12, suspects_table()))


def alerts_table():
    ranked = " or ".join(
        firing_alerts(f'severity="{severity}"') + f" * {rank}"
        for rank, severity in enumerate(("info", "warning", "critical"), 1))
    alerts = ("sort_desc(max by (severity, alertname, account, campaign_id)"
              f" ({ranked}))")
    return table(
        "Firing alerts",
        "What the alert rules say now, the exporter's own alerts included. "
        "The runbook of an alert has its name. Empty is good, if rules are "
        "loaded.",
        table_of(alerts),
        columns=[("severity", "Severity", {
                     "mappings": severity_mapping(), "custom__width": 100,
                     "custom__filterable": True,
                     "custom__cellOptions": {"type": "color-text"}}),
                 ("alertname", "Alert", {}),
                 ("account", "Account", {"custom__width": 110,
                                         "custom__filterable": True}),
                 ("campaign_id", "ID", {"custom__width": 110,
                                        "links": campaign_link()})],
        hide=("Time", "Value"), empty="none")


def severity_mapping():
    return value_mapping(of_critical=("critical", "red"),
                         of_warning=("warning", "orange"),
                         of_info=("info", "blue"))


def suspects_table():
    return table(
        "Campaigns to look at",
        "Found without alert rules: paused or rejected, overdue by 15 "
        "minutes, sending although nothing came to its end for 30 minutes, "
        "or not readable. A campaign may stand here for several reasons.",
        table_of(suspects()),
        columns=[("why", "Why", {"custom__width": 215,
                                 "custom__filterable": True}),
                 ("account", "Account", {"custom__width": 110,
                                         "custom__filterable": True}),
                 ("campaign_id", "ID", {"custom__width": 110,
                                        "links": campaign_link()}),
                 ("campaign_name", "Name", {})],
        hide=("Time", "Value"), sort="Why", descending=False,
        empty="none")


def suspects():
    reasons = {
        "paused": f"{ALL.status('paused')} == 1",
        "rejected by moderation": f"{ALL.status('spam')} == 1",
        "start is overdue": overdue(),
        "nothing ends for 30 minutes": standstill(),
        "cannot be read": f"{ALL.value('bsg_campaign_up')} == 0",
    }
    found = " or ".join(
        f'label_replace({expression}, "why", "{why}", "", "")'
        for why, expression in reasons.items())
    return ALL.named(found)


def overdue():
    planned = ALL.value("bsg_campaign_planned_start_timestamp_seconds")
    waiting = ALL.status("creation|moderation|scheduled")
    started = ALL.value("bsg_campaign_actual_start_timestamp_seconds")
    return (f"((time() - {planned} > 900) and on ({BY_CAMPAIGN}) ({waiting}"
            f" == 1) unless on ({BY_CAMPAIGN}) {started})")


def standstill():
    """Sending now and half an hour ago, with something left to send."""
    ended = ALL.messages(PRIMARY, ENDED)
    before = ALL.messages(PRIMARY, ENDED, offset=" offset 30m")
    status = ALL.select("bsg_campaign_status", 'status="sending"')
    return (f"({ended} <= {before}"
            f" and {ALL.messages(PRIMARY, OPEN)} > 0"
            f" and on ({BY_CAMPAIGN}) {SENDING}"
            f" and on ({BY_CAMPAIGN}) (max by ({BY_CAMPAIGN})"
            f" ({status} offset 30m) == 1))")


# --- one line a campaign ----------------------------------------------------

def campaigns_table():
    info = ("max by (account, campaign_id, campaign_name, sender, "
            f"message_type) ({ALL.identity()})")
    share = {"unit": "percentunit", "decimals": 1, "custom__width": 80}
    chosen = {"custom__filterable": True}
    return table(
        "Campaigns",
        "A line each; the number leads to the campaign. Progress is the share "
        "of its messages that have come to their end. Delivered: of those with "
        "a report. Read: of those delivered, where the channel tells. "
        "Fallback: messages that went out again by another channel, per "
        "message that ended. Reached counts every channel.",
        *(table_of(expr) for expr in (
            info, ALL.status_code(), ALL.total_messages(), ALL.progress(),
            ALL.delivery_rate(), ALL.read_rate(), ALL.fallback_share(),
            ALL.price(), ALL.cost_per_reached(), f"{ALL.start()} * 1000",
            ALL.age())),
        columns=[
            ("Value #B", "Status", {
                "mappings": status_mapping(), "custom__width": 105, **chosen,
                "custom__align": "left",
                "custom__cellOptions": {"type": "color-background",
                                        "mode": "basic"}}),
            ("campaign_id", "ID", {"custom__width": 90,
                                   "links": campaign_link()}),
            ("campaign_name", "Name", {"custom__minWidth": 290}),
            ("account", "Account", {"custom__width": 95, **chosen}),
            ("message_type", "Type", {"custom__width": 95, **chosen}),
            ("Value #J", "Start", {"unit": "time:YYYY-MM-DD HH:mm",
                                   "custom__width": 130}),
            ("Value #C", "Messages", {"unit": "locale", "custom__width": 85}),
            ("Value #D", "Progress", {
                "unit": "percentunit", "min": 0, "max": 1, "decimals": 0,
                "thresholds": thresholds("blue"), "custom__width": 110,
                "custom__cellOptions": {"type": "gauge", "mode": "basic"}}),
            ("Value #E", "Delivered", share),
            ("Value #F", "Read", share),
            ("Value #G", "Fallback", share),
            ("Value #H", "Cost", {"decimals": 2, "custom__width": 75}),
            ("Value #I", "Per reached", {"decimals": 4,
                                         "custom__width": 90}),
            ("currency", "Currency", {"custom__width": 75}),
            ("Value #K", "Data age", {"unit": "s", "decimals": 0,
                                      "custom__width": 75})],
        hide=("Time", "Value #A", "sender"), sort="Start",
        empty="no campaigns")


# --- messages ---------------------------------------------------------------

def flow_line():
    ended = (f"sum by (channel) ({ALL.ended_per_minute(by=('channel',))})")
    return line(
        8,
        (12, lines("Messages that end per minute",
                   "How many messages of the primary channels come to an end "
                   "(delivered, failed or otherwise) in a minute, over the "
                   "last 15 minutes. A line at zero while campaigns are being "
                   "sent means that the API or a channel stands still.",
                   over_time(ended, "{{channel}}"))),
        (12, delivery_over_time()))


def delivery_over_time():
    def sending(*matchers):
        messages = ALL.messages(PRIMARY, *matchers, by=("channel",))
        return (f"sum by (channel) ({messages}"
                f" and on ({BY_CAMPAIGN}) {SENDING})")

    return lines(
        "Delivery rate of what is being sent",
        "Of the messages with a report in campaigns being sent, the share "
        "that arrived, by primary channel. Its change says more than its "
        "level: a fall means a sender, a text or a list with a problem. "
        "Left out are finished campaigns, for theirs is settled, and channels "
        "with fewer than 50 reports, for theirs is chance.",
        over_time(f"{sending(SUCCESS)} / ({sending(REPORTED)} >= 50)",
                  "{{channel}}"),
        unit="percentunit", max=1)


def status_line():
    def by_status(*matchers):
        messages = ALL.messages(*matchers, by=("status",))
        return f"sum by (status) ({messages}) > 0"

    colours = colours_of(MESSAGE_STATUSES)
    return line(
        9,
        (12, lines("Messages by status",
                   "All messages of the primary channels by where they are "
                   "now. Blue moves on to green; red and orange is lost.",
                   *(over_time(by_status(PRIMARY, some), "{{status}}")
                     for some in (SUCCESS, OPEN, LOST)),
                   stack=True, overrides=colours)),
        (6, gauge_bars("Messages now",
                       "The same at this moment, for the primary channels.",
                       now(f"sort_desc({by_status(PRIMARY)})", "{{status}}"),
                       overrides=colours)),
        (6, gauge_bars("Sent again by fallback",
                       "Messages that went out a second time by another "
                       "channel, by status. They are copies: not to be added "
                       "to the primary ones.",
                       now(f"sort_desc({by_status(ALTERNATIVE)})",
                           "{{status}}"),
                       overrides=colours,
                       noValue="no campaign has a fallback")))


# --- money ------------------------------------------------------------------

def money_line():
    spent = spent_per_hour(ALL)
    return line(
        6,
        (6, stat("Funds",
                 "Balance and credit together, per account and in its own "
                 "currency. At zero nothing is sent any more: pay in.",
                 now(funds(), "{{account}} {{currency}}"), unit="none",
                 text="value_and_name", decimals=2,
                 steps=thresholds("red", text=0.01))),
        (6, stat("Funds last for",
                 "At the spending of the last hour. Below two hours somebody "
                 "has to pay in now.",
                 now(f"{funds()} / (({spent}) > 0)",
                     "{{account}} {{currency}}"), unit="h",
                 text="value_and_name",
                 steps=thresholds("red", orange=2, text=12), decimals=1,
                 noValue="nothing is spent")),
        (12, lines("Spending per hour",
                   "What all campaigns together cost in an hour, by account "
                   "and currency; currencies are never added.",
                   over_time(spent, "{{account}} {{currency}}"),
                   unit="none", decimals=2, legend=("lastNotNull", "max"))))


# --- states -----------------------------------------------------------------

def statuses_over_time():
    counted = f"sum by (status) ({ALL.statuses()}) > 0"
    return lines("Campaigns by status",
                 "How many campaigns are in which status.",
                 over_time(counted, "{{status}}"), stack=True,
                 overrides=colours_of(CAMPAIGN_STATUSES), decimals=0)


def campaign_timeline():
    lively = ALL.select("bsg_campaign_status",
                        'status=~"moderation|sending|paused"')
    finished = ALL.select("bsg_campaign_finished_timestamp_seconds")
    shown = (f"({ALL.status_code()}) and on ({BY_CAMPAIGN})"
             f" ({lively} @ end() == 1 or"
             f" {finished} @ end() > ${{__from:date:seconds}})")
    return timeline(
        "What campaigns went through",
        "A line each for the campaigns that are on their way at the end of "
        "what is shown, or that ended within it. A long orange or purple "
        "stretch is somebody's decision to make.",
        over_time(shown, "{{campaign_id}}"), mappings=status_mapping())
