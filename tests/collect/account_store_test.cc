// What readers' tests do not show: that values stay, and who keeps what.
#include "exporter/collect/account_store.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "tests/support/capture_log.h"

namespace bsg_exporter::collect {
namespace {

using std::chrono::seconds;

constexpr Duration kEvery = seconds(60);
const WallTime kReadAt{seconds(1'700'000'000)};

class AccountStoreTest : public testing::Test {
 protected:
  AccountStoreTest() { store_.Add(0, 7); }

  void Read(AccountStore& store, const std::string& name) {
    bsg::Campaign document;
    document.name = name;
    store.CampaignRead(0, std::move(document), kReadAt, kEvery);
  }
  void Fail(std::size_t i, Reason reason) {
    store_.CampaignFailed(i, {reason, "why"}, kEvery);
  }

  CaptureLog log_;
  AccountStore store_{"main", true, kEvery, log_};
};

TEST_F(AccountStoreTest, WhatWasHandedOutStaysAsItWas) {
  Read(store_, "before");
  store_.BalanceRead({.balance = 1}, kReadAt);
  const auto campaign = store_.campaign(0);
  const auto account = store_.account();
  Read(store_, "after");
  Fail(0, Reason::kTimeout);
  store_.DropDocument(0, Reason::kTimeout);
  store_.Remove(0);
  store_.BalanceRead({.balance = 2}, kReadAt);
  store_.DropBalance(Reason::kTimeout);
  EXPECT_EQ(campaign->document->name, "before");
  EXPECT_EQ(campaign->failure, std::nullopt);
  EXPECT_EQ(account->balance->balance, 1);
}

TEST_F(AccountStoreTest, WhatDoesNotChangeIsNoNewValue) {
  Fail(0, Reason::kTimeout);
  const auto failed = store_.campaign(0);
  Fail(0, Reason::kTimeout);
  store_.SetRefresh(0, kEvery);
  store_.Describe(0, {}, false);
  store_.DropDocument(0, Reason::kDns);
  EXPECT_EQ(store_.campaign(0), failed);
}

TEST_F(AccountStoreTest, ADroppedDocumentHasTheReasonOfItsFailureIfThereIsOne) {
  Read(store_, "a");
  store_.DropDocument(0, Reason::kPending);
  EXPECT_EQ(store_.campaign(0)->document, nullptr);
  EXPECT_EQ(store_.campaign(0)->received, std::nullopt);
  EXPECT_EQ(store_.campaign(0)->failure, Reason::kPending);
  Read(store_, "a");
  Fail(0, Reason::kTimeout);
  store_.DropDocument(0, Reason::kPending);
  EXPECT_EQ(store_.campaign(0)->failure, Reason::kTimeout);
}

TEST_F(AccountStoreTest, AnotherStoresCampaignIsDescribedAsBefore) {
  AccountStore other("main", true, kEvery, log_);
  other.Add(0, 7);
  other.Describe(0, {{"team", "theirs"}}, true);
  Read(other, "read");
  store_.Describe(0, {{"team", "ours"}}, false);
  store_.TakeCampaign(0, other.campaign(0));
  EXPECT_EQ(store_.campaign(0)->document->name, "read");
  EXPECT_EQ(store_.campaign(0)->labels, (CampaignLabels{{"team", "ours"}}));
  EXPECT_FALSE(store_.campaign(0)->discovered);
  EXPECT_EQ(other.campaign(0)->labels, (CampaignLabels{{"team", "theirs"}}));
}

TEST_F(AccountStoreTest, AnotherStoresBalanceIsTakenByWhoReadsIt) {
  store_.BalanceRead({.balance = 1}, kReadAt);
  store_.SetKeyType(bsg::KeyType::kLive);
  for (const bool reads_balance : {true, false}) {
    AccountStore taker("main", reads_balance, kEvery, log_);
    taker.TakeAccount(*store_.account());
    EXPECT_EQ(taker.account()->key_type, bsg::KeyType::kLive);
    EXPECT_EQ(taker.account()->balance.has_value(), reads_balance);
    EXPECT_EQ(taker.account()->reads_balance, reads_balance);
  }
}

// Five lines a batch, then one that there are more.
TEST_F(AccountStoreTest, LinesAreCountedByReasonAndAnewInEachBatch) {
  for (std::size_t i = 0; i < 20; ++i) store_.Add(i, 7);
  for (std::size_t i = 0; i < 10; ++i) Fail(i, Reason::kTimeout);
  EXPECT_EQ(log_.lines().size(), 6u);
  Fail(10, Reason::kDns);
  EXPECT_EQ(log_.lines().size(), 7u);
  Fail(11, Reason::kTimeout);
  EXPECT_EQ(log_.lines().size(), 7u);
  store_.NewBatch();
  Fail(12, Reason::kTimeout);
  EXPECT_EQ(log_.lines().back(),
            "warn campaign cannot be read account=main campaign_id=7 "
            "reason=timeout err=why");
  EXPECT_EQ(log_.lines().size(), 8u);
  for (std::size_t i = 0; i < 7; ++i) {
    store_.CampaignRead(i, {}, kReadAt, kEvery);
  }
  EXPECT_EQ(log_.lines().size(), 14u);
  EXPECT_EQ(log_.lines().back(),
            "warn more campaigns of the account changed the same way "
            "account=main reason=recovered");
}

}  // namespace
}  // namespace bsg_exporter::collect
