#include "exporter/web/account_cards.h"

#include <string_view>
#include <utility>

#include "exporter/web/html_parts.h"
#include "exporter/web/human_text.h"

namespace bsg_exporter::web {
namespace {

using collect::KnownAccount;

void AddNotices(Html& html, const KnownAccount& account, WallTime now) {
  const Foreign name{account.state->name};
  if (account.state->key_type == bsg::KeyType::kTest) {
    html.Add(
        "<p class=\"notice warn\"><strong>Account {} has a test key:</strong> "
        "the API answers it with invented numbers.</p>\n",
        name);
  }
  if (account.outage) {
    html.Add(
        "<p class=\"notice bad\"><strong>The API is out for account {}:"
        "</strong> one request a scrape finds out whether it is back.</p>\n",
        name);
  }
  if (account.paused_until) {
    html.Add(
        "<p class=\"notice bad\"><strong>Account {} pauses:</strong> the API "
        "asks for fewer requests. The next one goes out {}.</p>\n",
        name, Moment(account.paused_until, now));
  }
}

std::string_view KeyClass(bsg::KeyType type) {
  switch (type) {
    case bsg::KeyType::kLive:
      return "k-live";
    case bsg::KeyType::kTest:
      return "k-test";
    case bsg::KeyType::kUnknown:
      return "s-none";
  }
  return "s-none";
}

// Begins the list that the others go on with.
void AddBalance(Html& html, const bsg::AccountState& account, WallTime now) {
  if (!account.reads_balance) {
    html.Add("<dl>\n");
    return;
  }
  const bsg::Balance balance = account.balance.value_or(bsg::Balance());
  html.Add("<p class=\"figure\">{} <small>balance</small></p>\n<dl>\n",
           Money(balance.balance, balance.currency));
  html.Add("<dt>Credit</dt><dd>{}</dd>\n",
           Money(balance.credit, balance.currency));
  html.Add("<dt>Read</dt><dd>{}", Moment(account.received, now));
  if (account.failure && *account.failure != Reason::kPending) {
    html.Add("<span class=\"failure\">{}</span>",
             FailureText(*account.failure, 1));
  }
  html.Add("</dd>\n");
}

void AddDiscovery(Html& html, const bsg::DiscoveryState& discovery,
                  WallTime now) {
  html.Add("<dt>Discovery</dt><dd>");
  if (discovery.up) {
    html.Add("listed {}", Moment(discovery.succeeded, now));
  } else if (discovery.known) {
    html.Add("<span class=\"badge s-bad\">failing</span> last listed {}",
             Moment(discovery.succeeded, now));
  } else {
    html.Add("no listing yet");
  }
  const std::pair<std::size_t, const char*> skipped[] = {
      {discovery.above_maximum, "above max_campaigns"},
      {discovery.retired, "retired"},
      {discovery.unreadable, "unreadable"}};
  for (const auto& [count, why] : skipped) {
    if (count > 0) html.Add("<span class=\"sub\">{} {}</span>", count, why);
  }
  html.Add("</dd>\n");
}

void AddCard(Html& html, const bsg::AccountState& account, WallTime now) {
  html.Add(
      "<section class=\"card\">\n<h2>{} <span class=\"badge {}\">{} key"
      "</span></h2>\n",
      Foreign{account.name}, KeyClass(account.key_type),
      ToString(account.key_type));
  AddBalance(html, account, now);
  if (account.campaigns) {
    html.Add("<dt>Campaigns</dt><dd>{} configured, {} discovered</dd>\n",
             account.campaigns->configured, account.campaigns->discovered);
  }
  if (account.discovery) AddDiscovery(html, *account.discovery, now);
  html.Add("</dl>\n</section>\n");
}

}  // namespace

void AddAccountCards(Html& html, const collect::Overview& overview) {
  html.Add("<div id=\"accounts\" data-live>\n");
  for (const KnownAccount& account : overview.accounts) {
    AddNotices(html, account, overview.now);
  }
  html.Add("<div class=\"cards\">\n");
  for (const KnownAccount& account : overview.accounts) {
    AddCard(html, *account.state, overview.now);
  }
  html.Add("</div>\n</div>\n");
}

}  // namespace bsg_exporter::web
