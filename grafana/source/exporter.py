"""The exporter itself, and how the API treats it."""

from dashboard import annotation, dashboard, line, row
from look import COLOURS, fixed, override, thresholds, value_mapping
from panels import lines, now, over_time, stat, table, table_of
from queries import (BY_CAMPAIGN, Campaigns, firing_alerts, of_account,
                     of_exporter)

ALL = Campaigns()
BY_INSTANCE = "{{instance}}"
GOOD = value_mapping(of_0=("failed", "red"), of_1=("ok", "green"))


def exporter():
    return dashboard(
        "bsg-exporter",
        "The exporter: whether it is there, how it copes, and how the API "
        "treats it.",
        [row("Now", line(4, *now_stats())),
         row("Scrapes",
             line(8, (8, outcomes()), (8, durations()), (8, lateness())),
             line(7, (12, failures_by_reason()), (12, served()))),
         row("API",
             line(8, (8, requests()), (8, latency()), (8, failures())),
             line(7, (6, token()), (6, throttled()), (6, retries()),
                  (6, in_flight()))),
         row("Accounts",
             line(7, (12, accounts_table()), (6, skipped()), (6, drift()))),
         row("Process",
             line(6, (24, exporters_table())),
             line(7, (6, cpu()), (6, memory()), (6, files()),
                  (6, log_lines())))],
        annotations=[exporter_alerts(), restarts()])


# --- annotations ------------------------------------------------------------

def exporter_alerts():
    alerts = firing_alerts(
        'alertname=~"Bsg(Exporter|Api|Account|Discovery|Campaigns).*"',
        'severity!="info"')
    return annotation(
        "Alerts", f"max by (alertname, severity, account, instance) ({alerts})",
        "red", "{{alertname}}", "{{severity}} {{account}} {{instance}}")


def restarts():
    started = of_exporter("process_start_time_seconds")
    return annotation(
        "Restarts", f"time() - {started} < 120", "blue", "started",
        "{{instance}}")


# --- now --------------------------------------------------------------------

def exporters_up():
    """`up` of what has been an exporter within a day: All jobs are more than
    ours, and one that is down tells no more than that."""
    known = of_exporter("bsg_exporter_build_info")
    return (f"{of_exporter('up')} and on (job, instance)"
            f" last_over_time({known}[1d])")


def now_stats():
    up = exporters_up()
    return (
        (4, stat("Exporters that answer",
                 "Exporters that Prometheus reaches, and those that it knew "
                 "within a day and does not reach now. An exporter that was "
                 "taken away on purpose is counted for a day.",
                 now(f"sum({up})", "up"), now(f"count(({up}) == 0) or "
                                              f"sum({up}) * 0", "down"),
                 overrides=[step("down", "red")])),
        (4, stat("Campaigns", "Campaigns known to the chosen exporters; each "
                 "counts once, however many replicas read it.",
                 now(f"count({ALL.value('bsg_campaign_up')})"))),
        (4, stat("Not readable", "Campaigns whose latest read failed; why is "
                 "told below.",
                 now(f"count({ALL.value('bsg_campaign_up')} == 0) or "
                     f"count({ALL.value('bsg_campaign_up')}) * 0"),
                 steps=thresholds("text", orange=1))),
        (4, stat("Never read", "Campaigns without any data: not read yet, or "
                 "not for so long that what was known is no longer served.",
                 now(f"count({ALL.value('bsg_campaign_up')} unless "
                     f"{ALL.value('bsg_campaign_data_timestamp_seconds')}) or "
                     f"count({ALL.value('bsg_campaign_up')}) * 0"),
                 steps=thresholds("text", orange=1))),
        (4, configuration()),
        (4, shards()))


def configuration():
    loaded = of_exporter("bsg_exporter_config_last_reload_successful")
    fingerprint = of_exporter("bsg_exporter_config_hash")
    return stat(
        "Configuration", "Whether the latest reload succeeded on every "
        "exporter: if not, the one before is in force, and the log says what "
        "is wrong. And how many different configurations are in force: among "
        "replicas and shards one, or somebody did not reload.",
        now(f"min({loaded})", "reload"),
        now(f'count(count_values("hash", {fingerprint}))', "in force"),
        unit="none", text="value_and_name",
        overrides=[override("reload", mappings=GOOD)])


