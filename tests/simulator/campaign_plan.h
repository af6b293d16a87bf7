#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tests/simulator/shape.h"

namespace bsg_exporter::simulator {

// Simulated time.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Span = std::chrono::milliseconds;

enum class Type { kRcs, kSms, kViber, kWhatsapp };
inline constexpr std::array kTypes = {Type::kRcs, Type::kSms, Type::kViber,
                                      Type::kWhatsapp};
std::string_view ToString(Type type);
std::optional<Type> TypeByName(std::string_view name);

// Where a campaign stands when the simulation starts, and what becomes of it.
enum class Kind {
  kLiving,      // starts at some time within three days before to two after
  kFuture,      // planned for a day between tomorrow and in a month
  kCreation,    // being created
  kModeration,  // waits for moderation, then is sent
  kSending,     // in the middle of being sent
  kStuck,       // says that it is sending, but nothing moves any more
  kLate,        // its planned start has passed without a start
  kPaused,      // out of balance: nothing more is sent
  kStopped,     // stopped by hand halfway
  kSpam,        // refused by moderation
  kCollapsing,  // sending, but hardly a message arrives any more
  kDone,        // sent; delivery reports still come in
  kSettled,     // sent long ago: nothing moves
  kGap,         // settled, but total_messages is more than the counters' sum
};
inline constexpr std::array kKinds = {
    Kind::kLiving,  Kind::kFuture, Kind::kCreation,   Kind::kModeration,
    Kind::kSending, Kind::kStuck,  Kind::kLate,       Kind::kPaused,
    Kind::kStopped, Kind::kSpam,   Kind::kCollapsing, Kind::kDone,
    Kind::kSettled, Kind::kGap};
std::string_view ToString(Kind kind);
std::optional<Kind> KindByName(std::string_view name);

// What the fates of messages are shared out by: parts of a million.
using Share = std::int64_t;
inline constexpr Share kMillion = 1'000'000;

// All that is fixed about a campaign for ever. Its state is a function of
// this and of the time.
struct CampaignPlan {
  std::int64_t id = 0;
  std::size_t account = 0;
  Type type = Type::kRcs;
  Kind kind = Kind::kLiving;
  Shape shape;
  std::string name;
  std::string sender;
  std::int64_t messages = 0;
  std::int64_t phones = 0;
  std::int64_t unaccounted = 0;  // in total_messages, but in no counter

  Instant created;
  Instant creation_ends;
  Instant moderation_ends;  // as creation_ends: was not moderated
  bool refused = false;     // when moderation ends
  Instant planned;
  Instant starts;
  Span dispatch{};                // from the first message to the last
  std::optional<Instant> halted;  // stuck, paused, stopped
  Span validity{};                // then a message expires

  Share not_user = 0;                // of those dispatched
  Share failed = 0;                  // of the rest
  Share expires = 0;                 // of those sent
  Share reached = 0;                 // of those with a report
  std::optional<Instant> collapses;  // from then on hardly any are reached
  Share unknown = 0;                 // of those with a report, but not reached
  Share read_soon = 0;               // of those reached
  Share read_later = 0;              // of the rest
  bool sms_fallback = false;
  std::int64_t price = 0;           // of a message that reached its recipient,
  std::int64_t fallback_price = 0;  // in units of 0.0000001
};

struct PlanOptions {
  std::uint64_t seed = 1;
  Instant start;          // when the simulation starts
  Span created_offset{};  // the zone of created_at and of the time in the name
  std::optional<Shape> shape{};  // for every campaign
};

// The same arguments give the same plan.
CampaignPlan MakePlan(const PlanOptions& options, std::size_t account,
                      std::int64_t id, Type type, Kind kind);

// For campaigns of which only the number was given: a mix of types and kinds.
Type TypeBySeed(std::uint64_t seed, std::int64_t id);
Kind KindBySeed(std::uint64_t seed, std::int64_t id);

// "2026-02-11 09:30:05".
std::string TimeText(Instant time, char separator = ' ');

}  // namespace bsg_exporter::simulator
