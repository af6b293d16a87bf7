#include "exporter/web/campaign_list.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>

#include "bsg_exporter/base/text.h"
#include "bsg_exporter/bsg/life_cycle.h"
#include "exporter/web/message_shares.h"

namespace bsg_exporter::web {
namespace {

using collect::KnownCampaign;
using collect::Overview;

bool Contains(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return ToLower(a) == ToLower(b); };
  return part.empty() || std::search(text.begin(), text.end(), part.begin(),
                                     part.end(), same) != text.end();
}

bool MayContain(const std::optional<std::string>& text, std::string_view part) {
  return text && Contains(*text, part);
}

bool HasText(const bsg::CampaignState& campaign, std::string_view text) {
  if (Contains(campaign.id_text, text)) return true;
  for (const auto& [name, value] : campaign.labels) {
    if (Contains(value, text)) return true;
  }
  const bsg::Campaign* document = campaign.document.get();
  return document != nullptr && (MayContain(document->name, text) ||
                                 MayContain(document->sender, text) ||
                                 MayContain(document->type, text));
}

bool Matches(const bsg::CampaignState& campaign, const ListRequest& request) {
  if (!request.account.empty() && campaign.account != request.account) {
    return false;
  }
  if (request.status == ListRequest::kFailing) {
    if (!IsFailing(campaign)) return false;
  } else if (!request.status.empty()) {
    if (!campaign.document || campaign.document->status != request.status) {
      return false;
    }
  }
  return HasText(campaign, request.text);
}

// What a campaign is sorted by. What is absent comes last, whichever way; of
// prices, only those of one currency can be compared.
struct Rank {
  bool absent = false;
  std::string_view group;
  double number = 0;
  std::string_view text;
  bsg::CampaignId id = 0;  // where it is more than a tie that it breaks
};

Rank TextRank(const std::optional<std::string>& text) {
  return text ? Rank{.text = *text} : Rank{.absent = true};
}

template <class T>
Rank NumberRank(const std::optional<T>& number) {
  if (!number) return {.absent = true};
  return {.number = static_cast<double>(*number)};
}

Rank ShareRank(const bsg::Campaign& document, double Shares::*part) {
  if (document.channels.empty()) return {.absent = true};
  const Shares shares = SharesOf(document.channels.front());
  if (shares.all <= 0) return {.absent = true};
  return {.number = shares.*part / shares.all};
}

// Trouble first, then what moves, then the newest.
Rank AttentionRank(const bsg::CampaignState& campaign, WallTime now) {
  double urgency = 0;
  if (!IsFailing(campaign)) {
    urgency = 1;
    if (campaign.document) {
      urgency += static_cast<double>(PhaseOf(*campaign.document, now));
    }
  }
  return {.number = urgency, .id = -campaign.id};
}

Rank RankOf(const KnownCampaign& known, std::string_view key, WallTime now) {
  const bsg::CampaignState& campaign = *known.state;
  if (key == "attention") return AttentionRank(campaign, now);
  if (key == "id") return {.id = campaign.id};
  if (key == "account") return {.text = campaign.account};
  if (key == "interval") {
    const auto& interval = campaign.refresh_interval;
    if (!interval) return {.absent = true};
    return {.number = ToSeconds(*interval)};
  }
  if (!campaign.document) return {.absent = true};
  const bsg::Campaign& document = *campaign.document;
  if (key == "name") return TextRank(document.name);
  if (key == "type") return TextRank(document.type);
  if (key == "sender") return TextRank(document.sender);
  if (key == "status") return TextRank(document.status);
  if (key == "messages") return NumberRank(document.total_messages);
  if (key == "delivered") return ShareRank(document, &Shares::delivered);
  if (key == "read") return ShareRank(document, &Shares::read);
  if (key == "failed") return ShareRank(document, &Shares::failed);
  if (key == "age" && campaign.received) {
    return {.number = ToSeconds(now) - ToSeconds(*campaign.received)};
  }
  if (key == "cost" && document.total_price) {
    Rank rank = NumberRank(document.total_price);
    if (document.currency) rank.group = *document.currency;
    return rank;
  }
  return {.absent = true};
}

bool ComesBefore(const Rank& a, const Rank& b, bool descending) {
  const auto fixed = [](const Rank& r) { return std::tie(r.absent, r.group); };
  if (fixed(a) != fixed(b)) return fixed(a) < fixed(b);
  const auto value = [](const Rank& r) {
    return std::tie(r.number, r.text, r.id);
  };
  return descending ? value(b) < value(a) : value(a) < value(b);
}

std::size_t PageOf(const std::string& text) {
  std::size_t page = 0;
  std::from_chars(text.data(), text.data() + text.size(), page);
  return std::max<std::size_t>(page, 1);
}

}  // namespace

bool IsFailing(const bsg::CampaignState& campaign) {
  return campaign.failure && *campaign.failure != Reason::kPending;
}

ListRequest ListRequest::Of(const Query& query) {
  ListRequest request;
  const std::string sort = query.Get("sort").value_or("");
  const auto* const key = std::ranges::find(kSortKeys, sort, &SortKey::key);
  if (key != kSortKeys.end()) {
    request.sort = key->key;
    request.descending = key->descending;
  }
  const std::string order = query.Get("order").value_or("");
  if (order == "asc" || order == "desc") request.descending = order == "desc";
  request.text = query.Get("q").value_or("");
  request.account = query.Get("account").value_or("");
  request.status = query.Get("status").value_or("");
  request.page = PageOf(query.Get("page").value_or(""));
  return request;
}

std::string ListRequest::ToQuery() const {
  std::string out;
  const auto add = [&](std::string_view name, std::string_view value) {
    out.append(out.empty() ? "?" : "&").append(name).append("=");
    out.append(PercentEncoded(value));
  };
  const ListRequest standard;
  if (sort != standard.sort || descending != standard.descending) {
    add("sort", sort);
    add("order", descending ? "desc" : "asc");
  }
  if (!text.empty()) add("q", text);
  if (!account.empty()) add("account", account);
  if (!status.empty()) add("status", status);
  if (page > 1) add("page", std::to_string(page));
  return out.empty() ? "?" : out;
}

CampaignList Select(const Overview& overview, const ListRequest& request) {
  struct Row {
    Rank rank;
    const KnownCampaign* campaign;
  };
  std::vector<Row> found;
  for (const KnownCampaign& known : overview.campaigns) {
    if (!Matches(*known.state, request)) continue;
    found.push_back({RankOf(known, request.sort, overview.now), &known});
  }
  std::ranges::stable_sort(found, [&](const Row& a, const Row& b) {
    return ComesBefore(a.rank, b.rank, request.descending);
  });
  constexpr std::size_t kRows = CampaignList::kRowsPerPage;
  CampaignList list;
  list.matching = found.size();
  list.pages = std::max<std::size_t>((found.size() + kRows - 1) / kRows, 1);
  list.page = std::min(request.page, list.pages);
  const std::size_t end = std::min(list.page * kRows, found.size());
  for (std::size_t i = (list.page - 1) * kRows; i < end; ++i) {
    list.rows.push_back(found[i].campaign);
  }
  return list;
}

}  // namespace bsg_exporter::web
