"""Pages of the exporter as samples of a time that we choose."""

import datetime
import re
import time

# Of the exporter's own clock; all other times are the API's.
OWN_TIMES = ("bsg_campaign_data_timestamp_seconds",
             "bsg_account_data_timestamp_seconds",
             "bsg_api_throttled_until_timestamp_seconds",
             "bsg_api_token_expiry_timestamp_seconds",
             "bsg_exporter_config_last_reload_success_timestamp_seconds",
             "process_start_time_seconds")

# What happens more rarely than once in our few seconds happens here as often
# as it does by default.
LISTED = "bsg_account_discovery_timestamp_seconds"
LISTING = 300
READ = "bsg_campaign_data_timestamp_seconds"
INTERVAL = "bsg_campaign_refresh_interval_seconds"
SETTLED = 900

_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_SETTLED = re.compile(rf"^{INTERVAL}{{(.*)}} 1$", re.MULTILINE)


class Target:
    """One exporter, as Prometheus would have scraped it; `shift` is how far
    the API's times are moved.

    A campaign that is settled cannot be read at every scrape: `settled` has
    to be "1s" in the configuration, and here it becomes the default again.
    Nothing moves in such a campaign, so that its data is as good as new."""

    def __init__(self, exporter, job, instance, shift):
        self._exporter = exporter
        self._labels = f'job="{job}",instance="{instance}"'
        self._shift = shift
        self._known = {}  # series of OWN_TIMES: (as it was told, moved)

    @property
    def address(self):
        return self._exporter.address

    def scrape(self, now):
        """Lines of OpenMetrics, stamped with `now`."""
        began = time.monotonic()
        text = self._exporter.get().text
        took = time.monotonic() - began
        settled = set(_SETTLED.findall(text))
        for line in text.splitlines():
            if not line.startswith("#"):
                yield self._stamped(line, now, settled)
        yield f"up{{{self._labels}}} 1 {now}"
        yield f"scrape_duration_seconds{{{self._labels}}} {took:.6f} {now}"

    def page(self):
        return self._exporter.scrape()

    def _stamped(self, line, now, settled):
        series, _, value = line.rpartition(" ")
        name, _, labels = series.rstrip("}").partition("{")
        if name == INTERVAL and labels in settled:
            value = SETTLED
        elif name == READ and labels in settled:
            value = now - now % SETTLED
        elif name == LISTED:
            value = now - now % LISTING
        elif name in OWN_TIMES:
            value = self._own_time(series, float(value), now)
        elif name.endswith("_timestamp_seconds"):
            value = float(value) + self._shift
        elif name == "bsg_campaign_info":
            labels = _DATE.sub(self._date, labels)
        all_labels = ",".join(filter(None, (self._labels, labels)))
        return f"{name}{{{all_labels}}} {value} {now}"

    def _own_time(self, series, value, now):
        """What has changed since the last scrape happened at this one."""
        raw, moved = self._known.get(series, (None, None))
        if raw != value:
            moved = value + now - time.time()
            self._known[series] = (value, moved)
        return moved

    def _date(self, match):
        """The simulated API names campaigns by when they were made."""
        date = datetime.datetime.fromisoformat(match[0])
        return str(date + datetime.timedelta(seconds=self._shift))


def sample(name, value, now, **labels):
    text = ",".join(f'{key}="{label}"' for key, label in labels.items())
    return f"{name}{{{text}}} {value} {now}"
