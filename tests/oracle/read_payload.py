#!/usr/bin/env python3
"""Reads a saved campaign document and prints the metrics it stands for.

An independent reading: written from what is known of the API, it shares
nothing with the exporter, so that where the two agree, both are likely to be
right. One JSON line a series, [name, {labels}, value], sorted. Documents that
hold no campaign's detail end it with exit code 1 and a word on why.
"""

import argparse
import datetime
import json
import math
import re
import sys
import zoneinfo

STATUSES = ["creation", "moderation", "scheduled", "sending", "paused",
            "stopped", "spam", "done"]
COUNTERS = {"delivered", "sent", "scheduled", "moderation", "accepted",
            "sending", "expired", "failed", "undelivered", "unknown", "read",
            "not_viber_user", "not_rcs_user"}
CHANNELS = {"sms", "viber", "hlr", "rcs", "whatsapp"}
MAX_DEPTH = 32
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
NOTHING = (None, {}, [])


class Refused(Exception):
    """The document is not what it should be."""


class Members(list):
    """An object as a list of pairs, so that repeated keys are seen."""

    def get(self, *names):
        """The first value under the first of the names that is not null."""
        return next(self.values(*names), None)

    def values(self, *names):
        for name in names:
            for key, value in self:
                if key == name and value is not None:
                    yield value
                    break

    def has(self, name):
        return any(key == name for key, _ in self)


class Number(str):
    """A number by its text: a reader decides what it may be."""


def refuse_constant(name):
    raise ValueError(f"{name} is no JSON")


