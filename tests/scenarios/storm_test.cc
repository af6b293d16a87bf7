// Under a lasting failure of everything the request rate falls, and it ends
// with the failure.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/scenarios/scenario_rig.h"

namespace bsg_exporter::scenarios {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t kCampaigns = 300;

struct Storm {
  std::string name;
  std::string fault;
  // Requests of ten minutes, which are 40 scrapes; well, it would be 12,010.
  std::uint64_t most_at_first;
  std::uint64_t most_later;
  minutes back_within;  // of its end
};

class StormTest : public testing::TestWithParam<Storm>, protected ScenarioRig {
 protected:
  std::uint64_t RequestsOfTenMinutes() {
    const std::uint64_t before = Requests();
    ScrapeFor(minutes(10), seconds(15), [&](const auto& snapshot) {
      EXPECT_LE(snapshot.duration, seconds(10));
    });
    return Requests() - before;
  }

  Duration TimeUntilAllAreRead() {
    const SteadyTime start = clock.Steady();
    while (clock.Steady() - start < hours(1)) {
      const metrics::Snapshot snapshot = Scrape();
      const auto& all = snapshot.campaigns;
      const bool all_read = std::none_of(
          all.begin(), all.end(), [](const auto& c) { return c->failure; });
      if (all_read) return clock.Steady() - start;
      Wait(seconds(15) - snapshot.duration);
    }
    return clock.Steady() - start;
  }
};

TEST_P(StormTest, NeverComes) {
  const Storm& storm = GetParam();
  AddAccount("main", kCampaigns);
  ScrapeFor(minutes(10), seconds(15));
  Break(storm.fault);
  EXPECT_LE(RequestsOfTenMinutes(), storm.most_at_first);
  for (int i = 0; i < 11; ++i) {
    EXPECT_LE(RequestsOfTenMinutes(), storm.most_later) << i;
  }
  EXPECT_LE(log.notable().size(), 140u) << "at most a line a minute";
  EXPECT_LE(Requests(simulator::Endpoint::kLogin), 14u);
  Mend();
  EXPECT_LE(TimeUntilAllAreRead(), storm.back_within);
}

// A login on top of it: there is no token yet.
TEST_P(StormTest, NeverComesAtTheStartEither) {
  const Storm& storm = GetParam();
  AddAccount("main", kCampaigns);
  Break(storm.fault);
  EXPECT_LE(RequestsOfTenMinutes(), storm.most_at_first + 2);
  for (int i = 0; i < 5; ++i) {
    EXPECT_LE(RequestsOfTenMinutes(), storm.most_later) << i;
  }
  Mend();
  EXPECT_LE(TimeUntilAllAreRead(), storm.back_within);
}

// The first scrape of an outage asks for all and retries ten of them, twice;
// the others send one request each. The API's refusals are believed at once,
// bad documents after some tries each, and read every 15 minutes from then on.
std::vector<Storm> Storms() {
  constexpr std::uint64_t kAll = kCampaigns + 1;
  return {
      {"Reset", "kind=reset", kAll + 60, 40, minutes(1)},
      {"Hang", "kind=hang", kAll, 40, minutes(1)},
      {"Answer500", "kind=500", kAll + 60, 40, minutes(1)},
      {"Answer503", "kind=503", 60, 40, minutes(1)},
      {"Answer503Wait", "kind=503&retry_after=30", 40, 20, minutes(1)},
      {"Answer429", "kind=429", 40, 4, minutes(15)},
      {"Answer429Wait", "kind=429&retry_after=30", 40, 20, minutes(1)},
      {"Answer429Until", "kind=429&retry_after=date:30", 40, 20, minutes(1)},
      {"Answer401", "kind=401", 60, 4, minutes(15)},
      {"Detail401", "kind=401&endpoint=detail", 80, 10, minutes(15)},
      {"Answer403", "kind=403", kAll, kAll, minutes(15)},
      {"Answer404", "kind=404", kAll, kAll, minutes(15)},
      {"Answer422", "kind=422", kAll, kAll, minutes(15)},
      {"Redirect", "kind=redirect&url=https://b.example/", kAll + 40, 40,
       minutes(1)},
      {"Maintenance", "kind=maintenance", 60, 40, minutes(1)},
      {"MaintenanceAs200", "kind=maintenance&status=200", kAll + 40, 40,
       minutes(1)},
      {"TruncatedJson", "kind=truncated_json", kAll + 40, 40, minutes(1)},
      {"V1Error", "kind=v1_error", 5 * kAll, kAll, minutes(15)},
      {"NoDocument", "kind=no_document", 5 * kAll, kAll, minutes(15)},
      {"WrongType", "kind=wrong_type", 5 * kAll + 10, kAll + 10, minutes(15)},
  };
}

INSTANTIATE_TEST_SUITE_P(Storms, StormTest, testing::ValuesIn(Storms()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace bsg_exporter::scenarios
