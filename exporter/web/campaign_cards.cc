#include "exporter/web/campaign_cards.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bsg_exporter/bsg/life_cycle.h"
#include "exporter/web/html_parts.h"
#include "exporter/web/human_text.h"
#include "exporter/web/message_shares.h"

namespace bsg_exporter::web {
namespace {

using bsg::Campaign;
using bsg::CampaignState;
using collect::KnownCampaign;

void AddRow(Html& html, std::string_view name, const Html& value) {
  html.Add("<dt>{}</dt><dd>{}</dd>\n", name, value);
}

Html Text(const std::optional<std::string>& text) {
  Html html;
  if (text) return std::move(html.Add("{}", Foreign{*text}));
  return std::move(html.Add("–"));
}

Html Count(std::optional<std::int64_t> count) {
  return std::move(Html().Add("{}", count ? CountText(*count) : "–"));
}

Html PricePerMessage(const Campaign& document) {
  std::optional<double> price;
  if (document.total_price && document.total_messages.value_or(0) > 0) {
    price =
        *document.total_price / static_cast<double>(*document.total_messages);
  }
  return Money(price, document.currency);
}

void AddFacts(Html& html, const Campaign& document) {
  html.Add("<section class=\"card\">\n<h2>Campaign</h2>\n<dl>\n");
  AddRow(html, "Type", Text(document.type));
  AddRow(html, "Sender", Text(document.sender));
  AddRow(html, "Messages", Count(document.total_messages));
  AddRow(html, "Phones", Count(document.total_phones));
  AddRow(html, "Cost", Money(document.total_price, document.currency));
  AddRow(html, "For each message", PricePerMessage(document));
  html.Add("</dl>\n</section>\n");
}

Html FullMoment(std::optional<WallTime> time, WallTime now) {
  Html html;
  if (!time) return std::move(html.Add("–"));
  html.Add("<time datetime=\"{}\">{} <small>{}</small></time>",
           MachineTime(*time), AgoText(*time, now), TimeText(*time));
  return html;
}

void AddMilestones(Html& html, const Campaign& document, WallTime now) {
  html.Add("<section class=\"card\">\n<h2>Milestones</h2>\n<dl>\n");
  AddRow(html, "Created", FullMoment(document.created_at, now));
  AddRow(html, "Planned start", FullMoment(document.planned_start, now));
  AddRow(html, "Actual start", FullMoment(document.actual_start, now));
  AddRow(html, "Finished", FullMoment(document.finished_at, now));
  html.Add("</dl>\n</section>\n");
}

Html Due(const collect::Timing& timing, WallTime now) {
  Html html;
  if (timing.under_way) return std::move(html.Add("being read now"));
  if (!timing.due) return std::move(html.Add("by the next scrape"));
  return FullMoment(timing.due, now);
}

void AddReading(Html& html, const KnownCampaign& known, WallTime now) {
  const collect::Timing& timing = known.timing;
  html.Add("<section class=\"card\">\n<h2>Reading</h2>\n<dl>\n");
  AddRow(html, "Data", FullMoment(known.state->received, now));
  AddRow(html, "Last attempt", FullMoment(timing.attempted, now));
  AddRow(html, "Took",
         Html().Add("{}", timing.took ? SpanText(*timing.took) : "–"));
  AddRow(html, "Failures in a row", Html().Add("{}", timing.failures));
  AddRow(html, "Is read",
         Html().Add("{}", IntervalText(known.state->refresh_interval)));
  AddRow(html, "Next due", Due(timing, now));
  html.Add("</dl>\n</section>\n");
}

void AddLabels(Html& html, const CampaignState& campaign) {
  if (campaign.labels.empty()) return;
  html.Add("<section class=\"card\">\n<h2>Labels</h2>\n<dl>\n");
  for (const auto& [name, value] : campaign.labels) {
    AddRow(html, name, Html().Add("{}", Foreign{value}));
  }
  html.Add("</dl>\n</section>\n");
}

// What of the document no source on the API knows.
std::vector<std::string> Undocumented(const Campaign& document) {
  std::vector<std::string> found;
  const auto note = [&](std::string_view what, const auto& known,
                        const std::string& value) {
    if (std::ranges::count(known, value) > 0) return;
    found.push_back(std::string(what) + " " + value);
  };
  if (document.status) note("status", bsg::kStatuses, *document.status);
  if (document.type) note("type", bsg::kTypes, *document.type);
  for (const bsg::Channel& channel : document.channels) {
    for (const bsg::Counter& counter : channel.counters) {
      note("counter", bsg::kCounters, counter.status);
    }
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

void AddUndocumented(Html& html, const Campaign& document) {
  const std::vector<std::string> found = Undocumented(document);
  if (found.empty()) return;
  html.Add(
      "<section class=\"card\">\n<h2>Not documented by the API</h2>\n<ul>");
  for (const std::string& what : found) html.Add("<li>{}</li>", Foreign{what});
  html.Add("</ul>\n</section>\n");
}

void AddCounters(Html& html, const bsg::Channel& channel) {
  const Shares shares = SharesOf(channel);
  for (const bsg::Counter& counter : InDrawingOrder(channel)) {
    html.Add("<tr><th scope=\"row\">");
    const StatusLook& look = LookOf(counter.status);
    html.Add(
        "<svg class=\"swatch\" aria-hidden=\"true\"><rect class=\"m-{}\" "
        "width=\"100%\" height=\"100%\"/>",
        look.status);
    const bool is_final = bsg::IsFinal(counter.status);
    if (!is_final) {
      html.Add("<rect class=\"moving\" width=\"100%\" height=\"100%\"/>");
    }
    html.Add("</svg>{}</th><td>{}</td><td class=\"number\">{}</td>",
             Foreign{counter.status}, is_final ? "final" : "will move on",
             CountText(counter.messages));
    html.Add("<td class=\"number\">{}</td></tr>\n",
             ShareText(static_cast<double>(counter.messages), shares.all));
  }
}

void AddChannel(Html& html, const bsg::Channel& channel) {
  const Shares shares = SharesOf(channel);
  html.Add("<section class=\"card\">\n<h2>{}</h2>\n{}\n", ChannelName(channel),
           StatusBar(channel));
  html.Add("<p>Delivered {}, read {}, failed {}; {} may still change.</p>\n",
           ShareText(shares.delivered, shares.all),
           ShareText(shares.read, shares.all),
           ShareText(shares.failed, shares.all),
           ShareText(shares.moving(), shares.all));
  html.Add(
      "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">"
      "<table>\n<thead><tr><th scope=\"col\">Status</th><th scope=\"col\">Final"
      "</th><th scope=\"col\" class=\"number\">Messages</th><th scope=\"col\" "
      "class=\"number\">Share</th></tr></thead>\n<tbody>\n",
      "Counters of " + channel.name + ", " +
          std::string(ToString(channel.role)));
  AddCounters(html, channel);
  html.Add("</tbody></table></div>\n</section>\n");
}

}  // namespace

void AddFactCards(Html& html, const KnownCampaign& campaign, WallTime now) {
  const Campaign* document = campaign.state->document.get();
  if (document != nullptr) {
    AddFacts(html, *document);
    AddMilestones(html, *document, now);
  }
  AddReading(html, campaign, now);
  AddLabels(html, *campaign.state);
  if (document != nullptr) AddUndocumented(html, *document);
}

void AddChannelCards(Html& html, const CampaignState& campaign) {
  if (!campaign.document) return;
  for (const bsg::Channel& channel : campaign.document->channels) {
    AddChannel(html, channel);
  }
}

}  // namespace bsg_exporter::web
