#include "exporter/web/message_shares.h"

#include <algorithm>
#include <array>
#include <utility>

#include "bsg_exporter/bsg/life_cycle.h"

namespace bsg_exporter::web {
namespace {

constexpr std::array<std::string_view, 5> kFailed = {
    "undelivered", "failed", "expired", "not_rcs_user", "not_viber_user"};

// A status nobody documents is as final as bsg::IsFinal() has it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kDrawn =
    {{{"read", "read"},
      {"delivered", "delivered"},
      {"undelivered", "undelivered"},
      {"failed", "failed"},
      {"expired", "expired"},
      {"not_rcs_user", "no RCS user"},
      {"not_viber_user", "no Viber user"},
      {"unknown", "unknown"},
      {"other", "other"},
      {"sent", "sent"},
      {"accepted", "accepted"},
      {"sending", "sending"},
      {"scheduled", "scheduled"},
      {"moderation", "in moderation"}}};

std::size_t PlaceOf(const bsg::Counter& counter) {
  return static_cast<std::size_t>(&LookOf(counter.status) - &AllLooks()[0]);
}

}  // namespace

Shares SharesOf(const bsg::Channel& channel) {
  Shares shares;
  for (const bsg::Counter& counter : channel.counters) {
    const auto messages = static_cast<double>(counter.messages);
    shares.all += messages;
    if (bsg::IsFinal(counter.status)) shares.final += messages;
    if (counter.status == "read") shares.read += messages;
    if (counter.status == "read" || counter.status == "delivered") {
      shares.delivered += messages;
    }
    if (std::ranges::count(kFailed, counter.status) > 0) {
      shares.failed += messages;
    }
  }
  return shares;
}

const std::vector<StatusLook>& AllLooks() {
  static const std::vector<StatusLook> looks = [] {
    std::vector<StatusLook> all;
    for (const auto& [status, name] : kDrawn) {
      all.push_back({status, name, bsg::IsFinal(status)});
    }
    return all;
  }();
  return looks;
}

const StatusLook& LookOf(std::string_view status) {
  const auto& all = AllLooks();
  const auto found = std::ranges::find(all, status, &StatusLook::status);
  return found == all.end()
             ? *std::ranges::find(all, "other", &StatusLook::status)
             : *found;
}

std::vector<bsg::Counter> InDrawingOrder(const bsg::Channel& channel) {
  std::vector<bsg::Counter> counters = channel.counters;
  std::ranges::sort(counters, [](const auto& a, const auto& b) {
    const std::size_t place_a = PlaceOf(a);
    const std::size_t place_b = PlaceOf(b);
    return place_a != place_b ? place_a < place_b : a.status < b.status;
  });
  return counters;
}

}  // namespace bsg_exporter::web
