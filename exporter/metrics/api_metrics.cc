#include "exporter/metrics/api_metrics.h"

#include <cassert>

#include "exporter/metrics/self_families.h"

namespace bsg_exporter::metrics {
namespace {

using prometheus::Counter;
using prometheus::Gauge;
using prometheus::Histogram;

// From a warm connection nearby to the default time limit and past it.
const Histogram::BucketBoundaries& Buckets() {
  static const Histogram::BucketBoundaries buckets = {
      0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
  return buckets;
}

std::optional<double> Seconds(std::optional<WallTime> time) {
  if (!time) return std::nullopt;
  return ToSeconds(*time);
}

}  // namespace

ApiFamilies::ApiFamilies(prometheus::Registry& registry)
    : requests(Register<Counter>(registry, self::kRequests)),
      failures(Register<Counter>(registry, self::kRequestFailures)),
      duration(Register<Histogram>(registry, self::kRequestDuration)),
      in_flight(Register<Gauge>(registry, self::kRequestsInFlight)),
      retries(Register<Counter>(registry, self::kRetries)),
      throttled_until(Register<Gauge>(registry, self::kThrottledUntil)),
      token_expiry(Register<Gauge>(registry, self::kTokenExpiry)),
      token_refreshes(Register<Counter>(registry, self::kTokenRefreshes)),
      token_refresh_failures(
          Register<Counter>(registry, self::kTokenRefreshFailures)) {}

AccountApiMetrics::AccountApiMetrics(const ApiFamilies& families,
                                     const std::string& account)
    : families_(families),
      account_(account),
      in_flight_(families.in_flight.Add({{"account", account}})),
      retries_(families.retries.Add({{"account", account}})),
      token_refreshes_(families.token_refreshes.Add({{"account", account}})),
      token_refresh_failures_(
          families.token_refresh_failures.Add({{"account", account}})),
      throttled_until_(families.throttled_until, {{"account", account}}),
      token_expiry_(families.token_expiry, {{"account", account}}) {
  for (const bsg::Endpoint endpoint : bsg::kAllEndpoints) AddEndpoint(endpoint);
}

AccountApiMetrics::~AccountApiMetrics() {
  for (const EndpointMetrics& metrics : endpoints_) RemoveEndpoint(metrics);
  families_.in_flight.Remove(&in_flight_);
  families_.retries.Remove(&retries_);
  families_.token_refreshes.Remove(&token_refreshes_);
  families_.token_refresh_failures.Remove(&token_refresh_failures_);
  throttled_until_.Set(std::nullopt);
  token_expiry_.Set(std::nullopt);
}

void AccountApiMetrics::RemoveEndpoint(const EndpointMetrics& metrics) {
  for (const auto& requests : metrics.requests) {
    if (Counter* counter = requests.load()) families_.requests.Remove(counter);
  }
  for (Counter* failures : metrics.failures) {
    if (failures != nullptr) families_.failures.Remove(failures);
  }
  families_.duration.Remove(metrics.duration);
}

void AccountApiMetrics::AddEndpoint(bsg::Endpoint endpoint) {
  Requests(endpoint, SlotOf(200));
  EndpointMetrics& metrics = At(endpoint);
  prometheus::Labels labels = {{"account", account_},
                               {"endpoint", std::string(ToString(endpoint))}};
  metrics.duration = &families_.duration.Add(labels, Buckets());
  for (const Reason reason : kAllReasons) {
    if (reason == Reason::kPending) continue;
    labels["reason"] = ToString(reason);
    metrics.failures[static_cast<std::size_t>(reason)] =
        &families_.failures.Add(labels);
  }
}

void AccountApiMetrics::RequestStarted() { in_flight_.Increment(); }

void AccountApiMetrics::RequestDone(bsg::Endpoint endpoint, int code,
                                    std::optional<Reason> failure,
                                    Duration duration) {
  assert(failure != Reason::kPending);
  in_flight_.Decrement();
  Requests(endpoint, SlotOf(code)).Increment();
  EndpointMetrics& metrics = At(endpoint);
  metrics.duration->Observe(ToSeconds(duration));
  if (!failure) return;
  if (Counter* failures =
          metrics.failures[static_cast<std::size_t>(*failure)]) {
    failures->Increment();
  }
}

void AccountApiMetrics::Retried() { retries_.Increment(); }

void AccountApiMetrics::ThrottledUntil(std::optional<WallTime> until) {
  throttled_until_.Set(Seconds(until));
}

void AccountApiMetrics::TokenRefreshed(std::optional<WallTime> expires) {
  token_refreshes_.Increment();
  token_expiry_.Set(Seconds(expires));
}

void AccountApiMetrics::TokenRefreshFailed() {
  token_refresh_failures_.Increment();
}

// Whatever a server makes up, it gets no series of its own.
std::size_t AccountApiMetrics::SlotOf(int code) {
  if (code == 0) return kNone;
  if (code < kFirstCode || code > kLastCode) return kOther;
  return static_cast<std::size_t>(code - kFirstCode);
}

std::string AccountApiMetrics::CodeText(std::size_t slot) {
  if (slot == kNone) return "none";
  if (slot == kOther) return "other";
  return std::to_string(slot + kFirstCode);
}

// Two threads may both find it missing; the family then gives them the same
// counter.
Counter& AccountApiMetrics::Requests(bsg::Endpoint endpoint, std::size_t slot) {
  std::atomic<Counter*>& counter = At(endpoint).requests[slot];
  if (Counter* known = counter.load()) return *known;
  Counter& added =
      families_.requests.Add({{"account", account_},
                              {"endpoint", std::string(ToString(endpoint))},
                              {"code", CodeText(slot)}});
  counter.store(&added);
  return added;
}

AccountApiMetrics::EndpointMetrics& AccountApiMetrics::At(
    bsg::Endpoint endpoint) {
  return endpoints_[static_cast<std::size_t>(endpoint)];
}

}  // namespace bsg_exporter::metrics