def shards():
    present = of_exporter("bsg_exporter_shard_ordinal")
    meant = of_exporter("bsg_exporter_shards")
    return stat(
        "Shards", "How many different shards answer, of how many there are "
        "meant to be. The campaigns of a missing one are read by nobody.",
        now(f'count(count_values("shard", {present}))', "present"),
        now(f"max({meant})", "meant"))


def step(name, colour):
    return override(name, thresholds=thresholds("text", **{colour: 1}))


# --- scrapes ----------------------------------------------------------------

def outcomes():
    def share(outcome):
        some = of_account("bsg_scrape_campaigns", f'outcome="{outcome}"')
        return over_time(f"sum({some}) / sum({everything})", outcome)

    everything = of_account("bsg_scrape_campaigns")
    colours = {"read": "green",
               **{name: COLOURS[name]
                  for name in ("cached", "deferred", "stale")},
               "failed": "red"}
    return lines(
        "How scrapes came by their campaigns",
        "Shares: read now; cached, for young enough; deferred, for their turn "
        "did not come; stale, for the read failed but old data is there; "
        "failed. Much deferred for long means that the budget is too short or "
        "the concurrency too low for so many campaigns.",
        *(share(outcome) for outcome in colours),
        unit="percentunit", stack=True, max=1,
        overrides=[fixed(name, colour) for name, colour in colours.items()])


def durations():
    return lines(
        "Duration of scrapes",
        "How long a scrape took, and how long it may take. Close to the limit "
        "campaigns are put off to the next one: raise Prometheus' "
        "scrape_timeout, or share the campaigns out to shards.",
        over_time("max by (instance) ("
                  + of_exporter("bsg_scrape_duration_seconds") + ")",
                  BY_INSTANCE),
        over_time(f"min({of_exporter('bsg_scrape_timeout_seconds')})",
                  "limit"),
        unit="s", overrides=[fixed("limit", "red")])


def lateness():
    interval = ALL.value("bsg_campaign_refresh_interval_seconds")
    late = f"clamp_min({ALL.age_when_scraped()} - {interval}, 0)"
    return lines(
        "Data later than meant",
        "How far the age of data is beyond the interval that it is meant to "
        "be read at: of the worst campaign of an account, and of the middle "
        "one. Beyond ten minutes dashboards and alerts are not to be trusted.",
        over_time(f"max by (account) ({late})", "worst of {{account}}"),
        over_time(f"quantile by (account) (0.5, {late})",
                  "median of {{account}}"),
        unit="s")


def failures_by_reason():
    reason = ALL.select("bsg_campaign_failure_info")
    return lines(
        "Campaigns that cannot be read",
        "By cause. not_found and forbidden are about single campaigns: take "
        "them out, or correct the account. pending: not tried yet. The others "
        "are about network or API.",
        over_time(f"count by (account, reason) (max by ({BY_CAMPAIGN}, reason)"
                  f" ({reason}))", "{{account}} {{reason}}"),
        stack=True, decimals=0, noValue="all can be read")


def served():
    return lines(
        "Campaigns served",
        "By each exporter and where it knows them from. A step down that "
        "nobody ordered is a list that got lost.",
        over_time("sum by (instance, source) ("
                  + of_account("bsg_account_campaigns") + ")",
                  "{{instance}} {{source}}"), decimals=0)


# --- API --------------------------------------------------------------------

def rate(counter, by, *matchers, unit=60):
    return (f"sum by ({by}) (rate({of_account(counter, *matchers)}"
            f"[$__rate_interval])) * {unit}")


def requests():
    return lines(
        "Requests per minute",
        "Requests that ended, by endpoint and HTTP status; none: no answer "
        "came. All should be 200.",
        over_time(rate("bsg_api_requests_total", "endpoint, code"),
                  "{{endpoint}} {{code}}"))


