"""What a campaign's series have to be, from the simulator's own account of
it: written from the API's documentation, with nothing of the exporter's."""

STATUSES = ("creation", "moderation", "scheduled", "sending", "paused",
            "stopped", "spam", "done")

# Fields of the simulator's account and the metrics that they stand behind.
NUMBERS = {
    "total_messages": "bsg_campaign_total_messages",
    "total_phones": "bsg_campaign_total_phones",
    "created": "bsg_campaign_created_timestamp_seconds",
    "planned_start": "bsg_campaign_planned_start_timestamp_seconds",
    "actual_start": "bsg_campaign_actual_start_timestamp_seconds",
    "finished": "bsg_campaign_finished_timestamp_seconds",
}


def series(campaign):
    """{(name, ((label, value), …)): value} but for what tells of the reading
    (when it was, how often it is meant to be)."""
    found = {}

    def add(name, value, **labels):
        labels.update(account=campaign["account"],
                      campaign_id=str(campaign["id"]))
        key = (name, tuple(sorted(labels.items())))
        assert key not in found
        found[key] = float(value)

    add("bsg_campaign_up", 1)
    add("bsg_campaign_info", 1, campaign_name=campaign["name"],
        sender=campaign["sender"], message_type=campaign["type"])
    for status in STATUSES:
        add("bsg_campaign_status", status == campaign["status"],
            status=status)
    channels = [(campaign["type"], "primary", campaign["statistics"])]
    channels += [(channel, "alternative", counters) for channel, counters
                 in campaign["alternative_channels"].items()]
    for channel, role, counters in channels:
        for status, messages in counters.items():
            add("bsg_campaign_messages", messages, channel=channel, role=role,
                status=status)
    for field, name in NUMBERS.items():
        if campaign[field] is not None:
            add(name, campaign[field])
    add("bsg_campaign_total_price", campaign["total_price"],
        currency=campaign["currency"])
    return found


OF_THE_READING = ("bsg_campaign_data_timestamp_seconds",
                  "bsg_campaign_refresh_interval_seconds")


def of_the_document(all_series):
    """The series of campaigns that depend on the document alone."""
    return {key: value for key, value in all_series.items()
            if key[0].startswith("bsg_campaign_")
            and key[0] not in OF_THE_READING}
