"""One campaign's life."""

from dashboard import (alert_annotation, dashboard, line, row,
                       status_annotation, variable)
from look import (COLOURS, GREY, MESSAGE_STATUSES, colours_of, fixed,
                  fixed_by_end, override, status_mapping, thresholds,
                  value_mapping)
from panels import (gauge_bars, lines, now, over_time, stat, table, target,
                    timeline)
from queries import (ALTERNATIVE, BY_CAMPAIGN, ENDED, LOST, OPEN, PRIMARY,
                     READ, REPORTED, SUCCESS, Campaigns, per_second)

ID = 'campaign_id="$campaign_id"'
THIS = Campaigns(ID)
NOTHING = "nothing yet"
RATES = thresholds("red", orange=0.5, text=0.9)


def campaign():
    return dashboard(
        "bsg-campaign",
        "The life of one campaign: how far it is, who got it, by which "
        "channel, and at what price.",
        [row("Now", line(4, *zip((3,) * 8, now_stats())),
             line(8, (9, funnel()), (8, about()), (7, milestones()))),
         row("Messages",
             line(10, (14, statuses_over_time()), (10, statuses_now())),
             line(8, (12, throughput()), (12, rates_over_time()))),
         row("Money", line(7, (12, cost()), (12, cost_per_reached()))),
         row("Can these numbers be trusted?",
             line(7, (8, status_timeline()), (8, age()), (4, last_read()),
                  (4, gap())))],
        variables=[campaign_variable()],
        annotations=[alert_annotation(ID), status_annotation(THIS)])


def campaign_variable():
    """By number and name, for names are not unique and there may be none yet;
    first what started last, for that is what people come for."""
    every = Campaigns()
    since = (f"({every.value('bsg_campaign_actual_start_timestamp_seconds')}"
             " or "
             f"{every.value('bsg_campaign_created_timestamp_seconds')})")
    known = (f"{every.named(since)} or on ({BY_CAMPAIGN})"
             f" {every.identity()} * 0")
    query = (f'sort_desc(max by ({BY_CAMPAIGN}, title) (label_join({known},'
             ' "title", " ", "campaign_id", "campaign_name")))')
    return variable("campaign_id", "Campaign", f"query_result({query})",
                    many=False, sort=0, kind=3, regex=(
                        r'/campaign_id="(?<value>[^"]+)",'
                        r'title="(?<text>.*)"\}/'))


# --- now --------------------------------------------------------------------

def now_stats():
    return (
        stat("Status", "The campaign's status as BSG has it.",
             now(THIS.status_code()), unit="none", colour="background",
             text="value", mappings=status_mapping(), noValue="unknown"),
        stat("Progress", "Messages of the primary channel that have come to "
             "their end, of all. It need not reach 100 %: see Accounting gap.",
             now(THIS.progress()), unit="percentunit", decimals=1, max=1,
             noValue=NOTHING),
        stat("Reached", "Messages that reached their recipient by whichever "
             "channel, of all messages of the campaign.",
             now(THIS.reached_share()), unit="percentunit", decimals=1, max=1,
             noValue=NOTHING),
        stat("Delivery rate", "Of the messages with a report, those that "
             "arrived by the primary channel. Below half while the campaign "
             "is being sent: stop it, for it burns money. SMS without a "
             "report do not count.",
             now(THIS.delivery_rate()), unit="percentunit", decimals=1,
             steps=RATES, noValue="no report yet"),
        stat("Read", "Of the messages delivered by the primary channel, those "
             "that were read. A soft figure: SMS never tell, and some phones "
             "do not.",
             now(THIS.read_rate()), unit="percentunit", decimals=1,
             noValue="nobody tells"),
        stat("Cost", "What the campaign has cost so far, in the currency of "
             "its account.",
             now(THIS.price(), "{{currency}}"), unit="none", decimals=2,
             text="value_and_name", noValue="no price yet"),
        stat("Cost per reached", "Cost so far, for each message that reached "
             "its recipient. Three times what comparable campaigns pay is "
             "worth a question.",
             now(THIS.cost_per_reached(), "{{currency}}"), unit="none",
             decimals=4, text="value_and_name", noValue="nobody yet"),
        stat("Time to finish", "At the pace of the last 15 minutes; only "
             "while the campaign is being sent. The last percent takes longer: "
             "phones that are switched off.",
             now(time_to_finish()), unit="s", decimals=1,
             noValue="no progress"))


