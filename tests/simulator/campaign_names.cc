#include <cstdio>

#include "tests/simulator/campaign_plan.h"
#include "tests/simulator/choices.h"

namespace bsg_exporter::simulator {

std::string_view ToString(Type type) {
  switch (type) {
    case Type::kRcs:
      return "rcs";
    case Type::kSms:
      return "sms";
    case Type::kViber:
      return "viber";
    case Type::kWhatsapp:
      return "whatsapp";
  }
  return "";
}

std::optional<Type> TypeByName(std::string_view name) {
  for (const Type type : kTypes) {
    if (ToString(type) == name) return type;
  }
  return std::nullopt;
}

std::string_view ToString(Kind kind) {
  switch (kind) {
    case Kind::kLiving:
      return "living";
    case Kind::kFuture:
      return "future";
    case Kind::kCreation:
      return "creation";
    case Kind::kModeration:
      return "moderation";
    case Kind::kSending:
      return "sending";
    case Kind::kStuck:
      return "stuck";
    case Kind::kLate:
      return "late";
    case Kind::kPaused:
      return "paused";
    case Kind::kStopped:
      return "stopped";
    case Kind::kSpam:
      return "spam";
    case Kind::kCollapsing:
      return "collapsing";
    case Kind::kDone:
      return "done";
    case Kind::kSettled:
      return "settled";
    case Kind::kGap:
      return "gap";
  }
  return "";
}

std::optional<Kind> KindByName(std::string_view name) {
  for (const Kind kind : kKinds) {
    if (ToString(kind) == name) return kind;
  }
  return std::nullopt;
}

Type TypeBySeed(std::uint64_t seed, std::int64_t id) {
  Choices choose(Mix(seed, 0x7e), static_cast<std::uint64_t>(id));
  using enum Type;
  return choose.OneOf({kRcs, kRcs, kRcs, kRcs, kSms, kSms, kViber, kWhatsapp});
}

// Nothing in here that would raise an alarm: trouble is asked for by name.
Kind KindBySeed(std::uint64_t seed, std::int64_t id) {
  Choices choose(Mix(seed, 0xd1), static_cast<std::uint64_t>(id));
  using enum Kind;
  return choose.OneOf({kLiving,  kLiving,  kLiving,  kLiving,   kLiving,
                       kLiving,  kSending, kSending, kSending,  kSending,
                       kFuture,  kFuture,  kDone,    kDone,     kDone,
                       kSettled, kSettled, kSettled, kCreation, kModeration});
}

std::string TimeText(Instant time, char separator) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(
      std::chrono::floor<std::chrono::seconds>(time - day));
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u%c%02d:%02d:%02d",
                static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), separator,
                static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

}  // namespace bsg_exporter::simulator
