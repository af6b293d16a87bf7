#include "exporter/web/campaign_page.h"

#include "bsg_exporter/base/text.h"
#include "exporter/web/campaign_cards.h"
#include "exporter/web/campaign_list.h"
#include "exporter/web/html_headers.h"
#include "exporter/web/html_parts.h"
#include "exporter/web/page_assets.h"

namespace bsg_exporter::web {
namespace {

using bsg::CampaignState;
using collect::KnownCampaign;

Response ResponseOf(int status, Html html) {
  return {status, HtmlHeaders(kPageStyle, kPageScript), html.Take()};
}

const KnownCampaign* Find(const collect::Overview& overview,
                          const Query& query) {
  const std::string id = query.Get("id").value_or("");
  const std::string account = query.Get("account").value_or("");
  const KnownCampaign* found = nullptr;
  for (const KnownCampaign& known : overview.campaigns) {
    if (known.state->id_text != id) continue;
    if (!account.empty() && known.state->account != account) continue;
    if (found != nullptr) return nullptr;
    found = &known;
  }
  return found;
}

void AddTitle(Html& html, const CampaignState& campaign) {
  const bsg::Campaign* document = campaign.document.get();
  const bool has_name = document && document->name && !document->name->empty();
  html.Add(
      "<p><a href=\"./\">All campaigns</a></p>\n<div id=\"title\" data-live>\n"
      "<div class=\"head\"><h1>{}</h1>{}</div>\n",
      has_name ? Html().Add("{}", Foreign{*document->name})
               : Html().Add("Campaign {}", campaign.id_text),
      StatusBadge(document));
  html.Add("<p class=\"sub\">Campaign {} of account {}, {}</p>\n",
           campaign.id_text, Foreign{campaign.account},
           campaign.discovered ? "discovered" : "configured");
  html.Add("</div>\n");
}

void AddFailure(Html& html, const KnownCampaign& known) {
  const CampaignState& campaign = *known.state;
  html.Add("<div id=\"failure\" data-live>\n");
  if (IsFailing(campaign)) {
    html.Add(
        "<p class=\"notice bad\"><strong>The latest read failed.</strong> {}."
        "{}</p>\n",
        FailureText(*campaign.failure, known.timing.failures),
        campaign.document ? " What stands here is the last good document."
                          : "");
  }
  html.Add("</div>\n");
}

void AddLinks(Html& html, const CampaignState& campaign) {
  const std::string probe = "probe?campaign=" + campaign.id_text +
                            "&account=" + PercentEncoded(campaign.account);
  html.Add(
      "<p><a href=\"{}\" rel=\"nofollow\">Metrics of this campaign</a>, which "
      "reads it if it is due</p>\n",
      probe);
}

Response Unknown(std::string_view telemetry_path) {
  Html html;
  BeginPage(html, "No such campaign · bsg_exporter", telemetry_path);
  html.Add(
      "<h1>No such campaign</h1>\n<p>None is served here by that id and "
      "account: <code>/campaign?account=NAME&amp;id=ID</code>, where the "
      "account may be left out unless several have the campaign.</p>\n"
      "<p><a href=\"./\">All campaigns</a></p>\n");
  EndPage(html, false);
  return ResponseOf(404, std::move(html));
}

}  // namespace

Response CampaignPage(const collect::Overview& overview, const Query& query,
                      std::string_view telemetry_path) {
  const KnownCampaign* known = Find(overview, query);
  if (known == nullptr) return Unknown(telemetry_path);
  const CampaignState& campaign = *known->state;
  Html html;
  BeginPage(html, "Campaign " + campaign.id_text + " · bsg_exporter",
            telemetry_path);
  AddPatterns(html);
  AddTitle(html, campaign);
  AddRefresh(html, overview.now);
  AddFailure(html, *known);
  html.Add("<div id=\"facts\" class=\"cards\" data-live>\n");
  AddFactCards(html, *known, overview.now);
  html.Add("</div>\n<div id=\"channels\" class=\"cards\" data-live>\n");
  AddChannelCards(html, campaign);
  html.Add("</div>\n");
  AddLinks(html, campaign);
  EndPage(html);
  return ResponseOf(200, std::move(html));
}

}  // namespace bsg_exporter::web