def time_to_finish():
    """Only where it gets on: there is no end to what stands still."""
    ended = per_second(THIS.messages(PRIMARY, ENDED))
    return (f"{THIS.messages(PRIMARY, OPEN)} / ({ended} > 0)"
            f" and on ({BY_CAMPAIGN}) {THIS.status('sending')} == 1")


def funnel():
    handed_over = 'status!~"scheduled|moderation|accepted|sending"'

    def bar(name, expression):
        return now(f"sum ({expression})", name)

    return gauge_bars(
        "From planned to read",
        "To how many contacts how many messages were planned, went out, "
        "arrived and were read by "
        "the primary channel, and how many arrived by fallback instead. The "
        "largest step down is where to look.",
        bar("contacts", THIS.value("bsg_campaign_total_phones")),
        bar("planned", THIS.total_messages()),
        bar("handed over", THIS.messages(PRIMARY, handed_over)),
        bar("delivered", THIS.messages(PRIMARY, SUCCESS)),
        bar("read", THIS.messages(PRIMARY, READ)),
        bar("sent again by fallback", THIS.messages(ALTERNATIVE)),
        bar("delivered by fallback", THIS.messages(ALTERNATIVE, SUCCESS)),
        overrides=[fixed("contacts", GREY),
                   fixed("planned", COLOURS["scheduled"]),
                   fixed("handed over", COLOURS["sent"]),
                   fixed("delivered", COLOURS["delivered"]),
                   fixed("read", COLOURS["read"]),
                   fixed("sent again by fallback", COLOURS["not_rcs_user"]),
                   fixed("delivered by fallback", COLOURS["delivered"])],
        noValue=NOTHING)


def about():
    """Labels become rows: which ones are configured is known only there."""
    of_target = ("job, instance, pod, container, endpoint, service, "
                 "namespace, node")
    info = (f"max by (account, campaign_id, campaign_name, sender, "
            f"message_type) ({THIS.select('bsg_campaign_info')})")
    labels = (f"max without ({of_target}, {BY_CAMPAIGN})"
              f" ({THIS.select('bsg_campaign_labels')})")
    return table(
        "About",
        "Name, sender and type as the API has them, and the labels that the "
        "exporter's configuration gives to the campaign.",
        target(info, instant=True), target(labels, instant=True),
        columns=[("label", "What", {"custom__width": 150,
                                    "mappings": names_of_labels()}),
                 ("value", "Value", {})],
        transformations=[{"id": "labelsToFields",
                          "options": {"mode": "rows"}}],
        empty=NOTHING)


def names_of_labels():
    return [*value_mapping(of_account=("Account", "text"),
                           of_campaign_id=("ID", "text"),
                           of_campaign_name=("Name", "text"),
                           of_message_type=("Type", "text"),
                           of_sender=("Sender", "text")),
            {"type": "regex", "options": {
                "pattern": "label_(.*)",
                "result": {"text": "$1", "color": "text", "index": 5}}}]


def milestones():
    def when(name, milestone):
        metric = f"bsg_campaign_{milestone}_timestamp_seconds"
        return now(f"max ({THIS.value(metric)}) * 1000", name)

    started = THIS.value("bsg_campaign_actual_start_timestamp_seconds")
    planned = THIS.value("bsg_campaign_planned_start_timestamp_seconds")
    finished = THIS.value("bsg_campaign_finished_timestamp_seconds")
    return stat(
        "Milestones",
        "What has not happened yet is missing. The API's times name no zone "
        "and may differ by hours within one answer: a delay of exactly three "
        "hours is such a shift, not a late start.",
        when("created", "created"), when("planned start", "planned_start"),
        when("actual start", "actual_start"), when("finished", "finished"),
        now(f"max ({started} - {planned})", "delay"),
        now(f"max ({finished} - {started})", "took"),
        unit="dateTimeAsIso", text="value_and_name", orientation="horizontal",
        colour="none", size=13,
        overrides=[override("delay", unit="s"), override("took", unit="s")],
        noValue=NOTHING)


# --- messages ---------------------------------------------------------------

def by_status(*matchers):
    counted = THIS.messages(*matchers, by=("channel", "status"))
    return f"sum by (channel, status) ({counted}) > 0"


def statuses_over_time():
    return lines(
        "Messages of the primary channel",
        "Where the messages are. Blue moves on to green; red and orange is "
        "lost. A blue area that does not shrink while the campaign is being "
        "sent is one that is stuck.",
        *(over_time(by_status(PRIMARY, some), "{{status}}")
          for some in (SUCCESS, OPEN, LOST)), stack=True,
        overrides=colours_of(MESSAGE_STATUSES), noValue=NOTHING)


