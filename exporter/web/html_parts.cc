#include "exporter/web/html_parts.h"

#include <algorithm>

#include "bsg_exporter/base/text.h"
#include "exporter/web/human_text.h"
#include "exporter/web/message_shares.h"

namespace bsg_exporter::web {
namespace {

// Part of a class name: only what is documented has a look of its own.
std::string_view ClassOf(std::string_view status) {
  return std::ranges::count(bsg::kStatuses, status) > 0 ? status : "other";
}

std::string BarInWords(const bsg::Channel& channel, double all) {
  std::string words;
  for (const bsg::Counter& counter : InDrawingOrder(channel)) {
    if (counter.messages == 0) continue;
    if (!words.empty()) words += ", ";
    const StatusLook& look = LookOf(counter.status);
    words += look.status == counter.status ? look.name
                                           : std::string_view(counter.status);
    words += " " + ShareText(static_cast<double>(counter.messages), all);
  }
  return words.empty() ? "no messages" : words;
}

// A length along the bar, in percent with two decimals.
std::string Length(double part, double of) {
  const int hundredths =
      static_cast<int>(std::clamp(part / of, 0.0, 1.0) * 10000);
  return std::to_string(hundredths / 100) + "." +
         std::to_string(hundredths % 100 + 100).substr(1);
}

void AddSegments(Html& html, const bsg::Channel& channel, double all) {
  double before = 0;
  for (const bsg::Counter& counter : InDrawingOrder(channel)) {
    if (counter.messages <= 0) continue;
    const auto messages = static_cast<double>(counter.messages);
    const StatusLook& look = LookOf(counter.status);
    const std::string x = Length(before, all);
    const std::string width = Length(messages, all);
    html.Add(R"(<rect class="m-{}" x="{}%" width="{}%" height="100%"/>)",
             look.status, x, width);
    if (!look.is_final) {
      html.Add(R"(<rect class="moving" x="{}%" width="{}%" height="100%"/>)", x,
               width);
    }
    before += messages;
  }
}

}  // namespace

Html Moment(std::optional<WallTime> time, WallTime now) {
  Html html;
  if (!time) return std::move(html.Add("–"));
  html.Add(R"(<time datetime="{}" title="{}">{}</time>)", MachineTime(*time),
           TimeText(*time), AgoText(*time, now));
  return html;
}

Html StatusBadge(const bsg::Campaign* document) {
  Html html;
  if (document == nullptr) {
    return std::move(html.Add(R"(<span class="badge s-none">no data</span>)"));
  }
  if (!document->status) {
    return std::move(
        html.Add(R"(<span class="badge s-none">no status</span>)"));
  }
  html.Add(R"(<span class="badge s-{}">{}</span>)", ClassOf(*document->status),
           Foreign{*document->status});
  return html;
}

Html StatusBar(const bsg::Channel& channel) {
  const double all = SharesOf(channel).all;
  const std::string words = BarInWords(channel, all);
  Html html;
  html.Add(R"(<svg class="bar" role="img" aria-label="{}"><title>{}</title>)",
           words, words);
  if (all > 0) AddSegments(html, channel, all);
  html.Add("</svg>");
  return html;
}

Html Legend() {
  Html html;
  html.Add(R"(<ul class="legend" aria-label="Colours of the bars">)");
  for (const StatusLook& look : AllLooks()) {
    html.Add(R"(<li><svg class="swatch" aria-hidden="true">)");
    html.Add(R"(<rect class="m-{}" width="100%" height="100%"/>)", look.status);
    if (!look.is_final) {
      html.Add(R"(<rect class="moving" width="100%" height="100%"/>)");
    }
    html.Add("</svg>{}</li>", look.name);
  }
  html.Add("</ul>\n");
  return html;
}

void AddPatterns(Html& html) {
  html.Add(
      "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
      "<pattern id=\"moving\" width=\"6\" height=\"6\" "
      "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
      "<rect width=\"2.5\" height=\"6\" "
      "class=\"hatch\"/></pattern></defs></svg>"
      "\n");
}

Html ChannelName(const bsg::Channel& channel) {
  Html html;
  html.Add("{}", Foreign{channel.name});
  if (channel.role == bsg::Role::kAlternative) {
    html.Add(R"( <small>fallback</small>)");
  }
  return html;
}

Html Money(std::optional<double> amount,
           const std::optional<std::string>& currency) {
  Html html;
  if (!amount) return std::move(html.Add("–"));
  html.Add(R"(<span class="money">{}&nbsp;{}</span>)", PriceText(*amount),
           Foreign{currency ? std::string_view(*currency) : "(no currency)"});
  return html;
}

Html FailureText(Reason reason, int failures) {
  Html html;
  html.Add(R"(<code>{}</code>: {})", ToString(reason), ReasonInWords(reason));
  if (failures > 1) html.Add(", {} times in a row", failures);
  return html;
}

std::string CampaignUrl(const bsg::CampaignState& campaign) {
  return "campaign?account=" + PercentEncoded(campaign.account) +
         "&id=" + campaign.id_text;
}

}  // namespace bsg_exporter::web
