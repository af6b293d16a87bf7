// A campaign that for ever fails costs the others nothing, wherever it stands
// in the order and however long it has been known.

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/scenarios/scenario_rig.h"

namespace bsg_exporter::scenarios {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t kCampaigns = 12;

struct Pill {
  std::string name;
  std::vector<std::pair<bsg::CampaignId, std::string>> faults;  // by campaign
  bool from_the_start = false;
};

class PoisonPillTest : public testing::TestWithParam<Pill>,
                       protected ScenarioRig {
 protected:
  void Poison() {
    for (const auto& [id, kind] : GetParam().faults) {
      Break("kind=" + kind + "&campaign=" + std::to_string(id));
      bad_.insert(id);
    }
  }

  void ExpectTheOthersRead(const metrics::Snapshot& snapshot) {
    for (const auto& campaign : snapshot.campaigns) {
      if (bad_.contains(campaign->id)) continue;
      ASSERT_EQ(campaign->failure, std::nullopt) << campaign->id;
    }
    ASSERT_EQ(snapshot.outcomes[0][metrics::Outcome::kRead],
              kCampaigns - bad_.size());
  }

  std::uint64_t ReadsOfBad() {
    std::uint64_t sum = 0;
    for (const bsg::CampaignId id : bad_) sum += Reads(id);
    return sum;
  }

  // What may succeed a moment later has two retries.
  std::uint64_t TriesOfBad() {
    std::uint64_t sum = 0;
    for (const auto& [id, kind] : GetParam().faults) {
      sum += kind == "503" || kind == "hang" || kind == "reset" ? 3 : 1;
    }
    return sum;
  }

  std::set<bsg::CampaignId> bad_;
};

TEST_P(PoisonPillTest, CostsTheOthersNothing) {
  AddAccount("main", kCampaigns);
  if (!GetParam().from_the_start) ScrapeFor(hours(1), seconds(15));
  Poison();
  const std::uint64_t start = ReadsOfBad();
  ScrapeFor(hours(1), seconds(15),
            [&](const auto& snapshot) { ExpectTheOthersRead(snapshot); });
  const std::uint64_t first_hour = ReadsOfBad() - start;
  ScrapeFor(hours(1), seconds(15),
            [&](const auto& snapshot) { ExpectTheOthersRead(snapshot); });
  const std::uint64_t second_hour = ReadsOfBad() - start - first_hour;

  // 10 s x 2^failures, so 20, 40, 80, … seconds, then every 15 minutes.
  EXPECT_LE(first_hour, TriesOfBad() * 9);
  EXPECT_LE(second_hour, TriesOfBad() * 4);
  EXPECT_LE(second_hour, first_hour);
  EXPECT_EQ(Requests(simulator::Endpoint::kLogin), 1u);
}

std::vector<Pill> Pills() {
  std::vector<Pill> pills;
  for (const std::string kind : {"429", "503", "401", "hang", "reset", "404"}) {
    for (const bsg::CampaignId id :
         {bsg::CampaignId(1), kCampaigns / 2, kCampaigns}) {
      const std::string at = kind + "At" + std::to_string(id);
      pills.push_back({at + "New", {{id, kind}}, true});
      pills.push_back({at + "Old", {{id, kind}}, false});
    }
  }
  for (const bool from_the_start : {true, false}) {
    const std::string age = from_the_start ? "New" : "Old";
    pills.push_back(
        {"TwoHang" + age, {{1, "hang"}, {2, "hang"}}, from_the_start});
    pills.push_back(
        {"TwoSay401" + age, {{1, "401"}, {12, "401"}}, from_the_start});
    pills.push_back({"ThreeKindsFirst" + age,
                     {{1, "429"}, {2, "401"}, {3, "hang"}},
                     from_the_start});
    pills.push_back({"ThreeKindsLast" + age,
                     {{10, "503"}, {11, "hang"}, {12, "401"}},
                     from_the_start});
    pills.push_back({"ThreeKindsApart" + age,
                     {{1, "hang"}, {6, "503"}, {12, "429"}},
                     from_the_start});
  }
  return pills;
}

INSTANTIATE_TEST_SUITE_P(Pills, PoisonPillTest, testing::ValuesIn(Pills()),
                         [](const auto& test) { return test.param.name; });

class SmallAccountTest : public testing::TestWithParam<std::string>,
                         protected ScenarioRig {};

// Where there is only one other campaign to speak for the account.
TEST_P(SmallAccountTest, OneOfTwoCostsTheOtherNothing) {
  AddAccount("main", 2);
  Break("kind=" + GetParam() + "&campaign=1");
  ScrapeFor(hours(2), seconds(15), [&](const auto& snapshot) {
    ASSERT_EQ(Campaign(snapshot, 2).failure, std::nullopt);
    ASSERT_EQ(snapshot.outcomes[0][metrics::Outcome::kRead], 1u);
  });
  EXPECT_LE(Requests(simulator::Endpoint::kLogin), 1u);
  EXPECT_LE(Reads(1), 50u);
}

INSTANTIATE_TEST_SUITE_P(Kinds, SmallAccountTest,
                         testing::Values("429", "503", "401", "hang", "reset",
                                         "404"),
                         [](const auto& test) { return "With" + test.param; });

}  // namespace
}  // namespace bsg_exporter::scenarios
