#include "exporter/web/home_page.h"

#include "exporter/web/account_cards.h"
#include "exporter/web/campaign_table.h"
#include "exporter/web/filter_form.h"
#include "exporter/web/html_parts.h"
#include "exporter/web/human_text.h"

namespace bsg_exporter::web {
namespace {

void AddCount(Html& html, const CampaignList& list, std::size_t all,
              WallTime now) {
  html.Add(
      "<div class=\"above\">\n<p id=\"count\" role=\"status\" data-live>"
      "{} of {} campaigns</p>\n",
      CountText(static_cast<std::int64_t>(list.matching)),
      CountText(static_cast<std::int64_t>(all)));
  AddRefresh(html, now);
  html.Add("</div>\n");
}

}  // namespace

void WriteHomePage(const collect::Overview& overview,
                   const ListRequest& request, std::string_view telemetry_path,
                   const PageOutput& output) {
  const CampaignList list = Select(overview, request);
  Html html;
  BeginPage(html, "Campaigns · bsg_exporter", telemetry_path);
  AddPatterns(html);
  html.Add("<h1>Campaigns</h1>\n");
  AddAccountCards(html, overview);
  AddFilterForm(html, overview, request);
  AddCount(html, list, overview.campaigns.size(), overview.now);
  html.Add("<div id=\"list\" data-live>\n{}", Legend());
  const bool names_accounts = overview.accounts.size() > 1;
  AddTableHead(html, request);
  for (const collect::KnownCampaign* campaign : list.rows) {
    AddTableRow(html, *campaign, overview.now, names_accounts);
    if (html.text().size() >= 65536) output(html.Take());
  }
  AddTableEnd(html, list, request);
  html.Add("</div>\n");
  EndPage(html);
  output(html.text());
}

}  // namespace bsg_exporter::web
