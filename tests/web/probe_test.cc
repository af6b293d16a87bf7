#include "exporter/web/probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bsg_exporter::web {
namespace {

using collect::ProbeRefusal;
using testing::StartsWith;

// "account/id", or what is wrong.
std::string Read(std::string_view query) {
  const auto subject = SubjectOf(query);
  if (!subject.ok()) return subject.error();
  return subject->account + "/" + std::to_string(subject->id);
}

TEST(SubjectOfTest, TakesACampaignAndPerhapsAnAccount) {
  EXPECT_EQ(Read("campaign=53651994"), "/53651994");
  EXPECT_EQ(Read("campaign=9223372036854775807"), "/9223372036854775807");
  EXPECT_EQ(Read("account=north+%26+south&campaign=1"), "north & south/1");
  EXPECT_EQ(Read("campaign=1&account="), "/1");
  EXPECT_EQ(Read("c%61mpaign=%31"), "/1");
}

TEST(SubjectOfTest, ParametersOfOtherNamesAreNobodysBusiness) {
  EXPECT_EQ(Read("module=x&module=y&campaign=1&Campaign=0&=&&x"), "/1");
}

TEST(SubjectOfTest, NeedsACampaign) {
  for (const char* query : {"", "account=main", "Campaign=1", "campaign[]=1"}) {
    EXPECT_EQ(Read(query),
              "parameter 'campaign' is missing: /probe?campaign=ID");
  }
}

TEST(SubjectOfTest, ACampaignIsAnIntegerFrom1Up) {
  for (const char* text :
       {"", "0", "-1", "010", "%2B5", "+5", "5.0", "5e3", "0x10", "x", "5x",
        "5%00", "5%20", "9223372036854775808",
        "99999999999999999999999999999999999999999999"}) {
    EXPECT_EQ(Read("campaign=" + std::string(text)),
              "parameter 'campaign' is not an integer from 1 up")
        << text;
  }
}

TEST(SubjectOfTest, NoParameterOfOursStandsTwice) {
  EXPECT_EQ(Read("campaign=1&campaign=1"),
            "parameter 'campaign' is there more than once");
  EXPECT_EQ(Read("account=a&campaign=1&account=b"),
            "parameter 'account' is there more than once");
}

TEST(SubjectOfTest, AWrongPercentNamesItsParameter) {
  EXPECT_EQ(Read("campaign=1%"),
            "parameter 'campaign': a '%' without two hexadecimal digits "
            "behind it");
  EXPECT_THAT(Read("campaign=1&acc%zzount=a"),
              StartsWith("parameter 'acc%zzount': "));
}

TEST(RefusalResponseTest, SaysWhatIsWrongAndWhatToDo) {
  const collect::Subject subject{"", 53651994};
  const Response account =
      RefusalResponse(subject, ProbeRefusal::kUnknownAccount);
  EXPECT_EQ(account.status, 404);
  EXPECT_EQ(account.body.Text(),
            "parameter 'account': no account has that name; add it to the "
            "configuration as an [[account]]\n");
  const Response campaign =
      RefusalResponse(subject, ProbeRefusal::kUnknownCampaign);
  EXPECT_EQ(campaign.status, 404);
  EXPECT_EQ(
      campaign.body.Text(),
      "campaign 53651994 is not known here: add it to `campaigns`, switch "
      "on discovery, set web.probe_any = true, or ask the shard that "
      "serves it\n");
  const Response both = RefusalResponse(subject, ProbeRefusal::kAmbiguous);
  EXPECT_EQ(both.status, 400);
  EXPECT_EQ(both.body.Text(),
            "campaign 53651994 could be of more than one account: add "
            "&account=NAME\n");
  const Response many = RefusalResponse(subject, ProbeRefusal::kTooMany);
  EXPECT_EQ(many.status, 503);
  EXPECT_EQ(many.body.Text(),
            "too many campaigns that are neither named nor discovered are "
            "being read: ask again later\n");
}

}  // namespace
}  // namespace bsg_exporter::web
