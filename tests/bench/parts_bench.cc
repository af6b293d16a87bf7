// The parts by themselves, each beside what it is held against, in one
// process. tests/bench/run reads the names and counters below.

#include <benchmark/benchmark.h>
#include <prometheus/text_serializer.h>
#include <rapidjson/document.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bsg_exporter/bsg/decode.h"
#include "bsg_exporter/metrics/family_sink.h"
#include "bsg_exporter/metrics/page.h"
#include "bsg_exporter/metrics/text_sink.h"
#include "bsg_exporter/web/gzip.h"
#include "tests/bench/allocations.h"
#include "tests/support/files.h"

namespace bsg_exporter {
namespace {

using Campaigns = std::vector<std::shared_ptr<const bsg::CampaignState>>;

constexpr bsg::CampaignId kFirstId = 58'000'001;

std::string Payload() {
  return Fixture("payloads/01_rcs_data_read_sms_fallback.json");
}

bsg::Campaign Document() {
  auto decoded =
      bsg::DecodeCampaign(Payload(), bsg::TimeZone::Utc(), std::nullopt);
  if (!decoded.ok()) std::abort();
  return std::move(decoded)->value;
}

// Campaigns that were read, no two with the same numbers.
Campaigns Generate(std::size_t count) {
  const bsg::Campaign document = Document();
  Campaigns campaigns;
  for (std::size_t i = 0; i < count; ++i) {
    bsg::Campaign d = document;
    const auto number = static_cast<bsg::CampaignId>(i);
    d.id = kFirstId + number;
    d.total_price = 0.01 * static_cast<double>(i);
    for (bsg::Channel& channel : d.channels) {
      for (bsg::Counter& counter : channel.counters) {
        counter.messages += 37 * number;
      }
    }
    bsg::CampaignState c;
    c.account = "main";
    c.id = *d.id;
    c.id_text = std::to_string(c.id);
    c.document = std::make_shared<const bsg::Campaign>(std::move(d));
    c.received = WallTime(std::chrono::milliseconds(1'771'000'000'125));
    c.failure = std::nullopt;
    c.refresh_interval = Duration::zero();
    campaigns.push_back(
        std::make_shared<const bsg::CampaignState>(std::move(c)));
  }
  return campaigns;
}

// Takes a text and forgets it, with a buffer as large as TextSink's.
class ForgetfulBuffer final : public std::streambuf {
 public:
  ForgetfulBuffer() { Rewind(); }
  std::size_t forgotten() const { return forgotten_; }

 protected:
  int_type overflow(int_type c) override {
    Rewind();
    return sputc(traits_type::to_char_type(c));
  }

 private:
  void Rewind() {
    forgotten_ += static_cast<std::size_t>(pptr() - pbase());
    setp(buffer_.data(), buffer_.data() + buffer_.size());
  }

  std::array<char, metrics::TextSink::kChunk> buffer_;
  std::size_t forgotten_ = 0;
};

std::size_t WritePage(const Campaigns& campaigns) {
  std::size_t bytes = 0;
  metrics::TextSink sink(
      [&bytes](std::string_view piece) { bytes += piece.size(); });
  metrics::WriteCampaigns(campaigns, sink);
  sink.Finish();
  return bytes;
}

std::vector<prometheus::MetricFamily> Families(const Campaigns& campaigns) {
  metrics::FamilySink sink;
  metrics::WriteCampaigns(campaigns, sink);
  return sink.Take();
}

double SeriesOf(const std::vector<prometheus::MetricFamily>& families) {
  std::size_t series = 0;
  for (const auto& family : families) series += family.metric.size();
  return static_cast<double>(series);
}

constexpr std::size_t kCampaigns = 1000;

void PageOurs(benchmark::State& state) {
  const Campaigns campaigns = Generate(kCampaigns);
  const Campaigns one = Generate(1);
  const double series = SeriesOf(Families(campaigns));

  const std::size_t before = Allocations();
  benchmark::DoNotOptimize(WritePage(campaigns));
  const std::size_t many_cost = Allocations() - before;
  benchmark::DoNotOptimize(WritePage(one));
  const std::size_t one_cost = Allocations() - before - many_cost;
  for (auto _ : state) benchmark::DoNotOptimize(WritePage(campaigns));

  state.counters["series"] = series;
  // What the page itself costs is not a series' doing.
  state.counters["allocations_per_series"] =
      (static_cast<double>(many_cost) - static_cast<double>(one_cost)) / series;
}

void PageTheirs(benchmark::State& state) {
  const auto families = Families(Generate(kCampaigns));
  for (auto _ : state) {
    ForgetfulBuffer buffer;
    std::ostream out(&buffer);
    prometheus::TextSerializer().Serialize(out, families);
    benchmark::DoNotOptimize(buffer.forgotten());
  }
  state.counters["series"] = SeriesOf(families);
}

void DecodeOurs(benchmark::State& state) {
  const std::string payload = Payload();
  const auto zone = bsg::TimeZone::Utc();
  for (auto _ : state) {
    auto decoded = bsg::DecodeCampaign(payload, zone, 61204417);
    if (!decoded.ok()) std::abort();
    benchmark::DoNotOptimize(decoded);
  }
}

void DecodeTheirs(benchmark::State& state) {
  const std::string payload = Payload();
  for (auto _ : state) {
    rapidjson::Document document;
    document.Parse(payload.data(), payload.size());
    if (document.HasParseError()) std::abort();
    benchmark::DoNotOptimize(document.IsObject());
  }
}

void Gzip(benchmark::State& state) {
  std::string page;
  metrics::TextSink sink([&page](std::string_view piece) { page += piece; });
  metrics::WriteCampaigns(Generate(kCampaigns), sink);
  sink.Finish();
  std::size_t size = 0;
  for (auto _ : state) {
    size = 0;
    web::GzipStream stream(
        [&size](std::string_view part) { size += part.size(); });
    for (std::size_t i = 0; i < page.size(); i += metrics::TextSink::kChunk) {
      stream.Write(std::string_view(page).substr(i, metrics::TextSink::kChunk));
    }
    stream.Finish();
  }
  state.counters["bytes"] = static_cast<double>(page.size());
  state.counters["smaller"] =
      static_cast<double>(page.size()) / static_cast<double>(size);
}

BENCHMARK(PageOurs)->Unit(benchmark::kNanosecond);
BENCHMARK(PageTheirs)->Unit(benchmark::kNanosecond);
BENCHMARK(DecodeOurs)->Unit(benchmark::kNanosecond);
BENCHMARK(DecodeTheirs)->Unit(benchmark::kNanosecond);
BENCHMARK(Gzip)->Unit(benchmark::kNanosecond);

}  // namespace
}  // namespace bsg_exporter

BENCHMARK_MAIN();
