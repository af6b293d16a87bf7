#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "bsg_exporter/bsg/campaign_state.h"
#include "tests/metrics/page_text.h"

namespace bsg_exporter::metrics {
namespace {

using bsg::AccountState;

std::string AllSamples(const AccountState& state) {
  const std::shared_ptr<const AccountState> accounts[] = {
      std::make_shared<const AccountState>(state)};
  const std::string page =
      TextOf([&](Sink& sink) { WriteAccounts(accounts, sink); });
  std::string all;
  for (const CatalogueEntry& entry : Catalogue()) {
    all += SamplesOf(page, std::string(entry.family.name));
  }
  return all;
}

AccountState Read() {
  AccountState a;
  a.name = "main";
  a.key_type = bsg::KeyType::kLive;
  a.failure = std::nullopt;
  a.received = WallTime(std::chrono::milliseconds(1'771'000'000'250));
  a.campaigns = {.configured = 2, .discovered = 30};
  return a;
}

TEST(AccountRowsTest, OneWhoseBalanceWasRead) {
  AccountState a = Read();
  a.balance = bsg::Balance{-12.5, 100, "EUR"};
  EXPECT_EQ(
      AllSamples(a),
      "bsg_account_up{account=\"main\"} 1\n"
      "bsg_account_data_timestamp_seconds{account=\"main\"} "
      "1771000000.25\n"
      "bsg_account_info{account=\"main\",key_type=\"live\"} 1\n"
      "bsg_account_balance{account=\"main\",currency=\"EUR\"} -12.5\n"
      "bsg_account_credit{account=\"main\",currency=\"EUR\"} 100\n"
      "bsg_account_campaigns{account=\"main\",source=\"configured\"} 2\n"
      "bsg_account_campaigns{account=\"main\",source=\"discovered\"} 30\n");
}

TEST(AccountRowsTest, WhatTheBalanceDoesNotSayIsAbsent) {
  AccountState a = Read();
  a.balance = bsg::Balance{std::nullopt, 0.0, std::nullopt};
  EXPECT_EQ(
      AllSamples(a),
      "bsg_account_up{account=\"main\"} 1\n"
      "bsg_account_data_timestamp_seconds{account=\"main\"} "
      "1771000000.25\n"
      "bsg_account_info{account=\"main\",key_type=\"live\"} 1\n"
      "bsg_account_credit{account=\"main\",currency=\"unknown\"} 0\n"
      "bsg_account_campaigns{account=\"main\",source=\"configured\"} 2\n"
      "bsg_account_campaigns{account=\"main\",source=\"discovered\"} 30\n");
}

TEST(AccountRowsTest, AFailureSaysWhyAndKeepsOldData) {
  AccountState a = Read();
  a.failure = Reason::kUnauthorized;
  a.balance = bsg::Balance{1.0, std::nullopt, "EUR"};
  EXPECT_EQ(
      AllSamples(a),
      "bsg_account_up{account=\"main\"} 0\n"
      "bsg_account_failure_info{account=\"main\","
      "reason=\"unauthorized\"} 1\n"
      "bsg_account_data_timestamp_seconds{account=\"main\"} "
      "1771000000.25\n"
      "bsg_account_info{account=\"main\",key_type=\"live\"} 1\n"
      "bsg_account_balance{account=\"main\",currency=\"EUR\"} 1\n"
      "bsg_account_campaigns{account=\"main\",source=\"configured\"} 2\n"
      "bsg_account_campaigns{account=\"main\",source=\"discovered\"} 30\n");
}

TEST(AccountRowsTest, OneThatWasNeverReadIsDown) {
  AccountState a;
  a.name = "main";
  a.campaigns.emplace();
  EXPECT_EQ(
      AllSamples(a),
      "bsg_account_up{account=\"main\"} 0\n"
      "bsg_account_failure_info{account=\"main\",reason=\"pending\"} 1\n"
      "bsg_account_info{account=\"main\",key_type=\"unknown\"} 1\n"
      "bsg_account_campaigns{account=\"main\",source=\"configured\"} 0\n"
      "bsg_account_campaigns{account=\"main\",source=\"discovered\"} 0\n");
}

TEST(AccountRowsTest, OneThatServesNoCampaignsDoesNotCountThem) {
  AccountState a;
  a.name = "main";
  a.reads_balance = false;
  EXPECT_EQ(AllSamples(a),
            "bsg_account_info{account=\"main\",key_type=\"unknown\"} 1\n");
}

TEST(AccountRowsTest, WhereTheBalanceIsNotReadNothingIsSaidOfIt) {
  AccountState a = Read();
  a.reads_balance = false;
  a.failure = Reason::kPending;
  a.key_type = bsg::KeyType::kTest;
  a.balance = bsg::Balance{1.0, 1.0, "EUR"};
  EXPECT_EQ(
      AllSamples(a),
      "bsg_account_info{account=\"main\",key_type=\"test\"} 1\n"
      "bsg_account_campaigns{account=\"main\",source=\"configured\"} 2\n"
      "bsg_account_campaigns{account=\"main\",source=\"discovered\"} 30\n");
}

TEST(AccountRowsTest, DiscoveryTellsHowItWentAndWhatItPassedOver) {
  AccountState a = Read();
  a.reads_balance = false;
  a.campaigns.reset();
  a.discovery = {.known = true,
                 .up = true,
                 .succeeded = WallTime(std::chrono::seconds(1'771'000'000)),
                 .above_maximum = 7,
                 .retired = 20,
                 .unreadable = 1};
  EXPECT_EQ(
      AllSamples(a),
      "bsg_account_info{account=\"main\",key_type=\"live\"} 1\n"
      "bsg_account_discovery_up{account=\"main\"} 1\n"
      "bsg_account_discovery_timestamp_seconds{account=\"main\"} 1771000000\n"
      "bsg_account_discovery_skipped{account=\"main\","
      "reason=\"max_campaigns\"} 7\n"
      "bsg_account_discovery_skipped{account=\"main\",reason=\"retired\"} 20\n"
      "bsg_account_discovery_skipped{account=\"main\",reason=\"unreadable\"} 1"
      "\n");
}

TEST(AccountRowsTest, ADiscoveryThatNeverSucceededIsDownAndHasNoTime) {
  AccountState a = Read();
  a.reads_balance = false;
  a.campaigns.reset();
  a.discovery.emplace();
  EXPECT_EQ(
      AllSamples(a),
      "bsg_account_info{account=\"main\",key_type=\"live\"} 1\n"
      "bsg_account_discovery_up{account=\"main\"} 0\n"
      "bsg_account_discovery_skipped{account=\"main\","
      "reason=\"max_campaigns\"} 0\n"
      "bsg_account_discovery_skipped{account=\"main\",reason=\"retired\"} 0\n"
      "bsg_account_discovery_skipped{account=\"main\",reason=\"unreadable\"} 0"
      "\n");
}

}  // namespace
}  // namespace bsg_exporter::metrics
