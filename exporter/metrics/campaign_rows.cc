#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bsg_exporter/bsg/campaign.h"
#include "bsg_exporter/bsg/campaign_state.h"
#include "exporter/metrics/row.h"

namespace bsg_exporter::metrics {
namespace {

using bsg::Campaign;
using bsg::CampaignState;

// One sample of a campaign: its own two labels first, then the row's.
template <class... Own>
void Put(Sink& sink, const CampaignState& c, double value, Own... own) {
  const std::array labels = {Label{"account", c.account},
                             Label{"campaign_id", c.id_text}, own...};
  sink.Sample("", labels, value);
}

void EmitUp(const CampaignState& c, Sink& sink) {
  Put(sink, c, c.failure ? 0 : 1);
}

void EmitFailure(const CampaignState& c, Sink& sink) {
  if (c.failure) Put(sink, c, 1, Label{"reason", ToString(*c.failure)});
}

void EmitReceived(const CampaignState& c, Sink& sink) {
  if (c.document && c.received) Put(sink, c, ToSeconds(*c.received));
}

void EmitRefreshInterval(const CampaignState& c, Sink& sink) {
  if (c.refresh_interval) Put(sink, c, ToSeconds(*c.refresh_interval));
}

void EmitInfo(const CampaignState& c, Sink& sink) {
  if (!c.document) return;
  const Campaign& d = *c.document;
  Put(sink, c, 1, Label{"campaign_name", d.name ? *d.name : std::string_view()},
      Label{"sender", d.sender ? *d.sender : std::string_view()},
      Label{"message_type", d.type ? *d.type : std::string_view("unknown")});
}

void EmitLabels(const CampaignState& c, Sink& sink) {
  if (c.labels.empty()) return;
  std::vector<std::string> names;
  names.reserve(c.labels.size());  // the labels below point into it
  std::vector<Label> labels = {{"account", c.account},
                               {"campaign_id", c.id_text}};
  for (const auto& [name, value] : c.labels) {
    names.push_back("label_" + name);
    labels.push_back({names.back(), value});
  }
  sink.Sample("", labels, 1);
}

// All documented statuses and nothing that the process remembers: a page
// depends on the document alone.
void EmitStatus(const CampaignState& c, Sink& sink) {
  if (!c.document || !c.document->status) return;
  const std::string_view current = *c.document->status;
  bool is_documented = false;
  for (const std::string_view status : bsg::kStatuses) {
    is_documented = is_documented || status == current;
    Put(sink, c, status == current ? 1 : 0, Label{"status", status});
  }
  if (!is_documented) Put(sink, c, 1, Label{"status", current});
}

void EmitMessages(const CampaignState& c, Sink& sink) {
  if (!c.document) return;
  for (const bsg::Channel& channel : c.document->channels) {
    for (const bsg::Counter& counter : channel.counters) {
      Put(sink, c, static_cast<double>(counter.messages),
          Label{"channel", channel.name}, Label{"role", ToString(channel.role)},
          Label{"status", counter.status});
    }
  }
}

template <std::optional<std::int64_t> Campaign::*kField>
void EmitCount(const CampaignState& c, Sink& sink) {
  if (!c.document) return;
  const auto& count = (*c.document).*kField;
  if (count) Put(sink, c, static_cast<double>(*count));
}

void EmitPrice(const CampaignState& c, Sink& sink) {
  if (!c.document || !c.document->total_price) return;
  const auto& currency = c.document->currency;
  Put(sink, c, *c.document->total_price,
      Label{"currency", currency ? *currency : std::string_view("unknown")});
}

template <std::optional<WallTime> Campaign::*kField>
void EmitTime(const CampaignState& c, Sink& sink) {
  if (!c.document) return;
  const auto& time = (*c.document).*kField;
  if (time) Put(sink, c, ToSeconds(*time));
}

constexpr Row<CampaignState> kCampaignRows[] = {
    {{{"bsg_campaign_up",
       "Whether the latest read of the campaign succeeded: 1 if it did, 0 if "
       "not."},
      "account, campaign_id"},
     EmitUp},
    {{{"bsg_campaign_failure_info",
       "Why the latest read of the campaign failed: 1, and only there while "
       "bsg_campaign_up is 0."},
      "account, campaign_id, reason"},
     EmitFailure},
    {{{"bsg_campaign_data_timestamp_seconds",
       "When the exposed data of the campaign was received from the API, as "
       "Unix time in seconds."},
      "account, campaign_id"},
     EmitReceived},
    {{{"bsg_campaign_refresh_interval_seconds",
       "How often the campaign is meant to be read at present, in seconds; 0 "
       "means at every scrape."},
      "account, campaign_id"},
     EmitRefreshInterval},
    {{{"bsg_campaign_info",
       "Name, sender and type of the campaign as the API has them; always 1."},
      "account, campaign_id, campaign_name, sender, message_type"},
     EmitInfo},
    {{{"bsg_campaign_labels",
       "Labels that the configuration gives the campaign; always 1."},
      "account, campaign_id, label_*"},
     EmitLabels},
    {{{"bsg_campaign_status",
       "Status of the campaign as a state set: 1 for the current status, 0 for "
       "every other documented one."},
      "account, campaign_id, status"},
     EmitStatus},
    {{{"bsg_campaign_messages",
       "Messages of the campaign that are in this status now; a gauge, because "
       "it falls as messages move on to the next status."},
      "account, campaign_id, channel, role, status"},
     EmitMessages},
    {{{"bsg_campaign_total_messages",
       "Messages of the campaign in all (API field total_messages)."},
      "account, campaign_id"},
     EmitCount<&Campaign::total_messages>},
    {{{"bsg_campaign_total_phones",
       "Contacts of the campaign in all (API field total_phones)."},
      "account, campaign_id"},
     EmitCount<&Campaign::total_phones>},
    {{{"bsg_campaign_total_price",
       "Price of the campaign as of now, in units of the currency (API field "
       "total_price); prices in different currencies do not add up."},
      "account, campaign_id, currency"},
     EmitPrice},
    {{{"bsg_campaign_created_timestamp_seconds",
       "When the campaign was created, as Unix time in seconds; the API's "
       "times name no zone and are read in the configured time_zone."},
      "account, campaign_id"},
     EmitTime<&Campaign::created_at>},
    {{{"bsg_campaign_planned_start_timestamp_seconds",
       "When the campaign is meant to start, as Unix time in seconds; the "
       "API's times name no zone and are read in the configured time_zone."},
      "account, campaign_id"},
     EmitTime<&Campaign::planned_start>},
    {{{"bsg_campaign_actual_start_timestamp_seconds",
       "When the campaign did start, as Unix time in seconds, absent until "
       "then; the API's times name no zone and are read in the configured "
       "time_zone."},
      "account, campaign_id"},
     EmitTime<&Campaign::actual_start>},
    {{{"bsg_campaign_finished_timestamp_seconds",
       "When the campaign finished, as Unix time in seconds, absent until "
       "then; the API's times name no zone and are read in the configured "
       "time_zone."},
      "account, campaign_id"},
     EmitTime<&Campaign::finished_at>},
};

}  // namespace

std::span<const Row<CampaignState>> CampaignRows() { return kCampaignRows; }

}  // namespace bsg_exporter::metrics
