// Documents with random damage: whatever comes, decoding ends, and what it
// accepts can be put on a page.
#include <algorithm>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/bsg/decoding.h"
#include "tests/support/files.h"
#include "tests/support/utf8.h"

namespace bsg_exporter::bsg {
namespace {

std::vector<std::string> AllPayloads() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(FixturePath("payloads"))) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  std::vector<std::string> payloads;
  for (const std::string& name : names) {
    if (name != "README.md") payloads.push_back(Fixture("payloads/" + name));
  }
  return payloads;
}

// The same numbers on every machine, unlike the standard's distributions.
class Dice {
 public:
  std::size_t Below(std::size_t end) { return engine_() % end; }

 private:
  std::mt19937_64 engine_{20260211};
};

void FlipABit(std::string& body, Dice& dice) {
  char& byte = body[dice.Below(body.size())];
  byte = static_cast<char>(byte ^ (1 << dice.Below(8)));
}

void InsertSomething(std::string& body, Dice& dice) {
  static const std::vector<std::string> kBits = {"\"",
                                                 "\\",
                                                 "{",
                                                 "}",
                                                 "[",
                                                 "]",
                                                 ",",
                                                 ":",
                                                 "\\u0000",
                                                 "null",
                                                 "true",
                                                 "1e309",
                                                 "-",
                                                 "0",
                                                 "\\udc00",
                                                 "\xFF",
                                                 "\xE2",
                                                 ".5",
                                                 "99999999999999999999",
                                                 "{}",
                                                 "[[[[",
                                                 "\n"};
  body.insert(dice.Below(body.size() + 1), kBits[dice.Below(kBits.size())]);
}

void CopyAPiece(std::string& body, Dice& dice) {
  const std::string piece =
      body.substr(dice.Below(body.size()), dice.Below(100));
  body.insert(dice.Below(body.size() + 1), piece);
}

std::string Mutated(std::string body, Dice& dice) {
  for (std::size_t left = 1 + dice.Below(3); left > 0; --left) {
    if (body.empty()) return body;
    switch (dice.Below(5)) {
      case 0:
        FlipABit(body, dice);
        break;
      case 1:
        body.resize(dice.Below(body.size()));
        break;
      case 2:
        body.erase(dice.Below(body.size()), 1 + dice.Below(8));
        break;
      case 3:
        CopyAPiece(body, dice);
        break;
      default:
        InsertSomething(body, dice);
        break;
    }
  }
  return body;
}

bool CanBeALabel(const std::optional<std::string>& text) {
  return !text || (IsUtf8(*text) && text->find('\0') == text->npos);
}

void ExpectPresentable(const Campaign& campaign) {
  EXPECT_TRUE(CanBeALabel(campaign.name) && CanBeALabel(campaign.sender) &&
              CanBeALabel(campaign.status) && CanBeALabel(campaign.type) &&
              CanBeALabel(campaign.currency));
  std::set<std::pair<std::string, Role>> channels;
  for (const Channel& channel : campaign.channels) {
    EXPECT_TRUE(CanBeALabel(channel.name));
    EXPECT_TRUE(channels.emplace(channel.name, channel.role).second);
    EXPECT_FALSE(channel.counters.empty());
    std::set<std::string> statuses;
    for (const Counter& counter : channel.counters) {
      EXPECT_TRUE(CanBeALabel(counter.status));
      EXPECT_TRUE(statuses.insert(counter.status).second);
    }
  }
}

void ExpectPresentable(const CampaignList& list) {
  std::set<CampaignId> ids;
  for (const ListedCampaign& row : list.rows) {
    EXPECT_GE(row.id, 1);
    EXPECT_TRUE(ids.insert(row.id).second);
    EXPECT_TRUE(CanBeALabel(row.name) && CanBeALabel(row.sender) &&
                CanBeALabel(row.status) && CanBeALabel(row.type));
  }
}

void ExpectPresentable(const std::vector<Unexpected>& findings) {
  EXPECT_LE(findings.size(), 32u);
  for (const Unexpected& finding : findings) {
    EXPECT_TRUE(CanBeALabel(finding.what));
    EXPECT_LE(finding.what.size(), 128u);
  }
}

TEST(MutationTest, WhateverIsAcceptedCanBeExported) {
  Dice dice;
  int campaigns = 0, lists = 0;
  for (const std::string& payload : AllPayloads()) {
    for (int round = 0; round < 400 && !testing::Test::HasFailure(); ++round) {
      const std::string body = Mutated(payload, dice);
      const auto campaign = Decode(body);
      if (campaign.ok()) {
        ++campaigns;
        ExpectPresentable(campaign->value);
        ExpectPresentable(campaign->unexpected);
      }
      if (const auto list = DecodeCampaignList(body, TimeZone::Utc());
          list.ok()) {
        lists += list->value.rows.empty() ? 0 : 1;
        ExpectPresentable(list->value);
        ExpectPresentable(list->unexpected);
      }
      if (const auto balance = DecodeBalance(body); balance.ok()) {
        EXPECT_TRUE(CanBeALabel(balance->value.currency));
        ExpectPresentable(balance->unexpected);
      }
      EXPECT_FALSE(DecodeLogin(body).ok() && campaign.ok());
      if (testing::Test::HasFailure()) ADD_FAILURE() << body;
    }
  }
  // Damage that always breaks the syntax would test nothing but the parser.
  EXPECT_GT(campaigns, 500);
  EXPECT_GT(lists, 50);
}

}  // namespace
}  // namespace bsg_exporter::bsg