def statuses_now():
    return gauge_bars(
        "Now, by channel",
        "The primary channel and its fallback at this moment. Messages of the "
        "fallback are copies: not to be added.",
        now(f"sort_desc({by_status(PRIMARY)})", "{{channel}} {{status}}"),
        now(f"sort_desc({by_status(ALTERNATIVE)})",
            "fallback {{channel}} {{status}}"),
        overrides=[fixed_by_end(status) for status in MESSAGE_STATUSES],
        noValue=NOTHING)


def throughput():
    ended = THIS.ended_per_minute(by=("channel",))
    alternative = THIS.messages(ALTERNATIVE, ENDED, by=("channel",))
    return lines(
        "Messages that end per minute",
        "How many messages come to an end in a minute, over the last 15 "
        "minutes. At zero while the campaign is being sent, it is stuck.",
        over_time(ended, "{{channel}}"),
        over_time(f"{per_second(alternative)} * 60", "fallback {{channel}}"),
        noValue=NOTHING)


def rates_over_time():
    fallback = (f"{THIS.messages(ALTERNATIVE, SUCCESS, by=('channel',))}"
                f" / ({THIS.messages(ALTERNATIVE, REPORTED, by=('channel',))}"
                " > 0)")
    return lines(
        "Rates",
        "Delivery by each channel, of the messages with a report; reads, of "
        "the delivered; and messages that went out again by fallback, of those "
        "that ended. A fall of delivery while the campaign is being sent is "
        "the reason to stop it.",
        over_time(THIS.delivery_rate(by=("channel",)),
                  "delivered by {{channel}}"),
        over_time(fallback, "delivered by fallback {{channel}}"),
        over_time(THIS.read_rate(), "read"),
        over_time(THIS.fallback_share(), "fallback"),
        unit="percentunit",
        overrides=[fixed("read", COLOURS["read"]),
                   fixed("fallback", COLOURS["not_rcs_user"])],
        noValue=NOTHING)


# --- money ------------------------------------------------------------------

def cost():
    return lines(
        "Cost over time", "What the campaign had cost until then.",
        over_time(THIS.price(), "{{currency}}"), unit="none", decimals=2,
        noValue=NOTHING)


def cost_per_reached():
    return lines(
        "Cost per reached message",
        "Cost until then, for each message that had reached its recipient. It "
        "rises as the fallback takes over, or as fewer messages arrive.",
        over_time(THIS.cost_per_reached(), "{{currency}}"), unit="none",
        decimals=4, noValue=NOTHING)


# --- trust ------------------------------------------------------------------

def status_timeline():
    reading = THIS.value("bsg_campaign_up")
    return timeline(
        "Status, and whether it could be read",
        "What the campaign went through, and when the exporter failed to read "
        "it; what is shown for such a time is what was read last.",
        over_time(THIS.status_code(), "status"),
        over_time(f"{reading} + 100", "reading"),
        mappings=status_mapping() + value_mapping(
            of_100=("not readable", "red"), of_101=("readable", "green")))


def age():
    meant = THIS.value("bsg_campaign_refresh_interval_seconds")
    return lines(
        "Age of the data",
        "How old the data is at each scrape, and how old it is meant to get "
        "at most (0: read at every scrape). Far above that, all the rest of "
        "this page is old, too.",
        over_time(THIS.age_when_scraped(), "age"),
        over_time(meant, "meant to be read every"),
        unit="s", overrides=[fixed("meant to be read every", "text")])


def last_read():
    reason = THIS.select("bsg_campaign_failure_info")
    return stat(
        "Latest read", "Whether the campaign could be read the last time, and "
        "why not. The exporter's log tells more.",
        now(f"max by (reason) ({reason}) or label_replace(max ("
            f"{THIS.value('bsg_campaign_up')} == 1), \"reason\", \"ok\","
            " \"\", \"\")", "{{reason}}"),
        unit="none", text="name", colour="background",
        overrides=[override("ok", color={"mode": "fixed",
                                         "fixedColor": "green"})],
        steps=thresholds("red"))


def gap():
    return stat(
        "Accounting gap", "Planned messages that stand in no counter of the "
        "primary channel. For a finished campaign it is 0; if not, BSG's "
        "numbers do not add up: ask them before you pay.",
        now(THIS.gap()), decimals=0, noValue=NOTHING)
