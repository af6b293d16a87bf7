#pragma once

#include "bsg_exporter/metrics/page.h"

// What the exporter counts about itself: names, help texts and labels, each in
// one place, for the registry and for SelfCatalogue().
namespace bsg_exporter::metrics::self {

inline constexpr CatalogueEntry kRequests = {
    {"bsg_api_requests_total",
     "Requests to the API that have ended, by HTTP status; code is none if "
     "there was no answer, other if its status is not within 100 to 599.",
     Type::kCounter},
    "account, code, endpoint"};
inline constexpr CatalogueEntry kRequestFailures = {
    {"bsg_api_request_failures_total",
     "Requests to the API that yielded nothing usable, by cause.",
     Type::kCounter},
    "account, endpoint, reason"};
inline constexpr CatalogueEntry kRequestDuration = {
    {"bsg_api_request_duration_seconds",
     "Time from a request to the end of its answer, in seconds.",
     Type::kHistogram},
    "account, endpoint"};
inline constexpr CatalogueEntry kRequestsInFlight = {
    {"bsg_api_requests_in_flight", "Requests to the API that are under way."},
    "account"};
inline constexpr CatalogueEntry kRetries = {
    {"bsg_api_retries_total",
     "Requests to the API that repeat a failed one within a scrape.",
     Type::kCounter},
    "account"};
inline constexpr CatalogueEntry kThrottledUntil = {
    {"bsg_api_throttled_until_timestamp_seconds",
     "Nothing is sent to the API before this Unix time in seconds; absent "
     "while the account is not held back."},
    "account"};
inline constexpr CatalogueEntry kTokenExpiry = {
    {"bsg_api_token_expiry_timestamp_seconds",
     "When the access token expires, as Unix time in seconds; absent while "
     "there is no token that says so."},
    "account"};
inline constexpr CatalogueEntry kTokenRefreshes = {
    {"bsg_api_token_refreshes_total", "Logins to the API that succeeded.",
     Type::kCounter},
    "account"};
inline constexpr CatalogueEntry kTokenRefreshFailures = {
    {"bsg_api_token_refresh_failures_total", "Logins to the API that failed.",
     Type::kCounter},
    "account"};
inline constexpr CatalogueEntry kBuildInfo = {
    {"bsg_exporter_build_info", "What this exporter was built from; always 1."},
    "compiler, revision, version"};
inline constexpr CatalogueEntry kConfigHash = {
    {"bsg_exporter_config_hash",
     "A number made of the configuration in force; equal configurations have "
     "equal ones."},
    ""};
inline constexpr CatalogueEntry kConfigLoadedAt = {
    {"bsg_exporter_config_last_reload_success_timestamp_seconds",
     "When a configuration was last put in force, as Unix time in seconds."},
    ""};
inline constexpr CatalogueEntry kConfigLoaded = {
    {"bsg_exporter_config_last_reload_successful",
     "1 if the latest attempt to load a configuration succeeded, 0 if not and "
     "the one before it is still in force."},
    ""};
inline constexpr CatalogueEntry kLogMessages = {
    {"bsg_exporter_log_messages_total",
     "Log lines by level, with those that could not be written.",
     Type::kCounter},
    "level"};
inline constexpr CatalogueEntry kShardOrdinal = {
    {"bsg_exporter_shard_ordinal",
     "Which of the shards this exporter is, counted from 0."},
    ""};
inline constexpr CatalogueEntry kShards = {
    {"bsg_exporter_shards",
     "How many exporters share the campaigns; 1 where this one serves all."},
    ""};
inline constexpr CatalogueEntry kUnexpectedValues = {
    {"bsg_exporter_unexpected_values_total",
     "Values in the API's documents that its documentation does not know, by "
     "where they stood; each distinct value counts once.",
     Type::kCounter},
    "field"};

inline constexpr CatalogueEntry kCpuSeconds = {
    {"process_cpu_seconds_total", "User and system CPU time spent, in seconds.",
     Type::kCounter},
    ""};
inline constexpr CatalogueEntry kMaxFds = {
    {"process_max_fds", "Maximum number of open file descriptors."}, ""};
inline constexpr CatalogueEntry kOpenFds = {
    {"process_open_fds", "Number of open file descriptors."}, ""};
inline constexpr CatalogueEntry kResidentMemory = {
    {"process_resident_memory_bytes", "Resident memory size, in bytes."}, ""};
inline constexpr CatalogueEntry kStartTime = {
    {"process_start_time_seconds",
     "When the process started, as Unix time in seconds."},
    ""};
inline constexpr CatalogueEntry kVirtualMemory = {
    {"process_virtual_memory_bytes", "Virtual memory size, in bytes."}, ""};

// By name, as the page has them.
inline constexpr CatalogueEntry kAll[] = {
    kRequestDuration,  kRequestFailures,
    kRequestsInFlight, kRequests,
    kRetries,          kThrottledUntil,
    kTokenExpiry,      kTokenRefreshFailures,
    kTokenRefreshes,   kBuildInfo,
    kConfigHash,       kConfigLoadedAt,
    kConfigLoaded,     kLogMessages,
    kShardOrdinal,     kShards,
    kUnexpectedValues, kCpuSeconds,
    kMaxFds,           kOpenFds,
    kResidentMemory,   kStartTime,
    kVirtualMemory,
};

}  // namespace bsg_exporter::metrics::self
