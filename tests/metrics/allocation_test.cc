// A binary of its own, because it replaces the global operator new.

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>

#include "bsg_exporter/metrics/page.h"
#include "bsg_exporter/metrics/text_sink.h"

namespace {
std::atomic<std::size_t> allocations = 0;
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace bsg_exporter::metrics {
namespace {

std::shared_ptr<const bsg::CampaignState> Campaign() {
  bsg::Campaign d;
  d.name = "A name that is too long to be kept inside of a string";
  d.status = "a status that nobody has documented so far";
  d.total_price = 0.1 + 0.2;
  d.created_at = WallTime(std::chrono::seconds(1'771'000'000));
  d.channels = {{"rcs", bsg::Role::kPrimary, {{"delivered", 5}, {"read", 7}}}};
  bsg::CampaignState c;
  c.account = "An account that is too long to be kept inside of a string";
  c.id_text = "53651994";
  c.document = std::make_shared<const bsg::Campaign>(std::move(d));
  c.received = WallTime(std::chrono::seconds(1'771'000'000));
  return std::make_shared<const bsg::CampaignState>(std::move(c));
}

struct Cost {
  std::size_t bytes = 0;
  std::size_t allocations = 0;
};

Cost CostOfAPage(std::size_t campaigns) {
  const std::vector<std::shared_ptr<const bsg::CampaignState>> states(
      campaigns, Campaign());
  Cost cost;
  const std::size_t before = allocations;
  TextSink sink(
      [&cost](std::string_view piece) { cost.bytes += piece.size(); });
  WriteCampaigns(states, sink);
  sink.Finish();
  cost.allocations = allocations - before;
  return cost;
}

TEST(AllocationTest, APageCostsTheSameHoweverManySamplesItHas) {
  const Cost small = CostOfAPage(1);
  const Cost large = CostOfAPage(1000);
  EXPECT_GT(large.bytes, 30 * TextSink::kChunk);
  EXPECT_EQ(large.allocations, small.allocations);
  EXPECT_LE(small.allocations, 2u);  // the buffer, and the function's
}

}  // namespace
}  // namespace bsg_exporter::metrics