def parse(raw):
    if b"\0" in raw:
        raise Refused("invalid_json: a NUL byte")
    try:
        text = raw.decode("utf-8")
        return json.loads(
            text.removeprefix("\ufeff"), object_pairs_hook=Members,
            parse_int=Number, parse_float=Number,
            parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(f"invalid_json: {error}") from error


def is_text(value):
    return isinstance(value, str) and not isinstance(value, Number)


def integer(value):
    """A whole number, as number or as text; None if it is anything else."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+", value):
        number = int(value)
        if -2**63 <= number < 2**63:
            return number
    return None


def amount(value):
    """Money, as number or as text; None if it is anything else."""
    number = r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?"
    if isinstance(value, str) and re.fullmatch(number, value):
        money = float(value)
        vanished = money == 0 and re.search("[1-9]", value.lower().split("e")[0])
        if math.isfinite(money) and not vanished:
            return money
    return None


def word(value, max_bytes):
    if is_text(value) and 0 < len(value.encode()) <= max_bytes:
        return value
    return None


def label(value):
    """A name or sender, cut where the exporter's labels end."""
    if not is_text(value):
        return ""
    return value.encode()[:1024].decode("utf-8", errors="ignore")


def checked(value, depth=0):
    """The document without NUL, which cannot stand on a page."""
    if isinstance(value, list):
        if depth == MAX_DEPTH:
            raise Refused("invalid_json: too deep")
        if isinstance(value, Members):
            return Members((checked(key), checked(item, depth + 1))
                           for key, item in value)
        return [checked(item, depth + 1) for item in value]
    if is_text(value):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise Refused("invalid_json: half a surrogate pair") from error
        return value.replace("\0", "\ufffd")
    return value


def seconds(value, zone):
    """Unix time of a timestamp; None if it names no point in time."""
    if not is_text(value):
        return None
    parts = re.fullmatch(
        r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([0-9]{2}:[0-9]{2}:[0-9]{2})"
        r"(?:\.([0-9]+))?(Z|[-+][0-9]{2}(?::?[0-9]{2})?)?", value)
    if parts is None:
        return None
    date, time, fraction, offset = parts.groups()
    try:
        moment = datetime.datetime.strptime(f"{date} {time}",
                                            "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None
    moment = moment.replace(
        microsecond=int((fraction or "0")[:6].ljust(6, "0")))
    if offset is None:
        moment = moment.replace(tzinfo=zone)
        if zone is datetime.timezone.utc:
            since = moment - EPOCH
        else:
            since = moment.replace(tzinfo=None) - EPOCH.replace(tzinfo=None)
            since -= moment.utcoffset()
    else:
        shift = shift_of(offset)
        if shift is None:
            return None
        since = moment - EPOCH.replace(tzinfo=None) - shift
    return (since // datetime.timedelta(microseconds=1)) / 1e6


def shift_of(offset):
    if offset == "Z":
        return datetime.timedelta()
    digits = offset[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 23 or minutes > 59:
        return None
    shift = datetime.timedelta(hours=hours, minutes=minutes)
    return -shift if offset[0] == "-" else shift


def find_campaign(root):
    if not isinstance(root, Members):
        raise Refused("invalid_document: no object")
    data = [value for key, value in root
            if key == "data" and isinstance(value, Members)]
    if data:
        campaign = data[0]
    elif root.has("id") and root.has("status"):
        campaign = root
    elif (len(root) == 1 and isinstance(root[0][1], Members)
          and root[0][1].has("statistics")):
        campaign = root[0][1]
    else:
        raise Refused("invalid_document: no campaign")
    if all(campaign.get(key) is None
           for key in ("id", "status", "statistics")):
        raise Refused("invalid_document: no campaign")
    totals = ("total_messages", "total_phones", "total_price")
    if (campaign.has("calculated_price")
            and not any(campaign.has(key) for key in totals)):
        raise Refused("invalid_document: general information")
    return campaign


def objects(value):
    """An object, or those in an array; None for what is neither."""
    if value is None:
        return []
    if isinstance(value, Members):
        return [value]
    if isinstance(value, list):
        return [item if isinstance(item, Members) else None
                for item in value]
    return [None]


class Channel:
    """The counters of one channel."""

    def __init__(self):
        self.counts = {}
        self.spoilt = set()
        self.undocumented = 0

    def add(self, statistics):
        for counters in objects(statistics):
            if counters is None:
                raise Refused("invalid_document: statistics")
            for key, value in counters:
                if value is None:
                    continue
                if key in COUNTERS:
                    self.add_documented(key, value)
                elif 0 < len(key.encode()) <= 64:
                    self.add_undocumented(key, integer(value))

    def add_documented(self, key, value):
        count = integer(value)
        if count is None or self.counts.get(key, count) != count:
            raise Refused(f"invalid_document: counter {key}")
        self.counts[key] = count

    def add_undocumented(self, key, count):
        if key not in self.counts:
            if self.undocumented == 32:
                return
            self.undocumented += 1
            self.counts[key] = count
        if count is None or self.counts[key] != count:
            self.spoilt.add(key)

    def series(self):
        return [(key, count) for key, count in self.counts.items()
                if key not in self.spoilt]


def fallback_channels(campaign):
    channels = {}
    undocumented = 0
    for key, value in campaign:
        if key != "alternative_channels":
            continue
        for named in objects(value):
            for name, forms in named or []:
                if forms in NOTHING or not 0 < len(name.encode()) <= 64:
                    continue
                if name not in channels:
                    if name not in CHANNELS:
                        if undocumented == 16:
                            continue
                        undocumented += 1
                    channels[name] = Channel()
                for form in objects(forms):
                    for inner, statistics in form or []:
                        if inner == "statistics":
                            channels[name].add(statistics)
    return channels


def messages(campaign, kind):
    primary = Channel()
    for key, value in campaign:
        if key == "statistics":
            primary.add(value)
    for status, count in primary.series():
        yield kind, "primary", status, count
    for name, channel in fallback_channels(campaign).items():
        for status, count in channel.series():
            yield name, "alternative", status, count


def first(values):
    return next((value for value in values if value is not None), None)


def series(campaign, account, zone):
    number = integer(campaign.get("id"))
    if number is None:
        raise Refused("no id to name the campaign by")
    own = {"account": account, "campaign_id": str(number)}
    kind = first(word(value, 128)
                 for value in campaign.values("type", "message_type"))
    yield "bsg_campaign_up", own, 1
    yield "bsg_campaign_info", {
        **own, "campaign_name": label(campaign.get("name")),
        "sender": label(campaign.get("sender")),
        "message_type": kind or "unknown"}, 1
    status = word(campaign.get("status"), 128)
    if status is not None:
        for known in dict.fromkeys(STATUSES + [status]):
            yield ("bsg_campaign_status", {**own, "status": known},
                   int(known == status))
    for channel, role, state, count in messages(campaign, kind or "unknown"):
        yield "bsg_campaign_messages", {
            **own, "channel": channel, "role": role, "status": state}, count
    for total in ("total_messages", "total_phones"):
        count = integer(campaign.get(total))
        if count is not None:
            yield f"bsg_campaign_{total}", own, count
    price = amount(campaign.get("total_price"))
    if price is not None:
        currency = word(campaign.get("currency"), 16)
        yield ("bsg_campaign_total_price",
               {**own, "currency": currency or "unknown"}, price)
    for name, keys in (
            ("created", ["created_at"]),
            ("planned_start", ["started_at", "start_at", "start_date"]),
            ("actual_start", ["actual_start_at", "real_start_at"]),
            ("finished", ["finished_at"])):
        time = first(seconds(value, zone) for value in campaign.values(*keys))
        if time is not None:
            yield f"bsg_campaign_{name}_timestamp_seconds", own, time


def main():
    sys.set_int_max_str_digits(0)  # long texts are compared by value
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("--account", required=True)
    parser.add_argument("--time-zone", default="UTC")
    options = parser.parse_args()
    zone = (datetime.timezone.utc if options.time_zone == "UTC"
            else zoneinfo.ZoneInfo(options.time_zone))
    with open(options.file, "rb") as file:
        raw = file.read()
    try:
        campaign = find_campaign(checked(parse(raw)))
        lines = [json.dumps([name, labels, float(value)], sort_keys=True)
                 for name, labels, value
                 in series(campaign, options.account, zone)]
    except Refused as refused:
        print(f"{options.file}: {refused}", file=sys.stderr)
        return 1
    print("\n".join(sorted(lines)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
