"""PromQL that several panels share. What two replicas tell counts once: single
values by their maximum, sets of values (messages by status) as the replica has
them that read the campaign last, for a maximum of each would mix two times.
Messages are gauges; no rate() and no increase() over them."""

from look import CAMPAIGN_STATUSES

EXPORTERS = 'job=~"$job", instance=~"$instance"'
ACCOUNTS = EXPORTERS + ', account=~"$account"'

# Statuses that a message is going to leave; all others are ends. A status that
# is not known yet counts as an end.
OPEN = 'status=~"scheduled|moderation|accepted|sending|sent"'
ENDED = 'status!~"scheduled|moderation|accepted|sending|sent"'
READ = 'status="read"'
SUCCESS = 'status=~"delivered|read"'
# Neither: in the middle of a stack of all three is what moves on.
LOST = 'status!~"scheduled|moderation|accepted|sending|sent|delivered|read"'
# Of the others no report will ever come.
REPORTED = 'status=~"delivered|read|failed|undelivered|expired"'
PRIMARY = 'role="primary"'
ALTERNATIVE = 'role="alternative"'

BY_CAMPAIGN = "account, campaign_id"


def of_exporter(metric, *matchers):
    return select(metric, EXPORTERS, *matchers)


def of_account(metric, *matchers):
    return select(metric, ACCOUNTS, *matchers)


def select(metric, *matchers):
    return f"{metric}{{{', '.join(matchers)}}}"


def firing_alerts(*matchers):
    """Alerts tell no job; those of the exporter tell no account, either."""
    return select("ALERTS", 'alertname=~"Bsg.+"', 'alertstate="firing"',
                  'account=~"$account|"', *matchers)


def per_second(gauge, window="15m"):
    """How fast it rises. Where it falls (a campaign was taken out, the API
    corrected itself) nothing happened that could be counted."""
    return f"clamp_min(deriv(({gauge})[{window}:1m]), 0)"


class Campaigns:
    """Expressions about the campaigns that the matchers select."""

    def __init__(self, *matchers):
        self.matchers = (ACCOUNTS, *matchers)

    def select(self, metric, *matchers):
        return select(metric, *self.matchers, *matchers)

    def value(self, metric, *more_labels):
        by = ", ".join((BY_CAMPAIGN, *more_labels))
        return f"max by ({by}) ({self.select(metric)})"

    def status(self, status):
        """1 for campaigns in that status, 0 for the others."""
        latest = self.latest("bsg_campaign_status", f'status=~"{status}"')
        return f"max by ({BY_CAMPAIGN}) ({latest})"

    def statuses(self):
        latest = self.latest("bsg_campaign_status")
        return f"max by ({BY_CAMPAIGN}, status) ({latest})"

    def status_code(self):
        """The status as a number, for tables and timelines; 0 for one that
        is not documented."""
        codes = " or ".join(
            self.select("bsg_campaign_status", f'status="{status}"')
            + f" * {code}" for code, status in enumerate(CAMPAIGN_STATUSES, 1))
        return f"max by ({BY_CAMPAIGN}) (({codes}){self.and_read_last()})"

    def messages(self, *matchers, by=(), offset=""):
        """Sums over channels, roles and statuses."""
        labels = ", ".join((BY_CAMPAIGN, *by))
        latest = self.latest("bsg_campaign_messages", *matchers,
                             offset=offset)
        return f"sum by ({labels}) ({latest})"

    def latest(self, metric, *matchers, offset=""):
        """As the replica has it that read the campaign last."""
        return (f"{self.select(metric, *matchers)}{offset}"
                f"{self.and_read_last(offset)}")

    def and_read_last(self, offset=""):
        read = self.select("bsg_campaign_data_timestamp_seconds") + offset
        return (f" and on (job, instance, {BY_CAMPAIGN})"
                f" topk by ({BY_CAMPAIGN}) (1, {read})")

    def total_messages(self):
        return self.value("bsg_campaign_total_messages")

    def progress(self):
        return (f"{self.messages(PRIMARY, ENDED)}"
                f" / ({self.total_messages()} > 0)")

    def reached(self):
        """Recipients, by whichever channel."""
        return self.messages(SUCCESS)

    def reached_share(self):
        return f"{self.reached()} / ({self.total_messages()} > 0)"

    def delivery_rate(self, by=()):
        """Of the messages with a report, those that arrived."""
        return (f"{self.messages(PRIMARY, SUCCESS, by=by)}"
                f" / ({self.messages(PRIMARY, REPORTED, by=by)} > 0)")

    def read_rate(self):
        """Of channels that tell: for SMS it would always be 0."""
        tell = (PRIMARY, 'channel!="sms"')
        return (f"{self.messages(*tell, READ)}"
                f" / ({self.messages(*tell, SUCCESS)} > 0)")

    def fallback_share(self):
        return (f"{self.messages(ALTERNATIVE)}"
                f" / ({self.messages(PRIMARY, ENDED)} > 0)")

    def price(self):
        return self.value("bsg_campaign_total_price", "currency")

    def cost_per_reached(self):
        return (f"{self.price()} / on ({BY_CAMPAIGN}) group_left ()"
                f" ({self.reached()} > 0)")

    def age(self):
        """Now."""
        return f"time() - {self.value('bsg_campaign_data_timestamp_seconds')}"

    def age_when_scraped(self):
        """Without what has passed since the scrape, which is no fault."""
        read = self.select("bsg_campaign_data_timestamp_seconds")
        return f"min by ({BY_CAMPAIGN}) (timestamp({read}) - {read})"

    def start(self):
        return (f"({self.value('bsg_campaign_actual_start_timestamp_seconds')}"
                " or "
                f"{self.value('bsg_campaign_planned_start_timestamp_seconds')}"
                ")")

    def gap(self):
        """Messages in no counter of the primary channel."""
        return f"{self.total_messages()} - {self.messages(PRIMARY)}"

    def ended_per_minute(self, by=()):
        ended = self.messages(PRIMARY, ENDED, by=by)
        return f"{per_second(ended)} * 60"

    def identity(self):
        """One series a campaign with its name and the rest, also of one that
        has told no name yet; 1 or 0."""
        info = self.select("bsg_campaign_info")
        up = self.select("bsg_campaign_up")
        return (f"topk by ({BY_CAMPAIGN}) (1, {info} or on ({BY_CAMPAIGN})"
                f" {up})")

    def named(self, expression):
        return (f"({expression}) * on ({BY_CAMPAIGN}) group_left"
                f" (campaign_name) ({self.identity()})")


def funds():
    balance = by_currency("bsg_account_balance")
    return (f"({balance} + ({by_currency('bsg_account_credit')}"
            f" or {balance} * 0))")


def by_currency(metric):
    """As the replica has it that read the account last."""
    read = of_account("bsg_account_data_timestamp_seconds")
    return (f"max by (account, currency) ({of_account(metric)}"
            f" and on (job, instance, account) topk by (account) (1, {read}))")


def spent_per_hour(campaigns, by="account, currency"):
    rise = per_second(campaigns.price(), "1h")
    return f"sum by ({by}) ({rise}) * 3600"
