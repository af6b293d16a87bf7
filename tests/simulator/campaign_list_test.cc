#include "tests/simulator/campaign_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bsg_exporter::simulator {
namespace {

using std::chrono::days;
using testing::ElementsAre;
using testing::SizeIs;

// 2026-02-13 16:26:40.
constexpr Instant kNow{std::chrono::seconds(1'771'000'000)};

InvalidParameter Refused(const std::string& query) {
  const auto request = ParseListRequest(Query(query), kNow);
  return request.ok() ? InvalidParameter{"", "accepted"} : request.error();
}

ListRequest Asked(const std::string& query) {
  const auto request = ParseListRequest(Query(query), kNow);
  EXPECT_TRUE(request.ok()) << query;
  return request.ok() ? *request : ListRequest{};
}

TEST(ParseListRequestTest, DefaultsAreTheDocumentedOnes) {
  const ListRequest request = Asked("");
  EXPECT_EQ(request.type, Type::kSms);
  EXPECT_EQ(request.to, kNow);
  EXPECT_EQ(TimeText(request.from), "2025-11-13 16:26:40");
  EXPECT_EQ(request.offset, 0u);
  EXPECT_EQ(request.limit, 50u);
  EXPECT_EQ(request.sort, SortBy::kId);
  EXPECT_FALSE(request.descending);
}

TEST(ParseListRequestTest, ReadsEveryParameter) {
  const ListRequest request = Asked(
      "filter%5Btype%5D=rcs&filter%5Bfrom%5D=2026-01-01+08%3A00%3A00&"
      "filter%5Bto%5D=2026-02-01%2009:30:05&page%5Boffset%5D=60&"
      "page%5Blimit%5D=30&sort=date&way=desc");
  EXPECT_EQ(request.type, Type::kRcs);
  EXPECT_EQ(TimeText(request.from), "2026-01-01 08:00:00");
  EXPECT_EQ(TimeText(request.to), "2026-02-01 09:30:05");
  EXPECT_EQ(request.offset, 60u);
  EXPECT_EQ(request.limit, 30u);
  EXPECT_EQ(request.sort, SortBy::kDate);
  EXPECT_TRUE(request.descending);
}

TEST(ParseListRequestTest, ThePeriodIsThreeMonthsAtMost) {
  EXPECT_EQ(Asked("filter[from]=2025-11-13 16:26:40").to, kNow);
  EXPECT_EQ(Refused("filter[from]=2025-11-13 16:26:39"),
            (InvalidParameter{"filter[from]",
                              "The period must not exceed 3 months."}));
  EXPECT_EQ(TimeText(Asked("filter[to]=2026-03-15").from),
            "2025-12-15 00:00:00");
  EXPECT_EQ(Refused("filter[to]=2026-03-16").name, "filter[to]");
  // February has no 31st.
  EXPECT_EQ(TimeText(Asked("filter[to]=2025-05-31 10:00:00").from),
            "2025-02-28 10:00:00");
}

TEST(ParseListRequestTest, RefusesWhatTheApiRefuses) {
  EXPECT_EQ(Refused("page[limit]=29"),
            (InvalidParameter{"page[limit]",
                              "This value should be between 30 and 500."}));
  EXPECT_EQ(Refused("page[limit]=501").name, "page[limit]");
  EXPECT_EQ(Refused("page[limit]=x").name, "page[limit]");
  EXPECT_EQ(Asked("page[limit]=500").limit, 500u);
  EXPECT_EQ(Refused("page[offset]=-1").name, "page[offset]");
  EXPECT_EQ(Refused("filter[type]=viber").name, "filter[type]");
  EXPECT_EQ(Refused("filter[from]=yesterday").name, "filter[from]");
  EXPECT_EQ(Refused("filter[to]=2026-02-30").name, "filter[to]");
  EXPECT_EQ(Refused("sort=price").name, "sort");
  EXPECT_EQ(Refused("way=up").name, "way");
}

class MakePageTest : public testing::Test {
 protected:
  void Add(std::int64_t id, Type type, Instant created, Kind kind,
           const std::string& sender) {
    plans_.push_back(MakePlan({.seed = 1, .start = kNow}, 0, id, type, kind));
    plans_.back().created = created;
    plans_.back().sender = sender;
  }

  ListPage Page(const std::string& query) {
    std::vector<const CampaignPlan*> campaigns;
    for (const CampaignPlan& plan : plans_) campaigns.push_back(&plan);
    return MakePage(Asked(query), campaigns, kNow);
  }

  std::vector<std::int64_t> Ids(const std::string& query) {
    std::vector<std::int64_t> ids;
    for (const ListRow& row : Page(query).rows) ids.push_back(row.plan->id);
    return ids;
  }

  std::vector<CampaignPlan> plans_;
};

TEST_F(MakePageTest, FiltersByTypeAndCreation) {
  Add(1, Type::kSms, kNow - days(1), Kind::kDone, "a");
  Add(2, Type::kRcs, kNow - days(1), Kind::kDone, "a");
  Add(3, Type::kRcs, kNow - days(50), Kind::kSettled, "a");
  Add(4, Type::kRcs, kNow - days(100), Kind::kSettled, "a");
  EXPECT_THAT(Ids(""), ElementsAre(1));
  EXPECT_THAT(Ids("filter[type]=rcs"), ElementsAre(2, 3));
  EXPECT_THAT(Ids("filter[type]=rcs&filter[from]=2026-02-01"), ElementsAre(2));
  EXPECT_THAT(Ids("filter[type]=rcs&filter[to]=2026-01-01"), ElementsAre(3, 4));
  EXPECT_THAT(Ids("filter[type]=whatsapp"), ElementsAre());
}

TEST_F(MakePageTest, SortsAndBreaksTiesById) {
  Add(3, Type::kSms, kNow - days(2), Kind::kDone, "b");
  Add(1, Type::kSms, kNow - days(1), Kind::kSending, "c");
  Add(2, Type::kSms, kNow - days(3), Kind::kDone, "a");
  EXPECT_THAT(Ids(""), ElementsAre(1, 2, 3));
  EXPECT_THAT(Ids("way=desc"), ElementsAre(3, 2, 1));
  EXPECT_THAT(Ids("sort=sender"), ElementsAre(2, 3, 1));
  EXPECT_THAT(Ids("sort=date"), ElementsAre(2, 3, 1));
  EXPECT_THAT(Ids("sort=date&way=desc"), ElementsAre(1, 3, 2));
  EXPECT_THAT(Ids("sort=status"), ElementsAre(2, 3, 1));
  EXPECT_THAT(Ids("sort=type"), ElementsAre(1, 2, 3));
}

TEST_F(MakePageTest, PagesCoverAllRowsOnce) {
  for (std::int64_t id = 1; id <= 73; ++id) {
    Add(id, Type::kSms, kNow - days(1), Kind::kDone, "a");
  }
  EXPECT_EQ(Page("").total, 73u);
  EXPECT_THAT(Ids(""), SizeIs(50));
  const auto last = Ids("page[offset]=50&page[limit]=30");
  EXPECT_THAT(last, SizeIs(23));
  EXPECT_EQ(last.front(), 51);
  EXPECT_EQ(last.back(), 73);
  EXPECT_THAT(Ids("page[offset]=73"), SizeIs(0));
  EXPECT_THAT(Ids("page[offset]=9000"), SizeIs(0));
}

}  // namespace
}  // namespace bsg_exporter::simulator
