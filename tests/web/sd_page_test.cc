#include "exporter/web/sd_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace bsg_exporter::web {
namespace {

std::shared_ptr<bsg::CampaignState> Campaign(const std::string& account,
                                             bsg::CampaignId id) {
  auto campaign = std::make_shared<bsg::CampaignState>();
  campaign->account = account;
  campaign->id = id;
  campaign->id_text = std::to_string(id);
  return campaign;
}

std::string Written(
    std::vector<std::shared_ptr<const bsg::CampaignState>> campaigns,
    std::string_view host = "exporter:10274", bool secure = false) {
  metrics::Snapshot snapshot;
  snapshot.campaigns = std::move(campaigns);
  std::string text;
  WriteTargets(snapshot, host, secure,
               [&](std::string_view part) { text += part; });
  return text;
}

TEST(IsAddressTest, ANameOrAnAddressAndPerhapsAPort) {
  for (const char* host :
       {"exporter", "exporter:10274", "bsg_exporter.default.svc:80", "a-b~c",
        "10.0.0.1", "10.0.0.1:1", "[::1]", "[::1]:65535", "[::ffff:1.2.3.4]",
        "EXAMPLE.com."}) {
    EXPECT_TRUE(IsAddress(host)) << host;
  }
}

TEST(IsAddressTest, NothingElse) {
  for (const char* host :
       {"",      ":",   ":80",     "a:",       "a:0",  "a:65536", "a:+1",
        "a:1:2", "a:b", "::1",     "[]",       "[::1", "[::1]80", "[::1]:",
        "[",     "]",   "a b",     "a/b",      "a@b",  "a\"b",    "a%20b",
        "{a}",   "a,b", "[::1]@a", "\xc3\xa4", "a\\b"}) {
    EXPECT_FALSE(IsAddress(host)) << host;
  }
}

TEST(WriteTargetsTest, WithoutCampaignsItIsAnEmptyList) {
  EXPECT_EQ(Written({}), "[]\n");
}

TEST(WriteTargetsTest, ACampaignWithoutADocumentSaysNoMoreThanItsName) {
  EXPECT_EQ(Written({Campaign("main", 5)}),
            R"([
{"targets":["exporter:10274"],"labels":{"__metrics_path__":"/probe",)"
            R"("__param_account":"main","__param_campaign":"5",)"
            R"("instance":"exporter:10274/main/5","__meta_bsg_account":"main",)"
            R"("__meta_bsg_campaign_id":"5","__meta_bsg_source":"configured"}}
]
)");
}

TEST(WriteTargetsTest, WhoAsksOverTlsIsToAskTheTargetsOverTlsToo) {
  EXPECT_THAT(Written({Campaign("main", 5)}, "h", true),
              testing::HasSubstr(R"("labels":{"__metrics_path__":"/probe",)"
                                 R"("__scheme__":"https","__param_account")"));
}

TEST(WriteTargetsTest, WhatTheDocumentAndTheConfigurationSayIsThereToo) {
  const auto campaign = Campaign("main", 5);
  campaign->discovered = true;
  campaign->labels = {{"team", "growth"}};
  bsg::Campaign document;
  document.name = "Spring";
  document.sender = "Shop";
  document.type = "rcs";
  document.status = "sending";
  campaign->document = std::make_shared<const bsg::Campaign>(document);
  const std::string text = Written({campaign});
  EXPECT_NE(text.find(R"(,"__meta_bsg_source":"discovered",)"
                      R"("__meta_bsg_campaign_name":"Spring",)"
                      R"("__meta_bsg_sender":"Shop",)"
                      R"("__meta_bsg_message_type":"rcs",)"
                      R"("__meta_bsg_status":"sending",)"
                      R"("__meta_bsg_label_team":"growth"}})"),
            std::string::npos)
      << text;
}

TEST(WriteTargetsTest, TextsAreEscaped) {
  const auto campaign = Campaign("a\"b\\c/\n", 5);
  bsg::Campaign document;
  document.name = "\x01\x1f\x7f\t\xc3\xa4";
  campaign->document = std::make_shared<const bsg::Campaign>(document);
  const std::string text = Written({campaign});
  EXPECT_NE(text.find(R"("__param_account":"a\"b\\c/\u000a")"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\"__meta_bsg_campaign_name\":\"\\u0001\\u001f\x7f"
                      "\\u0009\xc3\xa4\""),
            std::string::npos)
      << text;
}

TEST(WriteTargetsTest, ManyCampaignsComeInPiecesAndAreOneList) {
  metrics::Snapshot snapshot;
  for (bsg::CampaignId id = 1; id <= 1000; ++id) {
    snapshot.campaigns.push_back(Campaign("main", id));
  }
  std::string text;
  int pieces = 0;
  WriteTargets(snapshot, "h", false, [&](std::string_view part) {
    text += part;
    ++pieces;
  });
  EXPECT_GT(pieces, 2);
  EXPECT_EQ(text, Written(snapshot.campaigns, "h"));
  std::size_t groups = 0;
  for (std::size_t at = 0;
       (at = text.find("}},\n{\"targets\"", at + 1)) != std::string::npos;) {
    ++groups;
  }
  EXPECT_EQ(groups, 999u);
}

}  // namespace
}  // namespace bsg_exporter::web