def latency():
    buckets = of_account("bsg_api_request_duration_seconds_bucket")
    summed = rate("bsg_api_request_duration_seconds_sum", "endpoint", unit=1)
    count = rate("bsg_api_request_duration_seconds_count", "endpoint", unit=1)

    def quantile(share):
        return (f"histogram_quantile({share}, sum by (le, endpoint)"
                f" (rate({buckets}[$__rate_interval])))")

    return lines(
        "Duration of requests",
        "From a request to the end of its answer: 95 of 100 are at least this "
        "quick, and the mean. Near request_timeout requests get lost.",
        over_time(quantile(0.95), "{{endpoint}} 95 %"),
        over_time(f"{summed} / ({count} > 0)", "{{endpoint}} mean"), unit="s")


def failures():
    return lines(
        "Failed requests per minute",
        "Requests that yielded nothing usable, by cause. unauthorized: the "
        "key. throttled: too many requests. timeout, connect, server_error: "
        "the API is in trouble. invalid_*: it answers nonsense.",
        over_time(rate("bsg_api_request_failures_total",
                       "account, endpoint, reason") + " > 0",
                  "{{account}} {{endpoint}} {{reason}}"),
        noValue="none failed")


def token():
    expiry = of_account("bsg_api_token_expiry_timestamp_seconds")
    return lines(
        "Tokens are valid for",
        "Until the access token of an account expires. It is renewed ahead of "
        "that; a line that reaches zero means that logging in fails.",
        over_time(f"min by (account) ({expiry}) - time()", "{{account}}"),
        unit="s")


def throttled():
    until = of_account("bsg_api_throttled_until_timestamp_seconds")
    return lines(
        "Held back by throttling",
        "How long the account has to keep silent because the API said so. "
        "Often above zero: lower requests_per_second or concurrency.",
        over_time(f"clamp_min(max by (account) ({until}) - time(), 0)",
                  "{{account}}"), unit="s", noValue="nothing is held back")


def retries():
    return lines(
        "Retries and logins per minute",
        "Requests repeated within a scrape, logins that succeeded and logins "
        "that failed. Failed logins: see the key.",
        over_time(rate("bsg_api_retries_total", "account"),
                  "{{account}} retries"),
        over_time(rate("bsg_api_token_refreshes_total", "account"),
                  "{{account}} logins"),
        over_time(rate("bsg_api_token_refresh_failures_total", "account"),
                  "{{account}} failed logins"))


def in_flight():
    return lines(
        "Requests under way",
        "At the end of a scrape. What stays here is requests that hang.",
        over_time("max by (instance, account) ("
                  + of_account("bsg_api_requests_in_flight") + ")",
                  "{{instance}} {{account}}"), decimals=0)


# --- accounts ---------------------------------------------------------------

def accounts_table():
    def by_account(metric, function="max"):
        return f"{function} by (account) ({of_account(metric)})"

    up = by_account("bsg_account_up", "min")
    age = f"time() - {by_account('bsg_account_data_timestamp_seconds')}"
    listed = by_account("bsg_account_discovery_timestamp_seconds")
    reason = of_account("bsg_account_failure_info")
    balance = (f"max by (account, reason) ({reason}) or on (account)"
               f' label_replace({up}, "reason", "ok", "", "")')
    key = f"max by (account, key_type) ({of_account('bsg_account_info')})"
    coloured = {"custom__cellOptions": {"type": "color-text"}}
    return table(
        "Accounts",
        "Whether balance and list of campaigns could be read the last time, "
        "and how old they are. A test key makes the API invent its numbers. "
        "Empty: not read by configuration.",
        table_of(key), table_of(balance), table_of(age),
        table_of(by_account("bsg_account_discovery_up", "min")),
        table_of(f"time() - {listed}"),
        columns=[("account", "Account", {}),
                 ("key_type", "Key", {"mappings": value_mapping(
                     of_test=("test", "orange"), of_live=("live", "text")),
                     **coloured, "custom__width": 80}),
                 ("reason", "Balance", {"mappings": ok_or_red(), **coloured,
                                        "custom__width": 130}),
                 ("Value #C", "Balance age", {"unit": "s", "decimals": 0,
                                             "custom__width": 110}),
                 ("Value #D", "List", {"mappings": GOOD, **coloured,
                                      "custom__width": 80}),
                 ("Value #E", "List age", {"unit": "s", "decimals": 0,
                                          "custom__width": 100})],
        hide=("Time", "Value #A", "Value #B"), sort="Account",
        descending=False, empty="no accounts")


