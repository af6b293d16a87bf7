#include <array>
#include <optional>
#include <string_view>

#include "bsg_exporter/bsg/api.h"
#include "bsg_exporter/bsg/campaign_state.h"
#include "exporter/metrics/row.h"

namespace bsg_exporter::metrics {
namespace {

using bsg::AccountState;
using bsg::Balance;

template <class... Own>
void Put(Sink& sink, const AccountState& a, double value, Own... own) {
  const std::array labels = {Label{"account", a.name}, own...};
  sink.Sample("", labels, value);
}

// Whether an account is up is what its balance tells: where that is not read,
// there is nothing to say.
void EmitUp(const AccountState& a, Sink& sink) {
  if (a.reads_balance) Put(sink, a, a.failure ? 0 : 1);
}

void EmitFailure(const AccountState& a, Sink& sink) {
  if (!a.reads_balance || !a.failure) return;
  Put(sink, a, 1, Label{"reason", ToString(*a.failure)});
}

void EmitReceived(const AccountState& a, Sink& sink) {
  if (!a.reads_balance || !a.balance || !a.received) return;
  Put(sink, a, ToSeconds(*a.received));
}

void EmitInfo(const AccountState& a, Sink& sink) {
  Put(sink, a, 1, Label{"key_type", ToString(a.key_type)});
}

template <std::optional<double> Balance::*kField>
void EmitMoney(const AccountState& a, Sink& sink) {
  if (!a.reads_balance || !a.balance) return;
  const auto& amount = (*a.balance).*kField;
  const auto& currency = a.balance->currency;
  if (!amount) return;
  Put(sink, a, *amount,
      Label{"currency", currency ? *currency : std::string_view("unknown")});
}

void EmitCampaigns(const AccountState& a, Sink& sink) {
  if (!a.campaigns) return;
  Put(sink, a, static_cast<double>(a.campaigns->configured),
      Label{"source", "configured"});
  Put(sink, a, static_cast<double>(a.campaigns->discovered),
      Label{"source", "discovered"});
}

void EmitDiscoveryUp(const AccountState& a, Sink& sink) {
  if (a.discovery) Put(sink, a, a.discovery->up ? 1 : 0);
}

void EmitDiscoveryTime(const AccountState& a, Sink& sink) {
  if (!a.discovery || !a.discovery->succeeded) return;
  Put(sink, a, ToSeconds(*a.discovery->succeeded));
}

void EmitDiscoverySkipped(const AccountState& a, Sink& sink) {
  if (!a.discovery) return;
  const auto skipped = [&](std::string_view reason, std::size_t campaigns) {
    Put(sink, a, static_cast<double>(campaigns), Label{"reason", reason});
  };
  skipped("max_campaigns", a.discovery->above_maximum);
  skipped("retired", a.discovery->retired);
  skipped("unreadable", a.discovery->unreadable);
}

constexpr Row<AccountState> kAccountRows[] = {
    {{{"bsg_account_up",
       "Whether the latest read of the account's balance succeeded: 1 if it "
       "did, 0 if not; absent where the balance is not read."},
      "account"},
     EmitUp},
    {{{"bsg_account_failure_info",
       "Why the latest read of the account's balance failed: 1, and only there "
       "while bsg_account_up is 0."},
      "account, reason"},
     EmitFailure},
    {{{"bsg_account_data_timestamp_seconds",
       "When the exposed balance was received from the API, as Unix time in "
       "seconds."},
      "account"},
     EmitReceived},
    {{{"bsg_account_info",
       "Type of the account's API key; always 1. To a test key the API answers "
       "with invented numbers."},
      "account, key_type"},
     EmitInfo},
    {{{"bsg_account_balance",
       "Balance of the account, in units of the currency; it may be negative."},
      "account, currency"},
     EmitMoney<&Balance::balance>},
    {{{"bsg_account_credit",
       "Credit limit of the account, in units of the currency."},
      "account, currency"},
     EmitMoney<&Balance::credit>},
    {{{"bsg_account_campaigns",
       "Campaigns of the account that this exporter serves, by where it knows "
       "them from."},
      "account, source"},
     EmitCampaigns},
    {{{"bsg_account_discovery_up",
       "Whether the latest listing of the account's campaigns succeeded: 1 if "
       "it did, 0 if not or if there was none yet; absent where campaigns are "
       "not discovered."},
      "account"},
     EmitDiscoveryUp},
    {{{"bsg_account_discovery_timestamp_seconds",
       "When the last listing of the account's campaigns that succeeded ended, "
       "as Unix time in seconds."},
      "account"},
     EmitDiscoveryTime},
    {{{"bsg_account_discovery_skipped",
       "Campaigns that the last listing found and that are not served: above "
       "max_campaigns, retired (ended long ago) or unreadable (no id)."},
      "account, reason"},
     EmitDiscoverySkipped},
};

}  // namespace

std::span<const Row<AccountState>> AccountRows() { return kAccountRows; }

}  // namespace bsg_exporter::metrics
