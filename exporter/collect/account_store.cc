#include "exporter/collect/account_store.h"

#include <utility>

namespace bsg_exporter::collect {
namespace {

// So many campaigns are named one by one when they change together.
constexpr int kLinesPerReason = 5;

template <class State>
std::shared_ptr<State> CopyOf(const std::shared_ptr<const State>& state) {
  return std::make_shared<State>(*state);
}

}  // namespace

AccountStore::AccountStore(std::string account, bool reads_balance,
                           Duration first_refresh, Logger& logger)
    : logger_(logger),
      name_(std::move(account)),
      first_refresh_(first_refresh) {
  auto state = std::make_shared<bsg::AccountState>();
  state->name = name_;
  state->reads_balance = reads_balance;
  state->campaigns.emplace();
  account_ = std::move(state);
}

void AccountStore::Add(std::size_t i, bsg::CampaignId id) {
  auto state = std::make_shared<bsg::CampaignState>();
  state->account = name_;
  state->id = id;
  state->id_text = std::to_string(id);
  state->refresh_interval = first_refresh_;
  if (campaigns_.size() <= i) campaigns_.resize(i + 1);
  campaigns_[i] = std::move(state);
}

void AccountStore::Describe(std::size_t i, const CampaignLabels& labels,
                            bool discovered) {
  const auto& old = campaigns_[i];
  if (old->labels == labels && old->discovered == discovered) return;
  auto state = CopyOf(old);
  state->labels = labels;
  state->discovered = discovered;
  campaigns_[i] = std::move(state);
}

void AccountStore::Take(std::size_t i, const AccountStore& other,
                        std::size_t theirs) {
  if (i == kBalance) return TakeBalance(*other.account_);
  TakeCampaign(i, other.campaigns_[theirs]);
}

void AccountStore::TakeCampaign(
    std::size_t i, const std::shared_ptr<const bsg::CampaignState>& state) {
  const auto old = std::exchange(campaigns_[i], state);
  Describe(i, old->labels, old->discovered);
}

void AccountStore::TakeBalance(const bsg::AccountState& state) {
  auto taken = CopyOf(account_);
  taken->key_type = state.key_type;
  if (taken->reads_balance) {
    taken->balance = state.balance;
    taken->received = state.received;
    taken->failure = state.failure;
  }
  account_ = std::move(taken);
}

bool AccountStore::MayLog(std::optional<Reason> reason) {
  int& lines =
      logged_[static_cast<std::size_t>(reason.value_or(Reason::kPending))];
  if (++lines == kLinesPerReason + 1) {
    logger_.Warn("more campaigns of the account changed the same way",
                 {{"account", name_},
                  {"reason", reason ? ToString(*reason) : "recovered"}});
  }
  return lines <= kLinesPerReason;
}

void AccountStore::CampaignRead(std::size_t i, bsg::Campaign document,
                                WallTime now, Duration refresh) {
  auto state = CopyOf(campaigns_[i]);
  const bool recovered = state->failure && *state->failure != Reason::kPending;
  state->document = std::make_shared<const bsg::Campaign>(std::move(document));
  state->received = now;
  state->failure.reset();
  state->refresh_interval = refresh;
  if (recovered && MayLog(std::nullopt)) {
    logger_.Info("campaign can be read again",
                 {{"account", name_}, {"campaign_id", state->id_text}});
  }
  campaigns_[i] = std::move(state);
}

void AccountStore::Failed(std::size_t i, const Error& error, Duration refresh) {
  if (i == kBalance) return BalanceFailed(error);
  CampaignFailed(i, error, refresh);
}

std::optional<Reason> AccountStore::failure(std::size_t i) const {
  return i == kBalance ? account_->failure : campaigns_[i]->failure;
}

void AccountStore::CampaignFailed(std::size_t i, const Error& error,
                                  Duration refresh) {
  const auto& old = campaigns_[i];
  if (old->failure == error.reason && old->refresh_interval == refresh) return;
  if (old->failure != error.reason && MayLog(error.reason)) {
    logger_.Warn("campaign cannot be read", {{"account", name_},
                                             {"campaign_id", old->id_text},
                                             {"reason", ToString(error.reason)},
                                             {"err", error.message}});
  }
  auto state = CopyOf(old);
  state->failure = error.reason;
  state->refresh_interval = refresh;
  campaigns_[i] = std::move(state);
}

void AccountStore::SetRefresh(std::size_t i, Duration refresh) {
  if (campaigns_[i]->refresh_interval == refresh) return;
  auto state = CopyOf(campaigns_[i]);
  state->refresh_interval = refresh;
  campaigns_[i] = std::move(state);
}

void AccountStore::Drop(std::size_t i, Reason reason) {
  if (i == kBalance) return DropBalance(reason);
  DropDocument(i, reason);
}

void AccountStore::DropDocument(std::size_t i, Reason reason) {
  if (!campaigns_[i]->document) return;
  auto state = CopyOf(campaigns_[i]);
  state->document.reset();
  state->received.reset();
  if (!state->failure) state->failure = reason;
  campaigns_[i] = std::move(state);
}

void AccountStore::BalanceRead(bsg::Balance balance, WallTime now) {
  auto state = CopyOf(account_);
  if (state->failure && *state->failure != Reason::kPending) {
    logger_.Info("balance can be read again", {{"account", name_}});
  }
  state->balance = std::move(balance);
  state->received = now;
  state->failure.reset();
  account_ = std::move(state);
}

void AccountStore::BalanceFailed(const Error& error) {
  if (account_->failure == error.reason) return;
  logger_.Warn("balance cannot be read", {{"account", name_},
                                          {"reason", ToString(error.reason)},
                                          {"err", error.message}});
  auto state = CopyOf(account_);
  state->failure = error.reason;
  account_ = std::move(state);
}

void AccountStore::DropBalance(Reason reason) {
  if (!account_->balance) return;
  auto state = CopyOf(account_);
  state->balance.reset();
  state->received.reset();
  if (!state->failure) state->failure = reason;
  account_ = std::move(state);
}

void AccountStore::SetKeyType(bsg::KeyType type) {
  if (account_->key_type == type) return;
  auto state = CopyOf(account_);
  state->key_type = type;
  account_ = std::move(state);
  if (type == bsg::KeyType::kTest) {
    logger_.Warn("this is a test key: the API answers it with invented numbers",
                 {{"account", name_}});
  }
}

void AccountStore::SetCampaigns(bsg::CampaignCounts count,
                                std::optional<bsg::DiscoveryState> discovery) {
  auto state = CopyOf(account_);
  state->campaigns = count;
  state->discovery = discovery;
  account_ = std::move(state);
}

}  // namespace bsg_exporter::collect
