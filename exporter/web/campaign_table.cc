#include "exporter/web/campaign_table.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "exporter/web/html_parts.h"
#include "exporter/web/human_text.h"
#include "exporter/web/message_shares.h"

namespace bsg_exporter::web {
namespace {

using collect::KnownCampaign;

struct Column {
  std::string_view key;
  std::string_view name;
  bool is_number = false;
  std::string_view meaning;
};
constexpr std::array<Column, 8> kColumns = {{
    {"name", "Campaign"},
    {"status", "Status"},
    {"messages", "Messages"},
    {"delivered", "Delivered", true,
     "delivered or read, of the channel's messages"},
    {"read", "Read", true, "of the channel's messages"},
    {"failed", "Failed", true,
     "undelivered, failed, expired or no such user, of the channel's messages"},
    {"cost", "Cost", true, "total_price, as the API has it"},
    {"age", "Data", false,
     "when it came from the API, and how often it is read"},
}};

void AddHeading(Html& html, const Column& column, const ListRequest& request) {
  const SortKey& sort =
      *std::ranges::find(kSortKeys, column.key, &SortKey::key);
  const bool is_current = request.sort == sort.key;
  ListRequest next = request;
  next.sort = sort.key;
  next.descending = is_current ? !request.descending : sort.descending;
  next.page = 1;
  html.Add("<th scope=\"col\"");
  if (column.is_number) html.Add(" class=\"number\"");
  if (is_current) {
    html.Add(" aria-sort=\"{}\"",
             request.descending ? "descending" : "ascending");
  }
  html.Add("><a id=\"sort-{}\" href=\"{}\"", column.key, next.ToQuery());
  if (!column.meaning.empty()) html.Add(" title=\"{}\"", column.meaning);
  html.Add(">{}</a>", column.name);
  if (is_current) {
    html.Add("<span aria-hidden=\"true\"> {}</span>",
             request.descending ? "▼" : "▲");
  }
  html.Add("</th>");
}

void AddName(Html& html, const bsg::CampaignState& campaign,
             bool names_account) {
  const bsg::Campaign* document = campaign.document.get();
  const bool has_name = document && document->name && !document->name->empty();
  html.Add("<th scope=\"row\"><a class=\"name\" href=\"{}\">{}</a>",
           CampaignUrl(campaign),
           Foreign{has_name ? std::string_view(*document->name)
                            : std::string_view(campaign.id_text)});
  html.Add("<span class=\"sub\">campaign {}", campaign.id_text);
  if (document && document->type) html.Add(" · {}", Foreign{*document->type});
  if (document && document->sender) {
    html.Add(" · from {}", Foreign{*document->sender});
  }
  if (names_account) html.Add(" · {}", Foreign{campaign.account});
  html.Add("</span></th>\n");
}

void BeginLine(Html& html, const bsg::Channel& channel) {
  html.Add("<div class=\"{}\">",
           channel.role == bsg::Role::kPrimary ? "line" : "line alternative");
}

void AddBars(Html& html, const bsg::Campaign& document) {
  html.Add("<td>");
  for (const bsg::Channel& channel : document.channels) {
    BeginLine(html, channel);
    html.Add("<span class=\"channel\">{}</span>{}</div>", ChannelName(channel),
             StatusBar(channel));
  }
  html.Add("<span class=\"sub\">");
  if (document.total_messages) {
    html.Add("{} in all{}", CountText(*document.total_messages),
             document.channels.empty() ? "" : ", ");
  }
  if (!document.channels.empty()) {
    const Shares shares = SharesOf(document.channels.front());
    html.Add("{} final", ShareText(shares.final, shares.all));
  }
  html.Add("</span></td>\n");
}

void AddShares(Html& html, const bsg::Campaign& document,
               std::string_view label, double Shares::*part) {
  html.Add("<td class=\"number\" data-label=\"{}\"><div>", label);
  for (const bsg::Channel& channel : document.channels) {
    const Shares shares = SharesOf(channel);
    BeginLine(html, channel);
    html.Add("{}", ShareText(shares.*part, shares.all));
    if (document.channels.size() > 1) {
      html.Add("<span class=\"vh\"> {}</span>", ChannelName(channel));
    }
    html.Add("</div>");
  }
  if (document.channels.empty()) html.Add("–");
  html.Add("</div></td>\n");
}

void AddData(Html& html, const KnownCampaign& known, WallTime now) {
  const bsg::CampaignState& campaign = *known.state;
  html.Add("<td data-label=\"Data\"><div>{}<span class=\"sub\">{}</span>",
           Moment(campaign.received, now),
           IntervalText(campaign.refresh_interval));
  if (IsFailing(campaign)) {
    html.Add("<span class=\"failure\">{}</span>",
             FailureText(*campaign.failure, known.timing.failures));
  } else if (campaign.failure) {
    html.Add("<span class=\"sub\">{}</span>", ReasonInWords(*campaign.failure));
  }
  html.Add("</div></td></tr>\n");
}

void AddPager(Html& html, const CampaignList& list, ListRequest request) {
  if (list.pages < 2) return;
  html.Add("<nav class=\"pager\" aria-label=\"Pages of the list\">");
  if (list.page > 1) {
    request.page = list.page - 1;
    html.Add("<a id=\"previous\" rel=\"prev\" href=\"{}\">Previous</a>",
             request.ToQuery());
  }
  html.Add("<span>Page {} of {}</span>", list.page, list.pages);
  if (list.page < list.pages) {
    request.page = list.page + 1;
    html.Add("<a id=\"next\" rel=\"next\" href=\"{}\">Next</a>",
             request.ToQuery());
  }
  html.Add("</nav>\n");
}

}  // namespace

void AddTableHead(Html& html, const ListRequest& request) {
  html.Add(
      "<table class=\"list\">\n<caption class=\"vh\">Campaigns</caption>\n"
      "<thead><tr>");
  for (const Column& column : kColumns) AddHeading(html, column, request);
  html.Add("</tr></thead>\n<tbody>\n");
}

void AddTableRow(Html& html, const KnownCampaign& campaign, WallTime now,
                 bool names_account) {
  const bsg::CampaignState& state = *campaign.state;
  html.Add("<tr class=\"{}\">", IsFailing(state) ? "failing" : "well");
  AddName(html, state, names_account);
  html.Add("<td>{}</td>\n", StatusBadge(state.document.get()));
  static const bsg::Campaign kNone;
  const bsg::Campaign& document = state.document ? *state.document : kNone;
  AddBars(html, document);
  AddShares(html, document, "Delivered", &Shares::delivered);
  AddShares(html, document, "Read", &Shares::read);
  AddShares(html, document, "Failed", &Shares::failed);
  html.Add("<td class=\"number\" data-label=\"Cost\"><div>{}</div></td>\n",
           Money(document.total_price, document.currency));
  AddData(html, campaign, now);
}

void AddTableEnd(Html& html, const CampaignList& list,
                 const ListRequest& request) {
  if (list.rows.empty()) {
    html.Add(
        "<tr><td colspan=\"8\">No campaign is like that.</td>"
        "</tr>\n");
  }
  html.Add("</tbody></table>\n");
  AddPager(html, list, request);
}

}  // namespace bsg_exporter::web
