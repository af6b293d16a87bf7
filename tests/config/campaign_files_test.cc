#include "bsg_exporter/config/campaign_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/files.h"

namespace bsg_exporter::config {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::vector<std::string> Texts(const std::vector<Problem>& problems) {
  std::vector<std::string> texts;
  for (const Problem& problem : problems) texts.push_back(ToString(problem));
  return texts;
}

std::vector<std::int64_t> Ids(const CampaignList& list) {
  std::vector<std::int64_t> ids;
  for (const CampaignConfig& campaign : list.campaigns) {
    ids.push_back(campaign.id);
  }
  return ids;
}

// A folder with the campaign files *.toml of the account "main".
class CampaignFilesTest : public testing::Test {
 protected:
  CampaignFiles NewFiles(std::vector<CampaignConfig> own = {}) const {
    AccountConfig account;
    account.name = "main";
    account.campaigns = std::move(own);
    account.campaign_files = {dir_.path("*.toml")};
    return CampaignFiles(account);
  }

  CampaignList ReadAll(std::vector<CampaignConfig> own = {}) const {
    return Good(NewFiles(std::move(own)).Read());
  }

  std::vector<std::string> Problems() const {
    const CampaignListResult read = NewFiles().Read();
    return read.ok() ? std::vector<std::string>() : Texts(read.error());
  }

  static CampaignList Good(CampaignListResult read) {
    if (!read.ok()) {
      ADD_FAILURE() << testing::PrintToString(Texts(read.error()));
      return {};
    }
    return std::move(read).value();
  }

  // The look that comes a second after the one before it.
  std::optional<CampaignListResult> Look(CampaignFiles& files) {
    now_ += seconds(1);
    return files.Poll(now_);
  }

  std::vector<std::int64_t> IdsAtLook(CampaignFiles& files) {
    std::optional<CampaignListResult> read = Look(files);
    if (!read) {
      ADD_FAILURE() << "no change was seen";
      return {};
    }
    return Ids(Good(*std::move(read)));
  }

