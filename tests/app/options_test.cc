#include "bsg_exporter/app/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bsg_exporter/app/app.h"
#include "bsg_exporter/base/version.h"

namespace bsg_exporter::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::variant<Options, Ending> Parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "bsg_exporter");
  return ParseCommandLine(static_cast<int>(arguments.size()), arguments.data());
}

Options Parsed(std::vector<const char*> arguments) {
  const auto result = Parse(std::move(arguments));
  if (const auto* ending = std::get_if<Ending>(&result)) {
    ADD_FAILURE() << ending->text;
    return {};
  }
  return std::get<Options>(result);
}

Ending Ended(std::vector<const char*> arguments) {
  const auto result = Parse(std::move(arguments));
  if (std::holds_alternative<Options>(result)) {
    ADD_FAILURE() << "it was accepted";
    return {};
  }
  return std::get<Ending>(result);
}

TEST(ParseCommandLineTest, ServesWithoutACommand) {
  EXPECT_EQ(Parsed({}).command, Command::kServe);
  EXPECT_EQ(Parsed({"serve"}).command, Command::kServe);
}

TEST(ParseCommandLineTest, TakesFlagsBeforeAndAfterTheCommand) {
  const Options before = Parsed({"--config.file=a.toml", "check", "--live"});
  const Options after = Parsed({"check", "--live", "--config.file", "a.toml"});
  for (const Options& options : {before, after}) {
    EXPECT_EQ(options.command, Command::kCheck);
    EXPECT_EQ(options.config_file, "a.toml");
    EXPECT_TRUE(options.live);
  }
}

TEST(ParseCommandLineTest, TakesAddressesAndCampaignsMoreThanOnce) {
  const Options options =
      Parsed({"--web.listen-address=:1", "--web.listen-address=unix:/x",
              "--campaign=053651994", "--campaign=9007199254740993"});
  EXPECT_THAT(options.listen, ElementsAre(":1", "unix:/x"));
  EXPECT_THAT(options.campaigns, ElementsAre(53651994, 9007199254740993));
}

TEST(ParseCommandLineTest, AllThatReadTakeAShard) {
  EXPECT_EQ(Parsed({}).shard, "");
  EXPECT_EQ(Parsed({"--shard=1/3"}).shard, "1/3");
  for (const char* command : {"serve", "check", "scrape"}) {
    EXPECT_EQ(Parsed({command, "--shard", "1/3"}).shard, "1/3");
  }
  EXPECT_EQ(Ended({"decode", "--shard=1/3", "x.json"}).text,
            "bsg_exporter: --shard: decode reads one document, leave the flag "
            "out\nbsg_exporter --help tells more.\n");
}

TEST(ParseCommandLineTest, AShardThatIsWrongSaysWhatWouldBeRight) {
  EXPECT_EQ(Ended({"--shard=3/3"}).text,
            "bsg_exporter: --shard: expected I from 0 to 2, got 3\n"
            "bsg_exporter --help tells more.\n");
}

TEST(ParseCommandLineTest, DecodeNeedsAFile) {
  const Options options =
      Parsed({"decode", "--account", "north", "--campaign", "7", "x.json"});
  EXPECT_EQ(options.command, Command::kDecode);
  EXPECT_EQ(options.file, "x.json");
  EXPECT_EQ(options.account, "north");
  EXPECT_EQ(Ended({"decode"}).code, kExitUsage);
}

TEST(ParseCommandLineTest, HelpAndVersionAreFine) {
  const Ending help = Ended({"--help"});
  EXPECT_EQ(help.code, kExitOk);
  EXPECT_THAT(help.text, HasSubstr("--config.file PATH"));
  const Ending version = Ended({"--version"});
  EXPECT_EQ(version.code, kExitOk);
  EXPECT_THAT(version.text, StartsWith("bsg_exporter " +
                                       std::string(GetBuildInfo().version)));
}

TEST(ParseCommandLineTest, WhatIsWrongIsNamedAndEndsWithTwo) {
  const std::vector<std::pair<std::vector<const char*>, const char*>> kCases = {
      {{"--nonsense"}, "--nonsense"},
      {{"nonsense"}, "nonsense"},
      {{"--log.level=loud"}, "--log.level"},
      {{"--log.format=xml"}, "--log.format"},
      {{"--campaign=abc"}, "--campaign"},
      {{"--campaign=0"}, "--campaign"},
      {{"--campaign=99999999999999999999"}, "--campaign"},
      {{"--campaign=0x10"}, "--campaign"},
      {{"--shard"}, "--shard"},
      {{"--shard="}, "--shard"},
      {{"--shard=1"}, "--shard"},
      {{"check", "scrape"}, "scrape"},
  };
  for (const auto& [arguments, named] : kCases) {
    const Ending ending = Ended(arguments);
    EXPECT_EQ(ending.code, kExitUsage) << named;
    EXPECT_THAT(ending.text, HasSubstr(named));
    EXPECT_THAT(ending.text, StartsWith("bsg_exporter: "));
  }
}

}  // namespace
}  // namespace bsg_exporter::app
