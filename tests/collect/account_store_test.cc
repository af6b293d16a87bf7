// What readers' tests do not show: that values stay, and who keeps what.
#include "exporter/collect/account_store.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "tests/support/capture_log.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::seconds;

constexpr std::size_t kBalance = AccountStore::kBalance;
constexpr std::size_t kSlot = 1;
constexpr Duration kEvery = seconds(60);
const WallTime kReadAt{seconds(1'700'000'000)};

class AccountStoreTest : public testing::Test {
 protected:
  AccountStoreTest() { store_.Add(kSlot, 7); }

  void Read(const std::string& name) {
    store_.CampaignRead(kSlot, {.name = name}, kReadAt, kEvery);
  }
  void Fail(std::size_t i, Reason reason) {
    store_.Failed(i, {reason, "why"}, kEvery);
  }

  CaptureLog log_;
  AccountStore store_{"main", true, kEvery, log_};
};

TEST_F(AccountStoreTest, WhatWasHandedOutStaysAsItWas) {
  Read("before");
  store_.BalanceRead({.balance = 1}, kReadAt);
  const auto campaign = store_.campaign(kSlot);
  const auto account = store_.account();
  Read("after");
  Fail(kSlot, Reason::kTimeout);
  store_.Drop(kSlot, Reason::kTimeout);
  store_.Remove(kSlot);
  store_.BalanceRead({.balance = 2}, kReadAt);
  store_.Drop(kBalance, Reason::kTimeout);
  EXPECT_EQ(campaign->document->name, "before");
  EXPECT_EQ(campaign->failure, std::nullopt);
  EXPECT_EQ(account->balance->balance, 1);
}

TEST_F(AccountStoreTest, WhatDoesNotChangeIsNoNewValue) {
  Fail(kSlot, Reason::kTimeout);
  const auto failed = store_.campaign(kSlot);
  Fail(kSlot, Reason::kTimeout);
  store_.SetRefresh(kSlot, kEvery);
  store_.Describe(kSlot, {}, false);
  store_.Drop(kSlot, Reason::kDns);
  EXPECT_EQ(store_.campaign(kSlot), failed);
}

TEST_F(AccountStoreTest, ADroppedDocumentHasTheReasonOfItsFailureIfThereIsOne) {
  Read("a");
  store_.Drop(kSlot, Reason::kPending);
  EXPECT_EQ(store_.campaign(kSlot)->document, nullptr);
  EXPECT_EQ(store_.campaign(kSlot)->received, std::nullopt);
  EXPECT_EQ(store_.campaign(kSlot)->failure, Reason::kPending);
  Read("a");
  Fail(kSlot, Reason::kTimeout);
  store_.Drop(kSlot, Reason::kPending);
  EXPECT_EQ(store_.campaign(kSlot)->failure, Reason::kTimeout);
}

// The balance's slot is the account's own, whoever asks.
TEST_F(AccountStoreTest, TheBalanceFailsAndGoesByItself) {
  Read("a");
  store_.BalanceRead({.balance = 1}, kReadAt);
  Fail(kBalance, Reason::kDns);
  EXPECT_EQ(store_.failure(kBalance), Reason::kDns);
  EXPECT_EQ(store_.account()->failure, Reason::kDns);
  EXPECT_EQ(store_.failure(kSlot), std::nullopt);
  EXPECT_TRUE(store_.account()->balance);
  store_.Drop(kBalance, Reason::kPending);
  EXPECT_FALSE(store_.account()->balance);
  EXPECT_EQ(store_.failure(kBalance), Reason::kDns);
  EXPECT_TRUE(store_.campaign(kSlot)->document);
}

TEST_F(AccountStoreTest, AnotherStoresCampaignIsDescribedAsBefore) {
  constexpr std::size_t kTheirs = 2;
  AccountStore other("main", true, kEvery, log_);
  other.Add(kTheirs, 7);
  other.Describe(kTheirs, {{"team", "theirs"}}, true);
  other.CampaignRead(kTheirs, {.name = "read"}, kReadAt, kEvery);
  store_.Describe(kSlot, {{"team", "ours"}}, false);
  store_.Take(kSlot, other, kTheirs);
  EXPECT_EQ(store_.campaign(kSlot)->document->name, "read");
  EXPECT_EQ(store_.campaign(kSlot)->labels, (CampaignLabels{{"team", "ours"}}));
  EXPECT_FALSE(store_.campaign(kSlot)->discovered);
  EXPECT_EQ(other.campaign(kTheirs)->labels,
            (CampaignLabels{{"team", "theirs"}}));
}

TEST_F(AccountStoreTest, AnotherStoresBalanceIsTakenByWhoReadsIt) {
  store_.BalanceRead({.balance = 1}, kReadAt);
  store_.SetKeyType(bsg::KeyType::kLive);
  for (const bool reads_balance : {true, false}) {
    AccountStore taker("main", reads_balance, kEvery, log_);
    taker.Take(kBalance, store_, kBalance);
    EXPECT_EQ(taker.account()->key_type, bsg::KeyType::kLive);
    EXPECT_EQ(taker.account()->balance.has_value(), reads_balance);
    EXPECT_EQ(taker.account()->reads_balance, reads_balance);
  }
}

// Five lines a batch, then one that there are more.
TEST_F(AccountStoreTest, LinesAreCountedByReasonAndAnewInEachBatch) {
  for (std::size_t i = 1; i <= 20; ++i) store_.Add(i, 7);
  for (std::size_t i = 1; i <= 10; ++i) Fail(i, Reason::kTimeout);
  EXPECT_EQ(log_.lines().size(), 6u);
  Fail(11, Reason::kDns);
  EXPECT_EQ(log_.lines().size(), 7u);
  Fail(12, Reason::kTimeout);
  EXPECT_EQ(log_.lines().size(), 7u);
  store_.NewBatch();
  Fail(13, Reason::kTimeout);
  EXPECT_EQ(log_.lines().back(),
            "warn campaign cannot be read account=main campaign_id=7 "
            "reason=timeout err=why");
  EXPECT_EQ(log_.lines().size(), 8u);
  for (std::size_t i = 1; i <= 7; ++i) {
    store_.CampaignRead(i, {}, kReadAt, kEvery);
  }
  EXPECT_EQ(log_.lines().size(), 14u);
  EXPECT_EQ(log_.lines().back(),
            "warn more campaigns of the account changed the same way "
            "account=main reason=recovered");
}

}  // namespace
}  // namespace bsg_exporter::collect