  const TempDir dir_;
  SteadyTime now_;
};

// --- reading -----------------------------------------------------------------

TEST_F(CampaignFilesTest, AddsTheCampaignsOfTheFilesToTheAccountsOwn) {
  dir_.Write("b.toml", "campaigns = [4, 1]");
  dir_.Write("a.toml",
             "campaigns = [9]\n[[campaign]]\nid = 3\n"
             "labels = { team = \"growth\" }\n");
  dir_.Write("c.txt", "no campaign file");
  const CampaignList list = ReadAll({{2, {{"team", "own"}}}});
  EXPECT_THAT(
      list.campaigns,
      ElementsAre(CampaignConfig{1, {}}, CampaignConfig{2, {{"team", "own"}}},
                  CampaignConfig{3, {{"team", "growth"}}},
                  CampaignConfig{4, {}}, CampaignConfig{9, {}}));
  EXPECT_THAT(list.warnings, IsEmpty());
}

TEST_F(CampaignFilesTest, IsTheAccountsOwnWhereNoFileIs) {
  EXPECT_THAT(Ids(ReadAll({{2, {}}})), ElementsAre(2));
  EXPECT_THAT(Ids(ReadAll()), IsEmpty());
}

TEST_F(CampaignFilesTest, TakesAnEmptyFileForNoCampaigns) {
  dir_.Write("a.toml", "");
  EXPECT_THAT(Ids(ReadAll()), IsEmpty());
}

TEST_F(CampaignFilesTest, CountsACampaignOnceAndWarnsWhereItStandsTwice) {
  const std::string a = dir_.Write("a.toml", "campaigns = [7, 8, 7]");
  const std::string b = dir_.Write("b.toml", "\n[[campaign]]\nid = 8\n");
  const CampaignList list = ReadAll({{7, {}}});
  EXPECT_THAT(Ids(list), ElementsAre(7, 8));
  EXPECT_THAT(
      Texts(list.warnings),
      ElementsAre(a + ":1:14: campaigns: expected each campaign once, 7 stands "
                      "in the configuration file already and counts once",
                  a + ":1:20: campaigns: expected each campaign once, 7 stands "
                      "in the configuration file already and counts once",
                  b +
                      ":3:1: campaign.id: expected each campaign once, 8 "
                      "stands at " +
                      a + ":1:17 already and counts once"));
}

TEST_F(CampaignFilesTest, LetsTheFirstLabelsWin) {
  dir_.Write("a.toml", "campaigns = [1]\n");
  dir_.Write("b.toml",
             "campaign = [{ id = 1, labels = { team = \"b\" } },\n"
             "            { id = 2, labels = { team = \"b\" } }]\n");
  dir_.Write("c.toml", "[[campaign]]\nid = 1\nlabels = { team = \"c\" }\n");
  const CampaignList list = ReadAll({{2, {{"owner", "own"}}}});
  ASSERT_THAT(Ids(list), ElementsAre(1, 2));
  EXPECT_THAT(list.campaigns[0].labels, ElementsAre(Pair("team", "b")));
  EXPECT_THAT(list.campaigns[1].labels, ElementsAre(Pair("owner", "own")));
}

TEST_F(CampaignFilesTest, CountsTheWarningsThatAreTooMany) {
  std::string text = "campaigns = [";
  for (int i = 0; i <= 150; ++i) text += "1, ";
  const std::string a = dir_.Write("a.toml", text + "]");
  const std::vector<std::string> warnings = Texts(ReadAll().warnings);
  ASSERT_EQ(warnings.size(), 101u);
  EXPECT_EQ(warnings.back(),
            a + ": and 50 more campaigns that stand twice, here and in files "
                "after it");
}

// --- problems ----------------------------------------------------------------

TEST_F(CampaignFilesTest, ReportsWhatIsWrongInAllFilesAtOnce) {
  const std::string a = dir_.Write("a.toml", "campaigns = [0, 1]\nname = 1\n");
  const std::string b = dir_.Write("b.toml", "campaigns = [\n");
  dir_.Write("c.toml", "campaigns = [5]\n");
  const std::string d = dir_.path("d.toml");
  std::filesystem::create_directory(d);
  const std::string e =
      dir_.Write("e.toml", "[[campaign]]\nlabels = { a-b = \"x\" }\n");
  const std::string f = dir_.path("f.toml");
  std::filesystem::create_symlink("nowhere", f);
  EXPECT_THAT(
      Problems(),
      ElementsAre(
          a + ":1:14: campaigns: expected 1 to 9223372036854775807, got 0",
          a + ":2:1: unknown key 'name', known here: campaigns, campaign",
          b + ":1:15: not valid TOML: array: encountered end-of-file",
          d + ": cannot read '" + d + "': Is a directory",
          e + ":1:1: campaign.id: expected a campaign's id, there is none",
          e + ":2:12: campaign.labels: expected a label name "
              "[a-zA-Z_][a-zA-Z0-9_]* of at most 128 bytes, got 'a-b'",
          f + ": cannot read '" + f + "': No such file or directory"));
}

TEST_F(CampaignFilesTest, RefusesAFileAbove16MiB) {
  const std::string a = dir_.Write("a.toml", "#");
  std::filesystem::resize_file(a, (16u << 20) + 1);
  EXPECT_THAT(Problems(), ElementsAre(a + ": cannot read '" + a +
                                      "': longer than 16777216 bytes"));
}

TEST_F(CampaignFilesTest, RefusesMoreThan100000CampaignsOfAnAccount) {
  std::string text = "campaigns = [";
  for (int id = 1; id < 100'000; ++id) text += std::to_string(id) + ",";
  dir_.Write("a.toml", text + "]");
  dir_.Write("b.toml", "campaigns = [1, 100000]");
  EXPECT_EQ(ReadAll().campaigns.size(), 100'000u);
  const std::string c = dir_.Write("c.toml", "campaigns = [100001, 100002]");
  EXPECT_THAT(Problems(),
              ElementsAre(c + ": expected at most 100000 campaigns for account "
                              "'main', with this file there are 100002"));
}

// --- changes -----------------------------------------------------------------

TEST_F(CampaignFilesTest, SaysNothingWhileNothingChanges) {
  dir_.Write("a.toml", "campaigns = [1]");
  CampaignFiles files = NewFiles();
  EXPECT_THAT(Ids(Good(files.Read())), ElementsAre(1));
  EXPECT_FALSE(Look(files).has_value());
  EXPECT_FALSE(Look(files).has_value());
}

TEST_F(CampaignFilesTest, LooksOnceASecondAtMost) {
  CampaignFiles files = NewFiles();
  EXPECT_THAT(Ids(Good(files.Read())), IsEmpty());
  EXPECT_FALSE(files.Poll(now_).has_value());
  dir_.Write("a.toml", "campaigns = [1]");
  EXPECT_FALSE(files.Poll(now_ + milliseconds(999)).has_value());
  EXPECT_TRUE(files.Poll(now_ + seconds(1)).has_value());
}

TEST_F(CampaignFilesTest, SeesFilesThatComeChangeAndGo) {
  CampaignFiles files = NewFiles({{9, {}}});
  EXPECT_THAT(Ids(Good(files.Read())), ElementsAre(9));
  const std::string a = dir_.Write("a.toml", "campaigns = [1]");
  EXPECT_THAT(IdsAtLook(files), ElementsAre(1, 9));
  dir_.Write("a.toml", "campaigns = [1, 2]");
  EXPECT_THAT(IdsAtLook(files), ElementsAre(1, 2, 9));
  std::filesystem::remove(a);
  EXPECT_THAT(IdsAtLook(files), ElementsAre(9));
  EXPECT_FALSE(Look(files).has_value());
}

TEST_F(CampaignFilesTest, SeesATextOfTheSameLengthByItsTime) {
  const std::string a = dir_.Write("a.toml", "campaigns = [1]");
  const auto written = std::filesystem::last_write_time(a);
  CampaignFiles files = NewFiles();
  EXPECT_THAT(Ids(Good(files.Read())), ElementsAre(1));
  dir_.Write("a.toml", "campaigns = [2]");
  std::filesystem::last_write_time(a, written + std::chrono::nanoseconds(1));
  EXPECT_THAT(IdsAtLook(files), ElementsAre(2));
}

TEST_F(CampaignFilesTest, SeesAFileThatTakesTheOthersPlaceAndTime) {
  const std::string a = dir_.Write("a.toml", "campaigns = [1]");
  const std::string next = dir_.Write("next", "campaigns = [2]");
  std::filesystem::last_write_time(next, std::filesystem::last_write_time(a));
  CampaignFiles files = NewFiles();
  EXPECT_THAT(Ids(Good(files.Read())), ElementsAre(1));
  std::filesystem::rename(next, a);
  EXPECT_THAT(IdsAtLook(files), ElementsAre(2));
}

// As Kubernetes mounts a ConfigMap: a.toml -> ..data/a.toml, ..data -> ..1.
TEST_F(CampaignFilesTest, SeesAConfigMapThatIsSwapped) {
  for (const std::string version : {"..1", "..2"}) {
    std::filesystem::create_directory(dir_.path(version));
    dir_.Write(version + "/a.toml", "campaigns = [" + version.substr(2) + "]");
  }
  std::filesystem::create_symlink("..1", dir_.path("..data"));
  std::filesystem::create_symlink("..data/a.toml", dir_.path("a.toml"));
  CampaignFiles files = NewFiles();
  EXPECT_THAT(Ids(Good(files.Read())), ElementsAre(1));
  std::filesystem::create_symlink("..2", dir_.path("..data_tmp"));
  std::filesystem::rename(dir_.path("..data_tmp"), dir_.path("..data"));
  EXPECT_THAT(IdsAtLook(files), ElementsAre(2));
}

TEST_F(CampaignFilesTest, ReportsABrokenStateOnceAndItsEndAsAChange) {
  const std::string good = "campaigns = [1]\n";
  const std::string a = dir_.Write("a.toml", good);
  CampaignFiles files = NewFiles();
  EXPECT_THAT(Ids(Good(files.Read())), ElementsAre(1));

  dir_.Write("a.toml", "campaigns = [0]\n#");
  const std::optional<CampaignListResult> broken = Look(files);
  ASSERT_TRUE(broken && !broken->ok());
  EXPECT_THAT(Texts(broken->error()),
              ElementsAre(a + ":1:14: campaigns: expected 1 to "
                              "9223372036854775807, got 0"));
  EXPECT_FALSE(Look(files).has_value());
  // Another file changes, what is wrong does not.
  dir_.Write("b.toml", "campaigns = [2]");
  EXPECT_FALSE(Look(files).has_value());
  // Wrong in another way.
  dir_.Write("a.toml", "campaigns = [");
  const std::optional<CampaignListResult> worse = Look(files);
  ASSERT_TRUE(worse && !worse->ok());

  dir_.Write("a.toml", good);
  EXPECT_THAT(IdsAtLook(files), ElementsAre(1, 2));
  // The same state again is news again.
  dir_.Write("a.toml", "campaigns = [");
  EXPECT_TRUE(Look(files).has_value());
}

TEST_F(CampaignFilesTest, SaysNothingMoreOfWhatWasBrokenFromTheStart) {
  dir_.Write("a.toml", "campaigns = [");
  CampaignFiles files = NewFiles();
  EXPECT_FALSE(files.Read().ok());
  EXPECT_FALSE(Look(files).has_value());
  dir_.Write("b.toml", "campaigns = [2]");
  EXPECT_FALSE(Look(files).has_value());
  dir_.Write("a.toml", "");
  EXPECT_THAT(IdsAtLook(files), ElementsAre(2));
}

}  // namespace
}  // namespace bsg_exporter::config
