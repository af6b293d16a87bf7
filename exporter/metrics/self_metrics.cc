#include "bsg_exporter/metrics/self_metrics.h"

#include <array>
#include <cassert>
#include <iterator>
#include <map>
#include <mutex>
#include <utility>

#include "bsg_exporter/base/version.h"
#include "exporter/metrics/api_metrics.h"
#include "exporter/metrics/process_metrics.h"
#include "exporter/metrics/self_families.h"

namespace bsg_exporter::metrics {
namespace {

using prometheus::Counter;
using prometheus::Gauge;

// A counter for each value of a closed set, all there from the start.
template <class Enum, std::size_t kSize>
class CounterSet {
 public:
  CounterSet(CounterFamily& family, const std::string& label,
             const std::array<Enum, kSize>& values) {
    for (const Enum value : values) {
      counters_[static_cast<std::size_t>(value)] =
          &family.Add({{label, std::string(ToString(value))}});
    }
  }
  void Count(Enum value) {
    counters_[static_cast<std::size_t>(value)]->Increment();
  }

 private:
  std::array<Counter*, kSize> counters_{};
};

}  // namespace

struct SelfMetrics::Impl {
  explicit Impl(const std::vector<std::string>& accounts)
      : api_families(registry),
        unexpected(Register<Counter>(registry, self::kUnexpectedValues),
                   "field", bsg::kAllPlaces),
        log_lines(Register<Counter>(registry, self::kLogMessages), "level",
                  kAllLogLevels),
        config_loaded(Register<Gauge>(registry, self::kConfigLoaded).Add({})),
        config_loaded_at(
            Register<Gauge>(registry, self::kConfigLoadedAt).Add({})),
        config_hash(Register<Gauge>(registry, self::kConfigHash).Add({})),
        shard_ordinal(Register<Gauge>(registry, self::kShardOrdinal).Add({})),
        shards(Register<Gauge>(registry, self::kShards).Add({}, 1)) {
    SetAccounts(accounts);
    const BuildInfo build = GetBuildInfo();
    Register<Gauge>(registry, self::kBuildInfo)
        .Add({{"version", std::string(build.version)},
              {"revision", std::string(build.revision)},
              {"compiler", std::string(build.compiler)}},
             1);
  }

  // Of an account that was gone for a moment somebody may still hold the
  // series: there must be but one owner of them.
  std::shared_ptr<AccountApiMetrics> ApiOf(const std::string& account) {
    std::weak_ptr<AccountApiMetrics>& known = known_apis[account];
    if (auto api = known.lock()) return api;
    auto api = std::make_shared<AccountApiMetrics>(api_families, account);
    known = api;
    return api;
  }

  void SetAccounts(const std::vector<std::string>& accounts) {
    const std::lock_guard lock(mutex);
    std::map<std::string, std::shared_ptr<AccountApiMetrics>> wanted;
    for (const std::string& account : accounts) {
      wanted.emplace(account, ApiOf(account));
    }
    apis = std::move(wanted);
    std::erase_if(known_apis, [](const auto& k) { return k.second.expired(); });
  }

  prometheus::Registry registry;
  ApiFamilies api_families;
  std::mutex mutex;
  // Guarded by mutex: those of now, and all that somebody holds.
  std::map<std::string, std::shared_ptr<AccountApiMetrics>> apis;
  std::map<std::string, std::weak_ptr<AccountApiMetrics>> known_apis;
  CounterSet<bsg::Place, bsg::kAllPlaces.size()> unexpected;
  CounterSet<LogLevel, kAllLogLevels.size()> log_lines;
  Gauge& config_loaded;
  Gauge& config_loaded_at;
  Gauge& config_hash;
  Gauge& shard_ordinal;
  Gauge& shards;
  ProcessMetrics process;
};

SelfMetrics::SelfMetrics(const std::vector<std::string>& accounts)
    : impl_(std::make_unique<Impl>(accounts)) {}

SelfMetrics::~SelfMetrics() = default;

void SelfMetrics::SetAccounts(const std::vector<std::string>& accounts) {
  impl_->SetAccounts(accounts);
}

std::shared_ptr<ApiMetrics> SelfMetrics::api(const std::string& account) {
  const std::lock_guard lock(impl_->mutex);
  const auto found = impl_->apis.find(account);
  assert(found != impl_->apis.end());
  return found->second;
}

void SelfMetrics::SetShard(std::uint32_t ordinal, std::uint32_t count) {
  impl_->shard_ordinal.Set(ordinal);
  impl_->shards.Set(count);
}

void SelfMetrics::ConfigLoaded(WallTime when, std::uint64_t fingerprint) {
  impl_->config_loaded.Set(1);
  impl_->config_loaded_at.Set(ToSeconds(when));
  impl_->config_hash.Set(static_cast<double>(fingerprint));
}

void SelfMetrics::ConfigRefused() { impl_->config_loaded.Set(0); }

void SelfMetrics::CountUnexpected(bsg::Place place) {
  impl_->unexpected.Count(place);
}

void SelfMetrics::CountLogLine(LogLevel level) {
  impl_->log_lines.Count(level);
}

std::vector<prometheus::MetricFamily> SelfMetrics::Collect() const {
  std::vector<prometheus::MetricFamily> families = impl_->registry.Collect();
  impl_->process.Collect(families);
  return families;
}

std::vector<CatalogueEntry> SelfCatalogue() {
  return {std::begin(self::kAll), std::end(self::kAll)};
}

}  // namespace bsg_exporter::metrics
