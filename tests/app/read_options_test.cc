#include "exporter/app/read_options.h"

#include <gtest/gtest.h>

#include <chrono>
#include <tuple>

#include "bsg_exporter/http/transport.h"

namespace bsg_exporter::app {
namespace {

using std::chrono::seconds;

TEST(ReadOptionsOfTest, TakesEachFromItsOwnKey) {
  config::Config config;
  config.scrape = {.timeout = seconds(70),
                   .timeout_offset = seconds(71),
                   .request_timeout = seconds(72),
                   .concurrency = 73,
                   .requests_per_second = 74,
                   .retries = 75,
                   .min_interval = seconds(76),
                   .max_stale = seconds(77)};
  config.refresh = {.active = seconds(81),
                    .waiting = seconds(82),
                    .finishing = seconds(83),
                    .settled = seconds(84),
                    .retire_after = seconds(85),
                    .balance = seconds(86)};
  config.http = {.max_response_bytes = 91,
                 .proxy = "http://proxy.example",
                 .ca_file = "ca.pem"};
  config.web.probe_any = true;
  const collect::ReadOptions read =
      ReadOptionsOf(config, {.ordinal = 1, .count = 3});
  EXPECT_EQ(read.request_timeout, seconds(72));
  EXPECT_EQ(read.concurrency, 73u);
  EXPECT_EQ(read.requests_per_second, 74u);
  EXPECT_EQ(read.retries, 75);
  EXPECT_EQ(read.min_interval, seconds(76));
  EXPECT_EQ(read.max_stale, seconds(77));
  EXPECT_EQ(read.refresh.active, seconds(81));
  EXPECT_EQ(read.refresh.waiting, seconds(82));
  EXPECT_EQ(read.refresh.finishing, seconds(83));
  EXPECT_EQ(read.refresh.settled, seconds(84));
  EXPECT_EQ(read.balance, seconds(86));
  EXPECT_EQ(read.shard.ordinal, 1u);
  EXPECT_EQ(read.shard.count, 3u);
  EXPECT_TRUE(read.probe_any);
  EXPECT_EQ(read.http->max_response_bytes, 91u);
  EXPECT_EQ(read.http->proxy, "http://proxy.example");
  EXPECT_EQ(read.http->ca_file, "ca.pem");
}

TEST(ReadOptionsOfTest, ABalanceThatIsOffIsNeverRead) {
  config::Config config;
  config.refresh.balance.reset();
  EXPECT_EQ(ReadOptionsOf(config, {}).balance, std::nullopt);
}

// Everything but `http`. A member more, and this does not compile.
auto Tied(const collect::ReadOptions& read) {
  const auto& [request_timeout, concurrency, requests_per_second, retries,
               min_interval, max_stale, refresh, balance, shard, probe_any,
               http] = read;
  static_cast<void>(http);
  return std::tie(request_timeout, concurrency, requests_per_second, retries,
                  min_interval, max_stale, refresh, balance, shard, probe_any);
}

// Defaults stand in both layers, which do not know each other.
TEST(ReadOptionsOfTest, DefaultsOfTheFileAreThoseOfTheReader) {
  const collect::ReadOptions read = ReadOptionsOf(config::Config{}, {});
  const collect::ReadOptions defaults;
  EXPECT_EQ(Tied(read), Tied(defaults));
  EXPECT_EQ(*read.http, http::RequestSettings{});
  EXPECT_EQ(defaults.http, nullptr) << "null means the defaults, too";
}

}  // namespace
}  // namespace bsg_exporter::app
