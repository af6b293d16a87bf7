#include "exporter/web/campaign_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/web/overview_of.h"

namespace bsg_exporter::web {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<bsg::CampaignId> Ids(const collect::Overview& overview,
                                 std::string_view query) {
  std::vector<bsg::CampaignId> ids;
  const ListRequest request = ListRequest::Of(Query(query));
  for (const auto* known : Select(overview, request).rows) {
    ids.push_back(known->state->id);
  }
  return ids;
}

bsg::Campaign Priced(double price, std::string currency) {
  bsg::Campaign document;
  document.total_price = price;
  document.currency = std::move(currency);
  return document;
}

bsg::Campaign Named(std::string name, std::string status) {
  bsg::Campaign document;
  document.name = std::move(name);
  document.status = std::move(status);
  return document;
}

TEST(ListRequestTest, IsWhatTheQuerySays) {
  const ListRequest request = ListRequest::Of(
      Query("sort=name&order=desc&q=a+b&account=x%26y&status=done&page=3"));
  EXPECT_EQ(request.sort, "name");
  EXPECT_TRUE(request.descending);
  EXPECT_EQ(request.text, "a b");
  EXPECT_EQ(request.account, "x&y");
  EXPECT_EQ(request.status, "done");
  EXPECT_EQ(request.page, 3u);
  EXPECT_EQ(request.ToQuery(),
            "?sort=name&order=desc&q=a%20b&account=x%26y&status=done&page=3");
}

TEST(ListRequestTest, WhatIsWrongIsAsIfItWereNotThere) {
  for (const char* query : {"", "sort=x", "sort=", "order=up", "page=0",
                            "page=-1", "page=x", "page=99999999999999999999"}) {
    const ListRequest request = ListRequest::Of(Query(query));
    EXPECT_EQ(request.sort, "attention") << query;
    EXPECT_FALSE(request.descending) << query;
    EXPECT_EQ(request.ToQuery(), "?") << query;
  }
}

TEST(ListRequestTest, EachKeyIsLookedAtTheUsefulWayFirst) {
  EXPECT_TRUE(ListRequest::Of(Query("sort=cost")).descending);
  EXPECT_FALSE(ListRequest::Of(Query("sort=delivered")).descending);
}

TEST(SelectTest, TroubleComesFirstThenWhatMovesThenTheNewest) {
  OverviewOf overview;
  overview.AddCampaign(1, Named("", "done"));
  overview.AddCampaign(2, Named("", "sending"));
  overview.AddCampaign(3, Named("", "sending"));
  overview.AddCampaign(4).failure = Reason::kNotFound;
  EXPECT_THAT(Ids(overview.get(), ""), ElementsAre(4, 3, 2, 1));
}

TEST(SelectTest, SortsBothWaysAndWhatIsAbsentComesLast) {
  OverviewOf overview;
  overview.AddCampaign(1, Named("b", "done"));
  overview.AddCampaign(2);
  overview.AddCampaign(3, Named("a", "done"));
  EXPECT_THAT(Ids(overview.get(), "sort=name"), ElementsAre(3, 1, 2));
  EXPECT_THAT(Ids(overview.get(), "sort=name&order=desc"),
              ElementsAre(1, 3, 2));
  EXPECT_THAT(Ids(overview.get(), "sort=id"), ElementsAre(3, 2, 1));
}

TEST(SelectTest, SortsByEachOfTheTexts) {
  OverviewOf overview;
  bsg::Campaign first = Named("b", "sending");
  first.type = "sms";
  first.sender = "Bank";
  overview.AddCampaign(1, std::move(first));
  bsg::Campaign second = Named("a", "done");
  second.type = "rcs";
  second.sender = "Acme";
  overview.AddCampaign(2, std::move(second));
  for (const char* key : {"name", "type", "sender", "status"}) {
    EXPECT_THAT(Ids(overview.get(), std::string("sort=") + key + "&order=asc"),
                ElementsAre(2, 1))
        << key;
  }
}

TEST(SelectTest, PricesOfDifferentCurrenciesAreNotCompared) {
  OverviewOf overview;
  overview.AddCampaign(1, Priced(5, "USD"));
  overview.AddCampaign(2, Priced(1, "EUR"));
  overview.AddCampaign(3, Priced(900, "EUR"));
  EXPECT_THAT(Ids(overview.get(), "sort=cost"), ElementsAre(3, 2, 1));
  EXPECT_THAT(Ids(overview.get(), "sort=cost&order=asc"), ElementsAre(2, 3, 1));
}

TEST(SelectTest, SortsBySharesOfThePrimaryChannel) {
  OverviewOf overview;
  const auto add = [&](bsg::CampaignId id, std::int64_t delivered) {
    bsg::Campaign document;
    document.channels = {
        {"sms", bsg::Role::kPrimary, {{"delivered", delivered}, {"sent", 10}}}};
    overview.AddCampaign(id, document);
  };
  add(1, 5);
  add(2, 1);
  add(3, 0);
  EXPECT_THAT(Ids(overview.get(), "sort=delivered"), ElementsAre(3, 2, 1));
}

TEST(SelectTest, TextIsLookedForInNameIdSenderTypeAndLabels) {
  OverviewOf overview;
  bsg::Campaign document = Named("Spring Sale", "done");
  document.sender = "Shop";
  document.type = "rcs";
  overview.AddCampaign(51, document).labels = {{"team", "growth"}};
  overview.AddCampaign(62, Named("Other", "done"));
  for (const char* text : {"sPRING", "sale", "5", "shop", "RCS", "GROW"}) {
    EXPECT_THAT(Ids(overview.get(), std::string("q=") + text), ElementsAre(51))
        << text;
  }
  EXPECT_THAT(Ids(overview.get(), "q=team"), IsEmpty());
}

TEST(SelectTest, AccountAndStatusAreExact) {
  OverviewOf overview;
  overview.AddCampaign(1, Named("", "done"));
  overview.AddCampaign(2, Named("", "sending")).account = "other";
  overview.AddCampaign(3).failure = Reason::kTimeout;
  EXPECT_THAT(Ids(overview.get(), "account=other"), ElementsAre(2));
  EXPECT_THAT(Ids(overview.get(), "account=othe"), IsEmpty());
  EXPECT_THAT(Ids(overview.get(), "status=done"), ElementsAre(1));
  EXPECT_THAT(Ids(overview.get(), "status=failing"), ElementsAre(3));
}

TEST(SelectTest, WhatWasNeverTriedIsNotFailing) {
  OverviewOf overview;
  overview.AddCampaign(1);
  EXPECT_THAT(Ids(overview.get(), "status=failing"), IsEmpty());
}

TEST(SelectTest, ThousandsComeInPages) {
  OverviewOf overview;
  for (int id = 1; id <= 450; ++id) overview.AddCampaign(id);
  const auto page = [&](const char* query) {
    return Select(overview.get(), ListRequest::Of(Query(query)));
  };
  const CampaignList first = page("sort=id&order=asc");
  EXPECT_EQ(first.rows.size(), 200u);
  EXPECT_EQ(first.pages, 3u);
  EXPECT_EQ(first.matching, 450u);
  const CampaignList third = page("sort=id&order=asc&page=3");
  EXPECT_EQ(third.rows.size(), 50u);
  EXPECT_EQ(third.rows.front()->state->id, 401);
  EXPECT_EQ(page("page=99").page, 3u);
  EXPECT_EQ(page("q=nothing").pages, 1u);
}

}  // namespace
}  // namespace bsg_exporter::web