def ok_or_red():
    return [*value_mapping(of_ok=("ok", "green")),
            {"type": "regex", "options": {
                "pattern": "^(?!ok$).+",
                "result": {"color": "red", "index": 1}}}]


def skipped():
    return lines(
        "Found, but not served",
        "Campaigns of the last listing. retired: ended long ago. "
        "max_campaigns: there are more than are allowed; raise the limit. "
        "unreadable: without a number.",
        over_time("max by (account, reason) ("
                  + of_account("bsg_account_discovery_skipped") + ")",
                  "{{account}} {{reason}}"), decimals=0,
        noValue="nothing is discovered")


def drift():
    values = of_exporter("bsg_exporter_unexpected_values_total")
    return lines(
        "Values nobody documented",
        "Distinct values in the API's answers that its documentation does not "
        "know, by where they stood. Each new one is a change of the API: read "
        "the log, look whether numbers are missing.",
        over_time(f"max by (field) ({values}) > 0", "{{field}}"), decimals=0,
        noValue="none")


# --- process ----------------------------------------------------------------

def exporters_table():
    def by_exporter(metric):
        return f"max by (job, instance) ({of_exporter(metric)})"

    build = ("max by (job, instance, version, revision, compiler) ("
             + of_exporter("bsg_exporter_build_info") + ")")
    started = by_exporter("process_start_time_seconds")
    loaded = by_exporter(
        "bsg_exporter_config_last_reload_success_timestamp_seconds")
    return table(
        "Exporters",
        "A line each: what it is, since when it runs, and since when its "
        "configuration is in force.",
        table_of(build), table_of(f"time() - {started}"),
        table_of(by_exporter("bsg_exporter_shard_ordinal")),
        table_of(f"{loaded} * 1000"),
        table_of(by_exporter("process_virtual_memory_bytes")),
        columns=[("job", "Job", {}), ("instance", "Instance", {}),
                 ("version", "Version", {}), ("revision", "Revision", {}),
                 ("compiler", "Compiler", {}),
                 ("Value #B", "Running for", {"unit": "s", "decimals": 0}),
                 ("Value #C", "Shard", {}),
                 ("Value #D", "Configured since", {"unit": "dateTimeAsIso"}),
                 ("Value #E", "Address space", {"unit": "bytes"})],
        hide=("Time", "Value #A"), sort="Instance", descending=False,
        empty="no exporter")


def cpu():
    seconds = of_exporter("process_cpu_seconds_total")
    return lines(
        "Processor", "Share of one processor core.",
        over_time(f"sum by (instance) (rate({seconds}[$__rate_interval]))",
                  BY_INSTANCE), unit="percentunit")


def memory():
    resident = of_exporter("process_resident_memory_bytes")
    return lines(
        "Memory", "Resident memory. It follows the number of campaigns; a "
        "rise without an end is a fault to report.",
        over_time(f"max by (instance) ({resident})", BY_INSTANCE),
        unit="bytes")


def files():
    used = of_exporter("process_open_fds")
    allowed = of_exporter("process_max_fds")
    return lines(
        "Open files, of those allowed", "Connections count, too. Near 100 % "
        "the exporter can take no more of them: raise the limit.",
        over_time(f"max by (instance) ({used} / {allowed})", BY_INSTANCE),
        unit="percentunit")


def log_lines():
    written = of_exporter("bsg_exporter_log_messages_total",
                          'level=~"warn|error"')
    return lines(
        "Warnings and errors per minute", "Lines in the log. Read it when "
        "they come in numbers.",
        over_time(f"sum by (level) (rate({written}[$__rate_interval])) * 60",
                  "{{level}}"))
