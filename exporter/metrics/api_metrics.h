#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>
#include <string>

#include "bsg_exporter/metrics/self_metrics.h"
#include "exporter/metrics/registered.h"

namespace bsg_exporter::metrics {

// The families bsg_api_*, which all accounts share.
struct ApiFamilies {
  explicit ApiFamilies(prometheus::Registry& registry);

  CounterFamily& requests;
  CounterFamily& failures;
  HistogramFamily& duration;
  GaugeFamily& in_flight;
  CounterFamily& retries;
  GaugeFamily& throttled_until;
  GaugeFamily& token_expiry;
  CounterFamily& token_refreshes;
  CounterFamily& token_refresh_failures;
};

// One account's share of them. Its series are looked up when they are made and
// never again, so that a request costs additions only. They go with it.
class AccountApiMetrics final : public ApiMetrics {
 public:
  // `families` is borrowed.
  AccountApiMetrics(const ApiFamilies& families, const std::string& account);
  ~AccountApiMetrics() override;

  void RequestStarted() override;
  void RequestDone(bsg::Endpoint endpoint, int code,
                   std::optional<Reason> failure, Duration duration) override;
  void Retried() override;
  void ThrottledUntil(std::optional<WallTime> until) override;
  void TokenRefreshed(std::optional<WallTime> expires) override;
  void TokenRefreshFailed() override;

 private:
  static constexpr int kFirstCode = 100;
  static constexpr int kLastCode = 599;
  static constexpr std::size_t kNone = kLastCode - kFirstCode + 1;
  static constexpr std::size_t kOther = kNone + 1;

  struct EndpointMetrics {
    // By code; null until it comes, except for 200.
    std::array<std::atomic<prometheus::Counter*>, kOther + 1> requests{};
    // By reason; null for pending, which no request ends with.
    std::array<prometheus::Counter*, kAllReasons.size()> failures{};
    prometheus::Histogram* duration = nullptr;
  };

  static std::size_t SlotOf(int code);
  static std::string CodeText(std::size_t slot);
  prometheus::Counter& Requests(bsg::Endpoint endpoint, std::size_t slot);
  EndpointMetrics& At(bsg::Endpoint endpoint);
  void AddEndpoint(bsg::Endpoint endpoint);
  void RemoveEndpoint(const EndpointMetrics& metrics);

  const ApiFamilies& families_;
  const std::string account_;
  std::array<EndpointMetrics, bsg::kAllEndpoints.size()> endpoints_;
  prometheus::Gauge& in_flight_;
  prometheus::Counter& retries_;
  prometheus::Counter& token_refreshes_;
  prometheus::Counter& token_refresh_failures_;
  OptionalGauge throttled_until_;
  OptionalGauge token_expiry_;
};

}  // namespace bsg_exporter::metrics
